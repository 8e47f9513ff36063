//! The same bot on either database, and what stands on the disk.

use jiff::SignedDuration;
use rand::SeedableRng as _;
use rand::rngs::StdRng;

use crate::common;
use crate::world::{HERS, HIS, Story};
use twofold::core::model::about::{About, Role};
use twofold::core::model::delivery::{Call, Class, InGroup, Outgoing, Urgency};
use twofold::core::model::ids::ChatId;
use twofold::store::{outbox, people};

impl Story {
    /// Somebody's words wait for a chat until tomorrow; what of them stands in the database.
    pub async fn waits_for(&self, chat: i64, author: i64, class: Class) -> Vec<String> {
        let mut tx = self.app.store().begin_write().await.expect("a transaction");
        let author = people::by_user(&mut tx, ChatId(author))
            .await
            .expect("a person");
        let author = author.expect("they are known").0.id;
        let key = "held".to_owned();
        let row = Outgoing {
            key: key.clone(),
            to: author,
            group: (chat < 0).then_some(InGroup {
                couple: None,
                guard: Some([ChatId(1), ChatId(2)]),
            }),
            lane: ChatId(chat),
            class,
            urgency: Urgency::Scheduled,
            call: Call {
                method: "sendMessage".to_owned(),
                params: serde_json::json!({ "chat_id": chat, "text": HERS }),
            },
            target: None,
            not_before: Some(self.clock.now() + SignedDuration::from_hours(24)),
            about: About {
                role: Role::Line,
                key,
                thread: None,
                seat: None,
                source: None,
                part: None,
            },
            authors: vec![author],
        };
        let mut rng = StdRng::seed_from_u64(1);
        let written = outbox::enqueue(&mut tx, &row, self.clock.now(), &mut rng).await;
        assert!(written.expect("a row"));
        tx.commit().await.expect("commits");
        let held = self
            .sealed("select body from outbox where key = 'held'")
            .await;
        assert_eq!(held.len(), 1);
        held
    }
}

#[test]
fn the_main_path_is_the_same_on_postgres() {
    common::on_postgres(async |db| {
        let mut story = Story::at(&db.url).await;
        let (ana, ben) = story.pair().await;
        story.says(ana, "/timezone Lisbon").await;
        story.presses(ben, "The same for me").await;
        story.plans_every_evening(ana).await;
        story.both_answer(ana, ben, HERS, HIS).await;
        story.start_again().await;
        for reader in [ana, ben] {
            let page = story.page(reader);
            assert_eq!(page.matches("Both answers are in").count(), 1, "{page}");
            let reveal = story.reveal(reader).text;
            assert!(reveal.contains(HERS));
            assert!(reveal.contains(HIS));
        }
        story.presses(ana, "That touched me").await;
        assert!(story.page(ben).contains("That touched me"));
        story.until("2026-03-03T20:31:00Z").await;
        assert!(story.last(ana).text.starts_with("🌤"), "{}", story.page(ana));
        story.says(ana, "Tired, and glad.").await;
        let hers = "select words from part where seat = 0";
        assert_eq!(story.sealed(hers).await.len(), 2);
        story.says(ana, "/leave").await;
        story.presses(ana, "Leave").await;
        assert_eq!(story.sealed(hers).await.len(), 1);
        assert!(story.sees(ben, "are no longer together here"));
        story.stop().await;
        story.app.store().clone().close().await;
    });
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn an_answer_taken_back_or_let_go_leaves_no_byte_on_the_disk() {
    let story = Story::begin().await;
    let (ana, ben) = story.pair().await;
    story.says(ana, HERS).await;
    let words = story.sealed("select words from part").await;
    story.presses(ana, "Take back").await;
    story.erased_from_disk(&words).await;

    story.says(ben, HIS).await;
    let words = story.sealed("select words from part").await;
    story.later(SignedDuration::from_hours(73)).await;
    story.presses(ben, "Let it go").await;
    story.erased_from_disk(&words).await;

    let early = story.clock.now() - SignedDuration::from_hours(90);
    let stray = twofold::sandbox::Outgoing::text("Half a thought").dated(early);
    story.sends(ana, stray).await;
    let words = story.sealed("select words from aside").await;
    assert_eq!(words.len(), 1, "{}", story.page(ana));
    story.presses(ana, "Never mind").await;
    story.erased_from_disk(&words).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_an_edit_replaced_leaves_no_byte_on_the_disk() {
    let story = Story::begin().await;
    let (ana, _) = story.pair().await;
    let said = story.says(ana, HERS).await;
    let words = story.sealed("select words from part").await;
    story.edits(ana, said, "You carried all of them.").await;
    assert_ne!(story.sealed("select words from part").await, words);
    story.erased_from_disk(&words).await;

    story.presses(ana, "Take back").await;
    let early = story.clock.now() - SignedDuration::from_hours(90);
    let stray = twofold::sandbox::Outgoing::text("Half a thought").dated(early);
    let said = story.sends(ana, stray).await;
    let words = story.sealed("select words from aside").await;
    story.edits(ana, said, "A whole thought").await;
    let edited = story.sealed("select words from aside").await;
    assert!(edited.len() == 1 && edited != words, "{}", story.page(ana));
    story.erased_from_disk(&words).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_is_too_late_for_somebody_who_comes_back_leaves_no_byte_on_the_disk() {
    let story = Story::begin().await;
    let (ana, ben) = story.revealed().await;
    story.blocks(ben).await;
    // Their lane stops with the first call that finds nobody.
    story.says(ana, "/prompt check-in").await;
    let held = story.waits_for(ben, ana, Class::Once).await;
    story.comes_back(ben).await;
    let left = "select body from outbox where key = 'held' and body is not null";
    assert!(story.sealed(left).await.is_empty());
    story.erased_from_disk(&held).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_second_bot_on_the_same_database_is_refused_and_a_lost_key_file_stops_the_start() {
    use rand::SeedableRng as _;
    use twofold::store::{Options, Store};
    let mut story = Story::begin().await;
    story.pair().await;
    story.stop().await;
    story.app.store().clone().close().await;
    let folder = tempfile::tempdir().expect("a folder");
    let mut chance = rand::rngs::StdRng::seed_from_u64(1);
    let bot_id = story.telegram.with(|world, _| world.bot_id());
    let mut refused = Vec::new();
    for bot_id in [bot_id + 1, bot_id] {
        let options = Options {
            url: story.url.clone(),
            key_file: folder.path().join("elsewhere.key"),
            bot_id,
        };
        match Store::open(&options, &mut chance).await {
            Ok(_) => panic!("opened"),
            Err(error) => refused.push(error.to_string()),
        }
    }
    assert!(refused[0].contains("bot"), "{refused:?}");
    assert!(refused[1].contains("key"), "{refused:?}");
    assert!(!folder.path().join("elsewhere.key").exists());
}
