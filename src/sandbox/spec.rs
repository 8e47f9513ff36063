//! Which methods exist, which of them are built here, and what each parameter of those may be (Bot API 10.1).
//!
//! The real server ignores what it does not know; the sandbox refuses it, and names it, so that a misspelt parameter
//! is found the first time it is sent.

use serde_json::{Map, Number, Value};

use super::reply::No;

/// The JSON type of a parameter.
#[derive(Clone, Copy, PartialEq, Debug)]
pub(super) enum Kind {
    Int,
    Bool,
    Str,
    /// A chat: an integer, or a string that holds one or an `@username`.
    Chat,
    List,
    Object,
    /// In the specification, but of no use here: given at all, the call is answered with 501.
    NotBuilt,
}

/// One parameter, or one field of an object.
#[derive(Clone, Copy)]
pub(super) struct Field {
    pub name: &'static str,
    pub kind: Kind,
    pub required: bool,
}

pub(super) const fn req(name: &'static str, kind: Kind) -> Field {
    Field {
        name,
        kind,
        required: true,
    }
}

pub(super) const fn opt(name: &'static str, kind: Kind) -> Field {
    Field {
        name,
        kind,
        required: false,
    }
}

const fn off(name: &'static str) -> Field {
    opt(name, Kind::NotBuilt)
}

use Kind::{Bool, Chat, Int, List, Object, Str};

/// What every sending method takes.
const SEND: &[Field] = &[
    req("chat_id", Chat),
    opt("message_thread_id", Int),
    opt("disable_notification", Bool),
    opt("protect_content", Bool),
    opt("reply_parameters", Object),
    off("business_connection_id"),
    off("direct_messages_topic_id"),
    off("allow_paid_broadcast"),
    off("message_effect_id"),
    off("suggested_post_parameters"),
];
const MARKUP: &[Field] = &[opt("reply_markup", Object)];
const CAPTION: &[Field] = &[
    opt("caption", Str),
    opt("caption_entities", List),
    off("parse_mode"),
];
const ABOVE: &[Field] = &[opt("show_caption_above_media", Bool)];
const SPOILER: &[Field] = &[opt("has_spoiler", Bool)];
/// The message that an edit is for.
const TARGET: &[Field] = &[
    opt("chat_id", Chat),
    opt("message_id", Int),
    off("inline_message_id"),
    off("business_connection_id"),
];
const CHAT: &[Field] = &[req("chat_id", Chat)];
const CHAT_MESSAGE: &[Field] = &[req("chat_id", Chat), req("message_id", Int)];
const LANGUAGE: &[Field] = &[opt("language_code", Str)];
const SCOPE: &[Field] = &[opt("scope", Object)];

/// A method: its name as the specification writes it, and its parameters.
pub(super) struct Method {
    pub name: &'static str,
    pub fields: &'static [&'static [Field]],
}

const fn method(name: &'static str, fields: &'static [&'static [Field]]) -> Method {
    Method { name, fields }
}

/// Everything that is built.
pub(super) const BUILT: &[Method] = &[
    method("getMe", &[]),
    method(
        "getUpdates",
        &[&[
            opt("offset", Int),
            opt("limit", Int),
            opt("timeout", Int),
            opt("allowed_updates", List),
        ]],
    ),
    method("deleteWebhook", &[&[opt("drop_pending_updates", Bool)]]),
    method("getWebhookInfo", &[]),
    method(
        "sendMessage",
        &[
            SEND,
            MARKUP,
            &[
                opt("text", Str),
                opt("entities", List),
                opt("link_preview_options", Object),
                off("parse_mode"),
            ],
        ],
    ),
    method(
        "sendPhoto",
        &[SEND, MARKUP, CAPTION, ABOVE, SPOILER, &[req("photo", Str)]],
    ),
    method(
        "sendVideo",
        &[
            SEND,
            MARKUP,
            CAPTION,
            ABOVE,
            SPOILER,
            &[
                req("video", Str),
                opt("duration", Int),
                opt("width", Int),
                opt("height", Int),
                opt("supports_streaming", Bool),
                off("thumbnail"),
                off("cover"),
                off("start_timestamp"),
            ],
        ],
    ),
    method(
        "sendAnimation",
        &[
            SEND,
            MARKUP,
            CAPTION,
            ABOVE,
            SPOILER,
            &[
                req("animation", Str),
                opt("duration", Int),
                opt("width", Int),
                opt("height", Int),
                off("thumbnail"),
            ],
        ],
    ),
    method(
        "sendVoice",
        &[
            SEND,
            MARKUP,
            CAPTION,
            &[req("voice", Str), opt("duration", Int)],
        ],
    ),
    method(
        "sendVideoNote",
        &[
            SEND,
            MARKUP,
            &[
                req("video_note", Str),
                opt("duration", Int),
                opt("length", Int),
                off("thumbnail"),
            ],
        ],
    ),
    method(
        "sendAudio",
        &[
            SEND,
            MARKUP,
            CAPTION,
            &[
                req("audio", Str),
                opt("duration", Int),
                opt("performer", Str),
                opt("title", Str),
                off("thumbnail"),
            ],
        ],
    ),
    method(
        "sendDocument",
        &[
            SEND,
            MARKUP,
            CAPTION,
            &[
                req("document", Str),
                opt("disable_content_type_detection", Bool),
                off("thumbnail"),
            ],
        ],
    ),
    method(
        "sendSticker",
        &[SEND, MARKUP, &[req("sticker", Str), opt("emoji", Str)]],
    ),
    method("sendMediaGroup", &[SEND, &[req("media", List)]]),
    method(
        "copyMessage",
        &[
            SEND,
            MARKUP,
            CAPTION,
            ABOVE,
            &[
                req("from_chat_id", Chat),
                req("message_id", Int),
                off("video_start_timestamp"),
            ],
        ],
    ),
    method(
        "forwardMessage",
        &[&[
            req("chat_id", Chat),
            req("from_chat_id", Chat),
            req("message_id", Int),
            opt("message_thread_id", Int),
            opt("disable_notification", Bool),
            opt("protect_content", Bool),
            off("direct_messages_topic_id"),
            off("video_start_timestamp"),
            off("message_effect_id"),
            off("suggested_post_parameters"),
        ]],
    ),
    method(
        "editMessageText",
        &[
            TARGET,
            MARKUP,
            &[
                opt("text", Str),
                opt("entities", List),
                opt("link_preview_options", Object),
                off("parse_mode"),
                off("rich_message"),
            ],
        ],
    ),
    method("editMessageCaption", &[TARGET, MARKUP, CAPTION, ABOVE]),
    method("editMessageReplyMarkup", &[TARGET, MARKUP]),
    method("deleteMessage", &[CHAT_MESSAGE]),
    method("deleteMessages", &[CHAT, &[req("message_ids", List)]]),
    method(
        "setMessageReaction",
        &[CHAT_MESSAGE, &[opt("reaction", List), opt("is_big", Bool)]],
    ),
    method(
        "answerCallbackQuery",
        &[&[
            req("callback_query_id", Str),
            opt("text", Str),
            opt("show_alert", Bool),
            opt("url", Str),
            opt("cache_time", Int),
        ]],
    ),
    method(
        "sendChatAction",
        &[
            CHAT,
            &[
                req("action", Str),
                opt("message_thread_id", Int),
                off("business_connection_id"),
            ],
        ],
    ),
    method("getChat", &[CHAT]),
    method("getChatMember", &[CHAT, &[req("user_id", Int)]]),
    method("getChatMemberCount", &[CHAT]),
    method(
        "getChatAdministrators",
        &[CHAT, &[opt("return_bots", Bool)]],
    ),
    method("leaveChat", &[CHAT]),
    method("getFile", &[&[req("file_id", Str)]]),
    method(
        "setMyCommands",
        &[SCOPE, LANGUAGE, &[req("commands", List)]],
    ),
    method("getMyCommands", &[SCOPE, LANGUAGE]),
    method("deleteMyCommands", &[SCOPE, LANGUAGE]),
    method("setMyDescription", &[LANGUAGE, &[opt("description", Str)]]),
    method("getMyDescription", &[LANGUAGE]),
    method(
        "setMyShortDescription",
        &[LANGUAGE, &[opt("short_description", Str)]],
    ),
    method("getMyShortDescription", &[LANGUAGE]),
    method(
        "setChatMenuButton",
        &[&[opt("chat_id", Int), opt("menu_button", Object)]],
    ),
    method("getChatMenuButton", &[&[opt("chat_id", Int)]]),
];

/// Methods of the specification that are not built: 501, never a pretended success.
const NOT_BUILT: &str = "addStickerToSet answerChatJoinRequestQuery answerGuestQuery answerInlineQuery \
    answerPreCheckoutQuery answerShippingQuery answerWebAppQuery approveChatJoinRequest approveSuggestedPost \
    banChatMember banChatSenderChat close closeForumTopic closeGeneralForumTopic convertGiftToStars copyMessages \
    createChatInviteLink createChatSubscriptionInviteLink createForumTopic createInvoiceLink createNewStickerSet \
    declineChatJoinRequest declineSuggestedPost deleteAllMessageReactions deleteBusinessMessages deleteChatPhoto \
    deleteChatStickerSet deleteForumTopic deleteMessageReaction deleteStickerFromSet deleteStickerSet deleteStory \
    editChatInviteLink editChatSubscriptionInviteLink editForumTopic editGeneralForumTopic editMessageChecklist \
    editMessageLiveLocation editMessageMedia editStory editUserStarSubscription exportChatInviteLink \
    forwardMessages getAvailableGifts getBusinessAccountGifts getBusinessAccountStarBalance getBusinessConnection \
    getChatGifts getCustomEmojiStickers getForumTopicIconStickers getGameHighScores getManagedBotAccessSettings \
    getManagedBotToken getMyDefaultAdministratorRights getMyName getMyStarBalance getStarTransactions getStickerSet \
    getUserChatBoosts getUserGifts getUserPersonalChatMessages getUserProfileAudios getUserProfilePhotos \
    giftPremiumSubscription hideGeneralForumTopic logOut pinChatMessage postStory promoteChatMember \
    readBusinessMessage refundStarPayment removeBusinessAccountProfilePhoto removeChatVerification \
    removeMyProfilePhoto removeUserVerification reopenForumTopic reopenGeneralForumTopic replaceManagedBotToken \
    replaceStickerInSet repostStory restrictChatMember revokeChatInviteLink savePreparedInlineMessage \
    savePreparedKeyboardButton sendChatJoinRequestWebApp sendChecklist sendContact sendDice sendGame sendGift \
    sendInvoice sendLivePhoto sendLocation sendMessageDraft sendPaidMedia sendPoll sendRichMessage \
    sendRichMessageDraft sendVenue setBusinessAccountBio setBusinessAccountGiftSettings setBusinessAccountName \
    setBusinessAccountProfilePhoto setBusinessAccountUsername setChatAdministratorCustomTitle setChatDescription \
    setChatMemberTag setChatPermissions setChatPhoto setChatStickerSet setChatTitle \
    setCustomEmojiStickerSetThumbnail setGameScore setManagedBotAccessSettings setMyDefaultAdministratorRights \
    setMyName setMyProfilePhoto setPassportDataErrors setStickerEmojiList setStickerKeywords \
    setStickerMaskPosition setStickerPositionInSet setStickerSetThumbnail setStickerSetTitle setUserEmojiStatus \
    setWebhook stopMessageLiveLocation stopPoll transferBusinessAccountStars transferGift unbanChatMember \
    unbanChatSenderChat unhideGeneralForumTopic unpinAllChatMessages unpinAllForumTopicMessages \
    unpinAllGeneralForumTopicMessages unpinChatMessage upgradeGift uploadStickerFile verifyChat verifyUser";

/// Finds a method by its name in any case, or says why there is none to call.
pub(super) fn find(name: &str) -> Result<&'static Method, No> {
    if let Some(method) = BUILT.iter().find(|m| m.name.eq_ignore_ascii_case(name)) {
        return Ok(method);
    }
    match NOT_BUILT
        .split_whitespace()
        .find(|m| m.eq_ignore_ascii_case(name))
    {
        Some(known) => Err(No::not_built(known)),
        None => Err(No {
            status: 404,
            description: "Not Found: method not found".into(),
            parameters: Map::new(),
        }),
    }
}

impl Method {
    fn field(&self, name: &str) -> Option<&'static Field> {
        self.fields
            .iter()
            .flat_map(|group| group.iter())
            .find(|f| f.name == name)
    }

    /// The checked parameters of a call.
    pub fn params<'a>(&self, params: &'a Value) -> Result<Params<'a>, No> {
        let map = match params {
            Value::Object(map) => Some(map),
            Value::Null => None,
            _ => {
                return Err(No::strict(format_args!(
                    "the parameters of {} must be an object",
                    self.name
                )));
            }
        };
        for (name, value) in map.into_iter().flatten() {
            let Some(field) = self.field(name) else {
                return Err(No::strict(format_args!(
                    "{} has no parameter \"{name}\"",
                    self.name
                )));
            };
            check_kind(
                field,
                value,
                format_args!("parameter \"{name}\" of {}", self.name),
            )?;
        }
        let params = Params { map };
        for field in self.fields.iter().flat_map(|group| group.iter()) {
            if field.required && params.get(field.name).is_none() {
                return Err(missing(self.name, field.name));
            }
        }
        Ok(params)
    }

    /// Turns the texts of a form or a query string into the types this method takes, as the real server does.
    pub fn from_texts(&self, texts: Vec<(String, String)>) -> Value {
        let typed = texts.into_iter().map(|(name, text)| {
            let value = match self.field(&name).map(|f| f.kind) {
                Some(Kind::Str | Kind::NotBuilt | Kind::Chat) | None => None,
                Some(_) => serde_json::from_str(&text).ok(),
            };
            (name, value.unwrap_or(Value::String(text)))
        });
        Value::Object(typed.collect())
    }
}

/// The wording of the real server where it has one of its own for a parameter that is not there.
fn missing(method: &str, field: &str) -> No {
    match (method, field) {
        (_, "chat_id") => No::bad("chat_id is empty"),
        ("deleteMessage", "message_id") => No::bad("message identifier is not specified"),
        ("setMessageReaction", "message_id") => No::bad("message to react not found"),
        ("copyMessage", "message_id") => No::bad("message to copy not found"),
        ("forwardMessage", "message_id") => No::bad("message to forward not found"),
        ("deleteMessages", "message_ids") => No::bad("message identifiers are not specified"),
        ("getChatMember", "user_id") => No::bad("invalid user_id specified"),
        ("answerCallbackQuery", _) => {
            No::bad("query is too old and response timeout expired or query ID is invalid")
        }
        ("sendChatAction", "action") => No::bad("wrong parameter action in request"),
        ("getFile", "file_id") => No::bad("file_id not specified"),
        (_, "photo" | "video" | "animation" | "voice" | "audio" | "document" | "sticker") => {
            No::bad(format!("there is no {field} in the request"))
        }
        (_, "video_note") => No::bad("there is no video note in the request"),
        _ => No::bad(format!("parameter \"{field}\" is required")),
    }
}

fn check_kind(field: &Field, value: &Value, what: std::fmt::Arguments<'_>) -> Result<(), No> {
    let (fits, must) = match field.kind {
        Kind::Int => (value.is_i64() || value.is_u64(), "an integer"),
        Kind::Bool => (value.is_boolean(), "a boolean"),
        Kind::Str => (value.is_string(), "a string"),
        Kind::Chat => (
            value.is_i64() || value.is_string(),
            "an integer or a string",
        ),
        Kind::List => (value.is_array(), "an array"),
        Kind::Object => (value.is_object(), "an object"),
        Kind::NotBuilt => return Err(No::not_built(what)),
    };
    if fits {
        Ok(())
    } else {
        Err(No::strict(format_args!("{what} must be {must}")))
    }
}

/// Checks the fields of an object inside a parameter; `what` names the object's type.
pub(super) fn object<'a>(value: &'a Value, what: &str, fields: &[Field]) -> Result<Params<'a>, No> {
    let Value::Object(map) = value else {
        return Err(No::strict(format_args!("{what} must be an object")));
    };
    for (name, value) in map {
        let Some(field) = fields.iter().find(|f| f.name == name) else {
            return Err(No::strict(format_args!("{what} has no field \"{name}\"")));
        };
        check_kind(field, value, format_args!("field \"{name}\" of {what}"))?;
    }
    let params = Params { map: Some(map) };
    match fields
        .iter()
        .find(|f| f.required && params.get(f.name).is_none())
    {
        Some(field) => Err(No::strict(format_args!(
            "{what} needs the field \"{}\"",
            field.name
        ))),
        None => Ok(params),
    }
}

/// Checked parameters: a getter of the right type finds the value, or it was not given.
#[derive(Clone, Copy)]
pub(super) struct Params<'a> {
    map: Option<&'a Map<String, Value>>,
}

impl<'a> Params<'a> {
    pub fn get(&self, name: &str) -> Option<&'a Value> {
        self.map?.get(name)
    }

    pub fn int(&self, name: &str) -> Option<i64> {
        self.get(name)?.as_i64()
    }

    pub fn str(&self, name: &str) -> Option<&'a str> {
        self.get(name)?.as_str()
    }

    pub fn flag(&self, name: &str) -> bool {
        self.get(name).and_then(Value::as_bool).unwrap_or(false)
    }

    pub fn list(&self, name: &str) -> Option<&'a Vec<Value>> {
        self.get(name)?.as_array()
    }

    /// A chat id; an `@username` or anything unreadable is nobody's.
    pub fn chat(&self, name: &str) -> Option<i64> {
        match self.get(name)? {
            Value::Number(number) => Number::as_i64(number),
            Value::String(text) => text.parse().ok(),
            _ => None,
        }
    }

    pub fn names(&self) -> impl Iterator<Item = &'a str> {
        self.map
            .into_iter()
            .flat_map(|map| map.keys().map(String::as_str))
    }
}
