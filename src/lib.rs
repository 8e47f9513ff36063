//! Twofold: one small question for two people, sealed until both have answered.
//!
//! # The map
//!
//! ```text
//!                  main   settings, the clock, chance, signals
//!       ┌───────────┼────────────┬─────────────┐
//!   telegram ◄───► run ◄────── config ──────► demo ───► sandbox
//!       └──► app ◄──┘
//!        ┌────┼─────┐
//!     store   │   texts
//!        └────┼─────┘
//!            core ───► library, places
//! ```
//!
//! Arrows lead from who names to who is named; whoever stands above may also name what stands further below. `tests/rules/tidy/`
//! holds the same arrows as a table, and fails when a file does not follow them.
//!
//! * [`core`] decides: one event applied to one small state gives the next state and a list of effects, or a refusal. Its values are
//!   in [`core::model`], what goes in and out in [`core::protocol`], and each feature's rules in a folder of their own; `app` and
//!   `texts` have the same rooms. Start at [`core::step`].
//! * [`library`] reads and checks `prompts/`; the rest of the program sees the checked values.
//! * [`places`] knows the cities of the world and their zones, from tables inside the program.
//! * [`store`] keeps everything in SQLite or Postgres, and seals what people write. Start at [`store::Store`].
//! * [`texts`] turns what the core wants said into messages: words from Fluent files, people's own words as plain text.
//! * [`app`] is one turn: load, decide, seal, render, write down what is to be sent. Start at [`app::App::turn`].
//! * [`telegram`] speaks the Bot API: polling, reading updates, making calls.
//! * [`run`] holds the loops: the clock, the ticker, the sender, and the whole bot as one future.
//! * [`config`] is what an operator can set, and the commands; of [`run`] it names `outbox`, which is one, of [`demo`] its port.
//! * [`sandbox`] is a Telegram with people in it, for the tests and the demonstration.
//! * [`demo`] is the demonstration: the whole bot in a sandbox, and a page with two phones. It may name what the bot is made of
//!   and never what an operator set; nothing but [`config`] and `main` names it.
//!
//! To follow one answer through the program, read `docs/architecture.md`.
//!
//! # What never happens
//!
//! **Architecture invariant:** the core is pure. It has no async, reads no clock, no file and no environment, and draws no
//! chance of its own; everything that keeps an order there is an ordered map. The same state, event, time and seed give the
//! same effects. The cities it looks up in [`places`], like the zones, are tables inside the program.
//!
//! **Architecture invariant:** what an event may look at is said once, in [`core::needs`]. `app` reads exactly that from the store and
//! the tests' harness hands out exactly that, so a rule that leans on something else finds nothing in either.
//!
//! **Architecture invariant:** what destroys words is said once, in
//! [`Effect::destroys`](core::protocol::effect::Effect::destroys), and where they are kept, in the files of [`store`]; the eraser takes
//! both from there.
//!
//! **Architecture invariant:** a refusal changes nothing. [`core::step`] takes the state by value and gives it back only when
//! all went well; a "no" is a value that is said kindly, not an error.
//!
//! **Architecture invariant:** `now` and chance are arguments. `main` makes the one clock and the one source of chance; a lint
//! forbids every other.
//!
//! **Architecture invariant:** a person's words exist only as [`Words`](core::model::words::Words), [`Text`](core::model::words::Text) and
//! [`Name`](core::model::words::Name), none of which can be printed. The core's state holds none of them: they go from an event to
//! the store, sealed under their author's key, and are opened again only to render a message. What they tap is treated alike,
//! but for one thing: the core needs it to decide, so the state holds it as [`Tap`](core::model::tap::Tap), which no document keeps.
//!
//! **Architecture invariant:** there is one way in. Whatever happens, a press, a message, the clock, the fate of a call, is
//! one [`app::App::turn`] in one transaction, and an update is acknowledged to Telegram only after its transaction is
//! committed.
//!
//! **Architecture invariant:** nothing reaches a chat except from a row of the outbox, written in the transaction that decided
//! it. The one exception is the answer to a pressed button, which expires too soon to be worth keeping.
//!
//! **Architecture invariant:** timers are two numbers. [`core::next_due`] says when a couple is to be looked at again, for
//! anything at all and for anything but asking by schedule (which waits while the sender is behind); two columns keep them, and
//! nothing else remembers a time to wake up. What somebody writes for themselves alone belongs to no couple: its one number,
//! [`Reflection::due`](core::model::reflection::Reflection::due), stands in its own row, and the ticker takes both.
//!
//! **Architecture invariant:** there is one writer. [`store::Store::begin_write`] gives out one transaction at a time, and
//! refuses once another process has taken over the database.
//!
//! **Architecture invariant:** one SQL text serves both engines: columns are `text` and `bigint`, ids and times come from the
//! program. Telegram's ids are attributes of rows, never what relates them (a group, which is nothing but its chat, aside). Only [`store`] names sqlx.
//!
//! **Architecture invariant:** words reach a group only behind a look. Every outbox row with a prompt or words for a group names
//! the two who, with the bot, must be the only ones there; [`run::sender::guard`] asks right before the call, and whatever is no
//! clear yes keeps it from being made.
//!
//! **Architecture invariant:** messages are plain text beside entities, and no parse mode is ever set, so that nothing a
//! person types can be markup. People's words never pass through Fluent. Only [`telegram`] names teloxide.
//!
//! **Architecture invariant:** a panic ends one turn, not the process: it is caught, rolled back to its savepoint, and what
//! caused it set aside. So no profile aborts on panic, and nothing here panics on purpose.

#![deny(
    clippy::allow_attributes_without_reason,
    clippy::exit,
    clippy::expect_used,
    clippy::panic,
    clippy::print_stderr,
    clippy::print_stdout,
    clippy::unwrap_used
)]

pub mod app;
pub mod config;
pub mod core;
pub mod demo;
pub mod library;
pub mod places;
pub mod run;
pub mod sandbox;
pub mod store;
pub mod telegram;
pub mod texts;
