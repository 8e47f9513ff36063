//! What ships.

use std::path::Path;

use twofold::library::{self, Finding, Flavour, PromptId, Source, StepAnswer};

#[test]
fn the_shipped_prompts_have_no_findings() {
    let (report, code) = library::check_command(None);
    let errors: Vec<Finding> = library::check(Source::embedded());
    assert_eq!(errors, [], "{report}");
    assert_eq!(code, 0);
    assert!(report.ends_with("no findings\n"), "{report}");
}

#[test]
fn the_embedded_library_is_the_folder_of_the_same_name() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("prompts");
    let ids = |source| -> Vec<PromptId> {
        let library = library::load(source).expect("no errors");
        let prompts = library.kinds().iter().flat_map(|kind| kind.prompts());
        prompts.map(|prompt| prompt.id.clone()).collect()
    };
    let embedded = ids(Source::embedded());
    assert!(embedded.len() >= 20);
    assert_eq!(embedded, ids(Source::folder(&folder)));
}

#[test]
fn every_shipped_how_to_line_is_shorter_than_140_characters() {
    let library = library::load(Source::embedded()).expect("no errors");
    for kind in library.kinds() {
        let how = &kind.words("en").how;
        assert!(how.chars().count() < 140, "{how}");
    }
}

#[test]
fn the_shipped_reflection_begins_with_feelings_and_ends_with_one_thing_to_do() {
    let library = library::load(Source::embedded()).expect("no errors");
    let reflection = library.reflection();
    for flavour in [Flavour::Argument, Flavour::Avoided] {
        let required: Vec<_> = reflection
            .steps_of(flavour)
            .filter(|step| !step.offered)
            .collect();
        assert_eq!(required.len(), 4, "{flavour:?}");
        assert_eq!(required[0].answer, StepAnswer::Feelings);
        assert_eq!(required[3].id.as_str(), "will");
    }
    assert_eq!(reflection.steps_of(Flavour::Argument).count(), 7);
    assert!(reflection.steps_of(Flavour::Alone).count() > 0);
    assert!(reflection.nows().iter().any(|now| now.better));
    assert!(reflection.nows().iter().any(|now| !now.better));
}

#[test]
fn the_shipped_screening_names_neither_safety_nor_the_partner_on_a_lock_screen() {
    let library = library::load(Source::embedded()).expect("no errors");
    for (lang, never) in [
        ("en", &["safe", "partner", "afraid", "fear", "argument"][..]),
        ("de", &["sicher", "partner", "angst", "streit"][..]),
    ] {
        let first = library
            .reflection()
            .screening(lang)
            .first_line
            .to_lowercase();
        let afraid = library.safety().afraid(lang).title.to_lowercase();
        for word in never {
            assert!(!first.contains(word), "{first}");
            assert!(!afraid.contains(word), "{afraid}");
        }
    }
}

#[test]
fn at_least_25_countries_have_shipped_help_lines_and_an_emergency_number() {
    let library = library::load(Source::embedded()).expect("no errors");
    let safety = library.safety();
    let whole = safety.countries().iter().filter(|country| {
        safety.lines_of(country).count() > 0 && safety.emergency(country).is_some()
    });
    assert!(whole.count() >= 25);
    for lang in library.languages() {
        for country in safety.countries() {
            assert!(!safety.country_name(country, lang).is_empty());
        }
    }
}
