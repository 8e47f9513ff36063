//! People's words, opened: for one message, and for all messages of one turn.
//!
//! A reveal goes to two readers, and what it shows is opened once. Nothing here is written anywhere or outlives its turn.

use std::collections::BTreeMap;

use crate::core::model::ids::{AsideId, MessageId, PartId, PersonId, RoundId, Seat, ThreadId};
use crate::core::model::round::Part;
use crate::core::model::words::{Text, Words};
use crate::texts::OwnQuestions;

/// What people wrote, in order, under its round or its reflection.
pub(super) type Parts = BTreeMap<(ThreadId, Seat), Vec<(Part, Words)>>;
/// What was put aside.
pub(super) type Asides = BTreeMap<(AsideId, MessageId), Words>;

/// The words that one message shows, and no others.
#[derive(Default)]
pub(super) struct Shown {
    pub parts: Parts,
    pub asides: Asides,
    pub own: OwnQuestions,
}

/// What was opened for the messages of one turn so far.
#[derive(Default)]
pub(in crate::app) struct Opened {
    parts: BTreeMap<(ThreadId, Seat, PartId), Words>,
    asides: Asides,
    asked: BTreeMap<RoundId, (PersonId, Text)>,
}

impl Opened {
    /// Parts of an answer or of a reflection were sealed, replaced or erased.
    pub fn forget_parts(&mut self) {
        self.parts.clear();
    }

    /// Something was put aside, replaced or erased there.
    pub fn forget_asides(&mut self) {
        self.asides.clear();
    }

    /// What a round asks was sealed or erased.
    pub fn forget_asked(&mut self) {
        self.asked.clear();
    }

    /// Takes back what was put aside.
    pub fn keep_asides(&mut self, asides: Asides) {
        self.asides.extend(asides);
    }

    /// Takes back what one message has shown, for the next.
    pub(super) fn keep(&mut self, shown: Shown) {
        for ((thread, seat), parts) in shown.parts {
            let parts = parts.into_iter();
            self.parts
                .extend(parts.map(|(part, words)| ((thread, seat, part.id), words)));
        }
        self.keep_asides(shown.asides);
        self.asked.extend(shown.own.asked);
    }

    /// Hands out these parts of one seat, if all of them were opened.
    pub(super) fn take_parts(
        &mut self,
        thread: ThreadId,
        seat: Seat,
        parts: &[&Part],
    ) -> Option<Vec<(Part, Words)>> {
        let key = |part: &Part| (thread, seat, part.id);
        if !parts.iter().all(|part| self.parts.contains_key(&key(part))) {
            return None;
        }
        let words = |part: &&Part| Some(((*part).clone(), self.parts.remove(&key(part))?));
        Some(parts.iter().filter_map(words).collect())
    }

    /// Hands out everything under one question, if it was opened.
    pub(super) fn take_asides(&mut self, aside: AsideId) -> Option<Asides> {
        let is_asked = |(id, _): &(AsideId, MessageId), _: &mut Words| *id == aside;
        let found: Asides = self.asides.extract_if(.., is_asked).collect();
        (!found.is_empty()).then_some(found)
    }

    /// Hands out what a round asks, if it was opened.
    pub(super) fn take_asked(&mut self, round: RoundId) -> Option<(PersonId, Text)> {
        self.asked.remove(&round)
    }
}
