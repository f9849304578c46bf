//! What the README shows is what the program prints: each command of a block marked `console run` is run in the repository.

use std::path::Path;
use std::process::Command;

use crate::support::{is_fresh, read, root};

#[test]
fn commands_print_what_is_shown() {
    for page in ["README.md", "README.vi.md"] {
        let text = read(page);
        let mut fresh = String::new();
        let mut inside = false;
        let mut commands = 0;
        for line in text.split_inclusive('\n') {
            match (inside, line.trim_end()) {
                (false, "```console run") => inside = true,
                (true, "```") => inside = false,
                (true, shown) if shown.starts_with("$ ") => {
                    commands += 1;
                    fresh.push_str(line);
                    fresh.push_str(&printed(shown.trim_start_matches("$ ")));
                    continue;
                }
                (true, _) => continue,
                _ => {}
            }
            fresh.push_str(line);
        }
        assert!(commands > 0, "{page} runs nothing");
        is_fresh(page, &fresh);
    }
}

#[test]
fn both_languages_show_the_same_commands() {
    let commands = |page: &str| -> Vec<String> {
        let lines = read(page);
        let commands = lines.lines().filter(|line| line.starts_with("$ "));
        commands.map(|line| line.split("  #").next().unwrap().replace(" --lang en", "")).collect()
    };
    assert_eq!(commands("README.md"), commands("README.vi.md"));
}

/// What a command line prints, `soat` being the program under test.
fn printed(line: &str) -> String {
    let programs = Path::new(env!("CARGO_BIN_EXE_soat")).parent().unwrap();
    let path = format!("{}:{}", programs.display(), std::env::var("PATH").unwrap());
    let mut command = Command::new("sh");
    command.args(["-c", line]).current_dir(root()).env("PATH", path);
    for name in ["SOAT_LANG", "CLICOLOR_FORCE"] {
        command.env_remove(name);
    }
    String::from_utf8(command.output().unwrap().stdout).unwrap()
}
