//! What ships.

use std::path::Path;

use twofold::library::{self, Finding, PromptId, Source};

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
