//! A round begins: a prompt is picked and each of the two is asked, at their own moment.

use jiff::Timestamp;

use crate::core::effect::{Say, Send, Toast};
use crate::core::event::Role;
use crate::core::ids::{CoupleId, RoundId, Seat};
use crate::core::own::asks_for_favourite;
use crate::core::refusal::Refusal;
use crate::core::round::{
    ANOTHER_MAX, Card, Closed, OPEN_FOR, Origin, Round, RoundPhase, SeatRound, later,
};
use crate::core::schedule::LATE_MAX;
use crate::core::turn::Turn;
use crate::library::{BASE_LANGUAGE, Kind, KindId, PromptId, PromptWords, Shape};

/// The how-to line of a kind comes this often.
const HOW_TO_TIMES: u8 = 3;

/// Telegram's dates are whole seconds; what is compared with them is, too.
pub fn whole_second(at: Timestamp) -> Timestamp {
    Timestamp::from_second(at.as_second()).unwrap_or(at)
}

/// The question and the short line after it, `{partner}` still in place.
fn question(words: &PromptWords) -> String {
    match &words.follow_up {
        Some(follow_up) => format!("{}\n{follow_up}", words.text),
        None => words.text.clone(),
    }
}

impl<R: rand::Rng> Turn<'_, R> {
    /// Opens a round of a kind. Each seat is asked at its moment, by [`Turn::ask_due_seats`]; nobody yet.
    ///
    /// # Errors
    /// [`Refusal::NoPrompt`] when the library has none to give.
    pub fn open_round(
        &mut self,
        couple: CoupleId,
        kind: &KindId,
        origin: Origin,
        ask_at: [Option<Timestamp>; 2],
        close_at: Option<Timestamp>,
    ) -> Result<RoundId, Refusal> {
        let own = self.deck_turn(couple, kind);
        let prompt = own.or_else(|| self.pick_prompt(couple, kind, None));
        let prompt = prompt.ok_or(Refusal::NoPrompt)?;
        let round = self.open_prompt(couple, kind, prompt, origin, ask_at, close_at);
        self.ask_words_again(round);
        Ok(round)
    }

    /// Opens a round of one prompt; see [`Turn::open_round`].
    pub fn open_prompt(
        &mut self,
        couple: CoupleId,
        kind: &KindId,
        prompt: PromptId,
        origin: Origin,
        ask_at: [Option<Timestamp>; 2],
        close_at: Option<Timestamp>,
    ) -> RoundId {
        let library = self.world.library;
        let shape = library.prompt(&prompt).map(|prompt| prompt.shape);
        let reveals = library.kind(kind).map(|kind| kind.reveals);
        let id = RoundId::random(self.rng);
        let [a, b] = ask_at.map(|ask_at| SeatRound {
            ask_at,
            ..SeatRound::default()
        });
        let round = Round {
            id,
            couple,
            kind: kind.clone(),
            prompt: prompt.clone(),
            shape: shape.unwrap_or(Shape::Text),
            reveals: reveals.unwrap_or_default(),
            origin,
            opened_at: self.now,
            phase: RoundPhase::Open,
            close_at,
            swaps: 0,
            tries: 0,
            sequel: None,
            seats: [a, b],
            posted: None,
        };
        self.put(round);
        self.note_asked(couple, kind, &prompt);
        self.mark_own(id);
        id
    }

    /// Asks every seat whose moment is here.
    pub fn ask_due_seats(&mut self, round: RoundId) {
        for seat in Seat::BOTH {
            let due = self.round(round).is_some_and(|round| {
                let mine = round.seat(seat);
                round.is_open() && !mine.asked && mine.ask_at.is_some_and(|at| at <= self.now)
            });
            if due && !self.sleeps_past_it(round, seat) {
                if self.asks_in_group(round) {
                    self.ask_in_group(round);
                } else {
                    self.ask_seat(round, seat);
                }
            }
        }
    }

    /// Long past its moment (the program was down) nobody is woken for a prompt: it comes at the end of their quiet hours.
    fn sleeps_past_it(&mut self, round: RoundId, seat: Seat) -> bool {
        let now = self.now;
        let Some(at_hand) = self.round(round) else {
            return false;
        };
        let late = |at: Timestamp| now.duration_since(at) >= LATE_MAX;
        if !at_hand.seat(seat).ask_at.is_some_and(late) {
            return false;
        }
        let awake = self.when_asked(at_hand.couple, seat);
        if awake <= now {
            return false;
        }
        if let Some(round) = self.round_mut(round) {
            round.seat_mut(seat).ask_at = Some(awake);
        }
        true
    }

    /// Hands the prompt to one person.
    pub fn ask_seat(&mut self, round: RoundId, seat: Seat) {
        let origin = self.asked_because(round, seat);
        let sound = match origin {
            Some(Origin::Slot { .. }) => true,
            Some(Origin::Asked { by }) => by != seat,
            Some(Origin::First | Origin::Another { .. }) | None => false,
        };
        let scheduled = matches!(origin, Some(Origin::Slot { .. }));
        self.prepare_seat(round, seat);
        self.new_card(round, seat, sound, scheduled);
        self.plan_nudge(round, seat);
    }

    /// Where a prompt comes from, in the eyes of this person: one that was passed on before they were shown it never was,
    /// and what stands in for it comes as it would have come.
    fn asked_because(&self, round: RoundId, seat: Seat) -> Option<Origin> {
        let mut at_hand = self.round(round)?;
        while let Origin::Another { of, .. } = at_hand.origin {
            match self.round(of).filter(|old| old.seat(seat).card.is_none()) {
                Some(old) => at_hand = old,
                None => break,
            }
        }
        Some(at_hand.origin)
    }

    /// Fixes what this person is shown: the text in their language, and whether the how-to line comes along.
    pub fn prepare_seat(&mut self, round: RoundId, seat: Seat) {
        let Some(at_hand) = self.round(round) else {
            return;
        };
        let (kind, prompt) = (at_hand.kind.clone(), at_hand.prompt.clone());
        let person = self
            .couple(at_hand.couple)
            .and_then(|couple| couple.present(seat));
        let person = person.and_then(|person| self.state.persons.get_mut(&person));
        let mut how_to = false;
        let mut language = None;
        if let Some(person) = person {
            let seen = person.seen.entry(kind).or_default();
            how_to = *seen < HOW_TO_TIMES;
            *seen = seen.saturating_add(1).min(HOW_TO_TIMES);
            language = person.lang.clone();
        }
        let language = language.as_deref().unwrap_or(BASE_LANGUAGE);
        let prompt = self.world.library.prompt(&prompt);
        let words = prompt.map(|prompt| prompt.words(language));
        let last_open = self.earlier_waits(round, seat);
        if let Some(round) = self.round_mut(round) {
            let mine = round.seat_mut(seat);
            mine.asked = true;
            mine.last_open = last_open;
            mine.how_to = how_to;
            mine.shown = words.map(question);
            mine.options = words.map(|words| words.options.clone()).unwrap_or_default();
            mine.ends = words.and_then(|words| words.ends.clone());
        }
    }

    /// An earlier round still waits for this person; its nudge is replaced by the line on the new prompt.
    fn earlier_waits(&mut self, round: RoundId, seat: Seat) -> bool {
        let Some(couple) = self.round(round).map(|round| round.couple) else {
            return false;
        };
        let now = self.now;
        let mut waits = false;
        for other in self.state.rounds.values_mut() {
            if other.couple == couple && other.id != round && other.waits_for(seat, now) {
                other.seat_mut(seat).nudge_at = None;
                waits = true;
            }
        }
        waits
    }

    /// Sends the prompt as a new message, which from now on is the one that is edited.
    pub fn new_card(&mut self, round: RoundId, seat: Seat, sound: bool, scheduled: bool) {
        let Some(at_hand) = self.round(round) else {
            return;
        };
        let Some(to) = self
            .couple(at_hand.couple)
            .and_then(|couple| couple.present(seat))
        else {
            return;
        };
        let n = at_hand
            .seat(seat)
            .card
            .as_ref()
            .map_or(1, |card| card.n + 1);
        let key = format!("card:{round}:{}:{:x}", seat.index(), self.rng.next_u64());
        let since = whole_second(self.now);
        if let Some(round) = self.round_mut(round) {
            round.seat_mut(seat).card = Some(Card {
                key: key.clone(),
                since,
                n,
            });
            round.seat_mut(seat).moved = false;
        }
        let card = Send::line(to, Say::Card { round, seat })
            .key(key)
            .role(Role::Card, round, seat);
        let card = card.with_sound(sound);
        self.send(if scheduled { card.scheduled() } else { card });
    }

    /// Shows an open round again, below everything else.
    pub fn show_card_again(&mut self, round: RoundId, seat: Seat) {
        let Some(at_hand) = self.round(round) else {
            return;
        };
        if at_hand.seat(seat).asked {
            self.new_card(round, seat, false, false);
        } else {
            self.ask_seat(round, seat);
        }
    }

    /// `/prompt [kind]`: a round now. Each person has at most one round of their own starting open at a time.
    pub fn prompt_now(&mut self, typed: Option<&str>) -> Result<(), Refusal> {
        let me = self.me()?;
        let (couple, seat) = self.together()?;
        if typed.is_some_and(asks_for_favourite) {
            return self.favourite_now();
        }
        let kinds = self.askable_kinds(couple, seat);
        let kind = match typed {
            None => None,
            Some(typed) => match self.kind_named(me, couple, typed) {
                Some(kind) => Some(kind),
                None => {
                    let kinds = kinds.into_iter().map(|kind| kind.id.clone()).collect();
                    self.send(Send::line(me, Say::KindsOffer { kinds }));
                    return Ok(());
                }
            },
        };
        self.start_round(couple, seat, kind)
    }

    /// A kind by its id or its title, in the person's language or in English, whatever is typed behind it.
    pub fn kind_named(
        &self,
        me: crate::core::ids::PersonId,
        couple: CoupleId,
        typed: &str,
    ) -> Option<KindId> {
        let language = self.person(me).and_then(|person| person.lang.as_deref());
        let language = language.unwrap_or(BASE_LANGUAGE);
        let plain = |text: &str| text.to_lowercase().replace([' ', '-', '_'], "");
        let names = |kind: &Kind| {
            let titles =
                [language, BASE_LANGUAGE].map(|language| plain(&kind.words(language).title));
            titles
                .into_iter()
                .chain([plain(kind.id.as_str())])
                .collect::<Vec<_>>()
        };
        let seat = self.couple(couple)?.seat_of(me)?;
        let kinds: Vec<(KindId, Vec<String>)> = self
            .askable_kinds(couple, seat)
            .into_iter()
            .map(|kind| (kind.id.clone(), names(kind)))
            .collect();
        let words: Vec<&str> = typed.split_whitespace().collect();
        let mut longest_first = (1..=words.len()).rev().map(|n| plain(&words[..n].concat()));
        longest_first.find_map(|wanted| {
            let named = kinds.iter().find(|(_, names)| names.contains(&wanted));
            named.map(|(kind, _)| kind.clone())
        })
    }

    pub fn start_round(
        &mut self,
        couple: CoupleId,
        seat: Seat,
        kind: Option<KindId>,
    ) -> Result<(), Refusal> {
        let open: Vec<(RoundId, KindId, bool)> = self
            .state
            .rounds
            .values()
            .filter(|round| round.couple == couple && round.is_open())
            .map(|round| {
                let shown = round.seat(seat).asked && !round.seat(seat).moved;
                (round.id, round.kind.clone(), shown)
            })
            .collect();
        let same_kind = open.iter().find(|(_, open_kind, shown)| {
            *shown && kind.as_ref().is_some_and(|kind| kind == open_kind)
        });
        let same_kind = same_kind.map(|(round, ..)| *round);
        if let Some(round) = same_kind.or_else(|| self.own_starting(couple, seat)) {
            if self.here.is_none() || !self.post_again(round) {
                self.show_card_again(round, seat);
            }
            return Ok(());
        }
        let kinds = kind.map_or_else(|| self.kinds_in_turn(couple), |kind| vec![kind]);
        let now = self.now;
        let together_at_home = self
            .couple(couple)
            .is_some_and(|couple| self.state.home(couple).is_some());
        let partner_at = if together_at_home {
            now
        } else {
            self.when_seat_awake(couple, seat.other())
        };
        let mut ask_at = [Some(now), Some(now)];
        ask_at[seat.other().index()] = Some(partner_at);
        let close_at = Some(later(partner_at, OPEN_FOR));
        let origin = Origin::Asked { by: seat };
        for kind in kinds {
            if let Ok(round) = self.open_round(couple, &kind, origin, ask_at, close_at) {
                self.ask_due_seats(round);
                return Ok(());
            }
        }
        Err(Refusal::NoPrompt)
    }

    /// `/prompt`'s offer was tapped.
    pub fn ask_kind(&mut self, kind: &KindId) -> Result<(), Refusal> {
        let (couple, seat) = self.together()?;
        let known = self.askable_kinds(couple, seat);
        if !known.iter().any(|known| known.id == *kind) {
            return Err(Refusal::UnknownKind);
        }
        self.toast(Toast::Quiet);
        self.start_round(couple, seat, Some(kind.clone()))
    }

    /// *Another one*: passes on this round and opens a new one for both. The asker's prompt message turns into the new
    /// one; so does the partner's, unless they have answered: then theirs stays sealed in the old round and the new prompt
    /// comes as a silent message. What the asker sees is the same either way.
    pub fn another(&mut self, round: RoundId) -> Result<(), Refusal> {
        let (old, seat) = self.my_round(round)?;
        let mine = old.seat(seat);
        if !old.takes(self.now) {
            return Err(Refusal::RoundOver);
        }
        if mine.moved
            || old.answered(seat)
            || old.origin == Origin::First
            || old.swaps >= ANOTHER_MAX
        {
            return Err(Refusal::NoOther);
        }
        let other = seat.other();
        let theirs = old.seat(other).clone();
        let now = self.now;
        let origin = Origin::Another {
            of: old.id,
            schedule: old.schedule(),
            asked_by: old.started_by(),
        };
        let not_asked_yet = !theirs.asked;
        let their_time = if not_asked_yet {
            theirs.ask_at
        } else {
            Some(now)
        };
        let close_at = later(their_time.unwrap_or(now).max(now), OPEN_FOR);
        let mut ask_at = [None, None];
        ask_at[seat.index()] = Some(later(now, jiff::SignedDuration::from_hours(1)));
        let new = self.open_round(old.couple, &old.kind, origin, ask_at, Some(close_at));
        let new = new.map_err(|_| Refusal::NoOther)?;
        if let Some(new) = self.round_mut(new) {
            new.swaps = old.swaps + 1;
            new.seat_mut(seat).ask_at = Some(now);
        }
        self.move_card(round, new, seat);
        self.move_post(round, new);
        if let Some(old) = self.round_mut(round) {
            old.seat_mut(seat).passed = true;
            // Whoever still has it, with an answer to take back, finds no second way on from it.
            old.swaps = ANOTHER_MAX;
        }
        if not_asked_yet {
            if let Some(old) = self.round_mut(round) {
                old.seat_mut(other).asked = true;
                old.seat_mut(other).moved = true;
            }
            if let Some(new) = self.round_mut(new) {
                new.seat_mut(other).ask_at = theirs.ask_at;
            }
        } else if !theirs.has_answered() {
            self.move_card(round, new, other);
        } else {
            self.ask_apart(new, other);
        }
        self.toast(Toast::Quiet);
        self.refresh_both(new);
        Ok(())
    }

    /// From now on the message that showed the old prompt shows the new one.
    fn move_card(&mut self, old: RoundId, new: RoundId, seat: Seat) {
        self.prepare_seat(new, seat);
        let since = whole_second(self.now);
        let Some(from) = self.round_mut(old) else {
            return;
        };
        let mine = from.seat_mut(seat);
        mine.moved = true;
        let card = mine.card.clone();
        let delivered = mine.delivered_at.map(|_| since);
        let now = self.now;
        if let Some(to) = self.round_mut(new) {
            let mine = to.seat_mut(seat);
            mine.card = card.map(|card| Card { since, ..card });
            mine.delivered_at = delivered;
            mine.ask_at.get_or_insert(now);
        }
        let person = self
            .round(new)
            .and_then(|round| self.couple(round.couple)?.present(seat));
        if let Some(person) = person.and_then(|person| self.state.persons.get_mut(&person))
            && let Some(last) = &mut person.last_card
            && last.round == old
        {
            *last = crate::core::state::Came {
                round: new,
                at: since,
            };
        }
    }

    /// The new prompt comes to this person as a silent message of its own, outside their quiet hours.
    fn ask_apart(&mut self, round: RoundId, seat: Seat) {
        let Some(couple) = self.round(round).map(|round| round.couple) else {
            return;
        };
        let at = self.when_seat_awake(couple, seat);
        if let Some(round) = self.round_mut(round) {
            let mine = round.seat_mut(seat);
            mine.ask_at = Some(at);
            mine.asked = false;
            mine.card = None;
            mine.delivered_at = None;
        }
        self.ask_due_seats(round);
    }

    /// Words dated before a prompt message moved on answer the old round. Its message goes back to that one, and the new
    /// prompt comes apart; if the new one is answered already, the old prompt gets a message of its own.
    pub fn unmove(&mut self, round: RoundId, seat: Seat) {
        let Some(old) = self.round(round) else { return };
        if !old.seat(seat).moved {
            return;
        }
        let couple = old.couple;
        let key = old.seat(seat).card.as_ref().map(|card| card.key.clone());
        let stands_for = self.state.rounds.values().find(|other| {
            let theirs = other.seat(seat);
            other.id != round
                && !theirs.moved
                && theirs.card.as_ref().map(|card| &card.key) == key.as_ref()
        });
        let newer = stands_for
            .filter(|newer| newer.is_open() && !newer.answered(seat))
            .map(|newer| newer.id);
        let Some(newer) = newer else {
            self.new_card(round, seat, false, false);
            return;
        };
        if let Some(old) = self.round_mut(round) {
            old.seat_mut(seat).moved = false;
        }
        let person = self.couple(couple).and_then(|couple| couple.present(seat));
        let last = person
            .and_then(|person| self.state.persons.get_mut(&person))
            .and_then(|person| person.last_card.as_mut());
        if let Some(last) = last.filter(|last| last.round == newer) {
            last.round = round;
        }
        self.ask_apart(newer, seat);
    }

    /// *Not tonight*: nobody learns of it.
    pub fn not_tonight(&mut self, round: RoundId) -> Result<(), Refusal> {
        self.unanswered(round, |mine| {
            mine.passed = true;
            mine.talk = false;
        })
    }

    /// A *not tonight* or *let's talk instead* is taken back.
    pub fn reopen(&mut self, round: RoundId) -> Result<(), Refusal> {
        self.unanswered(round, |mine| {
            mine.passed = false;
            mine.talk = false;
        })
    }

    /// *Let's talk instead*: shown to nobody until both tapped it.
    pub fn talk(&mut self, round: RoundId) -> Result<(), Refusal> {
        self.unanswered(round, |mine| {
            mine.talk = true;
            mine.passed = false;
        })?;
        let Some(at_hand) = self.round(round) else {
            return Ok(());
        };
        let nobody_wrote = Seat::BOTH.iter().all(|seat| !at_hand.answered(*seat));
        if nobody_wrote && at_hand.seats.iter().all(|seat| seat.talk) {
            let couple = at_hand.couple;
            let me = self.me()?;
            self.close_as(round, Closed::Talked);
            self.count_opened(couple);
            self.refresh_both(round);
            for seat in Seat::BOTH {
                let Some(to) = self.couple(couple).and_then(|couple| couple.present(seat)) else {
                    continue;
                };
                let sound = to != me && !self.is_quiet(to);
                let key = format!("talk:{round}:{}", seat.index());
                self.send(
                    Send::line(to, Say::Talked { round })
                        .key(key)
                        .with_sound(sound),
                );
            }
        }
        Ok(())
    }

    fn unanswered(
        &mut self,
        round: RoundId,
        change: impl FnOnce(&mut SeatRound),
    ) -> Result<(), Refusal> {
        let (mut at_hand, seat) = self.my_round(round)?;
        if !at_hand.is_open() {
            return Err(Refusal::RoundOver);
        }
        // Before both are a couple there is nobody to pass to or to talk with.
        let together = self
            .couple(at_hand.couple)
            .is_some_and(|couple| couple.is_together());
        if !together || at_hand.answered(seat) || at_hand.seat(seat).moved {
            return Err(Refusal::OldButton);
        }
        change(at_hand.seat_mut(seat));
        self.put(at_hand);
        self.toast(Toast::Quiet);
        self.refresh(round, seat);
        Ok(())
    }
}
