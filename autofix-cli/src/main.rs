//! The command `autofix`.
fn main() {}
