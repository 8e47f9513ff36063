//! `/safety`: for anyone, in the direct chat, and gone with one tap.

use jiff::SignedDuration;
use twofold::core::Rules;
use twofold::sandbox::Outgoing;

use crate::world::Story;
use crate::world::prompts::with_help;

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn somebody_without_a_couple_reads_where_help_is() {
    let story = Story::with(Rules::default(), with_help).await;
    let cleo = story.newcomer("Cleo").await;
    let since = story.revision();
    story.says(cleo, "/safety").await;
    let page = story.last(cleo);
    let words = story.app.library().safety().afraid("en");
    assert!(page.text.starts_with(words.title));
    assert!(page.text.contains(words.no_country));
    assert_eq!(
        page.labels(),
        [words.other_country, words.more, words.delete]
    );
    for directory in story.app.library().safety().directories() {
        assert!(page.text.contains(&directory.url), "{}", page.text);
    }
    assert_eq!(story.sounds(cleo, since), 0);
    assert_eq!(story.news(cleo, since).len(), 1);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn where_i_live_comes_first_and_another_country_is_a_few_taps_away() {
    let story = Story::with(Rules::default(), with_help).await;
    let (ana, _) = story.evening().await;
    let library = story.app.library();
    let safety = library.safety();
    let since = story.revision();
    story.says(ana, "/safety").await;
    let page = story.page_since(ana, since);
    let (_, help) = page.split_once("Emergency, ").expect("a number");
    insta::assert_snapshot!(help, @"
    Portugal: 112

          They know about this and they listen. Talking to them commits you to nothing:

          Linha de Exemplo (for women)
          800 000 001 · text message 3060 · 24/7
          Chat: https://chat.example.org
          https://example.org/pt

          As of 03/2026. Numbers change; if one doesn’t answer, try the next.

          These know help lines in most countries:
          • Help everywhere: https://example.org
          [Another country]
          [A person to talk to]
          [Take this message away]
    ");
    let before = story.revision();
    story.presses(ana, safety.afraid("en").other_country).await;
    let mut seen = Vec::new();
    loop {
        let labels = story.last(ana).labels().join("|");
        seen.push(labels.clone());
        if labels.contains("United Kingdom") {
            break;
        }
        let page = story.last(ana);
        let on = page.buttons[page.buttons.len() - 3].last();
        story.presses(ana, &on.expect("a page further").label).await;
        assert!(seen.len() < 10, "{seen:#?}");
    }
    story.presses(ana, "United Kingdom").await;
    let page = story.last(ana).text;
    assert!(page.contains("An Example Line\n01632 960 001"), "{page}");
    story.presses(ana, safety.afraid("en").more).await;
    let person = safety.person("en");
    assert!(story.last(ana).text.starts_with(person.title));
    story.presses(ana, "Back").await;
    assert!(story.last(ana).text.contains("An Example Line"));
    assert!(story.news(ana, before).is_empty(), "one message all along");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn one_tap_takes_the_page_and_the_command_out_of_the_chat() {
    let story = Story::with(Rules::default(), with_help).await;
    let (ana, ben) = story.evening().await;
    let (before, his) = (story.page(ana), story.page(ben));
    story.says(ana, "/safety").await;
    let words = story.app.library().safety().afraid("en");
    story.presses(ana, words.more).await;
    story.presses(ana, words.delete).await;
    assert_eq!(story.page(ana), before);
    assert_eq!(story.page(ben), his);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_telegram_does_not_delete_any_more_says_nothing() {
    let story = Story::with(Rules::default(), with_help).await;
    let (ana, _) = story.evening().await;
    story.says(ana, "/safety").await;
    let page = story.last(ana).message_id;
    story.later(SignedDuration::from_hours(49)).await;
    let delete = story.app.library().safety().afraid("en").delete.to_owned();
    story.presses_under(ana, page, &delete).await;
    let left = story.message(ana, page);
    assert_eq!((left.text.as_str(), left.labels().len()), ("·", 0));
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn in_a_group_nothing_shows_that_it_was_asked_for() {
    let story = Story::with(Rules::default(), with_help).await;
    let (ana, ben) = story.evening().await;
    let group = story.telegram.with(|world, now| {
        let group = world.group("Us", &[ana, ben], now).expect("a group");
        world.add_bot(group, ana, None, now).expect("added");
        group
    });
    story.settle().await;
    let calls = story.telegram.with(|world, _| world.calls().len());
    story
        .at_once(|world, now| {
            let typed = Outgoing::text("/safety").in_chat(group);
            world.send(ana, typed, now).expect("types");
        })
        .await;
    let made = story.telegram.with(|world, _| {
        let calls = world.calls().iter().skip(calls);
        calls
            .filter(|call| call.method != "getUpdates")
            .map(|call| call.method.clone())
            .collect::<Vec<_>>()
    });
    assert_eq!(made, [""; 0]);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn nothing_on_the_disk_says_who_asked() {
    let story = Story::with(Rules::default(), with_help).await;
    let (ana, _) = story.evening().await;
    story.says(ana, "/safety").await;
    let words = story.app.library().safety().afraid("en");
    story.presses(ana, words.more).await;
    let title = words.title.to_owned();
    assert!(!story.is_on_disk("safety") && !story.is_on_disk(&title));
    let bodies = story.sealed("select coalesce(body, '') from outbox").await;
    assert!(bodies.iter().all(String::is_empty), "sent, and dropped");
}
