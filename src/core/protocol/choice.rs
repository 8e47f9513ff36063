//! What is pressed and said about what people would like to be asked.

use crate::core::model::ids::CoupleId;
use crate::core::protocol::wire::{Field as _, Fields, read_depth, sign, signed};
use crate::library::{Depth, KindId, Tag};

/// The buttons of what people would like to be asked.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum ChoicePress {
    /// *What we are asked*: the kinds and the depth, the topics; each on or off for me.
    Asked,
    Topics,
    SwitchKind(KindId, bool),
    SwitchTopic(Tag, bool),
    SetDepth(Depth),
    /// Yes or no to going so deep.
    Deeper(CoupleId, Depth, bool),
    /// A kind chosen from `/prompt`.
    Ask(KindId),
}

impl ChoicePress {
    /// The callback data.
    pub(in crate::core) fn data(&self) -> String {
        match self {
            ChoicePress::Asked => "wha".to_owned(),
            ChoicePress::Topics => "top".to_owned(),
            ChoicePress::SwitchKind(kind, on) => format!("knd::{}{kind}", sign(*on)),
            ChoicePress::SwitchTopic(topic, on) => format!("tag::{}{topic}", sign(*on)),
            ChoicePress::SetDepth(depth) => format!("dpt::{}", u8::from(*depth)),
            ChoicePress::Deeper(couple, depth, yes) => {
                format!("dep:{}:{}{}", couple.write(), sign(*yes), u8::from(*depth))
            }
            ChoicePress::Ask(kind) => format!("ask::{kind}"),
        }
    }

    /// Reads callback data that was taken apart.
    pub(in crate::core) fn read(fields: &Fields<'_>) -> Option<ChoicePress> {
        let argument = fields.argument;
        Some(match fields.verb {
            "wha" => ChoicePress::Asked,
            "top" => ChoicePress::Topics,
            "knd" => {
                let (on, kind) = signed(argument?)?;
                ChoicePress::SwitchKind(KindId::parse(kind).ok()?, on)
            }
            "tag" => {
                let (on, topic) = signed(argument?)?;
                ChoicePress::SwitchTopic(Tag::named(topic)?, on)
            }
            "dpt" => ChoicePress::SetDepth(read_depth(argument?)?),
            "dep" => {
                let (yes, depth) = signed(argument?)?;
                ChoicePress::Deeper(fields.id()?, read_depth(depth)?, yes)
            }
            "ask" => ChoicePress::Ask(KindId::parse(argument?).ok()?),
            _ => return None,
        })
    }

    /// The couple a button names.
    pub(in crate::core) fn couple(&self) -> Option<CoupleId> {
        match self {
            ChoicePress::Deeper(couple, ..) => Some(*couple),
            _ => None,
        }
    }
}

/// What the bot says about what people would like to be asked.
#[derive(Clone, PartialEq, Debug)]
pub enum ChoiceSay {
    /// What the reader would like to be asked: kinds and depth; topics.
    Asked,
    Topics,
    /// Some questions that go so deep? Sealed: only two yeses show.
    DeeperOffer {
        couple: CoupleId,
        depth: Depth,
    },
    DeeperSaid {
        couple: CoupleId,
        depth: Depth,
        yes: bool,
    },
    /// To both: both want it.
    DeeperTogether {
        depth: Depth,
    },
    /// Which kind? For `/prompt` with a word that is no kind.
    KindsOffer {
        kinds: Vec<KindId>,
    },
}
