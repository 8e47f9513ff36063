//! The hands of one step: the state being changed, the effects collected, and the small moves every rule shares.
//!
//! [`step`] works on its own copy and gives it back only when all went well, so a [`Refusal`] cannot half-change
//! anything. [`respond`] is what the application calls: it turns a refusal into the line or toast a person reads.

use jiff::{SignedDuration, Timestamp};

use crate::core::delivery::Class;
use crate::core::effect::{Effect, Say, Send, Target, Toast};
use crate::core::event::{Command, Event, Press, What};
use crate::core::group::GroupDeed;
use crate::core::ids::{ChatId, CoupleId, PersonId, RoundId, Seat};
use crate::core::refusal::Refusal;
use crate::core::round::Round;
use crate::core::schedule;
use crate::core::state::{Couple, Person, State};
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
    event: Event,
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
    turn.apply(event.what)?;
    Ok((turn.state, turn.effects))
}

/// Applies one event; a refusal becomes what the person reads, paid from their bucket.
pub fn respond<R: rand::Rng>(
    state: State,
    event: Event,
    now: Timestamp,
    rng: &mut R,
    world: World<'_>,
) -> (State, Vec<Effect>) {
    let voice = Voice::of(&event.what);
    let before = state.clone();
    let refusal = match step(state, event, now, rng, world) {
        Ok(done) => return done,
        Err(refusal) => refusal,
    };
    let mut turn = Turn {
        state: before,
        effects: Vec::new(),
        here: None,
        at: now,
        now,
        rng,
        world,
    };
    turn.wake_me();
    match (voice, turn.state.me) {
        (Voice::Toast, _) => turn.toast(Toast::Refused(refusal)),
        (Voice::Line, Some(me)) if turn.pay() => {
            turn.send(Send::line(me, Say::Refused(refusal)));
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
    fn of(what: &What) -> Voice {
        match what {
            What::Pressed { .. }
            | What::PressedGarbage
            | What::InGroup {
                deed: GroupDeed::ImIn | GroupDeed::Responded { .. },
                ..
            } => Voice::Toast,
            // An edit is refused only when the answer grew too long; its author would not know.
            What::Said { .. }
            | What::Shared { .. }
            | What::Edited { .. }
            | What::SaidUncopyable
            | What::Command(_) => Voice::Line,
            _ => Voice::None,
        }
    }
}

/// Nothing that a partner could notice follows from asking for help.
fn is_about_safety(what: &What) -> bool {
    matches!(
        what,
        What::Command(Command::Safety(_))
            | What::Pressed {
                press: Press::Safety(_),
                ..
            }
    )
}

pub(super) struct Turn<'a, R> {
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
    fn apply(&mut self, what: What) -> Result<(), Refusal> {
        let by_person = !matches!(
            what,
            What::Delivered { .. }
                | What::Touched { .. }
                | What::Tick(_)
                | What::TickAlone(_)
                | What::Outage { .. }
                | What::Group(_)
                | What::WentAway
        );
        if by_person {
            self.wake_me();
            if !is_about_safety(&what) {
                self.stir();
            }
        }
        match what {
            What::Said {
                message,
                words,
                reply,
            } => self.said(message, &words, reply),
            What::Shared {
                message,
                words,
                reply,
                point,
            } => self.shared(message, &words, reply, point),
            What::CouldNotApply => {
                let me = self.me()?;
                self.send(Send::line(me, Say::AskAgain));
                Ok(())
            }
            What::SaidUncopyable => Err(Refusal::CannotTravel),
            What::PressedGarbage => Err(Refusal::OldButton),
            What::Edited { message, words } => self.edited(message, &words),
            What::Command(command) => self.command(command),
            What::Pressed { press, on } => self.pressed(press, on),
            What::Reacted { on, reaction } => self.reacted(on, reaction),
            What::WentAway => {
                if let Some(me) = self.me_mut() {
                    me.reachable = false;
                }
                Ok(())
            }
            What::CameBack => Ok(()),
            What::Delivered { about } => {
                self.delivered(&about);
                Ok(())
            }
            What::Touched { round, part, gone } => {
                self.touched(round, part, gone);
                Ok(())
            }
            What::InGroup { chat, deed } => self.in_group(chat, deed),
            What::Group(fact) => {
                self.group_fact(fact);
                Ok(())
            }
            What::Outage { couple, lost } => {
                self.mend_outage(couple, lost);
                Ok(())
            }
            What::Tick(couple) => {
                self.tick(couple);
                Ok(())
            }
            What::TickAlone(reflection) => {
                self.tick_reflection(reflection);
                Ok(())
            }
        }
    }

    /// Any sign of life makes a person reachable again.
    pub fn wake_me(&mut self) {
        let Some(me) = self.me_mut() else { return };
        if !me.reachable {
            me.reachable = true;
            let person = me.id;
            self.effects.push(Effect::Unpark { person });
        }
    }

    pub fn me(&self) -> Result<PersonId, Refusal> {
        self.state.me.ok_or(Refusal::OldButton)
    }

    pub fn me_mut(&mut self) -> Option<&mut Person> {
        let me = self.state.me?;
        self.state.persons.get_mut(&me)
    }

    pub fn person(&self, person: PersonId) -> Option<&Person> {
        self.state.persons.get(&person)
    }

    pub fn couple(&self, couple: CoupleId) -> Option<&Couple> {
        self.state.couples.get(&couple)
    }

    pub fn couple_mut(&mut self, couple: CoupleId) -> Option<&mut Couple> {
        self.state.couples.get_mut(&couple)
    }

    pub fn round(&self, round: RoundId) -> Option<&Round> {
        self.state.rounds.get(&round)
    }

    pub fn round_mut(&mut self, round: RoundId) -> Option<&mut Round> {
        self.state.rounds.get_mut(&round)
    }

    /// Puts a round that went through a transition back.
    pub fn put(&mut self, round: Round) {
        self.state.rounds.insert(round.id, round);
    }

    /// The couple I am together in.
    pub fn together(&self) -> Result<(CoupleId, Seat), Refusal> {
        let me = self.me()?;
        let (couple, seat) = self.state.together(me).ok_or(Refusal::NotTogether)?;
        Ok((couple.id, seat))
    }

    /// A round I have a seat in.
    pub fn my_round(&self, round: RoundId) -> Result<(Round, Seat), Refusal> {
        let me = self.me()?;
        let round = self.round(round).ok_or(Refusal::OldButton)?;
        let couple = self.couple(round.couple).ok_or(Refusal::OldButton)?;
        let seat = couple.seat_of(me).ok_or(Refusal::OldButton)?;
        Ok((round.clone(), seat))
    }

    /// The other person of a couple, if they are there to be told things.
    pub fn partner(&self, couple: CoupleId, seat: Seat) -> Option<PersonId> {
        self.couple(couple)?.present(seat.other())
    }

    /// Rounds of a couple that can still be answered.
    pub fn open_rounds(&self, couple: CoupleId) -> Vec<RoundId> {
        self.state
            .rounds
            .values()
            .filter(|round| round.couple == couple && round.is_open())
            .map(|round| round.id)
            .collect()
    }

    /// Takes one from my bucket; says so the first time it is empty.
    pub fn pay(&mut self) -> bool {
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
                    self.send(Send::line(id, Say::TooFast));
                }
                false
            }
        }
    }

    pub fn send(&mut self, send: Send) {
        self.effects.push(Effect::Send(send));
    }

    pub fn toast(&mut self, toast: Toast) {
        self.effects.push(Effect::Toast(toast));
    }

    /// Shows a seat's card as the round stands; one edit a turn is enough, and none if it is sent in this very turn.
    pub fn refresh(&mut self, round: RoundId, seat: Seat) {
        self.refresh_post(round);
        if self.lacks_card(round, seat) {
            // Answered by words alone: silently there is something to take them back with.
            self.new_card(round, seat, false, false);
            return;
        }
        self.show_on_card(round, seat, Say::Card { round, seat });
    }

    /// The same with another page of the card.
    pub fn show_on_card(&mut self, round: RoundId, seat: Seat, say: Say) {
        let Some(at_hand) = self.round(round) else {
            return;
        };
        let mine = at_hand.seat(seat);
        let (Some(card), false) = (&mine.card, mine.moved) else {
            return;
        };
        let key = card.key.clone();
        let Some(to) = self
            .couple(at_hand.couple)
            .and_then(|couple| couple.person(seat))
        else {
            return;
        };
        if mine.gone
            || self
                .couple(at_hand.couple)
                .is_some_and(|couple| couple.has_left(seat))
        {
            return;
        }
        let is_this = |send: &Send| send.target == Target::New && send.key.as_ref() == Some(&key);
        let just_sent = |effect: &Effect| matches!(effect, Effect::Send(send) if is_this(send));
        if self.effects.iter().any(just_sent) {
            return;
        }
        let target = Target::Sent(key);
        self.effects.retain(|effect| match effect {
            Effect::Send(send) => {
                !(send.to == to && send.target == target && matches!(send.say, Say::Card { .. }))
            }
            _ => true,
        });
        let edit = Send::line(to, say);
        self.send(Send {
            target,
            class: Class::Set,
            ..edit
        });
    }

    /// Shows both cards as the round stands.
    pub fn refresh_both(&mut self, round: RoundId) {
        for seat in Seat::BOTH {
            self.refresh(round, seat);
        }
    }

    /// Whether this moment lies in a person's quiet hours.
    pub fn is_quiet(&self, person: PersonId) -> bool {
        schedule::quiet_until(&self.state, person, self.now).is_some()
    }

    /// Now, or the end of this person's quiet hours: for what a partner triggers.
    pub fn when_awake(&self, person: PersonId) -> Timestamp {
        schedule::quiet_until(&self.state, person, self.now).unwrap_or(self.now)
    }

    /// The same for whoever sits there, gone or not: the one who stays must not see the difference.
    pub fn when_seat_awake(&self, couple: CoupleId, seat: Seat) -> Timestamp {
        let couple = self.couple(couple);
        couple
            .and_then(|couple| schedule::quiet_until_in(&self.state, couple, seat, self.now))
            .unwrap_or(self.now)
    }
}
