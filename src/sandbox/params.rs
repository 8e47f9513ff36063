//! Parameters of a call: their types, the check of an object inside one, and typed access once they are checked.

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

pub(super) fn check_kind(
    field: &Field,
    value: &Value,
    what: std::fmt::Arguments<'_>,
) -> Result<(), No> {
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
    let params = Params::new(Some(map));
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
    pub fn new(map: Option<&'a Map<String, Value>>) -> Params<'a> {
        Params { map }
    }

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
