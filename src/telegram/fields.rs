//! One JSON object whose fields stand alone.
//!
//! Each field keeps its raw text and is read only when asked for, so whatever is wrong with one (a new type, a number too
//! large, a broken escape, a depth no parser takes) says nothing about its neighbours. A field that is `null` is absent. Nothing
//! here knows what a field means. Start with [`Fields::read`].
//!
//! `serde_with::DefaultOnError` does not do this: it reads a value before it knows whether to keep it, so a broken escape or a
//! depth it cannot follow stops the parser in the middle of the object, and the neighbours are lost with it.

use std::collections::BTreeMap;

use serde::de::DeserializeOwned;
use serde_json::value::RawValue;

pub(super) struct Fields<'a>(BTreeMap<String, &'a RawValue>);

impl<'a> Fields<'a> {
    /// `None` when the text is not one JSON object.
    pub fn read(json: &'a str) -> Option<Fields<'a>> {
        let mut fields: BTreeMap<String, &'a RawValue> = serde_json::from_str(json).ok()?;
        fields.retain(|_, value| value.get() != "null");
        Some(Fields(fields))
    }

    pub fn names(&self) -> impl Iterator<Item = &str> {
        self.0.keys().map(String::as_str)
    }

    pub fn has(&self, name: &str) -> bool {
        self.0.contains_key(name)
    }

    pub fn raw(&self, name: &str) -> Option<&'a str> {
        self.0.get(name).map(|value| value.get())
    }

    fn value<T: DeserializeOwned>(&self, name: &str) -> Option<T> {
        serde_json::from_str(self.raw(name)?).ok()
    }

    pub fn int(&self, name: &str) -> Option<i64> {
        self.value(name)
    }

    pub fn float(&self, name: &str) -> Option<f64> {
        self.value(name)
    }

    pub fn text(&self, name: &str) -> Option<String> {
        self.value(name)
    }

    /// False when absent, as in the Bot API.
    pub fn flag(&self, name: &str) -> bool {
        self.value(name).unwrap_or(false)
    }

    pub fn object(&self, name: &str) -> Option<Fields<'a>> {
        Fields::read(self.raw(name)?)
    }

    /// The raw items of an array; empty when it is absent or no array.
    pub fn list(&self, name: &str) -> Vec<&'a str> {
        let items: Option<Vec<&'a RawValue>> = self
            .raw(name)
            .and_then(|raw| serde_json::from_str(raw).ok());
        items
            .unwrap_or_default()
            .into_iter()
            .map(RawValue::get)
            .collect()
    }

    /// The items of an array that are objects.
    pub fn objects(&self, name: &str) -> Vec<Fields<'a>> {
        self.list(name)
            .into_iter()
            .filter_map(Fields::read)
            .collect()
    }
}
