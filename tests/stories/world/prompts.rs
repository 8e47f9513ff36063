//! A library so small that it is known which prompt comes: for stories whose page is read as a whole.

use twofold::library::Source;

const KINDS: &str = r#"[[kind]]
id = "check-in"
emoji = "🌤"
shape = "text"
depth = 1
cooldown_days = 30
buttons = ["hear-you", "here"]

[[kind]]
id = "gratitude"
emoji = "🙏"
shape = "text"
depth = 1
cooldown_days = 90
buttons = ["touched"]
"#;

const WORDS: &str = r#"[check-in]
title = "Check-in"
how = "One feeling from today, and a little about it. Nobody solves or judges anything; the other only listens."
listen = "No fixing, no advice. Say back what you heard, or just stay close to it."
[check-in.buttons]
hear-you = "I hear you"
here = "I’m here"

[gratitude]
title = "Gratitude"
how = "One thing {partner} did, or simply is. Say what it took of them, and why it mattered to you."
listen = "Let it reach you. There is nothing to give back."
[gratitude.buttons]
touched = "That touched me"
"#;

/// The one gratitude prompt.
pub const THANKS: &str = "What did Ben do this week that nobody saw but you?";
/// The first line of the one check-in prompt.
pub const FEELING: &str = "One feeling, the one that’s here.";

const GRATITUDE: &str = r#"[[prompt]]
id = "gratitude-0001"
text = "What did {partner} do this week that nobody saw but you?"
theme = "small-things"
why = "Late thanks are still thanks."
"#;

const CHECK_IN: &str = r#"[[prompt]]
id = "check-in-0001"
text = "One feeling, the one that’s here."
follow_up = "“Fine, actually” is a whole answer."
theme = "plain"
why = "The shortest door in."
"#;

const ONE_OF_EACH: [(&str, &str); 4] = [
    ("kinds.toml", KINDS),
    ("en/kinds.toml", WORDS),
    ("en/gratitude.toml", GRATITUDE),
    ("en/check-in.toml", CHECK_IN),
];

/// One gratitude prompt and one check-in prompt, which has a second line.
pub fn one_of_each() -> Source {
    Source::strings(ONE_OF_EACH)
}

/// Countries with an emergency number and no line.
const ELSEWHERE: &str = "AT AU BE BR CA CH CZ DE DK ES FI FR GR HU IE IT JP NL NO NZ PL RO SE US";

const HELP: &str = r#"checked = 2026-03-01

[[line]]
country = "PT"
name = "Linha de Exemplo"
for = "women"
phone = "800 000 001"
text = "3060"
chat = "https://chat.example.org"
url = "https://example.org/pt"
hours = "24/7"
source = "https://example.org/pt"

[[line]]
country = "GB"
name = "An Example Line"
for = "everyone"
phone = "01632 960 001"
source = "https://example.org/gb"

[[directory]]
name = "Help everywhere"
url = "https://example.org"
source = "https://example.org"

[[emergency]]
country = "PT"
number = "112"
source = "https://example.org/pt"
"#;

/// The same, with help lines of its own for `/safety`; the words around them are those that ship.
pub fn with_help() -> Source {
    let mut help = HELP.to_owned();
    for code in ELSEWHERE.split(' ') {
        help.push_str(&format!(
            "\n[[emergency]]\ncountry = \"{code}\"\nnumber = \"112\"\nsource = \"https://example.org\"\n"
        ));
    }
    let files = ONE_OF_EACH.map(|(path, text)| (path, text.to_owned()));
    Source::strings(files.into_iter().chain([("safety.toml", help)]))
}
