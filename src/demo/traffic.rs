//! The calls of the bot, for whoever wants to see the Bot API at work. What a person wrote or tapped is left out of a body until
//! it has opened: not covered on the page, but never sent there.

use std::collections::BTreeSet;

use serde_json::{Value, json};

use super::session::{Phone, Session, group_in};
use crate::core::protocol::couple::CouplePress;
use crate::core::protocol::place::PlacePress;
use crate::core::protocol::plan::PlanPress;
use crate::core::protocol::press::Press;
use crate::core::protocol::round::RoundPress;
use crate::core::protocol::settings::SettingsPress;
use crate::sandbox::{Seen, World};

/// A line of a longer text says something by itself from this many letters on.
const LINE_MIN: usize = 4;
/// Stands for whatever is sealed, however long it is.
const SEALED: &str = "▒▒▒▒▒▒▒▒";

/// Something a person wrote, or the label of what they tapped.
#[derive(PartialEq, Eq, PartialOrd, Ord)]
struct Said {
    person: i64,
    text: String,
    /// The message in which it was said or tapped.
    message: i64,
}

/// One call in a line: when, which method, which chat, what came of it.
pub fn line(session: &Session, world: &World, index: usize) -> Option<Value> {
    let call = world.calls().get(index)?;
    let chat = call.chat.map(|chat| match session.phone_of(chat) {
        Some(phone) => phone.key(),
        None => "g",
    });
    let count = call.reply.result().and_then(Value::as_array);
    Some(json!({
        "index": index,
        "at": call.at.as_millisecond(),
        "method": call.method,
        "chat": chat,
        "ok": call.reply.is_ok(),
        "status": call.reply.status(),
        "why": call.reply.description(),
        "updates": count.filter(|_| call.method == "getUpdates").map(Vec::len),
    }))
}

/// One call with its body, in pieces of which each is clear or sealed.
pub fn body(session: &Session, world: &World, index: usize) -> Option<Value> {
    let call = world.calls().get(index)?;
    let sealed = still_sealed(session, world);
    let what = match call.method.as_str() {
        "getUpdates" => call.reply.result()?.clone(),
        _ => call.params.clone(),
    };
    let mut pieces = Pieces::default();
    pieces.write(&what, "", &sealed, 0);
    Some(json!({"index": index, "pieces": pieces.0}))
}

/// Whether anything both wrote, or one gave, has opened.
pub fn has_opened(session: &Session, world: &World) -> bool {
    let opened = Opened::by_now(session, world);
    let mut said = said(session, world).into_iter();
    said.any(|said| opened.holds(session, &said))
        || Phone::BOTH.into_iter().any(|phone| {
            let screen = world.screen(session.person(phone));
            let mut shown = screen.iter().filter(|seen| seen.is_from_bot());
            // The bot has no pictures and voices of its own.
            shown.any(|seen| seen.media.is_some())
        })
}

fn still_sealed(session: &Session, world: &World) -> Vec<Said> {
    let opened = Opened::by_now(session, world);
    let mut said = said(session, world);
    said.retain(|said| !opened.holds(session, said));
    said.into_iter().collect()
}

/// What each of the two can read of the other: what lies under a spoiler in a message of the bot, which is how everything comes
/// that one gives the other.
struct Opened([Vec<(i64, String)>; 2]);

impl Opened {
    fn by_now(session: &Session, world: &World) -> Opened {
        let group = group_in(world);
        // All private chats count together; a group may count for itself, and what stands there was shown to both.
        let place = |seen: &Seen| match Some(seen.chat) == group {
            true => i64::MAX,
            false => seen.message_id,
        };
        Opened(Phone::BOTH.map(|phone| {
            let who = session.person(phone);
            let group = group.map(|group| world.screen_of(who, group));
            let screens = world.screen(who).into_iter();
            let shown = screens.chain(group.unwrap_or_default());
            let from_bot = shown.filter(Seen::is_from_bot);
            let parts = from_bot.flat_map(|seen| {
                let parts = seen.marked("spoiler").into_iter();
                let place = place(&seen);
                parts.map(move |part| (place, part))
            });
            parts.collect()
        }))
    }

    /// Whether the other one can read these words.
    fn holds(&self, session: &Session, said: &Said) -> bool {
        let read = match session.phone_of(said.person) {
            Some(Phone::A) => &self.0[1],
            Some(Phone::B) => &self.0[0],
            None => return false,
        };
        // The same words in an older message are other words.
        let is_it =
            |(place, part): &(i64, String)| *place > said.message && part.contains(&said.text);
        read.iter().any(is_it)
    }
}

/// Everything the bot was told by the two, as its updates had it; commands are no words.
fn said(session: &Session, world: &World) -> BTreeSet<Said> {
    let mut all = BTreeSet::new();
    let told = world.calls_of("getUpdates");
    let updates = told
        .iter()
        .filter_map(|call| call.reply.result()?.as_array());
    for update in updates.flatten() {
        for kind in ["message", "edited_message"] {
            let message = &update[kind];
            let person = message["from"]["id"].as_i64().unwrap_or_default();
            let id = message["message_id"].as_i64().unwrap_or_default();
            for field in ["text", "caption"] {
                let text = message[field].as_str().unwrap_or_default();
                if session.phone_of(person).is_some() && !text.starts_with('/') {
                    all.extend(pieces_of(text).map(|text| Said {
                        person,
                        text,
                        message: id,
                    }));
                }
            }
        }
        let press = &update["callback_query"];
        let data = press["data"].as_str().unwrap_or_default();
        if !is_plain(data)
            && let Some(label) = label(&press["message"], data)
        {
            all.insert(Said {
                person: press["from"]["id"].as_i64().unwrap_or_default(),
                text: label,
                message: press["message"]["message_id"].as_i64().unwrap_or_default(),
            });
        }
    }
    all
}

/// A text, and those of its lines that say something.
fn pieces_of(text: &str) -> impl Iterator<Item = String> {
    let text = text.trim();
    let lines = text.lines().map(str::trim);
    let lines = lines.filter(|line| line.chars().count() >= LINE_MIN);
    let whole = Some(text).filter(|text| !text.is_empty());
    whole.into_iter().chain(lines).map(str::to_owned)
}

/// What stood on the button with this data.
fn label(message: &Value, data: &str) -> Option<String> {
    let rows = message["reply_markup"]["inline_keyboard"].as_array()?;
    let mut buttons = rows.iter().filter_map(Value::as_array).flatten();
    let pressed = buttons.find(|button| button["callback_data"] == data)?;
    pressed["text"].as_str().map(str::to_owned)
}

/// Whether a press says nothing that its author might want to keep: everything that is not known to be so is sealed.
fn is_plain(data: &str) -> bool {
    matches!(
        Press::parse(data),
        Some(
            Press::Couple(CouplePress::Invite)
                | Press::Settings(SettingsPress::Privacy)
                | Press::Couple(CouplePress::Accept(_))
                | Press::Couple(CouplePress::Confirm(..))
                | Press::Round(RoundPress::Another(_))
                | Press::Round(RoundPress::TakeBack(_))
                | Press::Round(RoundPress::StillWriting(_))
                | Press::Round(RoundPress::DoneWriting(_))
                | Press::Round(RoundPress::Respond(..))
                | Press::Place(PlacePress::SameZone(_))
                | Press::Place(PlacePress::OtherZone(_))
                | Press::Place(PlacePress::Where(_))
                | Press::Plan(PlanPress::Week)
                | Press::Plan(PlanPress::ChoosePlan(_))
                | Press::Plan(PlanPress::ShowSchedule(_))
                | Press::Plan(PlanPress::AddSchedule)
                | Press::Plan(PlanPress::AskTime(_))
                | Press::Plan(PlanPress::ChangeSchedule(..))
                | Press::Settings(SettingsPress::SettingsAgain)
        )
    )
}

/// JSON for reading, in pieces of which each is clear or sealed.
#[derive(Default)]
struct Pieces(Vec<Value>);

impl Pieces {
    fn clear(&mut self, text: &str) {
        match self.0.last_mut() {
            Some(last) if last["sealed"] == false => {
                let before = last["text"].as_str().unwrap_or_default().to_owned();
                last["text"] = (before + text).into();
            }
            _ => self.0.push(json!({"text": text, "sealed": false})),
        }
    }

    fn write(&mut self, value: &Value, name: &str, sealed: &[Said], depth: usize) {
        let indent = "  ".repeat(depth + 1);
        match value {
            Value::Object(map) if !map.is_empty() => {
                self.clear("{\n");
                for (at, (name, value)) in map.iter().enumerate() {
                    let comma = if at == 0 { "" } else { ",\n" };
                    self.clear(&format!("{comma}{indent}{name}: "));
                    self.write(value, name, sealed, depth + 1);
                }
                self.clear(&format!("\n{}}}", "  ".repeat(depth)));
            }
            Value::Array(list) if !list.is_empty() => {
                self.clear("[");
                for (at, value) in list.iter().enumerate() {
                    self.clear(if at == 0 { "" } else { ", " });
                    self.write(value, name, sealed, depth);
                }
                self.clear("]");
            }
            Value::String(text) if hides(text, name, sealed) => {
                self.0.push(json!({"text": SEALED, "sealed": true}));
            }
            other => self.clear(&other.to_string()),
        }
    }
}

/// Whether a text of a body may not be shown: words that are sealed, or what a press said.
fn hides(text: &str, name: &str, sealed: &[Said]) -> bool {
    let is_press = name == "data" && !is_plain(text);
    is_press || name != "callback_data" && sealed.iter().any(|said| text.contains(&said.text))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn said(text: &str) -> Said {
        Said {
            person: 1,
            text: text.to_owned(),
            message: 1,
        }
    }

    fn written(value: &Value, sealed: &[Said]) -> String {
        let mut pieces = Pieces::default();
        pieces.write(value, "", sealed, 0);
        let texts = pieces.0.iter().map(|piece| piece["text"].as_str());
        texts.flatten().collect()
    }

    #[test]
    fn what_contains_sealed_words_is_left_out_whole() {
        let body = json!({"chat_id": 1, "text": "Ben: the bike, again", "entities": []});
        let shown = written(&body, &[said("the bike")]);
        assert!(!shown.contains("bike") && !shown.contains("Ben"), "{shown}");
        assert!(shown.contains("chat_id: 1") && shown.contains(SEALED));
        assert!(written(&body, &[]).contains("the bike"));
    }

    #[test]
    fn a_press_is_left_out_unless_it_is_known_to_say_nothing() {
        for (data, plain) in [("inv", true), ("tap:1:n3", false), ("what:is:this", false)] {
            let shown = written(&json!({"callback_query": {"data": data}}), &[]);
            assert_eq!(shown.contains(data), plain, "{shown}");
        }
    }

    #[test]
    fn each_line_of_a_longer_text_is_sealed_by_itself() {
        let pieces: Vec<String> = pieces_of(" first line\nand\nthe last ").collect();
        assert_eq!(
            pieces,
            ["first line\nand\nthe last", "first line", "the last"]
        );
    }

    #[test]
    fn the_label_of_a_press_is_found_under_its_message() {
        let message = json!({"reply_markup": {"inline_keyboard": [[
            {"text": "calm", "callback_data": "tap:1:n1"}, {"text": "tense", "callback_data": "tap:1:n2"}
        ]]}});
        assert_eq!(label(&message, "tap:1:n2").as_deref(), Some("tense"));
        assert_eq!(label(&message, "tap:1:n3"), None);
    }
}
