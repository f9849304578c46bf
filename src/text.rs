//! Vietnamese letters: one key and one folded writing for every way of typing a word.
//!
//! A letter is a base (`a ă â … đ … ư`) with at most one tone. Two keyboards type the same word differently: capitals,
//! composed or combining characters, the tone on either vowel (`hoà` and `hòa`). The key hashes the bases in their order
//! and the tones of a run of letters apart from them, so none of these differences reaches it. What is a different letter
//! stays one: `Ð` (Icelandic eth, U+00D0) is not `Đ` (U+0110), and `a` is not `ă`.

mod fold;
mod key;
pub mod late;
pub mod legacy;
mod letter;
pub mod lexicon;
pub mod neighbours;
mod pairs;
pub mod slip;
pub mod sparse;
pub mod syllable;
mod table;

pub use fold::{fold, has_tone, nfc, unmarked};
pub use key::{KeyHasher, TextHasher, TextMap, fold_key, key, key_of, key_of_keys, mark_key, skeleton, skeleton_key};
pub use letter::{
    Class, Letter, Tone, bare, class, decomposed_head, is_alphabetic, is_alphanumeric, is_combining, is_invisible,
    letter, look_alike,
};
pub use table::KeyTable;

#[cfg(test)]
mod tests {
    use super::fold::{fold_foreign, is_composed};
    use super::*;
    use proptest::prelude::*;
    use unicode_normalization::char::canonical_combining_class;
    use unicode_normalization::{IsNormalized, UnicodeNormalization};

    #[test]
    fn every_way_of_typing_a_word_has_one_key_and_one_folding() {
        for (one, other) in [
            ("hoà", "hòa"),
            ("HOÀ", "hòa"),
            ("thuý", "Thúy"),
            ("uỷ", "ủy"),
            ("ỦY", "uỷ"),
            ("quý", "QUÝ"),
            ("đ", "Đ"),
            ("giá", "gía"),
            ("khoẻ", "khỏe"),
            ("nghiệp", "NGHIỆP"),
            ("hành", "ha\u{ad}\u{300}nh"),
        ] {
            assert_eq!(fold_key(one), fold_key(other), "{one} {other}");
            assert_eq!(fold(one), fold(other), "{one} {other}");
        }
        assert_eq!(fold("Hoà THUÝ Uỷ quý giá nghiệp khoản được ngoài"), "hòa thúy ủy quý giá nghiệp khoản được ngoài");
    }

    #[test]
    fn different_letters_have_different_keys() {
        for (one, other) in [
            ("Ð", "Đ"),
            ("a", "ă"),
            ("ma", "má"),
            ("má", "mà"),
            ("ban", "bản"),
            ("bá bà", "bà bá"),
            ("d", "đ"),
            ("o", "ơ"),
            ("NC", "NC₁"),
            ("năm", "nằm"),
        ] {
            assert_ne!(fold_key(one), fold_key(other), "{one} {other}");
            assert_ne!(fold(one), fold(other), "{one} {other}");
        }
    }

    #[test]
    fn the_table_agrees_with_the_unicode_data() {
        for c in (0..=0x3000).filter_map(char::from_u32) {
            let told = (c.is_lowercase(), c.is_uppercase(), c.is_ascii_digit(), c.is_whitespace() || c.is_control());
            match class(c) {
                Class::Lower => assert_eq!(told, (true, false, false, false), "{c}"),
                Class::Upper => assert_eq!(told, (false, true, false, false), "{c}"),
                Class::Digit => assert_eq!(told, (false, false, true, false), "{c}"),
                Class::Space => assert_eq!(told, (false, false, false, true), "{c}"),
                Class::Mark => {
                    assert!(told == (false, false, false, false) && !c.is_alphanumeric(), "{c}");
                    assert_eq!(c.to_string().nfd().next(), Some(c), "{c}");
                }
                Class::Other => assert!(!c.is_ascii()),
            }
            assert_eq!(is_alphabetic(c), c.is_alphabetic(), "{c}");
            assert_eq!(is_combining(c), canonical_combining_class(c) != 0, "{c}");
            assert!(class(c) == Class::Other || !is_invisible(c), "{c}");
            if is_composed(c) {
                assert_eq!(unicode_normalization::is_nfc_quick(['a', c, 'a'].into_iter()), IsNormalized::Yes, "{c}");
            }
            let text = format!("q{c}i");
            assert_eq!(fold(&text), fold_foreign(&text), "{c}");
        }
    }

    #[test]
    fn keys_made_at_compile_time_are_the_keys() {
        const KEY: u64 = key("đồng");
        assert_eq!(KEY, fold_key("ĐỒNG"));
        assert_eq!(key("phần trăm"), fold_key("Phần trăm"));
    }

    proptest! {
        #[test]
        fn normal_forms_and_capitals_share_a_key(text in "\\PC*") {
            let (nfc, nfd): (String, String) = (text.nfc().collect(), text.nfd().collect());
            prop_assert_eq!(fold_key(&nfc), fold_key(&nfd));
            prop_assert_eq!(fold(&nfc), fold(&nfd));
        }

        #[test]
        fn vietnamese_capitals_share_a_key(text in "[a-zàáảãạăằắẳẵặâầấẩẫậđèéẻẽẹêềếểễệìíỉĩịòóỏõọôồốổỗộơờớởỡợùúủũụưừứửữựỳýỷỹỵ]{0,12}") {
            prop_assert_eq!(fold_key(&text), fold_key(&text.to_uppercase()));
            prop_assert_eq!(fold(&text), fold(&text.to_uppercase()));
            prop_assert_eq!(fold(&fold(&text)), fold(&text));
            prop_assert_eq!(fold(&text), fold_foreign(&text));
            prop_assert_eq!(fold_key(&fold(&text)), fold_key(&text));
        }
    }
}
