//! Questions that are answered by a tap, on both phones: a feeling, a place on a scale, a choice, something done.
//!
//! The library is so small that it is known which prompt comes; its feelings are the ones that ship.

mod choice;
mod done;
mod feeling;
mod scale;

use jiff::SignedDuration;
use twofold::core::Rules;
use twofold::library::Source;
use twofold::sandbox::Seen;

use crate::world::Story;

const KINDS: &str = r#"
[[kind]]
id = "check-in"
emoji = "🌤"
shape = "feeling"
depth = 1
buttons = ["hear-you"]

[[kind]]
id = "gratitude"
emoji = "🙏"
shape = "text"
depth = 1

[[kind]]
id = "needs"
emoji = "🧭"
shape = "scale"
depth = 1

[[kind]]
id = "peace"
emoji = "🕊"
shape = "choice"
depth = 1

[[kind]]
id = "date"
emoji = "🕯"
shape = "choice"
reveals = "matches"
depth = 1

[[kind]]
id = "affection"
emoji = "🤗"
shape = "done"
depth = 1
"#;

const WORDS: &str = r#"
[check-in]
title = "Check-in"
how = "One feeling from today. Nobody solves or judges anything; the other only listens."
listen = "No fixing, no advice. Say back what you heard, or just stay close to it."
[check-in.buttons]
hear-you = "I hear you"

[gratitude]
title = "Gratitude"
how = "One thing {partner} did, or simply is."

[needs]
title = "Needs"
how = "How much closeness, how much room: say what is true for you."
listen = "No bargaining yet. First say back what {partner} needs."

[peace]
title = "Peace"
how = "What helps you when you two were at odds."

[date]
title = "Date"
how = "Pick whatever you’d enjoy, phones away. You’ll only see what you both picked."

[affection]
title = "Affection"
how = "One small, warm thing to do today, if you both feel like it."
"#;

const CHECK_IN: &str = r#"
[[prompt]]
id = "check-in-0001"
text = "One feeling, the one that’s here."
theme = "plain"
why = "The shortest door in."
"#;

const GRATITUDE: &str = r#"
[[prompt]]
id = "gratitude-0001"
text = "What did {partner} do this week that nobody saw but you?"
theme = "small-things"
why = "Late thanks are still thanks."
"#;

const NEEDS: &str = r#"
[[prompt]]
id = "needs-0001"
text = "After a long day apart, what does your evening need?"
ends = ["closeness", "room"]
theme = "closeness"
why = "Two ways of coming home."
"#;

const PEACE: &str = r#"
[[prompt]]
id = "peace-0001"
text = "After a disagreement, which white flag do you recognise at once?"
options = ["A joke", "A cup of something", "A plain “sorry”", "{partner} sitting down close by"]
theme = "talking"
why = "Peace offers are often missed."
"#;

const DATE: &str = r#"
[[prompt]]
id = "date-0001"
text = "Twenty minutes after dinner, and nobody needs either of you. What shall it be?"
options = ["Once round the block", "A chapter, read aloud", "Each plays the other a song"]
theme = "short-times"
why = "The smallest gap can hold a date."

[[prompt]]
id = "date-0002"
text = "A whole Saturday morning is yours. Where does it begin?"
options = ["At the market", "Under the blanket", "On a train to anywhere"]
theme = "mornings"
why = "A morning is a date, too."

[[prompt]]
id = "date-0003"
text = "It rains all Sunday long. What does the rain allow?"
options = ["A fort of cushions", "A walk in wellingtons", "Soup that takes hours"]
theme = "weather"
why = "Bad weather is a good excuse."
"#;

const AFFECTION: &str = r#"
[[prompt]]
id = "affection-0001"
text = "Send {partner} a photo of something that made you think of them."
theme = "from-afar"
why = "A thought that is seen counts twice."
"#;

fn known() -> Source {
    Source::strings(files())
}

fn files() -> [(&'static str, &'static str); 10] {
    let feelings = include_str!("../../prompts/feelings.toml");
    let words = include_str!("../../prompts/en/feelings.toml");
    [
        ("kinds.toml", KINDS),
        ("feelings.toml", feelings),
        ("en/kinds.toml", WORDS),
        ("en/feelings.toml", words),
        ("en/check-in.toml", CHECK_IN),
        ("en/gratitude.toml", GRATITUDE),
        ("en/needs.toml", NEEDS),
        ("en/peace.toml", PEACE),
        ("en/date.toml", DATE),
        ("en/affection.toml", AFFECTION),
    ]
}

/// Ana and Ben at home, and Ana has just asked for a question of this kind.
async fn asked(kind: &str) -> (Story, i64, i64) {
    let story = Story::with(Rules::default(), known).await;
    let (ana, ben) = story.at_home().await;
    story.says(ana, &format!("/prompt {kind}")).await;
    story.later(SignedDuration::from_secs(5)).await;
    (story, ana, ben)
}

/// Both have been quiet for long enough.
async fn settled(story: &Story) {
    story.later(SignedDuration::from_secs(20)).await;
}

/// It stands there, and a lock screen does not show it.
fn covers(seen: &Seen, word: &str) -> bool {
    seen.text.contains(word) && !seen.on_lock_screen().contains(word)
}
