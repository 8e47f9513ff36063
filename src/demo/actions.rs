//! What the page may do: the actions of two people with a phone each, and of whoever moves the clock on.
//!
//! Start with [`PageAction`] and [`Session::act`]. Each is something a person of the sandbox can do, so nobody can do here what
//! nobody can do in Telegram.

use jiff::{SignedDuration, Timestamp};
use serde::Deserialize;

use super::error::SkipError;
use super::session::{HOME_POINT, Phone, Session, group_in};
use super::skip::Skip;
use crate::sandbox::{Action, Impossible, Media, Outgoing, Person, World};

/// The longest skip the page can ask for.
const HOURS_MAX: i64 = 7 * 24;
/// Somebody who does not belong, for the group.
const STRANGER: &str = "Chris";

/// One action. `phone` is `a` or `b`; `chat` is `a`, `b`, or `g` for the group.
#[derive(Deserialize, Clone, Debug)]
#[serde(tag = "do", rename_all = "snake_case", deny_unknown_fields)]
pub enum PageAction {
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

/// Why an action was not done.
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
    Skip(#[from] SkipError),
}

impl Session {
    /// Does it, and does not wait for what the bot makes of it; a skip is waited for.
    pub async fn act(&self, action: PageAction) -> Result<(), NotDone> {
        match action {
            PageAction::Skip { hours } => {
                let skip = match hours {
                    None => Skip::Next,
                    Some(hours) => Skip::By(SignedDuration::from_hours(hours.clamp(1, HOURS_MAX))),
                };
                match self.skip(skip).await {
                    Err(SkipError::NothingPlanned) => Err(self.why_nothing_is_planned().await?),
                    skipped => Ok(skipped?),
                }
            }
            PageAction::Key { phone, label } => self.press_key(phone_of(&phone)?, &label),
            PageAction::StartOver => Err(NotDone::Unknown),
            action => self.do_at_once(action),
        }
    }

    /// Without a zone no schedule runs, which somebody who tries the bot out cannot know.
    async fn why_nothing_is_planned(&self) -> Result<NotDone, NotDone> {
        let known = self.known().await.map_err(SkipError::from)?;
        let nobody_at_home = known.together && known.zones.iter().all(Option::is_none);
        Ok(match nobody_at_home {
            true => NotDone::NobodyAtHome,
            false => SkipError::NothingPlanned.into(),
        })
    }

    fn do_at_once(&self, action: PageAction) -> Result<(), NotDone> {
        use PageAction as Do;
        self.telegram.with(|world, now| {
            let mut act = Act {
                session: self,
                world,
                now,
            };
            match action {
                Do::Start { phone } => act.start(&phone),
                Do::Open { phone, url } => act.open(&phone, &url),
                Do::Say {
                    phone,
                    chat,
                    text,
                    reply_to,
                    quote,
                } => {
                    let text = Outgoing::text(text);
                    let text = match quote {
                        None => text,
                        Some(part) => text.quoting(part),
                    };
                    act.send(&phone, &chat, text, reply_to)
                }
                Do::File {
                    phone,
                    chat,
                    media,
                    caption,
                    reply_to,
                } => act.send(&phone, &chat, stand_in(&media)?.caption(caption), reply_to),
                Do::Edit {
                    phone,
                    chat,
                    message,
                    text,
                } => act.edit(&phone, &chat, message, &text),
                Do::Delete {
                    phone,
                    chat,
                    message,
                } => act.delete(&phone, &chat, message),
                Do::React {
                    phone,
                    chat,
                    message,
                    emoji,
                } => act.react(&phone, &chat, message, emoji.as_deref()),
                Do::Press {
                    phone,
                    chat,
                    message,
                    row,
                    column,
                } => act.press(&phone, &chat, message, (row, column)),
                Do::Block { phone, blocked } => act.block(&phone, blocked),
                Do::Language { phone, language } => act.language(&phone, language),
                Do::Group { phone, payload } => act.group(&phone, payload.as_deref()),
                Do::Members { phone, what } => act.members(&phone, what),
                Do::Key { .. } | Do::Skip { .. } | Do::StartOver => Err(NotDone::Unknown),
            }
        })
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
}

/// One action under way: in whose session, in which world, and when.
struct Act<'a> {
    session: &'a Session,
    world: &'a mut World,
    now: Timestamp,
}

impl Act<'_> {
    fn who(&self, phone: &str) -> Result<i64, NotDone> {
        Ok(self.session.person(phone_of(phone)?))
    }

    fn chat(&self, key: &str) -> Result<i64, NotDone> {
        match Phone::of_key(key) {
            Some(phone) => Ok(self.session.person(phone)),
            None if key == "g" => self.the_group(),
            None => Err(NotDone::Unknown),
        }
    }

    fn the_group(&self) -> Result<i64, NotDone> {
        group_in(self.world).ok_or(NotDone::Unknown)
    }

    fn start(&mut self, phone: &str) -> Result<(), NotDone> {
        self.world.start(self.who(phone)?, None, self.now)?;
        Ok(())
    }

    fn open(&mut self, phone: &str, url: &str) -> Result<(), NotDone> {
        self.world.open_link(self.who(phone)?, url, self.now)?;
        Ok(())
    }

    fn send(
        &mut self,
        phone: &str,
        chat: &str,
        outgoing: Outgoing,
        reply_to: Option<i64>,
    ) -> Result<(), NotDone> {
        let outgoing = outgoing.in_chat(self.chat(chat)?);
        let outgoing = match reply_to {
            None => outgoing,
            Some(message) => outgoing.reply_to(message),
        };
        self.world.send(self.who(phone)?, outgoing, self.now)?;
        Ok(())
    }

    fn edit(&mut self, phone: &str, chat: &str, message: i64, text: &str) -> Result<(), NotDone> {
        let (who, chat) = (self.who(phone)?, self.chat(chat)?);
        Ok(self.world.edit(who, chat, message, text, self.now)?)
    }

    fn delete(&mut self, phone: &str, chat: &str, message: i64) -> Result<(), NotDone> {
        let (who, chat) = (self.who(phone)?, self.chat(chat)?);
        Ok(self.world.delete(who, chat, message, self.now)?)
    }

    fn react(
        &mut self,
        phone: &str,
        chat: &str,
        message: i64,
        emoji: Option<&str>,
    ) -> Result<(), NotDone> {
        let (who, chat) = (self.who(phone)?, self.chat(chat)?);
        Ok(self.world.react(who, chat, message, emoji, self.now)?)
    }

    fn press(
        &mut self,
        phone: &str,
        chat: &str,
        message: i64,
        (row, column): (usize, usize),
    ) -> Result<(), NotDone> {
        let (who, chat) = (self.who(phone)?, self.chat(chat)?);
        let seen = self.world.message(who, chat, message);
        let button = seen.and_then(|seen| seen.buttons.get(row)?.get(column).cloned());
        let button = button.ok_or(NotDone::Unknown)?;
        // A link is for the page, which asks on which phone to open it.
        if let Action::Callback(data) = button.action {
            self.world.press_data(who, chat, message, &data, self.now)?;
        }
        Ok(())
    }

    fn block(&mut self, phone: &str, blocked: bool) -> Result<(), NotDone> {
        let who = self.who(phone)?;
        match blocked {
            true => self.world.block(who, self.now)?,
            false => self.world.unblock(who, self.now)?,
        }
        Ok(())
    }

    fn language(&mut self, phone: &str, language: String) -> Result<(), NotDone> {
        let known = ["en", "de"].contains(&language.as_str());
        let language = known.then_some(language).ok_or(NotDone::Unknown)?;
        let who = self.who(phone)?;
        let change = |person: &mut Person| person.language = Some(language);
        Ok(self.world.set_person(who, change)?)
    }

    fn group(&mut self, phone: &str, payload: Option<&str>) -> Result<(), NotDone> {
        let by = phone_of(phone)?;
        let (session, world, now) = (self.session, &mut *self.world, self.now);
        if let Some(group) = group_in(world) {
            if !world.is_inside(group, world.bot_id()) {
                world.add_bot(group, session.person(by), payload, now)?;
            }
            return Ok(());
        }
        let people = [session.person(by), session.person(by.other())];
        let names = people.map(|who| world.who(who).map(|who| who.name.clone()));
        let names = names.map(Option::unwrap_or_default);
        let group = world.group(&names.join(" & "), &people, now)?;
        Ok(world.add_bot(group, people[0], payload, now)?)
    }

    fn members(&mut self, phone: &str, what: Members) -> Result<(), NotDone> {
        let by = phone_of(phone)?;
        let group = self.the_group()?;
        let (me, other) = (self.session.person(by), self.session.person(by.other()));
        let (world, now) = (&mut *self.world, self.now);
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

fn phone_of(key: &str) -> Result<Phone, NotDone> {
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
