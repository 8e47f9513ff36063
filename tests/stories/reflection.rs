//! The reflection, told from two chats. Start with `together`, the way through all of it.

mod alone;
mod away;
mod ends;
mod inviting;
mod languages;
mod odd;
mod opening;
mod together;
mod worlds;
mod writing;

use twofold::sandbox::Seen;

use crate::world::Story;

/// Two people at home in Lisbon on a Tuesday, shortly before noon, with nothing open. The times that are offered are whole
/// minutes, and stay the same for the half minute that a busy machine may need.
async fn at_home() -> (Story, i64, i64) {
    let story = Story::begin().await;
    let (ana, ben) = story.at_home().await;
    story.until("2026-03-03T11:59:32Z").await;
    (story, ana, ben)
}

/// Ana asks after an argument, for one o'clock.
async fn asks(story: &Story, who: i64) {
    story.says(who, "/reflect").await;
    story.presses(who, "After an argument").await;
    story.presses(who, "Yes, I can").await;
    story.presses(who, "In 1 hour · 13:00").await;
}

async fn says_yes(story: &Story, who: i64) {
    story.presses(who, "Yes, let’s").await;
    story.presses(who, "Yes, I can").await;
}

/// Both have agreed, and it is time.
async fn time_to_write() -> (Story, i64, i64) {
    let (story, ana, ben) = at_home().await;
    asks(&story, ana).await;
    says_yes(&story, ben).await;
    story.until("2026-03-03T13:00:10Z").await;
    (story, ana, ben)
}

/// Skips what they feel, and writes what happened and what they will do.
async fn writes(story: &Story, who: i64, happened: &str, will: &str) {
    story.presses(who, "Begin").await;
    story.presses(who, "Skip").await;
    story.says(who, happened).await;
    story.presses(who, "Next").await;
    story.presses(who, "Skip").await;
    story.says(who, will).await;
    story.presses(who, "Next").await;
}

/// Both have sealed.
async fn sealed() -> (Story, i64, i64) {
    let (story, ana, ben) = time_to_write().await;
    writes(&story, ana, "We were both tired.", "I will phone.").await;
    story.presses(ana, "Seal it").await;
    writes(&story, ben, "Two hungry people.", "I will cook.").await;
    story.presses(ben, "Seal it").await;
    (story, ana, ben)
}

/// What a person sees of their own hand, commands aside.
fn own(story: &Story, who: i64) -> Vec<Seen> {
    let mut screen = story.screen(who);
    screen.retain(|seen| !seen.is_from_bot() && !seen.text.starts_with('/'));
    screen
}
