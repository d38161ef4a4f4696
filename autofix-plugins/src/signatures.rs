//! Every signature that comes with AutoFix.

use crate::{known, node};
use autofix_core::classify::Signature;

/// The tables of all plugins and of the errors that are only recognised.
pub fn all() -> Vec<&'static [Signature]> {
    vec![
        node::cors::signatures::SIGNATURES,
        node::port_conflict::signatures::SIGNATURES,
        node::dependency::signatures::SIGNATURES,
        node::build::signatures::SIGNATURES,
        node::api_endpoint::signatures::SIGNATURES,
        node::api_handler::signatures::SIGNATURES,
        known::node::SIGNATURES,
        known::python::SIGNATURES,
        known::database::SIGNATURES,
        known::browser::SIGNATURES,
        known::next::SIGNATURES,
        known::servers::SIGNATURES,
        known::go::SIGNATURES,
        known::rust::SIGNATURES,
        known::ruby::SIGNATURES,
        known::php::SIGNATURES,
        known::dotnet::SIGNATURES,
        known::java::SIGNATURES,
    ]
}
