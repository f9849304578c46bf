//! Trees of what is written well.

use super::super::tree::{Declaration, Element, Expr, ExprNode, Literal, Operator, Place, Scope, Step};
use super::{reference, sound};

/// An expression with every operator in brackets, so that precedence can be read.
fn shown(expr: &Expr) -> String {
    match expr.node.as_ref() {
        ExprNode::Literal(Literal::Number(number)) => number.to_string(),
        ExprNode::Literal(literal) => format!("{literal:?}"),
        ExprNode::Name(name) => name.clone(),
        ExprNode::OfDraft(of, name) => format!("({of:?} {})", name.node),
        ExprNode::Part(value, part) => format!("{}.{}", shown(value), part.node),
        ExprNode::Call(name, arguments) => {
            format!("{}({})", name.node, arguments.iter().map(shown).collect::<Vec<_>>().join(", "))
        }
        ExprNode::List(items) => format!("[{}]", items.iter().map(shown).collect::<Vec<_>>().join(", ")),
        ExprNode::ValuesOf(table) => format!("values({})", table.node),
        ExprNode::Not(value) => format!("(not {})", shown(value)),
        ExprNode::Negative(value) => format!("(-{})", shown(value)),
        ExprNode::Binary(operator, left, right) => format!("({} {operator:?} {})", shown(left), shown(right)),
        ExprNode::Exists(value, is) => format!("({} exists={is})", shown(value)),
        ExprNode::Is(value, is, name) => format!("({} is={is} {})", shown(value), name.node),
        ExprNode::Inside(value, is, name) => format!("({} inside={is} {})", shown(value), name.node),
        ExprNode::Search { quantifier, kind, name, within, condition } => format!(
            "({quantifier:?} {} {} {} {})",
            kind.node,
            name.as_ref().map_or("_", |name| &name.node),
            within.as_ref().map_or("_".to_owned(), place),
            condition.as_ref().map_or("_".to_owned(), shown)
        ),
    }
}

fn place(place: &Place) -> String {
    match place {
        Place::Document(of) => of.map_or(String::new(), |of| format!("{of:?} ")) + "document",
        Place::Sentence(of) => format!("sentence({})", shown(of)),
        Place::Paragraph(of) => format!("paragraph({})", shown(of)),
        Place::Section(of) => format!("section({})", shown(of)),
        Place::Of(of) => shown(of),
        Place::Like(of, keys) => {
            format!("like({} by {})", shown(of), keys.iter().map(shown).collect::<Vec<_>>().join(", "))
        }
    }
}

fn expr(text: &str) -> String {
    let file = sound(&format!("pack a\ndefine d = {text}\n"));
    match file.declarations.first() {
        Some(Declaration::Define(define)) => shown(&define.value),
        other => panic!("{other:?}"),
    }
}

fn pattern(text: &str) -> Element {
    let file = sound(&format!("pack a\nfact d = {text}\n"));
    match file.declarations.into_iter().next() {
        Some(Declaration::Fact(fact)) => fact.body.node,
        other => panic!("{other:?}"),
    }
}

#[test]
fn the_reference_is_read_without_a_mistake() {
    let file = sound(&reference());
    assert_eq!(file.pack.node, "cchc.quarterly");
    let header = file.header.unwrap();
    assert_eq!(header.uses.iter().map(|name| name.node.as_str()).collect::<Vec<_>>(), ["form.nd30", "figures"]);
    assert!(header.applies.is_some() && header.title.is_some() && header.source.is_some());
    assert_eq!(header.effective.unwrap().node.until, Some(jiff::civil::date(2025, 7, 1)));
    assert_eq!(file.declarations.len(), 16);
    let rule = file.declarations.iter().find_map(|one| match one {
        Declaration::Rule(rule) if rule.id.node == "percentage-wrong" => Some(rule),
        _ => None,
    });
    let rule = rule.unwrap();
    assert!(
        matches!(&rule.scope.as_ref().unwrap().node, Scope::Each { kind, name, .. } if kind.node == "share" && name.node == "s")
    );
    assert!(matches!(rule.steps.as_slice(), [Step::When(_), Step::Let(name, _)] if name.node == "right"));
    assert_eq!((rule.labels.len(), rule.edits.len(), rule.examples.len()), (1, 1, 2));
    assert!(rule.at.is_some() && rule.help.is_some() && rule.why.is_some());
}

#[test]
fn operators_bind_as_documented() {
    for (text, tree) in [
        ("a or b and not c = 1 + 2 * -d.e", "(a Or (b And (not (c Equal (1 Plus (2 Times (-d.e)))))))"),
        ("a - b - c", "((a Minus b) Minus c)"),
        ("a / (b + c)", "(a Over (b Plus c))"),
        ("not a exists and b.c missing", "((not (a exists=true)) And (b.c exists=false))"),
        ("a + b exists", "((a Plus b) exists=true)"),
        ("x is not f or x is g", "((x is=false f) Or (x is=true g))"),
        ("x not inside plan and y inside note", "((x inside=false plan) And (y inside=true note))"),
        ("x not in t and x in values of t", "((x NotIn t) And (x In values(t)))"),
        ("a.t starts\n with u", "(a.t StartsWith u)"),
        ("not not a", "(not (not a))"),
        ("f(a, g(b).c)", "f(a, g(b).c)"),
        ("[a, 1]", "[a, 1]"),
        ("(a < b) = (b < c)", "((a Less b) Equal (b Less c))"),
        ("some date d in sentence of x.y where d > e and f", "(Some date d sentence(x.y) ((d Greater e) And f))"),
        ("count of note in document where a = b", "(Count note _ document (a Equal b))"),
        (
            "(count of share) > 2 and no mark in report.subject",
            "(((Count share _ _ _) Greater 2) And (No mark _ report.subject _))",
        ),
        ("first date in section of x.parent and y", "((First date _ section(x.parent) _) And y)"),
        ("a before b and c after d.e", "((a Before b) And (c After d.e))"),
        ("not_x", "not_x"),
    ] {
        assert_eq!(expr(text), tree, "{text}");
    }
}

#[test]
fn operators_have_the_places_of_their_parts() {
    let text = "pack a\ndefine d = (a + b) * -c.e\n";
    let file = sound(text);
    let Some(Declaration::Define(define)) = file.declarations.first() else { panic!() };
    let ExprNode::Binary(Operator::Times, left, right) = define.value.node.as_ref() else { panic!() };
    assert_eq!(file.source.slice(define.value.span), "(a + b) * -c.e");
    assert_eq!(file.source.slice(left.span), "(a + b)");
    assert_eq!(file.source.slice(right.span), "-c.e");
}

#[test]
fn a_list_of_literals_is_a_literal() {
    assert!(expr("[1, \"a\", true]").contains("List([At"));
}

#[test]
fn alternatives_bind_looser_than_sequences_and_captures_take_their_postfix() {
    let Element::Choice(choices) = pattern("\"a\" digits | x: word except \"b\" unlike key of t rest") else {
        panic!()
    };
    assert!(matches!(&choices[0].node, Element::Sequence(parts) if parts.len() == 2));
    let Element::Sequence(parts) = &choices[1].node else { panic!() };
    let Element::Capture(name, body) = &parts[0].node else { panic!() };
    assert_eq!(name.node, "x");
    assert!(matches!(&body.node, Element::Unlike(inner, _) if matches!(inner.node, Element::Except(..))));
    assert_eq!(parts[1].node, Element::Rest);
}

#[test]
fn every_pattern_of_the_reference_has_its_element() {
    let Element::Sequence(parts) = pattern(
        "exactly \"CTr\" key of t value of t one of l digits word words capitals proper code any rest clause amounts start end \
         date agency [\"a\"] {\"b\"} (\"c\") up to 8 words up to 2 words without one of l not before \"d\" not after \"e\" \
         not after one of l on: date up: word key: key of t",
    ) else {
        panic!()
    };
    assert_eq!(parts.len(), 29);
    assert!(matches!(&parts[21].node, Element::UpTo(8, None)));
    assert!(matches!(&parts[22].node, Element::UpTo(2, Some(list)) if list.node == "l"));
    assert!(matches!(&parts[23].node, Element::NotBefore(_)) && matches!(&parts[25].node, Element::NotAfter(_)));
    assert!(matches!(&parts[27].node, Element::Capture(name, _) if name.node == "up"));
}

#[test]
fn clauses_may_share_a_line_and_line_ends_may_be_of_windows() {
    let text = "\u{feff}pack a -- c\r\n\r\nrule b-c { title: vi \"x\" en \"y\" source: \"z\"\r\n severity: info for the report require a\r\n\
                message en \"m\" vi \"n\" pass \"p\" fail (stage: \"final\", today: 2024-04-01) \"\"\"\r\n  «q»\r\n  r\r\n\"\"\" }\r\n";
    let file = sound(text);
    let Some(Declaration::Rule(rule)) = file.declarations.first() else { panic!() };
    assert_eq!(rule.message.as_ref().unwrap().node, crate::lang::Text::new("n", "m"));
    assert_eq!(rule.examples[1].text.node, "«q»\nr");
    assert_eq!(rule.examples[1].settings.len(), 2);
}

#[test]
fn what_stands_around_a_mistake_is_kept() {
    let text = "pack a\ntable t { \"a\" = }\nlist l { \"b\" }\nrule r {\n  severity: info\n  when x ==\n  at s\n}\ndefine d = e\n";
    let (file, _) = super::parsed(text);
    assert_eq!(file.declarations.len(), 3);
    let Declaration::Rule(rule) = &file.declarations[1] else { panic!() };
    assert!(rule.severity.is_some() && rule.at.is_some() && rule.steps.is_empty());
}

#[test]
fn an_unknown_clause_leaves_the_one_before_it_whole() {
    let (file, _) = super::parsed("pack a\nrule r {\n  severity: info\n  mesage vi \"a\" en \"b\"\n}\n");
    let Declaration::Rule(rule) = &file.declarations[0] else { panic!() };
    assert!(rule.severity.is_some());
}
