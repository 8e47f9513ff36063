//! What two people make their own: questions they ask each other, the deck of those they keep, favourites and rituals.

mod asking;
mod deck;
mod favourites;
mod rituals;

use jiff::SignedDuration;
use twofold::core::Rules;
use twofold::library::Source;

use crate::world::Story;

/// Three kinds: own questions belong to the second, whose prompts rest ten days, and the third can become a ritual.
fn three_kinds() -> Source {
    Source::strings([
        (
            "kinds.toml",
            r#"
[[kind]]
id = "gratitude"
emoji = "🙏"
shape = "text"
depth = 1
buttons = ["touched"]

[[kind]]
id = "curiosity"
emoji = "🔎"
shape = "text"
depth = 1
cooldown_days = 10
buttons = ["new-to-me"]
own = true

[[kind]]
id = "good-touch"
emoji = "🤗"
shape = "text"
depth = 1
buttons = ["felt-good"]
ritual = true
"#,
        ),
        (
            "en/kinds.toml",
            r#"
[gratitude]
title = "Gratitude"
how = "One thing {partner} did."
[gratitude.buttons]
touched = "That touched me"

[curiosity]
title = "Curiosity"
how = "Say the first thing that comes; it can’t be wrong."
listen = "Ask one more question before you tell your own story."
[curiosity.buttons]
new-to-me = "I didn’t know that"

[good-touch]
title = "Good touch"
how = "One small, warm thing to do."
[good-touch.buttons]
felt-good = "That felt good"
"#,
        ),
        (
            "en/gratitude.toml",
            r#"
[[prompt]]
id = "gratitude-0001"
text = "What did {partner} do this week that nobody saw but you?"
theme = "small-things"
why = "Late thanks are still thanks."
"#,
        ),
        (
            "en/curiosity.toml",
            r#"
[[prompt]]
id = "curiosity-0001"
text = "Which smell brings back your childhood kitchen?"
theme = "childhood"
why = "Smells remember."

[[prompt]]
id = "curiosity-0002"
text = "Where would you hide for an afternoon of rain?"
theme = "places"
why = "A hiding place says a lot."
"#,
        ),
        (
            "en/good-touch.toml",
            r#"
[[prompt]]
id = "good-touch-0001"
text = "Hold {partner}’s hand for one whole song."
theme = "hands"
why = "A song is long enough."
"#,
        ),
    ])
}

async fn begin() -> Story {
    Story::with(Rules::default(), three_kinds).await
}

/// Together in Lisbon, nothing comes by the clock but what a story plans, and nothing is open.
async fn at_home() -> (Story, i64, i64) {
    let story = begin().await;
    let (ana, ben) = story.pair().await;
    story
        .both_answer(ana, ben, "For the bike.", "For the soup.")
        .await;
    story.says(ana, "Lisbon").await;
    story.presses(ben, "The same for me").await;
    nothing_planned(&story, ana).await;
    story.later(SignedDuration::from_mins(15)).await;
    (story, ana, ben)
}

/// One evening in the year is left of the plan.
async fn nothing_planned(story: &Story, who: i64) {
    story.says(who, "/schedule gentle").await;
    story.says(who, "/schedule gratitude 30 20 1 1 *").await;
    loop {
        story.says(who, "/schedule").await;
        let rows = story.last(who).buttons;
        let schedules = &rows[1..rows.len() - 1];
        let other = schedules
            .iter()
            .find(|row| !row[0].label.starts_with("On day 1"));
        let Some(other) = other else { return };
        let label = other[0].label.clone();
        story.presses(who, &label).await;
        story.presses(who, "Remove").await;
    }
}

/// Somebody asks, both answer, both answers open.
async fn asked_and_opened(story: &Story, by: i64, other: i64, question: &str) {
    story.says(by, &format!("/ask {question}")).await;
    story.both_answer(by, other, "One.", "Two.").await;
    assert!(story.reveal(other).text.contains(question));
}
