//! Bytes to text: UTF-8 with or without a byte-order mark, UTF-16 with one.
//!
//! Everything else is refused with a guess at what it is and the way out. Text in the old 8-bit Vietnamese encodings is
//! recognised but left alone: which of them it is cannot be known for certain, and a wrong guess would change words.

use crate::lang::Text;

/// Larger files are no report; refusing them keeps memory bounded and every offset within 32 bits.
const LARGEST: usize = 256 * 1024 * 1024;

/// How much of a file is looked at to guess what it is.
const SAMPLE: usize = 64 * 1024;

/// Why a file could not be read as text.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{}", message.vi)]
pub struct ReadError {
    /// What is wrong, in one line.
    pub message: Text,
    /// The way out.
    pub help: Text,
}

impl ReadError {
    fn new(message: Text, help: Text) -> Self {
        Self { message, help }
    }
}

/// Decodes the bytes of a report. A UTF-8 byte-order mark stays in the text, so that offsets count the file's bytes; the
/// mark of UTF-16 is dropped with the rest of that encoding.
///
/// # Errors
/// When the bytes are no text in these encodings, or more than 256 MiB.
pub fn decode(bytes: &[u8]) -> Result<String, ReadError> {
    if bytes.len() > LARGEST {
        return Err(too_large(bytes.len()));
    }
    if let Some(error) = other_format(bytes) {
        return Err(error);
    }
    match bytes {
        [0xFF, 0xFE, rest @ ..] => return utf16(encoding_rs::UTF_16LE, rest),
        [0xFE, 0xFF, rest @ ..] => return utf16(encoding_rs::UTF_16BE, rest),
        _ => {}
    }
    if let Some(error) = control_bytes(bytes) {
        return Err(error);
    }
    // This decoder checks Vietnamese several times faster than the standard library.
    match encoding_rs::UTF_8.decode_without_bom_handling_and_without_replacement(bytes) {
        Some(text) => Ok(text.into_owned()),
        None => Err(not_utf8(bytes, encoding_rs::Encoding::utf8_valid_up_to(bytes))),
    }
}

/// A file without a word: nothing was checked in it, and that must not look like nothing was found.
pub(super) fn empty() -> ReadError {
    ReadError {
        message: Text::new("tệp trống", "the file is empty"),
        help: Text::new("kiểm tra xem có lưu nhầm tệp không", "check whether the wrong file was saved"),
    }
}

fn utf16(encoding: &'static encoding_rs::Encoding, bytes: &[u8]) -> Result<String, ReadError> {
    let text = encoding.decode_without_bom_handling_and_without_replacement(bytes);
    text.map(std::borrow::Cow::into_owned).ok_or_else(|| {
        ReadError::new(
            Text::new(
                "tệp ghi bằng UTF-16 nhưng bị hỏng hoặc bị cắt ngang",
                "the file is UTF-16 but damaged or cut off",
            ),
            save_as_utf8(),
        )
    })
}

fn too_large(length: usize) -> ReadError {
    let size = length / (1024 * 1024);
    ReadError::new(
        Text::new(
            format!("tệp quá lớn: {size} MiB, giới hạn là 256 MiB"),
            format!("the file is too large: {size} MiB, the limit is 256 MiB"),
        ),
        Text::new(
            "báo cáo thường dưới 1 MiB; hãy kiểm tra lại có đúng tệp không",
            "reports are below 1 MiB; check that this is the file you meant",
        ),
    )
}

fn save_as_utf8() -> Text {
    Text::new(
        "mở tệp, chọn Lưu thành (Save As), kiểu văn bản thuần (.txt), mã hóa Unicode (UTF-8)",
        "open the file and save it as plain text (.txt) with the encoding Unicode (UTF-8)",
    )
}

/// Formats that announce themselves in their first bytes.
fn other_format(bytes: &[u8]) -> Option<ReadError> {
    let word = |vi: &str, en: &str| Some(ReadError::new(Text::new(vi, en), save_as_utf8()));
    match bytes {
        [0xD0, 0xCF, 0x11, 0xE0, ..] => Some(compound(bytes)),
        [b'{', b'\\', b'r', b't', b'f', ..] => {
            word("đây là tệp RTF, không phải văn bản thuần", "this is an RTF file, not plain text")
        }
        [b'%', b'P', b'D', b'F', ..] => Some(ReadError::new(
            Text::new("đây là tệp PDF, không phải văn bản thuần", "this is a PDF file, not plain text"),
            Text::new(
                "dùng tệp gốc do Word soạn; nếu chỉ có PDF, chuyển thành văn bản (`pdftotext TỆP`) rồi soát, khi đó khoảng trắng và chính tả hay bị báo nhầm",
                "use the original; if there is only the PDF, turn it into text (`pdftotext FILE`): blanks and spelling are then often told wrongly",
            ),
        )),
        [0x89, b'P', b'N', b'G', ..]
        | [0xFF, 0xD8, 0xFF, ..]
        | [b'G', b'I', b'F', b'8', ..]
        | [b'I', b'I', 42, 0, ..]
        | [b'M', b'M', 0, 42, ..] => Some(ReadError::new(
            Text::new("đây là tệp ảnh, không phải văn bản", "this is an image, not text"),
            Text::new(
                "nhận dạng chữ (OCR) trước, rồi kiểm tra văn bản thu được",
                "recognise its text (OCR) first and check what comes out",
            ),
        )),
        [0x1F, 0x8B, ..] => Some(ReadError::new(
            Text::new("đây là tệp nén (gzip), không phải văn bản", "this is a gzip archive, not text"),
            Text::new("giải nén rồi kiểm tra tệp bên trong", "unpack it and check the file inside"),
        )),
        _ => None,
    }
}

/// Microsoft's container of before 2007: an old Word file, or a locked one of today.
fn compound(bytes: &[u8]) -> ReadError {
    let named = |name: &str| {
        let name: Vec<u8> = name.encode_utf16().flat_map(u16::to_le_bytes).collect();
        memchr::memmem::find(bytes, &name).is_some()
    };
    if named("EncryptedPackage") {
        return ReadError::new(
            Text::new("tệp được đặt mật khẩu", "the file is locked with a password"),
            Text::new(
                "mở tệp bằng Word, bỏ mật khẩu (File > Info > Protect Document), lưu lại rồi kiểm tra",
                "open it in Word, remove the password (File > Info > Protect Document), save it and check again",
            ),
        );
    }
    let (vi, en) = match named("WordDocument") {
        true => ("đây là tệp Word kiểu cũ (.doc)", "this is an old Word file (.doc)"),
        false => ("đây là tệp Office kiểu cũ (.doc, .xls, .ppt)", "this is an old Office file (.doc, .xls, .ppt)"),
    };
    ReadError::new(
        Text::new(vi, en),
        Text::new(
            "mở bằng Word rồi lưu thành .docx, hoặc chạy `soffice --headless --convert-to docx TỆP`",
            "open it in Word and save it as .docx, or run `soffice --headless --convert-to docx FILE`",
        ),
    )
}

/// NUL and other control bytes do not occur in text: UTF-16 without a mark has one in every second byte, programs and
/// databases have them anywhere.
fn control_bytes(bytes: &[u8]) -> Option<ReadError> {
    let sample = bytes.get(..SAMPLE).unwrap_or(bytes);
    let nuls = memchr::memchr_iter(0, sample).count();
    if nuls * 5 > sample.len() {
        return Some(ReadError::new(
            Text::new(
                "tệp có vẻ ghi bằng UTF-16 nhưng thiếu dấu thứ tự byte ở đầu",
                "the file seems to be UTF-16 without the byte-order mark at its head",
            ),
            save_as_utf8(),
        ));
    }
    let is_control = |&b: &u8| b < 9 || (14..27).contains(&b) || b == 127;
    // Counted in bytes, which the processor does many at a time.
    let count = |chunk: &[u8]| usize::from(chunk.iter().map(|b| u8::from(is_control(b))).sum::<u8>());
    let control: usize = sample.chunks(240).map(count).sum();
    let first_nul = memchr::memchr(0, bytes);
    if first_nul.is_none() && control * 20 <= sample.len() {
        return None;
    }
    let at = first_nul.or_else(|| sample.iter().position(|&b| b < 9)).unwrap_or(0);
    Some(ReadError::new(
        Text::new(
            format!("tệp không phải văn bản: có byte điều khiển, chẳng hạn tại byte {at}"),
            format!("the file is not text: it holds control bytes, as at byte {at}"),
        ),
        save_as_utf8(),
    ))
}

fn not_utf8(bytes: &[u8], at: usize) -> ReadError {
    let line = memchr::memchr_iter(b'\n', bytes.get(..at).unwrap_or_default()).count() + 1;
    let place_vi = format!("byte {at}, dòng {line}");
    let place_en = format!("byte {at}, line {line}");
    match legacy(bytes) {
        Some(encoding) => ReadError::new(
            Text::new(
                format!("tệp không phải UTF-8 ({place_vi}); có vẻ là tiếng Việt ghi bằng bảng mã cũ {encoding}"),
                format!("the file is not UTF-8 ({place_en}); it seems to be Vietnamese in the old encoding {encoding}"),
            ),
            Text::new(
                format!(
                    "chuyển mã từ {encoding} sang Unicode (UTF-8), chẳng hạn bằng hộp công cụ của UniKey, rồi lưu lại"
                ),
                format!(
                    "convert it from {encoding} to Unicode (UTF-8), for instance with UniKey's toolkit, and save it again"
                ),
            ),
        ),
        None => ReadError::new(
            Text::new(format!("tệp không phải UTF-8 ({place_vi})"), format!("the file is not UTF-8 ({place_en})")),
            save_as_utf8(),
        ),
    }
}

/// The old 8-bit encoding whose most frequent letters make up the bytes above 127, if one explains at least half of them.
/// Letters are those with `đ ơ ư â ê ô` and the tones, which every Vietnamese line has.
fn legacy(bytes: &[u8]) -> Option<&'static str> {
    const ENCODINGS: [(&str, &[u8]); 3] = [
        (
            "TCVN3 (ABC)",
            &[
                0xA8, 0xA9, 0xAA, 0xAB, 0xAC, 0xAD, 0xAE, 0xB5, 0xB6, 0xB7, 0xB8, 0xB9, 0xCC, 0xD0, 0xD5, 0xD6, 0xDD,
                0xE3, 0xE8,
            ],
        ),
        ("VNI", &[0xD1, 0xEF, 0xF1, 0xF5, 0xF8, 0xF9, 0xFB, 0xE4, 0xE0, 0xE1, 0xE5]),
        ("Windows-1258", &[0xCC, 0xD0, 0xD2, 0xDE, 0xE2, 0xEA, 0xEC, 0xF0, 0xF2, 0xF4, 0xFD]),
    ];
    let sample = bytes.get(..SAMPLE).unwrap_or(bytes);
    let mut counts = [0_usize; 256];
    for &byte in sample {
        if let Some(count) = counts.get_mut(usize::from(byte)) {
            *count += 1;
        }
    }
    let sum = |of: &[u8]| of.iter().filter_map(|&byte| counts.get(usize::from(byte))).sum::<usize>();
    let high = counts.iter().skip(128).sum::<usize>();
    let best = ENCODINGS.iter().map(|&(name, letters)| (sum(letters), name)).max_by_key(|&(count, _)| count);
    best.filter(|&(count, _)| high >= 4 && count * 2 >= high && high * 2 < sample.len()).map(|(_, name)| name)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn refused(bytes: &[u8]) -> String {
        decode(bytes).unwrap_err().message.vi
    }

    #[test]
    fn utf8_stays_as_it_is_with_its_mark() {
        assert_eq!(decode("đạt 5%".as_bytes()).unwrap(), "đạt 5%");
        assert_eq!(decode("\u{feff}Số".as_bytes()).unwrap(), "\u{feff}Số");
        assert_eq!(decode(b"").unwrap(), "");
    }

    #[test]
    fn utf16_with_a_mark_is_read_in_both_orders() {
        let little: Vec<u8> = "\u{feff}Số: 5".encode_utf16().flat_map(u16::to_le_bytes).collect();
        let big: Vec<u8> = "\u{feff}Số: 5".encode_utf16().flat_map(u16::to_be_bytes).collect();
        assert_eq!(decode(&little).unwrap(), "Số: 5");
        assert_eq!(decode(&big).unwrap(), "Số: 5");
        assert!(refused(&little[..little.len() - 1]).contains("UTF-16"));
    }

    #[test]
    fn other_formats_are_named() {
        let locked: Vec<u8> = b"\xD0\xCF\x11\xE0"
            .iter()
            .copied()
            .chain("EncryptedPackage".encode_utf16().flat_map(u16::to_le_bytes))
            .collect();
        assert!(refused(&locked).contains("mật khẩu"));
        assert!(refused(b"\xD0\xCF\x11\xE0\xA1\xB1").contains(".doc"));
        assert!(refused(b"%PDF-1.7").contains("PDF"));
        assert!(refused(b"{\\rtf1").contains("RTF"));
        assert!(refused(b"\xFF\xD8\xFF\xE0").contains("ảnh"));
        assert!(refused(b"\x1F\x8B\x08").contains("gzip"));
        assert!(refused(b"B\0a\0o\0 \0c\0a\0o\0").contains("UTF-16"));
        assert!(refused(b"some words, a NUL \0 and more of them").contains("byte 18"));
        assert!(refused(b"\x01\x02\x03\x04abc").contains("điều khiển"));
    }

    #[test]
    fn the_first_bad_byte_and_the_old_encoding_are_told() {
        // "Báo cáo kết quả thực hiện" in TCVN3, in VNI and in Windows-1258.
        let tcvn3 = b"B\xB8o c\xB8o k\xD5t qu\xB6 th\xF9c hi\xD6n nhi\xD6m v\xF4 \xAE\xAD\xEEc giao";
        let vni = b"\nBa\xF9o ca\xF9o ke\xE1t qua\xFB thu\xEF\xF5c hie\xE4n \xF1o\xF5t";
        let cp1258 = b"Ba\xECo ca\xECo k\xEA\xECt qua\xD2 th\xFD\xF2c hi\xEA\xF2n";
        assert!(refused(tcvn3).contains("TCVN3"));
        assert!(refused(vni).contains("VNI") && refused(vni).contains("byte 3, dòng 2"));
        assert!(refused(cp1258).contains("1258"));
        assert!(refused(b"ascii \xFF").ends_with("(byte 6, dòng 1)"));
    }
}
