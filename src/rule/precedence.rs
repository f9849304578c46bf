//! Which rules give way to which: `replaces` leads to no rule twice.
//!
//! Two rules that give way to each other, directly or by way of others, would both be silent where both find something.

use super::names::{Here, Mistakes};
use crate::lang::Text;
use crate::syntax::tree;

/// A rule, and the rules that it gives way to with the names they are given.
pub struct Yielding<'r> {
    pub here: Here<'r>,
    pub rule: &'r tree::Rule,
    pub to: Vec<(u32, &'r tree::Name)>,
}

/// Reports every rule that is led back to itself, once for each circle, at the name that closes it.
pub fn refuse_circles(rules: &[Yielding<'_>], mistakes: &mut Mistakes) {
    let mut done = vec![false; rules.len()];
    // The way from the first rule to the one looked at, each with the next of its names.
    let mut way: Vec<(u32, usize)> = Vec::new();
    for first in 0..rules.len() as u32 {
        way.push((first, 0));
        while let Some((at, next)) = way.last_mut() {
            let at = *at;
            let finished = done.get(at as usize).copied().unwrap_or(true);
            let name = rules.get(at as usize).filter(|_| !finished).and_then(|rule| rule.to.get(*next));
            *next += 1;
            match name {
                None => {
                    if let Some(done) = done.get_mut(at as usize) {
                        *done = true;
                    }
                    way.pop();
                }
                Some(&(other, name)) => match way.iter().position(|&(on_it, _)| on_it == other) {
                    Some(start) => report(rules, way.get(start..).unwrap_or_default(), name, mistakes),
                    None => way.push((other, 0)),
                },
            }
        }
    }
}

fn report(rules: &[Yielding<'_>], circle: &[(u32, usize)], name: &tree::Name, mistakes: &mut Mistakes) {
    let ids: Vec<&str> =
        circle.iter().filter_map(|&(at, _)| Some(rules.get(at as usize)?.rule.id.node.as_str())).collect();
    let (Some(last), Some(first)) = (circle.last().and_then(|&(at, _)| rules.get(at as usize)), ids.first()) else {
        return;
    };
    let way = format!("{} → {first}", ids.join(" → "));
    mistakes
        .add(
            &last.here.file.source,
            "rule::gives_way_in_a_circle",
            name.span,
            Text::new(format!("`{first}` nhường chỗ vòng lại chính nó"), format!("`{first}` gives way to itself")),
        )
        .advise(
            format!("{way}: các quy tắc này đều im lặng ở nơi chúng cùng báo; bỏ một `replaces`"),
            format!("{way}: all of them would be silent where they find the same; drop one `replaces`"),
        );
}
