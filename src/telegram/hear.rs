//! Which of Telegram's updates are something a person did, in the words of `app`.
//!
//! Direct chats only: a person is keyed by their own user id, never by a stand-in for a channel or an anonymous admin.
//! A command typed elsewhere is heard as that, so that it gets a short answer.

use jiff::Timestamp;

use super::command::Command as Typed;
use super::decode::{
    ChatKind, Incoming, IncomingKind, MemberChange, Message, Reaction as Given, ReactionChange,
    User,
};
use crate::app::{Deed, Heard, Input};
use crate::core::event::{Command, Point, Press, Reaction};
use crate::core::ids::{ChatId, MessageId};
use crate::core::invite_hash;
use crate::core::words::{Text, Words};

/// The longest argument of a command that is looked at, in bytes: a city or a kind.
const ARGUMENT_BYTES_MAX: usize = 256;

/// What an update is for the application; `None` when it is nothing to it.
pub fn hear(incoming: Incoming, bot: &str, now: Timestamp) -> Option<Input> {
    match incoming.kind {
        IncomingKind::Message(message) => hear_message(*message, bot, now),
        IncomingKind::EditedMessage(message) => hear_edit(*message, now),
        IncomingKind::CallbackQuery(query) => {
            let press = query.data.as_deref().and_then(Press::parse);
            let direct = query.message.filter(|on| on.chat.id.0 == query.from.id);
            let deed = Deed::Pressed {
                press: press.filter(|_| direct.is_some()),
                on: direct.map(|on| on.message),
                callback: query.id,
            };
            heard(query.from, now, deed)
        }
        IncomingKind::MessageReaction(change) => hear_reaction(change, now),
        IncomingKind::MyChatMember(change) => hear_member(change, now),
        IncomingKind::ChatMember(_) | IncomingKind::Unknown(_) => None,
    }
}

fn heard(user: User, at: Timestamp, deed: Deed) -> Option<Input> {
    if user.is_bot {
        return None;
    }
    let heard = Heard {
        user: ChatId(user.id),
        name: user.first_name,
        lang: user.language_code,
        at,
        deed,
    };
    Some(Input::Heard(heard))
}

fn at_second(second: i64, now: Timestamp) -> Timestamp {
    Timestamp::from_second(second).unwrap_or(now)
}

fn hear_message(message: Message, bot: &str, now: Timestamp) -> Option<Input> {
    let at = at_second(message.date, now);
    let author = message.author()?.clone();
    let typed = match &message.words {
        Some(Words::Text { text }) if !message.is_forwarded => Typed::read(text, bot),
        _ => None,
    };
    if message.chat.kind != ChatKind::Private || message.chat.id.0 != author.id {
        // Who is afraid must be able to mistype the chat: nothing shows there that it was asked for.
        if matches!(typed?, Typed::Safety) {
            return None;
        }
        return heard(
            author,
            now,
            Deed::CommandedElsewhere {
                chat: message.chat.id,
            },
        );
    }
    let deed = match typed {
        Some(typed) => Deed::Commanded(command(typed, message.id)),
        None => Deed::Said {
            message: message.id,
            words: message.words?,
            can_be_copied: message.can_be_copied,
            point: message.place.map(|place| Point {
                latitude: place.latitude,
                longitude: place.longitude,
            }),
            reply: message.reply_to.map(|reply| reply.message),
        },
    };
    heard(author, at, deed)
}

fn hear_edit(message: Message, now: Timestamp) -> Option<Input> {
    let author = message.author()?.clone();
    if message.chat.id.0 != author.id {
        return None;
    }
    let at = message.edit_date.map_or(now, |date| at_second(date, now));
    heard(
        author,
        at,
        Deed::Edited {
            message: message.id,
            words: message.words?,
        },
    )
}

fn hear_reaction(change: ReactionChange, now: Timestamp) -> Option<Input> {
    let newest = change.added().last().or(change.after.last());
    let reaction = newest.map(|given| match given {
        Given::Emoji(emoji) => Reaction::Emoji(emoji.clone()),
        Given::Custom(_) | Given::Paid | Given::Other => Reaction::Other,
    });
    let user = change.user?;
    if change.chat.id.0 != user.id {
        return None;
    }
    heard(
        user,
        at_second(change.date, now),
        Deed::Reacted {
            message: change.message,
            reaction,
        },
    )
}

fn hear_member(change: MemberChange, now: Timestamp) -> Option<Input> {
    if change.chat.kind != ChatKind::Private {
        return None;
    }
    let deed = if change.after.is_present() {
        Deed::CameBack
    } else {
        Deed::WentAway
    };
    heard(change.by, now, deed)
}

/// A typed command as the core knows it. Commands that do not work yet are unknown.
fn command(typed: Typed, message: MessageId) -> Command {
    match typed {
        Typed::Start { payload: None } => Command::Start,
        Typed::Start {
            payload: Some(token),
        } => {
            if is_token(&token) {
                Command::Open(invite_hash(&token))
            } else {
                Command::OpenGarbage
            }
        }
        Typed::Invite => Command::Invite,
        Typed::Prompt { kind } => {
            Command::Prompt(kind.filter(|kind| kind.len() <= ARGUMENT_BYTES_MAX))
        }
        Typed::Today => Command::Today,
        Typed::Timezone { place } => Command::Timezone(place.map(argument)),
        Typed::Settings => Command::Settings,
        Typed::Schedule { plan } => Command::Schedule(plan.map(argument)),
        Typed::Pause => Command::Pause,
        Typed::Resume => Command::Resume,
        Typed::Leave => Command::Leave,
        Typed::Privacy => Command::Privacy,
        Typed::Safety => Command::Safety(message),
        Typed::Help => Command::Help,
        Typed::Cancel => Command::Cancel,
        Typed::Ask { question } => Command::Ask(question),
        Typed::Reflect => Command::Reflect,
        Typed::History | Typed::Export | Typed::Forget | Typed::Unknown(_) => Command::Unknown,
    }
}

fn argument(text: Text) -> String {
    if text.text.len() <= ARGUMENT_BYTES_MAX {
        text.text
    } else {
        String::new()
    }
}

/// The form of a token of ours; whether it is one only its hash tells.
fn is_token(payload: &str) -> bool {
    payload.len() == 22
}
