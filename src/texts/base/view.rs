//! One reader's look at the context: their language, the names, who sits where.
//!
//! Never shows anything of itself, and says no line but what stands in for a name. Start with [`View`].

use std::cell::RefCell;
use std::collections::BTreeSet;

use crate::core::model::ids::{CoupleId, PersonId, RoundId, Seat};
use crate::core::model::person::Person;
use crate::core::model::round::Round;
use crate::texts::base::common::Common;
use crate::texts::base::context::Context;
use crate::texts::base::lines::{BASE, Lang, Said};
use crate::texts::base::names::{capitalise, clean_name};

pub(in crate::texts) struct View<'a> {
    pub(in crate::texts) ctx: &'a Context<'a>,
    pub(in crate::texts) to: PersonId,
    lang: Lang,
    /// Whose own questions were shown.
    pub(in crate::texts) quoted: RefCell<BTreeSet<PersonId>>,
}

impl<'a> View<'a> {
    pub(in crate::texts) fn new(ctx: &'a Context<'a>, to: PersonId) -> View<'a> {
        let lang = ctx.state.persons.get(&to).and_then(|p| p.lang.as_deref());
        View {
            ctx,
            to,
            lang: Lang::of(lang),
            quoted: RefCell::default(),
        }
    }

    /// The line in the reader's language. A text that begins with the stand-in for a name begins with a capital.
    pub(in crate::texts) fn say<'l>(&self, line: impl Into<Said<'l>>) -> String {
        let said = self.lang.say(line);
        let unknown = self.lang.say(Common::NameUnknown);
        if said.starts_with(&unknown) {
            capitalise(&said)
        } else {
            said
        }
    }

    /// The line as the file has it, even where it begins with the stand-in for a name.
    pub(in crate::texts) fn say_plainly<'l>(&self, line: impl Into<Said<'l>>) -> String {
        self.lang.say(line)
    }

    /// The library's tag for the reader's language; it falls back by itself.
    pub(in crate::texts) fn library_lang(&self) -> String {
        let person = self.ctx.state.persons.get(&self.to);
        person
            .and_then(|p| p.lang.as_deref())
            .unwrap_or(BASE)
            .to_ascii_lowercase()
    }

    pub(in crate::texts) fn person(&self, id: PersonId) -> Option<&'a Person> {
        self.ctx.state.persons.get(&id)
    }

    /// A name to stand in a sentence; "your partner" for one that cannot be seen or is not known.
    pub(in crate::texts) fn name(&self, id: PersonId) -> String {
        let name = self.ctx.names.get(&id).and_then(|name| clean_name(&name.0));
        name.unwrap_or_else(|| self.lang.say(Common::NameUnknown))
    }

    pub(in crate::texts) fn name_of(&self, id: Option<PersonId>) -> String {
        id.map_or_else(|| self.lang.say(Common::NameUnknown), |id| self.name(id))
    }

    /// A name to stand by itself.
    pub(in crate::texts) fn title_of(&self, id: Option<PersonId>) -> String {
        let name = self.name_of(id);
        if name == self.lang.say(Common::NameUnknown) {
            capitalise(&name)
        } else {
            name
        }
    }

    /// The name above an answer. Two people of one name can still tell which is whose.
    pub(in crate::texts) fn heading(&self, author: Option<PersonId>, mine: bool) -> String {
        let name = self.title_of(author);
        if !mine {
            return name;
        }
        let known = author.and_then(|id| self.ctx.names.get(&id));
        let seen = known.and_then(|name| clean_name(&name.0));
        let me = seen.unwrap_or_default();
        self.say(Common::RevealMe { name: &me }).trim().to_owned()
    }

    /// A name as both of the two read it in their group.
    pub(in crate::texts) fn name_in_group(&self, id: Option<PersonId>) -> String {
        let known = id.and_then(|id| self.ctx.names.get(&id));
        let name = known.and_then(|name| clean_name(&name.0));
        name.unwrap_or_else(|| self.lang.say(Common::GroupTheOther))
    }

    /// The same, to stand by itself.
    pub(in crate::texts) fn title_in_group(&self, id: Option<PersonId>) -> String {
        let name = self.name_in_group(id);
        if name == self.lang.say(Common::GroupTheOther) {
            capitalise(&name)
        } else {
            name
        }
    }

    pub(in crate::texts) fn round(&self, id: RoundId) -> Option<&'a Round> {
        self.ctx.state.rounds.get(&id)
    }

    /// The round a saying names; see [`must_be_there`].
    pub(in crate::texts) fn the_round(&self, id: RoundId) -> Option<&'a Round> {
        must_be_there("round", self.round(id))
    }

    /// Who sits in the other seat of a round's couple, left or not.
    pub(in crate::texts) fn partner(&self, round: &Round, seat: Seat) -> Option<PersonId> {
        let couple = self.ctx.state.couples.get(&round.couple)?;
        couple.person(seat.other())
    }

    /// Whoever the reader is together with, even if that person left quietly.
    pub(in crate::texts) fn partner_now(&self) -> Option<PersonId> {
        let (couple, seat) = self.ctx.state.together(self.to)?;
        couple.person(seat.other())
    }

    pub(in crate::texts) fn partner_in(&self, couple: CoupleId) -> Option<PersonId> {
        let seat = self.seat_in(couple)?;
        self.ctx.state.couples.get(&couple)?.person(seat.other())
    }

    /// The reader's seat in a couple, left or not.
    pub(in crate::texts) fn seat_in(&self, couple: CoupleId) -> Option<Seat> {
        let couple = self.ctx.state.couples.get(&couple)?;
        let mut seats = Seat::BOTH.into_iter();
        seats.find(|seat| couple.person(*seat) == Some(self.to))
    }

    pub(in crate::texts) fn seat(&self, round: &Round) -> Option<Seat> {
        self.seat_in(round.couple)
    }
}

/// What a saying names: it was there when the core decided, so it is among what was loaded to render it. Where it is not, the log
/// says so, and people are shown nothing of it.
pub(in crate::texts) fn must_be_there<T>(what: &str, found: Option<T>) -> Option<T> {
    if found.is_none() {
        tracing::error!(what, "what is to be shown was not loaded");
    }
    found
}
