//! Which of Telegram's updates concern the bot, and as which event each reaches the core.
//!
//! An update becomes an event here and nowhere else; only what the store alone knows is left for `app`. A person is keyed by their
//! own user id, never by a stand-in for a channel or an anonymous admin. In a group nothing is heard but commands, the bot's own
//! buttons, and who comes and goes, whatever else Telegram shows. Nothing is decided about a person or a round. Start with
//! [`route`].

use jiff::Timestamp;

use super::command::read_command;
use super::decode::{
    CallbackQuery, Chat, ChatKind, Incoming, IncomingKind, MemberChange, Message,
    Reaction as Given, ReactionChange, Service, User,
};
use crate::app::{Heard, Input};
use crate::core::model::ids::ChatId;
use crate::core::model::words::Words;
use crate::core::protocol::command::Command;
use crate::core::protocol::event::{EventKind, Point, Reaction};
use crate::core::protocol::group::{GroupDeed, GroupFact, GroupPress};
use crate::core::protocol::press::Press;
use crate::core::protocol::round::RoundPress;

/// What an update is for the application; `None` when it is nothing to it.
pub fn route(incoming: Incoming, bot: &str, now: Timestamp) -> Option<Input> {
    match incoming.kind {
        IncomingKind::Message(sent) => message(*sent, bot, now),
        IncomingKind::EditedMessage(message) => edit(*message, now),
        IncomingKind::CallbackQuery(query) => press(query, now),
        IncomingKind::MessageReaction(change) => reaction(change, now),
        IncomingKind::MyChatMember(change) => member(change, now),
        IncomingKind::ChatMember(change) if change.chat.kind != ChatKind::Private => {
            fact(GroupFact::Changed {
                chat: change.chat.id,
            })
        }
        IncomingKind::ChatMember(_) | IncomingKind::Unknown(_) => None,
    }
}

/// What a person did.
fn heard(user: User, at: Timestamp, event: EventKind) -> Option<Heard> {
    (!user.is_bot).then_some(Heard {
        user: ChatId(user.id),
        name: user.first_name,
        lang: user.language_code,
        at,
        event,
        names: None,
        callback: None,
    })
}

fn in_group(user: User, chat: ChatId, deed: GroupDeed, at: Timestamp) -> Option<Input> {
    heard(user, at, EventKind::InGroup { chat, deed }).map(Input::Heard)
}

fn fact(fact: GroupFact) -> Option<Input> {
    Some(Input::Group(fact))
}

/// Somebody wants something of the bot, and Telegram does not say who.
fn faceless(chat: ChatId) -> Option<Input> {
    fact(GroupFact::Faceless { chat, to: None })
}

fn moved(from: ChatId, to: ChatId) -> Option<Input> {
    fact(GroupFact::Moved {
        from,
        to,
        shown: Vec::new(),
    })
}

fn press(query: CallbackQuery, now: Timestamp) -> Option<Input> {
    let press = query.data.as_deref().and_then(Press::parse);
    let elsewhere = query.message.filter(|on| on.chat.kind != ChatKind::Private);
    let direct = query.message.filter(|on| on.chat.id.0 == query.from.id);
    let in_group = elsewhere.zip(press.as_ref()).and_then(|(on, press)| {
        let deed = match press {
            Press::Group(GroupPress::ImIn) => GroupDeed::ImIn,
            Press::Round(RoundPress::Respond(round, button)) => GroupDeed::Responded {
                round: *round,
                button: button.clone(),
                on: on.message,
            },
            _ => return None,
        };
        let chat = on.chat.id;
        Some(EventKind::InGroup { chat, deed })
    });
    let event = in_group.unwrap_or_else(|| match (press, direct) {
        (Some(press), Some(on)) => EventKind::Pressed {
            press,
            on: on.message,
        },
        _ => EventKind::PressedGarbage,
    });
    let heard = heard(query.from, now, event)?;
    Some(Input::Heard(Heard {
        callback: Some(query.id),
        ..heard
    }))
}

fn at_second(second: i64, now: Timestamp) -> Timestamp {
    Timestamp::from_second(second).unwrap_or(now)
}

fn message(message: Message, bot: &str, now: Timestamp) -> Option<Input> {
    if message.chat.kind != ChatKind::Private {
        return group_message(&message, bot, now);
    }
    let at = at_second(message.date, now);
    let author = message.author()?.clone();
    if message.chat.id.0 != author.id {
        return None;
    }
    if let Some(command) = typed(&message, bot) {
        return heard(author, at, EventKind::Command(command)).map(Input::Heard);
    }
    let words = message.words?;
    if !message.can_be_copied && matches!(words, Words::Copied { .. }) {
        return heard(author, at, EventKind::SaidUncopyable).map(Input::Heard);
    }
    let event = match message.place {
        Some(place) => EventKind::Shared {
            message: message.id,
            words,
            reply: None,
            point: Point {
                latitude: place.latitude,
                longitude: place.longitude,
            },
        },
        None => EventKind::Said {
            message: message.id,
            words,
            reply: None,
        },
    };
    let heard = heard(author, at, event)?;
    Some(Input::Heard(Heard {
        names: message.reply_to.map(|reply| reply.message),
        ..heard
    }))
}

/// The command that a message is.
fn typed(message: &Message, bot: &str) -> Option<Command> {
    match &message.words {
        Some(Words::Text { text }) if !message.is_forwarded => read_command(text, message.id, bot),
        _ => None,
    }
}

/// What can be heard in a group: who comes and goes, and commands. All else there is talk between people and is left alone.
fn group_message(message: &Message, bot: &str, now: Timestamp) -> Option<Input> {
    let chat = message.chat.id;
    match &message.service {
        Some(Service::Joined(_) | Service::Left(_)) => {
            return fact(GroupFact::Changed { chat });
        }
        Some(Service::MigratedTo(to)) => return moved(chat, *to),
        Some(Service::MigratedFrom(from)) => return moved(*from, chat),
        _ => {}
    }
    let command = match typed(message, bot)? {
        // Who is afraid must be able to mistype the chat: nothing shows there that it was asked for.
        Command::Safety(_) => return None,
        // It may be meant for another bot.
        Command::Unknown => return None,
        command => command,
    };
    let Some(author) = message.author().cloned() else {
        return faceless(chat);
    };
    let deed = if !fits(&message.chat) {
        GroupDeed::Added { fits: false }
    } else {
        match command {
            Command::Start | Command::Open(_) | Command::Answer(_) | Command::OpenGarbage => {
                GroupDeed::Started
            }
            Command::Help | Command::Prompt(_) | Command::Pause | Command::Resume => {
                GroupDeed::Commanded(command)
            }
            _ => GroupDeed::AskedPrivately,
        }
    };
    in_group(author, chat, deed, at_second(message.date, now))
}

/// Two people and the bot can live there.
fn fits(chat: &Chat) -> bool {
    matches!(chat.kind, ChatKind::Group | ChatKind::Supergroup) && !chat.is_forum
}

fn edit(message: Message, now: Timestamp) -> Option<Input> {
    let author = message.author()?.clone();
    if message.chat.id.0 != author.id {
        return None;
    }
    let at = message.edit_date.map_or(now, |date| at_second(date, now));
    let event = EventKind::Edited {
        message: message.id,
        words: message.words?,
    };
    heard(author, at, event).map(Input::Heard)
}

fn reaction(change: ReactionChange, now: Timestamp) -> Option<Input> {
    let newest = change.added().last().or(change.after.last());
    let reaction = newest.map(|given| match given {
        Given::Emoji(emoji) => Reaction::Emoji(emoji.clone()),
        Given::Custom(_) | Given::Paid | Given::Other => Reaction::Other,
    });
    let user = change.user?;
    if change.chat.id.0 != user.id {
        return None;
    }
    let event = EventKind::Reacted { on: None, reaction };
    let heard = heard(user, at_second(change.date, now), event)?;
    Some(Input::Heard(Heard {
        names: Some(change.message),
        ..heard
    }))
}

fn member(change: MemberChange, now: Timestamp) -> Option<Input> {
    if change.chat.kind != ChatKind::Private {
        let chat = change.chat.id;
        return match (change.before.is_present(), change.after.is_present()) {
            (false, true) if change.by.is_bot => faceless(chat),
            (false, true) => {
                let fits = fits(&change.chat);
                in_group(change.by, chat, GroupDeed::Added { fits }, now)
            }
            (true, false) => fact(GroupFact::Gone {
                chat,
                unsent: Vec::new(),
            }),
            // Made an admin, or no longer; allowed to write, or no longer.
            (true, true) => fact(GroupFact::Changed { chat }),
            (false, false) => None,
        };
    }
    let event = if change.after.is_present() {
        EventKind::CameBack
    } else {
        EventKind::WentAway
    };
    heard(change.by, now, event).map(Input::Heard)
}
