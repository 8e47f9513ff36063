//! Going deeper: offered to each for themselves, sealed, and told only when both want it.
//!
//! Whether and when someone is asked depends on what both know and on what that person said, never on what the other said. Start
//! with [`Turn::count_reveal`].

use jiff::SignedDuration;

use crate::core::model::choice::{Choosing, Offered};
use crate::core::model::ids::{CoupleId, MessageId, Seat};
use crate::core::model::local_time;
use crate::core::model::person::Person;
use crate::core::model::refusal::Refusal;
use crate::core::model::time::later;
use crate::core::protocol::choice::ChoiceSay;
use crate::core::protocol::effect::{Send, Toast};
use crate::core::protocol::say::Say;
use crate::core::turn::Turn;
use crate::library::Depth;

/// Reveals after which depth 2 is offered, and depth 3.
pub const REVEALS_UNTIL_TWO: u32 = 12;

pub const REVEALS_UNTIL_THREE: u32 = 30;

/// Who did not want to go deeper is asked again after this many more.
pub const REVEALS_UNTIL_AGAIN: u32 = 20;

/// Between the offers of two depths lie this many at least.
const REVEALS_BETWEEN: u32 = 12;

/// The offer comes this long after a reveal, whose moment belongs to the answers.
const OFFER_AFTER: SignedDuration = SignedDuration::from_mins(10);

/// One step deeper than someone goes, as far as both were told; none below the deepest.
fn next_depth(choosing: &Choosing, wish: Depth) -> Option<Depth> {
    match wish.min(choosing.told) {
        Depth::One => Some(Depth::Two),
        Depth::Two => Some(Depth::Three),
        Depth::Three => None,
    }
}

/// The depth a seat is offered now, if it is: after enough reveals, and enough since the last time.
fn offer_for(choosing: &Choosing, seat: Seat, wish: Depth) -> Option<Depth> {
    let depth = next_depth(choosing, wish).filter(|depth| wish < *depth)?;
    let enough = match depth {
        Depth::Three => REVEALS_UNTIL_THREE,
        _ => REVEALS_UNTIL_TWO,
    };
    let last = choosing.offered[seat.index()];
    let is_over = last.is_none_or(|last| {
        let same = last.depth == depth;
        let wait = if same {
            REVEALS_UNTIL_AGAIN
        } else {
            REVEALS_BETWEEN
        };
        choosing.reveals.saturating_sub(last.reveals) >= wait
    });
    (choosing.reveals >= enough && is_over).then_some(depth)
}

impl<R: rand::Rng> Turn<'_, R> {
    /// One more round has opened: who may want to go deeper by now is asked, each for themselves.
    pub(in crate::core) fn count_reveal(&mut self, id: CoupleId) {
        let Some(couple) = self.couple_mut(id) else {
            return;
        };
        couple.choosing.reveals = couple.choosing.reveals.saturating_add(1);
        let at = later(self.now, OFFER_AFTER);
        for seat in Seat::BOTH {
            let Some(couple) = self.couple(id) else {
                return;
            };
            let person = couple.present(seat);
            let Some(person) = person.and_then(|person| self.person(person)) else {
                continue;
            };
            let (to, wish) = (person.id, person.settings.asked.depth);
            let Some(depth) = offer_for(&couple.choosing, seat, wish) else {
                continue;
            };
            let reveals = couple.choosing.reveals;
            let key = format!("deeper:{id}:{}:{reveals}", seat.index());
            let offer = Send::line(
                to,
                Say::Choice(ChoiceSay::DeeperOffer { couple: id, depth }),
            )
            .key(key);
            let at = local_time::quiet_until(&self.state, to, at).unwrap_or(at);
            self.send(Send {
                not_before: Some(at),
                ..offer.scheduled()
            });
            if let Some(couple) = self.couple_mut(id) {
                couple.choosing.offered[seat.index()] = Some(Offered { depth, reveals });
            }
        }
    }

    /// The answer to an offer. A no to a depth that was wanted before takes it back.
    pub(super) fn answer_offer(
        &mut self,
        couple: CoupleId,
        depth: Depth,
        yes: bool,
        on: MessageId,
    ) -> Result<(), Refusal> {
        let me = self.me()?;
        let (mine, _) = self.together()?;
        if mine != couple {
            return Err(Refusal::OldButton);
        }
        let wish = self.person(me).map(|me| me.settings.asked.depth);
        let wish = wish.unwrap_or_default();
        let less = match depth {
            Depth::One | Depth::Two => Depth::One,
            Depth::Three => Depth::Two,
        };
        let wish = if yes { wish.max(depth) } else { wish.min(less) };
        self.toast(Toast::Quiet);
        self.send(Send::edit(
            me,
            on,
            Say::Choice(ChoiceSay::DeeperSaid { couple, depth, yes }),
        ));
        self.wish_depth(couple, wish);
        Ok(())
    }

    /// The same from the settings.
    pub(super) fn set_depth(&mut self, depth: Depth, on: MessageId) -> Result<(), Refusal> {
        let (couple, _) = self.together()?;
        self.show_asked(on)?;
        self.wish_depth(couple, depth);
        Ok(())
    }

    /// My wish counts from now on; that both want to go deeper than ever before is told to both.
    fn wish_depth(&mut self, id: CoupleId, depth: Depth) {
        let Ok((_, seat)) = self.together() else {
            return;
        };
        let Some(asked) = self.asked_mut() else {
            return;
        };
        let less = depth < asked.depth;
        asked.depth = depth;
        let wish = |person: &Person| person.settings.asked.depth;
        let Some(couple) = self.couple(id) else {
            return;
        };
        let present = Seat::BOTH.map(|seat| couple.present(seat));
        let wishes = present.map(|person| person.and_then(|person| self.person(person)).map(wish));
        let Some(couple) = self.couple_mut(id) else {
            return;
        };
        let choosing = &mut couple.choosing;
        if less && let Some(next) = next_depth(choosing, depth) {
            let reveals = choosing.reveals;
            choosing.offered[seat.index()] = Some(Offered {
                depth: next,
                reveals,
            });
        }
        let [Some(a), Some(b)] = wishes else {
            return;
        };
        let both = a.min(b);
        if both <= couple.choosing.told {
            return;
        }
        couple.choosing.told = both;
        for (seat, to) in Seat::BOTH.into_iter().zip(present) {
            let Some(to) = to else { continue };
            let key = format!("deeper-both:{id}:{}:{}", u8::from(both), seat.index());
            let mut line =
                Send::line(to, Say::Choice(ChoiceSay::DeeperTogether { depth: both })).key(key);
            let at = self.when_awake(to);
            let by_me = self.state.me == Some(to);
            line.not_before = (!by_me && at > self.now).then_some(at);
            self.send(line);
        }
    }
}
