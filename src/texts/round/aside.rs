//! Words that go from one to the other outside a reveal: the question what they are for, a message passed on, a response button.
//!
//! Start with [`View::which_for`] and [`View::relay`].

use crate::core::model::ids::{AsideId, PersonId, RoundId};
use crate::core::model::words::{Text, Words};
use crate::core::protocol::press::Press;
use crate::core::protocol::round::RoundPress;
use crate::core::protocol::say::WordsOf;
use crate::library::ButtonId;
use crate::texts::base::common::Common;
use crate::texts::base::media::file;
use crate::texts::base::names::{LABEL_CHARS_MAX, label, shorten};
use crate::texts::base::piece::{Body, Button, Keyboard, Piece, takes_caption};
use crate::texts::base::rich::{CAPTION_UNITS_MAX, Rich, Style, TEXT_UNITS_MAX};
use crate::texts::base::view::View;
use crate::texts::round::lines::Line;

/// A name inside a button leaves room for the rest of the label.
const NAME_IN_LABEL_CHARS: usize = 40;
/// A prompt inside a button.
const PROMPT_IN_LABEL_CHARS: usize = LABEL_CHARS_MAX - 16;

impl View<'_> {
    pub(super) fn which_for(
        &self,
        aside: AsideId,
        partner: Option<PersonId>,
        rounds: &[RoundId],
        retry: bool,
    ) -> Vec<Piece> {
        let mut buttons = Vec::new();
        if let Some(partner) = partner {
            let name = shorten(&self.name(partner), NAME_IN_LABEL_CHARS);
            let line = Line::ButtonForPartner { name: &name };
            buttons.push(self.button(line, Press::Round(RoundPress::ForPartner(aside))));
        }
        let rounds = rounds.iter().filter_map(|round| self.round(*round));
        for round in rounds {
            let Some(seat) = self.seat(round) else {
                continue;
            };
            let prompt = shorten(&self.prompt(round, seat), PROMPT_IN_LABEL_CHARS);
            let said = self.around(&prompt, |prompt| Line::ButtonMyAnswer { prompt });
            buttons.push(Button::Press {
                label: label(&said),
                press: Press::Round(RoundPress::MyAnswer(aside, round.id)),
            });
        }
        if retry {
            buttons.push(self.button(
                Line::ButtonTryAgain,
                Press::Round(RoundPress::TryAgain(aside)),
            ));
        }
        buttons.push(self.button(
            Common::ButtonNeverMind,
            Press::Round(RoundPress::NeverMind(aside)),
        ));
        let line = if retry {
            Line::WhichForRetry
        } else {
            Line::WhichFor
        };
        self.with(line, Keyboard::column(buttons))
    }

    /// What a partner's response button says, by their name.
    pub(super) fn response(&self, from: PersonId, round: RoundId, button: &ButtonId) -> Vec<Piece> {
        let label = self.the_round(round).and_then(|round| {
            let kind = self.ctx.library.kind(&round.kind)?;
            kind.label(button, &self.library_lang())
        });
        let Some(label) = label else {
            return Vec::new();
        };
        let mut rich = self.relay_line(from);
        rich.push(" ");
        rich.push_styled(label, &[Style::Spoiler]);
        vec![Piece::text(rich, Keyboard::default())]
    }

    /// A partner's words, passed on as they are.
    pub(super) fn relay(&self, from: PersonId, words: WordsOf) -> Vec<Piece> {
        let (words, message) = match words {
            WordsOf::Event => (self.ctx.event_words, self.ctx.event_message),
            WordsOf::Aside { aside, message } => {
                (self.ctx.asides.get(&(aside, message)), Some(message))
            }
        };
        let Some(words) = words else {
            return self.line(Line::PartMissing);
        };
        let name = self.name(from);
        let text = |text: &Text| {
            let mut rich = self.relay_line(from);
            // On a line of their own, so that neither direction nor a quotation reaches into ours.
            rich.push("\n");
            rich.append(Rich::words(text));
            let pieces = rich.split(TEXT_UNITS_MAX).into_iter();
            pieces.map(|rich| Piece::text(rich, Keyboard::default()))
        };
        let header = || {
            let line = self.relay_line(from);
            Piece::text(line, Keyboard::default())
        };
        let mut pieces: Vec<Piece> = Vec::new();
        match words {
            Words::Text { text: words } => pieces.extend(text(words)),
            Words::File { kind, caption, .. } => {
                let caption = caption.as_ref().filter(|caption| !caption.text.is_empty());
                let line = match caption {
                    Some(caption) => {
                        let mut rich = self.relay_line(from);
                        rich.push("\n");
                        rich.append(Rich::words(caption));
                        rich
                    }
                    None => Rich::plain(&self.say(Line::RelayCaption { name: &name })),
                };
                if takes_caption(*kind) && line.units() <= CAPTION_UNITS_MAX {
                    pieces.extend(file(words, line).map(Piece::of));
                } else {
                    match caption {
                        Some(caption) => pieces.extend(text(caption)),
                        None => pieces.push(header()),
                    }
                    pieces.extend(file(words, Rich::default()).map(Piece::of));
                }
            }
            Words::Copied { .. } => {
                let (Some(person), Some(message)) = (self.person(from), message) else {
                    return self.line(Line::PartMissing);
                };
                pieces.push(header());
                pieces.push(Piece::of(Body::Copy {
                    from: person.user,
                    message,
                }));
            }
        }
        pieces
            .into_iter()
            .map(|piece| piece.by(from, message))
            .collect()
    }

    fn relay_line(&self, from: PersonId) -> Rich {
        let name = self.name(from);
        let line = self.say(Line::RelayName { name: &name });
        Rich::styled(&line, &[Style::Bold])
    }
}
