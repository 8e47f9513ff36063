//! What a library without findings says.

use super::{good, kind_id, loaded, prompt_id, with};
use twofold::library::{ButtonId, Depth, KindId, PromptId, Shape, Tag, fill};

#[test]
fn kinds_keep_the_order_of_their_file_and_prompts_that_of_their_ids() {
    let library = loaded(good());
    let kinds: Vec<&str> = library.kinds().iter().map(|k| k.id.as_str()).collect();
    assert_eq!(kinds, ["gratitude", "heart"]);
    let gratitude = library.kind(&kind_id("gratitude")).expect("listed");
    let ids: Vec<&str> = gratitude.prompts().iter().map(|p| p.id.as_str()).collect();
    assert_eq!(ids, ["gratitude-0001", "gratitude-0002"]);
    assert_eq!(gratitude.cooldown_days, 90);
    assert_eq!(library.len(), 5);
    assert_eq!(library.languages(), ["en"]);
}

#[test]
fn a_prompt_has_its_own_depth_and_shape_or_those_of_its_kind() {
    let library = loaded(good());
    let plain = library.prompt(&prompt_id("heart-0001")).expect("known");
    assert_eq!((plain.depth, plain.shape), (Depth::Two, Shape::Text));
    let scale = library.prompt(&prompt_id("heart-0002")).expect("known");
    assert_eq!((scale.depth, scale.shape), (Depth::Three, Shape::Scale));
    assert_eq!(scale.tags, [Tag::Touch, Tag::Intimacy]);
    assert!(scale.has_tag(Tag::Touch) && !scale.has_tag(Tag::Money));
    assert_eq!(
        scale.words("en").ends,
        Some(["my own corner".to_owned(), "arm in arm".to_owned()])
    );
    let choice = library.prompt(&prompt_id("heart-0003")).expect("known");
    assert_eq!(choice.words("en").options.len(), 3);
    assert_eq!(choice.why("de"), "Comfort is different for each.");
}

#[test]
fn a_retired_prompt_is_found_by_its_id_and_never_offered() {
    let library = loaded(good());
    let retired = library.prompt(&prompt_id("gratitude-0003")).expect("known");
    assert!(retired.retired);
    assert_eq!(
        retired.words("en").text,
        "What did {partner} give up for you?"
    );
    let offered = library.kinds().iter().flat_map(|kind| kind.prompts());
    assert_eq!(offered.filter(|prompt| prompt.retired).count(), 0);
}

#[test]
fn peoples_own_questions_belong_to_the_kind_that_says_so_else_to_the_first() {
    let own = |files| {
        let library = loaded(files);
        library.kind_of_own().map(|kind| kind.id.clone())
    };
    assert_eq!(own(good()), Some(kind_id("gratitude")));
    let marked = with("kinds.toml", "depth = 2", "depth = 2\nown = true");
    assert_eq!(own(marked), Some(kind_id("heart")));
    let shipped = twofold::library::load(twofold::library::Source::embedded()).expect("no errors");
    let rituals = shipped.kinds().iter().filter(|kind| kind.ritual);
    assert!(rituals.map(|kind| kind.id.as_str()).eq(["affection"]));
    assert_eq!(
        shipped.kind_of_own().map(|kind| kind.id.as_str()),
        Some("curiosity")
    );
}

#[test]
fn the_id_of_an_own_question_names_its_row_and_no_prompt_of_a_library() {
    for row in [1, 0x1234, i64::MAX] {
        let id = PromptId::own(row);
        assert_eq!(id.own_question(), Some(row));
        assert_eq!(PromptId::parse(id.as_str()), Ok(id.clone()));
        assert!(loaded(good()).prompt(&id).is_none());
    }
    assert_eq!(prompt_id("gratitude-0001").own_question(), None);
    for bad in [
        "own-",
        "own-0000000000000000",
        "own-ffffffffffffffff",
        "own-00000000000000A1",
        "own-+00000000000001a",
        "own-1",
    ] {
        assert!(PromptId::parse(bad).is_err(), "{bad}");
    }
}

#[test]
fn an_unknown_prompt_is_nothing() {
    let library = loaded(good());
    assert!(library.prompt(&prompt_id("heart-0099")).is_none());
    assert!(library.prompt(&prompt_id("dance-0001")).is_none());
    assert!(library.kind(&kind_id("dance")).is_none());
}

#[test]
fn each_of_two_people_reads_their_own_language() {
    let mut files = good();
    files.push((
        "de/kinds.toml",
        "[gratitude]\ntitle = \"Dankbarkeit\"\nhow = \"Eine Sache, die {partner} getan hat.\"\n\
         [gratitude.buttons]\ntouched = \"Das hat mich berührt\"\n"
            .to_owned(),
    ));
    files.push((
        "de/gratitude.toml",
        "[[prompt]]\nid = \"gratitude-0001\"\ntext = \"Wann war {partner} mutiger als nötig?\"\n\
         follow_up = \"Was hat das für dich verändert?\"\nwhy = \"Bewunderung braucht keinen Anlass.\"\n"
            .to_owned(),
    ));
    let library = loaded(files);
    assert_eq!(library.languages(), ["de", "en"]);
    let prompt = library.prompt(&prompt_id("gratitude-0001")).expect("known");
    let read = |language, partner| fill(&prompt.words(language).text, partner);
    assert_eq!(read("de", "Ana"), "Wann war Ana mutiger als nötig?");
    assert_eq!(read("de-at", "Ana"), "Wann war Ana mutiger als nötig?");
    assert_eq!(
        read("en", "Ben"),
        "When was Ben braver than they had to be?"
    );
    assert_eq!(
        read("fr", "Ben"),
        "When was Ben braver than they had to be?"
    );
    assert_eq!(read("", "Ben"), "When was Ben braver than they had to be?");
    assert_eq!(prompt.why("de"), "Bewunderung braucht keinen Anlass.");
    assert_eq!(prompt.why("es"), "Admiration needs no favour.");
    // What holds for both is said once.
    assert_eq!(prompt.theme, "courage");

    let gratitude = library.kind(&kind_id("gratitude")).expect("listed");
    let touched: ButtonId = "touched".parse().expect("an id");
    assert_eq!(gratitude.words("de").title, "Dankbarkeit");
    assert_eq!(
        gratitude.label(&touched, "de"),
        Some("Das hat mich berührt")
    );
    assert_eq!(gratitude.label(&touched, "es"), Some("That touched me"));

    let untranslated = library.prompt(&prompt_id("gratitude-0002")).expect("known");
    let text = "Which small kindness of {partner}’s went unnoticed until now?";
    assert_eq!(untranslated.words("de").text, text);
    let heart = library.kind(&kind_id("heart")).expect("listed");
    let here: ButtonId = "here".parse().expect("an id");
    assert_eq!(heart.words("de").title, "Heart");
    assert_eq!(heart.label(&here, "de"), Some("I’m here"));
}

#[test]
fn a_name_is_filled_in_wherever_it_stands_and_whatever_it_is() {
    assert_eq!(
        fill("{partner}, {partner}’s day", "{partner}"),
        "{partner}, {partner}’s day"
    );
    assert_eq!(
        fill("How was {partner}’s day?", "Zoë 🌙"),
        "How was Zoë 🌙’s day?"
    );
    assert_eq!(fill("How was today?", "Ana"), "How was today?");
}

#[test]
fn ids_are_read_and_written_as_plain_strings() {
    let id = prompt_id("good-news-0042");
    assert_eq!(id.kind(), "good-news");
    let json = serde_json::to_string(&id).expect("a string");
    assert_eq!(json, "\"good-news-0042\"");
    assert_eq!(serde_json::from_str::<PromptId>(&json).expect("an id"), id);
    for bad in [
        "",
        "gratitude",
        "gratitude-1",
        "gratitude-00001",
        "Gratitude-0001",
        "-0001",
    ] {
        assert!(PromptId::parse(bad).is_err(), "{bad}");
        assert!(
            serde_json::from_value::<PromptId>(bad.into()).is_err(),
            "{bad}"
        );
    }
    for bad in [
        "",
        "Heart",
        "good_news",
        "good--news",
        "-x",
        "x-",
        "a b",
        "ü",
    ] {
        assert!(KindId::parse(bad).is_err(), "{bad}");
    }
}
