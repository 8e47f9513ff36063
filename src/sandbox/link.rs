//! Links: what the server accepts in a button or an entity, and what a deep link into the bot means.

use percent_encoding::percent_decode_str;

use super::reply::No;

/// Checks a link as the server does: http, https, tg, ton or tonsite, or no scheme at all; a host with a dot.
pub(super) fn check(link: &str) -> Result<(), &'static str> {
    let lower = link.to_ascii_lowercase();
    if let Some(rest) = lower.strip_prefix("tg:") {
        let rest = rest.strip_prefix("//").unwrap_or(rest);
        let host = rest.split(['/', '?', '#']).next().unwrap_or_default();
        if host.is_empty() {
            return Err("URL host is empty");
        }
        let plain = host
            .chars()
            .all(|c| c.is_ascii_alphanumeric() || c == '-' || c == '_');
        return if plain {
            Ok(())
        } else {
            Err("Unallowed characters in URL host")
        };
    }
    let rest = match lower.split_once("://") {
        Some(("http" | "https", rest)) => rest,
        Some(_) => return Err("Unsupported URL protocol"),
        None => lower.as_str(),
    };
    let host = rest.split(['/', '?', '#']).next().unwrap_or_default();
    let host = host.rsplit_once('@').map_or(host, |(_, host)| host);
    let host = host.split(':').next().unwrap_or_default();
    if host.is_empty() {
        return Err("URL host is empty");
    }
    if host.chars().any(|c| c.is_whitespace() || c.is_control()) || link.contains([' ', '\n']) {
        return Err("Wrong HTTP URL");
    }
    if !host.contains('.') || host.starts_with('.') || host.ends_with('.') {
        return Err("Wrong HTTP URL");
    }
    Ok(())
}

/// Where a `t.me` link leads.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct DeepLink {
    pub username: String,
    /// `start`: the private chat opens, and a press on Start sends `/start <payload>`.
    pub start: Option<String>,
    /// `startgroup`: a group is picked, the bot is added and `/start@bot <payload>` sent there.
    pub startgroup: Option<String>,
}

/// Reads `https://t.me/<username>?start=…`; None if the link leads elsewhere.
pub(super) fn deep_link(link: &str) -> Option<DeepLink> {
    let rest = link.split_once("://").map_or(link, |(_, rest)| rest);
    let rest = ["t.me/", "telegram.me/", "telegram.dog/"]
        .iter()
        .find_map(|host| rest.strip_prefix(host))?;
    let (username, query) = rest.split_once('?').unwrap_or((rest, ""));
    if username.is_empty() || username.contains('/') {
        return None;
    }
    let value = |name: &str| {
        query.split('&').find_map(|pair| {
            let (key, value) = pair.split_once('=').unwrap_or((pair, ""));
            (key == name).then(|| value.to_owned())
        })
    };
    Some(DeepLink {
        username: username.to_owned(),
        start: value("start"),
        startgroup: value("startgroup"),
    })
}

/// Where a link leads a person who taps it.
#[derive(Clone, Debug, PartialEq)]
pub enum Leads {
    /// Into the private chat with the bot, with the payload that Start will send.
    Start(Option<String>),
    /// To the choice of a group for the bot, with the payload that is sent there.
    Group(Option<String>),
    /// To the choice of somebody who is sent this link and this text.
    Share { url: String, text: String },
    /// Out of Telegram, or to somebody else in it.
    Elsewhere,
}

/// A start payload is 1–64 characters of `A-Za-z0-9_-` (Bot API, "Deep linking").
pub(super) fn check_payload(payload: &str) -> Result<(), No> {
    let plain = payload
        .chars()
        .all(|c| c.is_ascii_alphanumeric() || c == '_' || c == '-');
    if plain && (1..=64).contains(&payload.len()) {
        Ok(())
    } else {
        Err(No::strict(
            "a start payload is 1 to 64 characters of A-Z, a-z, 0-9, _ and -",
        ))
    }
}

/// The sandbox's own strictness: a deep link in a button whose payload would never arrive is refused.
pub(super) fn check_deep_link(link: &str) -> Result<(), No> {
    let Some(deep) = deep_link(link) else {
        return Ok(());
    };
    for payload in [deep.start, deep.startgroup].into_iter().flatten() {
        // `?startgroup` without a value only asks for a group.
        if !payload.is_empty() {
            check_payload(&payload)?;
        }
    }
    Ok(())
}

/// What a link to `t.me/share/url` would share; any other link stands for itself.
pub(super) fn shared(link: &str) -> String {
    share(link).map_or_else(|| link.to_owned(), |(url, _)| url)
}

/// Link and text of a link to `t.me/share/url`.
pub(super) fn share(link: &str) -> Option<(String, String)> {
    let rest = link.split_once("://").map_or(link, |(_, rest)| rest);
    let query = ["t.me/share/url?", "t.me/share?", "telegram.me/share/url?"];
    let query = query.iter().find_map(|page| rest.strip_prefix(page))?;
    let value = |name: &str| {
        let mut pairs = query.split('&').filter_map(|pair| pair.split_once('='));
        let (_, value) = pairs.find(|(key, _)| *key == name)?;
        Some(decode(&value.replace('+', " ")))
    };
    Some((value("url")?, value("text").unwrap_or_default()))
}

/// Undoes percent-encoding.
pub(super) fn decode(text: &str) -> String {
    percent_decode_str(text).decode_utf8_lossy().into_owned()
}
