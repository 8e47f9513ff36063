//! What is no text in an answer: how it is named in a line, and how it goes out as a message of its own.
//!
//! Start with [`fn@file`].

use crate::core::model::words::{FileKind, Words};
use crate::texts::base::common::Common;
use crate::texts::base::piece::{Body, takes_caption, takes_spoiler};
use crate::texts::base::rich::{CAPTION_UNITS_MAX, Rich};
use crate::texts::base::view::View;

impl View<'_> {
    pub(in crate::texts) fn medium(
        &self,
        kind: Option<FileKind>,
        count: usize,
        mine: bool,
    ) -> String {
        self.say(match (kind, mine) {
            (Some(FileKind::Photo), true) => Common::MyPhoto { count },
            (Some(FileKind::Video), true) => Common::MyVideo { count },
            (Some(FileKind::Animation), true) => Common::MyAnimation { count },
            (Some(FileKind::Voice), true) => Common::MyVoice { count },
            (Some(FileKind::VideoNote), true) => Common::MyVideoNote { count },
            (Some(FileKind::Audio), true) => Common::MyAudio { count },
            (Some(FileKind::Document), true) => Common::MyDocument { count },
            (Some(FileKind::Sticker), true) => Common::MySticker { count },
            (None, true) => Common::MyOther { count },
            (Some(FileKind::Photo), false) => Common::TheirPhoto { count },
            (Some(FileKind::Video), false) => Common::TheirVideo { count },
            (Some(FileKind::Animation), false) => Common::TheirAnimation { count },
            (Some(FileKind::Voice), false) => Common::TheirVoice { count },
            (Some(FileKind::VideoNote), false) => Common::TheirVideoNote { count },
            (Some(FileKind::Audio), false) => Common::TheirAudio { count },
            (Some(FileKind::Document), false) => Common::TheirDocument { count },
            (Some(FileKind::Sticker), false) => Common::TheirSticker { count },
            (None, false) => Common::TheirOther { count },
        })
    }
}

pub(in crate::texts) fn file(words: &Words, caption: Rich) -> Option<Body> {
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

pub(in crate::texts) fn kind(words: &Words) -> Option<FileKind> {
    match words {
        Words::File { kind, .. } => Some(*kind),
        Words::Text { .. } | Words::Copied { .. } => None,
    }
}

/// A medium without words of its own.
pub(in crate::texts) fn is_bare(words: &Words) -> bool {
    match words {
        Words::Text { .. } => false,
        Words::File { caption, .. } => caption.as_ref().is_none_or(|text| text.text.is_empty()),
        Words::Copied { .. } => true,
    }
}

/// Whether the caption can stay with its file.
pub(in crate::texts) fn goes_along(words: &Words) -> bool {
    match words {
        Words::File {
            kind,
            caption: Some(caption),
            ..
        } => {
            let closed = Rich::words(caption);
            takes_caption(*kind) && closed.units() <= CAPTION_UNITS_MAX
        }
        Words::File { caption: None, .. } | Words::Text { .. } | Words::Copied { .. } => false,
    }
}
