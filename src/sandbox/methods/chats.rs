//! Looking at chats and leaving them.

use jiff::Timestamp;
use serde_json::{Value, json};

use super::super::model::{Chat, ChatKind, Status};
use super::super::params::Params;
use super::super::reply::No;
use super::super::world::World;
use super::access::Access;

impl World {
    pub(in super::super) fn get_chat(&self, params: Params<'_>) -> Result<Value, No> {
        let chat = self.chat_for(params, "chat_id", Access::Read)?;
        let mut json = self.chat_json(chat);
        json["accent_color_id"] = 0.into();
        json["max_reaction_count"] = 11.into();
        json["accepted_gift_types"] = json!({
            "unlimited_gifts": false, "limited_gifts": false, "unique_gifts": false,
            "premium_subscription": false, "gifts_from_channels": false,
        });
        let refuses = self
            .people
            .get(&chat.id)
            .is_some_and(|person| person.refuses_voice);
        if chat.kind == ChatKind::Private && refuses {
            json["has_restricted_voice_and_video_messages"] = true.into();
        }
        Ok(json)
    }

    /// A chat whose members are asked for. In a group the bot was put out of there is nothing to see.
    fn chat_with_members(&self, params: Params<'_>) -> Result<&Chat, No> {
        let chat = self.chat_for(params, "chat_id", Access::Read)?;
        if chat.kind == ChatKind::Group {
            return self.chat_for(params, "chat_id", Access::Write);
        }
        Ok(chat)
    }

    pub(in super::super) fn get_chat_member(&self, params: Params<'_>) -> Result<Value, No> {
        let user = params.int("user_id").unwrap_or_default();
        if user <= 0 {
            return Err(No::bad("invalid user_id specified"));
        }
        let bot = self.config.bot_id;
        let chat = if user == bot {
            self.chat_for(params, "chat_id", Access::Read)?
        } else {
            self.chat_with_members(params)?
        };
        if chat.kind == ChatKind::Private {
            if user != chat.id && user != bot {
                return Err(No::bad("member not found"));
            }
            return Ok(json!({"user": self.user_json(user), "status": "member"}));
        }
        if chat.hides_members && user != bot && !chat.status_of(bot).is_admin() {
            return Err(No::bad("CHAT_ADMIN_REQUIRED"));
        }
        if user != bot && !self.people.get(&user).is_some_and(|person| person.known) {
            return Err(No::bad("user not found"));
        }
        Ok(self.member_json(chat, user))
    }

    pub(in super::super) fn get_chat_member_count(&self, params: Params<'_>) -> Result<Value, No> {
        let chat = self.chat_with_members(params)?;
        if chat.kind == ChatKind::Private {
            return Ok(2.into());
        }
        let inside = chat.members.values().filter(|m| m.status.inside()).count();
        Ok(inside.into())
    }

    pub(in super::super) fn get_chat_administrators(
        &self,
        params: Params<'_>,
    ) -> Result<Value, No> {
        let chat = self.chat_with_members(params)?;
        if chat.kind == ChatKind::Private {
            return Err(No::bad("there are no administrators in the private chat"));
        }
        let admins = chat.members.iter().filter(|(_, m)| m.status.is_admin());
        Ok(admins
            .map(|(user, _)| self.member_json(chat, *user))
            .collect())
    }

    pub(in super::super) fn leave_chat(
        &mut self,
        params: Params<'_>,
        now: Timestamp,
    ) -> Result<Value, No> {
        let chat = self.chat_for(params, "chat_id", Access::Write)?;
        if chat.kind == ChatKind::Private {
            return Err(No::bad(
                "chat member status can't be changed in private chats",
            ));
        }
        let (id, bot) = (chat.id, self.config.bot_id);
        self.set_status(id, bot, bot, Status::Left, now);
        Ok(true.into())
    }
}
