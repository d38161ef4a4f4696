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
        #[cfg(feature = "servers")]
        known::python::SIGNATURES,
        #[cfg(feature = "servers")]
        known::database::SIGNATURES,
        known::exceptions::JAVASCRIPT,
        #[cfg(feature = "servers")]
        known::exceptions::PYTHON,
        known::browser::SIGNATURES,
        known::next::SIGNATURES,
        #[cfg(feature = "servers")]
        known::servers::SIGNATURES,
        #[cfg(feature = "servers")]
        known::go::SIGNATURES,
        #[cfg(feature = "servers")]
        known::rust::SIGNATURES,
        #[cfg(feature = "servers")]
        known::ruby::SIGNATURES,
        #[cfg(feature = "servers")]
        known::php::SIGNATURES,
        #[cfg(feature = "servers")]
        known::dotnet::SIGNATURES,
        #[cfg(feature = "servers")]
        known::java::SIGNATURES,
    ]
}
