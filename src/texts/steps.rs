//! The pages of a reflection that people write on, and its steps as they open.
//!
//! What people wrote and tapped lies under a spoiler in everything that opens; a page somebody writes on names what they tapped,
//! to them alone. Start with [`View::page`] and [`View::opened_step`].

use super::lines::Line;
use super::names::label;
use super::piece::{Button, Keyboard, Piece};
use super::reveal::{Block, file, kind, pack};
use super::rich::{Rich, Style};
use super::shapes::in_rows;
use super::view::View;
use crate::core::model::ids::{PartId, Seat};
use crate::core::model::reflection::{Phase, Place, Reflection};
use crate::core::model::words::Words;
use crate::core::protocol::press::Press;
use crate::core::protocol::reflection::{Act, ReflectPress, Show};
use crate::library::{FeelingId, Flavour};

/// Buttons with a word on them, side by side.
const A_ROW: usize = 2;

impl View<'_> {
    fn act(&self, at_hand: &Reflection, line: Line<'_>, act: Act) -> Button {
        self.button(line, Press::Reflect(ReflectPress::On(at_hand.id, act)))
    }

    /// The page that this seat has open.
    pub(super) fn page(&self, at_hand: &Reflection, seat: Seat, show: &Show) -> Vec<Piece> {
        let act = |line: Line<'_>, act: Act| self.act(at_hand, line, act);
        let stop = || act(Line::ReflectButtonStop, Act::StopAsk);
        match show {
            Show::Stop => return self.stop_page(at_hand),
            Show::Passed(step) => {
                let title = step.as_ref().map(|step| self.step_title(at_hand, step));
                let text = title.unwrap_or_else(|| "…".to_owned());
                let text = Rich::styled(&text, &[Style::Italic]);
                return vec![Piece::text(text, Keyboard::default())];
            }
            Show::Plain | Show::How | Show::Finer(_) => {}
        }
        let side = at_hand.side(seat);
        let show_me = || act(Line::ReflectButtonShowMe, Act::ShowMe);
        if side.sealed_at.is_some() {
            let take_back = act(Line::ReflectButtonTakeBack, Act::TakeBack);
            return match at_hand.phase {
                Phase::Writing => {
                    let mut text = Rich::plain(&self.say(Line::ReflectSealed));
                    let count = at_hand.left_standing(seat);
                    if count > 0 {
                        text.below(Rich::plain(&self.say(Line::ReflectSealedLeft { count })));
                    }
                    let keyboard = Keyboard::default().row([show_me(), take_back]);
                    vec![Piece::text(text, keyboard.row([stop()]))]
                }
                _ if at_hand.is_alone() => {
                    self.with(Line::ReflectClosingAlone, Keyboard::column([show_me()]))
                }
                _ => self.with(Line::ReflectSealed, Keyboard::column([show_me()])),
            };
        }
        let path = at_hand.path(seat);
        if side.away {
            let keyboard = Keyboard::column([act(Line::ReflectButtonGoOn, Act::GoOn), stop()]);
            let line = match at_hand.flavour {
                Flavour::Alone => Line::ReflectPausedAlone,
                _ => Line::ReflectPaused,
            };
            return self.with(line, keyboard);
        }
        match side.place {
            Place::Start => {
                let count = path.len();
                let line = match at_hand.flavour {
                    Flavour::Alone => Line::ReflectBeginAlone { count },
                    _ => Line::ReflectBegin { count },
                };
                let begin = act(Line::ReflectButtonBegin, Act::GoOn);
                self.with(line, Keyboard::column([begin, stop()]))
            }
            Place::Step(step) => self.step_page(at_hand, seat, step, show),
            Place::Overview => self.overview(at_hand, seat),
        }
    }

    fn stop_page(&self, at_hand: &Reflection) -> Vec<Piece> {
        let name = self.other_name(at_hand);
        let line = if at_hand.is_alone() {
            Line::ReflectStopAskAlone
        } else {
            Line::ReflectStopAsk { name: &name }
        };
        self.with(
            line,
            Keyboard::default().row([
                self.act(at_hand, Line::ReflectButtonStopYes, Act::Stop),
                self.act(at_hand, Line::ReflectButtonStopNo, Act::Plain),
            ]),
        )
    }

    fn step_page(&self, at_hand: &Reflection, seat: Seat, step: usize, show: &Show) -> Vec<Piece> {
        let (Some(of), Some(written)) = (at_hand.steps.get(step), at_hand.written(seat, step))
        else {
            return Vec::new();
        };
        let lang = self.library_lang();
        let name = self.other_name(at_hand);
        let n = u8::try_from(step).unwrap_or(u8::MAX);
        let path: Vec<usize> = at_hand.path(seat);
        let required = |step: &usize| at_hand.steps.get(*step).is_some_and(|step| !step.offered);
        let title = self.step_title(at_hand, &of.id);
        let heading = if of.offered {
            self.say(Line::ReflectStepTitleOffered { title: &title })
        } else {
            let among: Vec<usize> = path.iter().copied().filter(required).collect();
            let number = among.iter().filter(|other| **other <= step).count();
            let count = among.len();
            let title = title.as_str();
            self.say(Line::ReflectStepTitle {
                number,
                count,
                title,
            })
        };
        let mut text = Rich::styled(&heading, &[Style::Bold]);
        let ask = self.words().ask(&of.id, at_hand.flavour, &lang);
        text.below(Rich::plain(&self.filled(ask, &name)));
        if *show == Show::How {
            let help = self.words().help(&of.id, &lang);
            text.below(Rich::plain(&self.filled(help, &name)));
        } else if !written.is_there() && !of.taps {
            let how_to = self.say(Line::ReflectStepHowTo);
            text.below(Rich::styled(&how_to, &[Style::Italic]));
        }
        if let Some(felt) = self.felt(at_hand, seat, step) {
            let line = Line::ReflectStepFelt { feelings: &felt };
            text.below(Rich::plain(&self.say(line)));
        }
        let count = written.bits.len();
        if count > 0 {
            let line = Line::ReflectStepWritten { count };
            text.below(Rich::plain(&self.say(line)));
        }
        let act = |line: Line<'_>, act: Act| self.act(at_hand, line, act);
        let mut keyboard = Keyboard::default();
        if let (Show::Finer(core), true) = (show, of.taps) {
            keyboard = self.finer_rows(at_hand, seat, step, core);
            let back = act(Line::ButtonBack, Act::Plain);
            return vec![Piece::text(text, keyboard.row([back]))];
        }
        if of.taps {
            keyboard = self.core_rows(at_hand);
        }
        let back = path.iter().any(|on| *on < step) && !of.offered;
        let back = back.then(|| act(Line::ReflectButtonBack, Act::Back(n)));
        let onward = if written.is_there() {
            Line::ReflectButtonNext
        } else {
            Line::ReflectButtonSkip
        };
        let how = match show {
            Show::How => act(Line::ReflectButtonLess, Act::Plain),
            _ => act(Line::ReflectButtonHow, Act::How),
        };
        let clear = written
            .is_there()
            .then(|| act(Line::ReflectButtonClear, Act::Clear(n)));
        keyboard = keyboard
            .row(back.into_iter().chain([act(onward, Act::Next(n))]))
            .row([how].into_iter().chain(clear))
            .row([
                act(Line::ReflectButtonBreak, Act::Break),
                act(Line::ReflectButtonStop, Act::StopAsk),
            ]);
        vec![Piece::text(text, keyboard)]
    }

    fn feel_button(&self, at_hand: &Reflection, text: &str, id: &FeelingId) -> Button {
        let press = ReflectPress::On(at_hand.id, Act::Feel(id.clone()));
        Button::Press {
            label: label(text),
            press: Press::Reflect(press),
        }
    }

    fn core_rows(&self, at_hand: &Reflection) -> Keyboard {
        let cores = self.ctx.library.feelings().cores().iter();
        let buttons = cores.map(|core| {
            let text = self.feeling(&core.id);
            self.feel_button(at_hand, &text, &core.id)
        });
        in_rows(buttons.collect(), A_ROW)
    }

    fn finer_rows(
        &self,
        at_hand: &Reflection,
        seat: Seat,
        step: usize,
        core: &FeelingId,
    ) -> Keyboard {
        let feelings = self.ctx.library.feelings();
        let Some(core) = feelings.core(core) else {
            return Keyboard::default();
        };
        let lang = self.library_lang();
        let written = at_hand.written(seat, step);
        let felt = written.and_then(|written| written.felt.as_ref()?.what.as_ref());
        let buttons = core.finer.iter().map(|id| {
            let word = feelings.word(id, &lang).unwrap_or("…");
            let text = match felt.is_some_and(|felt| felt.contains(id)) {
                true => format!("✓ {word}"),
                false => word.to_owned(),
            };
            self.feel_button(at_hand, &text, id)
        });
        in_rows(buttons.collect(), A_ROW)
    }

    /// What somebody tapped, in the reader's words; none where nothing was.
    fn felt(&self, at_hand: &Reflection, seat: Seat, step: usize) -> Option<String> {
        let felt = at_hand.written(seat, step)?.felt.as_ref()?.what.as_ref()?;
        let feelings = self.ctx.library.feelings();
        let lang = self.library_lang();
        let words = felt
            .iter()
            .map(|id| feelings.word(id, &lang).unwrap_or("…"));
        Some(words.collect::<Vec<_>>().join(", "))
    }

    /// All steps at a glance, and what could be added.
    fn overview(&self, at_hand: &Reflection, seat: Seat) -> Vec<Piece> {
        let path = at_hand.path(seat);
        let mut lines = Vec::new();
        let mut pages = Vec::new();
        let mut offered = Vec::new();
        for (n, step) in at_hand.steps.iter().enumerate() {
            let title = self.step_title(at_hand, &step.id);
            let title = title.as_str();
            let number = u8::try_from(n).unwrap_or(u8::MAX);
            if !path.contains(&n) {
                let line = Line::ReflectButtonOffered { title };
                offered.push(self.act(at_hand, line, Act::Add(number)));
                continue;
            }
            lines.push(self.say(if at_hand.wrote(seat, n) {
                Line::ReflectOverviewWritten { title }
            } else {
                Line::ReflectOverviewSkipped { title }
            }));
            let press = ReflectPress::On(at_hand.id, Act::Page(number));
            pages.push(Button::Press {
                label: label(title),
                press: Press::Reflect(press),
            });
        }
        let steps = lines.join("\n");
        let line = match at_hand.flavour {
            Flavour::Alone => Line::ReflectOverviewAlone { steps: &steps },
            _ => Line::ReflectOverview { steps: &steps },
        };
        let mut text = Rich::plain(&self.say(line));
        if !offered.is_empty() {
            text.below(Rich::plain(&self.say(Line::ReflectOffered)));
        }
        let mut keyboard = in_rows(pages, A_ROW);
        for button in offered {
            keyboard = keyboard.row([button]);
        }
        let keyboard = keyboard
            .row([self.act(at_hand, Line::ReflectButtonSeal, Act::Seal)])
            .row([
                self.act(at_hand, Line::ReflectButtonBreak, Act::Break),
                self.act(at_hand, Line::ReflectButtonStop, Act::StopAsk),
            ]);
        vec![Piece::text(text, keyboard)]
    }

    /// What one person wrote and tapped in a step, each message a block of its own, under a spoiler.
    fn step_blocks(&self, at_hand: &Reflection, seat: Seat, step: usize, mine: bool) -> Vec<Block> {
        let author = at_hand.person(seat);
        let authors = || author.into_iter().collect::<Vec<_>>();
        let mut blocks: Vec<Block> = Vec::new();
        if let Some(felt) = self.felt(at_hand, seat, step) {
            let rich = Rich::styled(&felt, &[Style::Spoiler]);
            blocks.push(Block::by(rich, authors()));
        }
        for (_, words) in self.step_words(at_hand, seat, step) {
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

    fn step_words(&self, at_hand: &Reflection, seat: Seat, step: usize) -> Vec<(PartId, &Words)> {
        let opened = self.ctx.parts.get(&(at_hand.thread(), seat));
        let opened = opened.map_or(&[][..], Vec::as_slice);
        let written = at_hand.written(seat, step).into_iter();
        let bits = written.flat_map(|written| &written.bits);
        bits.filter_map(|bit| {
            let (part, words) = opened.iter().find(|(part, _)| part.id == bit.part.id)?;
            Some((part.id, words))
        })
        .collect()
    }

    fn under_name(&self, at_hand: &Reflection, seat: Seat, step: usize, mine: bool) -> Vec<Block> {
        let mut blocks = self.step_blocks(at_hand, seat, step, mine);
        let heading = self.heading(at_hand.person(seat), mine);
        let mut heading = Rich::styled(&heading, &[Style::Bold]);
        heading.push("\n");
        if let Some(first) = blocks.first_mut() {
            heading.append(std::mem::take(&mut first.rich));
            first.rich = heading;
        }
        blocks
    }

    /// Both sides of a step: the other one's first, which is what there is to listen to.
    pub(super) fn opened_step(&self, at_hand: &Reflection, seat: Seat, step: usize) -> Vec<Piece> {
        let Some(of) = at_hand.steps.get(step) else {
            return Vec::new();
        };
        let mutual = |step: usize| Seat::BOTH.iter().all(|seat| at_hand.wrote(*seat, step));
        let steps = (0..at_hand.steps.len()).filter(|step| mutual(*step));
        let among: Vec<usize> = steps.collect();
        let title = self.step_title(at_hand, &of.id);
        let heading = self.say(Line::ReflectStepOpen {
            number: among.iter().filter(|other| **other <= step).count(),
            count: among.len(),
            title: &title,
        });
        let mut blocks = vec![Block::ours(Rich::plain(&heading))];
        blocks.extend(self.under_name(at_hand, seat.other(), step, false));
        blocks.extend(self.under_name(at_hand, seat, step, true));
        texts(blocks, Keyboard::default())
    }

    pub(super) fn given_step(&self, at_hand: &Reflection, from: Seat, step: usize) -> Vec<Piece> {
        let Some(of) = at_hand.steps.get(step) else {
            return Vec::new();
        };
        let title = self.step_title(at_hand, &of.id);
        let name = self.name_of(at_hand.person(from));
        let heading = self.say(Line::ReflectStepGiven {
            title: &title,
            name: &name,
        });
        let mut blocks = vec![Block::ours(Rich::plain(&heading))];
        blocks.extend(self.under_name(at_hand, from, step, false));
        texts(blocks, Keyboard::default())
    }

    /// A file of an open step; its caption stands with the words.
    pub(super) fn opened_file(&self, at_hand: &Reflection, from: Seat, part: PartId) -> Vec<Piece> {
        let opened = self.ctx.parts.get(&(at_hand.thread(), from));
        let mut opened = opened.into_iter().flatten();
        let body = opened
            .find(|(held, _)| held.id == part)
            .and_then(|(_, words)| file(words, Rich::default()));
        let piece = body.map(Piece::of).zip(at_hand.person(from));
        piece
            .map(|(piece, author)| piece.by(author, None))
            .into_iter()
            .collect()
    }

    /// One's own sealed words, step by step, then the files.
    pub(super) fn own_words_shown(&self, at_hand: &Reflection, seat: Seat) -> Vec<Piece> {
        let line = self.say(Line::ReflectShown);
        let mut blocks = vec![Block::ours(Rich::styled(&line, &[Style::Italic]))];
        let mut files = Vec::new();
        for (n, step) in at_hand.steps.iter().enumerate() {
            let mut of_step = self.step_blocks(at_hand, seat, n, true);
            let title = self.step_title(at_hand, &step.id);
            if let Some(first) = of_step.first_mut() {
                let mut titled = Rich::styled(&title, &[Style::Bold]);
                titled.push("\n");
                titled.append(std::mem::take(&mut first.rich));
                first.rich = titled;
            }
            blocks.extend(of_step);
            let words = self.step_words(at_hand, seat, n).into_iter();
            files.extend(words.filter_map(|(_, words)| file(words, Rich::default())));
        }
        let cover = self.act(at_hand, Line::ReflectButtonCover, Act::Cover);
        let mut pieces = texts(blocks, Keyboard::column([cover]));
        let author = at_hand.person(seat);
        let files = files.into_iter().map(Piece::of);
        pieces.extend(files.filter_map(|piece| Some(piece.by(author?, None))));
        pieces
    }

    /// How to read what is open, and the way on.
    pub(super) fn listening(&self, at_hand: &Reflection, step: usize, newest: bool) -> Vec<Piece> {
        let Some(of) = at_hand.steps.get(step) else {
            return Vec::new();
        };
        let name = self.other_name(at_hand);
        let listen = self.words().listen(&of.id, &self.library_lang());
        let mut text = Rich::plain(&self.filled(listen, &name));
        let how = self.say(Line::ReflectListenHow { name: &name });
        text.below(Rich::styled(&how, &[Style::Italic]));
        if !newest {
            return vec![Piece::text(text, Keyboard::default())];
        }
        let open = u8::try_from(at_hand.open_steps()).unwrap_or(u8::MAX);
        let onward = if at_hand.opens_more() {
            Line::ReflectButtonOpenNext
        } else {
            Line::ReflectButtonGoOn
        };
        let timer = if at_hand.timer.is_some() {
            self.act(at_hand, Line::ReflectButtonTimerEnd, Act::EndTimer)
        } else {
            self.act(at_hand, Line::ReflectButtonTimer, Act::Timer)
        };
        let keyboard = Keyboard::column([
            self.act(at_hand, onward, Act::Open(open)),
            timer,
            self.act(at_hand, Line::ReflectButtonStop, Act::StopAsk),
        ]);
        vec![Piece::text(text, keyboard)]
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
