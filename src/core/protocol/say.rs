use jiff::Timestamp;

use crate::core::model::ids::{AsideId, CoupleId, MessageId, PersonId, RoundId, ScheduleId, Seat};
use crate::core::model::refusal::Refusal;
use crate::core::model::rhythm::BadCron;
use crate::core::model::tap::Tip;
use crate::core::protocol::deck::OwnSay;
use crate::core::protocol::group::GroupSay;
use crate::core::protocol::place::Clock;
use crate::core::protocol::reflection::ReflectSay;
use crate::core::protocol::safety::SafetySay;
use crate::library::{ButtonId, Depth, KindId};
use crate::places::Place;

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
        half: crate::core::model::round::Half,
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
