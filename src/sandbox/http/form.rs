//! Parameters as they come over the wire: JSON, a query string, a form, or `multipart/form-data` without files (so the
//! sending methods of `teloxide` encode themselves even when they name a file by its id).

use axum::body::Bytes;
use axum::http::{HeaderMap, Uri, header};
use serde_json::{Map, Value};

use crate::sandbox::link::decode;
use crate::sandbox::spec;

/// The parameters of one request, typed as the method wants them.
pub(super) fn params(
    method: &str,
    uri: &Uri,
    headers: &HeaderMap,
    body: &Bytes,
) -> Result<Value, String> {
    let content_type = headers
        .get(header::CONTENT_TYPE)
        .and_then(|value| value.to_str().ok())
        .unwrap_or_default();
    let mut texts = pairs(uri.query().unwrap_or_default());
    if content_type.starts_with("application/json") {
        if body.is_empty() {
            return Ok(Value::Object(Map::new()));
        }
        let json: Value =
            serde_json::from_slice(body).map_err(|_| "can't parse request body JSON".to_owned())?;
        if !texts.is_empty() {
            return Err(
                "sandbox: parameters stand in the body or in the query string, not in both".into(),
            );
        }
        return Ok(json);
    }
    if content_type.starts_with("multipart/form-data") {
        let boundary = content_type
            .split(';')
            .find_map(|part| part.trim().strip_prefix("boundary="));
        let boundary = boundary.ok_or("sandbox: multipart/form-data needs a boundary")?;
        texts.extend(multipart(boundary.trim_matches('"'), body)?);
    } else if content_type.starts_with("application/x-www-form-urlencoded") {
        texts.extend(pairs(&String::from_utf8_lossy(body)));
    } else if !body.is_empty() {
        return Err(format!(
            "sandbox: cannot read a body of type {content_type}"
        ));
    }
    Ok(match spec::find(method) {
        Ok(method) => method.typed(texts),
        // The method is refused anyway.
        Err(_) => Value::Object(Map::new()),
    })
}

fn pairs(query: &str) -> Vec<(String, String)> {
    let pair = |pair: &str| {
        let (name, value) = pair.split_once('=').unwrap_or((pair, ""));
        (
            decode(&name.replace('+', " ")),
            decode(&value.replace('+', " ")),
        )
    };
    query
        .split('&')
        .filter(|part| !part.is_empty())
        .map(pair)
        .collect()
}

/// The texts of a multipart body (RFC 7578). Uploads are refused.
fn multipart(boundary: &str, body: &[u8]) -> Result<Vec<(String, String)>, String> {
    let broken = || "sandbox: broken multipart/form-data".to_owned();
    let delimiter = format!("\r\n--{boundary}");
    let mut whole = b"\r\n".to_vec();
    whole.extend_from_slice(body);
    let mut parts = split(&whole, delimiter.as_bytes()).into_iter();
    parts.next();
    let mut texts = Vec::new();
    for part in parts {
        if part.starts_with(b"--") {
            return Ok(texts);
        }
        let part = part.strip_prefix(b"\r\n").ok_or_else(broken)?;
        let mut halves = splitn2(part, b"\r\n\r\n").ok_or_else(broken)?;
        let head = String::from_utf8_lossy(std::mem::take(&mut halves.0)).into_owned();
        if head.to_ascii_lowercase().contains("filename=") {
            return Err("sandbox: uploads are not built".into());
        }
        let name = head
            .split(';')
            .find_map(|piece| piece.trim().strip_prefix("name=\""))
            .and_then(|rest| rest.split('"').next());
        let name = name.ok_or_else(broken)?.to_owned();
        let value = String::from_utf8(halves.1.to_vec())
            .map_err(|_| "Strings must be encoded in UTF-8".to_owned())?;
        texts.push((name, value));
    }
    Err(broken())
}

fn find(haystack: &[u8], needle: &[u8]) -> Option<usize> {
    haystack
        .windows(needle.len())
        .position(|window| window == needle)
}

fn splitn2<'a>(bytes: &'a [u8], at: &[u8]) -> Option<(&'a [u8], &'a [u8])> {
    let place = find(bytes, at)?;
    Some((&bytes[..place], &bytes[place + at.len()..]))
}

fn split<'a>(mut bytes: &'a [u8], at: &[u8]) -> Vec<&'a [u8]> {
    let mut parts = Vec::new();
    while let Some((before, after)) = splitn2(bytes, at) {
        parts.push(before);
        bytes = after;
    }
    parts.push(bytes);
    parts
}
