//! What people read: every line within Telegram's limits, every answer exactly as typed, and the main texts on one page.

mod exactly;
mod group;
mod page;
mod rules;
mod safety;
mod world;
