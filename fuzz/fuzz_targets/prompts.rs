//! Whatever stands in a folder of prompts: it is read without a panic, a library is refused exactly when a finding is an error,
//! and every finding says what to do. How to run it: see `decode.rs`.

#![no_main]

use libfuzzer_sys::fuzz_target;
use twofold::library::{self, Severity, Source};

/// Between two files of one input.
const NEXT_FILE: char = '\u{1c}';
const PATHS: [&str; 9] = [
    "kinds.toml",
    "en/kinds.toml",
    "en/gratitude.toml",
    "de/kinds.toml",
    "de/gratitude.toml",
    "reflection.toml",
    "en/reflection.toml",
    "safety.toml",
    "en/safety.toml",
];

fuzz_target!(|text: &str| {
    let source = || Source::strings(PATHS.into_iter().zip(text.split(NEXT_FILE).map(str::to_owned)));
    let findings = library::check(source());
    let errors = findings.iter().any(|found| found.severity == Severity::Error);
    for found in &findings {
        assert!(found.line != Some(0));
        assert!(!found.wrong.is_empty() && !found.remedy.is_empty());
    }
    assert_eq!(library::load(source()).is_err(), errors);
});
