//! Answers shown: the reveal, a given half, and a person's own answer.
//!
//! Everything that a person wrote, and the prompt, lies under a spoiler: a lock screen shows a header and two names.
//! Nothing is cut away: long answers go on in the next message. Start with [`View::reveal`].

use crate::core::model::ids::{PersonId, RoundId, Seat};
use crate::core::model::round::{Part, Round, Sequel};
use crate::core::model::words::{FileKind, Words};
use crate::core::protocol::press::Press;
use crate::core::protocol::round::RoundPress;
use crate::texts::base::common::Common;
use crate::texts::base::media::{file, goes_along, is_bare, kind};
use crate::texts::base::names::{label, ticked};
use crate::texts::base::pack::{Block, pack};
use crate::texts::base::piece::{Body, Button, Keyboard, Piece};
use crate::texts::base::rich::{Rich, Style};
use crate::texts::base::view::View;
use crate::texts::round::lines::Line;
use crate::texts::round::tap::Reader;

impl View<'_> {
    /// Both answers to this seat, the partner's media after the text.
    pub(super) fn reveal(&self, round: RoundId, seat: Seat) -> Vec<Piece> {
        let Some(round) = self.the_round(round) else {
            return Vec::new();
        };
        let partner = self.partner(round, seat);
        let mut header = Rich::plain(&self.say(Common::RevealHeader));
        if let Some(clocks) = self.both_clocks(round, seat) {
            header.push("\n");
            header.push(&clocks);
        }
        let mut blocks = vec![
            Block::ours(header),
            Block::ours(self.prompt_covered(round, seat)),
        ];
        let both = [seat, seat.other()];
        let reader = Reader::One(seat);
        let shared = self.together(round, reader, &both).unwrap_or_default();
        let has = |seat: Seat| shared.of.contains(&seat);
        let (mine, theirs) = (has(seat), has(seat.other()));
        blocks.push(Block::by(shared.rich, shared.authors));
        blocks.extend(self.answer(round, seat, Some(self.to), reader, mine));
        blocks.extend(self.answer(round, seat.other(), partner, reader, theirs));
        blocks.extend(self.twins(round).map(Block::ours));
        blocks.push(Block::ours(self.listen(round, seat)));
        blocks.push(Block::ours(self.differ(round, reader)));
        let media = self.media(round, seat.other(), partner);
        if !media.is_empty() {
            blocks.push(Block::ours(Rich::plain(&self.say(Common::RevealMore))));
        }
        let keyboard = self.reveal_keyboard(round, seat);
        self.opened(round, seat.other(), partner, blocks, keyboard, media)
    }

    /// One half, given after the round was closed.
    pub(super) fn gift(&self, round: RoundId, from: Seat) -> Vec<Piece> {
        let Some(round) = self.the_round(round) else {
            return Vec::new();
        };
        let giver = self.partner(round, from.other());
        let name = self.name_of(giver);
        let header = self.say(Line::GiftHeader { name: &name });
        let mut blocks = vec![
            Block::ours(Rich::plain(&header)),
            Block::ours(self.prompt_covered(round, from.other())),
        ];
        let reader = Reader::One(from.other());
        let shared = self.together(round, reader, &[from]);
        let shared = shared.unwrap_or_default();
        let has = !shared.of.is_empty();
        blocks.push(Block::by(shared.rich, shared.authors));
        blocks.extend(self.answer(round, from, giver, reader, has));
        let media = self.media(round, from, giver);
        if !media.is_empty() {
            blocks.push(Block::ours(Rich::plain(&self.say(Common::RevealMore))));
        }
        self.opened(round, from, giver, blocks, Keyboard::default(), media)
    }

    /// What one person wrote, to that person: words, then files.
    pub(super) fn own_answer(
        &self,
        round: &Round,
        seat: Seat,
        line: Rich,
        keyboard: Keyboard,
    ) -> Vec<Piece> {
        let mut blocks = self.answer(round, seat, Some(self.to), Reader::One(seat), false);
        blocks.push(Block::ours(line));
        let media = self.media(round, seat, Some(self.to));
        self.opened(round, seat, None, blocks, keyboard, media)
    }

    /// Texts first, the buttons under the last of them, then the media. A reaction on a text without words of the partner
    /// (my own long answer) is still meant for the partner's first part.
    pub(in crate::texts) fn opened(
        &self,
        round: &Round,
        seat: Seat,
        author: Option<PersonId>,
        blocks: Vec<Block>,
        keyboard: Keyboard,
        media: Vec<Piece>,
    ) -> Vec<Piece> {
        let first = round.seat(seat).parts.first().map(|part| part.message);
        let texts = pack(blocks);
        let last = texts.len().saturating_sub(1);
        let mut pieces: Vec<Piece> = texts
            .into_iter()
            .enumerate()
            .map(|(n, text)| {
                let buttons = if n == last {
                    keyboard.clone()
                } else {
                    Keyboard::default()
                };
                let mut piece = Piece::text(text.rich, buttons);
                piece.authors = text.authors;
                piece.source = author.zip(text.source.or(first));
                piece
            })
            .collect();
        pieces.extend(media);
        pieces
    }

    fn prompt_covered(&self, round: &Round, seat: Seat) -> Rich {
        self.prompt_shown(round, seat, &[Style::Spoiler])
    }

    /// The prompt's own line for listening, else the kind's.
    pub(in crate::texts) fn listen_line(&self, round: &Round) -> Option<String> {
        let lang = self.library_lang();
        let prompt = self.ctx.library.prompt(&round.prompt);
        let kind = self.ctx.library.kind(&round.kind);
        let line = prompt
            .and_then(|prompt| prompt.words(&lang).listen.as_deref())
            .or_else(|| kind.and_then(|kind| kind.words(&lang).listen.as_deref()));
        line.map(str::to_owned)
    }

    fn listen(&self, round: &Round, seat: Seat) -> Rich {
        let line = self.listen_line(round);
        let line = line.map(|line| self.fill(&line, round, seat));
        // It tells what was asked, so it is covered like the prompt.
        Rich::styled(&line.unwrap_or_default(), &[Style::Italic, Style::Spoiler])
    }

    /// One person's answer under their name: what they tapped, unless it is `shown` already, texts in order, and a line for
    /// each medium.
    pub(in crate::texts) fn answer(
        &self,
        round: &Round,
        seat: Seat,
        author: Option<PersonId>,
        reader: Reader,
        shown: bool,
    ) -> Vec<Block> {
        let parts = self.parts(round, seat);
        let mine = reader.is(seat);
        let name = match reader {
            Reader::One(_) => self.heading(author, mine),
            Reader::Both(_) => self.title_in_group(author),
        };
        let mut heading = Rich::styled(&name, &[Style::Bold]);
        heading.push("\n");
        let mut blocks: Vec<Block> = Vec::new();
        let tapped = self.tapped(round, seat, reader).filter(|_| !shown);
        if let Some(rich) = tapped {
            blocks.push(Block {
                rich,
                authors: author.into_iter().collect(),
                source: None,
            });
        }
        let mut at = 0;
        while let Some((part, words)) = parts.get(at) {
            let alike = parts[at..]
                .iter()
                .take_while(|(_, other)| {
                    is_bare(words) && is_bare(other) && kind(other) == kind(words)
                })
                .count()
                .max(1);
            let rich = match words {
                Words::Text { text } => Rich::words(text),
                Words::File { caption, .. } => {
                    let line = self.medium(kind(words), alike, mine);
                    let mut rich = Rich::styled(&line, &[Style::Spoiler]);
                    // The partner's caption goes with the file, unless Telegram does not take it there.
                    if let Some(caption) = caption
                        && (mine || !goes_along(words))
                        && !caption.text.is_empty()
                    {
                        rich.push("\n");
                        rich.append(Rich::words(caption));
                    }
                    rich
                }
                Words::Copied { .. } => {
                    let line = self.medium(None, alike, mine);
                    Rich::styled(&line, &[Style::Spoiler])
                }
            };
            blocks.push(Block {
                rich,
                authors: author.into_iter().collect(),
                source: (!mine).then_some(part.message),
            });
            at += alike;
        }
        if blocks.is_empty() && shown {
            return blocks;
        }
        if blocks.is_empty() {
            let line = self.say(Line::RevealNothing);
            blocks.push(Block::ours(Rich::styled(&line, &[Style::Spoiler])));
        }
        if let Some(first) = blocks.first_mut() {
            heading.append(std::mem::take(&mut first.rich));
            first.rich = heading;
        }
        blocks
    }

    fn parts(&self, round: &Round, seat: Seat) -> &[(Part, Words)] {
        self.ctx
            .parts
            .get(&(round.id.thread(), seat))
            .map_or(&[], Vec::as_slice)
    }

    /// Everything of an answer that is no text, each as a message of its own.
    pub(in crate::texts) fn media(
        &self,
        round: &Round,
        seat: Seat,
        author: Option<PersonId>,
    ) -> Vec<Piece> {
        let Some(author) = author else {
            return Vec::new();
        };
        let parts = self.parts(round, seat).iter();
        parts
            .filter_map(|(part, words)| {
                let body = match words {
                    Words::Text { .. } => return None,
                    Words::File { caption, .. } => {
                        let caption = caption.as_ref().filter(|_| goes_along(words));
                        file(words, caption.map_or_else(Rich::default, Rich::words))?
                    }
                    Words::Copied { .. } => Body::Copy {
                        from: self.person(author)?.user,
                        message: part.message,
                    },
                };
                Some(Piece::of(body).by(author, Some(part.message)))
            })
            .collect()
    }

    /// The kind's response buttons, those pressed marked.
    pub(super) fn reveal_keyboard(&self, round: &Round, seat: Seat) -> Keyboard {
        let Some(kind) = self.ctx.library.kind(&round.kind) else {
            return Keyboard::default();
        };
        // There is nothing yet to look forward to.
        if self.is_without_match(round) && !matches!(round.sequel, Some(Sequel::Lot { .. })) {
            return Keyboard::default();
        }
        let lang = self.library_lang();
        let pressed = &round.seat(seat).responded;
        let buttons = kind.buttons.iter().filter_map(|id| {
            let text = ticked(pressed.contains(id), kind.label(id, &lang)?);
            Some(Button::Press {
                label: label(&text),
                press: Press::Round(RoundPress::Respond(round.id, id.clone())),
            })
        });
        let buttons = Keyboard::default().row(buttons);
        buttons.row(self.own_buttons(round, seat))
    }

    /// The buttons under a reveal and nothing else of it.
    pub(super) fn reveal_buttons(&self, round: RoundId, seat: Seat) -> Vec<Piece> {
        let Some(round) = self.the_round(round) else {
            return Vec::new();
        };
        let keyboard = self.reveal_keyboard(round, seat);
        vec![Piece::of(Body::Keyboard(keyboard))]
    }

    /// The voice and video notes of a reveal, and nothing else of it.
    pub(super) fn voices_again(&self, round: RoundId, seat: Seat) -> Vec<Piece> {
        let is_voice = |piece: &Piece| {
            let voices = [FileKind::Voice, FileKind::VideoNote];
            matches!(&piece.body, Body::File { kind, .. } if voices.contains(kind))
        };
        let mut pieces = self.reveal(round, seat);
        pieces.retain(is_voice);
        pieces
    }

    /// What stands in place of something that could not be shown.
    pub(super) fn part_missing(&self, voice: bool, round: Option<RoundId>) -> Vec<Piece> {
        if !voice {
            return self.line(Line::PartMissing);
        }
        let again = round.map(|round| {
            self.button(
                Common::ButtonVoicesAgain,
                Press::Round(RoundPress::VoicesAgain(round)),
            )
        });
        let text = Rich::plain(&self.say(Common::PartMissingVoice));
        vec![Piece::text(text, Keyboard::column(again))]
    }
}
