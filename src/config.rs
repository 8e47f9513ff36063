//! What an operator can set: environment variables, each also a flag. `twofold --help` is the operator's manual.

use std::fmt;
use std::path::PathBuf;

use clap::{Args, Parser, Subcommand};

use crate::demo::PORT;
use crate::run::outbox_command::OutboxCommand;

/// A Telegram bot for two people: one small question at a time, sealed until both have answered.
///
/// Without a command it runs the bot: it creates and migrates its database and its key file, and polls Telegram until it is
/// told to stop (Ctrl-C or SIGTERM). Everything is set by environment variables; a file named `.env` in the working directory
/// is read first. Keep the key file: without it nobody can read the database, and that includes you.
#[derive(Parser, Debug)]
#[command(name = "twofold", version, max_term_width = 100)]
pub struct Config {
    #[command(subcommand)]
    pub command: Option<Command>,

    /// The bot's token from @BotFather. Whoever has it is the bot: keep it out of scripts and logs.
    #[arg(
        long = "token",
        env = "TELOXIDE_TOKEN",
        hide_env_values = true,
        global = true
    )]
    pub teloxide_token: Option<Secret>,

    /// Another Bot API server than https://api.telegram.org, for example one of your own.
    #[arg(
        long = "api-url",
        env = "TELOXIDE_API_URL",
        value_name = "URL",
        global = true
    )]
    pub teloxide_api_url: Option<String>,

    /// Where everything is kept: sqlite://<file> or postgres://<user>:<password>@<host>/<database>.
    #[arg(
        long,
        env = "DATABASE_URL",
        hide_env_values = true,
        value_name = "URL",
        default_value = "sqlite://twofold.db",
        global = true
    )]
    pub database_url: Secret,

    /// The file of the master key, made at the first start [default: twofold.key beside the database; with Postgres, in the
    /// working directory]. Back it up apart from the database: each is worthless without the other.
    #[arg(
        long = "key-file",
        env = "TWOFOLD_KEY_FILE",
        value_name = "FILE",
        global = true
    )]
    pub twofold_key_file: Option<PathBuf>,

    /// A folder of prompts to use instead of the ones inside the program. It is checked at start; `twofold check DIR` does the
    /// same by hand.
    #[arg(
        long = "prompts-dir",
        env = "TWOFOLD_PROMPTS_DIR",
        value_name = "DIR",
        global = true
    )]
    pub twofold_prompts_dir: Option<PathBuf>,

    /// How many seconds two answers rest before both open, so that a second thought can still be added; 0 opens them at once.
    #[arg(
        long = "reveal-delay",
        env = "TWOFOLD_REVEAL_DELAY_S",
        value_name = "SECONDS",
        default_value_t = 15,
        value_parser = clap::value_parser!(u32).range(0..=90),
        global = true
    )]
    pub twofold_reveal_delay_s: u32,

    /// How much is logged, as `tracing` directives (`warn`, `twofold=debug`). What people write is never logged at any level.
    #[arg(
        long = "log",
        env = "RUST_LOG",
        value_name = "DIRECTIVES",
        default_value = "info",
        global = true
    )]
    pub rust_log: String,
}

#[derive(Subcommand, Debug, Clone)]
pub enum Command {
    /// Looks through the prompts and lists everything that is wrong with them, with file and line; exit code 1 on errors.
    Check {
        /// The folder to check; without one, the prompts inside the program.
        dir: Option<PathBuf>,
    },
    /// Shows the calls to Telegram that were given up, never what they say, and queues them again. It needs no token.
    #[command(subcommand)]
    Outbox(OutboxCommand),
    /// Shows two phones in a browser, with the bot behind them and a Telegram of its own: no token, no account, no network.
    /// What is written there is gone when it ends; no setting above is looked at, no database or key file touched.
    Demo(Demo),
}

/// Where the demonstration is shown, and whether it plays by itself.
#[derive(Args, Debug, Clone, Copy)]
pub struct Demo {
    /// The port of the page on 127.0.0.1; 0 takes any that is free.
    #[arg(long, default_value_t = PORT)]
    pub port: u16,

    /// Opens the page in a browser.
    #[arg(long)]
    pub open: bool,

    /// Plays two evenings and a reflection by itself, at a pace to follow on the page, and ends.
    #[arg(long)]
    pub script: bool,

    /// The same without the pauses, for machines.
    #[arg(long, requires = "script")]
    pub fast: bool,
}

/// A value that is never printed.
#[derive(Clone)]
pub struct Secret(String);

impl Secret {
    pub fn expose(&self) -> &str {
        &self.0
    }
}

impl From<String> for Secret {
    fn from(value: String) -> Secret {
        Secret(value)
    }
}

impl std::str::FromStr for Secret {
    type Err = std::convert::Infallible;

    fn from_str(value: &str) -> Result<Secret, Self::Err> {
        Ok(Secret(value.trim().to_owned()))
    }
}

impl fmt::Debug for Secret {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Secret(..)")
    }
}

/// What somebody without a token reads.
pub const NO_TOKEN: &str = "TELOXIDE_TOKEN is not set. Open @BotFather in Telegram, send /newbot, and start again with the token it gives you: \
     TELOXIDE_TOKEN=123456:ABC… twofold";

/// What somebody reads whose token cannot be one.
pub const BAD_TOKEN: &str = "TELOXIDE_TOKEN does not look like a bot token (digits, a colon, letters). @BotFather shows yours under /mybots.";

/// The bot's id: the number before the colon of its token.
pub fn bot_id(token: &str) -> Option<i64> {
    let (id, secret) = token.split_once(':')?;
    let plain = secret
        .bytes()
        .all(|b| b.is_ascii_alphanumeric() || b == b'_' || b == b'-');
    if secret.is_empty() || !plain || !id.bytes().all(|b| b.is_ascii_digit()) {
        return None;
    }
    id.parse().ok().filter(|id| *id > 0)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_token_begins_with_the_bots_id_and_nothing_else_is_one() {
        let secret = "AAabcdefghijklmnopqrstuvwxyz_-01234";
        assert_eq!(bot_id(&format!("42:{secret}")), Some(42));
        for other in [
            "",
            "42",
            "42:",
            "x:abc",
            &format!("-1:{secret}"),
            &format!("42:{secret} "),
        ] {
            assert_eq!(bot_id(other), None);
        }
    }

    #[test]
    fn a_secret_does_not_print_itself() {
        assert_eq!(format!("{:?}", Secret("hush".to_owned())), "Secret(..)");
    }
}
