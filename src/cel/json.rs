//! Values as other programs read them.

use serde_json::{Map, Number};

use super::functions::{base64, duration_text, timestamp_text};
use super::host::Host;
use super::value::Value;

impl<'v, N: Host<'v>> Value<'v, N> {
    /// Whether it is made of no more than so many values; lists that hold one another multiply.
    pub fn is_within(&self, room: &mut usize) -> bool {
        let Some(left) = room.checked_sub(1) else { return false };
        *room = left;
        match self.clone().plain() {
            Self::Optional(Some(inner)) => inner.is_within(room),
            value if value.is_list() => value.items().iter().all(|item| item.is_within(room)),
            value if value.is_map() => value.entries().iter().all(|(_, value)| value.is_within(room)),
            _ => true,
        }
    }

    /// The value as JSON. What JSON has no kind of value for is a text: points and lengths of time as `string()` gives them,
    /// bytes in base64, doubles that are no number by their name. An optional is what it holds, or null.
    pub fn to_json(&self) -> serde_json::Value {
        match self.clone().plain() {
            Self::Null | Self::Optional(None) => serde_json::Value::Null,
            Self::Bool(b) => b.into(),
            Self::Int(i) => i.into(),
            Self::Uint(u) => u.into(),
            Self::Double(d) => Number::from_f64(d).map_or_else(|| d.to_string().into(), serde_json::Value::Number),
            Self::Text(text) => text.as_str().into(),
            Self::Bytes(bytes) => base64(&bytes).into(),
            Self::Timestamp(at) => timestamp_text(at).into(),
            Self::Duration(length) => duration_text(length).into(),
            Self::Type(name) => name.into(),
            Self::Version(version) => version.to_string().into(),
            Self::Optional(Some(inner)) => inner.to_json(),
            value if value.is_list() => value.items().iter().map(Self::to_json).collect(),
            value => {
                let mut object = Map::new();
                let (texts, others): (Vec<_>, Vec<_>) = value.entries().into_iter().partition(|(key, _)| key.as_str().is_some());
                for (key, value) in texts.into_iter().chain(others) {
                    // A key that is spelled like another, as 1 and "1" are, bears its type.
                    let mut spelled = key.to_message();
                    while object.contains_key(&spelled) {
                        spelled = format!("{}({spelled})", key.type_name());
                    }
                    object.insert(spelled, value.to_json());
                }
                serde_json::Value::Object(object)
            }
        }
    }
}
