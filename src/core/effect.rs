//! What a turn wants done, all of it in the turn's own transaction.
//!
//! The application seals and erases words as told, renders each [`Say`] from the state after the step, and writes one
//! outbox row for each call. Nothing else reaches a chat, the answer to a button press aside.

use jiff::{SignedDuration, Timestamp};

use crate::core::delivery::{Class, InGroup, Urgency};
use crate::core::event::{About, Role};
use crate::core::group::GroupSay;
use crate::core::ids::{
    AsideId, ChatId, CoupleId, MessageId, PartId, PersonId, RoundId, ScheduleId, Seat,
};
use crate::core::own::{OwnSay, OwnWords};
use crate::core::plan::BadCron;
use crate::core::reflection::{ReflectSay, ReflectWords};
use crate::core::refusal::Refusal;
use crate::core::safety::SafetySay;
use crate::core::tap::Tip;
use crate::core::zones::Clock;
use crate::library::{ButtonId, Depth, KindId};
use crate::places::Place;

#[derive(Clone, PartialEq, Debug)]
#[expect(
    clippy::large_enum_variant,
    reason = "a turn has a handful of effects, most of them the large one, and they live for a moment"
)]
pub enum Effect {
    /// Seal the event's own words as this part of the author's answer.
    KeepPart {
        round: RoundId,
        seat: Seat,
        part: PartId,
    },
    /// Seal what was tapped, as the state after the turn has it, in place of what was sealed before.
    KeepTap {
        round: RoundId,
        seat: Seat,
        part: PartId,
    },
    /// Seal the event's own words in place of what the part held.
    ReplacePart { part: PartId },
    /// Destroy one part.
    ErasePart { part: PartId },
    /// Destroy every part of one seat of a round.
    EraseParts { round: RoundId, seat: Seat },
    /// Destroy everything one seat of a couple wrote that was never opened.
    EraseUnrevealed { couple: CoupleId, seat: Seat },
    /// Seal the event's own words beside everything, under this question.
    PutAside { aside: AsideId, message: MessageId },
    /// Words put aside become parts of an answer.
    AsideToPart {
        aside: AsideId,
        message: MessageId,
        round: RoundId,
        seat: Seat,
        part: PartId,
    },
    /// Destroy what was put aside.
    EraseAside { aside: AsideId },
    /// Drop what is queued for this person about this round and was not sent yet.
    Unsend { to: PersonId, round: RoundId },
    /// What was shown of this person's own covered answer to this round goes at once.
    HideShown { to: PersonId, round: RoundId },
    /// This person can be written to again: what was kept for them may go.
    Unpark { person: PersonId },
    /// Drop what is queued for a group and holds words of the two; with `all`, everything that is.
    EmptyGroup { chat: ChatId, all: bool },
    /// The bot may be heard in this group again: what waits for it may go.
    OpenGroup { chat: ChatId },
    /// What waits for this group goes to its new id.
    MoveGroup { from: ChatId, to: ChatId },
    /// Of everything that was opened in a couple's group only the date is left.
    CoverGroup { couple: CoupleId, chat: ChatId },
    /// What becomes of the words of own questions, and of favourites.
    Own(OwnWords),
    /// What becomes of the words of a reflection.
    Reflect(ReflectWords),
    /// One or more outbox rows.
    Send(Send),
    /// What the pressed button answers: a short line over the chat.
    Toast(Toast),
}

/// One message or change of a message.
#[derive(Clone, PartialEq, Debug)]
pub struct Send {
    pub to: PersonId,
    /// Where, if not in the person's direct chat.
    pub chat: Option<ChatId>,
    /// It goes into the group of a couple.
    pub group: Option<InGroup>,
    /// Unique for ever; a second row with it is not written. A message that takes several calls appends to it. `None`: named
    /// after the turn.
    pub key: Option<String>,
    pub target: Target,
    pub class: Class,
    pub urgency: Urgency,
    pub sound: bool,
    pub not_before: Option<Timestamp>,
    pub reply: Option<ReplyTo>,
    /// Every message of it is taken out of the chat again after this long.
    pub gone_after: Option<SignedDuration>,
    pub about: About,
    pub say: Say,
}

#[derive(Clone, PartialEq, Debug)]
pub enum Target {
    /// A new message.
    New,
    /// The message that the row with this key sent; a newer edit replaces a queued one.
    Sent(String),
    /// A message of the bot with this id (the one a pressed button stands under).
    Message(MessageId),
    /// The person's own message, for a reaction or to take it away.
    Theirs(MessageId),
}

#[derive(Clone, PartialEq, Debug)]
pub enum ReplyTo {
    Sent(String),
    Message(MessageId),
}

impl Send {
    /// A silent new message that somebody waits for.
    pub fn line(to: PersonId, say: Say) -> Send {
        Send {
            to,
            chat: None,
            group: None,
            key: None,
            target: Target::New,
            class: Class::Owed,
            urgency: Urgency::Waited,
            sound: false,
            not_before: None,
            reply: None,
            gone_after: None,
            about: About {
                role: Role::Line,
                key: String::new(),
                round: None,
                seat: None,
                source: None,
                part: None,
            },
            say,
        }
    }

    /// An edit of the message a pressed button stands under.
    pub fn edit(to: PersonId, on: MessageId, say: Say) -> Send {
        Send {
            target: Target::Message(on),
            class: Class::Set,
            ..Send::line(to, say)
        }
    }

    /// The bot's reaction on a person's own message; `None` takes it away.
    pub fn react(to: PersonId, message: MessageId, emoji: Option<&str>) -> Send {
        Send {
            target: Target::Theirs(message),
            class: Class::Set,
            ..Send::line(
                to,
                Say::Reaction {
                    emoji: emoji.map(str::to_owned),
                },
            )
        }
    }

    /// Takes a message out of a person's direct chat, theirs or the bot's. Telegram allows it for 48 hours (Bot API,
    /// `deleteMessage`); later it stays, and nothing else happens.
    pub fn delete(to: PersonId, message: MessageId) -> Send {
        Send {
            target: Target::Theirs(message),
            class: Class::Set,
            ..Send::line(to, Say::Delete)
        }
    }

    pub fn key(mut self, key: impl Into<String>) -> Send {
        self.key = Some(key.into());
        self
    }

    pub fn role(mut self, role: Role, round: RoundId, seat: Seat) -> Send {
        self.about.role = role;
        self.about.round = Some(round);
        self.about.seat = Some(seat);
        self
    }

    pub fn source(mut self, author: PersonId, message: MessageId) -> Send {
        self.about.source = Some((author, message));
        self
    }

    pub fn reply(mut self, reply: ReplyTo) -> Send {
        self.reply = Some(reply);
        self
    }

    /// A reply to it is a place, not an answer.
    pub fn zone_question(mut self) -> Send {
        self.about.role = Role::ZoneAsk;
        self
    }

    pub fn with_sound(mut self, sound: bool) -> Send {
        self.sound = sound;
        self
    }

    pub fn scheduled(mut self) -> Send {
        self.urgency = Urgency::Scheduled;
        self
    }
}

/// Everything the bot can say. Names, zones, languages and words are looked up when it is rendered.
#[derive(Clone, PartialEq, Debug)]
pub enum Say {
    /// What this is, in three lines, with the first buttons.
    Welcome,
    /// The same for someone who is in a couple.
    WelcomeBack,
    Privacy,
    Help,
    /// The link and its share button. The token lives only here.
    InviteLink {
        token: String,
    },
    /// To the opener: who invited, what that person will see, that leaving takes one tap; whether an answer waits.
    InviteOpened {
        couple: CoupleId,
        inviter: PersonId,
        waits: bool,
    },
    InviteDeclined,
    /// To the accepter: waiting for the inviter's yes.
    InviteAccepted {
        couple: CoupleId,
        inviter: PersonId,
    },
    /// To the inviter: is this the right person?
    ConfirmPerson {
        couple: CoupleId,
        person: PersonId,
    },
    ConfirmedPerson {
        person: PersonId,
    },
    RefusedPerson,
    /// To the inviter: who accepted has stepped back; the link works again.
    AccepterGone {
        person: PersonId,
    },
    /// The one friendly line for every link that does not work.
    InviteUnusable,
    /// To the inviter: nobody came in seven days; what was written under it is erased.
    InviteLapsed,
    InviteWithdrawn,
    /// To both: now you are two.
    Together {
        partner: PersonId,
    },
    /// The prompt message of a seat as the round stands now.
    Card {
        round: RoundId,
        seat: Seat,
    },
    /// The prompt message with the finer feelings of a core one.
    FinerFeelings {
        round: RoundId,
        seat: Seat,
        core: Tip,
    },
    /// The prompt message, saying how to answer in words.
    OwnWords {
        round: RoundId,
        seat: Seat,
    },
    /// In place of a prompt that is over for its reader: no words, no buttons.
    CardOver,
    /// Both answers, to this seat.
    Reveal {
        round: RoundId,
        seat: Seat,
    },
    /// Both chose to talk: phones down.
    Talked {
        round: RoundId,
    },
    /// What becomes of the half nobody opened?
    HalfOffer {
        round: RoundId,
        seat: Seat,
    },
    /// The question about a half stands in a later message now.
    HalfMoved,
    HalfDone {
        round: RoundId,
        half: crate::core::round::Half,
    },
    /// A partner's half, given: nothing to answer.
    Gift {
        round: RoundId,
        from: Seat,
    },
    /// What are these words for? `rounds`: those they could answer; `partner`: they could be passed on.
    WhichFor {
        aside: AsideId,
        partner: Option<PersonId>,
        rounds: Vec<RoundId>,
        retry: bool,
    },
    AsideDone {
        what: AsideDone,
    },
    /// A partner's words, passed on.
    Relay {
        from: PersonId,
        words: WordsOf,
    },
    /// A partner's response button, by its id.
    Response {
        from: PersonId,
        round: RoundId,
        button: ButtonId,
    },
    /// The buttons under a reveal, with those already pressed marked.
    RevealButtons {
        round: RoundId,
        seat: Seat,
    },
    /// The week at a glance, with the plans.
    Week,
    OneSchedule {
        schedule: ScheduleId,
    },
    /// Which time? The next words are read as one.
    TimeAsk,
    CronWrong {
        bad: BadCron,
    },
    /// To the partner: the plan has changed.
    PlanChanged,
    /// A question is still there.
    Nudge {
        round: RoundId,
        seat: Seat,
    },
    /// Little opened lately: Sundays only.
    Quieter,
    PauseAsk,
    /// Resting until then, or until resumed.
    Resting {
        until: Option<Timestamp>,
    },
    Resumed,
    QuietHoursAsk,
    QuietHoursType,
    Today {
        rounds: Vec<RoundId>,
    },
    Settings,
    /// What the reader would like to be asked: kinds and depth; topics.
    Asked,
    Topics,
    /// Some questions that go so deep? Sealed: only two yeses show.
    DeeperOffer {
        couple: CoupleId,
        depth: Depth,
    },
    DeeperSaid {
        couple: CoupleId,
        depth: Depth,
        yes: bool,
    },
    /// To both: both want it.
    DeeperTogether {
        depth: Depth,
    },
    /// Which kind? For `/prompt` with a word that is no kind.
    KindsOffer {
        kinds: Vec<KindId>,
    },
    /// What time is it where you are?
    ZoneAsk {
        couple: Option<CoupleId>,
        same_as: Option<PersonId>,
    },
    /// Where somebody lives counts from now on, and is read back. `place` as it was told, with what else it could have meant;
    /// without it, the partner's zone was taken.
    ZoneSet {
        place: Option<Place>,
        others: Vec<Place>,
    },
    /// The question is answered: its buttons go.
    ZoneRight,
    ZoneUnknown,
    /// Which of these times is it where you are?
    ClockAsk {
        clocks: Vec<Clock>,
    },
    /// Which of the places that share a clock? `more`: there is another page of them.
    PlaceAsk {
        clock: Clock,
        places: Vec<Place>,
        more: Option<u8>,
    },
    LeaveAsk {
        couple: CoupleId,
    },
    /// For someone who only has invites or an acceptance to take back.
    WithdrawAsk {
        couple: CoupleId,
    },
    Left {
        quietly: bool,
    },
    Stayed,
    /// The one neutral line, with *keep it for me · let it go* when something unopened is theirs.
    PartnerLeft {
        couple: CoupleId,
        halves: bool,
    },
    HalvesDone {
        kept: bool,
    },
    Cancelled,
    /// Something this person sent could not be applied, and was not lost by them.
    AskAgain,
    /// The bot was away for so long that what was written meanwhile may be gone.
    WordsMayBeMissing,
    /// Too many at once: said once.
    TooFast,
    Refused(Refusal),
    /// The bot's reaction on the person's own message.
    Reaction {
        emoji: Option<String>,
    },
    /// Something could not be shown. With `voice`, because the reader's privacy setting refuses voice and video notes; then
    /// those of `round` can be asked for again.
    PartMissing {
        voice: bool,
        round: Option<RoundId>,
    },
    /// The voice and video notes of a reveal once more.
    VoicesAgain {
        round: RoundId,
        seat: Seat,
    },
    /// What belongs to questions of one's own, favourites and rituals.
    Own(OwnSay),
    /// What belongs to a reflection.
    Reflect(ReflectSay),
    Safety(SafetySay),
    /// What is said in a group, or about it.
    Group(GroupSay),
    /// The message it goes to is taken out of the chat.
    Delete,
    /// A person's own covered answer, to themselves.
    Covered {
        round: RoundId,
        seat: Seat,
    },
}

/// Where words to pass on are.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum WordsOf {
    /// In the event itself.
    Event,
    /// Among those put aside.
    Aside { aside: AsideId, message: MessageId },
}

#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum AsideDone {
    PassedOn,
    Sealed,
    Dropped,
}

/// The short line a pressed button answers with.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Toast {
    /// Nothing to say: the message changes.
    Quiet,
    Told,
    AlreadyTold,
    TakenBack,
    TakeYourTime,
    QuestionKept,
    QuestionKeptBefore,
    OursBefore,
    /// *I'm in* was tapped by one of two.
    OtherOne,
    StepCleared,
    StepsTakenBack,
    /// From now on what is sealed is taken out of the chat.
    CoversNow,
    Refused(Refusal),
}
