//! What is pressed and what is said in a reflection. Callback data holds ids and numbers, never words.

use jiff::Timestamp;

use crate::core::model::ids::{CoupleId, MessageId, PartId, ReflectionId, Seat};
use crate::core::model::reflection::OneSided;
use crate::core::protocol::wire::{Fields, sign, signed};
use crate::library::{FeelingId, Flavour, NowId, StepId};

/// What becomes of the words of a reflection.
#[derive(Clone, PartialEq, Debug)]
pub enum ReflectWords {
    /// Seal the event's own words as this part.
    Keep {
        reflection: ReflectionId,
        seat: Seat,
        part: PartId,
    },
    /// Seal the event's own words in place of what the part held.
    Replace {
        reflection: ReflectionId,
        seat: Seat,
        part: PartId,
    },
    /// Seal what this seat has tapped, as the state after the turn has it. Nothing is sealed under this part yet.
    KeepFelt {
        reflection: ReflectionId,
        seat: Seat,
        part: PartId,
    },
    /// The same in place of what was sealed under this part before.
    ReplaceFelt {
        reflection: ReflectionId,
        seat: Seat,
        part: PartId,
    },
    /// Destroy these.
    Erase { parts: Vec<PartId> },
}

impl ReflectWords {
    /// See [`Effect::destroys`](super::effect::Effect::destroys).
    pub fn destroys(&self) -> bool {
        match self {
            ReflectWords::Replace { .. } | ReflectWords::ReplaceFelt { .. } => true,
            ReflectWords::Erase { parts } => !parts.is_empty(),
            ReflectWords::Keep { .. } | ReflectWords::KeepFelt { .. } => false,
        }
    }
}

/// A time to come back, in whole minutes since 1970; `morning`: the invitation waits for the invited one's morning.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Offer {
    pub minute: i64,
    pub morning: bool,
}

impl Offer {
    /// The nearest whole minute, so that half an hour from now reads as one at any second.
    pub(in crate::core) fn at(at: Timestamp, morning: bool) -> Offer {
        let minute = (at.as_second() + 30).div_euclid(60);
        Offer { minute, morning }
    }

    pub fn time(self) -> Option<Timestamp> {
        Timestamp::from_second(self.minute.checked_mul(60)?).ok()
    }

    pub(in crate::core) fn data(self) -> String {
        let when = if self.morning { 'm' } else { 'n' };
        format!("{when}{:x}-", self.minute)
    }

    pub(in crate::core) fn read(data: &str) -> Option<(Offer, &str)> {
        let (when, rest) = data.split_at_checked(1)?;
        let (minute, rest) = rest.split_once('-')?;
        let morning = match when {
            "m" => true,
            "n" => false,
            _ => return None,
        };
        let minute = i64::from_str_radix(minute, 16)
            .ok()
            .filter(|minute| *minute > 0)?;
        Some((Offer { minute, morning }, rest))
    }
}

/// The buttons of reflections.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum ReflectPress {
    /// Nothing after all.
    Cancel,
    Choose(Flavour),
    /// Whether whoever asks can speak freely.
    Screened(CoupleId, Flavour, bool),
    /// When to begin; see [`Offer`].
    At(CoupleId, Flavour, Offer),
    /// No invitations any more, from under one.
    NoMoreInvitations,
    On(ReflectionId, Act),
}

/// What is done in one reflection. Steps are numbered from 0, as the reflection has them.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Act {
    Yes,
    No,
    /// Whether the invited one can speak freely.
    Screened(bool),
    Withdraw,
    Earlier,
    /// To the page where one was; from the start to the first step.
    GoOn,
    Next(u8),
    Back(u8),
    Clear(u8),
    Page(u8),
    Overview,
    /// Takes up an offered step.
    Add(u8),
    /// A core feeling, which leads to the finer ones, or a finer one, on or off.
    Feel(FeelingId),
    How,
    Plain,
    Break,
    StopAsk,
    Stop,
    Seal,
    ShowMe,
    Cover,
    TakeBack,
    /// The next step, when so many are open.
    Open(u8),
    /// The other one's files once more.
    Again,
    Timer,
    EndTimer,
    Give(u8),
    KeepClosed(u8),
    Now(NowId),
    Keep(bool),
}

impl ReflectPress {
    /// The callback data; see [`crate::core::protocol::press::Press::data`].
    pub fn data(&self) -> String {
        match self {
            ReflectPress::Cancel => "rfx".into(),
            ReflectPress::Choose(flavour) => format!("rfc::{}", flavour.name()),
            ReflectPress::Screened(couple, flavour, yes) => {
                format!("rfs:{:x}:{}{}", couple.0, sign(*yes), flavour.name())
            }
            ReflectPress::At(couple, flavour, offer) => {
                format!("rft:{:x}:{}{}", couple.0, offer.data(), flavour.name())
            }
            ReflectPress::NoMoreInvitations => "rfn".into(),
            ReflectPress::On(reflection, act) => format!("rfl:{:x}:{}", reflection.0, act.data()),
        }
    }

    /// Reads callback data that was taken apart.
    pub(in crate::core) fn read(fields: &Fields<'_>) -> Option<ReflectPress> {
        let argument = fields.argument;
        let couple = || fields.id();
        Some(match fields.verb {
            "rfx" => ReflectPress::Cancel,
            "rfc" => ReflectPress::Choose(flavour(argument?)?),
            "rfs" => {
                let (yes, rest) = signed(argument?)?;
                ReflectPress::Screened(couple()?, flavour(rest)?, yes)
            }
            "rft" => {
                let (offer, rest) = Offer::read(argument?)?;
                ReflectPress::At(couple()?, flavour(rest)?, offer)
            }
            "rfn" => ReflectPress::NoMoreInvitations,
            "rfl" => ReflectPress::On(fields.number().map(ReflectionId)?, Act::read(argument?)?),
            _ => return None,
        })
    }

    /// The reflection a button names.
    pub fn reflection(&self) -> Option<ReflectionId> {
        match self {
            ReflectPress::On(reflection, _) => Some(*reflection),
            _ => None,
        }
    }

    /// The couple a button names.
    pub fn couple(&self) -> Option<CoupleId> {
        match self {
            ReflectPress::Screened(couple, ..) | ReflectPress::At(couple, ..) => Some(*couple),
            _ => None,
        }
    }
}

impl Act {
    fn data(&self) -> String {
        match self {
            Act::Yes => "y".into(),
            Act::No => "n".into(),
            Act::Screened(yes) => format!("s{}", sign(*yes)),
            Act::Withdraw => "w".into(),
            Act::Earlier => "e".into(),
            Act::GoOn => "g".into(),
            Act::Next(step) => format!(">{step}"),
            Act::Back(step) => format!("<{step}"),
            Act::Clear(step) => format!("c{step}"),
            Act::Page(step) => format!("p{step}"),
            Act::Overview => "P".into(),
            Act::Add(step) => format!("a{step}"),
            Act::Feel(feeling) => format!("f{feeling}"),
            Act::How => "h".into(),
            Act::Plain => "l".into(),
            Act::Break => "b".into(),
            Act::StopAsk => "x".into(),
            Act::Stop => "X".into(),
            Act::Seal => "z".into(),
            Act::ShowMe => "v".into(),
            Act::Cover => "u".into(),
            Act::TakeBack => "t".into(),
            Act::Open(open) => format!("o{open}"),
            Act::Again => "r".into(),
            Act::Timer => "m".into(),
            Act::EndTimer => "M".into(),
            Act::Give(step) => format!("+{step}"),
            Act::KeepClosed(step) => format!("-{step}"),
            Act::Now(now) => format!("d{now}"),
            Act::Keep(keep) => format!("k{}", sign(*keep)),
        }
    }

    fn read(data: &str) -> Option<Act> {
        let (what, rest) = data.split_at_checked(1)?;
        let step = || rest.parse::<u8>().ok();
        Some(match (what, rest) {
            ("y", "") => Act::Yes,
            ("n", "") => Act::No,
            ("s", rest) => Act::Screened(signed(rest).filter(|(_, more)| more.is_empty())?.0),
            ("w", "") => Act::Withdraw,
            ("e", "") => Act::Earlier,
            ("g", "") => Act::GoOn,
            (">", _) => Act::Next(step()?),
            ("<", _) => Act::Back(step()?),
            ("c", _) => Act::Clear(step()?),
            ("p", _) => Act::Page(step()?),
            ("P", "") => Act::Overview,
            ("a", _) => Act::Add(step()?),
            ("f", rest) => Act::Feel(FeelingId::parse(rest).ok()?),
            ("h", "") => Act::How,
            ("l", "") => Act::Plain,
            ("b", "") => Act::Break,
            ("x", "") => Act::StopAsk,
            ("X", "") => Act::Stop,
            ("z", "") => Act::Seal,
            ("v", "") => Act::ShowMe,
            ("u", "") => Act::Cover,
            ("t", "") => Act::TakeBack,
            ("o", _) => Act::Open(step()?),
            ("r", "") => Act::Again,
            ("m", "") => Act::Timer,
            ("M", "") => Act::EndTimer,
            ("+", _) => Act::Give(step()?),
            ("-", _) => Act::KeepClosed(step()?),
            ("d", rest) => Act::Now(NowId::parse(rest).ok()?),
            ("k", rest) => Act::Keep(signed(rest).filter(|(_, more)| more.is_empty())?.0),
            _ => return None,
        })
    }
}

fn flavour(name: &str) -> Option<Flavour> {
    Flavour::ALL.into_iter().find(|one| one.name() == name)
}

/// Who is asked whether they can speak freely.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Screened {
    Asker { couple: CoupleId, flavour: Flavour },
    Invited { reflection: ReflectionId },
}

/// What a card shows besides the page somebody is on.
#[derive(Clone, PartialEq, Debug)]
pub enum Show {
    Plain,
    /// How to begin.
    How,
    /// The finer feelings of a core one.
    Finer(FeelingId),
    /// Really?
    Stop,
    /// It stands further down now: no buttons.
    Passed(Option<StepId>),
}

/// What is said about ten minutes each.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum TimerTurn {
    First,
    Second,
    End,
    /// Somebody ended it.
    Ended,
}

/// What the bot says in a reflection.
#[derive(Clone, PartialEq, Debug)]
pub enum ReflectSay {
    /// What is it about? With nobody to do it with, only for oneself.
    Menu {
        alone_only: bool,
    },
    /// One is under way; it is shown below.
    Running,
    Screening {
        of: Screened,
    },
    /// What becomes of the question, whatever was tapped.
    WasScreened,
    /// `question`: the message that asked, which one tap takes away with this one.
    NotSafe {
        question: MessageId,
    },
    When {
        couple: CoupleId,
        flavour: Flavour,
        offers: Vec<Offer>,
        late: bool,
    },
    /// To the one who asks: it is on its way.
    Sent {
        reflection: ReflectionId,
    },
    Withdrawn,
    /// No, no answer, not safe, switched off.
    NotNow,
    TheySaidYes {
        reflection: ReflectionId,
    },
    Invitation {
        reflection: ReflectionId,
    },
    YesPassedOn {
        reflection: ReflectionId,
    },
    Declined {
        reflection: ReflectionId,
    },
    InvitationOver,
    NoMoreInvitations,
    EarlierAsk {
        reflection: ReflectionId,
    },
    EarlierNoted,
    EarlierBoth {
        reflection: ReflectionId,
    },
    /// The page that a seat has open.
    Card {
        reflection: ReflectionId,
        seat: Seat,
        show: Show,
    },
    /// One's own sealed words, to oneself.
    Shown {
        reflection: ReflectionId,
        seat: Seat,
    },
    /// Both have sealed.
    Ready {
        reflection: ReflectionId,
    },
    /// That both have sealed was read; its button goes.
    ReadyPassed,
    /// Both sides of a step, to this seat.
    Opened {
        reflection: ReflectionId,
        seat: Seat,
        step: usize,
    },
    /// A file of an opened step, to this seat.
    File {
        reflection: ReflectionId,
        from: Seat,
        part: PartId,
    },
    /// How to read it; with the buttons as long as it is the newest.
    Listen {
        reflection: ReflectionId,
        seat: Seat,
        step: usize,
        newest: bool,
    },
    /// A step only its reader wrote.
    OneSided {
        reflection: ReflectionId,
        step: usize,
        what: OneSided,
    },
    Given {
        reflection: ReflectionId,
        from: Seat,
        step: usize,
    },
    Timer {
        reflection: ReflectionId,
        seat: Seat,
        turn: TimerTurn,
        first: Seat,
    },
    Closing {
        reflection: ReflectionId,
    },
    KeepAsk {
        reflection: ReflectionId,
    },
    /// The same whichever was tapped.
    KeepNoted {
        reflection: ReflectionId,
    },
    Kept {
        alone: bool,
    },
    /// In place of what was shown.
    Erased {
        at: Timestamp,
    },
    /// The one neutral line.
    Over,
    Stopped,
    /// A day later.
    HowNow {
        reflection: ReflectionId,
        seat: Seat,
    },
    /// The same line for both.
    DayAfter {
        reflection: ReflectionId,
        better: bool,
    },
    /// Twice it did not ease: a person to talk to.
    Person {
        reflection: ReflectionId,
    },
    /// It has been three months.
    Offer,
    /// The reader's privacy setting refuses a voice or video note.
    VoiceRefused {
        reflection: ReflectionId,
    },
    /// Something that can neither be read nor heard.
    WordsOrVoice,
}

impl ReflectSay {
    /// Whether it holds words of a reflection: nobody can pass such a message on.
    pub fn is_protected(&self) -> bool {
        matches!(
            self,
            ReflectSay::Card { .. }
                | ReflectSay::Shown { .. }
                | ReflectSay::Opened { .. }
                | ReflectSay::File { .. }
                | ReflectSay::Given { .. }
                | ReflectSay::HowNow { .. }
        )
    }
}
