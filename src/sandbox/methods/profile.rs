//! What the bot says of itself: commands, descriptions, menu button.

use std::collections::BTreeMap;

use serde_json::{Value, json};

use super::super::entities::units;
use super::super::params::{self, Kind, Params, opt, req};
use super::super::reply::No;
use super::super::world::World;
use super::access::Access;

/// A two-letter language code, or none for everyone else.
fn language(params: Params<'_>) -> Result<String, No> {
    let code = params.str("language_code").unwrap_or_default();
    let letters = code.len() == 2 && code.chars().all(|c| c.is_ascii_lowercase());
    if code.is_empty() || letters {
        Ok(code.to_owned())
    } else {
        Err(No::bad("invalid language code specified"))
    }
}

impl World {
    pub(in super::super) fn get_me(&self) -> Value {
        let mut me = self.bot_json();
        for (name, value) in [
            ("can_join_groups", true),
            ("can_read_all_group_messages", !self.rules.privacy_mode),
            ("supports_inline_queries", false),
            ("supports_guest_queries", false),
            ("supports_join_request_queries", false),
            ("can_connect_to_business", false),
            ("has_main_web_app", false),
            ("has_topics_enabled", false),
            ("allows_users_to_create_topics", false),
            ("can_manage_bots", false),
        ] {
            me[name] = value.into();
        }
        me
    }

    /// The scope as a key: its type, and the chat and user it is narrowed to.
    fn scope(&self, params: Params<'_>) -> Result<String, No> {
        let Some(value) = params.get("scope") else {
            return Ok("default".into());
        };
        let fields = [
            req("type", Kind::Str),
            opt("chat_id", Kind::Chat),
            opt("user_id", Kind::Int),
        ];
        let scope = params::object(value, "BotCommandScope", &fields)?;
        let kind = scope.str("type").unwrap_or_default();
        match kind {
            "default" | "all_private_chats" | "all_group_chats" | "all_chat_administrators" => {
                Ok(kind.to_owned())
            }
            "chat" | "chat_administrators" | "chat_member" => {
                if scope.get("chat_id").is_none() {
                    return Err(No::bad(
                        "Can't parse BotCommandScope: Empty chat_id specified",
                    ));
                }
                let chat = self.chat_for(scope, "chat_id", Access::Read)?;
                match (kind, scope.int("user_id")) {
                    ("chat_member", None) => Err(No::bad(
                        "Can't parse BotCommandScope: Invalid user_id specified",
                    )),
                    ("chat_member", Some(user)) => Ok(format!("{kind} {} {user}", chat.id)),
                    _ => Ok(format!("{kind} {}", chat.id)),
                }
            }
            _ => Err(No::bad(
                "Can't parse BotCommandScope: Unsupported type specified",
            )),
        }
    }

    pub(in super::super) fn set_commands(&mut self, params: Params<'_>) -> Result<Value, No> {
        let commands = params.list("commands").cloned().unwrap_or_default();
        if commands.len() > 100 {
            return Err(No::bad("BOT_COMMANDS_TOO_MUCH"));
        }
        for command in &commands {
            let fields = [req("command", Kind::Str), req("description", Kind::Str)];
            let command = params::object(command, "BotCommand", &fields)?;
            let name = command.str("command").unwrap_or_default();
            let plain = name
                .chars()
                .all(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '_');
            if !plain || !(1..=32).contains(&name.len()) {
                return Err(No::bad("BOT_COMMAND_INVALID"));
            }
            let length = units(command.str("description").unwrap_or_default());
            if !(1..=256).contains(&length) {
                return Err(No::bad("BOT_COMMAND_DESCRIPTION_INVALID"));
            }
        }
        let key = (self.scope(params)?, language(params)?);
        self.profile.commands.insert(key, commands);
        Ok(true.into())
    }

    pub(in super::super) fn get_commands(&self, params: Params<'_>) -> Result<Value, No> {
        let key = (self.scope(params)?, language(params)?);
        Ok(self
            .profile
            .commands
            .get(&key)
            .cloned()
            .unwrap_or_default()
            .into())
    }

    pub(in super::super) fn delete_commands(&mut self, params: Params<'_>) -> Result<Value, No> {
        let key = (self.scope(params)?, language(params)?);
        self.profile.commands.remove(&key);
        Ok(true.into())
    }

    /// The commands a person sees in the menu of the private chat: their language before none, the private scope before
    /// the default one. Each as (command, description).
    pub fn menu(&self, person: i64) -> Vec<(String, String)> {
        let language = self
            .people
            .get(&person)
            .and_then(|p| p.language.clone())
            .unwrap_or_default();
        let language: String = language.chars().take(2).collect();
        let own = format!("chat {person}");
        let order = [own.as_str(), "all_private_chats", "default"]
            .into_iter()
            .flat_map(|scope| {
                [language.as_str(), ""].map(|code| (scope.to_owned(), code.to_owned()))
            });
        let commands = order
            .into_iter()
            .find_map(|key| self.profile.commands.get(&key));
        let text =
            |command: &Value, name: &str| command[name].as_str().unwrap_or_default().to_owned();
        commands
            .into_iter()
            .flatten()
            .map(|command| (text(command, "command"), text(command, "description")))
            .collect()
    }

    /// What stands in a person's empty chat with the bot: in their language before none.
    pub fn description(&self, person: i64) -> String {
        let language = self.people.get(&person).and_then(|p| p.language.clone());
        let language: String = language.unwrap_or_default().chars().take(2).collect();
        let texts = &self.profile.descriptions;
        let text = texts.get(&language).or_else(|| texts.get(""));
        text.cloned().unwrap_or_default()
    }

    pub(in super::super) fn set_description(&mut self, params: Params<'_>) -> Result<Value, No> {
        let text = params.str("description").unwrap_or_default();
        if units(text) > 512 {
            return Err(No::strict("a description is at most 512 characters"));
        }
        set(&mut self.profile.descriptions, language(params)?, text);
        Ok(true.into())
    }

    pub(in super::super) fn get_description(&self, params: Params<'_>) -> Result<Value, No> {
        let text = self.profile.descriptions.get(&language(params)?);
        Ok(json!({"description": text.cloned().unwrap_or_default()}))
    }

    pub(in super::super) fn set_short_description(
        &mut self,
        params: Params<'_>,
    ) -> Result<Value, No> {
        let text = params.str("short_description").unwrap_or_default();
        if units(text) > 120 {
            return Err(No::strict("a short description is at most 120 characters"));
        }
        set(
            &mut self.profile.short_descriptions,
            language(params)?,
            text,
        );
        Ok(true.into())
    }

    pub(in super::super) fn get_short_description(&self, params: Params<'_>) -> Result<Value, No> {
        let text = self.profile.short_descriptions.get(&language(params)?);
        Ok(json!({"short_description": text.cloned().unwrap_or_default()}))
    }

    pub(in super::super) fn set_menu_button(&mut self, params: Params<'_>) -> Result<Value, No> {
        let default = json!({"type": "default"});
        let button = params.get("menu_button").unwrap_or(&default);
        let fields = [
            req("type", Kind::Str),
            opt("text", Kind::Str),
            opt("web_app", Kind::Object),
        ];
        let kind = params::object(button, "MenuButton", &fields)?;
        match kind.str("type").unwrap_or_default() {
            "commands" | "default" => {}
            "web_app" => return Err(No::not_built("web apps")),
            _ => {
                return Err(No::bad(
                    "Can't parse menu button: MenuButton has unsupported type",
                ));
            }
        }
        let chat = match params.get("chat_id") {
            Some(_) => self.chat_for(params, "chat_id", Access::Read)?.id,
            None => 0,
        };
        self.profile.menu_buttons.insert(chat, button.clone());
        Ok(true.into())
    }

    pub(in super::super) fn get_menu_button(&self, params: Params<'_>) -> Result<Value, No> {
        let chat = params.int("chat_id").unwrap_or_default();
        let set = self
            .profile
            .menu_buttons
            .get(&chat)
            .or_else(|| self.profile.menu_buttons.get(&0));
        Ok(set.cloned().unwrap_or_else(|| json!({"type": "default"})))
    }
}

fn set(texts: &mut BTreeMap<String, String>, language: String, text: &str) {
    if text.is_empty() {
        texts.remove(&language);
    } else {
        texts.insert(language, text.to_owned());
    }
}
