//! Answers shown: the reveal, a given half, and words passed on.
//!
//! Everything that a person wrote, and the prompt, lies under a spoiler: a lock screen shows a header and two names.
//! Nothing is cut away: long answers go on in the next message. Start with [`View::reveal`].

use super::lines::Line;
use super::names::clean_name;
use super::piece::{Body, Button, Keyboard, Piece, takes_caption, takes_spoiler};
use super::rich::{CAPTION_UNITS_MAX, Rich, Style, TEXT_UNITS_MAX};
use super::shapes::{Reader, Shared};
use super::view::View;
use crate::core::model::ids::{MessageId, PersonId, RoundId, Seat};
use crate::core::model::round::{Part, Round, Sequel};
use crate::core::model::words::{FileKind, Text, Words};
use crate::core::protocol::press::Press;
use crate::core::protocol::round::RoundPress;
use crate::core::protocol::say::WordsOf;
use crate::library::ButtonId;

/// What stays together in a message as long as it fits.
pub(super) struct Block {
    pub(super) rich: Rich,
    authors: Vec<PersonId>,
    /// The message it comes from, where its words are the partner's.
    source: Option<MessageId>,
}

impl Block {
    pub(super) fn shared(shared: Shared) -> Block {
        Block {
            rich: shared.rich,
            authors: shared.authors,
            source: None,
        }
    }

    /// Words of one person, whose message is not named.
    pub(super) fn by(rich: Rich, authors: Vec<PersonId>) -> Block {
        Block {
            rich,
            authors,
            source: None,
        }
    }

    pub(super) fn ours(rich: Rich) -> Block {
        Block {
            rich,
            authors: Vec::new(),
            source: None,
        }
    }
}

/// Blocks joined by blank lines into texts that Telegram takes. A block that does not fit goes into the next message;
/// one that fits into none is split over several.
pub(super) fn pack(blocks: Vec<Block>) -> Vec<Packed> {
    let mut pieces: Vec<Packed> = Vec::new();
    for block in blocks.into_iter().filter(|block| !block.rich.is_empty()) {
        let gap = "\n\n".len();
        if let Some(last) = pieces.last_mut()
            && last.rich.units() + gap + block.rich.units() <= TEXT_UNITS_MAX
        {
            last.rich.below(block.rich);
            last.note(&block.authors, block.source);
            continue;
        }
        for rich in block.rich.split(TEXT_UNITS_MAX) {
            let mut piece = Packed {
                rich,
                ..Packed::default()
            };
            piece.note(&block.authors, block.source);
            pieces.push(piece);
        }
    }
    pieces
}

/// A packed text, whose words it holds, and the first message of the partner's in it.
#[derive(Default)]
pub(super) struct Packed {
    pub(super) rich: Rich,
    pub(super) authors: Vec<PersonId>,
    source: Option<MessageId>,
}

impl Packed {
    fn note(&mut self, authors: &[PersonId], source: Option<MessageId>) {
        for author in authors {
            if !self.authors.contains(author) {
                self.authors.push(*author);
            }
        }
        self.source = self.source.or(source);
    }
}

impl View<'_> {
    /// Both answers to this seat, the partner's media after the text.
    pub(super) fn reveal(&self, round: RoundId, seat: Seat) -> Vec<Piece> {
        let Some(round) = self.round(round) else {
            return Vec::new();
        };
        let partner = self.partner(round, seat);
        let mut header = Rich::plain(&self.say(Line::RevealHeader));
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
        blocks.push(Block::shared(shared));
        blocks.extend(self.answer(round, seat, Some(self.to), reader, mine));
        blocks.extend(self.answer(round, seat.other(), partner, reader, theirs));
        blocks.extend(self.twins(round).map(Block::ours));
        blocks.push(Block::ours(self.listen(round, seat)));
        blocks.push(Block::ours(self.differ(round, reader)));
        let media = self.media(round, seat.other(), partner);
        if !media.is_empty() {
            blocks.push(Block::ours(Rich::plain(&self.say(Line::RevealMore))));
        }
        let keyboard = self.reveal_keyboard(round, seat);
        self.opened(round, seat.other(), partner, blocks, keyboard, media)
    }

    /// One half, given after the round was closed.
    pub(super) fn gift(&self, round: RoundId, from: Seat) -> Vec<Piece> {
        let Some(round) = self.round(round) else {
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
        blocks.push(Block::shared(shared));
        blocks.extend(self.answer(round, from, giver, reader, has));
        let media = self.media(round, from, giver);
        if !media.is_empty() {
            blocks.push(Block::ours(Rich::plain(&self.say(Line::RevealMore))));
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
    pub(super) fn opened(
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
    pub(super) fn listen_line(&self, round: &Round) -> Option<String> {
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
    pub(super) fn answer(
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

    /// The name above an answer. Two people of one name can still tell which is whose.
    pub(super) fn heading(&self, author: Option<PersonId>, mine: bool) -> String {
        let name = self.title_of(author);
        if !mine {
            return name;
        }
        let known = author.and_then(|id| self.ctx.names.get(&id));
        let seen = known.and_then(|name| clean_name(&name.0));
        let me = seen.unwrap_or_default();
        self.say(Line::RevealMe { name: &me }).trim().to_owned()
    }

    fn parts(&self, round: &Round, seat: Seat) -> &[(Part, Words)] {
        self.ctx
            .parts
            .get(&(round.id, seat))
            .map_or(&[], Vec::as_slice)
    }

    pub(super) fn medium(&self, kind: Option<FileKind>, count: usize, mine: bool) -> String {
        self.say(match (kind, mine) {
            (Some(FileKind::Photo), true) => Line::MyPhoto { count },
            (Some(FileKind::Video), true) => Line::MyVideo { count },
            (Some(FileKind::Animation), true) => Line::MyAnimation { count },
            (Some(FileKind::Voice), true) => Line::MyVoice { count },
            (Some(FileKind::VideoNote), true) => Line::MyVideoNote { count },
            (Some(FileKind::Audio), true) => Line::MyAudio { count },
            (Some(FileKind::Document), true) => Line::MyDocument { count },
            (Some(FileKind::Sticker), true) => Line::MySticker { count },
            (None, true) => Line::MyOther { count },
            (Some(FileKind::Photo), false) => Line::TheirPhoto { count },
            (Some(FileKind::Video), false) => Line::TheirVideo { count },
            (Some(FileKind::Animation), false) => Line::TheirAnimation { count },
            (Some(FileKind::Voice), false) => Line::TheirVoice { count },
            (Some(FileKind::VideoNote), false) => Line::TheirVideoNote { count },
            (Some(FileKind::Audio), false) => Line::TheirAudio { count },
            (Some(FileKind::Document), false) => Line::TheirDocument { count },
            (Some(FileKind::Sticker), false) => Line::TheirSticker { count },
            (None, false) => Line::TheirOther { count },
        })
    }

    /// Everything of an answer that is no text, each as a message of its own.
    pub(super) fn media(&self, round: &Round, seat: Seat, author: Option<PersonId>) -> Vec<Piece> {
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
            let label = kind.label(id, &lang)?;
            let label = if pressed.contains(id) {
                format!("✓ {label}")
            } else {
                label.to_owned()
            };
            Some(Button::Press {
                label: super::names::label(&label),
                press: Press::Round(RoundPress::Respond(round.id, id.clone())),
            })
        });
        let buttons = Keyboard::default().row(buttons);
        buttons.row(self.own_buttons(round, seat))
    }

    /// What a partner's response button says, by their name.
    pub(super) fn response(&self, from: PersonId, round: RoundId, button: &ButtonId) -> Vec<Piece> {
        let label = self.round(round).and_then(|round| {
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
                Line::ButtonVoicesAgain,
                Press::Round(RoundPress::VoicesAgain(round)),
            )
        });
        let text = Rich::plain(&self.say(Line::PartMissingVoice));
        vec![Piece::text(text, Keyboard::column(again))]
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

pub(super) fn file(words: &Words, caption: Rich) -> Option<Body> {
    let Words::File { kind, file_id, .. } = words else {
        return None;
    };
    let (caption, entities) = caption.into_parts();
    Some(Body::File {
        kind: *kind,
        file_id: file_id.clone(),
        caption: (!caption.is_empty()).then_some(caption),
        entities,
        spoiler: takes_spoiler(*kind),
    })
}

pub(super) fn kind(words: &Words) -> Option<FileKind> {
    match words {
        Words::File { kind, .. } => Some(*kind),
        _ => None,
    }
}

/// A medium without words of its own.
fn is_bare(words: &Words) -> bool {
    match words {
        Words::Text { .. } => false,
        Words::File { caption, .. } => caption.as_ref().is_none_or(|text| text.text.is_empty()),
        Words::Copied { .. } => true,
    }
}

/// Whether the caption can stay with its file.
fn goes_along(words: &Words) -> bool {
    match words {
        Words::File {
            kind,
            caption: Some(caption),
            ..
        } => {
            let closed = Rich::words(caption);
            takes_caption(*kind) && closed.units() <= CAPTION_UNITS_MAX
        }
        _ => false,
    }
}
