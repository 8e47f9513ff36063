//! A round begins: a prompt is picked and each of the two is asked, at their own moment.

use jiff::Timestamp;

use crate::core::deck::favourite::asks_for_favourite;
use crate::core::model::ids::{CoupleId, RoundId, Seat};
use crate::core::model::refusal::{Refusal, RoundRefusal};
use crate::core::model::round::{OPEN_FOR, Origin, Round, RoundPhase, SeatRound};
use crate::core::model::time::later;
use crate::core::plan::slots::LATE_MAX;
use crate::core::protocol::choice::ChoiceSay;
use crate::core::protocol::effect::{Send, Toast};
use crate::core::protocol::say::Say;
use crate::core::turn::Turn;
use crate::library::{BASE_LANGUAGE, Kind, KindId, PromptId, PromptWords, Shape};

/// The how-to line of a kind comes this often.
const HOW_TO_TIMES: u8 = 3;

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
    /// [`RoundRefusal::NoPrompt`] when the library has none to give.
    pub(in crate::core) fn open_round(
        &mut self,
        couple: CoupleId,
        kind: &KindId,
        origin: Origin,
        ask_at: [Option<Timestamp>; 2],
        close_at: Option<Timestamp>,
    ) -> Result<RoundId, Refusal> {
        let own = self.deck_turn(couple, kind);
        let prompt = own.or_else(|| self.pick_prompt(couple, kind, None));
        let prompt = prompt.ok_or(Refusal::Round(RoundRefusal::NoPrompt))?;
        let round = self.open_prompt(couple, kind, prompt, origin, ask_at, close_at);
        self.ask_words_again(round);
        Ok(round)
    }

    /// Opens a round of one prompt; see [`Turn::open_round`].
    pub(in crate::core) fn open_prompt(
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
        self.mark_card(id);
        id
    }

    /// Asks every seat whose moment is here.
    pub(in crate::core) fn ask_due_seats(&mut self, round: RoundId) {
        for seat in Seat::BOTH {
            let due = self.round(round).is_some_and(|round| {
                let mine = round.seat(seat);
                round.is_open() && !mine.asked && mine.ask_at.is_some_and(|at| at <= self.now)
            });
            if due && !self.quiet_until_too_late(round, seat) {
                if self.asks_in_group(round) {
                    self.ask_in_group(round);
                } else {
                    self.ask_seat(round, seat);
                }
            }
        }
    }

    /// Long past its moment (the program was down) nobody is woken for a prompt: it comes at the end of their quiet hours.
    fn quiet_until_too_late(&mut self, id: RoundId, seat: Seat) -> bool {
        let now = self.now;
        let Some(round) = self.round(id) else {
            return false;
        };
        let late = |at: Timestamp| now.duration_since(at) >= LATE_MAX;
        if !round.seat(seat).ask_at.is_some_and(late) {
            return false;
        }
        let awake = self.when_asked(round.couple, seat);
        if awake <= now {
            return false;
        }
        if let Some(round) = self.round_mut(id) {
            round.seat_mut(seat).ask_at = Some(awake);
        }
        true
    }

    /// Hands the prompt to one person.
    pub(in crate::core) fn ask_seat(&mut self, round: RoundId, seat: Seat) {
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
    fn asked_because(&self, id: RoundId, seat: Seat) -> Option<Origin> {
        let mut round = self.round(id)?;
        while let Origin::Another { of, .. } = round.origin {
            match self.round(of).filter(|old| old.seat(seat).card.is_none()) {
                Some(old) => round = old,
                None => break,
            }
        }
        Some(round.origin)
    }

    /// Fixes what this person is shown: the text in their language, and whether the how-to line comes along.
    pub(in crate::core) fn prepare_seat(&mut self, id: RoundId, seat: Seat) {
        let Some(round) = self.round(id) else {
            return;
        };
        let (kind, prompt) = (round.kind.clone(), round.prompt.clone());
        let person = self
            .couple(round.couple)
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
        let last_open = self.earlier_waits(id, seat);
        if let Some(round) = self.round_mut(id) {
            let mine = round.seat_mut(seat);
            mine.asked = true;
            mine.last_open = last_open;
            mine.how_to = how_to;
            mine.shown = words.map(question);
            mine.options = words.map(|words| words.options.clone()).unwrap_or_default();
            mine.ends = words.and_then(|words| words.ends.clone());
        }
    }

    /// `/prompt [kind]`: a round now. Each person has at most one round of their own starting open at a time.
    pub(in crate::core) fn prompt_now(&mut self, typed: Option<&str>) -> Result<(), Refusal> {
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
                    self.send(Send::line(me, Say::Choice(ChoiceSay::KindsOffer { kinds })));
                    return Ok(());
                }
            },
        };
        self.start_round(couple, seat, kind)
    }

    /// A kind by its id or its title, in the person's language or in English, whatever is typed behind it.
    pub(in crate::core) fn kind_named(
        &self,
        me: crate::core::model::ids::PersonId,
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

    pub(in crate::core) fn start_round(
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
        if let Some(round) = same_kind.or_else(|| self.own_open_round(couple, seat)) {
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
        Err(Refusal::Round(RoundRefusal::NoPrompt))
    }

    /// `/prompt`'s offer was tapped.
    pub(in crate::core) fn ask_kind(&mut self, kind: &KindId) -> Result<(), Refusal> {
        let (couple, seat) = self.together()?;
        let known = self.askable_kinds(couple, seat);
        if !known.iter().any(|known| known.id == *kind) {
            return Err(Refusal::UnknownKind);
        }
        self.toast(Toast::Quiet);
        self.start_round(couple, seat, Some(kind.clone()))
    }
}
