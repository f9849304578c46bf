//! Characters of symbol fonts, whose codes mean something in that font only.

/// The character that a code of a symbol font draws, or the mark of an object where we do not know it.
pub(super) fn read(font: &str, code: u32) -> char {
    let code = if (0xF000..0xF100).contains(&code) { code - 0xF000 } else { code };
    let font = font.to_lowercase();
    let known = match (font.as_str(), code) {
        ("symbol", 0xB7) => '•',
        ("symbol", 0xA3) => '≤',
        ("symbol", 0xB3) => '≥',
        ("symbol", 0xB9) => '≠',
        ("symbol", 0xB4) => '×',
        ("symbol", 0xB8) => '÷',
        ("symbol", 0xB1) => '±',
        ("symbol", 0xB0) => '°',
        ("symbol", 0xAE) => '→',
        ("symbol", 0xDE) => '⇒',
        ("symbol", 0x2D) => '-',
        ("symbol", 0x61) => 'α',
        ("symbol", 0x62) => 'β',
        ("symbol", 0x44) => 'Δ',
        ("symbol", 0x53) => 'Σ',
        ("wingdings", 0xFC) => '✓',
        ("wingdings", 0xFB) => '✗',
        ("wingdings", 0xFE) => '☑',
        ("wingdings", 0xFD) => '☒',
        ("wingdings", 0xA8 | 0x6F | 0x71) => '□',
        ("wingdings", 0xA7) => '▪',
        ("wingdings", 0x6E) => '■',
        ("wingdings", 0x6C | 0x9F) => '●',
        ("wingdings", 0xE0 | 0xE8) => '→',
        ("wingdings", 0xD8) => '➢',
        ("wingdings 2", 0x50) => '✓',
        ("wingdings 2", 0x52) => '☑',
        ("wingdings 2", 0xA3) => '□',
        ("symbol", 0x20..0x7F) => return char::from_u32(code).unwrap_or('\u{fffc}'),
        (font, _) if font.starts_with("wingdings") || font.starts_with("webdings") || font == "symbol" => '\u{fffc}',
        _ => char::from_u32(code).unwrap_or('\u{fffc}'),
    };
    if known.is_control() { '\u{fffc}' } else { known }
}
