//! The Bot API's methods, one file a matter: each is called by [`World::call`](super::World::call).
//!
//! A method checks everything before it changes anything.

mod access;
mod chats;
mod edit;
mod media;
mod profile;
mod send;
mod touch;
