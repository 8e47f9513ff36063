//! No file, however wrong, makes the library panic.

use proptest::prelude::*;

use super::{DE_HEART, found, german, reflection, safety};
use twofold::library::{self, Severity, Source};

/// A piece of the good library cut, doubled or filled with noise.
fn mangled() -> impl Strategy<Value = Vec<(&'static str, String)>> {
    let noise = prop_oneof!["\\PC{0,12}", "[\\[\\]{}=\"'\\n#.0-9a-z-]{0,40}"];
    (0..10usize, any::<prop::sample::Index>(), 0..30usize, noise).prop_map(
        |(file, at, cut, noise)| {
            let mut files = german(DE_HEART);
            for (path, text) in [
                ("reflection.toml", reflection::LIST),
                ("en/reflection.toml", reflection::WORDS),
                ("safety.toml", safety::LIST),
                ("en/safety.toml", safety::WORDS),
            ] {
                files.push((path, text.to_owned()));
            }
            let file = file % files.len();
            let chars: Vec<char> = files[file].1.chars().collect();
            let at = at.index(chars.len());
            let end = (at + cut).min(chars.len());
            files[file].1 = chars[..at]
                .iter()
                .chain(&noise.chars().collect::<Vec<_>>())
                .chain(&chars[end..])
                .collect();
            files
        },
    )
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn garbage_never_panics(kinds in "\\PC*", words in "(?s).*", prompts in "(?s).*", path in "(?s).{0,20}") {
        library::check(Source::strings([
            ("kinds.toml".to_owned(), kinds),
            ("en/kinds.toml".to_owned(), words),
            ("en/heart.toml".to_owned(), prompts.clone()),
            (path, prompts),
        ]));
    }

    #[test]
    fn what_is_nearly_right_never_panics_and_loads_only_without_errors(files in mangled()) {
        let findings = found(files.clone());
        let errors = findings.iter().any(|f| f.severity == Severity::Error);
        for finding in &findings {
            prop_assert!(finding.line != Some(0));
            prop_assert!(!finding.wrong.is_empty() && !finding.remedy.is_empty());
        }
        prop_assert_eq!(library::load(Source::strings(files)).is_err(), errors);
    }
}
