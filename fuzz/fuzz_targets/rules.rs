#![no_main]

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| soat_fuzz::total::rules(bytes));
