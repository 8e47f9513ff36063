//! Files by their id, albums, copies and forwards.

use jiff::Timestamp;
use serde_json::{Value, json};

use super::super::entities::{self, Formatted, MAX_CAPTION, units};
use super::super::model::{Author, Content, Media, Message};
use super::super::params::{self, Field, Kind, Params, opt, req};
use super::super::reply::No;
use super::super::world::{NewMessage, World};
use super::access::Access;
use super::send;

const ITEM: &[Field] = &[
    req("type", Kind::Str),
    req("media", Kind::Str),
    opt("caption", Kind::Str),
    opt("caption_entities", Kind::List),
    opt("show_caption_above_media", Kind::Bool),
    opt("has_spoiler", Kind::Bool),
    opt("width", Kind::Int),
    opt("height", Kind::Int),
    opt("duration", Kind::Int),
    opt("supports_streaming", Kind::Bool),
    opt("performer", Kind::Str),
    opt("title", Kind::Str),
    opt("disable_content_type_detection", Kind::Bool),
    opt("parse_mode", Kind::NotBuilt),
    opt("thumbnail", Kind::NotBuilt),
    opt("cover", Kind::NotBuilt),
    opt("start_timestamp", Kind::NotBuilt),
];

impl World {
    /// Checks that a file id exists and is of this kind.
    fn file(&self, file_id: &str, media: Media) -> Result<String, No> {
        if file_id.is_empty() {
            return Err(No::bad(format!(
                "there is no {} in the request",
                media.field().replace('_', " ")
            )));
        }
        if file_id.contains("://") {
            return Err(No::not_built("files by URL or upload"));
        }
        let whole = file_id.strip_suffix("-small").unwrap_or(file_id);
        match self.files.get(whole) {
            None => Err(No::bad(
                "Wrong remote file identifier specified: can't unserialize it. Wrong last symbol",
            )),
            Some(real) if *real != media => Err(No::bad(format!(
                "Can't use file of type {} as {}",
                real.server_name(),
                media.server_name()
            ))),
            Some(_) => Ok(whole.to_owned()),
        }
    }

    pub(in super::super) fn send_file(
        &mut self,
        media: Media,
        params: Params<'_>,
        now: Timestamp,
    ) -> Result<Value, No> {
        let file_id = self.file(params.str(media.field()).unwrap_or_default(), media)?;
        let formatted = send::caption(params, "Message caption is too long")?;
        let envelope = self.envelope(params)?;
        self.voice_allowed(envelope.chat, media)?;
        self.count(envelope.chat, 1, now)?;
        let draft = NewMessage {
            spoiler: params.flag("has_spoiler"),
            above: params.flag("show_caption_above_media"),
            ..envelope.draft(Content::File { media, file_id }, formatted)
        };
        Ok(self.post(draft, now))
    }

    pub(in super::super) fn send_media_group(
        &mut self,
        params: Params<'_>,
        now: Timestamp,
    ) -> Result<Value, No> {
        let items = params.list("media").map(Vec::as_slice).unwrap_or_default();
        if items.len() > 10 {
            return Err(No::bad("Too many messages to send as an album"));
        }
        if items.len() < 2 {
            return Err(No::strict("an album has 2 to 10 items"));
        }
        let parts: Vec<Item> = items
            .iter()
            .map(|item| self.album_item(item))
            .collect::<Result<_, _>>()?;
        let alone = |media| matches!(media, Media::Audio | Media::Document);
        if let Some(mixed) = parts
            .iter()
            .find(|part| alone(part.media) && parts.iter().any(|other| other.media != part.media))
        {
            return Err(No::bad(format!(
                "{} can't be mixed with other media types",
                mixed.media.server_name()
            )));
        }
        if parts.iter().any(|part| part.above != parts[0].above) {
            return Err(No::bad(
                "Parameter show_caption_above_media must be the same for all messages",
            ));
        }
        let envelope = self.envelope(params)?;
        self.count(envelope.chat, parts.len(), now)?;
        let album = self.new_album();
        let mut sent = Vec::new();
        for part in parts {
            let content = Content::File {
                media: part.media,
                file_id: part.file_id,
            };
            let draft = NewMessage {
                spoiler: part.spoiler,
                above: part.above,
                album: Some(album.clone()),
                ..envelope.draft(content, part.caption)
            };
            sent.push(self.post(draft, now));
        }
        Ok(sent.into())
    }

    fn album_item(&self, item: &Value) -> Result<Item, No> {
        let fields = params::object(item, "InputMedia", ITEM)?;
        let media = match fields.str("type").unwrap_or_default() {
            "photo" => Media::Photo,
            "video" => Media::Video,
            "audio" => Media::Audio,
            "document" => Media::Document,
            other => {
                return Err(No::bad(format!(
                    "Can't parse InputMedia: type \"{other}\" can't be used in sendMediaGroup"
                )));
            }
        };
        if fields.get("has_spoiler").is_some() && !matches!(media, Media::Photo | Media::Video) {
            return Err(No::strict(format_args!(
                "a {} of an album has no has_spoiler",
                media.field()
            )));
        }
        let caption = entities::read(
            fields.str("caption").unwrap_or_default(),
            fields.list("caption_entities"),
        )?;
        if units(&caption.text) > MAX_CAPTION {
            return Err(No::bad("Message caption is too long"));
        }
        Ok(Item {
            media,
            file_id: self.file(fields.str("media").unwrap_or_default(), media)?,
            caption,
            spoiler: fields.flag("has_spoiler"),
            above: fields.flag("show_caption_above_media"),
        })
    }

    /// The message that is to be copied or forwarded.
    fn source(&self, params: Params<'_>, verb: &str) -> Result<&Message, No> {
        let from = self.chat_for(params, "from_chat_id", Access::Read)?;
        let message = from.message(params.int("message_id").unwrap_or_default());
        message.ok_or_else(|| No::bad(format!("message to {verb} not found")))
    }

    pub(in super::super) fn copy_message(
        &mut self,
        params: Params<'_>,
        now: Timestamp,
    ) -> Result<Value, No> {
        let source = self.source(params, "copy")?.clone();
        let envelope = self.envelope(params)?;
        if source.is_service() {
            return Err(No::bad("message can't be copied"));
        }
        if let Content::File { media, .. } = source.content {
            self.voice_allowed(envelope.chat, media)?;
        }
        let captioned =
            matches!(source.content, Content::File { media, .. } if media.has_caption());
        let formatted = match params.get("caption") {
            Some(_) if captioned => send::caption(params, "Message caption is too long")?,
            _ => Formatted {
                text: source.text,
                entities: source.entities,
            },
        };
        self.count(envelope.chat, 1, now)?;
        let draft = NewMessage {
            spoiler: source.spoiler,
            above: params.flag("show_caption_above_media") || source.above,
            link_preview: source.link_preview,
            ..envelope.draft(source.content, formatted)
        };
        let id = self.put(draft, now);
        Ok(json!({"message_id": id}))
    }

    pub(in super::super) fn forward_message(
        &mut self,
        params: Params<'_>,
        now: Timestamp,
    ) -> Result<Value, No> {
        let source = self.source(params, "forward")?.clone();
        let envelope = self.envelope(params)?;
        if source.is_service() {
            return Err(No::bad("message can't be forwarded"));
        }
        if source.protected {
            return Err(No::bad(
                "Message has protected content and can't be forwarded",
            ));
        }
        if let Content::File { media, .. } = source.content {
            self.voice_allowed(envelope.chat, media)?;
        }
        self.count(envelope.chat, 1, now)?;
        let origin = match source.author {
            Author::Bot => {
                json!({"type": "user", "date": source.date, "sender_user": self.bot_json()})
            }
            Author::Person(id) => {
                json!({"type": "user", "date": source.date, "sender_user": self.user_json(id)})
            }
            Author::Anonymous(chat) | Author::Channel(chat) => {
                let chat = self.chats.get(&chat).map(|chat| self.chat_json(chat));
                json!({"type": "chat", "date": source.date, "sender_chat": chat})
            }
        };
        let draft = NewMessage {
            spoiler: source.spoiler,
            above: source.above,
            forward: Some(origin),
            ..envelope.draft(
                source.content,
                Formatted {
                    text: source.text,
                    entities: source.entities,
                },
            )
        };
        Ok(self.post(draft, now))
    }

    pub(in super::super) fn get_file(&self, params: Params<'_>) -> Result<Value, No> {
        let file_id = params.str("file_id").unwrap_or_default();
        let whole = file_id.strip_suffix("-small").unwrap_or(file_id);
        if !self.files.contains_key(whole) {
            return Err(No::bad(
                "wrong file_id or the file is temporarily unavailable",
            ));
        }
        Ok(json!({
            "file_id": file_id,
            "file_unique_id": format!("u-{file_id}"),
            "file_size": 2048,
            "file_path": format!("files/{file_id}"),
        }))
    }
}

/// One checked item of an album.
struct Item {
    media: Media,
    file_id: String,
    caption: Formatted,
    spoiler: bool,
    above: bool,
}
