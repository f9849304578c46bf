//! clap in Vietnamese: it has English words only, so the help is laid over its commands and its errors are put into words here.

use std::io::{self, Write};

use clap::error::{ContextKind, ContextValue, ErrorKind};
use clap::{Arg, ArgAction, Command};

use super::{Status, complaint};
use crate::lang::Lang;

/// What a command does, in Vietnamese.
fn command(name: &str) -> Option<&'static str> {
    Some(match name {
        "soat" => "Soát báo cáo hành chính theo các quy tắc viết thành văn",
        "check" => "Soát báo cáo",
        "baseline" => "Ghi lại các phát hiện đã biết, để sau đó chỉ nêu những gì mới",
        "fix" => "Tự sửa những lỗi hình thức trong báo cáo",
        "diff" => "So hai bản dự thảo: chỗ nào kém đi, chỗ nào đã sửa, gì đã thay đổi",
        "init" => "Viết soat.toml có chú giải và quy trình kiểm tra tự động, nơi chưa có",
        "explain" => "Giải thích một quy tắc: đòi hỏi gì, vì sao, ví dụ đúng và sai",
        "rules" => "Liệt kê các quy tắc",
        "test" => "Chạy các ví dụ ghi trong tệp quy tắc",
        "stats" => "Đếm phát hiện theo cơ quan, theo kỳ báo cáo, theo quy tắc",
        "completions" => "In tập lệnh hoàn thành dòng lệnh cho shell",
        "man" => "In trang hướng dẫn cho lệnh man",
        "text" => "In văn bản của tài liệu, nơi các vị trí được đếm theo byte",
        _ => return None,
    })
}

/// What an argument of a command means, in Vietnamese. Most mean the same in all commands; the others stand first.
fn argument(command: &str, id: &str) -> Option<&'static str> {
    Some(match (command, id) {
        ("fix", "paths") => "Tệp hoặc thư mục; `-` là đầu vào chuẩn, bản đã sửa ra đầu ra chuẩn",
        ("fix", "output") => {
            "Ghi báo cáo đã sửa vào tệp này; nếu không nêu: tệp Word có bản sao `TÊN.soat.docx`, tệp văn bản được thay"
        }
        ("diff", "paths") => "Bản trước và bản này, là tệp hay thư mục; với --git chỉ nêu bản này",
        ("diff", "format") => "Dạng kết quả",
        ("diff", "fail_on") => "Mức thấp nhất của chỗ kém đi làm mã thoát bằng 1",
        ("baseline", "paths") => "Tệp hoặc thư mục; không nêu: thư mục hiện tại",
        ("init", "folder") => "Thư mục; không nêu: thư mục hiện tại",
        ("check", "format") => "Dạng in ra đầu ra chuẩn",
        ("rules", "packs") => "Chỉ liệt kê quy tắc của gói này; ghi được nhiều lần",
        ("test", "format") => "Dạng kết quả của --coverage",
        (_, "paths") => "Tệp hoặc thư mục; `-` là đầu vào chuẩn; không nêu: thư mục hiện tại",
        (_, "only") => "Chỉ sửa theo quy tắc này, kể cả chỗ đổi câu chữ hay số liệu; ghi được nhiều lần",
        (_, "dry_run") => "Chỉ cho xem sẽ sửa gì, không ghi; mã thoát bằng 1 nếu có chỗ cần sửa",
        (_, "git") => "So với tệp ở phiên bản này của kho git",
        (_, "output") => "Ghi vào tệp này thay cho đầu ra chuẩn, trọn vẹn hoặc không ghi gì",
        (_, "all") => "Liệt kê tất cả: lưu ý, điều đã sửa, điều còn lại",
        (_, "brief") => "Không nêu thay đổi về đề mục và câu chữ",
        (_, "action") => "Action mà quy trình dùng, ví dụ owner/soat/.github/actions/check@main",
        (_, "shell") => "Loại shell",
        (_, "coverage") => "Nêu những chỗ trong quy tắc mà không ví dụ nào chạm tới",
        (_, "command") => "Lệnh; nếu không nêu thì là cả chương trình",
        (_, "watch") => "Soát lại mỗi khi báo cáo thay đổi, cho đến khi bấm Ctrl+C",
        (_, "lang") => "Ngôn ngữ của thông báo; cũng lấy từ biến SOAT_LANG",
        (_, "color") => "Khi nào dùng màu",
        (_, "help") => "In hướng dẫn này",
        (_, "version") => "In phiên bản",
        (_, "outputs") => "Ghi thêm tệp này, trọn vẹn hoặc không ghi gì; nêu được nhiều lần",
        (_, "format") => "Dạng kết quả: cho người đọc hoặc cho chương trình",
        (_, "fail_on") => "Mức thấp nhất làm mã thoát bằng 1",
        (_, "stage") => "Dự thảo (còn được để trống số, ngày) hay bản chính thức",
        (_, "period") => "Kỳ mà báo cáo phải báo cáo, ví dụ \"Quý I/2024\"",
        (_, "today") => "Coi hôm nay là ngày NĂM-THÁNG-NGÀY này",
        (_, "parameters") => "Giá trị của một tham số trong quy tắc, ví dụ due_day=25; ghi được nhiều lần",
        (_, "packs") => {
            "Chỉ xét gói này và các gói nó dùng, dù gói có áp dụng cho báo cáo hay không; ghi được nhiều lần"
        }
        (_, "rules") => "Dùng quy tắc trong thư mục này thay cho quy tắc có sẵn",
        (_, "show_unjudged") => "Nêu cả những quy tắc không đủ dữ kiện để xét, và lý do",
        (_, "config") => "Dùng tệp soat.toml này thay cho tệp gần nhất phía trên mỗi báo cáo",
        (_, "prune") => "Chỉ bỏ những phát hiện không còn, không thêm gì",
        (_, "baseline") => {
            "Dùng tệp phát hiện đã biết này thay cho tệp nêu trong soat.toml, hoặc soat-baseline.json cạnh nó"
        }
        (_, "since") => "Chỉ nêu những gì chưa có ở phiên bản git này",
        (_, "fail_on_stale") => "Mã thoát bằng 1 cả khi có phát hiện đã biết nay không còn",
        (_, "annotate") => {
            "Ghi một bản sao của tệp Word, phát hiện nào cũng thành nhận xét bên lề; nhiều tệp thì nêu một thư mục"
        }
        (_, "show_allowed") => "Nêu cả những phát hiện mà báo cáo miễn trừ, và lý do",
        (_, "quiet") => "Chỉ nêu các phát hiện: không có dòng tổng kết, không có thanh tiến độ",
        (_, "original") => "Với tệp có theo dõi thay đổi: đọc như trước khi sửa",
        (_, "rule") => "Mã của quy tắc",
        (_, "folder") => "Xét quy tắc trong thư mục này (được dùng các gói có sẵn)",
        (_, "file") => "Tệp; `-` là đầu vào chuẩn",
        _ => return None,
    })
}

/// The commands with help in the language of the run.
pub(super) fn translated(command: Command, lang: Lang) -> Command {
    let flag = |id: &'static str, short, action, help| {
        Arg::new(id).long(id).short(short).action(action).global(id == "help").help(help).display_order(910)
    };
    let command = command
        .disable_help_flag(true)
        .disable_version_flag(true)
        .arg(flag("help", 'h', ArgAction::Help, "Print this help"))
        .arg(flag("version", 'V', ArgAction::Version, "Print the version"));
    match lang {
        Lang::En => command,
        Lang::Vi => {
            let subcommands = command.mut_subcommands(|subcommand| overlaid(subcommand, "soat "));
            overlaid(subcommands, "").subcommand_help_heading("Lệnh").subcommand_value_name("LỆNH")
        }
    }
}

fn overlaid(command: Command, parent: &str) -> Command {
    let name = command.get_name().to_owned();
    let about = self::command(&name).unwrap_or_default();
    let mut usage = format!("{parent}{name}");
    for arg in command.get_arguments().filter(|arg| arg.is_positional()) {
        let value = positional(arg.get_id().as_str());
        usage += &match (arg.is_required_set(), arg.get_action()) {
            (true, ArgAction::Append) => format!(" {value}…"),
            (true, _) => format!(" {value}"),
            (false, ArgAction::Append) => format!(" [{value}…]"),
            (false, _) => format!(" [{value}]"),
        };
    }
    usage += if parent.is_empty() { " LỆNH [TÙY CHỌN]" } else { " [TÙY CHỌN]" };
    command
        .about(about)
        .override_usage(usage)
        .help_template("{about-with-newline}\nCách dùng: {usage}\n\n{all-args}")
        .mut_args(|arg| {
            let id = arg.get_id().as_str().to_owned();
            let mut help = argument(&name, &id).unwrap_or_default().to_owned();
            let values: Vec<String> =
                arg.get_possible_values().iter().map(|value| value.get_name().to_owned()).collect();
            let usual: Vec<String> =
                arg.get_default_values().iter().map(|v| v.to_string_lossy().into_owned()).collect();
            if arg.get_action().takes_values() && !values.is_empty() {
                // What is taken where nothing is said and nothing else decides, such as `soat.toml`.
                let usual = match (usual.first(), id.as_str()) {
                    (Some(usual), _) => Some(usual.as_str()),
                    (None, "format") => Some("human"),
                    (None, "stage") => Some("final"),
                    (None, "fail_on") => Some("error"),
                    (None, "lang") => Some("vi"),
                    (None, _) => None,
                };
                let usual = usual.map_or_else(String::new, |usual| format!("; mặc định: {usual}"));
                help += &format!(" [{}{usual}]", values.join("|"));
            }
            let heading = if arg.is_positional() { "Tham số" } else { "Tùy chọn" };
            let value = if arg.is_positional() { positional(&id) } else { option(&id) };
            let arg = arg.help(help).help_heading(heading);
            match arg.get_action().takes_values() {
                true => arg.value_name(value).hide_possible_values(true).hide_default_value(true),
                false => arg,
            }
        })
}

fn positional(id: &str) -> &'static str {
    match id {
        "paths" => "ĐƯỜNG_DẪN",
        "rule" => "QUY_TẮC",
        "folder" => "THƯ_MỤC",
        "shell" => "SHELL",
        "command" => "LỆNH",
        _ => "TỆP",
    }
}

fn option(id: &str) -> &'static str {
    match id {
        "rules" => "THƯ_MỤC",
        "period" => "KỲ",
        "today" => "NGÀY",
        "parameters" => "TÊN=GIÁ_TRỊ",
        "packs" => "GÓI",
        "stage" => "GIAI_ĐOẠN",
        "fail_on" => "MỨC",
        "format" => "DẠNG",
        "outputs" => "[DẠNG=]TỆP",
        "annotate" => "BẢN_SAO",
        "config" | "baseline" | "output" => "TỆP",
        "git" | "since" => "PHIÊN_BẢN",
        "only" => "QUY_TẮC",
        "action" => "ACTION",
        "lang" => "NGÔN_NGỮ",
        _ => "KHI_NÀO",
    }
}

/// Prints what clap has to say: help and version as they are, errors in the language of the run.
pub(super) fn usage(error: &clap::Error, lang: Lang, out: &mut dyn Write, err: &mut dyn Write) -> io::Result<Status> {
    match error.kind() {
        ErrorKind::DisplayHelp | ErrorKind::DisplayVersion => {
            write!(out, "{error}")?;
            return Ok(Status::Clean);
        }
        ErrorKind::DisplayHelpOnMissingArgumentOrSubcommand => write!(err, "{error}")?,
        _ if lang == Lang::En => write!(err, "soat: {}", error.to_string().trim_start_matches("error: "))?,
        kind => {
            let (message, help) = in_vietnamese(kind, error);
            err.write_all(complaint(&message, help.as_deref(), lang).as_bytes())?;
        }
    }
    Ok(Status::Failed)
}

fn in_vietnamese(kind: ErrorKind, error: &clap::Error) -> (String, Option<String>) {
    let get = |kind| match error.get(kind) {
        Some(ContextValue::String(text)) => text.clone(),
        Some(ContextValue::Strings(texts)) => texts.join(", "),
        Some(other) => other.to_string(),
        None => String::new(),
    };
    let arg = get(ContextKind::InvalidArg);
    let message = match kind {
        ErrorKind::UnknownArgument => format!("không có tùy chọn hay tham số `{arg}`"),
        ErrorKind::InvalidSubcommand => format!("không có lệnh `{}`", get(ContextKind::InvalidSubcommand)),
        ErrorKind::MissingSubcommand => "chưa nêu lệnh".to_owned(),
        ErrorKind::MissingRequiredArgument => format!("thiếu {arg}"),
        ErrorKind::ArgumentConflict => format!("`{arg}` không đi cùng `{}`", get(ContextKind::PriorArg)),
        ErrorKind::InvalidValue if get(ContextKind::InvalidValue).is_empty() => format!("`{arg}` cần một giá trị"),
        ErrorKind::InvalidValue | ErrorKind::ValueValidation => {
            format!("`{arg}` không nhận giá trị `{}`", get(ContextKind::InvalidValue))
        }
        ErrorKind::InvalidUtf8 => "tham số không phải là chữ UTF-8".to_owned(),
        _ => "dòng lệnh không đúng".to_owned(),
    };
    let near = [ContextKind::SuggestedArg, ContextKind::SuggestedSubcommand, ContextKind::SuggestedValue].map(get);
    let help = if let Some(near) = near.iter().find(|near| !near.is_empty()) {
        format!("có phải ý bạn là `{near}`?")
    } else if kind == ErrorKind::MissingRequiredArgument && arg.contains(positional("paths")) {
        "nêu tệp hoặc thư mục sau lệnh, ví dụ `soat fix bao-cao.md`, `soat diff ban-cu.md ban-moi.md`".to_owned()
    } else if !get(ContextKind::ValidValue).is_empty() {
        format!("dùng một trong: {}", get(ContextKind::ValidValue))
    } else if arg.starts_with("--today") {
        "viết ngày theo dạng NĂM-THÁNG-NGÀY, ví dụ 2024-03-20".to_owned()
    } else {
        "xem `soat --help`".to_owned()
    };
    (message, Some(help))
}

#[cfg(test)]
mod tests {
    use super::*;
    use clap::CommandFactory;

    fn said(line: &str) -> String {
        let command = translated(super::super::Arguments::command(), Lang::Vi).term_width(100);
        let error = command.try_get_matches_from(line.split(' ')).unwrap_err();
        let (mut out, mut err) = (Vec::new(), Vec::new());
        usage(&error, Lang::Vi, &mut out, &mut err).unwrap();
        String::from_utf8([out, err].concat()).unwrap()
    }

    #[test]
    fn every_command_and_argument_has_vietnamese_words() {
        let command = translated(super::super::Arguments::command(), Lang::En);
        for command in [&command].into_iter().chain(command.get_subcommands()) {
            let name = command.get_name();
            assert!(self::command(name).is_some(), "{name}");
            for arg in command.get_arguments().map(|arg| arg.get_id().as_str()) {
                let words = argument(name, arg);
                assert!(words.is_some(), "{name} {arg}");
                // An argument that bears the name of a command, such as `--rules` and `--baseline`, is not that command.
                assert_ne!(words, self::command(arg), "{name} {arg}");
            }
        }
    }

    #[test]
    fn help_is_vietnamese() {
        insta::assert_snapshot!([said("soat --help"), said("soat check --help")].join("-----\n"));
        let others = ["stats", "completions", "diff", "rules", "fix"];
        insta::assert_snapshot!(others.map(|command| said(&format!("soat {command} --help"))).join("-----\n"));
    }

    #[test]
    fn usage_errors_are_vietnamese() {
        let lines = [
            "soat fix",
            "soat chek a.md",
            "soat check a.md --formt json",
            "soat check a.md --format yaml",
            "soat check a.md --today 20/3/2024",
            "soat check a.md --stage",
            "soat explain",
        ];
        insta::assert_snapshot!(lines.map(said).concat());
    }
}
