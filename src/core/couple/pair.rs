//! Two people become a couple, and stop being one.
//!
//! inviting → proposed (someone accepted) → together → ended. Only *together* counts as being in a couple. Opening a link
//! uses nothing up; accepting holds every link of the pairing; a no frees them. Leaving needs nobody's consent.

use std::collections::BTreeSet;

use jiff::Timestamp;

use crate::core::model::choice::Choosing;
use crate::core::model::couple::{Couple, Mood, Phase};
use crate::core::model::deck::Ours;
use crate::core::model::delivery::Class;
use crate::core::model::ids::{CoupleId, MessageId, PersonId, RoundId, Seat};
use crate::core::model::invite::{INVITE_FOR, Invite, InviteHash, LINKS_MAX, invite_hash};
use crate::core::model::reflection::Reflecting;
use crate::core::model::refusal::{CoupleRefusal, Refusal, RoundRefusal};
use crate::core::model::round::{Closed, OPEN_FOR, Origin};
use crate::core::model::schedule::Plan;
use crate::core::model::time::later;
use crate::core::protocol::couple::CoupleSay;
use crate::core::protocol::effect::{Send, Target, Toast};
use crate::core::protocol::say::Say;
use crate::core::turn::Turn;

/// 128 random bits in the alphabet that Telegram allows in a start payload (`A-Za-z0-9_-`).
fn new_token(rng: &mut impl rand::Rng) -> String {
    const ALPHABET: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
    let mut bits = (u128::from(rng.next_u64()) << 64) | u128::from(rng.next_u64());
    let mut token = String::with_capacity(22);
    for _ in 0..22 {
        token.push(char::from(ALPHABET[(bits & 63) as usize]));
        bits >>= 6;
    }
    token
}

/// The row that asks the inviter about this acceptance.
fn confirm_key(couple: CoupleId, person: PersonId, at: Timestamp) -> String {
    format!("confirm:{couple}:{person}:{}", at.as_millisecond())
}

impl<R: rand::Rng> Turn<'_, R> {
    /// `/start` without a payload.
    pub(in crate::core) fn start(&mut self) -> Result<(), Refusal> {
        let me = self.me()?;
        let say = if self.state.together(me).is_some() {
            Say::Couple(CoupleSay::WelcomeBack)
        } else {
            Say::Couple(CoupleSay::Welcome)
        };
        self.send(Send::line(me, say));
        Ok(())
    }

    /// `/invite`: a link to my open pairing, made now if there is none.
    pub(in crate::core) fn invite(&mut self) -> Result<(), Refusal> {
        let me = self.me()?;
        if self.state.together(me).is_some() {
            return Err(Refusal::Couple(CoupleRefusal::AlreadyTogether));
        }
        let mine = self.state.couples_of(me).find(|(_, seat)| *seat == Seat::A);
        let existing = mine.map(|(couple, _)| (couple.id, couple.phase, couple.b));
        if let Some((couple, Phase::Proposed { .. }, Some(person))) = existing {
            self.send(Send::line(
                me,
                Say::Couple(CoupleSay::ConfirmPerson { couple, person }),
            ));
            return Ok(());
        }
        let couple = match existing {
            Some((couple, ..)) => couple,
            None => self.new_pairing(me)?,
        };
        let token = new_token(self.rng);
        let hash = invite_hash(&token);
        let now = self.now;
        self.state.invites.insert(
            hash.clone(),
            Invite {
                hash,
                couple,
                made_at: now,
            },
        );
        self.trim_links(couple);
        if let Some(couple) = self.couple_mut(couple) {
            couple.expires_at = Some(later(now, INVITE_FOR));
            // Whom this link is given to now is the inviter's choice again.
            couple.refused.clear();
        }
        self.send(Send::line(me, Say::Couple(CoupleSay::InviteLink { token })));
        for round in self.open_rounds(couple) {
            self.show_card_again(round, Seat::A);
        }
        Ok(())
    }

    pub(in crate::core) fn new_pairing(&mut self, me: PersonId) -> Result<CoupleId, Refusal> {
        let id = CoupleId::random(self.rng);
        let couple = Couple {
            id,
            phase: Phase::Inviting,
            a: me,
            b: None,
            made_at: self.now,
            expires_at: None,
            schedules: Vec::new(),
            leaving: None,
            paused_at: None,
            paused_until: None,
            left_open: Default::default(),
            plan: Plan::default(),
            plan_by: None,
            group: None,
            unopened: 0,
            mood: Mood::Awake,
            plan_told_at: None,
            refused: BTreeSet::new(),
            choosing: Choosing::default(),
            ours: Ours::default(),
            reflect: Reflecting::default(),
        };
        self.state.couples.insert(id, couple);
        // The card itself is sent by `invite`, under the link.
        let ask_at = [Some(self.now), None];
        for kind in self.kinds_in_turn(id) {
            if self
                .open_round(id, &kind, Origin::First, ask_at, None)
                .is_ok()
            {
                return Ok(id);
            }
        }
        Err(Refusal::Round(RoundRefusal::NoPrompt))
    }

    fn trim_links(&mut self, couple: CoupleId) {
        let mut links: Vec<(Timestamp, InviteHash)> = self
            .state
            .invites
            .values()
            .filter(|invite| invite.couple == couple)
            .map(|invite| (invite.made_at, invite.hash.clone()))
            .collect();
        links.sort();
        let surplus = links.len().saturating_sub(LINKS_MAX);
        for (_, hash) in links.into_iter().take(surplus) {
            self.state.invites.remove(&hash);
        }
    }

    /// A link was opened. Nothing is used up by that.
    pub(in crate::core) fn open_link(&mut self, hash: &InviteHash) -> Result<(), Refusal> {
        let me = self.me()?;
        if self.state.together(me).is_some() {
            return Err(Refusal::Couple(CoupleRefusal::AlreadyTogether));
        }
        let invite = self
            .state
            .invites
            .get(hash)
            .ok_or(Refusal::Couple(CoupleRefusal::InviteUnusable))?;
        if self.now >= later(invite.made_at, INVITE_FOR) {
            return Err(Refusal::Couple(CoupleRefusal::InviteUnusable));
        }
        let couple = self
            .state
            .couples
            .get(&invite.couple)
            .ok_or(Refusal::Couple(CoupleRefusal::InviteUnusable))?;
        let (id, inviter) = (couple.id, couple.a);
        match couple.phase {
            Phase::Inviting if inviter != me && !couple.refused.contains(&me) => {
                let waits = self.waits_from_inviter(id, inviter);
                self.send(Send::line(
                    me,
                    Say::Couple(CoupleSay::InviteOpened {
                        couple: id,
                        inviter,
                        waits,
                    }),
                ));
                Ok(())
            }
            Phase::Proposed { .. } if couple.b == Some(me) => {
                self.send(Send::line(
                    me,
                    Say::Couple(CoupleSay::InviteAccepted {
                        couple: id,
                        inviter,
                    }),
                ));
                Ok(())
            }
            _ => Err(Refusal::Couple(CoupleRefusal::InviteUnusable)),
        }
    }

    /// The inviter has sealed an answer and lets it be known.
    fn waits_from_inviter(&self, couple: CoupleId, inviter: PersonId) -> bool {
        let tells = self
            .person(inviter)
            .is_some_and(|person| person.settings.tell_sealed);
        let sealed = |round: RoundId| {
            self.state
                .rounds
                .get(&round)
                .is_some_and(|round| round.may_be_told(Seat::A))
        };
        tells && self.open_rounds(couple).into_iter().any(sealed)
    }

    /// *Accept*: the link is held for me, and I get the first prompt at once.
    pub(super) fn accept(&mut self, couple: CoupleId, on: MessageId) -> Result<(), Refusal> {
        let me = self.me()?;
        if self.state.together(me).is_some() {
            return Err(Refusal::Couple(CoupleRefusal::AlreadyTogether));
        }
        let now = self.now;
        let pairing = self
            .state
            .couples
            .get_mut(&couple)
            .ok_or(Refusal::Couple(CoupleRefusal::InviteUnusable))?;
        let inviter = pairing.a;
        if matches!(pairing.phase, Phase::Proposed { .. }) && pairing.b == Some(me) {
            self.toast(Toast::Quiet);
            return Ok(());
        }
        let live = pairing.expires_at.is_some_and(|end| now < end);
        let refused = pairing.refused.contains(&me);
        if pairing.phase != Phase::Inviting || inviter == me || !live || refused {
            return Err(Refusal::Couple(CoupleRefusal::InviteUnusable));
        }
        pairing.phase = Phase::Proposed { at: now };
        pairing.b = Some(me);
        pairing.expires_at = pairing.expires_at.max(Some(later(now, INVITE_FOR)));
        self.toast(Toast::Quiet);
        self.send(Send::edit(
            me,
            on,
            Say::Couple(CoupleSay::InviteAccepted { couple, inviter }),
        ));
        for round in self.open_rounds(couple) {
            if let Some(round) = self.round_mut(round) {
                // Whoever sat here before has taken everything along.
                *round.seat_mut(Seat::B) = Default::default();
                round.seat_mut(Seat::B).ask_at = Some(now);
            }
            self.ask_seat(round, Seat::B);
        }
        let question = Say::Couple(CoupleSay::ConfirmPerson { couple, person: me });
        let question = Send::line(inviter, question)
            .key(confirm_key(couple, me, now))
            .with_sound(!self.is_quiet(inviter));
        self.send(question);
        Ok(())
    }

    /// An opener's no is told to nobody.
    pub(super) fn decline(&mut self, couple: CoupleId, on: MessageId) -> Result<(), Refusal> {
        let me = self.me()?;
        if self
            .state
            .couples
            .get(&couple)
            .is_some_and(|couple| couple.b == Some(me))
        {
            return Err(Refusal::OldButton);
        }
        self.toast(Toast::Quiet);
        self.send(Send::edit(me, on, Say::Couple(CoupleSay::InviteDeclined)));
        Ok(())
    }

    /// The inviter's yes: now they are a couple, and what both answered opens.
    pub(super) fn confirm(
        &mut self,
        couple: CoupleId,
        person: PersonId,
        on: MessageId,
    ) -> Result<(), Refusal> {
        let me = self.me()?;
        self.proposed_to_me(couple, person)?;
        if self.state.together(me).is_some() {
            return Err(Refusal::Couple(CoupleRefusal::AlreadyTogether));
        }
        self.become_couple(couple, me, person);
        for round in self.open_rounds(couple) {
            self.refresh_both(round);
        }
        self.toast(Toast::Quiet);
        self.send(Send::edit(
            me,
            on,
            Say::Couple(CoupleSay::ConfirmedPerson { person }),
        ));
        let told = format!("together:{couple}");
        self.send(
            Send::line(me, Say::Couple(CoupleSay::Together { partner: person }))
                .key(format!("{told}:a")),
        );
        let other = Send::line(person, Say::Couple(CoupleSay::Together { partner: me }))
            .key(format!("{told}:b"));
        let sound = !self.is_quiet(person);
        self.send(other.with_sound(sound));
        Ok(())
    }

    /// The two are together from now on, whatever else either had begun.
    pub(in crate::core) fn become_couple(&mut self, couple: CoupleId, a: PersonId, b: PersonId) {
        let now = self.now;
        self.end_other_pairings(a, couple, b);
        self.end_other_pairings(b, couple, a);
        self.state
            .invites
            .retain(|_, invite| invite.couple != couple);
        let daily = Plan::Daily.schedules(self.rng);
        if let Some(pairing) = self.couple_mut(couple) {
            pairing.phase = Phase::Together { at: now };
            pairing.expires_at = None;
            pairing.refused.clear();
            pairing.schedules = daily;
            pairing.plan = Plan::Daily;
        }
        self.begin_choosing(couple);
        self.start_schedules(couple);
        for round in self.open_rounds(couple) {
            if let Some(round) = self.round_mut(round) {
                round.close_at = Some(later(now, OPEN_FOR));
            }
        }
    }

    /// The inviter's no: the link is free again, and who had accepted reads what every unusable link reads.
    pub(super) fn refuse_person(
        &mut self,
        couple: CoupleId,
        person: PersonId,
        on: MessageId,
    ) -> Result<(), Refusal> {
        let me = self.me()?;
        self.proposed_to_me(couple, person)?;
        self.free_link(couple);
        if let Some(pairing) = self.couple_mut(couple) {
            pairing.refused.insert(person);
        }
        self.send(Send::line(person, Say::Couple(CoupleSay::InviteUnusable)));
        self.toast(Toast::Quiet);
        self.send(Send::edit(me, on, Say::Couple(CoupleSay::RefusedPerson)));
        Ok(())
    }

    fn proposed_to_me(&self, couple: CoupleId, person: PersonId) -> Result<(), Refusal> {
        let me = self.me()?;
        let pairing = self.state.couples.get(&couple).ok_or(Refusal::OldButton)?;
        let proposed = matches!(pairing.phase, Phase::Proposed { .. });
        if pairing.a == me && proposed && pairing.b == Some(person) {
            Ok(())
        } else {
            Err(Refusal::OldButton)
        }
    }

    /// Seat B is empty again; what was written there is destroyed.
    fn free_link(&mut self, couple: CoupleId) {
        for round in self.open_rounds(couple) {
            self.void_seat(round, Seat::B);
        }
        if let Some(pairing) = self.couple_mut(couple) {
            pairing.phase = Phase::Inviting;
            pairing.b = None;
        }
        for round in self.open_rounds(couple) {
            if let Some(round) = self.round_mut(round) {
                *round.seat_mut(Seat::B) = Default::default();
            }
        }
    }

    /// Whoever becomes a couple ends their own open invites and steps back from other people's.
    fn end_other_pairings(&mut self, person: PersonId, but: CoupleId, with: PersonId) {
        let others: Vec<(CoupleId, Seat)> = self
            .state
            .couples_of(person)
            .filter(|(couple, _)| couple.id != but && !couple.is_together())
            .map(|(couple, seat)| (couple.id, seat))
            .collect();
        for (couple, seat) in others {
            let between_the_two = self
                .couple(couple)
                .is_some_and(|pairing| pairing.person(seat.other()) == Some(with));
            match seat {
                _ if between_the_two => self.end_twin_pairing(couple),
                Seat::A => self.end_pairing(couple),
                Seat::B => self.step_back(couple),
            }
        }
    }

    /// The two had invited each other, and the other invitation brought them together: nobody reads a no.
    fn end_twin_pairing(&mut self, couple: CoupleId) {
        let question = self.couple(couple).and_then(|pairing| match pairing.phase {
            Phase::Proposed { at } => Some((pairing.a, pairing.b?, at)),
            _ => None,
        });
        self.destroy_pairing(couple);
        if let Some((inviter, person, at)) = question {
            let edit = Send::line(inviter, Say::Couple(CoupleSay::ConfirmedPerson { person }));
            self.send(Send {
                target: Target::Sent(confirm_key(couple, person, at)),
                class: Class::Set,
                ..edit
            });
        }
    }

    /// A pairing comes to nothing: everything written under it is destroyed, and who had accepted is told.
    pub(super) fn end_pairing(&mut self, couple: CoupleId) {
        let accepter = self.couple(couple).and_then(|pairing| pairing.b);
        self.destroy_pairing(couple);
        if let Some(accepter) = accepter {
            self.send(
                Send::line(accepter, Say::Couple(CoupleSay::InviteUnusable))
                    .key(format!("unusable:{couple}")),
            );
        }
    }

    fn destroy_pairing(&mut self, couple: CoupleId) {
        let now = self.now;
        for round in self.open_rounds(couple) {
            for seat in Seat::BOTH {
                self.void_seat(round, seat);
            }
            self.close_as(round, Closed::Ended);
        }
        if let Some(pairing) = self.couple_mut(couple) {
            pairing.phase = Phase::Ended { at: now };
            pairing.expires_at = None;
        }
        self.state
            .invites
            .retain(|_, invite| invite.couple != couple);
    }

    /// Who had accepted takes it back: the link is free again.
    pub(super) fn step_back(&mut self, couple: CoupleId) {
        let Some(pairing) = self.couple(couple) else {
            return;
        };
        let (inviter, Some(accepter), Phase::Proposed { at }) =
            (pairing.a, pairing.b, pairing.phase)
        else {
            return;
        };
        self.free_link(couple);
        let edit = Send::line(
            inviter,
            Say::Couple(CoupleSay::AccepterGone { person: accepter }),
        );
        self.send(Send {
            target: Target::Sent(confirm_key(couple, accepter, at)),
            class: Class::Set,
            ..edit
        });
    }

    /// Seven days without a couple: the pairing comes to nothing.
    pub(in crate::core) fn lapse(&mut self, couple: CoupleId) {
        let Some(pairing) = self.couple(couple) else {
            return;
        };
        let inviter = pairing.a;
        self.end_pairing(couple);
        self.send(
            Send::line(inviter, Say::Couple(CoupleSay::InviteLapsed))
                .key(format!("lapsed:{couple}"))
                .scheduled(),
        );
    }
}
