//! Whether a text is a command for this bot: Telegram's grammar, `/name`, perhaps `@bot`, then whatever follows.
//!
//! Which names there are, and what is made of what follows them, stands in [`crate::core::protocol::command`]. What follows may be a
//! person's words or an invite's token: nothing here keeps or prints it. Start with [`read_command`].

use crate::core::model::ids::MessageId;
use crate::core::model::words::Text;
use crate::core::protocol::command::Command;

/// Reads the command a text begins with. `None` when it begins with none, with one that Telegram shows as code, or
/// with one for a bot other than `bot_username` (compared without case).
///
/// `message` is the message whose text it is.
pub fn read_command(text: &Text, message: MessageId, bot_username: &str) -> Option<Command> {
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
    let name = name.to_ascii_lowercase();
    Some(Command::read(&name, arguments(text, rest), message))
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
    use crate::core::model::ids::RoundId;
    use crate::core::model::invite::invite_hash;
    use crate::core::protocol::command::{CommandName, RESERVED};

    const MESSAGE: MessageId = MessageId(77);

    fn read(text: &str) -> Option<Command> {
        read_command(&Text::plain(text), MESSAGE, "TwofoldBot")
    }

    #[test]
    fn every_command_of_the_menu_is_read_by_its_name() {
        let all = [
            ("start", Command::Start),
            ("invite", Command::Invite),
            ("prompt", Command::Prompt(None)),
            ("today", Command::Today),
            ("schedule", Command::Schedule(None)),
            ("timezone", Command::Timezone(None)),
            ("ask", Command::Ask(None)),
            ("reflect", Command::Reflect),
            ("history", Command::NotYet),
            ("settings", Command::Settings),
            ("pause", Command::Pause),
            ("resume", Command::Resume),
            ("export", Command::NotYet),
            ("leave", Command::Leave),
            ("forget", Command::NotYet),
            ("privacy", Command::Privacy),
            ("safety", Command::Safety(MESSAGE)),
            ("help", Command::Help),
            ("cancel", Command::Cancel),
        ];
        assert_eq!(all.len(), CommandName::ALL.len() + RESERVED.len());
        for (name, command) in all {
            for typed in [format!("/{name}"), format!("/{}", name.to_uppercase())] {
                assert_eq!(read(&typed).as_ref(), Some(&command), "{name}");
            }
        }
    }

    #[test]
    fn what_follows_the_name_is_kept_as_typed() {
        let question = |text: &str| Some(Command::Ask(Some(Text::plain(text))));
        assert_eq!(
            read("/ask  What <b> was\n\nnice? "),
            question("What <b> was\n\nnice?")
        );
        assert_eq!(read("/ask\nWhat was nice?"), question("What was nice?"));
        assert_eq!(read("/ask"), Some(Command::Ask(None)));
        assert_eq!(read("/ask   \n"), Some(Command::Ask(None)));
        assert_eq!(
            read("/prompt Gratitude please"),
            Some(Command::Prompt(Some("gratitude please".into())))
        );
        assert_eq!(
            read("/timezone São Tomé"),
            Some(Command::Timezone(Some("São Tomé".into())))
        );
    }

    #[test]
    fn what_is_too_long_for_a_kind_or_a_place_is_not_looked_at() {
        let long = "x".repeat(257);
        let read = |name: &str| read(&format!("/{name} {long}"));
        assert_eq!(read("prompt"), Some(Command::Prompt(None)));
        assert_eq!(read("timezone"), Some(Command::Timezone(Some("".into()))));
        assert_eq!(read("schedule"), Some(Command::Schedule(Some("".into()))));
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
        let question = match read_command(&text, MESSAGE, "TwofoldBot") {
            Some(Command::Ask(Some(question))) => question,
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
            Some(Command::Prompt(Some("memory".into())))
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
        assert_eq!(read("/dance"), Some(Command::Unknown));
        let code = Text {
            text: "/help".into(),
            entities: vec![json!({"type": "code", "offset": 0, "length": 5})],
        };
        assert_eq!(read_command(&code, MESSAGE, "TwofoldBot"), None);
    }

    #[test]
    fn a_start_payload_is_what_a_deep_link_can_carry() {
        assert_eq!(read("/start AZaz09_-"), Some(Command::OpenGarbage));
        assert_eq!(read("/start"), Some(Command::Start));
        assert_eq!(read("/start two words"), Some(Command::Start));
        assert_eq!(read("/start ключ"), Some(Command::Start));
        let long = |bytes: usize| read(&format!("/start {}", "x".repeat(bytes)));
        assert_eq!(long(65), Some(Command::Start));
        assert_eq!(long(64), Some(Command::OpenGarbage));
        let token = "x".repeat(22);
        assert_eq!(long(22), Some(Command::Open(invite_hash(&token))));
        assert_eq!(read("/start r_1f"), Some(Command::Answer(RoundId(31))));
        assert_eq!(read("/start r_01f"), Some(Command::OpenGarbage));
    }

    #[test]
    fn no_debug_shows_what_was_typed() {
        for text in [
            "/start canary",
            "/ask canary",
            "/canary",
            "/prompt canary",
            "/timezone canary",
            "/schedule canary",
        ] {
            let shown = format!("{:?}", read(text).unwrap());
            assert!(!shown.contains("canary"), "{shown}");
        }
    }
}
