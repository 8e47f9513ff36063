//! The hands of one step: the state being changed, the effects collected, and the small moves every rule shares.
//!
//! [`step`] takes the state and gives it back only when all went well, so a [`Refusal`] cannot half-change anything.
//! [`respond`] is what the application calls: it leaves the state before as it is, and turns a refusal into the line or toast
//! a person reads.

use jiff::{SignedDuration, Timestamp};

use crate::core::model::couple::Couple;
use crate::core::model::ids::{ChatId, CoupleId, PersonId, RoundId, Seat};
use crate::core::model::local_time;
use crate::core::model::person::Person;
use crate::core::model::refusal::{CoupleRefusal, Refusal, RoundRefusal};
use crate::core::model::round::Round;
use crate::core::model::state::State;
use crate::core::protocol::command::Command;
use crate::core::protocol::effect::{Effect, QueueChange, Send, Toast};
use crate::core::protocol::event::{Event, EventKind};
use crate::core::protocol::group::GroupDeed;
use crate::core::protocol::press::Press;
use crate::core::protocol::say::{ChatSay, Say};
use crate::library::Library;

/// What an operator can set about the rules.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Rules {
    /// How long both answers settle before they open.
    pub reveal_delay: SignedDuration,
}

impl Default for Rules {
    fn default() -> Rules {
        Rules {
            reveal_delay: SignedDuration::from_secs(15),
        }
    }
}

/// The world as a step may read it.
#[derive(Clone, Copy)]
pub struct World<'a> {
    pub library: &'a Library,
    pub rules: &'a Rules,
    /// Nothing is erased because its time is over before this moment: until then the clock may have been wrong.
    pub erase_from: Timestamp,
    /// Whether the clock may ask people by schedule now: open slots, and ask the second of two clocks. Otherwise that stays due.
    pub may_ask: bool,
}

/// The bot's reaction on a sealed part.
pub const SEAL: &str = "🙊";

/// … and on words that were passed on.
pub const PASSED_ON: &str = "🕊";

/// Applies one event.
///
/// # Errors
/// A [`Refusal`] when the person cannot do this now; nothing has changed then.
pub fn step<R: rand::Rng>(
    state: State,
    event: &Event,
    now: Timestamp,
    rng: &mut R,
    world: World<'_>,
) -> Result<(State, Vec<Effect>), Refusal> {
    let mut turn = Turn {
        state,
        effects: Vec::new(),
        here: None,
        at: event.at,
        now,
        rng,
        world,
    };
    turn.apply(&event.what)?;
    Ok((turn.state, turn.effects))
}

/// Applies one event; a refusal becomes what the person reads, paid from their bucket. The state is copied once, and once more
/// only for a refusal.
pub fn respond<R: rand::Rng>(
    before: &State,
    event: &Event,
    now: Timestamp,
    rng: &mut R,
    world: World<'_>,
) -> (State, Vec<Effect>) {
    let voice = Voice::of(&event.what);
    let refusal = match step(before.clone(), event, now, rng, world) {
        Ok(done) => return done,
        Err(refusal) => refusal,
    };
    let mut turn = Turn {
        state: before.clone(),
        effects: Vec::new(),
        here: None,
        at: now,
        now,
        rng,
        world,
    };
    turn.mark_reachable();
    match (voice, turn.state.me) {
        (Voice::Toast, _) => turn.toast(Toast::Refused(refusal)),
        (Voice::Line, Some(me)) if turn.pay() => {
            turn.send(Send::line(me, Say::Chat(ChatSay::Refused(refusal))));
        }
        _ => {}
    }
    (turn.state, turn.effects)
}

/// How a "no" to an event is said.
enum Voice {
    Toast,
    Line,
    None,
}

impl Voice {
    fn of(what: &EventKind) -> Voice {
        match what {
            EventKind::Pressed { .. }
            | EventKind::PressedGarbage
            | EventKind::InGroup {
                deed: GroupDeed::ImIn | GroupDeed::Responded { .. },
                ..
            } => Voice::Toast,
            // An edit is refused only when the answer grew too long; its author would not know.
            EventKind::Said { .. }
            | EventKind::Shared { .. }
            | EventKind::Edited { .. }
            | EventKind::SaidUncopyable
            | EventKind::Command(_) => Voice::Line,
            _ => Voice::None,
        }
    }
}

/// Nothing that a partner could notice follows from asking for help.
fn is_about_safety(what: &EventKind) -> bool {
    matches!(
        what,
        EventKind::Command(Command::Safety(_))
            | EventKind::Pressed {
                press: Press::Safety(_),
                ..
            }
    )
}

pub(in crate::core) struct Turn<'a, R> {
    pub state: State,
    pub effects: Vec<Effect>,
    /// The group in which a person did this; not set in a direct chat.
    pub here: Option<ChatId>,
    /// The moment that counts for the author.
    pub at: Timestamp,
    pub now: Timestamp,
    pub rng: &'a mut R,
    pub world: World<'a>,
}

impl<R: rand::Rng> Turn<'_, R> {
    fn apply(&mut self, what: &EventKind) -> Result<(), Refusal> {
        let by_person = !matches!(
            what,
            EventKind::Delivered { .. }
                | EventKind::Touched { .. }
                | EventKind::Tick(_)
                | EventKind::TickAlone(_)
                | EventKind::Outage { .. }
                | EventKind::Group(_)
                | EventKind::WentAway
        );
        if by_person {
            self.mark_reachable();
            if !is_about_safety(what) {
                self.wake_plan();
            }
        }
        match what {
            EventKind::Said {
                message,
                words,
                reply,
            } => self.said(*message, words, reply.clone()),
            EventKind::Shared {
                message,
                words,
                reply,
                point,
            } => self.shared(*message, words, reply.clone(), *point),
            EventKind::CouldNotApply => {
                let me = self.me()?;
                self.send(Send::line(me, Say::Chat(ChatSay::AskAgain)));
                Ok(())
            }
            EventKind::SaidUncopyable => Err(Refusal::Round(RoundRefusal::CannotTravel)),
            EventKind::PressedGarbage => Err(Refusal::OldButton),
            EventKind::Edited { message, words } => self.edited(*message, words),
            EventKind::Command(command) => self.command(command.clone()),
            EventKind::Pressed { press, on } => self.pressed(press.clone(), *on),
            EventKind::Reacted {
                on: Some(on),
                reaction,
            } => self.reacted(on.clone(), reaction.clone()),
            EventKind::Reacted { on: None, .. } => Ok(()),
            EventKind::WentAway => {
                if let Some(me) = self.me_mut() {
                    me.reachable = false;
                }
                Ok(())
            }
            EventKind::CameBack => Ok(()),
            EventKind::Delivered { about } => {
                self.delivered(about);
                Ok(())
            }
            EventKind::Touched { thread, part, gone } => {
                self.touched(*thread, *part, *gone);
                Ok(())
            }
            EventKind::InGroup { chat, deed } => self.in_group(*chat, deed.clone()),
            EventKind::Group(fact) => {
                self.group_fact(fact.clone());
                Ok(())
            }
            EventKind::Outage { couple, lost } => {
                self.mend_outage(*couple, *lost);
                Ok(())
            }
            EventKind::Tick(couple) => {
                self.tick(*couple);
                Ok(())
            }
            EventKind::TickAlone(reflection) => {
                self.tick_reflection(*reflection);
                Ok(())
            }
        }
    }

    /// Any sign of life makes a person reachable again.
    fn mark_reachable(&mut self) {
        let Some(me) = self.me_mut() else { return };
        if !me.reachable {
            me.reachable = true;
            let person = me.id;
            self.effects
                .push(Effect::Queue(QueueChange::Unpark { person }));
        }
    }

    pub(super) fn me(&self) -> Result<PersonId, Refusal> {
        self.state.me.ok_or(Refusal::OldButton)
    }

    pub(super) fn me_mut(&mut self) -> Option<&mut Person> {
        let me = self.state.me?;
        self.state.persons.get_mut(&me)
    }

    /// A person that a rule names.
    #[track_caller]
    pub(super) fn person(&self, id: PersonId) -> Option<&Person> {
        let found = self.state.persons.get(&id);
        debug_assert!(found.is_some(), "a rule names a person that is not at hand");
        found
    }

    /// A couple, if it is at hand: a forged button may name any.
    pub(super) fn couple(&self, id: CoupleId) -> Option<&Couple> {
        self.state.couples.get(&id)
    }

    pub(super) fn couple_mut(&mut self, id: CoupleId) -> Option<&mut Couple> {
        self.state.couples.get_mut(&id)
    }

    /// A round that a rule names. Where an event names one that may be gone, ask the state.
    #[track_caller]
    pub(super) fn round(&self, id: RoundId) -> Option<&Round> {
        let found = self.state.rounds.get(&id);
        debug_assert!(found.is_some(), "a rule names a round that is not at hand");
        found
    }

    /// The same, to change it.
    #[track_caller]
    pub(super) fn round_mut(&mut self, id: RoundId) -> Option<&mut Round> {
        let found = self.state.rounds.get_mut(&id);
        debug_assert!(found.is_some(), "a rule names a round that is not at hand");
        found
    }

    /// Puts a round that went through a transition back.
    pub(super) fn put(&mut self, round: Round) {
        self.state.rounds.insert(round.id, round);
    }

    /// The couple I am together in.
    pub(super) fn together(&self) -> Result<(CoupleId, Seat), Refusal> {
        let me = self.me()?;
        let (couple, seat) = self
            .state
            .together(me)
            .ok_or(Refusal::Couple(CoupleRefusal::NotTogether))?;
        Ok((couple.id, seat))
    }

    /// A round I have a seat in.
    pub(super) fn my_round(&self, round: RoundId) -> Result<(Round, Seat), Refusal> {
        let me = self.me()?;
        let round = self.state.rounds.get(&round).ok_or(Refusal::OldButton)?;
        let couple = self
            .state
            .couples
            .get(&round.couple)
            .ok_or(Refusal::OldButton)?;
        let seat = couple.seat_of(me).ok_or(Refusal::OldButton)?;
        Ok((round.clone(), seat))
    }

    /// The other person of a couple, if they are there to be told things.
    pub(super) fn partner(&self, couple: CoupleId, seat: Seat) -> Option<PersonId> {
        self.couple(couple)?.present(seat.other())
    }

    /// Rounds of a couple that can still be answered.
    pub(super) fn open_rounds(&self, couple: CoupleId) -> Vec<RoundId> {
        self.state
            .rounds
            .values()
            .filter(|round| round.couple == couple && round.is_open())
            .map(|round| round.id)
            .collect()
    }

    /// Takes one from my bucket; says so the first time it is empty.
    pub(super) fn pay(&mut self) -> bool {
        let now = self.now;
        let Some(me) = self.me_mut() else {
            return false;
        };
        let id = me.id;
        match me.bucket.take(now) {
            Ok(bucket) => {
                me.bucket = bucket;
                true
            }
            Err((bucket, first)) => {
                me.bucket = bucket;
                if first {
                    self.send(Send::line(id, Say::Chat(ChatSay::TooFast)));
                }
                false
            }
        }
    }

    pub(super) fn send(&mut self, send: Send) {
        self.effects.push(Effect::Send(send));
    }

    pub(super) fn toast(&mut self, toast: Toast) {
        self.effects.push(Effect::Toast(toast));
    }

    /// Whether this moment lies in a person's quiet hours.
    pub(super) fn is_quiet(&self, person: PersonId) -> bool {
        local_time::quiet_until(&self.state, person, self.now).is_some()
    }

    /// Now, or the end of this person's quiet hours: for what a partner triggers.
    pub(super) fn when_awake(&self, person: PersonId) -> Timestamp {
        local_time::quiet_until(&self.state, person, self.now).unwrap_or(self.now)
    }

    /// The same for whoever sits there, gone or not: the one who stays must not see the difference.
    pub(super) fn when_seat_awake(&self, couple: CoupleId, seat: Seat) -> Timestamp {
        let couple = self.couple(couple);
        couple
            .and_then(|couple| local_time::quiet_until_in(&self.state, couple, seat, self.now))
            .unwrap_or(self.now)
    }
}
