//! Node projects and their browser clients.

pub mod api_endpoint;
pub mod api_handler;
pub mod build;
pub mod cors;
pub mod dependency;
pub mod port_conflict;
