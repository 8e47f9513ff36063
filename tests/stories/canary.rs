//! Nothing a person wrote, is called or was given stands in the log at its loudest, nor in plain on the disk.
//!
//! The log of everything in the process, every crate at `trace`, is caught in memory. So the test is passed in a process of its
//! own, which it starts: there no other story speaks.

#![expect(
    clippy::disallowed_methods,
    reason = "no two runs need the same canaries; the process that is started knows by its environment that it is the one"
)]

use std::io::Write;
use std::process::Command;
use std::sync::{Arc, Mutex, PoisonError};

use tracing_subscriber::EnvFilter;
use tracing_subscriber::fmt::MakeWriter;
use twofold::sandbox::{Config, Fault, Media, Outgoing, When};

use crate::world::Story;

/// Set in the process that this test starts.
const ALONE: &str = "TWOFOLD_CANARY_ALONE";
/// The name of the test below, as the test program knows it.
const NAME: &str = "canary::no_word_name_or_token_reaches_the_log_or_stands_in_plain_on_the_disk";

/// Everything that was logged.
#[derive(Clone, Default)]
struct Log(Arc<Mutex<Vec<u8>>>);

impl Write for Log {
    fn write(&mut self, bytes: &[u8]) -> std::io::Result<usize> {
        let mut log = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        log.extend_from_slice(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> std::io::Result<()> {
        Ok(())
    }
}

impl<'a> MakeWriter<'a> for Log {
    type Writer = Log;

    fn make_writer(&'a self) -> Log {
        self.clone()
    }
}

impl Log {
    fn text(&self) -> String {
        let log = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        String::from_utf8_lossy(&log).into_owned()
    }
}

/// Words that stand nowhere else. What is in a link or a name must be letters and digits.
fn canary(of: &str) -> String {
    let chance = rand::Rng::next_u64(&mut rand::make_rng::<rand::rngs::StdRng>());
    format!("canary{of}{chance:016x}")
}

fn holds(bytes: &[u8], text: &str) -> bool {
    bytes
        .windows(text.len())
        .any(|window| window == text.as_bytes())
}

#[test]
fn no_word_name_or_token_reaches_the_log_or_stands_in_plain_on_the_disk() {
    if std::env::var_os(ALONE).is_none() {
        return is_passed_alone();
    }
    let log = Log::default();
    tracing_subscriber::fmt()
        .with_env_filter(EnvFilter::new("trace"))
        .with_ansi(false)
        .with_writer(log.clone())
        .init();
    let runtime = tokio::runtime::Builder::new_multi_thread()
        .worker_threads(2)
        .enable_all()
        .build()
        .expect("a runtime");
    runtime.block_on(lives_go_on(&log));
}

/// Runs the same test in a process in which there is nothing else.
fn is_passed_alone() {
    let program = std::env::current_exe().expect("this program");
    let ended = Command::new(program)
        .args(["--exact", NAME])
        .env(ALONE, "1")
        .output()
        .expect("it starts");
    let [out, err] = [&ended.stdout, &ended.stderr].map(|said| String::from_utf8_lossy(said));
    let passed = ended.status.success() && out.contains("test result: ok. 1 passed");
    assert!(passed, "{}\n{out}{err}", ended.status);
}

/// A point in Lisbon that nobody else would name.
const PLACE: [f64; 2] = [38.713924681, -9.143918273];

async fn canaries_of_places(story: &Story, who: i64) {
    let [latitude, longitude] = PLACE;
    story.says(who, "/timezone").await;
    for _ in ["the place", "no place any more"] {
        story
            .sends(who, Outgoing::location(latitude, longitude))
            .await;
    }
}

async fn lives_go_on(log: &Log) {
    let secret = canary("token");
    let story = Story::of_bot(Config {
        token: format!("700000001:{secret}"),
        ..Config::default()
    })
    .await;
    let mut canaries = vec![secret];
    let mut new = |of: &str| {
        let canary = canary(of);
        canaries.push(canary.clone());
        canary
    };
    let (ana, ben) = (
        story.newcomer(&new("name")).await,
        story.person(&new("name")),
    );
    let link = story.invites(ana).await;
    let token = link.split_once("start=").expect("a token").1.to_owned();
    story.says(ana, &new("words")).await;
    story.opens(ben, &link).await;
    story.presses(ben, "Yes, let's try it").await;
    let his = story.says(ben, &new("words")).await;
    story.edits(ben, his, &new("edit")).await;
    story.presses(ana, "Yes, that's right").await;
    story.minutes(1).await;
    assert!(story.sees(ana, "Both answers are in"));

    // What follows a reveal.
    let reveal = story.reveal(ana).message_id;
    story.replies(ana, reveal, &new("relay")).await;
    story.says(ben, &new("aside")).await;
    let partner = story.last(ben).labels()[0].to_owned();
    story.presses(ben, &partner).await;
    story.minutes(20).await;

    // Every shape of an answer, one taken back, one half that nobody opened.
    story.says(ana, "/prompt check-in").await;
    story
        .sends(ana, Outgoing::file(Media::Photo).caption(new("caption")))
        .await;
    story
        .sends(ana, Outgoing::contact(&new("contact"), "+15550100"))
        .await;
    story.says(ben, &new("taken")).await;
    story.presses(ben, "Take back").await;
    story.hours(73).await;
    story.presses(ana, "Give it anyway").await;
    story.says(ana, "/timezone Lisbon").await;
    story
        .says(ana, &format!("/timezone {}", new("place")))
        .await;
    // A location, as the place that was asked for and as an answer.
    canaries_of_places(&story, ana).await;
    story.says(ana, &format!("/prompt {}", new("kind"))).await;
    story.says(ana, &format!("/{}", new("command"))).await;
    story.says(ana, &format!("/start {}", new("payload"))).await;
    let on = story.last(ana).message_id;
    story.sends_data(ana, on, &new("press")).await;

    // Questions of their own: asked, kept, reworded, never opened.
    story.says(ana, "/ask").await;
    story.says(ana, &new("question")).await;
    let card = story.card(ana).message_id;
    story.replies(ana, card, "Hers.").await;
    let card = story.card(ben).message_id;
    story.replies(ben, card, "His.").await;
    story.minutes(2).await;
    story.presses(ben, "Keep it").await;
    story.says(ana, "/settings").await;
    story.presses(ana, "Our own questions").await;
    story.presses(ana, "1").await;
    story.presses(ana, "Change the words").await;
    story.says(ana, &new("wording")).await;
    story.says(ben, &format!("/ask {}", new("question"))).await;

    // Covered words, shown again; and help, which nobody is to know was asked for.
    story.says(ana, "/settings").await;
    story.presses(ana, "Cover what I write: off").await;
    story.says(ana, "/prompt check-in").await;
    story.says(ana, &new("covered")).await;
    story.presses(ana, "Show me").await;
    story.says(ana, "/safety").await;
    let help = story.app.library().safety().afraid("en");
    story.presses(ana, help.more).await;
    story.presses(ana, help.delete).await;
    story.hours(73).await;

    // A group of the two: asked and opened there, a third person who comes, and what was opened covered.
    let title = new("title");
    let chat = story.telegram.with(|world, now| {
        let chat = world.group(&title, &[ana, ben], now).expect("a group");
        world.add_bot(chat, ana, Some("two"), now).expect("adds");
        chat
    });
    story.settle().await;
    for who in [ana, ben] {
        story
            .at_once(|world, now| drop(world.press_in(who, chat, "I’m in", now).expect("taps")))
            .await;
    }
    story
        .sends(ben, Outgoing::text("/prompt check-in").in_chat(chat))
        .await;
    story
        .sends(ana, Outgoing::text(new("talk")).in_chat(chat))
        .await;
    for who in [ana, ben] {
        story
            .at_once(|world, now| {
                let there = world.press_in(who, chat, "Answer privately", now);
                drop(there.expect("a question"));
            })
            .await;
        story.says(who, &new("words")).await;
    }
    story.minutes(1).await;
    let third = story.person(&new("name"));
    story
        .at_once(|world, now| world.add(chat, third, ana, now).expect("joins"))
        .await;
    story.presses(ana, "Cover it").await;

    // A reflection: opened, then stopped, and the file it was in emptied; and one of somebody alone.
    story.until("2026-03-15T12:00:00Z").await;
    story.says(ana, "/reflect").await;
    story.presses(ana, "After an argument").await;
    story.presses(ana, "Yes, I can").await;
    let soonest = story.last(ana).labels()[0].to_owned();
    story.presses(ana, &soonest).await;
    story.presses(ben, "Yes, let’s").await;
    story.presses(ben, "Yes, I can").await;
    story.minutes(31).await;
    for who in [ana, ben] {
        story.says(who, "/reflect").await;
        story.presses(who, "Begin").await;
        story.presses(who, "Skip").await;
        let words = story.says(who, &new("step")).await;
        story.edits(who, words, &new("step")).await;
        story
            .sends(who, Outgoing::file(Media::Voice).caption(new("spoken")))
            .await;
        story.presses(who, "Next").await;
        story.says(who, &new("unopened")).await;
        story.presses(who, "Next").await;
        story.presses(who, "Skip").await;
        story.presses(who, "Seal it").await;
    }
    story.presses(ana, "Show me").await;
    story.presses(ana, "Open the first step").await;
    story.says(ben, "/reflect").await;
    story.presses(ben, "Stop").await;
    story.presses(ben, "Yes, stop").await;
    story.says(ana, "/reflect").await;
    story.presses(ana, "Only for me").await;
    story.presses(ana, "Begin").await;
    story.says(ana, &new("alone")).await;
    story.says(ana, "/cancel").await;

    // Everything that goes wrong is logged, loudly.
    let faults = [
        Fault::bad_request("Bad Request: can't parse entities"),
        Fault::Malformed { delivered: true },
        Fault::Reset { delivered: true },
        Fault::Html {
            status: 502,
            delivered: false,
        },
    ];
    story.says(ana, "/prompt gratitude").await;
    story.says(ana, &new("words")).await;
    for fault in faults {
        story.telegram.with(|world, _| {
            world
                .faults
                .add(When::method_is("sendMessage"), fault.clone());
            world.faults.add(When::method_is("getUpdates"), fault);
        });
    }
    story.says(ben, &new("words")).await;
    story.minutes(10).await;
    story.telegram.with(|world, _| world.faults.clear());
    story
        .at_once(|world, now| {
            world.inject(
                "news_from_mars",
                serde_json::json!({"text": new("unknown")}),
                now,
            );
            world.say(ana, "/today", now).expect("says");
        })
        .await;
    let good = story.sealed("select doc from couple").await.remove(0);
    story.spoil("update couple set doc = 'nonsense'").await;
    story.says(ana, &new("broken")).await;
    story
        .spoil(&format!(
            "update couple set doc = '{}'",
            good.replace('\'', "''")
        ))
        .await;
    story.says(ben, &new("last")).await;

    let logged = log.text();
    assert!(logged.len() > 100_000, "the log is loud: {}", logged.len());
    for speaks in [" hyper", " sqlx", " twofold", "TRACE"] {
        assert!(logged.contains(speaks), "{speaks} is heard");
    }
    assert!(logged.contains("it is set aside"), "the bot speaks too");
    let disk = story.bytes_on_disk();
    assert!(holds(&disk, "sealing_key"), "the database is read");
    canaries.push(token);
    canaries.push(help.title.to_owned());
    canaries.extend(PLACE.map(|degrees| degrees.to_string()));
    assert!(canaries.len() > 33);
    for canary in &canaries {
        if let Some(line) = logged.lines().find(|line| line.contains(canary.as_str())) {
            let line: String = line.chars().take(400).collect();
            panic!("{canary} is in the log: {line}");
        }
        assert!(!holds(&disk, canary), "{canary} is on the disk");
    }
}
