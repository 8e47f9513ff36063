//! What can be wrong with files, folders and kinds.

use super::{EN_KINDS, KINDS, and, found, good, only, with};
use twofold::library::Code;

#[test]
fn a_kind_without_prompts() {
    let mut files = good();
    files.retain(|(path, _)| *path != "en/heart.toml");
    only(
        files,
        Code::KindWithoutPrompts,
        "prompts/kinds.toml:9: error: the kind “heart” has no prompts to pick — \
         write en/heart.toml, or take the kind out",
    );
}

#[test]
fn a_file_without_a_kind() {
    only(
        and("en/dance.toml", ""),
        Code::UnknownKind,
        "prompts/en/dance.toml: error: there is no kind “dance” — \
         list it in prompts/kinds.toml, or rename the file",
    );
}

#[test]
fn words_without_a_kind() {
    only(
        and(
            "en/kinds.toml",
            format!("{EN_KINDS}\n[dance]\ntitle = \"Dance\"\nhow = \"Move.\"\n"),
        ),
        Code::UnknownKind,
        "prompts/en/kinds.toml:15: error: there is no kind “dance” — \
         list it in kinds.toml beside the languages, or take its words out",
    );
}

#[test]
fn a_kind_without_words() {
    only(
        and(
            "en/kinds.toml",
            EN_KINDS.split("[heart]").next().expect("a part"),
        ),
        Code::MissingKey,
        "prompts/en/kinds.toml: error: the kind “heart” has no words — add [heart] with title and how",
    );
}

#[test]
fn a_button_without_words() {
    only(
        with("en/kinds.toml", "here = \"I’m here\"\n", ""),
        Code::MissingKey,
        "prompts/en/kinds.toml:7: error: the button “here” of heart says nothing — \
         add here = \"…\" under [heart.buttons]",
    );
}

#[test]
fn words_for_a_button_that_is_not_there() {
    only(
        with(
            "en/kinds.toml",
            "touched = ",
            "hugged = \"A hug\"\ntouched = ",
        ),
        Code::UnknownKey,
        "prompts/en/kinds.toml:5: error: gratitude has no button “hugged” — \
         take it out, or add the id to the kind’s buttons in kinds.toml",
    );
}

#[test]
fn a_how_to_line_over_140_characters() {
    only(
        with(
            "en/kinds.toml",
            "A fear, a longing, a wish. Slowly.",
            &"a".repeat(141),
        ),
        Code::TooLong,
        "prompts/en/kinds.toml:9: error: “how” has 141 characters — say it in 140 at most",
    );
}

#[test]
fn a_list_without_a_kind() {
    only(
        vec![("kinds.toml", "# soon\n".to_owned())],
        Code::MissingKey,
        "prompts/kinds.toml:1: error: “[[kind]]” is missing — list at least one kind",
    );
}

#[test]
fn a_kind_listed_twice() {
    let twice =
        format!("{KINDS}\n[[kind]]\nid = \"heart\"\nemoji = \"💗\"\nshape = \"text\"\ndepth = 2\n");
    only(
        and("kinds.toml", twice),
        Code::DuplicateId,
        "prompts/kinds.toml:17: error: the kind “heart” is on line 9 already — keep one of the two",
    );
}

#[test]
fn a_kind_that_is_called_as_peoples_own_questions_are() {
    let more =
        format!("{KINDS}\n[[kind]]\nid = \"own\"\nemoji = \"💗\"\nshape = \"text\"\ndepth = 2\n");
    only(
        and("kinds.toml", more),
        Code::BadId,
        "prompts/kinds.toml:18: error: “own” is not an id of a kind — choose another word",
    );
}

#[test]
fn two_kinds_that_peoples_own_questions_belong_to() {
    let both = KINDS.replace("depth = ", "own = true\ndepth = ");
    only(
        and("kinds.toml", both),
        Code::DuplicateId,
        "prompts/kinds.toml:10: error: people’s own questions belong to another kind already — keep “own” in one kind",
    );
}

#[test]
fn a_rest_longer_than_a_year() {
    only(
        with("kinds.toml", "cooldown_days = 90", "cooldown_days = 366"),
        Code::OutOfRange,
        "prompts/kinds.toml:6: error: a prompt cannot rest 366 days — write 0 to 365",
    );
}

#[test]
fn a_kind_named_like_the_list_itself() {
    let files = with("kinds.toml", "id = \"heart\"", "id = \"kinds\"");
    let findings = found(files);
    assert!(findings.iter().any(|f| f.code == Code::BadId
        && f.to_string()
            == "prompts/kinds.toml:10: error: “kinds” is not an id of a kind — choose another word"));
}

#[test]
fn a_file_that_is_not_toml_is_told_with_its_line_and_nothing_else_is_guessed() {
    let findings = found(with(
        "en/heart.toml",
        "theme = \"asking\"",
        "theme = \"asking",
    ));
    assert_eq!(findings.len(), 1, "{findings:?}");
    assert_eq!((findings[0].code, findings[0].line), (Code::Toml, Some(4)));

    let findings = found(and("kinds.toml", "[[kind]\nid = 1"));
    assert!(
        findings.iter().all(|f| f.code == Code::Toml),
        "{findings:?}"
    );
    let findings = found(and("en/kinds.toml", "gratitude = ["));
    assert!(
        findings.iter().all(|f| f.code == Code::Toml),
        "{findings:?}"
    );
}

#[test]
fn no_list_of_kinds() {
    let mut files = good();
    files.retain(|(path, _)| *path != "kinds.toml");
    only(
        files,
        Code::MissingFile,
        "prompts/kinds.toml: error: there is no list of kinds — \
         a library begins with this file; see prompts/README.md",
    );
}

#[test]
fn a_folder_that_is_not_a_language() {
    only(
        and("English/heart.toml", ""),
        Code::BadLanguage,
        "prompts/English/heart.toml: error: “English” is not a language code — \
         name the folder as Telegram names languages, in lowercase: en, de, pt-br",
    );
}

#[test]
fn a_file_that_nothing_reads_is_a_warning() {
    only(
        and("en/heart.toml.orig", ""),
        Code::StrayFile,
        "prompts/en/heart.toml.orig: warning: nothing reads this file — \
         prompts are in <language>/<kind>.toml; move it or take it away",
    );
}
