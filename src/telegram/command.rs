//! What a person means by a text that begins with a slash.
//!
//! The grammar is Telegram's: `/name`, perhaps `@bot`, then whatever they want to say to it. What follows the name may be
//! a person's words or an invite's token, so no `Debug` here shows it.

use std::fmt;

use crate::core::model::words::Text;

/// A command for this bot, with what was written after it; `None` where nothing was.
#[derive(Clone, PartialEq)]
pub enum Command {
    /// The payload of a deep link; absent as well when what follows could not be one.
    Start {
        payload: Option<String>,
    },
    Invite,
    Prompt {
        kind: Option<String>,
    },
    Today,
    Schedule {
        plan: Option<Text>,
    },
    Timezone {
        place: Option<Text>,
    },
    Ask {
        question: Option<Text>,
    },
    Reflect,
    History,
    Settings,
    Pause,
    Resume,
    Export,
    Leave,
    Forget,
    Privacy,
    Safety,
    Help,
    Cancel,
    /// No command of ours, by its name in lower case.
    Unknown(String),
}

/// The longest payload of a deep link, in bytes (Bot API, "Deep linking").
const MAX_PAYLOAD_BYTES: usize = 64;

impl Command {
    /// Reads the command a text begins with. `None` when it begins with none, with one that Telegram shows as code, or
    /// with one for a bot other than `bot_username` (compared without case).
    pub fn read(text: &Text, bot_username: &str) -> Option<Command> {
        if starts_as_code(text) {
            return None;
        }
        let rest = text.text.strip_prefix('/')?;
        let (name, rest) = split_word(rest);
        if name.is_empty() || name.len() > 64 {
            return None;
        }
        let (bot, rest) = match rest.strip_prefix('@').map(split_word) {
            Some((bot, rest)) if !bot.is_empty() => (Some(bot), rest),
            _ => (None, rest),
        };
        // A path or a tag (`/home/us`, `/b>`) is none: Telegram does not mark it as a command either.
        let goes_on = |c: char| c.is_alphanumeric() || matches!(c, '_' | '/' | '<' | '>');
        if rest.starts_with(goes_on) {
            return None;
        }
        if bot.is_some_and(|bot| !bot.eq_ignore_ascii_case(bot_username)) {
            return None;
        }
        Some(Command::of(
            &name.to_ascii_lowercase(),
            arguments(text, rest),
        ))
    }

    fn of(name: &str, arguments: Option<Text>) -> Command {
        let lower = |text: Text| text.text.to_lowercase();
        match name {
            "start" => Command::Start {
                payload: arguments
                    .map(|text| text.text)
                    .filter(|text| is_payload(text)),
            },
            "invite" => Command::Invite,
            "prompt" => Command::Prompt {
                kind: arguments.map(lower),
            },
            "today" => Command::Today,
            "schedule" => Command::Schedule { plan: arguments },
            "timezone" => Command::Timezone { place: arguments },
            "ask" => Command::Ask {
                question: arguments,
            },
            "reflect" => Command::Reflect,
            "history" => Command::History,
            "settings" => Command::Settings,
            "pause" => Command::Pause,
            "resume" => Command::Resume,
            "export" => Command::Export,
            "leave" => Command::Leave,
            "forget" => Command::Forget,
            "privacy" => Command::Privacy,
            "safety" => Command::Safety,
            "help" => Command::Help,
            "cancel" => Command::Cancel,
            other => Command::Unknown(other.to_owned()),
        }
    }

    /// The command's name without the slash.
    pub fn name(&self) -> &str {
        match self {
            Command::Start { .. } => "start",
            Command::Invite => "invite",
            Command::Prompt { .. } => "prompt",
            Command::Today => "today",
            Command::Schedule { .. } => "schedule",
            Command::Timezone { .. } => "timezone",
            Command::Ask { .. } => "ask",
            Command::Reflect => "reflect",
            Command::History => "history",
            Command::Settings => "settings",
            Command::Pause => "pause",
            Command::Resume => "resume",
            Command::Export => "export",
            Command::Leave => "leave",
            Command::Forget => "forget",
            Command::Privacy => "privacy",
            Command::Safety => "safety",
            Command::Help => "help",
            Command::Cancel => "cancel",
            Command::Unknown(name) => name,
        }
    }
}

impl fmt::Debug for Command {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Command::Unknown(_) => f.write_str("Command(unknown)"),
            known => write!(f, "Command(/{})", known.name()),
        }
    }
}

fn is_payload(text: &str) -> bool {
    let allowed = |b: u8| b.is_ascii_alphanumeric() || b == b'_' || b == b'-';
    text.len() <= MAX_PAYLOAD_BYTES && text.bytes().all(allowed)
}

fn split_word(text: &str) -> (&str, &str) {
    let end = text
        .find(|c: char| !(c.is_ascii_alphanumeric() || c == '_'))
        .unwrap_or(text.len());
    text.split_at(end)
}

fn starts_as_code(text: &Text) -> bool {
    text.entities.iter().any(|entity| {
        entity["offset"] == 0 && matches!(entity["type"].as_str(), Some("code" | "pre"))
    })
}

/// What follows the name, without the space around it, its entities moved along. `rest` is the end of `text`.
fn arguments(text: &Text, rest: &str) -> Option<Text> {
    let rest = rest.trim_start();
    let start = text.text[..text.text.len() - rest.len()]
        .encode_utf16()
        .count() as i64;
    let rest = rest.trim_end();
    let end = start + rest.encode_utf16().count() as i64;
    let entities = text.entities.iter().filter_map(|entity| {
        let from = entity["offset"].as_i64()?;
        let to = from.checked_add(entity["length"].as_i64()?)?.min(end);
        let from = from.max(start);
        let mut moved = entity.clone();
        moved["offset"] = (from - start).into();
        moved["length"] = to.checked_sub(from).filter(|length| *length > 0)?.into();
        Some(moved)
    });
    (!rest.is_empty()).then(|| Text {
        text: rest.to_owned(),
        entities: entities.collect(),
    })
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn read(text: &str) -> Option<Command> {
        Command::read(&Text::plain(text), "TwofoldBot")
    }

    #[test]
    fn every_command_of_the_menu_is_read_by_its_name() {
        let all = "start invite prompt today schedule timezone ask reflect history settings pause resume export leave \
                   forget privacy safety help cancel";
        for name in all.split_whitespace() {
            for typed in [format!("/{name}"), format!("/{}", name.to_uppercase())] {
                let command = read(&typed).unwrap();
                assert_eq!(command.name(), name);
                assert!(!matches!(command, Command::Unknown(_)), "{name}");
            }
        }
    }

    #[test]
    fn what_follows_the_name_is_kept_as_typed() {
        let question = |text: &str| {
            Some(Command::Ask {
                question: Some(Text::plain(text)),
            })
        };
        assert_eq!(
            read("/ask  What <b> was\n\nnice? "),
            question("What <b> was\n\nnice?")
        );
        assert_eq!(read("/ask\nWhat was nice?"), question("What was nice?"));
        assert_eq!(read("/ask"), Some(Command::Ask { question: None }));
        assert_eq!(read("/ask   \n"), Some(Command::Ask { question: None }));
        assert_eq!(
            read("/prompt Gratitude please"),
            Some(Command::Prompt {
                kind: Some("gratitude please".into())
            })
        );
    }

    #[test]
    fn entities_move_along_with_the_words_they_mark() {
        let text = Text {
            text: "/ask 🎉 what was fine".into(),
            entities: vec![
                json!({"type": "bot_command", "offset": 0, "length": 4}),
                json!({"type": "bold", "offset": 8, "length": 4}),
                json!({"type": "italic", "offset": 0, "length": 99}),
                json!({"type": "odd"}),
            ],
        };
        let question = match Command::read(&text, "TwofoldBot") {
            Some(Command::Ask { question: Some(q) }) => q,
            other => panic!("{other:?}"),
        };
        assert_eq!(question.text, "🎉 what was fine");
        assert_eq!(
            question.entities,
            vec![
                json!({"type": "bold", "offset": 3, "length": 4}),
                json!({"type": "italic", "offset": 0, "length": 16}),
            ]
        );
    }

    #[test]
    fn a_command_for_another_bot_is_not_ours() {
        assert_eq!(read("/help@otherbot"), None);
        assert_eq!(read("/help@twofoldbot"), Some(Command::Help));
        assert_eq!(
            read("/prompt@TwofoldBot memory"),
            Some(Command::Prompt {
                kind: Some("memory".into())
            })
        );
    }

    #[test]
    fn only_what_telegram_marks_as_a_command_is_one() {
        for text in [
            "",
            "/",
            "help",
            " /help",
            "//help",
            "/home/us",
            "/b>",
            "/startж",
            "/дом",
            "🎉/help",
        ] {
            assert_eq!(read(text), None, "{text}");
        }
        assert_eq!(read("/help!"), Some(Command::Help));
        assert_eq!(read("/dance"), Some(Command::Unknown("dance".into())));
        let code = Text {
            text: "/help".into(),
            entities: vec![json!({"type": "code", "offset": 0, "length": 5})],
        };
        assert_eq!(Command::read(&code, "TwofoldBot"), None);
    }

    #[test]
    fn a_start_payload_is_what_a_deep_link_can_carry() {
        let payload = |text: &str| match read(text) {
            Some(Command::Start { payload }) => payload,
            other => panic!("{other:?}"),
        };
        assert_eq!(payload("/start AZaz09_-"), Some("AZaz09_-".into()));
        assert_eq!(payload("/start"), None);
        assert_eq!(payload("/start two words"), None);
        assert_eq!(payload("/start ключ"), None);
        assert_eq!(payload(&format!("/start {}", "x".repeat(65))), None);
        assert!(payload(&format!("/start {}", "x".repeat(64))).is_some());
    }

    #[test]
    fn no_debug_shows_what_was_typed() {
        for text in ["/start canary", "/ask canary", "/canary", "/prompt canary"] {
            let shown = format!("{:?}", read(text).unwrap());
            assert!(!shown.contains("canary"), "{shown}");
        }
    }
}
