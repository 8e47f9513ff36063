//! What every feature's texts are made of: lines and languages, names, rich text, messages with their buttons, one reader's view.
//!
//! Names no feature. Start with [`view`] and [`piece`].

pub(super) mod bidi;
pub(super) mod common;
pub(super) mod context;
pub(super) mod lines;
pub(super) mod media;
pub(super) mod names;
pub(super) mod pack;
pub(super) mod piece;
pub(super) mod prompt;
pub(super) mod rich;
pub(super) mod say;
pub(super) mod times;
pub(super) mod view;
