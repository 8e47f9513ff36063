//! Blocks of text that stay together, packed into messages that Telegram takes.
//!
//! Nothing is cut away: what does not fit goes on in the next message. Start with [`pack`].

use crate::core::model::ids::{MessageId, PersonId};
use crate::texts::base::rich::{Rich, TEXT_UNITS_MAX};

/// What stays together in a message as long as it fits.
pub(in crate::texts) struct Block {
    pub(in crate::texts) rich: Rich,
    pub(in crate::texts) authors: Vec<PersonId>,
    /// The message it comes from, where its words are the partner's.
    pub(in crate::texts) source: Option<MessageId>,
}

impl Block {
    /// Words of one person, whose message is not named.
    pub(in crate::texts) fn by(rich: Rich, authors: Vec<PersonId>) -> Block {
        Block {
            rich,
            authors,
            source: None,
        }
    }

    pub(in crate::texts) fn ours(rich: Rich) -> Block {
        Block {
            rich,
            authors: Vec::new(),
            source: None,
        }
    }
}

/// Blocks joined by blank lines into texts that Telegram takes. A block that does not fit goes into the next message;
/// one that fits into none is split over several.
pub(in crate::texts) fn pack(blocks: Vec<Block>) -> Vec<Packed> {
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
pub(in crate::texts) struct Packed {
    pub(in crate::texts) rich: Rich,
    pub(in crate::texts) authors: Vec<PersonId>,
    pub(in crate::texts) source: Option<MessageId>,
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
