//! What the page shows, as JSON: both chats, the group, the clock, and which calls the bot made. Given a revision it holds only
//! what came or changed after it.

use std::sync::atomic::Ordering;

use serde_json::{Value, json};

use super::session::{HOME, Known, Phone, Session, SessionStatus, Upcoming, group_in};
use super::traffic;
use crate::sandbox::{Action, Button, From, Leads, Seen, What, World};
use crate::store::StoreError;

/// The newest calls of the bot that a page gets at once.
const CALLS_MAX: usize = 400;

/// A state of the page, and the revision it shows.
pub struct View {
    pub revision: u64,
    pub json: Value,
}

impl Session {
    /// The whole state, or with `since` what is new after that revision. `number` tells one session from the next.
    pub async fn view(
        &self,
        number: u64,
        status: &SessionStatus,
        since: Option<u64>,
    ) -> Result<View, StoreError> {
        let known = self.known().await?;
        let (revision, mut json) = self.telegram.with(|world, _| {
            let json = json!({
                "bot": {"username": world.bot_username()},
                "phones": Phone::BOTH.map(|phone| self.phone(world, &known, phone)),
                "chats": self.chats(world, since),
                "calls": calls(self, world, since),
                "step": self.step(world, &known),
            });
            (world.revision(), json)
        });
        json["whole"] = since.is_none().into();
        json["show"] = number.into();
        json["now"] = self.clock.now().as_millisecond().into();
        json["skipping_to"] = status.skipping_to.map(|at| at.as_millisecond()).into();
        json["skipping"] = self.skip_lock.try_lock().is_err().into();
        json["hand"] = status.upcoming.as_ref().map(upcoming).into();
        json["ended"] = status.ended.clone().into();
        Ok(View { revision, json })
    }

    fn phone(&self, world: &World, known: &Known, phone: Phone) -> Value {
        let who = self.person(phone);
        let zone = match phone {
            Phone::A => &known.zones[0],
            Phone::B => &known.zones[1],
        };
        let person = world.who(who);
        let toasts = world.toasts(who);
        let spoken = || toasts.iter().filter(|toast| !toast.text.is_empty());
        let last = spoken().next_back();
        json!({
            "key": phone.key(),
            "name": person.map(|person| person.name.clone()),
            "language": person.and_then(|person| person.language.clone()),
            "started": person.is_some_and(|person| person.started),
            "blocked": person.is_some_and(|person| person.blocked),
            "zone": zone.as_deref().unwrap_or(HOME),
            "told_zone": zone.is_some(),
            "commands": world.menu(who),
            "description": world.description(who),
            "keys": world.keys(who).iter().map(|row| row.iter().map(|key| key.label.clone()).collect()).collect::<Vec<Vec<String>>>(),
            "toast": {
                "count": spoken().count(),
                "text": last.map(|toast| toast.text.clone()),
                "alert": last.is_some_and(|toast| toast.alert),
            },
        })
    }

    fn chats(&self, world: &World, since: Option<u64>) -> Value {
        let mut chats = json!({});
        for phone in Phone::BOTH {
            let who = self.person(phone);
            chats[phone.key()] = self.chat(world, who, who, since);
        }
        let Some(group) = group_in(world) else {
            return chats;
        };
        let inside: Vec<i64> = Phone::BOTH.map(|phone| self.person(phone)).to_vec();
        // The group is shown as whoever of the two is inside sees it.
        let eyes = inside.iter().find(|who| world.is_inside(group, **who));
        let eyes = eyes.or(inside.first()).copied().unwrap_or_default();
        let mut shown = self.chat(world, eyes, group, since);
        let groups = world.groups();
        let title = groups.iter().find(|(id, _)| *id == group);
        shown["title"] = title.map(|(_, title)| *title).into();
        let people = world.everyone();
        shown["members"] = people
            .filter(|person| world.is_inside(group, person.id))
            .map(|person| {
                let key = self.phone_of(person.id).map_or("c", Phone::key);
                json!({"key": key, "name": person.name})
            })
            .collect();
        shown["bot_inside"] = world.is_inside(group, world.bot_id()).into();
        chats["g"] = shown;
        chats
    }

    fn chat(&self, world: &World, eyes: i64, chat: i64, since: Option<u64>) -> Value {
        let seen = match since {
            None => world.screen_of(eyes, chat),
            Some(since) => world.changed_since(eyes, chat, since),
        };
        let changes = since.map(|since| world.changes_since(since));
        let gone = changes.unwrap_or_default().iter();
        let gone = gone.filter_map(|change| match change.what {
            What::Delete { chat: at, message } if at == chat => Some(message),
            _ => None,
        });
        json!({
            "changed": seen.iter().map(|seen| self.message(world, seen)).collect::<Vec<_>>(),
            "gone": gone.collect::<Vec<_>>(),
        })
    }

    fn message(&self, world: &World, seen: &Seen) -> Value {
        let who = |id: i64| match self.phone_of(id) {
            Some(phone) => phone.key(),
            None if id == world.bot_id() => "bot",
            None => "c",
        };
        let (from, name) = match &seen.from {
            From::Bot => ("bot", None),
            From::Person { id, name } => (who(*id), Some(name.clone())),
            From::Chat { title, .. } => ("c", Some(title.clone())),
        };
        let entities = seen.entities_shown().into_iter().map(|mut entity| {
            let url = match entity["type"].as_str() {
                Some("text_link") => entity["url"].as_str().map(str::to_owned),
                Some("url") => part(&seen.text, &entity),
                _ => None,
            };
            if let Some(url) = url {
                entity["link"] = link(world, &url);
            }
            entity
        });
        json!({
            "id": seen.message_id,
            "from": from,
            "name": name,
            "text": seen.text,
            "entities": entities.collect::<Vec<_>>(),
            "media": seen.media.as_ref().map(|(media, file)| json!({"kind": media.field(), "file": file})),
            "other": seen.other.as_ref().map(|(field, value)| json!({"field": field, "value": value})),
            "covered": seen.has_spoiler,
            "buttons": seen.buttons.iter().map(|row| row.iter().map(|b| button(world, b)).collect()).collect::<Vec<Vec<Value>>>(),
            "reply_to": seen.reply_to,
            "quote": seen.quote,
            "reactions": seen.reactions.iter().map(|(id, emoji)| json!({"who": who(*id), "emoji": emoji})).collect::<Vec<_>>(),
            "silent": seen.silent,
            "edited": seen.edited,
            "service": seen.service,
            "forwarded": seen.forwarded,
            "protected": seen.protected,
            "at": seen.date.as_millisecond(),
            "appeared": seen.appeared,
            "changed": seen.changed,
        })
    }

    /// How far the two have come: 0 nobody invited, 1 a link is there, 2 they are two, 3 both answers have opened.
    fn step(&self, world: &World, known: &Known) -> u8 {
        // Once is enough, and looking through all that was ever said is not cheap.
        if self.opened.load(Ordering::Relaxed) || traffic::has_opened(self, world) {
            self.opened.store(true, Ordering::Relaxed);
            return 3;
        }
        if known.together {
            return 2;
        }
        let invited = Phone::BOTH.into_iter().any(|phone| {
            let screen = world.screen(self.person(phone));
            let from_bot = screen.iter().filter(|seen| seen.is_from_bot());
            let mut links = from_bot.flat_map(Seen::links);
            links.any(|url| matches!(world.leads(&url), Leads::Start(Some(_))))
        });
        invited.into()
    }
}

fn button(world: &World, button: &Button) -> Value {
    let mut json = json!({"label": button.label, "style": button.style});
    match &button.action {
        Action::Callback(_) => json["kind"] = "press".into(),
        Action::Copy(text) => {
            json["kind"] = "copy".into();
            json["text"] = text.clone().into();
        }
        Action::Url(url) => {
            json["kind"] = "link".into();
            json["link"] = link(world, url);
        }
    }
    json
}

/// Where a link leads, for the page to ask on which phone.
fn link(world: &World, url: &str) -> Value {
    let mut json = json!({"url": url});
    match world.leads(url) {
        Leads::Start(payload) => {
            json["to"] = "start".into();
            json["invites"] = payload.is_some().into();
        }
        Leads::Group(payload) => {
            json["to"] = "group".into();
            json["payload"] = payload.into();
        }
        Leads::Share { url, text } => {
            json["to"] = "share".into();
            json["url"] = url.into();
            json["text"] = text.into();
        }
        Leads::Elsewhere => json["to"] = "elsewhere".into(),
    }
    json
}

/// The part of a text that an entity covers.
fn part(text: &str, entity: &Value) -> Option<String> {
    let units: Vec<u16> = text.encode_utf16().collect();
    let place = |name: &str| usize::try_from(entity[name].as_u64()?).ok();
    let (offset, length) = (place("offset")?, place("length")?);
    let part = units.get(offset..offset.checked_add(length)?)?;
    Some(String::from_utf16_lossy(part))
}

fn upcoming(upcoming: &Upcoming) -> Value {
    match upcoming {
        Upcoming::Types { phone, text } => json!({"phone": phone.key(), "types": text}),
        Upcoming::Taps { phone, label } => json!({"phone": phone.key(), "taps": label}),
    }
}

/// The calls after a revision, by their places.
fn calls(session: &Session, world: &World, since: Option<u64>) -> Vec<Value> {
    let all = world.calls().len();
    let first = match since {
        None => all.saturating_sub(CALLS_MAX),
        Some(since) => {
            let mut changes = world.changes_since(since).iter();
            let first = changes.find_map(|change| match change.what {
                What::Call { index } => Some(index),
                _ => None,
            });
            first.unwrap_or(all)
        }
    };
    (first..all)
        .filter_map(|index| traffic::line(session, world, index))
        .collect()
}
