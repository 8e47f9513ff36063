//! The steps of a reflection as they open, how to listen to them, and one's own words shown to oneself.
//!
//! What people wrote and tapped lies under a spoiler in everything that opens. Start with [`View::opened_step`].

use crate::core::model::ids::{PartId, ReflectionId, Seat};
use crate::core::model::reflection::{OneSided, Reflection};
use crate::core::model::words::Words;
use crate::core::protocol::press::Press;
use crate::core::protocol::reflection::{Act, ReflectPress, TimerTurn};
use crate::texts::base::common::Common;
use crate::texts::base::media::{file, kind};
use crate::texts::base::pack::{Block, pack};
use crate::texts::base::piece::{Keyboard, Piece};
use crate::texts::base::rich::{Rich, Style};
use crate::texts::base::view::{View, must_be_there};
use crate::texts::reflection::lines::Line;

impl View<'_> {
    /// What one person wrote and tapped in a step, each message a block of its own, under a spoiler.
    fn step_blocks(
        &self,
        reflection: &Reflection,
        seat: Seat,
        step: usize,
        mine: bool,
    ) -> Vec<Block> {
        let author = reflection.person(seat);
        let authors = || author.into_iter().collect::<Vec<_>>();
        let mut blocks: Vec<Block> = Vec::new();
        if let Some(felt) = self.felt(reflection, seat, step) {
            let rich = Rich::styled(&felt, &[Style::Spoiler]);
            blocks.push(Block::by(rich, authors()));
        }
        for (_, words) in self.step_words(reflection, seat, step) {
            let rich = match words {
                Words::Text { text } => Rich::words(text),
                Words::File { caption, .. } => {
                    let line = self.medium(kind(words), 1, mine);
                    let mut rich = Rich::styled(&line, &[Style::Spoiler]);
                    if let Some(caption) = caption.as_ref().filter(|text| !text.text.is_empty()) {
                        rich.push("\n");
                        rich.append(Rich::words(caption));
                    }
                    rich
                }
                Words::Copied { .. } => continue,
            };
            blocks.push(Block::by(rich, authors()));
        }
        blocks
    }

    fn step_words(
        &self,
        reflection: &Reflection,
        seat: Seat,
        step: usize,
    ) -> Vec<(PartId, &Words)> {
        let opened = self.ctx.parts.get(&(reflection.id.thread(), seat));
        let opened = opened.map_or(&[][..], Vec::as_slice);
        let written = reflection.written(seat, step).into_iter();
        let bits = written.flat_map(|written| &written.bits);
        bits.filter_map(|bit| {
            let (part, words) = opened.iter().find(|(part, _)| part.id == bit.part.id)?;
            Some((part.id, words))
        })
        .collect()
    }

    fn under_name(
        &self,
        reflection: &Reflection,
        seat: Seat,
        step: usize,
        mine: bool,
    ) -> Vec<Block> {
        let mut blocks = self.step_blocks(reflection, seat, step, mine);
        let heading = self.heading(reflection.person(seat), mine);
        let mut heading = Rich::styled(&heading, &[Style::Bold]);
        heading.push("\n");
        if let Some(first) = blocks.first_mut() {
            heading.append(std::mem::take(&mut first.rich));
            first.rich = heading;
        }
        blocks
    }

    /// Both have sealed.
    pub(super) fn ready(&self, reflection: &Reflection) -> Vec<Piece> {
        let keyboard = Keyboard::column([
            self.act(reflection, Line::ReflectButtonOpenFirst, Act::Open(0)),
            self.act(reflection, Line::ReflectButtonStop, Act::StopAsk),
        ]);
        self.with(Line::ReflectReady, keyboard)
    }

    /// Both sides of a step: the other one's first, which is what there is to listen to.
    pub(super) fn opened_step(
        &self,
        reflection: &Reflection,
        seat: Seat,
        step: usize,
    ) -> Vec<Piece> {
        let Some(of) = must_be_there("step", reflection.steps.get(step)) else {
            return Vec::new();
        };
        let mutual = |step: usize| Seat::BOTH.iter().all(|seat| reflection.wrote(*seat, step));
        let steps = (0..reflection.steps.len()).filter(|step| mutual(*step));
        let among: Vec<usize> = steps.collect();
        let title = self.step_title(reflection, &of.id);
        let heading = self.say(Line::ReflectStepOpen {
            number: among.iter().filter(|other| **other <= step).count(),
            count: among.len(),
            title: &title,
        });
        let mut blocks = vec![Block::ours(Rich::plain(&heading))];
        blocks.extend(self.under_name(reflection, seat.other(), step, false));
        blocks.extend(self.under_name(reflection, seat, step, true));
        texts(blocks, Keyboard::default())
    }

    pub(super) fn given_step(
        &self,
        reflection: &Reflection,
        from: Seat,
        step: usize,
    ) -> Vec<Piece> {
        let Some(of) = must_be_there("step", reflection.steps.get(step)) else {
            return Vec::new();
        };
        let title = self.step_title(reflection, &of.id);
        let name = self.name_of(reflection.person(from));
        let heading = self.say(Line::ReflectStepGiven {
            title: &title,
            name: &name,
        });
        let mut blocks = vec![Block::ours(Rich::plain(&heading))];
        blocks.extend(self.under_name(reflection, from, step, false));
        texts(blocks, Keyboard::default())
    }

    /// A file of an open step; its caption stands with the words.
    pub(super) fn opened_file(
        &self,
        reflection: &Reflection,
        from: Seat,
        part: PartId,
    ) -> Vec<Piece> {
        let opened = self.ctx.parts.get(&(reflection.id.thread(), from));
        let mut opened = opened.into_iter().flatten();
        let body = opened
            .find(|(held, _)| held.id == part)
            .and_then(|(_, words)| file(words, Rich::default()));
        let piece = body.map(Piece::of).zip(reflection.person(from));
        piece
            .map(|(piece, author)| piece.by(author, None))
            .into_iter()
            .collect()
    }

    /// The reader's privacy setting refused a voice or video note.
    pub(super) fn voice_refused(&self, reflection: ReflectionId) -> Vec<Piece> {
        let again = Press::Reflect(ReflectPress::On(reflection, Act::Again));
        let again = self.button(Common::ButtonVoicesAgain, again);
        self.with(Common::PartMissingVoice, Keyboard::column([again]))
    }

    /// One's own sealed words, step by step, then the files.
    pub(super) fn own_words_shown(&self, reflection: &Reflection, seat: Seat) -> Vec<Piece> {
        let line = self.say(Line::ReflectShown);
        let mut blocks = vec![Block::ours(Rich::styled(&line, &[Style::Italic]))];
        let mut files = Vec::new();
        for (n, step) in reflection.steps.iter().enumerate() {
            let mut of_step = self.step_blocks(reflection, seat, n, true);
            let title = self.step_title(reflection, &step.id);
            if let Some(first) = of_step.first_mut() {
                let mut titled = Rich::styled(&title, &[Style::Bold]);
                titled.push("\n");
                titled.append(std::mem::take(&mut first.rich));
                first.rich = titled;
            }
            blocks.extend(of_step);
            let words = self.step_words(reflection, seat, n).into_iter();
            files.extend(words.filter_map(|(_, words)| file(words, Rich::default())));
        }
        let cover = self.act(reflection, Line::ReflectButtonCover, Act::Cover);
        let mut pieces = texts(blocks, Keyboard::column([cover]));
        let author = reflection.person(seat);
        let files = files.into_iter().map(Piece::of);
        pieces.extend(files.filter_map(|piece| Some(piece.by(author?, None))));
        pieces
    }

    /// How to read what is open, and the way on.
    pub(super) fn listening(
        &self,
        reflection: &Reflection,
        step: usize,
        newest: bool,
    ) -> Vec<Piece> {
        let Some(of) = must_be_there("step", reflection.steps.get(step)) else {
            return Vec::new();
        };
        let name = self.other_name(reflection);
        let listen = self.words().listen(&of.id, &self.library_lang());
        let mut text = Rich::plain(&self.filled(listen, &name));
        let how = self.say(Line::ReflectListenHow { name: &name });
        text.below(Rich::styled(&how, &[Style::Italic]));
        if !newest {
            return vec![Piece::text(text, Keyboard::default())];
        }
        let open = u8::try_from(reflection.open_steps()).unwrap_or(u8::MAX);
        let onward = if reflection.opens_more() {
            Line::ReflectButtonOpenNext
        } else {
            Line::ReflectButtonGoOn
        };
        let timer = if reflection.timer.is_some() {
            self.act(reflection, Line::ReflectButtonTimerEnd, Act::EndTimer)
        } else {
            self.act(reflection, Line::ReflectButtonTimer, Act::Timer)
        };
        let keyboard = Keyboard::column([
            self.act(reflection, onward, Act::Open(open)),
            timer,
            self.act(reflection, Line::ReflectButtonStop, Act::StopAsk),
        ]);
        vec![Piece::text(text, keyboard)]
    }

    pub(super) fn one_sided(
        &self,
        reflection: &Reflection,
        step: usize,
        what: OneSided,
    ) -> Vec<Piece> {
        match what {
            OneSided::Given => self.line(Line::ReflectGiven),
            OneSided::Closed => self.line(Line::ReflectKeptClosed),
            OneSided::Offered => {
                let Some(of) = must_be_there("step", reflection.steps.get(step)) else {
                    return Vec::new();
                };
                let title = self.step_title(reflection, &of.id);
                let n = u8::try_from(step).unwrap_or(u8::MAX);
                let keyboard = Keyboard::default().row([
                    self.act(reflection, Line::ReflectButtonGive, Act::Give(n)),
                    self.act(
                        reflection,
                        Line::ReflectButtonKeepClosed,
                        Act::KeepClosed(n),
                    ),
                ]);
                self.with(Line::ReflectStepMineOnly { title: &title }, keyboard)
            }
        }
    }

    /// Ten minutes each; `mine`: the reader speaks first.
    pub(super) fn timer(&self, reflection: &Reflection, turn: TimerTurn, mine: bool) -> Vec<Piece> {
        let name = self.other_name(reflection);
        let name = name.as_str();
        self.line(match turn {
            TimerTurn::First if mine => Line::ReflectTimerMine { name },
            TimerTurn::First => Line::ReflectTimerTheirs { name },
            TimerTurn::Second if mine => Line::ReflectTimerSwapTheirs { name },
            TimerTurn::Second => Line::ReflectTimerSwapMine { name },
            TimerTurn::End => Line::ReflectTimerEnd,
            TimerTurn::Ended => Line::ReflectTimerEnded,
        })
    }
}

/// Texts with the buttons under the last of them.
fn texts(blocks: Vec<Block>, keyboard: Keyboard) -> Vec<Piece> {
    let packed = pack(blocks);
    let last = packed.len().saturating_sub(1);
    let texts = packed.into_iter().enumerate();
    texts
        .map(|(n, packed)| {
            let buttons = if n == last {
                keyboard.clone()
            } else {
                Keyboard::default()
            };
            let mut piece = Piece::text(packed.rich, buttons);
            piece.authors = packed.authors;
            piece
        })
        .collect()
}
