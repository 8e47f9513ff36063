//! Two people become a couple, and stop being one.
//!
//! inviting → proposed (someone accepted) → together → ended. Only *together* counts as being in a couple. Opening a link
//! uses nothing up; accepting holds every link of the pairing; a no frees them. Leaving needs nobody's consent.

use std::collections::BTreeSet;

use jiff::{SignedDuration, Timestamp};
use sha2::{Digest, Sha256};

use crate::core::delivery::Class;
use crate::core::effect::{Effect, Say, Send, Target, Toast};
use crate::core::ids::{CoupleId, MessageId, PersonId, RoundId, Seat};
use crate::core::plan::Plan;
use crate::core::refusal::Refusal;
use crate::core::round::{Closed, HALF_FOR, Half, OPEN_FOR, Origin, RoundPhase, later};
use crate::core::schedule;
use crate::core::state::{Couple, Expected, Expecting, Invite, InviteHash, Leaving, Mood, Phase};
use crate::core::turn::Turn;
use crate::library::KindId;

/// A link works this long.
pub const INVITE_FOR: SignedDuration = SignedDuration::from_hours(7 * 24);
/// Live links of one pairing; the oldest goes first. The bucket alone would allow hundreds.
pub const LINKS_MAX: usize = 20;
/// Someone who leaves quietly is not missed for this long.
pub const QUIET_LEAVE_FOR: SignedDuration = SignedDuration::from_hours(7 * 24);
/// The bot waits this long for what it asked for.
pub const EXPECT_FOR: SignedDuration = SignedDuration::from_mins(10);

/// The hash under which a token is kept.
pub fn invite_hash(token: &str) -> InviteHash {
    let digest = Sha256::digest(token.as_bytes());
    InviteHash(digest.iter().map(|byte| format!("{byte:02x}")).collect())
}

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

impl<R: rand::Rng> Turn<'_, R> {
    /// `/start` without a payload.
    pub fn start(&mut self) -> Result<(), Refusal> {
        let me = self.me()?;
        let say = if self.state.together(me).is_some() {
            Say::WelcomeBack
        } else {
            Say::Welcome
        };
        self.send(Send::line(me, say));
        Ok(())
    }

    /// `/invite`: a link to my open pairing, made now if there is none.
    pub fn invite(&mut self) -> Result<(), Refusal> {
        let me = self.me()?;
        if self.state.together(me).is_some() {
            return Err(Refusal::AlreadyTogether);
        }
        let mine = self.state.couples_of(me).find(|(_, seat)| *seat == Seat::A);
        let existing = mine.map(|(couple, _)| (couple.id, couple.phase, couple.b));
        if let Some((couple, Phase::Proposed { .. }, Some(person))) = existing {
            self.send(Send::line(me, Say::ConfirmPerson { couple, person }));
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
        self.send(Send::line(me, Say::InviteLink { token }));
        for round in self.open_rounds(couple) {
            self.show_card_again(round, Seat::A);
        }
        Ok(())
    }

    fn new_pairing(&mut self, me: PersonId) -> Result<CoupleId, Refusal> {
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
            plan: Plan::default(),
            unopened: 0,
            mood: Mood::Awake,
            plan_told_at: None,
            refused: BTreeSet::new(),
        };
        self.state.couples.insert(id, couple);
        let kind = self.first_kind().ok_or(Refusal::NoPrompt)?;
        // The card itself is sent by `invite`, under the link.
        self.open_round(id, &kind, Origin::First, [Some(self.now), None], None)?;
        Ok(id)
    }

    /// Gratitude is the gentlest first question.
    fn first_kind(&self) -> Option<KindId> {
        let kinds = self.world.library.kinds();
        let gratitude = kinds.iter().find(|kind| kind.id.as_str() == "gratitude");
        gratitude.or(kinds.first()).map(|kind| kind.id.clone())
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
    pub fn open_link(&mut self, hash: &InviteHash) -> Result<(), Refusal> {
        let me = self.me()?;
        if self.state.together(me).is_some() {
            return Err(Refusal::AlreadyTogether);
        }
        let invite = self
            .state
            .invites
            .get(hash)
            .ok_or(Refusal::InviteUnusable)?;
        if self.now >= later(invite.made_at, INVITE_FOR) {
            return Err(Refusal::InviteUnusable);
        }
        let couple = self.couple(invite.couple).ok_or(Refusal::InviteUnusable)?;
        let (id, inviter) = (couple.id, couple.a);
        match couple.phase {
            Phase::Inviting if inviter != me && !couple.refused.contains(&me) => {
                let waits = self.waits_from_inviter(id, inviter);
                self.send(Send::line(
                    me,
                    Say::InviteOpened {
                        couple: id,
                        inviter,
                        waits,
                    },
                ));
                Ok(())
            }
            Phase::Proposed { .. } if couple.b == Some(me) => {
                self.send(Send::line(
                    me,
                    Say::InviteAccepted {
                        couple: id,
                        inviter,
                    },
                ));
                Ok(())
            }
            _ => Err(Refusal::InviteUnusable),
        }
    }

    /// The inviter has sealed an answer and lets it be known.
    fn waits_from_inviter(&self, couple: CoupleId, inviter: PersonId) -> bool {
        let tells = self
            .person(inviter)
            .is_some_and(|person| person.settings.tell_sealed);
        let sealed = |round: RoundId| {
            self.round(round)
                .is_some_and(|round| round.answered(Seat::A))
        };
        tells && self.open_rounds(couple).into_iter().any(sealed)
    }

    /// *Accept*: the link is held for me, and I get the first prompt at once.
    pub fn accept(&mut self, couple: CoupleId, on: MessageId) -> Result<(), Refusal> {
        let me = self.me()?;
        if self.state.together(me).is_some() {
            return Err(Refusal::AlreadyTogether);
        }
        let now = self.now;
        let pairing = self.couple_mut(couple).ok_or(Refusal::InviteUnusable)?;
        let inviter = pairing.a;
        if matches!(pairing.phase, Phase::Proposed { .. }) && pairing.b == Some(me) {
            self.toast(Toast::Quiet);
            return Ok(());
        }
        let live = pairing.expires_at.is_some_and(|end| now < end);
        let refused = pairing.refused.contains(&me);
        if pairing.phase != Phase::Inviting || inviter == me || !live || refused {
            return Err(Refusal::InviteUnusable);
        }
        pairing.phase = Phase::Proposed { at: now };
        pairing.b = Some(me);
        pairing.expires_at = pairing.expires_at.max(Some(later(now, INVITE_FOR)));
        self.toast(Toast::Quiet);
        self.send(Send::edit(me, on, Say::InviteAccepted { couple, inviter }));
        for round in self.open_rounds(couple) {
            if let Some(round) = self.round_mut(round) {
                // Whoever sat here before has taken everything along.
                *round.seat_mut(Seat::B) = Default::default();
                round.seat_mut(Seat::B).ask_at = Some(now);
            }
            self.ask_seat(round, Seat::B);
        }
        let question = Say::ConfirmPerson { couple, person: me };
        let question = Send::line(inviter, question)
            .key(confirm_key(couple, me, now))
            .with_sound(!self.is_quiet(inviter));
        self.send(question);
        Ok(())
    }

    /// An opener's no is told to nobody.
    pub fn decline(&mut self, couple: CoupleId, on: MessageId) -> Result<(), Refusal> {
        let me = self.me()?;
        if self
            .couple(couple)
            .is_some_and(|couple| couple.b == Some(me))
        {
            return Err(Refusal::OldButton);
        }
        self.toast(Toast::Quiet);
        self.send(Send::edit(me, on, Say::InviteDeclined));
        Ok(())
    }

    /// The inviter's yes: now they are a couple, and what both answered opens.
    pub fn confirm(
        &mut self,
        couple: CoupleId,
        person: PersonId,
        on: MessageId,
    ) -> Result<(), Refusal> {
        let me = self.me()?;
        self.proposed_to_me(couple, person)?;
        if self.state.together(me).is_some() {
            return Err(Refusal::AlreadyTogether);
        }
        let now = self.now;
        self.end_other_pairings(me, couple, person);
        self.end_other_pairings(person, couple, me);
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
        self.start_schedules(couple);
        for round in self.open_rounds(couple) {
            if let Some(round) = self.round_mut(round) {
                round.close_at = Some(later(now, OPEN_FOR));
            }
            self.refresh_both(round);
        }
        self.toast(Toast::Quiet);
        self.send(Send::edit(me, on, Say::ConfirmedPerson { person }));
        let told = format!("together:{couple}");
        self.send(Send::line(me, Say::Together { partner: person }).key(format!("{told}:a")));
        let other = Send::line(person, Say::Together { partner: me }).key(format!("{told}:b"));
        let sound = !self.is_quiet(person);
        self.send(other.with_sound(sound));
        Ok(())
    }

    /// Gratitude and check-in in turn, as far as the library has them.
    pub fn common_kinds(&self) -> Vec<KindId> {
        let kinds = self.world.library.kinds();
        let wanted = ["gratitude", "check-in"];
        let found = wanted
            .iter()
            .filter_map(|name| kinds.iter().find(|kind| kind.id.as_str() == *name));
        let found: Vec<KindId> = found.map(|kind| kind.id.clone()).collect();
        if found.is_empty() {
            kinds.iter().map(|kind| kind.id.clone()).collect()
        } else {
            found
        }
    }

    /// The inviter's no: the link is free again, and who had accepted reads what every unusable link reads.
    pub fn refuse_person(
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
        self.send(Send::line(person, Say::InviteUnusable));
        self.toast(Toast::Quiet);
        self.send(Send::edit(me, on, Say::RefusedPerson));
        Ok(())
    }

    fn proposed_to_me(&self, couple: CoupleId, person: PersonId) -> Result<(), Refusal> {
        let me = self.me()?;
        let pairing = self.couple(couple).ok_or(Refusal::OldButton)?;
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

    /// Destroys one seat's unopened answer and shows that seat a round that is over.
    fn void_seat(&mut self, round: RoundId, seat: Seat) {
        let Some(at_hand) = self.round_mut(round) else {
            return;
        };
        let mine = at_hand.seat_mut(seat);
        mine.parts.clear();
        mine.first_at = None;
        mine.last_at = None;
        mine.writing_until = None;
        mine.talk = false;
        mine.gone = true;
        if matches!(at_hand.phase, RoundPhase::Touching { .. }) {
            at_hand.phase = RoundPhase::Open;
        }
        let couple = at_hand.couple;
        self.effects.push(Effect::EraseParts { round, seat });
        let card = self
            .round(round)
            .and_then(|round| round.seat(seat).card.clone());
        let Some(person) = self.couple(couple).and_then(|couple| couple.person(seat)) else {
            return;
        };
        self.effects.push(Effect::Unsend { to: person, round });
        if let Some(card) = card {
            let edit = Send::line(person, Say::CardOver);
            self.send(Send {
                target: Target::Sent(card.key),
                class: Class::Set,
                ..edit
            });
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
            let edit = Send::line(inviter, Say::ConfirmedPerson { person });
            self.send(Send {
                target: Target::Sent(confirm_key(couple, person, at)),
                class: Class::Set,
                ..edit
            });
        }
    }

    /// A pairing comes to nothing: everything written under it is destroyed, and who had accepted is told.
    fn end_pairing(&mut self, couple: CoupleId) {
        let accepter = self.couple(couple).and_then(|pairing| pairing.b);
        self.destroy_pairing(couple);
        if let Some(accepter) = accepter {
            self.send(Send::line(accepter, Say::InviteUnusable).key(format!("unusable:{couple}")));
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
    fn step_back(&mut self, couple: CoupleId) {
        let Some(pairing) = self.couple(couple) else {
            return;
        };
        let (inviter, Some(accepter), Phase::Proposed { at }) =
            (pairing.a, pairing.b, pairing.phase)
        else {
            return;
        };
        self.free_link(couple);
        let edit = Send::line(inviter, Say::AccepterGone { person: accepter });
        self.send(Send {
            target: Target::Sent(confirm_key(couple, accepter, at)),
            class: Class::Set,
            ..edit
        });
    }

    /// Seven days without a couple: the pairing comes to nothing.
    pub fn lapse(&mut self, couple: CoupleId) {
        let Some(pairing) = self.couple(couple) else {
            return;
        };
        let inviter = pairing.a;
        self.end_pairing(couple);
        self.send(
            Send::line(inviter, Say::InviteLapsed)
                .key(format!("lapsed:{couple}"))
                .scheduled(),
        );
    }

    /// `/leave`: the question first.
    pub fn leave_ask(&mut self) -> Result<(), Refusal> {
        let me = self.me()?;
        if let Ok((couple, _)) = self.together() {
            self.send(Send::line(me, Say::LeaveAsk { couple }));
            return Ok(());
        }
        let pairings: Vec<CoupleId> = self
            .state
            .couples_of(me)
            .map(|(couple, _)| couple.id)
            .collect();
        if pairings.is_empty() {
            return Err(Refusal::NotTogether);
        }
        for couple in pairings {
            self.send(Send::line(me, Say::WithdrawAsk { couple }));
        }
        Ok(())
    }

    /// Takes back one's own open invites, or an acceptance.
    pub fn withdraw(&mut self, couple: CoupleId, on: MessageId) -> Result<(), Refusal> {
        let me = self.me()?;
        let pairing = self.couple(couple).ok_or(Refusal::OldButton)?;
        if pairing.is_together() || pairing.is_ended() {
            return Err(Refusal::OldButton);
        }
        match pairing.seat_of(me).ok_or(Refusal::OldButton)? {
            Seat::A => self.end_pairing(couple),
            Seat::B => self.step_back(couple),
        }
        self.toast(Toast::Quiet);
        self.send(Send::edit(me, on, Say::InviteWithdrawn));
        Ok(())
    }

    pub fn stay(&mut self, on: MessageId) -> Result<(), Refusal> {
        let me = self.me()?;
        self.toast(Toast::Quiet);
        self.send(Send::edit(me, on, Say::Stayed));
        Ok(())
    }

    /// For the leaver all ends at once; quietly, the other reads the one line seven days later.
    pub fn leave(&mut self, couple: CoupleId, quietly: bool, on: MessageId) -> Result<(), Refusal> {
        let me = self.me()?;
        let at_hand = self.couple(couple).ok_or(Refusal::OldButton)?;
        let seat = at_hand
            .seat_of(me)
            .filter(|_| at_hand.is_together())
            .ok_or(Refusal::OldButton)?;
        let someone_left_before = at_hand.leaving.is_some();
        let rounds = self.open_rounds(couple);
        let answered = |round: &RoundId| self.round(*round).is_some_and(|r| r.answered(seat));
        let answered: Vec<RoundId> = rounds.iter().copied().filter(answered).collect();
        for round in rounds {
            self.void_seat(round, seat);
        }
        self.let_halves_go(couple, seat);
        self.effects.push(Effect::EraseUnrevealed { couple, seat });
        self.forget_aside();
        let line_at = later(self.now, QUIET_LEAVE_FOR);
        let quietly_now = quietly && !someone_left_before;
        if quietly_now {
            if let Some(couple) = self.couple_mut(couple) {
                couple.leaving = Some(Leaving { seat, line_at });
            }
            // As after a take-back: no answer waits any more.
            for round in answered {
                self.refresh_waiting(round, seat);
            }
        } else {
            self.end_couple(couple, seat);
        }
        self.toast(Toast::Quiet);
        self.send(Send::edit(me, on, Say::Left { quietly }));
        Ok(())
    }

    /// Halves the leaver was asked about go with the leaver.
    fn let_halves_go(&mut self, couple: CoupleId, seat: Seat) {
        let offered: Vec<RoundId> = self
            .state
            .rounds
            .values()
            .filter(|round| {
                round.couple == couple
                    && matches!(round.seat(seat).half, Some(Half::Offered { .. }))
            })
            .map(|round| round.id)
            .collect();
        for round in offered {
            if let Some(round) = self.round_mut(round) {
                round.seat_mut(seat).half = Some(Half::LetGo);
            }
            self.effects.push(Effect::EraseParts { round, seat });
            self.say_let_go(round, seat);
        }
    }

    /// The couple ends; the one who stays reads the one neutral line and keeps what is theirs.
    pub fn end_couple(&mut self, couple: CoupleId, leaver: Seat) {
        let now = self.now;
        let stays = leaver.other();
        let mut halves = false;
        for round in self.open_rounds(couple) {
            let until = later(now, HALF_FOR);
            if let Some(round) = self.round_mut(round)
                && round.answered(stays)
            {
                halves = true;
                round.seat_mut(stays).half = Some(Half::Offered { until });
            }
            self.close_as(round, Closed::Ended);
            self.refresh(round, stays);
        }
        let Some(at_hand) = self.couple_mut(couple) else {
            return;
        };
        at_hand.phase = Phase::Ended { at: now };
        let stayed = at_hand.present(stays);
        at_hand.leaving = None;
        if let Some(stayed) = stayed {
            let line = Say::PartnerLeft { couple, halves };
            self.send(Send::line(stayed, line).key(left_key(couple)));
        }
    }

    pub fn close_as(&mut self, round: RoundId, how: Closed) {
        let at = self.now;
        if let Some(round) = self.round_mut(round) {
            round.phase = RoundPhase::Closed { at, how };
        }
    }

    /// A couple's schedules begin once a zone is known, the day after the first prompt.
    pub fn start_schedules(&mut self, couple: CoupleId) {
        let Some(at_hand) = self.couple(couple) else {
            return;
        };
        let Phase::Together { at } = at_hand.phase else {
            return;
        };
        let zones = Seat::BOTH.map(|seat| schedule::zone_of_seat(&self.state, at_hand, seat));
        let (Some(a), Some(b)) = (&zones[0], &zones[1]) else {
            return;
        };
        let first_day = a.to_datetime(at).date().max(b.to_datetime(at).date());
        let today = a.to_datetime(self.now).max(b.to_datetime(self.now));
        let first_day = first_day.to_datetime(jiff::civil::Time::constant(23, 59, 59, 0));
        let from = first_day.max(today);
        if let Some(couple) = self.couple_mut(couple) {
            for schedule in &mut couple.schedules {
                schedule.last_slot.get_or_insert(from);
            }
        }
    }

    /// `/timezone`, or the answer to where someone lives.
    pub fn set_zone(&mut self, typed: &str) -> Result<(), Refusal> {
        let zone = schedule::find_zone(typed).ok_or(Refusal::UnknownZone)?;
        self.live_in(zone)
    }

    fn live_in(&mut self, zone: String) -> Result<(), Refusal> {
        let me = self.me()?;
        if let Some(person) = self.me_mut() {
            person.zone = Some(zone);
            person.zone_asked = true;
            if matches!(
                person.expecting,
                Some(Expecting {
                    what: Expected::City { .. },
                    ..
                })
            ) {
                person.expecting = None;
            }
        }
        self.send(Send::line(me, Say::ZoneSet));
        let Ok((couple, seat)) = self.together() else {
            return Ok(());
        };
        self.start_schedules(couple);
        if let Some(partner) = self.partner(couple, seat)
            && self
                .person(partner)
                .is_some_and(|person| person.zone.is_none())
        {
            let ask = Say::ZoneAsk {
                couple: Some(couple),
                same_as: Some(me),
            };
            let key = format!("zone:{couple}:same:{}", partner);
            if let Some(partner) = self.state.persons.get_mut(&partner) {
                partner.zone_asked = true;
            }
            self.send(Send::line(partner, ask).key(key).zone_question());
        }
        Ok(())
    }

    /// `/timezone` without a place.
    pub fn ask_zone(&mut self) -> Result<(), Refusal> {
        let me = self.me()?;
        self.expect_city(me, true);
        let couple = self.together().ok().map(|(couple, _)| couple);
        self.send(
            Send::line(
                me,
                Say::ZoneAsk {
                    couple,
                    same_as: None,
                },
            )
            .zone_question(),
        );
        Ok(())
    }

    /// Asks where someone lives, once, unasked.
    pub fn offer_zone(&mut self, couple: CoupleId) {
        for seat in Seat::BOTH {
            let Some(person) = self.couple(couple).and_then(|couple| couple.present(seat)) else {
                continue;
            };
            if self
                .person(person)
                .is_none_or(|person| person.zone.is_some() || person.zone_asked)
            {
                continue;
            }
            self.expect_city(person, false);
            let partner = self.partner(couple, seat);
            let known =
                |partner: &PersonId| self.person(*partner).is_some_and(|p| p.zone.is_some());
            let ask = Send::line(
                person,
                Say::ZoneAsk {
                    couple: Some(couple),
                    same_as: partner.filter(known),
                },
            );
            self.send(ask.key(format!("zone:{couple}:{person}")).zone_question());
        }
    }

    /// The place was not known: once more, please.
    pub fn expect_city_again(&mut self, person: PersonId) {
        self.expect_city(person, true);
    }

    fn expect_city(&mut self, person: PersonId, asked: bool) {
        let until = later(self.now, EXPECT_FOR);
        if let Some(person) = self.state.persons.get_mut(&person) {
            person.zone_asked = true;
            person.expecting = Some(Expecting {
                what: Expected::City { asked },
                until,
            });
        }
    }

    /// *The same for you?* — yes.
    pub fn same_zone(&mut self, couple: CoupleId, on: MessageId) -> Result<(), Refusal> {
        let me = self.me()?;
        let at_hand = self
            .couple(couple)
            .filter(|couple| couple.is_together())
            .ok_or(Refusal::OldButton)?;
        let seat = at_hand.seat_of(me).ok_or(Refusal::OldButton)?;
        let theirs = at_hand
            .person(seat.other())
            .and_then(|partner| self.person(partner)?.zone.clone());
        let zone = theirs.ok_or(Refusal::OldButton)?;
        self.toast(Toast::Quiet);
        if let Some(person) = self.me_mut() {
            person.zone = Some(zone);
            person.zone_asked = true;
            person.expecting = None;
        }
        self.start_schedules(couple);
        self.send(Send::edit(me, on, Say::ZoneSet));
        Ok(())
    }

    /// *The same for you?* — somewhere else.
    pub fn other_zone(&mut self, couple: CoupleId, on: MessageId) -> Result<(), Refusal> {
        let me = self.me()?;
        self.couple(couple)
            .filter(|couple| couple.is_together() && couple.seat_of(me).is_some())
            .ok_or(Refusal::OldButton)?;
        self.toast(Toast::Quiet);
        self.expect_city(me, true);
        self.send(Send::edit(
            me,
            on,
            Say::ZoneAsk {
                couple: Some(couple),
                same_as: None,
            },
        ));
        Ok(())
    }
}

/// The row with the one line about a leave.
pub fn left_key(couple: CoupleId) -> String {
    format!("left:{couple}")
}

/// The row that asks the inviter about this acceptance.
fn confirm_key(couple: CoupleId, person: PersonId, at: Timestamp) -> String {
    format!("confirm:{couple}:{person}:{}", at.as_millisecond())
}
