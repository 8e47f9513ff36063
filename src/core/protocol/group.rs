//! What happens in a group or to it, and what is pressed and said there.

use jiff::Timestamp;

use crate::core::model::ids::{ChatId, CoupleId, MessageId, PersonId, RoundId};
use crate::core::protocol::command::Command;
use crate::core::protocol::wire::buttons;
use crate::library::ButtonId;

/// What is known of a group: told by Telegram, or shown by a call into it.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum GroupFact {
    /// Somebody looked: these two, by Telegram's ids, and the bot are the only ones there, or not. `unsent` are the rounds whose
    /// reveal still waits in the outbox for this chat, whole or in part.
    Seen {
        chat: ChatId,
        of: [ChatId; 2],
        two: bool,
        unsent: Vec<RoundId>,
    },
    /// The bot is not there any more, or may not write. `unsent` as above; `app` fills it in where Telegram told it.
    Gone { chat: ChatId, unsent: Vec<RoundId> },
    /// It became a supergroup. What was queued goes there; `shown` are the rounds whose message stands in the old chat, where
    /// nothing can be changed any more. `app` fills it in.
    Moved {
        from: ChatId,
        to: ChatId,
        shown: Vec<RoundId>,
    },
    /// Somebody came or went, or the bot's own rights changed, or the program was away: somebody has to look.
    Changed { chat: ChatId },
    /// An anonymous admin wants something of the bot, which does not know who that is. The answer is charged to `to`, somebody who
    /// is kept nowhere. `app` fills it in.
    Faceless { chat: ChatId, to: Option<PersonId> },
}

/// What somebody did in a group.
#[derive(Clone, PartialEq, Debug)]
pub enum GroupDeed {
    /// The bot was added. It does not `fit` a channel or a forum.
    Added { fits: bool },
    /// `/start`, typed or by a `startgroup` link.
    Started,
    /// *I'm in*.
    ImIn,
    /// A command that works there.
    Commanded(Command),
    /// A command that would show something private.
    AskedPrivately,
    /// A response button under a reveal.
    Responded {
        round: RoundId,
        button: ButtonId,
        on: MessageId,
    },
}

buttons! {
    /// The buttons about a group: one in the group itself, the others in a direct chat.
    pub enum GroupPress {
        /// *I'm in*.
        "gin" => ImIn,
        /// *Cover it*: of what was opened there only the dates stay.
        "gcv" => Cover(id: CoupleId),
        /// *Leave it as it is*.
        "glv" => LeaveOpen(id: CoupleId),
        /// *Back to our private chats*.
        "gpr" => GoPrivate(id: CoupleId),
    }
}

/// What the bot says in a group, or about it.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum GroupSay {
    /// What this is, that later members may read back, and *I'm in*.
    Hello,
    /// The same once the two are in.
    HelloDone,
    /// What the bot needs: a group with exactly two people.
    Needs,
    /// The two are at home here from now on.
    MovedIn,
    /// The prompt of a round, how far it is, and *answer privately*.
    Prompt(RoundId),
    /// In place of a prompt that is shown there no more …
    Emptied,
    /// … and of one that is over.
    Over,
    /// The message of a prompt goes: it stands further down now.
    TakenAway,
    /// The same where Telegram lets no message go any more.
    Below,
    /// Both answers, with both names.
    Reveal(RoundId),
    /// The buttons under it, with the names of those who pressed them.
    RevealButtons(RoundId),
    /// It is not two any more: from now on in private chats.
    Elsewhere,
    /// It is two again.
    BackHome,
    /// To each privately: the bot is in that group no more.
    Gone,
    /// What works here.
    Help,
    /// Resting until one of the two says otherwise.
    Resting,
    Resumed,
    NotResting,
    /// That belongs into the private chat.
    Private,
    /// A look at who is there.
    Look,
    /// To each privately: shall what was opened there be covered?
    CoverAsk(CoupleId),
    /// The answer to it.
    CoverDone {
        covered: bool,
    },
    /// In place of something that was opened.
    CoveredPage {
        opened_at: Timestamp,
    },
}
