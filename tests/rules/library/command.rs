//! `twofold check`, on real folders.

use std::path::Path;

use super::and;
use twofold::library::{self, Code, Source};

#[test]
fn a_broken_folder_is_told_whole_and_cannot_be_loaded() {
    let folder = Path::new("tests/data/library/broken");
    let (report, code) = library::check_command(Some(folder));
    assert_eq!(code, 1);
    insta::with_settings!(
        { snapshot_path => "../../data/library", prepend_module_to_snapshot => false },
        { insta::assert_snapshot!("broken", report) }
    );
    let bad = library::load(Source::folder(folder))
        .expect_err("errors")
        .to_string();
    assert!(report.starts_with(&bad), "{bad}");
}

#[test]
fn warnings_alone_do_not_fail_and_the_library_is_used() {
    let folder = tempfile::tempdir().expect("a folder");
    for (path, text) in and("de/kinds.toml", "") {
        let path = folder.path().join(path);
        std::fs::create_dir_all(path.parent().expect("a parent")).expect("made");
        std::fs::write(path, text).expect("written");
    }
    let (report, code) = library::check_command(Some(folder.path()));
    assert_eq!(code, 0, "{report}");
    assert!(
        report.ends_with("5 prompts in 2 kinds, 2 languages: 4 warnings\n"),
        "{report}"
    );
    assert!(library::load(Source::folder(folder.path())).is_ok());
}

#[test]
fn a_folder_that_is_not_there() {
    let (report, code) = library::check_command(Some(Path::new("/no/such/folder")));
    assert_eq!(code, 1);
    let first = "/no/such/folder: error: the folder cannot be read: ";
    assert!(report.starts_with(first), "{report}");
    assert_eq!(report.matches("error:").count(), 1, "{report}");
}

#[test]
fn a_file_that_is_not_utf_8() {
    let folder = tempfile::tempdir().expect("a folder");
    std::fs::write(folder.path().join("kinds.toml"), [0xff, 0xfe]).expect("written");
    let findings = library::check(Source::folder(folder.path()));
    assert_eq!(findings.len(), 1, "{findings:?}");
    assert_eq!(findings[0].code, Code::Unreadable);
}
