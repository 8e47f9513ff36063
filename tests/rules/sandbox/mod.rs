//! The sandbox keeps Telegram's rules: each test is one of them.

mod albums;
mod common;
mod edits;
mod entities;
mod faults;
mod floods;
mod groups;
mod http;
mod keyboards;
mod people;
mod polls;
mod profile;
mod reactions;
mod reading;
mod send;
mod strict;
