//! What is said to Telegram once, at start: who are we, and what do menu and profile say.
//!
//! [`me`] also shows whether the token is valid. [`announce`] reads each text before it writes it, because Telegram
//! counts changes and refuses them for hours after too many; it takes a few seconds and belongs beside the first poll,
//! not before it.

use teloxide::RequestError;
use teloxide::payloads::{
    GetMyCommandsSetters, GetMyDescriptionSetters, GetMyShortDescriptionSetters,
    SetMyCommandsSetters, SetMyDescriptionSetters, SetMyShortDescriptionSetters,
};
use teloxide::requests::{Request, Requester};
use teloxide::types::BotCommand;
use thiserror::Error;

use super::client::Client;
use super::fields::Fields;
use crate::core::model::delivery::Outcome;

/// The bot's own account.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Me {
    pub id: i64,
    /// Without `@`, as deep links want it.
    pub username: String,
}

/// What people of one language read before they have written anything.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Profile {
    /// A two-letter code; `None` for everyone whose language has no profile of its own.
    pub language: Option<String>,
    /// Command without slash (1 to 32 of `a-z0-9_`) and its line in the menu (1 to 256 characters).
    pub commands: Vec<(String, String)>,
    /// Shown in an empty chat: at most 512 characters.
    pub description: String,
    /// Shown on the bot's page and in its link's preview: at most 120 characters.
    pub short_description: String,
}

/// Why a call at start did not succeed. Never any content.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Error)]
pub enum SetupFault {
    #[error("Telegram does not know this bot token: get a valid one from @BotFather")]
    Unauthorized,
    #[error("the Bot API server asks to wait {seconds} s")]
    RetryAfter { seconds: u32 },
    #[error("the Bot API server cannot be reached, or has a fault of its own")]
    Network,
    #[error("the Bot API server's answer cannot be read")]
    Malformed,
    #[error("the Bot API server refused")]
    Refused,
}

/// Asks who we are.
pub async fn me(client: &Client) -> Result<Me, SetupFault> {
    let answer = client.call_raw("getMe", &serde_json::json!({})).await;
    succeeded(answer.outcome)?;
    let read = || {
        let fields = Fields::read(answer.result.as_deref()?.get())?;
        Some(Me {
            id: fields.int("id")?,
            username: fields.text("username")?,
        })
    };
    read().ok_or(SetupFault::Malformed)
}

/// Removes a webhook, keeping the updates that wait for it: a bot has one reader, and whoever starts this program with
/// a token wants it to be this one. To be called when a poll met [`PollFault::Webhook`](super::poll::PollFault::Webhook).
pub async fn remove_webhook(client: &Client) -> Result<(), SetupFault> {
    let params = serde_json::json!({"drop_pending_updates": false});
    let answer = client.call_raw("deleteWebhook", &params).await;
    succeeded(answer.outcome)
}

/// Makes menu, description and short description say what `profiles` say, and returns how many of them had to change.
pub async fn announce(client: &Client, profiles: &[Profile]) -> Result<usize, SetupFault> {
    let bot = client.bot();
    let mut changed = 0;
    for profile in profiles {
        let language = profile.language.clone().unwrap_or_default();
        let commands: Vec<BotCommand> = profile
            .commands
            .iter()
            .map(|(command, line)| BotCommand::new(command, line))
            .collect();
        let now = bot.get_my_commands().language_code(&language).send();
        if now.await.map_err(fault)? != commands {
            let set = bot.set_my_commands(commands).language_code(&language);
            set.send().await.map_err(fault)?;
            changed += 1;
        }
        let now = bot.get_my_description().language_code(&language).send();
        if now.await.map_err(fault)?.description != profile.description {
            let set = bot.set_my_description().language_code(&language);
            set.description(&profile.description)
                .send()
                .await
                .map_err(fault)?;
            changed += 1;
        }
        let now = bot.get_my_short_description().language_code(&language);
        if now.send().await.map_err(fault)?.short_description != profile.short_description {
            let set = bot.set_my_short_description().language_code(&language);
            set.short_description(&profile.short_description)
                .send()
                .await
                .map_err(fault)?;
            changed += 1;
        }
    }
    Ok(changed)
}

fn succeeded(outcome: Outcome) -> Result<(), SetupFault> {
    Err(match outcome {
        Outcome::Sent { .. } => return Ok(()),
        Outcome::Unauthorized => SetupFault::Unauthorized,
        Outcome::RetryAfter { seconds } => SetupFault::RetryAfter { seconds },
        Outcome::NotSent | Outcome::Unknown => SetupFault::Network,
        Outcome::Unreachable | Outcome::Migrated { .. } | Outcome::NotTwo | Outcome::Refused(_) => {
            SetupFault::Refused
        }
    })
}

/// teloxide's error may carry a whole answer: only its kind goes on.
fn fault(error: RequestError) -> SetupFault {
    match error {
        RequestError::Api(teloxide::ApiError::InvalidToken) => SetupFault::Unauthorized,
        RequestError::Api(_) | RequestError::MigrateToChatId(_) => SetupFault::Refused,
        RequestError::RetryAfter(wait) => SetupFault::RetryAfter {
            seconds: wait.seconds(),
        },
        RequestError::Network(_) | RequestError::Io(_) => SetupFault::Network,
        RequestError::InvalidJson { .. } => SetupFault::Malformed,
    }
}
