//! Everyone else: people without a partner, hands that press what is not theirs, names made to trip a program.

use std::collections::BTreeMap;

use crate::world::{HERS, HIS, Story};
use twofold::sandbox::{Media, Outgoing};

const ALONE: &str =
    "Twofold is for two, and nothing is open for you yet. /invite makes a link for your partner.";

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn whatever_someone_unpaired_sends_gets_one_friendly_line_and_is_kept_nowhere() {
    let story = Story::begin().await;
    let zoe = story.newcomer("Zoe").await;
    let sent = [
        Outgoing::text("Hello? Is this thing on?"),
        Outgoing::file(Media::Sticker),
        Outgoing::file(Media::Voice),
        Outgoing::file(Media::Photo).caption("me"),
        Outgoing::location(38.7, -9.1),
        Outgoing::contact("Zoe", "+15550100"),
        Outgoing::dice(3),
        Outgoing::text("forwarded").forwarded_from("Somebody"),
    ];
    for outgoing in sent {
        let before = story.revision();
        story.sends(zoe, outgoing).await;
        assert_eq!(story.texts(zoe, before), [ALONE], "{}", story.page(zoe));
    }
    story
        .at_once(|world, now| {
            let items = vec![Outgoing::file(Media::Photo), Outgoing::file(Media::Photo)];
            world.send_album(zoe, items, now).expect("sends");
        })
        .await;
    assert_eq!(story.last(zoe).text, ALONE);
    for table in ["part", "aside"] {
        let rows = story.sealed(&format!("select words from {table}")).await;
        assert!(rows.is_empty(), "{table}");
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_a_stranger_edits_or_reacts_to_is_passed_over() {
    let story = Story::begin().await;
    let zoe = story.newcomer("Zoe").await;
    let said = story.says(zoe, "Hello").await;
    let line = story.last(zoe).message_id;
    let before = story.revision();
    story.edits(zoe, said, "Hello!").await;
    story.reacts(zoe, line, Some("👍")).await;
    story.reacts(zoe, line, None).await;
    assert!(story.texts(zoe, before).is_empty());
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn unpaired_commands_each_say_what_comes_first() {
    let story = Story::begin().await;
    let zoe = story.newcomer("Zoe").await;
    for typed in ["/prompt", "/prompt gratitude", "/prompt poetry", "/leave"] {
        story.says(zoe, typed).await;
        assert_eq!(
            story.last(zoe).text,
            "This works once you are two. /invite makes a link for your partner.",
            "{typed}"
        );
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn old_buttons_say_so_and_change_nothing() {
    let story = Story::begin().await;
    let (ana, ben) = story.pair().await;
    let mut old: Vec<(i64, String)> = ["Not tonight", "Let's talk instead"]
        .iter()
        .map(|label| story.data_of(ana, label))
        .collect();
    story.says(ana, HERS).await;
    old.push(story.data_of(ana, "Take back"));
    old.push(story.data_of(ana, "Still writing"));
    story.says(ben, HIS).await;
    story.minutes(20).await;
    let pages = (story.page(ana), story.page(ben));
    let rows = everything(&story).await;
    for (message, data) in &old {
        let toast = story.sends_data(ana, *message, data).await;
        assert!(
            toast == "This question is over, so nothing was changed."
                || toast.starts_with("This button has had its day."),
            "{toast}"
        );
    }
    assert_eq!((story.page(ana), story.page(ben)), pages);
    assert_eq!(everything(&story).await, rows);
    // The same button twice tells once.
    story.presses(ana, "That touched me").await;
    let told = story.page(ben);
    story.presses(ana, "✓ That touched me").await;
    assert_eq!(story.newest_toast(ana).await, "Passed on already");
    assert_eq!(story.page(ben), told);
}

/// Every row about couples, rounds and words, as it stands.
async fn everything(story: &Story) -> BTreeMap<&'static str, Vec<String>> {
    let mut rows = BTreeMap::new();
    for (name, query) in [
        ("couple", "select doc from couple order by id"),
        ("round", "select doc from round order by id"),
        ("part", "select words from part order by id"),
        ("aside", "select words from aside order by aside, message"),
        ("invite", "select hash from invite order by hash"),
    ] {
        rows.insert(name, story.sealed(query).await);
    }
    rows
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn forged_presses_with_other_peoples_ids_change_nothing() {
    let story = Story::begin().await;
    let (ana, ben) = story.revealed().await;
    story.minutes(20).await;
    story.says(ana, "/prompt check-in").await;
    story.says(ana, "Tired, and glad.").await;
    let early = story.clock.now() - jiff::SignedDuration::from_hours(9);
    story
        .sends(ben, Outgoing::text("Half a thought").dated(early))
        .await;
    // Somebody whose invite is being answered, so that there is a question to forge an answer to.
    let dan = story.newcomer("Dan").await;
    let dans = story.invites(dan).await;
    let finn = story.person("Finn");
    story.opens(finn, &dans).await;
    story.presses(finn, "Yes, let's try it").await;

    let eve = story.newcomer("Eve").await;
    let hers = story.invites(eve).await;
    let gil = story.person("Gil");
    story.opens(gil, &hers).await;
    story.presses(gil, "Yes, let's try it").await;
    story.presses(eve, "Yes, that's right").await;
    let zoe = story.newcomer("Zoe").await;

    let ids = |query: &'static str| story.sealed(query);
    let couples = ids("select cast(id as text) from couple").await;
    let rounds = ids("select cast(id as text) from round").await;
    let people = ids("select cast(id as text) from person").await;
    let asides = ids("select distinct cast(aside as text) from aside").await;
    let hex = |ids: &[String]| -> Vec<String> {
        let read = ids.iter().map(|id| id.parse::<i64>().expect("an id"));
        read.map(|id| format!("{id:x}")).collect()
    };
    let (couples, rounds, people, asides) =
        (hex(&couples), hex(&rounds), hex(&people), hex(&asides));
    let eves = {
        let (_, data) = story.data_of(eve, "Not tonight");
        data.split(':').nth(1).expect("an id").to_owned()
    };
    let mut forged = Vec::new();
    for round in rounds.iter().filter(|round| **round != eves) {
        for verb in [
            "oth", "not", "tlk", "reo", "tkb", "wrt", "don", "giv", "kep", "let", "voi",
        ] {
            forged.push(format!("{verb}:{round}"));
        }
        forged.push(format!("rsp:{round}:touched"));
        forged.push(format!("rsp:{round}:hear-you"));
        forged.extend(asides.iter().map(|aside| format!("ans:{aside}:{round}")));
    }
    let eves_couple = story
        .sealed("select cast(c.id as text) from couple c join person p on p.id = c.a where p.user_id = (select max(user_id) from person where user_id < (select max(user_id) from person where user_id < (select max(user_id) from person)))")
        .await;
    let eves_couple = hex(&eves_couple);
    for couple in couples
        .iter()
        .filter(|couple| !eves_couple.contains(couple))
    {
        for verb in ["acc", "kpa", "lta", "szn", "ozn", "lea", "leq", "wdr"] {
            forged.push(format!("{verb}:{couple}"));
        }
        for person in &people {
            forged.push(format!("yes:{couple}:{person}"));
            forged.push(format!("no:{couple}:{person}"));
        }
    }
    for aside in &asides {
        forged.extend(["for", "nvm", "try"].map(|verb| format!("{verb}:{aside}")));
    }
    assert!(forged.len() > 60 && !asides.is_empty(), "{}", forged.len());
    let pages: Vec<String> = [ana, ben, dan, finn].map(|who| story.page(who)).to_vec();
    let rows = everything(&story).await;
    for who in [eve, zoe] {
        let on = story.last(who).message_id;
        let before = story.page(who);
        for data in &forged {
            let toast = story.sends_data(who, on, data).await;
            assert!(!toast.is_empty(), "{data} is answered");
        }
        if who == eve {
            // Some verbs edit the message they stand under: none of these may.
            assert_eq!(story.page(who), before);
        }
    }
    let after: Vec<String> = [ana, ben, dan, finn].map(|who| story.page(who)).to_vec();
    assert_eq!(after, pages);
    assert_eq!(everything(&story).await, rows);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn presses_that_are_no_press_get_a_short_answer() {
    let story = Story::begin().await;
    let (ana, ben) = story.pair().await;
    let on = story.last(ana).message_id;
    let pages = (story.page(ana), story.page(ben));
    for data in [
        "x",
        "not",
        "not:",
        "not:zz",
        "not:-1",
        "not:0",
        "not:ffffffffffffffff",
        "not:7fffffffffffffff",
        "yes:1",
        "rsp:1:!",
        "ask::",
        "ask::nothing",
        "::::::",
        "💌",
        "tkb:1:2:3",
    ] {
        let toast = story.sends_data(ana, on, data).await;
        assert!(!toast.is_empty(), "{data}");
    }
    assert_eq!((story.page(ana), story.page(ben)), pages);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_button_passed_on_into_a_group_does_nothing_there() {
    let story = Story::begin().await;
    let (ana, ben) = story.pair().await;
    let (_, data) = story.data_of(ana, "Not tonight");
    let (group, message) = story.telegram.with(|world, now| {
        let group = world.group("Friends", &[ana, ben], now).expect("a group");
        world.add_bot(group, ana, None, now).expect("added");
        let outgoing = Outgoing::text("look").in_chat(group);
        (group, world.send(ana, outgoing, now).expect("sends"))
    });
    let rows = everything(&story).await;
    story
        .at_once(|world, now| {
            for who in [ana, ben] {
                world
                    .press_data(who, group, message, &data, now)
                    .expect("presses");
            }
        })
        .await;
    assert!(story.newest_toast(ben).await.contains("had its day"));
    assert_eq!(everything(&story).await, rows);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn names_of_any_kind_stand_in_their_place_and_reach_no_further() {
    let names = [
        "x".repeat(64),
        "*Ben* _[x](tg://user?id=1)_ <b>&amp;</b> `$name`".to_owned(),
        "{ $name } { partner } {partner}".to_owned(),
        "\u{202E}neB".to_owned(),
        "\u{2067}בן".to_owned(),
        "\u{3164}\u{200D}".to_owned(),
        "👩‍❤️‍👨👩‍❤️‍👨👩‍❤️‍👨".to_owned(),
        "Z\u{335}\u{336}".repeat(20),
    ];
    for name in names {
        let story = Story::begin().await;
        let (ana, ben) = (story.newcomer("Ana").await, story.person(&name));
        let link = story.invites(ana).await;
        story.opens(ben, &link).await;
        story.presses(ben, "Yes, let's try it").await;
        let asked = story.last(ana);
        assert!(
            asked.text.contains("has said yes to your invite."),
            "{name:?}"
        );
        assert!(
            asked.entities.is_empty(),
            "nothing of a name is markup: {name:?}"
        );
        story.presses(ana, "Yes, that's right").await;
        story.both_answer(ana, ben, "One.", "Two.").await;
        story.says(ana, "/timezone Lisbon").await;
        story.says(ana, "/leave").await;
        story.presses(ana, "Leave").await;
        let mut said = story.screen(ana);
        said.extend(story.screen(ben));
        for seen in said.iter().filter(|seen| seen.is_from_bot()) {
            assert!(is_closed(&seen.text), "{name:?}: {:?}", seen.text);
            for entity in &seen.entities {
                assert_ne!(entity["type"], "text_link", "{name:?}");
                assert_ne!(entity["type"], "text_mention", "{name:?}");
            }
            for label in seen.labels() {
                assert!(is_closed(label) && label.chars().count() <= 64, "{label:?}");
            }
        }
        let reveal = story.reveal(ana);
        assert!(reveal.text.contains("Two."), "{name:?}");
        if name.contains("$name") || name.contains("{ $name }") {
            assert!(asked.text.starts_with(&name), "as typed: {}", asked.text);
        }
        if name.starts_with('\u{3164}') {
            assert!(
                asked.text.starts_with("your partner has said yes")
                    || asked.text.starts_with("Your partner has said yes"),
                "{}",
                asked.text
            );
        }
    }
}

/// Every direction a line opens is closed in that line.
fn is_closed(text: &str) -> bool {
    text.lines().all(|line| {
        let mut open = 0;
        for c in line.chars() {
            match c {
                '\u{202A}' | '\u{202B}' | '\u{202D}' | '\u{202E}' | '\u{2066}'..='\u{2068}' => {
                    open += 1
                }
                '\u{202C}' | '\u{2069}' => open -= 1,
                _ => {}
            }
        }
        open == 0
    })
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_new_name_is_used_from_the_next_message_on() {
    let story = Story::begin().await;
    let (ana, ben) = story.pair().await;
    story.telegram.with(|world, _| {
        world
            .set_person(ben, |person| person.name = "Benedict".to_owned())
            .expect("renamed");
    });
    story.both_answer(ana, ben, "One.", "Two.").await;
    assert!(story.reveal(ana).text.contains("\nBenedict\nTwo."));
}
