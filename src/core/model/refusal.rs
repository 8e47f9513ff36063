//! Every "no" a person can get. A value, not an error: nothing went wrong, and nothing changed.

/// Why nothing happened. `texts` says it kindly.
#[derive(Clone, Copy, PartialEq, Eq, Debug, thiserror::Error)]
pub enum Refusal {
    #[error(transparent)]
    Round(#[from] RoundRefusal),
    #[error(transparent)]
    Couple(#[from] CoupleRefusal),
    #[error(transparent)]
    Plan(#[from] PlanRefusal),
    #[error(transparent)]
    Deck(#[from] DeckRefusal),
    #[error(transparent)]
    Reflect(#[from] ReflectRefusal),
    /// A button that stands for nothing (any more), or somebody else's.
    #[error("the button is old")]
    OldButton,
    #[error("no such kind")]
    UnknownKind,
    #[error("no such zone")]
    UnknownZone,
    #[error("no such command")]
    UnknownCommand,
    /// Nothing to cancel.
    #[error("nothing to cancel")]
    NothingToCancel,
}

/// A "no" about a round.
#[derive(Clone, Copy, PartialEq, Eq, Debug, thiserror::Error)]
pub enum RoundRefusal {
    /// The round was revealed or closed before.
    #[error("the round is over")]
    RoundOver,
    #[error("the answer is full")]
    AnswerFull,
    #[error("there is no answer to take back")]
    NothingSealed,
    /// *Another one* was used up, or the prompt moved on meanwhile.
    #[error("no other prompt")]
    NoOther,
    /// Words from someone who has no prompt and nobody to pass them to.
    #[error("no round to answer")]
    NothingOpen,
    /// A message Telegram lets nobody pass on.
    #[error("the message cannot be passed on")]
    CannotTravel,
    /// The library has no prompt to give.
    #[error("no prompt")]
    NoPrompt,
    /// A round of one's own starting is open already.
    #[error("one at a time")]
    OneAtATime,
    #[error("the partner cannot be written to now")]
    NobodyThere,
}

/// A "no" about pairing.
#[derive(Clone, Copy, PartialEq, Eq, Debug, thiserror::Error)]
pub enum CoupleRefusal {
    /// Used, held, expired, unknown, one's own, refused or withdrawn: all read the same.
    #[error("the invite cannot be used")]
    InviteUnusable,
    #[error("already together with someone")]
    AlreadyTogether,
    #[error("not in a couple")]
    NotTogether,
}

/// A "no" about the plan.
#[derive(Clone, Copy, PartialEq, Eq, Debug, thiserror::Error)]
pub enum PlanRefusal {
    /// `/resume` without a pause.
    #[error("there is no pause")]
    NotResting,
    /// `/schedule` with words that are no kind and cron line.
    #[error("the schedule line cannot be read")]
    CronLine,
    #[error("there are as many schedules as there may be")]
    SchedulesFull,
    /// The last day or kind of a schedule: switching the schedule off is another button.
    #[error("the last one stays")]
    LastOne,
}

/// A "no" about questions of one's own and rituals.
#[derive(Clone, Copy, PartialEq, Eq, Debug, thiserror::Error)]
pub enum DeckRefusal {
    /// A question of one's own, longer than those of the library.
    #[error("the question is too long")]
    QuestionTooLong,
    /// Five questions of one's own today.
    #[error("enough was asked today")]
    AskedEnough,
    #[error("the deck is full")]
    DeckFull,
    #[error("there are as many rituals as there may be")]
    RitualsFull,
}

/// A "no" about a reflection.
#[derive(Clone, Copy, PartialEq, Eq, Debug, thiserror::Error)]
pub enum ReflectRefusal {
    /// Three invitations to a reflection in a week.
    #[error("the partner was invited often enough")]
    InvitedEnough,
    /// A step of a reflection holds as much as it may.
    #[error("the step is full")]
    StepFull,
    #[error("there is nothing to seal")]
    NothingToSeal,
    /// What is open for both cannot be taken back.
    #[error("the step is open")]
    StepOpened,
}
