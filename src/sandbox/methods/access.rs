//! Which chats a call may reach, and how Telegram refuses the others.

use super::super::model::{Chat, ChatKind, Status};
use super::super::params::Params;
use super::super::reply::No;
use super::super::world::World;

/// How much of a chat a call needs.
#[derive(Clone, Copy, PartialEq)]
pub(super) enum Access {
    /// Look something up.
    Read,
    /// Write, edit, delete.
    Write,
}

impl World {
    /// The chat of a call, if the bot may have it, in the wording of the real server.
    pub(super) fn chat_for(
        &self,
        params: Params<'_>,
        name: &str,
        access: Access,
    ) -> Result<&Chat, No> {
        let not_found = || No::bad("chat not found");
        let id = params.chat(name).ok_or_else(not_found)?;
        if id > 0 {
            return self.private_chat(id, access);
        }
        let chat = self.chats.get(&id).ok_or_else(not_found)?;
        if let Some(to) = chat.migrated_to {
            return if access == Access::Read {
                Ok(chat)
            } else {
                Err(No::migrated(to))
            };
        }
        let Some(standing) = chat.members.get(&self.config.bot_id) else {
            return Err(not_found());
        };
        let name = match chat.kind {
            ChatKind::Channel => "channel chat",
            ChatKind::Supergroup => "supergroup chat",
            ChatKind::Group | ChatKind::Private => "group chat",
        };
        // In a basic group the server still answers a look-up by someone who was put out.
        let needs = access == Access::Write || chat.kind != ChatKind::Group;
        match standing.status {
            Status::Kicked if needs => {
                Err(No::forbidden(format!("bot was kicked from the {name}")))
            }
            Status::Left if needs => {
                Err(No::forbidden(format!("bot is not a member of the {name}")))
            }
            Status::Member if chat.kind == ChatKind::Channel && access == Access::Write => {
                Err(No::bad("need administrator rights in the channel chat"))
            }
            _ => Ok(chat),
        }
    }

    pub(super) fn private_chat(&self, id: i64, access: Access) -> Result<&Chat, No> {
        let not_found = || No::bad("chat not found");
        let person = self
            .people
            .get(&id)
            .filter(|p| p.known)
            .ok_or_else(not_found)?;
        if access == Access::Write {
            if person.deleted {
                return Err(No::forbidden("user is deactivated"));
            }
            if !person.started {
                return Err(No::forbidden("bot can't initiate conversation with a user"));
            }
            if person.blocked {
                return Err(No::forbidden("bot was blocked by the user"));
            }
        }
        self.chats.get(&id).ok_or_else(not_found)
    }
}
