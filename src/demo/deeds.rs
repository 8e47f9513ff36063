//! What the page may do: the deeds of two people with a phone each, and of whoever holds the clock. Each is one deed of the
//! sandbox, so nobody can do here what nobody can do in Telegram.

use jiff::SignedDuration;
use serde::Deserialize;

use super::show::{HOME_POINT, Phone, Show, group_in};
use super::skip::{Skip, Trouble};
use crate::sandbox::{Action, Impossible, Media, Outgoing, World};

/// The longest skip the page can ask for.
const HOURS_MAX: i64 = 7 * 24;
/// Somebody who does not belong, for the group.
const STRANGER: &str = "Chris";

/// One deed. `phone` is `a` or `b`; `chat` is `a`, `b`, or `g` for the group.
#[derive(Deserialize, Clone, Debug)]
#[serde(tag = "do", rename_all = "snake_case", deny_unknown_fields)]
pub enum Deed {
    /// Presses Start.
    Start {
        phone: String,
    },
    /// Opens a link to the bot.
    Open {
        phone: String,
        url: String,
    },
    Say {
        phone: String,
        chat: String,
        text: String,
        reply_to: Option<i64>,
        /// A part of the message it replies to.
        quote: Option<String>,
    },
    /// Sends a stand-in for a file, or a location.
    File {
        phone: String,
        chat: String,
        media: String,
        #[serde(default)]
        caption: String,
        reply_to: Option<i64>,
    },
    Edit {
        phone: String,
        chat: String,
        message: i64,
        text: String,
    },
    Delete {
        phone: String,
        chat: String,
        message: i64,
    },
    React {
        phone: String,
        chat: String,
        message: i64,
        emoji: Option<String>,
    },
    /// Presses a button, named by its place.
    Press {
        phone: String,
        chat: String,
        message: i64,
        row: usize,
        column: usize,
    },
    /// Presses a key of the keyboard in place of the letters.
    Key {
        phone: String,
        label: String,
    },
    /// Blocks the bot, or allows it again.
    Block {
        phone: String,
        blocked: bool,
    },
    /// The language of somebody's Telegram.
    Language {
        phone: String,
        language: String,
    },
    /// Makes a group of the two and adds the bot.
    Group {
        phone: String,
        payload: Option<String>,
    },
    Members {
        phone: String,
        what: Members,
    },
    /// Until something is to be seen, or so many hours.
    Skip {
        hours: Option<i64>,
    },
    StartOver,
}

/// Who comes into the group or goes.
#[derive(Deserialize, Clone, Copy, Debug)]
#[serde(rename_all = "snake_case")]
pub enum Members {
    BotIn,
    BotOut,
    StrangerIn,
    StrangerOut,
    Leave,
    ComeBack,
}

/// Why a deed was not done.
#[derive(Debug, thiserror::Error)]
pub enum NotDone {
    #[error("there is no such phone or chat")]
    Unknown,
    #[error(
        "nothing comes by itself before the bot knows where one of you lives: answer its question with a city"
    )]
    NobodyAtHome,
    #[error(transparent)]
    Impossible(#[from] Impossible),
    #[error(transparent)]
    Trouble(#[from] Trouble),
}

impl Show {
    /// Does it, and does not wait for what the bot makes of it; a skip is waited for.
    pub async fn act(&self, deed: Deed) -> Result<(), NotDone> {
        match deed {
            Deed::Skip { hours } => {
                let skip = match hours {
                    None => Skip::Next,
                    Some(hours) => Skip::By(SignedDuration::from_hours(hours.clamp(1, HOURS_MAX))),
                };
                match self.skip(skip).await {
                    Err(Trouble::NothingPlanned) => Err(self.why_nothing_is_planned().await?),
                    skipped => Ok(skipped?),
                }
            }
            Deed::Key { phone, label } => self.press_key(phone_of(&phone)?, &label),
            Deed::StartOver => Err(NotDone::Unknown),
            deed => self.do_at_once(deed),
        }
    }

    /// Without a zone no schedule runs, which somebody who tries the bot out cannot know.
    async fn why_nothing_is_planned(&self) -> Result<NotDone, NotDone> {
        let known = self.known().await.map_err(Trouble::from)?;
        let nobody_at_home = known.together && known.zones.iter().all(Option::is_none);
        Ok(match nobody_at_home {
            true => NotDone::NobodyAtHome,
            false => Trouble::NothingPlanned.into(),
        })
    }

    fn do_at_once(&self, deed: Deed) -> Result<(), NotDone> {
        let who = |phone: &str| Ok::<i64, NotDone>(self.person(phone_of(phone)?));
        self.telegram.with(|world, now| {
            match deed {
                Deed::Start { phone } => {
                    world.start(who(&phone)?, None, now)?;
                }
                Deed::Open { phone, url } => {
                    world.open_link(who(&phone)?, &url, now)?;
                }
                Deed::Say {
                    phone,
                    chat,
                    text,
                    reply_to,
                    quote,
                } => {
                    let outgoing = match quote {
                        None => Outgoing::text(text),
                        Some(part) => Outgoing::text(text).quoting(part),
                    };
                    let outgoing = self.addressed(world, outgoing, &chat, reply_to)?;
                    world.send(who(&phone)?, outgoing, now)?;
                }
                Deed::File {
                    phone,
                    chat,
                    media,
                    caption,
                    reply_to,
                } => {
                    let outgoing = stand_in(&media)?.caption(caption);
                    let outgoing = self.addressed(world, outgoing, &chat, reply_to)?;
                    world.send(who(&phone)?, outgoing, now)?;
                }
                Deed::Edit {
                    phone,
                    chat,
                    message,
                    text,
                } => {
                    let chat = self.chat_id(world, &chat)?;
                    world.edit(who(&phone)?, chat, message, &text, now)?;
                }
                Deed::Delete {
                    phone,
                    chat,
                    message,
                } => {
                    let chat = self.chat_id(world, &chat)?;
                    world.delete(who(&phone)?, chat, message, now)?;
                }
                Deed::React {
                    phone,
                    chat,
                    message,
                    emoji,
                } => {
                    let chat = self.chat_id(world, &chat)?;
                    world.react(who(&phone)?, chat, message, emoji.as_deref(), now)?;
                }
                Deed::Press {
                    phone,
                    chat,
                    message,
                    row,
                    column,
                } => {
                    let (who, chat) = (who(&phone)?, self.chat_id(world, &chat)?);
                    let seen = world.message(who, chat, message);
                    let button = seen.and_then(|seen| seen.buttons.get(row)?.get(column).cloned());
                    let button = button.ok_or(NotDone::Unknown)?;
                    // A link is for the page, which asks on which phone to open it.
                    if let Action::Callback(data) = button.action {
                        world.press_data(who, chat, message, &data, now)?;
                    }
                }
                Deed::Block { phone, blocked } => match blocked {
                    true => world.block(who(&phone)?, now)?,
                    false => world.unblock(who(&phone)?, now)?,
                },
                Deed::Language { phone, language } => {
                    let known = ["en", "de"].contains(&language.as_str());
                    let language = known.then_some(language).ok_or(NotDone::Unknown)?;
                    world.set_person(who(&phone)?, |person| person.language = Some(language))?;
                }
                Deed::Group { phone, payload } => {
                    let by = phone_of(&phone)?;
                    self.make_group(world, by, payload.as_deref(), now)?;
                }
                Deed::Members { phone, what } => {
                    self.change_members(world, phone_of(&phone)?, what, now)?;
                }
                Deed::Key { .. } | Deed::Skip { .. } | Deed::StartOver => {
                    return Err(NotDone::Unknown);
                }
            }
            Ok(())
        })
    }

    fn addressed(
        &self,
        world: &World,
        outgoing: Outgoing,
        chat: &str,
        reply_to: Option<i64>,
    ) -> Result<Outgoing, NotDone> {
        let outgoing = outgoing.in_chat(self.chat_id(world, chat)?);
        Ok(match reply_to {
            None => outgoing,
            Some(message) => outgoing.reply_to(message),
        })
    }

    fn chat_id(&self, world: &World, key: &str) -> Result<i64, NotDone> {
        match Phone::of_key(key) {
            Some(phone) => Ok(self.person(phone)),
            None if key == "g" => group_in(world).ok_or(NotDone::Unknown),
            None => Err(NotDone::Unknown),
        }
    }

    /// A key that asks for a location sends the middle of the town in which both begin.
    fn press_key(&self, phone: Phone, label: &str) -> Result<(), NotDone> {
        let who = self.person(phone);
        self.telegram.with(|world, now| {
            let keys = world.keys(who);
            let mut keys = keys.iter().flatten();
            let asks_where = keys.any(|key| key.label == label && key.location);
            let (latitude, longitude) = HOME_POINT;
            match asks_where {
                true => world.send(who, Outgoing::location(latitude, longitude), now)?,
                false => world.press_key(who, label, now)?,
            };
            Ok(())
        })
    }

    fn make_group(
        &self,
        world: &mut World,
        by: Phone,
        payload: Option<&str>,
        now: jiff::Timestamp,
    ) -> Result<(), NotDone> {
        if let Some(group) = group_in(world) {
            if !world.is_inside(group, world.bot_id()) {
                world.add_bot(group, self.person(by), payload, now)?;
            }
            return Ok(());
        }
        let people = [self.person(by), self.person(by.other())];
        let names = people.map(|who| world.who(who).map(|who| who.name.clone()));
        let names = names.map(Option::unwrap_or_default);
        let group = world.group(&names.join(" & "), &people, now)?;
        Ok(world.add_bot(group, people[0], payload, now)?)
    }

    fn change_members(
        &self,
        world: &mut World,
        by: Phone,
        what: Members,
        now: jiff::Timestamp,
    ) -> Result<(), NotDone> {
        let group = group_in(world).ok_or(NotDone::Unknown)?;
        let (me, other) = (self.person(by), self.person(by.other()));
        let stranger = world.everyone().find(|person| person.name == STRANGER);
        let stranger = stranger.map(|person| person.id);
        match what {
            Members::BotIn => world.add_bot(group, me, None, now)?,
            Members::BotOut => world.remove_bot(group, me, now)?,
            Members::StrangerIn => {
                let stranger = stranger.unwrap_or_else(|| world.person(STRANGER, "en"));
                world.add(group, stranger, me, now)?;
            }
            Members::StrangerOut => {
                world.remove(group, stranger.ok_or(NotDone::Unknown)?, me, now)?;
            }
            Members::Leave => world.leave(group, me, now)?,
            Members::ComeBack => world.add(group, me, other, now)?,
        }
        Ok(())
    }
}

pub(super) fn phone_of(key: &str) -> Result<Phone, NotDone> {
    Phone::of_key(key).ok_or(NotDone::Unknown)
}

/// A file of this kind without anything in it, or the place where both begin.
fn stand_in(kind: &str) -> Result<Outgoing, NotDone> {
    if kind == "location" {
        return Ok(Outgoing::location(HOME_POINT.0, HOME_POINT.1));
    }
    let media = Media::ALL.into_iter().find(|media| media.field() == kind);
    Ok(Outgoing::file(media.ok_or(NotDone::Unknown)?))
}
