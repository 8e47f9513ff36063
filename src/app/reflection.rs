//! Reflections, between the rules and the store: what becomes of their words.

use super::runner::{EffectRunner, corrupt};
use crate::core::model::ids::{PartId, ReflectionId, Seat};
use crate::core::model::reflection::PARTS_MAX;
use crate::core::protocol::effect::{Send, Target};
use crate::core::protocol::reflection::{ReflectSay, ReflectWords};
use crate::core::protocol::say::Say;
use crate::store::reflections::{self, WordsOf};
use crate::store::{StoreError, messages};

const WORDS: &str = "reflection_words";

/// Texts that one row of an opened step may have taken: each message of two people, in at most two texts, and one more.
const PIECES_MAX: usize = PARTS_MAX * 4 + 1;

impl EffectRunner<'_> {
    pub(super) async fn run_reflection(&mut self, what: ReflectWords) -> Result<(), StoreError> {
        self.opened.forget_parts();
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
                let of = WordsOf {
                    part,
                    reflection,
                    seat,
                    author: self.author(WORDS, part.0)?,
                };
                let said = self.said(WORDS, part.0)?;
                reflections::put_words(self.tx, of, said, &mut self.rng).await
            }
            ReflectWords::KeepFelt {
                reflection,
                seat,
                part,
            }
            | ReflectWords::ReplaceFelt {
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
        let reflection = self.reflection(id)?;
        let of = WordsOf {
            part,
            reflection: id,
            seat,
            author: reflection.person(seat).ok_or(corrupt(WORDS, part.0))?,
        };
        let side = reflection.side(seat);
        let mut felt = side.written.iter().filter_map(|step| step.felt.as_ref());
        let felt = felt.find(|felt| felt.id == part);
        if let Some(what) = felt.and_then(|felt| felt.what.as_ref()) {
            return reflections::put_words(self.tx, of, what, &mut self.rng).await;
        }
        let now = side.now.as_ref().filter(|now| now.id == part);
        let word = now.and_then(|now| now.what.as_ref());
        let word = word.ok_or(corrupt(WORDS, part.0))?;
        reflections::put_words(self.tx, of, word, &mut self.rng).await
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
