//! The shapes of the model as JSON Schema, from which the types of other languages are written.

use super::{AnalysisReport, Event, FixReport, PluginInfo, StatusReport, Validation};
use schemars::generate::SchemaSettings;
use serde_json::{Map, Value};

/// Every type of the model with its schema, by name.
pub fn definitions() -> Map<String, Value> {
    let mut generator = SchemaSettings::draft2020_12().for_serialize().into_generator();
    generator.subschema_for::<AnalysisReport>();
    generator.subschema_for::<Event>();
    generator.subschema_for::<FixReport>();
    generator.subschema_for::<PluginInfo>();
    generator.subschema_for::<StatusReport>();
    generator.subschema_for::<Validation>();
    generator.subschema_for::<super::ErrorContext>();
    generator.subschema_for::<super::Analysis>();
    generator.take_definitions(true)
}
