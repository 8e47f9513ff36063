//! Groups, supergroups, forums and channels: who is in them, and what happens to them.

use std::collections::BTreeMap;

use jiff::Timestamp;
use serde_json::{Value, json};

use super::model::{Author, Chat, ChatKind, Content, Member, Status};
use super::outgoing::Outgoing;
use super::world::{Impossible, NewMessage, What, World};

impl World {
    /// A new group of these people; the first made it. The bot is not in it.
    pub fn group(
        &mut self,
        title: &str,
        people: &[i64],
        now: Timestamp,
    ) -> Result<i64, Impossible> {
        self.new_chat(ChatKind::Group, title, people, now)
    }

    /// A new supergroup of these people; the first made it.
    pub fn supergroup(
        &mut self,
        title: &str,
        people: &[i64],
        now: Timestamp,
    ) -> Result<i64, Impossible> {
        self.new_chat(ChatKind::Supergroup, title, people, now)
    }

    /// A new channel; the first of these people made it.
    pub fn channel(
        &mut self,
        title: &str,
        people: &[i64],
        now: Timestamp,
    ) -> Result<i64, Impossible> {
        self.new_chat(ChatKind::Channel, title, people, now)
    }

    fn new_chat(
        &mut self,
        kind: ChatKind,
        title: &str,
        people: &[i64],
        now: Timestamp,
    ) -> Result<i64, Impossible> {
        if people.is_empty()
            || people
                .iter()
                .any(|person| !self.people.contains_key(person))
        {
            return Err(Impossible::new("a group is made by people"));
        }
        let id = self.free_chat_id(kind);
        let born = self.change(now, What::Members { chat: id });
        let status = |at| {
            if at == 0 {
                Status::Creator
            } else {
                Status::Member
            }
        };
        let members = people.iter().enumerate().map(|(at, person)| {
            let member = Member {
                status: status(at),
                spans: vec![(born, None)],
            };
            (*person, member)
        });
        let chat = Chat {
            id,
            kind,
            title: title.to_owned(),
            members: members.collect(),
            messages: BTreeMap::new(),
            migrated_to: None,
            forum: false,
            topics: BTreeMap::new(),
            next_message: 1,
            hides_members: false,
        };
        self.chats.insert(id, chat);
        Ok(id)
    }

    fn free_chat_id(&mut self, kind: ChatKind) -> i64 {
        let next = match kind {
            ChatKind::Group => &mut self.next.group,
            _ => &mut self.next.supergroup,
        };
        *next -= 1;
        *next + 1
    }

    fn there(&mut self, chat: i64) -> Result<&mut Chat, Impossible> {
        let there = self
            .chats
            .get_mut(&chat)
            .filter(|c| c.kind != ChatKind::Private);
        let there = there.ok_or_else(|| Impossible::new("there is no such group"))?;
        match there.migrated_to {
            Some(_) => Err(Impossible::new("the group has become a supergroup")),
            None => Ok(there),
        }
    }

    fn inside(&mut self, chat: i64, person: i64) -> Result<(), Impossible> {
        match self.there(chat)?.status_of(person).inside() {
            true => Ok(()),
            false => Err(Impossible::new("they are not in the group")),
        }
    }

    /// `by` adds the bot. A payload is that of a `startgroup` link and arrives as `/start@bot payload`.
    pub fn add_bot(
        &mut self,
        chat: i64,
        by: i64,
        payload: Option<&str>,
        now: Timestamp,
    ) -> Result<(), Impossible> {
        let bot = self.config.bot_id;
        let status = match self.there(chat)?.kind {
            ChatKind::Channel => Status::Administrator,
            _ => Status::Member,
        };
        self.add_as(chat, bot, by, status, now)?;
        if let Some(payload) = payload {
            let text = format!("/start@{} {payload}", self.config.username);
            self.send(by, Outgoing::text(text).in_chat(chat), now)?;
        }
        Ok(())
    }

    /// `by` adds a person.
    pub fn add(
        &mut self,
        chat: i64,
        person: i64,
        by: i64,
        now: Timestamp,
    ) -> Result<(), Impossible> {
        if !self.people.contains_key(&person) {
            return Err(Impossible::new("there is no such person"));
        }
        self.add_as(chat, person, by, Status::Member, now)
    }

    fn add_as(
        &mut self,
        chat: i64,
        user: i64,
        by: i64,
        status: Status,
        now: Timestamp,
    ) -> Result<(), Impossible> {
        self.inside(chat, by)?;
        if self.there(chat)?.status_of(user).inside() {
            return Err(Impossible::new("they are in the group already"));
        }
        self.set_status(chat, by, user, status, now);
        let added = self.user_json(user);
        self.service(chat, by, "new_chat_members", json!([added]), now);
        Ok(())
    }

    /// `by` puts a person out.
    pub fn remove(
        &mut self,
        chat: i64,
        person: i64,
        by: i64,
        now: Timestamp,
    ) -> Result<(), Impossible> {
        self.take_out(chat, person, by, now)
    }

    /// `by` puts the bot out.
    pub fn remove_bot(&mut self, chat: i64, by: i64, now: Timestamp) -> Result<(), Impossible> {
        self.take_out(chat, self.config.bot_id, by, now)
    }

    /// A person leaves of their own accord.
    pub fn leave(&mut self, chat: i64, person: i64, now: Timestamp) -> Result<(), Impossible> {
        self.take_out(chat, person, person, now)
    }

    fn take_out(
        &mut self,
        chat: i64,
        user: i64,
        by: i64,
        now: Timestamp,
    ) -> Result<(), Impossible> {
        self.inside(chat, by)?;
        self.inside(chat, user)?;
        let gone = self.user_json(user);
        let basic = self.there(chat)?.kind == ChatKind::Group;
        // A basic group has no bans: who is put out may be added again. The bot is told it was kicked all the same.
        let banned = user != by && (!basic || user == self.config.bot_id);
        let status = if banned { Status::Kicked } else { Status::Left };
        // Told first: whoever goes, the bot too, still gets this message.
        self.service(chat, by, "left_chat_member", gone, now);
        self.set_status(chat, by, user, status, now);
        Ok(())
    }

    /// Makes someone an administrator or takes it away; `user` may be the bot.
    pub fn set_admin(
        &mut self,
        chat: i64,
        user: i64,
        by: i64,
        admin: bool,
        now: Timestamp,
    ) -> Result<(), Impossible> {
        self.inside(chat, by)?;
        self.inside(chat, user)?;
        if self.there(chat)?.status_of(user) == Status::Creator {
            return Err(Impossible::new("the creator stays what they are"));
        }
        let status = if admin {
            Status::Administrator
        } else {
            Status::Member
        };
        self.set_status(chat, by, user, status, now);
        Ok(())
    }

    /// Hides the members of a supergroup from everyone but administrators.
    pub fn hide_members(&mut self, chat: i64, hidden: bool) -> Result<(), Impossible> {
        self.there(chat)?.hides_members = hidden;
        Ok(())
    }

    /// Renames a group.
    pub fn rename(
        &mut self,
        chat: i64,
        by: i64,
        title: &str,
        now: Timestamp,
    ) -> Result<(), Impossible> {
        self.inside(chat, by)?;
        self.there(chat)?.title = title.to_owned();
        self.service(chat, by, "new_chat_title", title.into(), now);
        Ok(())
    }

    /// Turns a supergroup into a forum and opens a topic; what it returns is the topic's id.
    pub fn topic(
        &mut self,
        chat: i64,
        by: i64,
        name: &str,
        now: Timestamp,
    ) -> Result<i64, Impossible> {
        self.inside(chat, by)?;
        let there = self.there(chat)?;
        if there.kind != ChatKind::Supergroup {
            return Err(Impossible::new("only a supergroup has topics"));
        }
        there.forum = true;
        let id = self.service(
            chat,
            by,
            "forum_topic_created",
            json!({"name": name, "icon_color": 7_322_096}),
            now,
        );
        self.there(chat)?.topics.insert(id, name.to_owned());
        Ok(id)
    }

    /// The group becomes a supergroup: a new id, the same people, both service messages. What it returns is the new id.
    pub fn migrate(&mut self, chat: i64, by: i64, now: Timestamp) -> Result<i64, Impossible> {
        self.inside(chat, by)?;
        let old = self.there(chat)?;
        if old.kind != ChatKind::Group {
            return Err(Impossible::new("only a basic group becomes a supergroup"));
        }
        let (title, mut members) = (old.title.clone(), old.members.clone());
        members.retain(|_, member| member.status.inside());
        let new = self.free_chat_id(ChatKind::Supergroup);
        let born = self.change(now, What::Members { chat: new });
        for member in members.values_mut() {
            member.spans = vec![(born, None)];
        }
        self.chats.insert(
            new,
            Chat {
                id: new,
                kind: ChatKind::Supergroup,
                title,
                members,
                messages: BTreeMap::new(),
                migrated_to: None,
                forum: false,
                topics: BTreeMap::new(),
                next_message: 1,
                hides_members: false,
            },
        );
        self.service(chat, by, "migrate_to_chat_id", new.into(), now);
        self.service(new, by, "migrate_from_chat_id", chat.into(), now);
        self.there(chat)?.migrated_to = Some(new);
        Ok(new)
    }

    fn service(
        &mut self,
        chat: i64,
        by: i64,
        field: &'static str,
        value: Value,
        now: Timestamp,
    ) -> i64 {
        let author = if by == self.config.bot_id {
            Author::Bot
        } else {
            Author::Person(by)
        };
        let id = self.put(
            NewMessage::new(chat, author, Content::Service { field, value }),
            now,
        );
        self.tell("message", chat, id, now);
        id
    }

    /// Changes what someone is in a chat and tells the bot: of itself always, of others where it is an administrator.
    pub(super) fn set_status(
        &mut self,
        chat: i64,
        by: i64,
        user: i64,
        status: Status,
        now: Timestamp,
    ) {
        let bot = self.config.bot_id;
        let Some(there) = self.chats.get(&chat) else {
            return;
        };
        let old_status = there.status_of(user);
        if old_status == status {
            return;
        }
        let old = self.member_json(there, user);
        let revision = self.change(now, What::Members { chat });
        if let Some(there) = self.chats.get_mut(&chat) {
            let member = there.members.entry(user).or_insert(Member {
                status,
                spans: Vec::new(),
            });
            member.status = status;
            if status.inside() && !old_status.inside() {
                member.spans.push((revision, None));
            } else if old_status.inside()
                && !status.inside()
                && let Some(last) = member.spans.last_mut()
            {
                last.1 = Some(revision);
            }
        }
        let Some(there) = self.chats.get(&chat) else {
            return;
        };
        let body = json!({
            "chat": self.chat_json(there),
            "from": self.user_json(by),
            "date": now.as_second(),
            "old_chat_member": old,
            "new_chat_member": self.member_json(there, user),
        });
        let admin = there.status_of(bot).is_admin();
        // Who shares a group with the bot is known to it from then on.
        let seen: Vec<i64> = match there.status_of(bot).inside() {
            true => there
                .members
                .iter()
                .filter(|(_, m)| m.status.inside())
                .map(|(id, _)| *id)
                .collect(),
            false => Vec::new(),
        };
        for id in seen {
            if let Some(person) = self.people.get_mut(&id) {
                person.known = true;
            }
        }
        if user == bot {
            self.emit("my_chat_member", body, now);
        } else if admin {
            self.emit("chat_member", body, now);
        }
    }
}
