//! What Telegram shows about the bot outside of any message: the command menu and the two descriptions.
//!
//! Lists only what works. Start with [`menu`].

use crate::core::protocol::command::CommandName;
use crate::texts::base::lines::{Lang, lines};

lines! {
    Line;

    CommandSchedule = "command-schedule";
    CommandPause = "command-pause";
    CommandResume = "command-resume";
    CommandAsk = "command-ask";
    CommandSafety = "command-safety";
    ReflectCommand = "reflect-command";
    BotDescription = "bot-description";
    BotShortDescription = "bot-short-description";
    CommandStart = "command-start";
    CommandInvite = "command-invite";
    CommandPrompt = "command-prompt";
    CommandToday = "command-today";
    CommandTimezone = "command-timezone";
    CommandSettings = "command-settings";
    CommandLeave = "command-leave";
    CommandPrivacy = "command-privacy";
    CommandHelp = "command-help";
    CommandCancel = "command-cancel";
}

/// What the Bot API's `setMyCommands`, `setMyDescription` and `setMyShortDescription` take in one language.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Menu {
    /// Commands without their slash, with a description of at most 256 characters, in menu order.
    pub commands: Vec<(&'static str, String)>,
    /// At most 512 characters: shown in an empty chat.
    pub description: String,
    /// At most 120 characters: shown on the profile page and in shared links.
    pub short_description: String,
}

/// The menu in a language, else in English. [`super::languages`] lists those there are.
pub fn menu(language: Option<&str>) -> Menu {
    let lang = Lang::of(language);
    Menu {
        commands: CommandName::ALL
            .iter()
            .map(|name| (name.word(), lang.say(line(*name))))
            .collect(),
        description: lang.say(Line::BotDescription),
        short_description: lang.say(Line::BotShortDescription),
    }
}

/// What the menu says of a command.
fn line(name: CommandName) -> Line {
    match name {
        CommandName::Start => Line::CommandStart,
        CommandName::Invite => Line::CommandInvite,
        CommandName::Prompt => Line::CommandPrompt,
        CommandName::Today => Line::CommandToday,
        CommandName::Reflect => Line::ReflectCommand,
        CommandName::Ask => Line::CommandAsk,
        CommandName::Timezone => Line::CommandTimezone,
        CommandName::Schedule => Line::CommandSchedule,
        CommandName::Settings => Line::CommandSettings,
        CommandName::Pause => Line::CommandPause,
        CommandName::Resume => Line::CommandResume,
        CommandName::Leave => Line::CommandLeave,
        CommandName::Privacy => Line::CommandPrivacy,
        CommandName::Safety => Line::CommandSafety,
        CommandName::Help => Line::CommandHelp,
        CommandName::Cancel => Line::CommandCancel,
    }
}
