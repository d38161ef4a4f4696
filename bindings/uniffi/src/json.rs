//! Values of any shape as JSON text, for languages without a type for them.

use serde::de::Error as _;
use serde::ser::Error as _;
use serde::{Deserialize, Deserializer, Serialize, Serializer};
use serde_json::Value;

pub(crate) mod option {
    use super::{Deserialize, Deserializer, Serializer, Value};

    #[expect(clippy::ref_option, reason = "serde's signature")]
    pub(crate) fn serialize<S: Serializer>(text: &Option<String>, serializer: S) -> Result<S::Ok, S::Error> {
        match text {
            Some(text) => super::serialize(text, serializer),
            None => serializer.serialize_none(),
        }
    }

    pub(crate) fn deserialize<'de, D: Deserializer<'de>>(
        deserializer: D,
    ) -> Result<Option<String>, D::Error> {
        let value = Option::<Value>::deserialize(deserializer)?;
        Ok(value.map(|value| value.to_string()))
    }
}

pub(crate) fn serialize<S: Serializer>(text: &str, serializer: S) -> Result<S::Ok, S::Error> {
    let value: Value = serde_json::from_str(text).map_err(S::Error::custom)?;
    value.serialize(serializer)
}

#[allow(dead_code, reason = "which of both the generated model uses depends on the model")]
pub(crate) fn deserialize<'de, D: Deserializer<'de>>(deserializer: D) -> Result<String, D::Error> {
    let value = Value::deserialize(deserializer)?;
    serde_json::to_string(&value).map_err(D::Error::custom)
}
