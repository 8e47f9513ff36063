//! What two people make their own: questions they ask each other, the deck of those they keep, and favourites.
//!
//! A question is a person's words: it is never here. What is here says whose it is, how often somebody asked today, and what
//! is to be sealed, copied or destroyed ([`OwnWords`]). Rituals are in `ritual`. Start with [`Turn::ask_own`].

use jiff::civil::Date;
use jiff::{SignedDuration, Timestamp};
use serde::{Deserialize, Serialize};

use crate::core::effect::{Effect, Say, Send, Toast};
use crate::core::ids::{CoupleId, MessageId, OwnId, PersonId, RitualId, RoundId, Seat};
use crate::core::pick::is_allowed;
use crate::core::refusal::Refusal;
use crate::core::ritual::Ritual;
use crate::core::round::{ANOTHER_MAX, Closed, OPEN_FOR, Origin, Round, later};
use crate::core::schedule;
use crate::core::state::{Expected, Expecting};
use crate::core::turn::Turn;
use crate::core::words::{Text, Words};
use crate::core::zones::EXPECT_FOR;
use crate::library::{KindId, PromptId};

/// A question of one's own is as short as those of the library, in characters.
pub const QUESTION_CHARS_MAX: usize = 240;
/// Questions of their own that a person can ask on one local day.
pub const ASKED_MAX: u8 = 5;
/// Questions a couple can keep.
pub const DECK_MAX: usize = 200;
/// Kept questions shown at once.
pub const DECK_PAGE: usize = 10;
/// What is typed after `/prompt` for a favourite.
const FAVOURITES: [&str; 2] = ["favourites", "favorites"];

/// What a couple has made its own, as far as every turn must know it.
#[derive(Clone, PartialEq, Debug, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct Ours {
    /// A question was kept once: there may be a deck to load.
    pub deck: bool,
    /// Something was marked once: there may be favourites to load.
    pub favourites: bool,
    pub rituals: Vec<Ritual>,
}

impl Ours {
    pub fn is_empty(&self) -> bool {
        *self == Ours::default()
    }
}

/// How many questions of their own a person asked on their present local day.
#[derive(Clone, Copy, PartialEq, Debug, Default, Serialize, Deserialize)]
pub struct AskedToday {
    pub on: Option<Date>,
    pub count: u8,
}

/// A question in a couple's own deck.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Kept {
    pub question: OwnId,
    /// Who asked it first: theirs to reword.
    pub by: PersonId,
}

/// What becomes of the words of own questions.
#[derive(Clone, PartialEq, Debug)]
pub enum OwnWords {
    /// Seal the event's own words as what this round asks.
    Ask { round: RoundId, question: OwnId },
    /// This round asks what is kept under this question, or was asked under it before.
    AskAgain { round: RoundId, question: OwnId },
    /// Destroy what a round asks.
    EraseAsked { round: RoundId },
    /// Destroy what one seat of a couple asked that was never opened, and what it kept.
    EraseOf { couple: CoupleId, seat: Seat },
    /// What a round asks goes into the couple's deck.
    Keep { round: RoundId, question: OwnId },
    /// Seal the event's own words in place of what the deck holds.
    Reword { question: OwnId },
    /// Destroy what the deck holds.
    Drop { question: OwnId },
    /// Somebody marked a prompt, or took the mark away.
    Favourite {
        couple: CoupleId,
        person: PersonId,
        prompt: PromptId,
        on: bool,
    },
}

/// The buttons that belong to what people make their own.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum OwnPress {
    /// The question of this round goes into the deck.
    Keep(RoundId),
    Favourite(RoundId),
    /// The prompt of this round becomes a ritual.
    Ritual(RoundId),
    LetRest(RitualId),
    /// This page of the deck, counted from 0.
    Deck(u8),
    Question(OwnId),
    Reword(OwnId),
    Remove(OwnId),
}

impl OwnPress {
    /// The callback data; see [`crate::core::event::Press::data`].
    pub fn data(&self) -> String {
        match self {
            OwnPress::Keep(r) => format!("kpq:{:x}", r.0),
            OwnPress::Favourite(r) => format!("fav:{:x}", r.0),
            OwnPress::Ritual(r) => format!("rit:{:x}", r.0),
            OwnPress::LetRest(r) => format!("rst:{:x}", r.0),
            OwnPress::Deck(page) => format!("dck::{page}"),
            OwnPress::Question(q) => format!("que:{:x}", q.0),
            OwnPress::Reword(q) => format!("rew:{:x}", q.0),
            OwnPress::Remove(q) => format!("rem:{:x}", q.0),
        }
    }

    /// Reads callback data that was taken apart.
    pub fn read(verb: &str, id: Option<i64>, argument: Option<&str>) -> Option<OwnPress> {
        let round = || id.map(RoundId);
        let question = || id.map(OwnId);
        Some(match verb {
            "kpq" => OwnPress::Keep(round()?),
            "fav" => OwnPress::Favourite(round()?),
            "rit" => OwnPress::Ritual(round()?),
            "rst" => OwnPress::LetRest(RitualId(id?)),
            "dck" => OwnPress::Deck(argument?.parse().ok()?),
            "que" => OwnPress::Question(question()?),
            "rew" => OwnPress::Reword(question()?),
            "rem" => OwnPress::Remove(question()?),
            _ => return None,
        })
    }

    /// The round a button names.
    pub fn round(&self) -> Option<RoundId> {
        match self {
            OwnPress::Keep(r) | OwnPress::Favourite(r) | OwnPress::Ritual(r) => Some(*r),
            _ => None,
        }
    }
}

/// What the bot says about what people make their own.
#[derive(Clone, PartialEq, Debug)]
pub enum OwnSay {
    /// What would you like to ask?
    QuestionAsk,
    NoFavourites,
    /// A page of the deck, counted from 0.
    Deck {
        page: u8,
    },
    OneOfDeck {
        question: OwnId,
    },
    WordingAsk,
    /// From now on it comes back every week.
    RitualMade {
        couple: CoupleId,
        ritual: RitualId,
        by: PersonId,
    },
    /// It is that time of the week.
    Ritual {
        couple: CoupleId,
        ritual: RitualId,
    },
    RitualRests,
}

impl Round {
    /// The question of their own that this round asks.
    pub fn own_question(&self) -> Option<OwnId> {
        self.prompt.own_question().map(OwnId)
    }
}

impl<R: rand::Rng> Turn<'_, R> {
    pub fn own_pressed(&mut self, press: OwnPress, on: MessageId) -> Result<(), Refusal> {
        match press {
            OwnPress::Keep(round) => self.keep_question(round, on),
            OwnPress::Favourite(round) => self.toggle_favourite(round, on),
            OwnPress::Ritual(round) => self.make_ritual(round, on),
            OwnPress::LetRest(ritual) => self.let_rest(ritual, on),
            OwnPress::Deck(page) => {
                self.together()?;
                self.show_own(on, OwnSay::Deck { page })
            }
            OwnPress::Question(question) => {
                self.kept(question)?;
                self.show_own(on, OwnSay::OneOfDeck { question })
            }
            OwnPress::Reword(question) => self.ask_wording(question, on),
            OwnPress::Remove(question) => self.remove_question(question, on),
        }
    }

    fn show_own(&mut self, on: MessageId, say: OwnSay) -> Result<(), Refusal> {
        let me = self.me()?;
        self.toast(Toast::Quiet);
        self.send(Send::edit(me, on, Say::Own(say)));
        Ok(())
    }

    fn expect_words(&mut self, what: Expected) {
        let until = later(self.now, EXPECT_FOR);
        if let Some(person) = self.me_mut() {
            person.expecting = Some(Expecting { what, until });
        }
    }

    /// `/ask`: a question of my own, to both; without one, the next words are it.
    pub fn ask_own(&mut self, question: Option<&Text>) -> Result<(), Refusal> {
        let me = self.me()?;
        self.together()?;
        match question {
            Some(question) => self.put_question(question),
            None => {
                self.expect_words(Expected::Question);
                self.send(Send::line(me, Say::Own(OwnSay::QuestionAsk)));
                Ok(())
            }
        }
    }

    /// Typed words that were asked for as a question, or as its new wording.
    pub fn said_question(
        &mut self,
        message: MessageId,
        words: &Words,
        expected: Expected,
    ) -> Result<(), Refusal> {
        let text = match words {
            Words::Text { text } if is_question(text) => text,
            _ => return self.not_understood(message, words, expected),
        };
        if let Some(person) = self.me_mut() {
            person.expecting = None;
        }
        if !self.pay() {
            return Ok(());
        }
        match expected {
            Expected::Wording { question } => self.reword(question),
            _ => self.put_question(text),
        }
    }

    /// Asks for a question, or its wording, once more.
    pub fn question_again(&mut self, expected: &Expected, typed: &str) -> Result<(), Refusal> {
        let me = self.me()?;
        self.expect_words(expected.clone());
        let say = match expected {
            _ if !typed.trim().is_empty() => Say::Refused(Refusal::QuestionTooLong),
            Expected::Wording { .. } => Say::Own(OwnSay::WordingAsk),
            _ => Say::Own(OwnSay::QuestionAsk),
        };
        self.send(Send::line(me, say));
        Ok(())
    }

    /// Puts the event's own words to both, under my name. What stands in the way is said, and nothing more is waited for.
    fn put_question(&mut self, text: &Text) -> Result<(), Refusal> {
        let me = self.me()?;
        let (couple, seat) = self.together()?;
        if !is_question(text) {
            return self.question_again(&Expected::Question, &text.text);
        }
        if let Some(open) = self.own_starting(couple, seat) {
            self.send(Send::line(me, Say::Refused(Refusal::OneAtATime)));
            self.show_card_again(open, seat);
            return Ok(());
        }
        let today = self.my_date(me);
        let asked = self.person(me).map(|me| me.asked).unwrap_or_default();
        let asked = AskedToday {
            on: Some(today),
            count: if asked.on == Some(today) {
                asked.count
            } else {
                0
            },
        };
        if asked.count >= ASKED_MAX {
            self.send(Send::line(me, Say::Refused(Refusal::AskedEnough)));
            return Ok(());
        }
        let kind = self.world.library.kind_of_own().ok_or(Refusal::NoPrompt)?;
        let kind = kind.id.clone();
        let question = OwnId::random(self.rng);
        let round = self.open_asked(couple, seat, &kind, PromptId::own(question.0));
        if let Some(person) = self.me_mut() {
            person.asked = AskedToday {
                count: asked.count + 1,
                ..asked
            };
        }
        if let Some(round) = self.round_mut(round) {
            // Somebody's own question is not changed for another one; it can wait, or be talked about.
            round.swaps = ANOTHER_MAX;
        }
        let ask = OwnWords::Ask { round, question };
        self.effects.push(Effect::Own(ask));
        self.ask_due_seats(round);
        Ok(())
    }

    /// Today where this person lives.
    fn my_date(&self, me: PersonId) -> Date {
        let zone = schedule::zone_of(&self.state, me).unwrap_or(jiff::tz::TimeZone::UTC);
        zone.to_datetime(self.now).date()
    }

    /// A round that a person starts now; nobody is asked yet.
    fn open_asked(
        &mut self,
        couple: CoupleId,
        seat: Seat,
        kind: &KindId,
        prompt: PromptId,
    ) -> RoundId {
        let partner_at = self.when_seat_awake(couple, seat.other());
        let mut ask_at = [Some(self.now); 2];
        ask_at[seat.other().index()] = Some(partner_at);
        let close_at = Some(later(partner_at, OPEN_FOR));
        let origin = Origin::Asked { by: seat };
        self.open_prompt(couple, kind, prompt, origin, ask_at, close_at)
    }

    /// The open round that this seat started: there is one at a time.
    pub fn own_starting(&self, couple: CoupleId, seat: Seat) -> Option<RoundId> {
        let mut rounds = self.state.rounds.values();
        let mine = rounds.find(|round| {
            let shown = round.seat(seat).asked && !round.seat(seat).moved;
            round.couple == couple && round.is_open() && shown && round.started_by() == Some(seat)
        });
        mine.map(|round| round.id)
    }

    /// A kept question, where it is the deck's turn: between two prompts of the kind that own questions belong to, each rested
    /// as long as that kind wants it. Two hundred of them would else wait behind all of the library.
    pub fn deck_turn(&self, couple: CoupleId, kind: &KindId) -> Option<PromptId> {
        let at_hand = self.couple(couple)?;
        let kind = self
            .world
            .library
            .kind_of_own()
            .filter(|own| own.id == *kind)?;
        let used = self.state.used.get(&couple)?;
        let last = |own: bool| {
            let uses = used.iter().filter(|(id, _)| match own {
                true => id.own_question().is_some(),
                false => id.kind() == kind.id.as_str(),
            });
            uses.map(|(_, at)| *at).max()
        };
        if last(false) <= last(true) {
            return None;
        }
        let rest = SignedDuration::from_hours(24 * i64::from(kind.cooldown_days));
        let rested = |at: Option<&Timestamp>| at.is_none_or(|at| later(*at, rest) <= self.now);
        let deck = self.state.decks.get(&couple)?;
        let rested = deck
            .iter()
            .filter(|kept| at_hand.seat_of(kept.by).is_some())
            .map(|kept| PromptId::own(kept.question.0))
            .filter(|id| rested(used.get(id)) && !self.is_asked_now(couple, id));
        rested.min_by_key(|id| used.get(id).copied())
    }

    fn is_asked_now(&self, couple: CoupleId, prompt: &PromptId) -> bool {
        let mut rounds = self.state.rounds.values();
        rounds.any(|round| round.couple == couple && round.is_open() && round.prompt == *prompt)
    }

    /// The words of a question that is asked again go into its new round.
    pub fn ask_words_again(&mut self, round: RoundId) {
        let Some(question) = self.round(round).and_then(Round::own_question) else {
            return;
        };
        let again = OwnWords::AskAgain { round, question };
        self.effects.push(Effect::Own(again));
    }

    /// What this round's buttons have to know of the two people.
    pub fn mark_own(&mut self, round: RoundId) {
        let Some(at_hand) = self.round(round) else {
            return;
        };
        let couple = at_hand.couple;
        let prompt = at_hand.prompt.clone();
        let deck = self.state.decks.get(&couple);
        let kept = at_hand.own_question().is_some_and(|question| {
            deck.is_some_and(|deck| deck.iter().any(|kept| kept.question == question))
        });
        let favourites = self.state.favourites.get(&couple);
        let likes = Seat::BOTH.map(|seat| {
            let person = self.couple(couple).and_then(|couple| couple.person(seat));
            let mark = person.map(|person| (person, prompt.clone()));
            mark.is_some_and(|mark| favourites.is_some_and(|all| all.contains(&mark)))
        });
        if let Some(round) = self.round_mut(round) {
            for seat in Seat::BOTH {
                round.seat_mut(seat).favourite = likes[seat.index()];
                round.seat_mut(seat).kept = kept;
            }
        }
    }

    /// An opened round of the couple I am together in.
    pub fn opened_round(&self, round: RoundId) -> Result<(Round, Seat), Refusal> {
        let (at_hand, seat) = self.my_round(round)?;
        let (couple, _) = self.together().map_err(|_| Refusal::OldButton)?;
        if at_hand.is_revealed() && at_hand.couple == couple {
            Ok((at_hand, seat))
        } else {
            Err(Refusal::OldButton)
        }
    }

    /// *Keep it*: what was asked goes into the couple's own deck.
    fn keep_question(&mut self, round: RoundId, on: MessageId) -> Result<(), Refusal> {
        let me = self.me()?;
        let (at_hand, seat) = self.opened_round(round)?;
        let question = at_hand.own_question().ok_or(Refusal::OldButton)?;
        let couple = at_hand.couple;
        let deck = self.state.decks.get(&couple);
        let is_kept = deck.is_some_and(|deck| deck.iter().any(|kept| kept.question == question));
        if !is_kept {
            if deck.is_some_and(|deck| deck.len() >= DECK_MAX) {
                return Err(Refusal::DeckFull);
            }
            let keep = OwnWords::Keep { round, question };
            self.effects.push(Effect::Own(keep));
        }
        if let Some(couple) = self.couple_mut(couple) {
            couple.ours.deck = true;
        }
        if let Some(round) = self.round_mut(round) {
            for seat in Seat::BOTH {
                round.seat_mut(seat).kept = true;
            }
        }
        self.toast(if is_kept {
            Toast::QuestionKeptBefore
        } else {
            Toast::QuestionKept
        });
        self.send(Send::edit(me, on, Say::RevealButtons { round, seat }));
        Ok(())
    }

    /// ♥: mine alone.
    fn toggle_favourite(&mut self, round: RoundId, on: MessageId) -> Result<(), Refusal> {
        let me = self.me()?;
        let (at_hand, seat) = self.opened_round(round)?;
        let is_on = !at_hand.seat(seat).favourite;
        let couple = at_hand.couple;
        if let Some(round) = self.round_mut(round) {
            round.seat_mut(seat).favourite = is_on;
        }
        if let Some(couple) = self.couple_mut(couple) {
            couple.ours.favourites = true;
        }
        self.effects.push(Effect::Own(OwnWords::Favourite {
            couple,
            person: me,
            prompt: at_hand.prompt,
            on: is_on,
        }));
        self.toast(Toast::Quiet);
        self.send(Send::edit(me, on, Say::RevealButtons { round, seat }));
        Ok(())
    }

    /// `/prompt favourites`: one that I marked comes again, whether or not its turn is here; the longest unused first.
    pub fn favourite_now(&mut self) -> Result<(), Refusal> {
        let me = self.me()?;
        let (couple, seat) = self.together()?;
        if let Some(open) = self.own_starting(couple, seat) {
            self.show_card_again(open, seat);
            return Ok(());
        }
        let marked = self.state.favourites.get(&couple);
        let mine: Vec<PromptId> = marked
            .into_iter()
            .flatten()
            .filter(|(person, prompt)| *person == me && self.may_come_again(couple, prompt))
            .map(|(_, prompt)| prompt.clone())
            .collect();
        if mine.is_empty() {
            self.send(Send::line(me, Say::Own(OwnSay::NoFavourites)));
            return Ok(());
        }
        let used = self.state.used.get(&couple);
        let last = |prompt: &&PromptId| used.and_then(|used| used.get(*prompt)).copied();
        let free = mine.iter().filter(|id| !self.is_asked_now(couple, id));
        let Some(prompt) = free.min_by_key(last).cloned() else {
            return self.show_open_favourite(couple, seat, &mine);
        };
        let kind = self.kind_of(&prompt).ok_or(Refusal::NoPrompt)?;
        let round = self.open_asked(couple, seat, &kind, prompt);
        self.ask_words_again(round);
        self.ask_due_seats(round);
        Ok(())
    }

    fn show_open_favourite(
        &mut self,
        couple: CoupleId,
        seat: Seat,
        marked: &[PromptId],
    ) -> Result<(), Refusal> {
        let mut rounds = self.state.rounds.values();
        let open = rounds.find(|round| {
            let shown = round.seat(seat).asked && !round.seat(seat).moved;
            round.couple == couple && round.is_open() && shown && marked.contains(&round.prompt)
        });
        let open = open.map(|round| round.id).ok_or(Refusal::NoPrompt)?;
        self.show_card_again(open, seat);
        Ok(())
    }

    fn kind_of(&self, prompt: &PromptId) -> Option<KindId> {
        let library = self.world.library;
        let kind = match prompt.own_question() {
            Some(_) => library.kind_of_own(),
            None => library.kind_of(prompt),
        };
        kind.map(|kind| kind.id.clone())
    }

    /// Own questions always; a prompt of the library as long as it is there and lies within what this couple may be asked.
    fn may_come_again(&self, couple: CoupleId, prompt: &PromptId) -> bool {
        let known = self.world.library.prompt(prompt);
        prompt.own_question().is_some()
            || known.is_some_and(|known| is_allowed(known, &self.allowed(couple)))
    }

    /// The deck and the entry, if it is this couple's.
    fn kept(&self, question: OwnId) -> Result<(CoupleId, Kept), Refusal> {
        let (couple, _) = self.together()?;
        let deck = self.state.decks.get(&couple).ok_or(Refusal::OldButton)?;
        let kept = deck.iter().find(|kept| kept.question == question);
        Ok((couple, *kept.ok_or(Refusal::OldButton)?))
    }

    /// *Change the words*: the next words are the new ones. Only for whoever asked it first.
    fn ask_wording(&mut self, question: OwnId, on: MessageId) -> Result<(), Refusal> {
        let me = self.me()?;
        let (_, kept) = self.kept(question)?;
        if kept.by != me {
            return Err(Refusal::OldButton);
        }
        self.expect_words(Expected::Wording { question });
        self.show_own(on, OwnSay::WordingAsk)
    }

    fn reword(&mut self, question: OwnId) -> Result<(), Refusal> {
        let me = self.me()?;
        let (_, kept) = self.kept(question)?;
        if kept.by != me {
            return Err(Refusal::OldButton);
        }
        let reword = OwnWords::Reword { question };
        self.effects.push(Effect::Own(reword));
        let say = OwnSay::OneOfDeck { question };
        self.send(Send::line(me, Say::Own(say)));
        Ok(())
    }

    /// *Remove it*: either of the two may. Rounds that asked it keep their own copy.
    fn remove_question(&mut self, question: OwnId, on: MessageId) -> Result<(), Refusal> {
        let (couple, _) = self.kept(question)?;
        let mut page = 0;
        if let Some(deck) = self.state.decks.get_mut(&couple) {
            let at = deck.iter().position(|kept| kept.question == question);
            deck.retain(|kept| kept.question != question);
            let last = deck.len().saturating_sub(1);
            page = at.unwrap_or(0).min(last) / DECK_PAGE;
        }
        self.effects.push(Effect::Own(OwnWords::Drop { question }));
        let page = u8::try_from(page).unwrap_or(0);
        self.show_own(on, OwnSay::Deck { page })
    }

    /// Someone leaves: a question of theirs that the other was not asked yet never will be.
    pub fn unask(&mut self, couple: CoupleId, leaver: Seat) {
        let unasked = |round: &&Round| {
            round.couple == couple
                && round.is_open()
                && round.own_question().is_some()
                && round.started_by() == Some(leaver)
                && !round.seat(leaver.other()).asked
        };
        let rounds = self.state.rounds.values().filter(unasked);
        let rounds: Vec<RoundId> = rounds.map(|round| round.id).collect();
        for round in rounds {
            self.close_as(round, Closed::Dropped);
            self.forget_asked(round);
        }
    }

    /// A couple ends: what the leaver asked and nobody opened, and what they kept, goes with them. Until then the other has
    /// it on the screen, and must not see a quiet leave by its absence.
    pub fn forget_own(&mut self, couple: CoupleId, leaver: Seat) {
        let stays = leaver.other();
        let to = self.couple(couple).and_then(|couple| couple.present(stays));
        for round in self.open_rounds(couple) {
            let waits = self.round(round).is_some_and(|round| {
                let theirs = round.seat(stays);
                round.own_question().is_some()
                    && round.started_by() == Some(leaver)
                    && theirs.delivered_at.is_none()
            });
            if let Some(to) = to.filter(|_| waits) {
                self.effects.push(Effect::Unsend { to, round });
            }
        }
        let left_before = self.couple(couple).and_then(|couple| couple.leaving);
        let left_before = left_before.map(|leaving| leaving.seat);
        for seat in Seat::BOTH {
            if seat == leaver || left_before == Some(seat) {
                let erase = OwnWords::EraseOf { couple, seat };
                self.effects.push(Effect::Own(erase));
            }
        }
    }

    /// What a round asked is destroyed with it.
    pub fn forget_asked(&mut self, round: RoundId) {
        if self.round(round).and_then(Round::own_question).is_some() {
            let erase = OwnWords::EraseAsked { round };
            self.effects.push(Effect::Own(erase));
        }
    }
}

/// Short enough, and something at all.
fn is_question(text: &Text) -> bool {
    !text.text.trim().is_empty() && text.text.chars().count() <= QUESTION_CHARS_MAX
}

/// Whether what was typed after `/prompt` asks for a favourite.
pub fn asks_for_favourite(typed: &str) -> bool {
    let word = typed.split_whitespace().next().unwrap_or_default();
    FAVOURITES.contains(&word.to_lowercase().as_str())
}
