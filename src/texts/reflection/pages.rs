//! The pages of a reflection that people write on.
//!
//! A page names what somebody tapped to them alone. Start with [`View::page`].

use crate::core::model::ids::Seat;
use crate::core::model::reflection::{Phase, Place, Reflection, Step};
use crate::core::protocol::reflection::{Act, Show};
use crate::library::{FeelingId, Flavour};
use crate::texts::base::common::Common;
use crate::texts::base::names::ticked;
use crate::texts::base::piece::{Keyboard, Piece, in_rows};
use crate::texts::base::rich::{Rich, Style};
use crate::texts::base::view::{View, must_be_there};
use crate::texts::reflection::lines::Line;

/// Buttons with a word on them, side by side.
const A_ROW: usize = 2;

impl View<'_> {
    /// The page that this seat has open.
    pub(super) fn page(&self, reflection: &Reflection, seat: Seat, show: &Show) -> Vec<Piece> {
        let act = |line: Line<'_>, act: Act| self.act(reflection, line, act);
        let stop = || act(Line::ReflectButtonStop, Act::StopAsk);
        match show {
            Show::Stop => return self.stop_page(reflection),
            Show::Passed(step) => {
                let title = step.as_ref().map(|step| self.step_title(reflection, step));
                let text = title.unwrap_or_else(|| "…".to_owned());
                let text = Rich::styled(&text, &[Style::Italic]);
                return vec![Piece::text(text, Keyboard::default())];
            }
            Show::Plain | Show::How | Show::Finer(_) => {}
        }
        let side = reflection.side(seat);
        if side.sealed_at.is_some() {
            return self.sealed_page(reflection, seat);
        }
        let path = reflection.path(seat);
        if side.away {
            let keyboard = Keyboard::column([act(Line::ReflectButtonGoOn, Act::GoOn), stop()]);
            let line = match reflection.flavour {
                Flavour::Alone => Line::ReflectPausedAlone,
                Flavour::Argument | Flavour::Avoided => Line::ReflectPaused,
            };
            return self.with(line, keyboard);
        }
        match side.place {
            Place::Start => {
                let count = path.len();
                let line = match reflection.flavour {
                    Flavour::Alone => Line::ReflectBeginAlone { count },
                    Flavour::Argument | Flavour::Avoided => Line::ReflectBegin { count },
                };
                let begin = act(Line::ReflectButtonBegin, Act::GoOn);
                self.with(line, Keyboard::column([begin, stop()]))
            }
            Place::Step(step) => self.step_page(reflection, seat, step, show),
            Place::Overview => self.overview(reflection, seat),
        }
    }

    fn sealed_page(&self, reflection: &Reflection, seat: Seat) -> Vec<Piece> {
        let show_me = self.act(reflection, Line::ReflectButtonShowMe, Act::ShowMe);
        match reflection.phase {
            Phase::Writing => {
                let mut text = Rich::plain(&self.say(Line::ReflectSealed));
                let count = reflection.left_standing(seat);
                if count > 0 {
                    text.below(Rich::plain(&self.say(Line::ReflectSealedLeft { count })));
                }
                let take_back = self.act(reflection, Line::ReflectButtonTakeBack, Act::TakeBack);
                let stop = self.act(reflection, Line::ReflectButtonStop, Act::StopAsk);
                let keyboard = Keyboard::default().row([show_me, take_back]).row([stop]);
                vec![Piece::text(text, keyboard)]
            }
            Phase::Invited { .. }
            | Phase::Break { .. }
            | Phase::Opening
            | Phase::Resting { .. }
            | Phase::Asking { .. }
            | Phase::Over { .. } => {
                let line = if reflection.is_alone() {
                    Line::ReflectClosingAlone
                } else {
                    Line::ReflectSealed
                };
                self.with(line, Keyboard::column([show_me]))
            }
        }
    }

    fn stop_page(&self, reflection: &Reflection) -> Vec<Piece> {
        let name = self.other_name(reflection);
        let line = if reflection.is_alone() {
            Line::ReflectStopAskAlone
        } else {
            Line::ReflectStopAsk { name: &name }
        };
        self.with(
            line,
            Keyboard::default().row([
                self.act(reflection, Line::ReflectButtonStopYes, Act::Stop),
                self.act(reflection, Line::ReflectButtonStopNo, Act::Plain),
            ]),
        )
    }

    fn step_page(
        &self,
        reflection: &Reflection,
        seat: Seat,
        step: usize,
        show: &Show,
    ) -> Vec<Piece> {
        let found = reflection
            .steps
            .get(step)
            .zip(reflection.written(seat, step));
        let Some((of, written)) = must_be_there("step", found) else {
            return Vec::new();
        };
        let text = self.step_text(reflection, seat, step, show == &Show::How);
        if let (Show::Finer(core), true) = (show, of.taps) {
            let back = self.act(reflection, Common::ButtonBack, Act::Plain);
            let keyboard = self.finer_rows(reflection, seat, step, core).row([back]);
            return vec![Piece::text(text, keyboard)];
        }
        let n = u8::try_from(step).unwrap_or(u8::MAX);
        let act = |line: Line<'_>, act: Act| self.act(reflection, line, act);
        let keyboard = if of.taps {
            self.core_rows(reflection)
        } else {
            Keyboard::default()
        };
        let back = reflection.path(seat).iter().any(|on| *on < step) && !of.offered;
        let back = back.then(|| act(Line::ReflectButtonBack, Act::Back(n)));
        let onward = if written.is_there() {
            Line::ReflectButtonNext
        } else {
            Line::ReflectButtonSkip
        };
        let how = match show {
            Show::How => act(Line::ReflectButtonLess, Act::Plain),
            Show::Plain | Show::Finer(_) | Show::Stop | Show::Passed(_) => {
                act(Line::ReflectButtonHow, Act::How)
            }
        };
        let clear = written
            .is_there()
            .then(|| act(Line::ReflectButtonClear, Act::Clear(n)));
        let keyboard = keyboard
            .row(back.into_iter().chain([act(onward, Act::Next(n))]))
            .row([how].into_iter().chain(clear))
            .row([
                act(Line::ReflectButtonBreak, Act::Break),
                act(Line::ReflectButtonStop, Act::StopAsk),
            ]);
        vec![Piece::text(text, keyboard)]
    }

    fn step_text(&self, reflection: &Reflection, seat: Seat, step: usize, how: bool) -> Rich {
        let written = reflection.written(seat, step);
        let Some((of, written)) = reflection.steps.get(step).zip(written) else {
            return Rich::default();
        };
        let lang = self.library_lang();
        let name = self.other_name(reflection);
        let heading = self.step_heading(reflection, seat, step, of);
        let mut text = Rich::styled(&heading, &[Style::Bold]);
        let ask = self.words().ask(&of.id, reflection.flavour, &lang);
        text.below(Rich::plain(&self.filled(ask, &name)));
        if how {
            let help = self.words().help(&of.id, &lang);
            text.below(Rich::plain(&self.filled(help, &name)));
        } else if !written.is_there() && !of.taps {
            let how_to = self.say(Line::ReflectStepHowTo);
            text.below(Rich::styled(&how_to, &[Style::Italic]));
        }
        if let Some(felt) = self.felt(reflection, seat, step) {
            let line = Line::ReflectStepFelt { feelings: &felt };
            text.below(Rich::plain(&self.say(line)));
        }
        let count = written.bits.len();
        if count > 0 {
            let line = Line::ReflectStepWritten { count };
            text.below(Rich::plain(&self.say(line)));
        }
        text
    }

    fn step_heading(&self, reflection: &Reflection, seat: Seat, step: usize, of: &Step) -> String {
        let title = self.step_title(reflection, &of.id);
        let title = title.as_str();
        if of.offered {
            return self.say(Line::ReflectStepTitleOffered { title });
        }
        let required = |step: &usize| {
            let step = reflection.steps.get(*step);
            step.is_some_and(|step| !step.offered)
        };
        let among: Vec<usize> = reflection.path(seat).into_iter().filter(required).collect();
        self.say(Line::ReflectStepTitle {
            number: among.iter().filter(|other| **other <= step).count(),
            count: among.len(),
            title,
        })
    }

    fn core_rows(&self, reflection: &Reflection) -> Keyboard {
        let cores = self.ctx.library.feelings().cores().iter();
        let buttons = cores.map(|core| {
            let text = self.feeling(&core.id);
            self.act_named(reflection, &text, Act::Feel(core.id.clone()))
        });
        in_rows(buttons.collect(), A_ROW)
    }

    fn finer_rows(
        &self,
        reflection: &Reflection,
        seat: Seat,
        step: usize,
        core: &FeelingId,
    ) -> Keyboard {
        let feelings = self.ctx.library.feelings();
        let Some(core) = feelings.core(core) else {
            return Keyboard::default();
        };
        let lang = self.library_lang();
        let written = reflection.written(seat, step);
        let felt = written.and_then(|written| written.felt.as_ref()?.what.as_ref());
        let buttons = core.finer.iter().map(|id| {
            let word = feelings.word(id, &lang).unwrap_or("…");
            let text = ticked(felt.is_some_and(|felt| felt.contains(id)), word);
            self.act_named(reflection, &text, Act::Feel(id.clone()))
        });
        in_rows(buttons.collect(), A_ROW)
    }

    /// What somebody tapped, in the reader's words; none where nothing was.
    pub(super) fn felt(&self, reflection: &Reflection, seat: Seat, step: usize) -> Option<String> {
        let felt = reflection
            .written(seat, step)?
            .felt
            .as_ref()?
            .what
            .as_ref()?;
        let feelings = self.ctx.library.feelings();
        let lang = self.library_lang();
        let words = felt
            .iter()
            .map(|id| feelings.word(id, &lang).unwrap_or("…"));
        Some(words.collect::<Vec<_>>().join(", "))
    }

    /// All steps at a glance, and what could be added.
    fn overview(&self, reflection: &Reflection, seat: Seat) -> Vec<Piece> {
        let path = reflection.path(seat);
        let mut lines = Vec::new();
        let mut pages = Vec::new();
        let mut offered = Vec::new();
        for (n, step) in reflection.steps.iter().enumerate() {
            let title = self.step_title(reflection, &step.id);
            let title = title.as_str();
            let number = u8::try_from(n).unwrap_or(u8::MAX);
            if !path.contains(&n) {
                let line = Line::ReflectButtonOffered { title };
                offered.push(self.act(reflection, line, Act::Add(number)));
                continue;
            }
            lines.push(self.say(if reflection.wrote(seat, n) {
                Line::ReflectOverviewWritten { title }
            } else {
                Line::ReflectOverviewSkipped { title }
            }));
            pages.push(self.act_named(reflection, title, Act::Page(number)));
        }
        let steps = lines.join("\n");
        let line = match reflection.flavour {
            Flavour::Alone => Line::ReflectOverviewAlone { steps: &steps },
            Flavour::Argument | Flavour::Avoided => Line::ReflectOverview { steps: &steps },
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
            .row([self.act(reflection, Line::ReflectButtonSeal, Act::Seal)])
            .row([
                self.act(reflection, Line::ReflectButtonBreak, Act::Break),
                self.act(reflection, Line::ReflectButtonStop, Act::StopAsk),
            ]);
        vec![Piece::text(text, keyboard)]
    }
}
