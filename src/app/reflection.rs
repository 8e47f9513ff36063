//! Reflections, between the rules and the store: what becomes of their words.

use super::turn::{Carrying, Parts};
use crate::core::model::ids::{PartId, ReflectionId, Seat};
use crate::core::model::reflection::{PARTS_MAX, Reflection};
use crate::core::model::round::Part;
use crate::core::protocol::effect::{Effect, Send, Target};
use crate::core::protocol::reflection::{ReflectSay, ReflectWords};
use crate::core::protocol::say::Say;
use crate::store::reflections::{self, WordsOf};
use crate::store::{StoreError, messages};

/// Texts that one row of an opened step may have taken: each message of two people, in at most two texts, and one more.
const PIECES_MAX: usize = PARTS_MAX * 4 + 1;

/// Whether this deletes what a person wrote.
pub(super) fn erases(effect: &Effect) -> bool {
    matches!(
        effect,
        Effect::Reflect(ReflectWords::Erase { .. } | ReflectWords::Replace { .. })
    )
}

impl Carrying<'_> {
    pub(super) async fn carry_reflection(&mut self, what: ReflectWords) -> Result<(), StoreError> {
        match what {
            ReflectWords::Keep {
                reflection,
                seat,
                part,
            }
            | ReflectWords::Replace {
                reflection,
                seat,
                part,
            } => {
                if let (Some((_, words)), Some(author)) = (&self.loaded.words, self.after.me) {
                    let of = WordsOf {
                        part,
                        reflection,
                        seat,
                        author,
                    };
                    reflections::put_words(self.tx, of, words, &mut self.rng).await?;
                }
                Ok(())
            }
            ReflectWords::KeepFelt {
                reflection,
                seat,
                part,
            } => self.keep_felt(reflection, seat, part).await,
            ReflectWords::Erase { parts } => reflections::drop_words(self.tx, &parts).await,
        }
    }

    async fn keep_felt(
        &mut self,
        id: ReflectionId,
        seat: Seat,
        part: PartId,
    ) -> Result<(), StoreError> {
        let Some(at_hand) = self.after.reflections.get(&id) else {
            return Ok(());
        };
        let Some(author) = at_hand.person(seat) else {
            return Ok(());
        };
        let of = WordsOf {
            part,
            reflection: id,
            seat,
            author,
        };
        let side = at_hand.side(seat);
        let mut felt = side
            .written
            .iter()
            .filter_map(|written| written.felt.as_ref());
        if let Some(what) = felt
            .find(|felt| felt.id == part)
            .and_then(|felt| felt.what.as_ref())
        {
            return reflections::put_words(self.tx, of, what, &mut self.rng).await;
        }
        let now = side.now.as_ref().filter(|now| now.id == part);
        match now.and_then(|now| now.what.as_ref()) {
            Some(word) => reflections::put_words(self.tx, of, word, &mut self.rng).await,
            None => Ok(()),
        }
    }

    /// The words a message of a reflection shows: of the steps it names, and of nobody it does not.
    pub(super) async fn reflected(&mut self, say: &ReflectSay) -> Result<Parts, StoreError> {
        let shown = |at_hand: &Reflection, seats: &[Seat], step: Option<usize>| {
            let of = |seat: &Seat| {
                let written = at_hand.side(*seat).written.iter().enumerate();
                let written = written.filter(|(at, _)| step.is_none_or(|step| step == *at));
                let bits = written.flat_map(|(_, written)| &written.bits);
                let parts: Vec<Part> = bits.map(|bit| bit.part.clone()).collect();
                (*seat, parts)
            };
            seats.iter().map(of).collect::<Vec<_>>()
        };
        let (id, seats, step): (ReflectionId, &[Seat], Option<usize>) = match say {
            ReflectSay::Opened {
                reflection, step, ..
            } => (*reflection, &Seat::BOTH, Some(*step)),
            ReflectSay::Given {
                reflection,
                from,
                step,
            } => (*reflection, &[*from], Some(*step)),
            ReflectSay::Shown { reflection, seat } => (*reflection, &[*seat], None),
            ReflectSay::File {
                reflection, from, ..
            } => (*reflection, &[*from], None),
            _ => return Ok(Parts::new()),
        };
        let Some(at_hand) = self.after.reflections.get(&id) else {
            return Ok(Parts::new());
        };
        let mut all = Parts::new();
        for (seat, parts) in shown(at_hand, seats, step) {
            let wanted: Vec<PartId> = parts
                .iter()
                .map(|part| part.id)
                .filter(|part| match say {
                    ReflectSay::File { part: file, .. } => part == file,
                    _ => true,
                })
                .collect();
            let mut words = reflections::words(self.tx, id, seat, &wanted).await?;
            let held = parts
                .into_iter()
                .filter_map(|part| Some((part.clone(), words.remove(&part.id)?)));
            all.insert((at_hand.thread(), seat), held.collect());
        }
        Ok(all)
    }

    /// The further texts that stand behind the one an edit empties.
    pub(super) async fn further_pieces(&mut self, send: &Send) -> Result<Vec<String>, StoreError> {
        let mut further = Vec::new();
        if let (Target::Sent(key), Say::Reflect(ReflectSay::Erased { .. })) =
            (&send.target, &send.say)
        {
            for n in 1..PIECES_MAX {
                let piece = format!("{key}/{n}");
                if messages::id_of(self.tx, &piece).await?.is_some() {
                    further.push(piece);
                }
            }
        }
        Ok(further)
    }
}
