//! What a turn does with the words of a round: seals them as told, replaces them, destroys them.
//!
//! Which words, and when, is decided in `core::round`; nothing is read here that a person is shown.

use std::collections::BTreeMap;

use super::runner::{EffectRunner, corrupt};
use super::views;
use crate::core::model::ids::{AsideId, CoupleId, MessageId, PartId, PersonId, RoundId, Seat};
use crate::core::model::round::{Half, Round};
use crate::core::model::state::State;
use crate::core::model::words::Words;
use crate::core::protocol::round::RoundWords;
use crate::store::words::{self, PartOf};
use crate::store::{StoreError, couples, outbox};

const PART: &str = "part";
const ASIDE: &str = "aside";

impl EffectRunner<'_> {
    pub(super) async fn run_round(&mut self, what: RoundWords) -> Result<(), StoreError> {
        match what {
            RoundWords::KeepPart { round, seat, part } => {
                let author = self.author(PART, part.0)?;
                let said = self.said(PART, part.0)?;
                self.keep(round, seat, part, author, said).await
            }
            RoundWords::KeepTap { round, seat, part }
            | RoundWords::ReplaceTap { round, seat, part } => {
                self.keep_tap(round, seat, part).await
            }
            RoundWords::ReplacePart { part } => {
                self.opened.forget_parts();
                let author = self.author(PART, part.0)?;
                let said = self.said(PART, part.0)?;
                words::replace_part(self.tx, part, author, said, &mut self.rng).await
            }
            RoundWords::ErasePart { part } => {
                self.opened.forget_parts();
                words::drop_part(self.tx, part).await
            }
            RoundWords::EraseParts { round, seat } => {
                self.opened.forget_parts();
                words::drop_parts(self.tx, round, seat).await
            }
            RoundWords::EraseUnrevealed { couple, seat } => {
                self.opened.forget_parts();
                self.erase_unrevealed(couple, seat).await
            }
            RoundWords::PutAside { aside, message }
            | RoundWords::ReplaceAside { aside, message } => self.put_aside(aside, message).await,
            RoundWords::AsideToPart {
                aside,
                message,
                round,
                seat,
                part,
            } => {
                let author = self.author(PART, part.0)?;
                let asides = views::asides(self.tx, &mut self.opened, aside).await?;
                let said = asides.get(&(aside, message));
                let said = said.ok_or(corrupt(ASIDE, message.0))?;
                self.keep(round, seat, part, author, said).await?;
                self.opened.keep_asides(asides);
                Ok(())
            }
            RoundWords::EraseAside { aside } => {
                self.opened.forget_asides();
                words::drop_aside(self.tx, aside).await
            }
        }
    }

    async fn keep(
        &mut self,
        round: RoundId,
        seat: Seat,
        part: PartId,
        author: PersonId,
        said: &Words,
    ) -> Result<(), StoreError> {
        self.opened.forget_parts();
        let of = PartOf {
            part,
            round,
            couple: self.round(round)?.couple,
            seat,
            author,
        };
        words::put_part(self.tx, of, said, &mut self.rng).await
    }

    async fn keep_tap(&mut self, id: RoundId, seat: Seat, part: PartId) -> Result<(), StoreError> {
        self.opened.forget_parts();
        let round = self.round(id)?;
        let author = self.couple(round.couple)?.person(seat);
        let of = PartOf {
            part,
            round: id,
            couple: round.couple,
            seat,
            author: author.ok_or(corrupt(PART, part.0))?,
        };
        let tap = round.tap_of(seat).ok_or(corrupt(PART, part.0))?;
        words::put_tap(self.tx, of, tap, &mut self.rng).await
    }

    async fn put_aside(&mut self, aside: AsideId, message: MessageId) -> Result<(), StoreError> {
        self.opened.forget_asides();
        let author = self.author(ASIDE, message.0)?;
        let said = self.said(ASIDE, message.0)?;
        let rng = &mut self.rng;
        words::put_aside(self.tx, aside, message, author, said, self.now, rng).await
    }

    /// Everything one seat wrote that was neither opened nor given, and what still waits to reach who leaves it.
    async fn erase_unrevealed(&mut self, couple: CoupleId, seat: Seat) -> Result<(), StoreError> {
        let leaver = self.couple(couple)?.person(seat);
        let leaver = leaver.ok_or(corrupt("couple", couple.0))?;
        outbox::unsend_talk(self.tx, leaver, self.now).await?;
        for round in words::rounds_with_parts(self.tx, couple, seat).await? {
            let mut state = State::default();
            let mut names = BTreeMap::new();
            couples::load_round(self.tx, round, &mut state, &mut names).await?;
            let opened =
                |round: &Round| round.is_revealed() || round.seat(seat).half == Some(Half::Given);
            // Of a round that is not there nothing was opened that could be shown again.
            if !state.rounds.get(&round).is_some_and(opened) {
                words::drop_parts(self.tx, round, seat).await?;
            }
        }
        Ok(())
    }
}
