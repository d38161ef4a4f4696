//! Proof: the ladder that turns a proposal into a [`VerifiedFix`], and the host's part in it.

mod ladder;
mod sandbox;
mod verified;

pub use ladder::{Fallen, Ladder, may_apply, overlay_of};
pub use sandbox::{CommandOutcome, CommandSpec, Sandbox, SandboxError};
pub use verified::{FileChange, FixStore, StoreError, VerifiedFix};
