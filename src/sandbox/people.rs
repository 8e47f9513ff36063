//! People: who they are, and how they start the bot, block it and delete their account. What they do with messages is in
//! [`super::messages`], with buttons in [`super::press`], in groups in [`super::groups`].

use jiff::Timestamp;
use serde_json::json;

use super::keyboard::Markup;
use super::link::{self, Leads};
use super::model::{Chat, ChatKind, Person, Status};
use super::outgoing::Outgoing;
use super::world::{Impossible, What, World};

impl World {
    /// A new person with this first name and language; nobody to the bot until they start it or it sees them in a group.
    pub fn person(&mut self, name: &str, language: &str) -> i64 {
        let id = self.next.person;
        self.next.person += 1;
        self.people.insert(
            id,
            Person {
                id,
                name: name.to_owned(),
                username: None,
                language: (!language.is_empty()).then(|| language.to_owned()),
                started: false,
                known: false,
                blocked: false,
                refuses_voice: false,
                deleted: false,
            },
        );
        id
    }

    /// What the world knows of a person.
    pub fn who(&self, person: i64) -> Option<&Person> {
        self.people.get(&person)
    }

    /// Everyone, in the order in which they came.
    pub fn everyone(&self) -> impl Iterator<Item = &Person> {
        self.people.values()
    }

    /// Changes name, username, language or the privacy setting for voice messages. The bot is not told.
    pub fn set_person(
        &mut self,
        person: i64,
        change: impl FnOnce(&mut Person),
    ) -> Result<(), Impossible> {
        let someone = self.people.get_mut(&person);
        let someone = someone.ok_or_else(|| Impossible::new("there is no such person"))?;
        change(someone);
        someone.id = person;
        Ok(())
    }

    /// A press on Start: sends `/start`, with the payload of the link that led here. What it returns is the message's id.
    pub fn start(
        &mut self,
        person: i64,
        payload: Option<&str>,
        now: Timestamp,
    ) -> Result<i64, Impossible> {
        let name = self.bot_username().to_owned();
        let someone = self.people.get_mut(&person);
        let someone = someone.ok_or_else(|| Impossible::new("there is no such person"))?;
        someone.started = true;
        someone.known = true;
        let was_blocked = someone.blocked;
        self.chats.entry(person).or_insert_with(|| private(person));
        if was_blocked {
            self.unblock(person, now)?;
        }
        match payload {
            None => self.say(person, "/start", now),
            Some(payload) => {
                link::check_payload(payload).map_err(|_| {
                    Impossible::new(format!("t.me/{name} does not pass on such a payload"))
                })?;
                self.say(person, &format!("/start {payload}"), now)
            }
        }
    }

    /// Opens a link to the bot: `start` presses Start with its payload; no payload sends nothing if the person has
    /// already started. Links elsewhere, and `startgroup`, are not for here.
    pub fn open_link(
        &mut self,
        person: i64,
        url: &str,
        now: Timestamp,
    ) -> Result<Option<i64>, Impossible> {
        let link = link::deep_link(url)
            .filter(|link| link.username.eq_ignore_ascii_case(self.bot_username()))
            .ok_or_else(|| Impossible::new("the link does not lead to the bot"))?;
        if link.startgroup.is_some() {
            return Err(Impossible::new(
                "a startgroup link asks for a group: use add_bot",
            ));
        }
        let started = self
            .people
            .get(&person)
            .is_some_and(|p| p.started && !p.blocked);
        match link.start.filter(|payload| !payload.is_empty()) {
            None if started => Ok(None),
            payload => self.start(person, payload.as_deref(), now).map(Some),
        }
    }

    /// Where this link leads, in this world with its one bot.
    pub fn leads(&self, url: &str) -> Leads {
        if let Some((url, text)) = link::share(url) {
            return Leads::Share { url, text };
        }
        let own = link::deep_link(url)
            .filter(|link| link.username.eq_ignore_ascii_case(self.bot_username()));
        let given = |payload: Option<String>| payload.filter(|payload| !payload.is_empty());
        match own {
            None => Leads::Elsewhere,
            Some(link) if link.startgroup.is_some() => Leads::Group(given(link.startgroup)),
            Some(link) => Leads::Start(given(link.start)),
        }
    }

    /// Blocks the bot (`my_chat_member`: kicked). Harmless if it is blocked already.
    pub fn block(&mut self, person: i64, now: Timestamp) -> Result<(), Impossible> {
        self.set_blocked(person, true, now)
    }

    /// Unblocks the bot (`my_chat_member`: member).
    pub fn unblock(&mut self, person: i64, now: Timestamp) -> Result<(), Impossible> {
        self.set_blocked(person, false, now)
    }

    fn set_blocked(
        &mut self,
        person: i64,
        blocked: bool,
        now: Timestamp,
    ) -> Result<(), Impossible> {
        let someone = self.people.get_mut(&person).filter(|p| p.started);
        let someone = someone.ok_or_else(|| Impossible::new("they have never started the bot"))?;
        if someone.blocked == blocked {
            return Ok(());
        }
        someone.blocked = blocked;
        self.change(now, What::Members { chat: person });
        let (old, new) = match blocked {
            true => (Status::Member, Status::Kicked),
            false => (Status::Kicked, Status::Member),
        };
        let standing = |status: Status| {
            let mut json = json!({"user": self.bot_json(), "status": status.name()});
            if status == Status::Kicked {
                json["until_date"] = 0.into();
            }
            json
        };
        if let Some(chat) = self.chats.get(&person) {
            let body = json!({
                "chat": self.chat_json(chat),
                "from": self.user_json(person),
                "date": now.as_second(),
                "old_chat_member": standing(old),
                "new_chat_member": standing(new),
            });
            self.emit("my_chat_member", body, now);
        }
        Ok(())
    }

    /// Deletes the whole account: "user is deactivated" from now on, without a word to the bot.
    pub fn delete_account(&mut self, person: i64, now: Timestamp) -> Result<(), Impossible> {
        self.set_person(person, |someone| someone.deleted = true)?;
        self.change(now, What::Members { chat: person });
        Ok(())
    }

    /// Presses a key of the keyboard that stands in place of the letters: sends its label, the location or the contact.
    pub fn press_key(
        &mut self,
        person: i64,
        label: &str,
        now: Timestamp,
    ) -> Result<i64, Impossible> {
        let key = self
            .keys(person)
            .into_iter()
            .flatten()
            .find(|key| key.label == label);
        let key = key.ok_or_else(|| Impossible::new("there is no such key"))?;
        if key.location {
            return Err(Impossible::new(
                "the key asks for a location: use send with Outgoing::location",
            ));
        }
        let name = self
            .people
            .get(&person)
            .map(|p| p.name.clone())
            .unwrap_or_default();
        let outgoing = match key.contact {
            true => Outgoing::contact(&name, "+10000000000"),
            false => Outgoing::text(key.label),
        };
        self.send(person, outgoing, now)
    }

    /// The keyboard in place of the letters in the private chat, if one stands there.
    pub fn keys(&self, person: i64) -> Vec<Vec<super::keyboard::Key>> {
        let chat = self.chats.get(&person);
        let messages = chat
            .into_iter()
            .flat_map(|chat| chat.messages.values().rev());
        let mut used = false;
        for message in messages.filter(|m| m.deleted.is_none()) {
            match &message.markup {
                Markup::Keys { one_time: true, .. } if used => return Vec::new(),
                Markup::Keys { rows, .. } => return rows.clone(),
                Markup::RemoveKeys => return Vec::new(),
                _ => used |= !message.by_bot(),
            }
        }
        Vec::new()
    }
}

pub(super) fn private(person: i64) -> Chat {
    Chat {
        id: person,
        kind: ChatKind::Private,
        title: String::new(),
        members: Default::default(),
        messages: Default::default(),
        migrated_to: None,
        forum: false,
        topics: Default::default(),
        next_message: 1,
        hides_members: false,
    }
}
