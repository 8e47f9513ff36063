//! Keyboards: `reply_markup` read, checked as Telegram checks it, and kept in rows as people see them.

use serde_json::{Value, json};

use super::link;
use super::params::{self, Field, Kind, Params, opt, req};
use super::reply::No;

/// Telegram's limit for one inline keyboard.
const MAX_BUTTONS: usize = 100;
/// More than this is not shown in one row; the server would cut the row in silence.
const MAX_ROW: usize = 8;

/// What stands under a message.
#[derive(Clone, Debug, Default, PartialEq)]
pub(super) enum Markup {
    #[default]
    None,
    Inline(Vec<Vec<Button>>),
    /// Replaces the person's letter keyboard. A message with one can never be edited.
    Keys {
        rows: Vec<Vec<Key>>,
        one_time: bool,
    },
    /// Takes such a keyboard away.
    RemoveKeys,
    ForceReply,
}

/// A button under a message.
#[derive(Clone, Debug, PartialEq)]
pub struct Button {
    pub label: String,
    pub action: Action,
    /// `danger`, `success` or `primary`, where given.
    pub style: Option<String>,
}

/// What a press on a button does.
#[derive(Clone, Debug, PartialEq)]
pub enum Action {
    /// Sends the bot a callback query with this data.
    Callback(String),
    /// Opens a link.
    Url(String),
    /// Copies a text.
    Copy(String),
}

/// A key of a keyboard that stands in place of the letters.
#[derive(Clone, Debug, PartialEq)]
pub struct Key {
    pub label: String,
    /// Sends a location in place of the label.
    pub location: bool,
    /// Sends the person's phone number in place of the label.
    pub contact: bool,
}

impl Markup {
    /// Whether the message it stands under may be edited later.
    pub fn editable(&self) -> bool {
        matches!(self, Markup::None | Markup::Inline(_))
    }

    pub fn rows(&self) -> &[Vec<Button>] {
        match self {
            Markup::Inline(rows) => rows,
            _ => &[],
        }
    }

    /// `reply_markup` as it comes back in a message: inline keyboards only.
    pub fn to_json(&self) -> Option<Value> {
        let Markup::Inline(rows) = self else {
            return None;
        };
        let button = |b: &Button| {
            let mut json = match &b.action {
                Action::Callback(data) => json!({"text": b.label, "callback_data": data}),
                Action::Url(url) => json!({"text": b.label, "url": url}),
                Action::Copy(text) => json!({"text": b.label, "copy_text": {"text": text}}),
            };
            if let Some(style) = &b.style {
                json["style"] = style.clone().into();
            }
            json
        };
        let rows: Vec<Vec<Value>> = rows
            .iter()
            .map(|row| row.iter().map(button).collect())
            .collect();
        Some(json!({"inline_keyboard": rows}))
    }
}

const MARKUP: &[Field] = &[
    opt("inline_keyboard", Kind::List),
    opt("keyboard", Kind::List),
    opt("remove_keyboard", Kind::Bool),
    opt("force_reply", Kind::Bool),
    opt("is_persistent", Kind::Bool),
    opt("resize_keyboard", Kind::Bool),
    opt("one_time_keyboard", Kind::Bool),
    opt("input_field_placeholder", Kind::Str),
    opt("selective", Kind::Bool),
];

/// Reads `reply_markup`. With `inline_only`, as every edit has it, anything but an inline keyboard is refused.
pub(super) fn read(value: Option<&Value>, private: bool, inline_only: bool) -> Result<Markup, No> {
    let Some(value) = value else {
        return Ok(Markup::None);
    };
    let fields = params::object(value, "reply_markup", MARKUP)?;
    let kind = kind_of(fields)?;
    if inline_only && kind != "inline_keyboard" {
        return Err(No::bad("Inline keyboard expected"));
    }
    match kind {
        "inline_keyboard" => inline(fields.list(kind)),
        "keyboard" => keys(fields, private),
        _ if !fields.flag(kind) => Err(No::strict(format_args!("{kind} must be true"))),
        "remove_keyboard" => Ok(Markup::RemoveKeys),
        _ => Ok(Markup::ForceReply),
    }
}

/// The one kind of keyboard that is given, with nothing beside it that belongs to another.
fn kind_of(fields: Params<'_>) -> Result<&'static str, No> {
    let kinds = [
        "inline_keyboard",
        "keyboard",
        "remove_keyboard",
        "force_reply",
    ];
    let given: Vec<&str> = kinds
        .into_iter()
        .filter(|kind| fields.get(kind).is_some())
        .collect();
    let [kind] = given[..] else {
        return Err(No::strict(
            "reply_markup must be exactly one kind of keyboard",
        ));
    };
    let may: &[&str] = match kind {
        "inline_keyboard" => &[],
        "keyboard" => &[
            "is_persistent",
            "resize_keyboard",
            "one_time_keyboard",
            "input_field_placeholder",
            "selective",
        ],
        "remove_keyboard" => &["selective"],
        _ => &["input_field_placeholder", "selective"],
    };
    if let Some(name) = fields
        .names()
        .find(|name| *name != kind && !may.contains(name))
    {
        return Err(No::strict(format_args!(
            "a reply_markup with {kind} has no field \"{name}\""
        )));
    }
    if let Some(text) = fields.str("input_field_placeholder")
        && !(1..=64).contains(&text.encode_utf16().count())
    {
        return Err(No::strict("input_field_placeholder is 1 to 64 characters"));
    }
    Ok(kind)
}

fn inline(list: Option<&Vec<Value>>) -> Result<Markup, No> {
    let what = "Field \"inline_keyboard\" of the InlineKeyboardMarkup";
    let rows = rows(list, what, button)?;
    Ok(if rows.is_empty() {
        Markup::None
    } else {
        Markup::Inline(rows)
    })
}

fn keys(fields: Params<'_>, private: bool) -> Result<Markup, No> {
    let rows = rows(fields.list("keyboard"), "Field \"keyboard\"", key)?;
    if !private && rows.iter().flatten().any(|key| key.location) {
        return Err(No::bad("Location can be requested in private chats only"));
    }
    if !private && rows.iter().flatten().any(|key| key.contact) {
        return Err(No::bad(
            "Phone number can be requested in private chats only",
        ));
    }
    let one_time = fields.flag("one_time_keyboard");
    Ok(if rows.is_empty() {
        Markup::None
    } else {
        Markup::Keys { rows, one_time }
    })
}

fn rows<T>(
    list: Option<&Vec<Value>>,
    what: &str,
    read: impl Fn(&Value) -> Result<T, No>,
) -> Result<Vec<Vec<T>>, No> {
    let mut rows = Vec::new();
    let mut total = 0;
    for row in list.into_iter().flatten() {
        let Value::Array(row) = row else {
            return Err(No::bad(format!("{what} must be an Array of Arrays")));
        };
        if row.len() > MAX_ROW {
            return Err(No::strict(format_args!(
                "a row has at most {MAX_ROW} buttons"
            )));
        }
        total += row.len();
        let row: Vec<T> = row.iter().map(&read).collect::<Result<_, _>>()?;
        if !row.is_empty() {
            rows.push(row);
        }
    }
    if total > MAX_BUTTONS {
        return Err(No::bad("reply markup is too long"));
    }
    Ok(rows)
}

const BUTTON: &[Field] = &[
    req("text", Kind::Str),
    opt("style", Kind::Str),
    opt("url", Kind::Str),
    opt("callback_data", Kind::Str),
    opt("copy_text", Kind::Object),
    opt("icon_custom_emoji_id", Kind::NotBuilt),
    opt("web_app", Kind::NotBuilt),
    opt("login_url", Kind::NotBuilt),
    opt("switch_inline_query", Kind::NotBuilt),
    opt("switch_inline_query_current_chat", Kind::NotBuilt),
    opt("switch_inline_query_chosen_chat", Kind::NotBuilt),
    opt("callback_game", Kind::NotBuilt),
    opt("pay", Kind::NotBuilt),
];

fn button(value: &Value) -> Result<Button, No> {
    let fields = params::object(value, "InlineKeyboardButton", BUTTON)?;
    let label = fields.str("text").unwrap_or_default();
    if label.trim().is_empty() {
        return Err(No::strict("a button needs a text"));
    }
    let style = match fields.str("style") {
        None | Some("default") => None,
        Some(style @ ("danger" | "success" | "primary")) => Some(style.to_owned()),
        Some(_) => {
            return Err(No::bad(
                "Can't parse inline keyboard button: invalid button style specified",
            ));
        }
    };
    let given = ["url", "callback_data", "copy_text"]
        .into_iter()
        .filter(|name| fields.get(name).is_some());
    if given.count() > 1 {
        return Err(No::strict("a button does exactly one thing"));
    }
    let action = if let Some(url) = fields.str("url").filter(|url| !url.is_empty()) {
        link::check(url).map_err(|why| {
            No::bad(format!(
                "Inline keyboard button URL '{url}' is invalid: {why}"
            ))
        })?;
        link::check_deep_link(url)?;
        Action::Url(url.into())
    } else if let Some(data) = fields.str("callback_data").filter(|data| !data.is_empty()) {
        if data.len() > 64 {
            return Err(No::bad("BUTTON_DATA_INVALID"));
        }
        Action::Callback(data.into())
    } else if let Some(copy) = fields.get("copy_text") {
        let copy = params::object(copy, "CopyTextButton", &[req("text", Kind::Str)])?;
        let text = copy.str("text").unwrap_or_default();
        if !(1..=256).contains(&text.encode_utf16().count()) {
            return Err(No::bad("BUTTON_COPY_TEXT_INVALID"));
        }
        Action::Copy(text.into())
    } else {
        return Err(No::bad(
            "Can't parse inline keyboard button: Text buttons are unallowed in the inline keyboard",
        ));
    };
    Ok(Button {
        label: label.into(),
        action,
        style,
    })
}

const KEY: &[Field] = &[
    req("text", Kind::Str),
    opt("request_location", Kind::Bool),
    opt("request_contact", Kind::Bool),
    opt("style", Kind::Str),
    opt("icon_custom_emoji_id", Kind::NotBuilt),
    opt("request_users", Kind::NotBuilt),
    opt("request_chat", Kind::NotBuilt),
    opt("request_managed_bot", Kind::NotBuilt),
    opt("request_poll", Kind::NotBuilt),
    opt("web_app", Kind::NotBuilt),
];

fn key(value: &Value) -> Result<Key, No> {
    if let Value::String(label) = value {
        return Ok(Key {
            label: label.clone(),
            location: false,
            contact: false,
        });
    }
    let fields = params::object(value, "KeyboardButton", KEY)?;
    let label = fields.str("text").unwrap_or_default();
    if label.trim().is_empty() {
        return Err(No::strict("a key needs a text"));
    }
    Ok(Key {
        label: label.into(),
        location: fields.flag("request_location"),
        contact: fields.flag("request_contact"),
    })
}
