//! Two worlds that differ in what somebody cannot say: what is on the screens, in the calls and in the database, hours later
//! too, and when an answer of Telegram's gets lost.

use std::collections::BTreeMap;

use serde_json::Value;
use twofold::sandbox::{Fault, When};

use super::{asks, at_home};
use crate::world::Story;

/// What one world leaves behind.
#[derive(PartialEq, Debug)]
struct World {
    hers: String,
    his: String,
    /// Method, text and minute of every call to the asker's chat, and to the other one's.
    calls: [Vec<String>; 2],
    stored: Vec<String>,
}

/// Without everyday questions, which chance picks.
async fn resting() -> (Story, i64, i64) {
    let (story, ana, ben) = at_home().await;
    story.says(ana, "/pause").await;
    story.presses(ana, "Until one of us resumes").await;
    (story, ana, ben)
}

/// The calls that reached a chat, without what differs between any two runs.
fn calls(story: &Story, who: i64, from: usize) -> Vec<String> {
    let calls = story.calls_to(who).into_iter().skip(from);
    calls
        .map(|call| {
            let minute = call.at.as_second().div_euclid(60);
            let text = call.params["text"].as_str().unwrap_or_default().to_owned();
            format!("{minute} {} {text}", call.method)
        })
        .collect()
}

/// Documents without the numbers and moments that chance and the machine's clock give: each number by the order in which it
/// comes, each moment to the hour.
async fn stored(story: &Story) -> Vec<String> {
    let mut documents = Vec::new();
    for query in [
        "select doc from reflection order by id",
        "select doc from couple order by id",
        "select 'words ' || cast(count(*) as text) from reflection_words",
        "select 'rounds ' || cast(count(*) as text) from round",
        "select 'asides ' || cast(count(*) as text) from aside",
    ] {
        documents.extend(story.sealed(query).await);
    }
    let mut names = BTreeMap::new();
    documents
        .iter()
        .map(|document| match serde_json::from_str::<Value>(document) {
            Ok(mut value) => {
                plain(&mut value, &mut names);
                value.to_string()
            }
            Err(_) => document.clone(),
        })
        .collect()
}

fn plain(value: &mut Value, names: &mut BTreeMap<i64, usize>) {
    match value {
        Value::Number(number) => {
            if let Some(id) = number.as_i64().filter(|id| *id > 1_000_000) {
                let next = names.len();
                *value = format!("#{}", names.entry(id).or_insert(next)).into();
            }
        }
        Value::String(text) if text.starts_with("2026-") => text.truncate(13),
        // The first prompt of all, which chance picked.
        Value::String(text) if text.starts_with("gratitude-") => text.truncate(9),
        Value::Array(all) => all.iter_mut().for_each(|one| plain(one, names)),
        Value::Object(all) => all.values_mut().for_each(|one| plain(one, names)),
        _ => {}
    }
}

/// Looks around on every page that says how things stand.
async fn looks_around(story: &Story, who: i64) {
    for page in ["/today", "/settings", "/reflect", "/help"] {
        story.says(who, page).await;
    }
}

/// A world in which the asker gets as far as the question, or not.
async fn of_the_asker(how: &str) -> World {
    let (story, ana, ben) = resting().await;
    let from = [ana, ben].map(|who| story.calls_to(who).len());
    let since = story.revision();
    story.says(ana, "/reflect").await;
    if how == "not safe" {
        story.presses(ana, "After an argument").await;
        story.presses(ana, "No, or I’m not sure").await;
        let delete = story.app.library().safety().afraid("en").delete.to_owned();
        story.presses(ana, &delete).await;
    } else {
        story.presses(ana, "Never mind").await;
    }
    looks_around(&story, ben).await;
    story.until("2026-03-03T18:00:00Z").await;
    looks_around(&story, ben).await;
    story.until("2026-03-04T12:00:00Z").await;
    World {
        hers: String::new(),
        his: story.page_since(ben, since),
        calls: [Vec::new(), calls(&story, ben, from[1])],
        stored: stored(&story).await,
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn an_asker_who_is_not_safe_leaves_what_one_who_cancelled_leaves() {
    assert_eq!(
        of_the_asker("not safe").await,
        of_the_asker("cancelled").await
    );
}

/// A world in which the invited one gives this answer; `lost`: the answer to the call with the invitation never comes.
async fn of_the_invited(answer: &str, lost: bool) -> World {
    let (story, ana, ben) = resting().await;
    if answer == "off" {
        story.says(ben, "/settings").await;
        story.presses(ben, "✓ Invitations after an argument").await;
    }
    let from = [ana, ben].map(|who| story.calls_to(who).len());
    let since = story.revision();
    if lost {
        let when = When::any().method("sendMessage").chat(ben).times(1);
        let fault = Fault::Reset { delivered: true };
        story
            .telegram
            .with(|world, _| world.faults.add(when, fault));
    }
    asks(&story, ana).await;
    if lost {
        story.minutes(2).await;
    }
    match answer {
        "no" => story.presses(ben, "Not now").await,
        "not safe" => {
            story.presses(ben, "Yes, let’s").await;
            story.presses(ben, "No, or I’m not sure").await;
            let delete = story.app.library().safety().afraid("en").delete.to_owned();
            story.presses(ben, &delete).await;
        }
        _ => {}
    }
    looks_around(&story, ana).await;
    story.until("2026-03-03T12:30:00Z").await;
    looks_around(&story, ana).await;
    story.until("2026-03-03T13:30:00Z").await;
    looks_around(&story, ana).await;
    story.until("2026-03-04T12:00:00Z").await;
    World {
        hers: story.page_since(ana, since),
        his: story.page_since(ben, since),
        calls: [calls(&story, ana, from[0]), Vec::new()],
        stored: stored(&story).await,
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn an_invited_one_who_is_not_safe_leaves_what_a_no_leaves_with_both() {
    let no = of_the_invited("no", false).await;
    assert_eq!(no, of_the_invited("not safe", false).await);
    // Nothing and switched off: the asker sees the same, in the same calls.
    for answer in ["no answer", "off"] {
        let other = of_the_invited(answer, false).await;
        assert_eq!(no.hers, other.hers, "{answer}");
        assert_eq!(no.calls, other.calls, "{answer}");
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_same_when_the_answer_to_the_invitations_call_was_lost() {
    let no = of_the_invited("no", true).await;
    let not_safe = of_the_invited("not safe", true).await;
    assert_eq!(no.hers, not_safe.hers);
    assert_eq!(no.calls, not_safe.calls);
    assert_eq!(no.stored, not_safe.stored);
}
