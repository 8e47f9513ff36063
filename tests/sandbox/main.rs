//! The sandbox keeps Telegram's rules: each test is one of them.

mod common;
mod http;
mod send;
