//! Which methods exist, which of them are built here, and what each parameter of those may be (Bot API 10.1).
//!
//! The real server ignores what it does not know; the sandbox refuses it, and names it, so that a misspelt parameter
//! is found the first time it is sent.

use serde_json::{Map, Value};

use super::params::{Field, Kind, Params, check_kind, opt, req};
use super::reply::No;

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
        let params = Params::new(map);
        for field in self.fields.iter().flat_map(|group| group.iter()) {
            if field.required && params.get(field.name).is_none() {
                return Err(missing(self.name, field.name));
            }
        }
        Ok(params)
    }

    /// Turns the texts of a form or a query string into the types this method takes, as the real server does.
    pub fn typed(&self, texts: Vec<(String, String)>) -> Value {
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
