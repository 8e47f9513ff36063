//! Editing the bot's own messages.

use jiff::Timestamp;
use serde_json::Value;

use super::super::entities::Formatted;
use super::super::keyboard::{self, Markup};
use super::super::model::{ChatKind, Content, Message};
use super::super::params::Params;
use super::super::reply::No;
use super::super::world::{What, World};
use super::access::Access;
use super::send;

const NOT_MODIFIED: &str = "message is not modified: specified new message content and reply markup are exactly the \
    same as a current content and reply markup of the message";

impl World {
    /// The message an edit is for, which must be the bot's own and of a kind that can be edited.
    fn to_edit(&self, params: Params<'_>) -> Result<(&Message, Markup), No> {
        if params.get("chat_id").is_none() || params.int("message_id").is_none() {
            return Err(No::bad("Message identifier is not specified"));
        }
        let chat = self.chat_for(params, "chat_id", Access::Write)?;
        let id = params.int("message_id").unwrap_or_default();
        let message = chat
            .message(id)
            .ok_or_else(|| No::bad("message to edit not found"))?;
        let own = message.by_bot() && message.forward.is_none() && !message.is_service();
        if !own || !message.markup.editable() {
            return Err(No::bad("Message can't be edited"));
        }
        let markup = keyboard::read(
            params.get("reply_markup"),
            chat.kind == ChatKind::Private,
            true,
        )?;
        Ok((message, markup))
    }

    fn store(
        &mut self,
        target: (i64, i64),
        now: Timestamp,
        change: impl FnOnce(&mut Message),
    ) -> Result<Value, No> {
        let (chat, id) = target;
        self.count(chat, 1, now)?;
        let revision = self.change(now, What::Edit { chat, message: id });
        if let Some(message) = self
            .chats
            .get_mut(&chat)
            .and_then(|chat| chat.message_mut(id))
        {
            change(message);
            message.touched = revision;
        }
        Ok(self.message_at(chat, id))
    }

    pub(in super::super) fn edit_text(
        &mut self,
        params: Params<'_>,
        now: Timestamp,
    ) -> Result<Value, No> {
        let formatted = send::text(params, "MESSAGE_TOO_LONG")?;
        let link_preview = send::link_preview(params)?;
        let (message, markup) = self.to_edit(params)?;
        if message.content != Content::Text {
            return Err(No::bad("There is no text in the message to edit"));
        }
        if same(message, &formatted, &markup) && message.link_preview == link_preview {
            return Err(No::bad(NOT_MODIFIED));
        }
        let target = (message.chat, message.id);
        self.store(target, now, |message| {
            message.text = formatted.text;
            message.entities = formatted.entities;
            message.link_preview = link_preview;
            message.markup = markup;
            message.edit_date = Some(now.as_second());
        })
    }

    pub(in super::super) fn edit_caption(
        &mut self,
        params: Params<'_>,
        now: Timestamp,
    ) -> Result<Value, No> {
        let formatted = send::caption(params, "MEDIA_CAPTION_TOO_LONG")?;
        let above = params.flag("show_caption_above_media");
        let (message, markup) = self.to_edit(params)?;
        if !matches!(message.content, Content::File { media, .. } if media.has_caption()) {
            return Err(No::bad("There is no caption in the message to edit"));
        }
        if same(message, &formatted, &markup) && message.above == above {
            return Err(No::bad(NOT_MODIFIED));
        }
        let target = (message.chat, message.id);
        self.store(target, now, |message| {
            message.text = formatted.text;
            message.entities = formatted.entities;
            message.above = above;
            message.markup = markup;
            message.edit_date = Some(now.as_second());
        })
    }

    pub(in super::super) fn edit_markup(
        &mut self,
        params: Params<'_>,
        now: Timestamp,
    ) -> Result<Value, No> {
        let (message, markup) = self.to_edit(params)?;
        if message.markup == markup {
            return Err(No::bad(NOT_MODIFIED));
        }
        let target = (message.chat, message.id);
        self.store(target, now, |message| {
            message.markup = markup;
            message.edit_date = Some(now.as_second());
        })
    }
}

fn same(message: &Message, formatted: &Formatted, markup: &Markup) -> bool {
    message.text == formatted.text
        && message.entities == formatted.entities
        && message.markup == *markup
}
