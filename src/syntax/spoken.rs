//! How each production and token is called when it is expected but absent.

use super::grammar::Rule;
use super::split::{DECLARATIONS, PACK_CLAUSES, RULE_CLAUSES};

/// A spoken name.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Spoken {
    /// Written exactly so: a keyword or a mark.
    Word(&'static str),
    /// A kind of thing, in Vietnamese and English.
    Kind(&'static str, &'static str),
    /// A kind of thing that is one of these words.
    OneOf(&'static str, &'static str, &'static [&'static str]),
    /// A name: small letters, digits, `_`, and the further characters given.
    Name(&'static str, &'static str, &'static str),
}

use Spoken::{Kind, Name, OneOf, Word};

const COMPARISONS: &[&str] =
    &["=", "!=", "<", "<=", ">", ">=", "in", "not in", "contains", "starts with", "ends with", "before", "after"];
const OPERATORS: Spoken = OneOf("một phép toán hoặc phép so sánh", "an operator", COMPARISONS);
const VALUE: Spoken =
    OneOf("một giá trị", "a value", &["some", "every", "no", "count", "first", "last", "values", "true", "false"]);
const PATTERN: Spoken = OneOf(
    "một mẫu",
    "a pattern",
    &[
        "exactly", "key", "value", "one", "digits", "words", "word", "capitals", "proper", "code", "any", "rest",
        "clause", "amounts", "start", "end", "up", "not",
    ],
);
const PACK_CLAUSE: Spoken = OneOf("một mục của gói", "a clause of the pack", &PACK_CLAUSES);
const RULE_CLAUSE: Spoken = OneOf("một mục của quy tắc", "a clause of the rule", &RULE_CLAUSES);
const DECLARATION: Spoken = OneOf("một khai báo", "a declaration", &DECLARATIONS);
const TEXT: Spoken = Kind("một đoạn chữ trong `\"`", "a text in `\"`");
const BOTH: Spoken = Kind("lời bằng hai thứ tiếng `vi \"…\" en \"…\"`", "words in both languages, `vi \"…\" en \"…\"`");
const LITERAL: Spoken = Kind("một giá trị viết sẵn", "a written value");
const PLACE: Spoken = OneOf("một nơi", "a place", &["sentence", "paragraph", "section", "document"]);

/// The spoken name. No wildcard arm: a new production has to be given one.
pub(super) fn spoken(rule: Rule) -> Spoken {
    match rule {
        Rule::pack_head => Word("pack"),
        Rule::rule_head => Word("rule"),
        Rule::regression_head => Word("regression"),
        Rule::pack_clauses | Rule::pack_clause | Rule::uses | Rule::applies => PACK_CLAUSE,
        Rule::rule_clauses
        | Rule::rule_clause
        | Rule::title
        | Rule::source
        | Rule::severity
        | Rule::effective
        | Rule::replaces
        | Rule::why
        | Rule::scope
        | Rule::guard
        | Rule::binding
        | Rule::judgement
        | Rule::at
        | Rule::label
        | Rule::message
        | Rule::help
        | Rule::edit
        | Rule::example => RULE_CLAUSE,
        Rule::declaration
        | Rule::table
        | Rule::list
        | Rule::extend
        | Rule::format
        | Rule::fact
        | Rule::field
        | Rule::define
        | Rule::parameter
        | Rule::outline => DECLARATION,
        Rule::row => Kind("một dòng `\"khóa\" = giá trị`", "a row `\"key\" = value`"),
        Rule::value | Rule::range | Rule::literal | Rule::literal_list | Rule::negative_number | Rule::text_value => {
            LITERAL
        }
        Rule::zone => Kind("một vùng", "a zone"),
        Rule::after => Word("after"),
        Rule::pattern
        | Rule::sequence
        | Rule::element
        | Rule::capture
        | Rule::qualified
        | Rule::primary_pattern
        | Rule::words_pattern
        | Rule::optional
        | Rule::repeat
        | Rule::grouped
        | Rule::exactly
        | Rule::key_of
        | Rule::value_of
        | Rule::one_of
        | Rule::up_to
        | Rule::not_pattern
        | Rule::not_before
        | Rule::not_after => PATTERN,
        Rule::except => Word("except"),
        Rule::unlike => Word("unlike"),
        Rule::list_of => Word("list of"),
        Rule::type_name => Kind("một kiểu", "a type"),
        Rule::expand => Word("expand"),
        Rule::entry => OneOf("`part` hoặc `item`", "`part` or `item`", &["part", "item"]),
        Rule::titles => TEXT,
        Rule::named => Word("named"),
        Rule::below | Rule::brace_open => Word("{"),
        Rule::scope_each | Rule::kind => Name("một loại dữ kiện", "a kind", ""),
        Rule::scope_group => Word("group of"),
        Rule::scope_first => Word("first"),
        Rule::scope_all => Word("all"),
        Rule::scope_report => Word("the report"),
        Rule::settings | Rule::arguments | Rule::paren_open => Word("("),
        Rule::setting | Rule::variable | Rule::name | Rule::reserved => Name("một tên", "a name", ""),
        Rule::text => BOTH,
        Rule::expr
        | Rule::operand
        | Rule::primary
        | Rule::of_draft
        | Rule::reference
        | Rule::parenthesis
        | Rule::list_value
        | Rule::values_of
        | Rule::search
        | Rule::op_not
        | Rule::op_negative => VALUE,
        Rule::infix
        | Rule::op_or
        | Rule::op_and
        | Rule::op_sum
        | Rule::op_product
        | Rule::op_comparison
        | Rule::op_asks
        | Rule::is
        | Rule::inside => OPERATORS,
        Rule::part => Word("."),
        Rule::within | Rule::drafts => Word("in"),
        Rule::like => Word("like"),
        Rule::by_key => Word("by"),
        Rule::two_texts => Word("old"),
        Rule::condition => Word("where"),
        Rule::place | Rule::sentence_of | Rule::paragraph_of | Rule::section_of | Rule::anywhere | Rule::place_of => {
            PLACE
        }
        Rule::string | Rule::short | Rule::long => TEXT,
        Rule::date | Rule::until => Kind("một ngày như `2022-02-21`", "a date like `2022-02-21`"),
        Rule::number => Kind("một số", "a number"),
        Rule::flag => OneOf("`true` hoặc `false`", "`true` or `false`", &["true", "false"]),
        Rule::table_name => Name("tên một bảng", "the name of a table", ""),
        Rule::list_name => Name("tên một danh sách", "the name of a list", ""),
        Rule::outline_name => Name("tên đề cương", "the name of the outline", ""),
        Rule::field_name => Name("tên một trường", "the name of a field", ""),
        Rule::part_name | Rule::ident => Name("tên một phần", "the name of a part", ""),
        Rule::pattern_name | Rule::pattern_reference | Rule::reserved_pattern => {
            Name("tên một `fact` hoặc `format`", "the name of a fact or format", "")
        }
        Rule::pack_name => Name("tên một gói", "the name of a pack", "."),
        Rule::rule_id => Name("mã quy tắc", "the id of a rule", "-"),
        Rule::colon => Word(":"),
        Rule::comma => Word(","),
        Rule::dots => Word(".."),
        Rule::equals => Word("="),
        Rule::bar => Word("|"),
        Rule::arrow => Word("->"),
        Rule::brace_close => Word("}"),
        Rule::bracket_open => Word("["),
        Rule::bracket_close => Word("]"),
        Rule::paren_close => Word(")"),
        Rule::EOI => Kind("hết phần này", "the end of this part"),
        Rule::WHITESPACE | Rule::COMMENT | Rule::blank | Rule::stray | Rule::rest_char => {
            Kind("khoảng trắng", "a blank")
        }
        Rule::kw_pack => Word("pack"),
        Rule::kw_table => Word("table"),
        Rule::kw_list => Word("list"),
        Rule::kw_extend => Word("extend"),
        Rule::kw_format => Word("format"),
        Rule::kw_fact => Word("fact"),
        Rule::kw_field => Word("field"),
        Rule::kw_define => Word("define"),
        Rule::kw_parameter => Word("parameter"),
        Rule::kw_outline => Word("outline"),
        Rule::kw_rule => Word("rule"),
        Rule::kw_regression => Word("regression"),
        Rule::kw_both => Word("both"),
        Rule::kw_drafts => Word("drafts"),
        Rule::kw_draft => Word("draft"),
        Rule::kw_old => Word("old"),
        Rule::kw_new => Word("new"),
        Rule::kw_uses => Word("uses"),
        Rule::kw_applies => Word("applies"),
        Rule::kw_title => Word("title"),
        Rule::kw_source => Word("source"),
        Rule::kw_severity => Word("severity"),
        Rule::kw_effective => Word("effective"),
        Rule::kw_replaces => Word("replaces"),
        Rule::kw_why => Word("why"),
        Rule::kw_for => Word("for"),
        Rule::kw_when => Word("when"),
        Rule::kw_let => Word("let"),
        Rule::kw_require => Word("require"),
        Rule::kw_forbid => Word("forbid"),
        Rule::kw_at => Word("at"),
        Rule::kw_label => Word("label"),
        Rule::kw_message => Word("message"),
        Rule::kw_help => Word("help"),
        Rule::kw_fix => Word("fix"),
        Rule::kw_suggest => Word("suggest"),
        Rule::kw_pass => Word("pass"),
        Rule::kw_fail => Word("fail"),
        Rule::kw_each => Word("each"),
        Rule::kw_all => Word("all"),
        Rule::kw_group => Word("group"),
        Rule::kw_of => Word("of"),
        Rule::kw_like => Word("like"),
        Rule::kw_by => Word("by"),
        Rule::kw_the => Word("the"),
        Rule::kw_report => Word("report"),
        Rule::kw_where => Word("where"),
        Rule::kw_in => Word("in"),
        Rule::kw_vi => Word("vi"),
        Rule::kw_en => Word("en"),
        Rule::kw_some => Word("some"),
        Rule::kw_every => Word("every"),
        Rule::kw_no => Word("no"),
        Rule::kw_count => Word("count"),
        Rule::kw_first => Word("first"),
        Rule::kw_last => Word("last"),
        Rule::kw_values => Word("values"),
        Rule::kw_is => Word("is"),
        Rule::kw_not => Word("not"),
        Rule::kw_inside => Word("inside"),
        Rule::kw_sentence => Word("sentence"),
        Rule::kw_paragraph => Word("paragraph"),
        Rule::kw_section => Word("section"),
        Rule::kw_document => Word("document"),
        Rule::kw_exactly => Word("exactly"),
        Rule::kw_key => Word("key"),
        Rule::kw_value => Word("value"),
        Rule::kw_one => Word("one"),
        Rule::kw_digits => Word("digits"),
        Rule::kw_word => Word("word"),
        Rule::kw_words => Word("words"),
        Rule::kw_capitals => Word("capitals"),
        Rule::kw_proper => Word("proper"),
        Rule::kw_code => Word("code"),
        Rule::kw_any => Word("any"),
        Rule::kw_rest => Word("rest"),
        Rule::kw_clause => Word("clause"),
        Rule::kw_amounts => Word("amounts"),
        Rule::kw_start => Word("start"),
        Rule::kw_end => Word("end"),
        Rule::kw_up => Word("up"),
        Rule::kw_to => Word("to"),
        Rule::kw_without => Word("without"),
        Rule::kw_before => Word("before"),
        Rule::kw_after => Word("after"),
        Rule::kw_except => Word("except"),
        Rule::kw_unlike => Word("unlike"),
        Rule::kw_expand => Word("expand"),
        Rule::kw_part => Word("part"),
        Rule::kw_item => Word("item"),
        Rule::kw_required => Word("required"),
        Rule::kw_optional => Word("optional"),
        Rule::kw_named => Word("named"),
        Rule::kw_or => Word("or"),
        Rule::severity_error => Word("error"),
        Rule::severity_warning => Word("warning"),
        Rule::severity_info => Word("info"),
        Rule::zone_head => Word("head"),
        Rule::zone_body => Word("body"),
        Rule::zone_document => Word("document"),
        Rule::type_text => Word("text"),
        Rule::type_number => Word("number"),
        Rule::type_date => Word("date"),
        Rule::type_flag => Word("flag"),
    }
}
