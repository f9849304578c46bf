//! stub
use crate::lang::Text;
use std::ops::Range;
pub enum TemplatePiece {
    Text(String),
    Path { names: Vec<String>, range: Range<usize> },
}
pub struct TemplateError {
    pub message: Text,
}
pub fn template(_t: &str) -> Result<Vec<TemplatePiece>, TemplateError> {
    Ok(vec![])
}
pub fn locate(_raw: &str, _p: &str) -> Option<Range<usize>> {
    None
}
