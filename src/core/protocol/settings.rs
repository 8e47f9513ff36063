//! What is pressed and said about what one person sets for themselves, and the pages that change nothing.

use jiff::civil::Time;

use crate::core::model::person::Switch;
use crate::core::protocol::wire::{Fields, hhmm, read_hhmm};

/// The buttons of the settings.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum SettingsPress {
    /// A personal switch, on or off.
    Toggle(Switch),
    Privacy,
    /// The settings' quiet hours: the choices, one of them, or typed.
    QuietHours,
    SetQuietHours(Time, Time),
    TypeQuietHours,
    SettingsAgain,
}

impl SettingsPress {
    /// The callback data.
    pub(in crate::core) fn data(self) -> String {
        match self {
            SettingsPress::Toggle(switch) => verb(switch).to_owned(),
            SettingsPress::Privacy => "prv".to_owned(),
            SettingsPress::QuietHours => "qui".to_owned(),
            SettingsPress::SetQuietHours(from, to) => format!("qui::{}-{}", hhmm(from), hhmm(to)),
            SettingsPress::TypeQuietHours => "qty".to_owned(),
            SettingsPress::SettingsAgain => "set".to_owned(),
        }
    }

    /// Reads callback data that was taken apart.
    pub(in crate::core) fn read(fields: &Fields<'_>) -> Option<SettingsPress> {
        Some(match fields.verb {
            "prv" => SettingsPress::Privacy,
            "qui" => match fields.argument {
                None => SettingsPress::QuietHours,
                Some(span) => {
                    let (from, to) = span.split_once('-')?;
                    SettingsPress::SetQuietHours(read_hhmm(from)?, read_hhmm(to)?)
                }
            },
            "qty" => SettingsPress::TypeQuietHours,
            "set" => SettingsPress::SettingsAgain,
            other => SettingsPress::Toggle(
                Switch::ALL
                    .into_iter()
                    .find(|switch| verb(*switch) == other)?,
            ),
        })
    }
}

/// How a switch is named in callback data.
fn verb(switch: Switch) -> &'static str {
    match switch {
        Switch::TellSealed => "tel",
        Switch::Nudges => "ndg",
        Switch::Cover => "cov",
        Switch::Reflections => "rfi",
        Switch::ReflectOffers => "rfo",
    }
}

/// What the bot says about the settings, and its pages for everybody.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum SettingsSay {
    Settings,
    QuietHoursAsk,
    QuietHoursType,
    Privacy,
    Help,
}
