//! One person's look at the context: the language, the names, who sits where.
//!
//! Holds no line of its own. Start with [`View`].

use std::cell::RefCell;
use std::collections::BTreeSet;

use jiff::civil::DateTime;
use jiff::tz::TimeZone;

use super::Context;
use super::lines::{Lang, Line};
use super::names::clean_name;
use crate::core::model::ids::{CoupleId, PersonId, RoundId, Seat};
use crate::core::model::person::Person;
use crate::core::model::round::Round;
use crate::library::{PARTNER, fill};

pub(super) struct View<'a> {
    pub(super) ctx: &'a Context<'a>,
    pub(super) to: PersonId,
    lang: Lang,
    /// Whose own questions were shown.
    pub(super) quoted: RefCell<BTreeSet<PersonId>>,
}

impl<'a> View<'a> {
    pub(super) fn new(ctx: &'a Context<'a>, to: PersonId) -> View<'a> {
        let lang = ctx.state.persons.get(&to).and_then(|p| p.lang.as_deref());
        View {
            ctx,
            to,
            lang: Lang::of(lang),
            quoted: RefCell::default(),
        }
    }

    /// The line in the reader's language. A text that begins with the stand-in for a name begins with a capital.
    pub(super) fn say(&self, line: Line<'_>) -> String {
        let said = self.lang.say(line);
        let unknown = self.lang.say(Line::NameUnknown);
        if said.starts_with(&unknown) {
            capitalise(&said)
        } else {
            said
        }
    }

    /// The library's tag for the reader's language; it falls back by itself.
    pub(super) fn library_lang(&self) -> String {
        let person = self.ctx.state.persons.get(&self.to);
        person
            .and_then(|p| p.lang.as_deref())
            .unwrap_or(super::BASE)
            .to_ascii_lowercase()
    }

    pub(super) fn person(&self, id: PersonId) -> Option<&'a Person> {
        self.ctx.state.persons.get(&id)
    }

    /// A name to stand in a sentence; "your partner" for one that cannot be seen or is not known.
    pub(super) fn name(&self, id: PersonId) -> String {
        let name = self.ctx.names.get(&id).and_then(|name| clean_name(&name.0));
        name.unwrap_or_else(|| self.lang.say(Line::NameUnknown))
    }

    pub(super) fn name_of(&self, id: Option<PersonId>) -> String {
        id.map_or_else(|| self.lang.say(Line::NameUnknown), |id| self.name(id))
    }

    /// A name to stand by itself.
    pub(super) fn title_of(&self, id: Option<PersonId>) -> String {
        let name = self.name_of(id);
        if name == self.lang.say(Line::NameUnknown) {
            capitalise(&name)
        } else {
            name
        }
    }

    pub(super) fn round(&self, id: RoundId) -> Option<&'a Round> {
        self.ctx.state.rounds.get(&id)
    }

    /// Who sits in the other seat of a round's couple, left or not.
    pub(super) fn partner(&self, round: &Round, seat: Seat) -> Option<PersonId> {
        let couple = self.ctx.state.couples.get(&round.couple)?;
        couple.person(seat.other())
    }

    /// The reader's seat in a couple, left or not.
    pub(super) fn seat_in(&self, couple: CoupleId) -> Option<Seat> {
        let couple = self.ctx.state.couples.get(&couple)?;
        let mut seats = Seat::BOTH.into_iter();
        seats.find(|seat| couple.person(*seat) == Some(self.to))
    }

    pub(super) fn seat(&self, round: &Round) -> Option<Seat> {
        self.seat_in(round.couple)
    }

    /// The prompt as this seat was shown it, with the partner's name.
    pub(super) fn prompt(&self, round: &Round, seat: Seat) -> String {
        if round.own_question().is_some() {
            return self.own_prompt(round, &[]).into_parts().0;
        }
        let shown = round.seat(seat).shown.clone();
        let text = shown.or_else(|| {
            let prompt = self.ctx.library.prompt(&round.prompt)?;
            Some(prompt.words(&self.library_lang()).text.clone())
        });
        // Neither shown before nor in the library any more: nothing of it is left but that it was asked.
        let text = text.unwrap_or_else(|| "…".to_owned());
        self.fill(&text, round, seat)
    }

    /// A line of the library with the partner's name.
    pub(super) fn fill(&self, text: &str, round: &Round, seat: Seat) -> String {
        let partner = self.partner(round, seat);
        let filled = fill(text, &self.name_of(partner));
        if text.starts_with(PARTNER) && filled.starts_with(&self.lang.say(Line::NameUnknown)) {
            capitalise(&filled)
        } else {
            filled
        }
    }

    /// A name as both of the two read it in their group.
    pub(super) fn name_in_group(&self, id: Option<PersonId>) -> String {
        let known = id.and_then(|id| self.ctx.names.get(&id));
        let name = known.and_then(|name| clean_name(&name.0));
        name.unwrap_or_else(|| self.lang.say(Line::GroupTheOther))
    }

    /// The same, to stand by itself.
    pub(super) fn title_in_group(&self, id: Option<PersonId>) -> String {
        let name = self.name_in_group(id);
        if name == self.lang.say(Line::GroupTheOther) {
            capitalise(&name)
        } else {
            name
        }
    }

    /// A line of the library that both of the two read: each under their own name, with the other's in it.
    pub(super) fn fill_for_both(&self, text: &str, round: &Round) -> String {
        if !text.contains(PARTNER) {
            return text.to_owned();
        }
        let people = Seat::BOTH.map(|seat| self.partner(round, seat.other()));
        let names = people.map(|id| clean_name(&self.ctx.names.get(&id?)?.0));
        let [Some(a), Some(b)] = names else {
            return self.fill_with_the_other(text);
        };
        let line = |to: &str, about: &str| {
            let filled = fill(text, about);
            format!("{to}: {filled}")
        };
        format!("{}\n{}", line(&a, &b), line(&b, &a))
    }

    /// A line of the library that is true of either of the two.
    pub(super) fn fill_with_the_other(&self, text: &str) -> String {
        let filled = fill(text, &self.lang.say(Line::GroupTheOther));
        if text.starts_with(PARTNER) {
            capitalise(&filled)
        } else {
            filled
        }
    }

    /// The prompt behind its kind's emoji.
    pub(super) fn prompt_with_emoji(&self, round: &Round, seat: Seat) -> String {
        let prompt = self.prompt(round, seat);
        match self.ctx.library.kind(&round.kind) {
            Some(kind) if !kind.emoji.is_empty() => format!("{} {prompt}", kind.emoji),
            _ => prompt,
        }
    }

    /// The clock of a zone now, as `21:04`; `None` for a zone nobody knows.
    pub(super) fn clock(&self, zone: &str) -> Option<String> {
        let local = self.local(zone)?;
        Some(format!("{:02}:{:02}", local.hour(), local.minute()))
    }

    /// Date and time in a zone now.
    pub(super) fn local(&self, zone: &str) -> Option<DateTime> {
        Some(TimeZone::get(zone).ok()?.to_datetime(self.ctx.now))
    }
}

pub(super) fn capitalise(text: &str) -> String {
    let mut chars = text.chars();
    match chars.next() {
        Some(first) => first.to_uppercase().chain(chars).collect(),
        None => String::new(),
    }
}
