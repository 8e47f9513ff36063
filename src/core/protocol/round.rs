use crate::core::model::ids::RoundId;

/// The buttons that belong to covered words.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum CoverPress {
    /// The setting, on or off.
    Toggle,
    /// *Show me*: my own answer to this round.
    Show(RoundId),
    /// Covers it again before its minute is over.
    Hide(RoundId),
}

impl CoverPress {
    /// The callback data; see [`crate::core::protocol::press::Press::data`].
    pub fn data(self) -> String {
        match self {
            CoverPress::Toggle => "cov".into(),
            CoverPress::Show(round) => format!("shw:{:x}", round.0),
            CoverPress::Hide(round) => format!("hid:{:x}", round.0),
        }
    }

    /// Reads callback data that was taken apart.
    pub fn read(verb: &str, id: Option<i64>) -> Option<CoverPress> {
        let round = id.map(RoundId);
        Some(match verb {
            "cov" => CoverPress::Toggle,
            "shw" => CoverPress::Show(round?),
            "hid" => CoverPress::Hide(round?),
            _ => return None,
        })
    }

    /// The round a button names.
    pub fn round(self) -> Option<RoundId> {
        match self {
            CoverPress::Toggle => None,
            CoverPress::Show(round) | CoverPress::Hide(round) => Some(round),
        }
    }
}
