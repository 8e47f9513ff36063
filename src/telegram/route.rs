//! Which of Telegram's updates are something a person did, in the words of `app`.
//!
//! A person is keyed by their own user id, never by a stand-in for a channel or an anonymous admin. In a group only commands,
//! its own buttons and who comes and goes are heard, whatever else Telegram shows.

use jiff::Timestamp;

use super::command::Command as Typed;
use super::decode::{
    CallbackQuery, Chat, ChatKind, Incoming, IncomingKind, MemberChange, Message,
    Reaction as Given, ReactionChange, Service, User,
};
use crate::app::{Deed, GroupNews, Heard, Input};
use crate::core::model::ids::{ChatId, MessageId, RoundId};
use crate::core::model::invite::invite_hash;
use crate::core::model::words::{Text, Words};
use crate::core::protocol::command::Command;
use crate::core::protocol::event::{Point, Reaction};
use crate::core::protocol::group::{GroupDeed, GroupPress};
use crate::core::protocol::press::Press;
use crate::core::protocol::round::RoundPress;

/// The longest argument of a command that is looked at, in bytes: a city or a kind.
const ARGUMENT_BYTES_MAX: usize = 256;

/// What an update is for the application; `None` when it is nothing to it.
pub fn hear(incoming: Incoming, bot: &str, now: Timestamp) -> Option<Input> {
    match incoming.kind {
        IncomingKind::Message(message) => hear_message(*message, bot, now),
        IncomingKind::EditedMessage(message) => hear_edit(*message, now),
        IncomingKind::CallbackQuery(query) => hear_press(query, now),
        IncomingKind::MessageReaction(change) => hear_reaction(change, now),
        IncomingKind::MyChatMember(change) => hear_member(change, now),
        IncomingKind::ChatMember(change) if change.chat.kind != ChatKind::Private => {
            news(change.chat.id, GroupNews::Changed)
        }
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

fn in_group(user: User, chat: ChatId, deed: GroupDeed, at: Timestamp) -> Option<Input> {
    let deed = Deed::InGroup {
        chat,
        deed,
        callback: None,
    };
    heard(user, at, deed)
}

fn news(chat: ChatId, news: GroupNews) -> Option<Input> {
    Some(Input::Group { chat, news })
}

fn hear_press(query: CallbackQuery, now: Timestamp) -> Option<Input> {
    let press = query.data.as_deref().and_then(Press::parse);
    let elsewhere = query.message.filter(|on| on.chat.kind != ChatKind::Private);
    let in_group = elsewhere.zip(press.clone()).and_then(|(on, press)| {
        let deed = match press {
            Press::Group(GroupPress::ImIn) => GroupDeed::ImIn,
            Press::Round(RoundPress::Respond(round, button)) => GroupDeed::Responded {
                round,
                button,
                on: on.message,
            },
            _ => return None,
        };
        Some((on.chat.id, deed))
    });
    let deed = match in_group {
        Some((chat, deed)) => Deed::InGroup {
            chat,
            deed,
            callback: Some(query.id),
        },
        None => {
            let direct = query.message.filter(|on| on.chat.id.0 == query.from.id);
            Deed::Pressed {
                press: press.filter(|_| direct.is_some()),
                on: direct.map(|on| on.message),
                callback: query.id,
            }
        }
    };
    heard(query.from, now, deed)
}

fn at_second(second: i64, now: Timestamp) -> Timestamp {
    Timestamp::from_second(second).unwrap_or(now)
}

fn hear_message(message: Message, bot: &str, now: Timestamp) -> Option<Input> {
    if message.chat.kind != ChatKind::Private {
        return hear_in_group(&message, bot, now);
    }
    let at = at_second(message.date, now);
    let author = message.author()?.clone();
    if message.chat.id.0 != author.id {
        return None;
    }
    let typed = typed(&message, bot);
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

/// The command that a message is.
fn typed(message: &Message, bot: &str) -> Option<Typed> {
    match &message.words {
        Some(Words::Text { text }) if !message.is_forwarded => Typed::read(text, bot),
        _ => None,
    }
}

/// What can be heard in a group: who comes and goes, and commands. All else there is talk between people and is left alone.
fn hear_in_group(message: &Message, bot: &str, now: Timestamp) -> Option<Input> {
    let chat = message.chat.id;
    match &message.service {
        Some(Service::Joined(_) | Service::Left(_)) => return news(chat, GroupNews::Changed),
        Some(Service::MigratedTo(to)) => return news(chat, GroupNews::MovedTo(*to)),
        Some(Service::MigratedFrom(from)) => return news(*from, GroupNews::MovedTo(chat)),
        _ => {}
    }
    let command = match typed(message, bot)? {
        // Who is afraid must be able to mistype the chat: nothing shows there that it was asked for.
        Typed::Safety => return None,
        // It may be meant for another bot.
        Typed::Unknown(_) => return None,
        command => command,
    };
    let Some(author) = message.author().cloned() else {
        return news(chat, GroupNews::Faceless);
    };
    let deed = if !fits(&message.chat) {
        GroupDeed::Added { fits: false }
    } else {
        match command {
            Typed::Start { .. } => GroupDeed::Started,
            Typed::Help | Typed::Prompt { .. } | Typed::Pause | Typed::Resume => {
                GroupDeed::Commanded(self::command(command, message.id))
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
        let chat = change.chat.id;
        return match (change.before.is_present(), change.after.is_present()) {
            (false, true) if change.by.is_bot => news(chat, GroupNews::Faceless),
            (false, true) => {
                let fits = fits(&change.chat);
                in_group(change.by, chat, GroupDeed::Added { fits }, now)
            }
            (true, false) => news(chat, GroupNews::Removed),
            // Made an admin, or no longer; allowed to write, or no longer.
            (true, true) => news(chat, GroupNews::Changed),
            (false, false) => None,
        };
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
            if let Some(round) = asked_round(&token) {
                Command::Answer(round)
            } else if is_token(&token) {
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

/// The round of *answer privately*.
fn asked_round(payload: &str) -> Option<RoundId> {
    let id = i64::from_str_radix(payload.strip_prefix("r_")?, 16).ok()?;
    (id > 0 && payload == format!("r_{id:x}")).then_some(RoundId(id))
}

/// The form of a token of ours; whether it is one only its hash tells.
fn is_token(payload: &str) -> bool {
    payload.len() == 22
}
