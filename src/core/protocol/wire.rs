//! How a button is written as callback data, and read again: `verb:id:argument`, at most 64 bytes (Bot API,
//! `InlineKeyboardButton.callback_data`).
//!
//! An id is random and written in hexadecimal; either field may be empty. Whatever is read is written again and compared before
//! it counts, see [`Press::parse`](crate::core::protocol::press::Press::parse), so a reader here need not refuse every odd
//! spelling. A feature lists its buttons with [`buttons!`], one line each; those that pack more into one field are written out.

use jiff::civil::{Time, Weekday};

use crate::core::model::ids::{
    AsideId, CoupleId, PersonId, QuestionId, RitualId, RoundId, ScheduleId,
};
use crate::core::model::schedule::Plan;
use crate::core::model::tap::Tip;
use crate::core::protocol::plan::Change;
use crate::library::{ButtonId, Depth, KindId};

/// Callback data taken apart.
#[derive(Clone, Copy)]
pub(in crate::core) struct Fields<'a> {
    pub whole: &'a str,
    pub verb: &'a str,
    id: &'a str,
    pub argument: Option<&'a str>,
}

impl<'a> Fields<'a> {
    pub fn of(data: &'a str) -> Fields<'a> {
        let mut fields = data.splitn(3, ':');
        Fields {
            whole: data,
            verb: fields.next().unwrap_or_default(),
            id: fields.next().unwrap_or_default(),
            argument: fields.next(),
        }
    }

    /// What the second field says.
    pub fn id<T: Field>(&self) -> Option<T> {
        T::read(self.id)
    }

    /// What the third field says.
    pub fn arg<T: Field>(&self) -> Option<T> {
        T::read(self.argument?)
    }

    /// The second field as a number.
    pub fn number(&self) -> Option<i64> {
        hex(self.id)
    }
}

/// Callback data being put together.
pub(in crate::core) struct Data {
    verb: &'static str,
    id: String,
    argument: Option<String>,
}

impl Data {
    pub fn new(verb: &'static str) -> Data {
        Data {
            verb,
            id: String::new(),
            argument: None,
        }
    }

    pub fn id(mut self, id: &impl Field) -> Data {
        self.id = id.write();
        self
    }

    pub fn arg(mut self, argument: &impl Field) -> Data {
        self.argument = Some(argument.write());
        self
    }

    pub fn done(self) -> String {
        let Data { verb, id, argument } = self;
        match argument {
            Some(argument) => format!("{verb}:{id}:{argument}"),
            None if id.is_empty() => verb.to_owned(),
            None => format!("{verb}:{id}"),
        }
    }
}

/// Something that stands in one field of callback data.
pub(in crate::core) trait Field: Sized {
    fn write(&self) -> String;
    fn read(field: &str) -> Option<Self>;

    /// The round it names.
    fn round(&self) -> Option<RoundId> {
        None
    }

    /// The couple it names.
    fn couple(&self) -> Option<CoupleId> {
        None
    }
}

macro_rules! id_fields {
    ($($id:ident $({ $($also:tt)* })?),+ $(,)?) => {$(
        impl Field for $id {
            fn write(&self) -> String {
                format!("{:x}", self.0)
            }

            fn read(field: &str) -> Option<$id> {
                hex(field).map($id)
            }

            $($($also)*)?
        }
    )+};
}

id_fields! {
    AsideId, PersonId, QuestionId, RitualId, ScheduleId,
    RoundId {
        fn round(&self) -> Option<RoundId> {
            Some(*self)
        }
    },
    CoupleId {
        fn couple(&self) -> Option<CoupleId> {
            Some(*self)
        }
    },
}

impl Field for u8 {
    fn write(&self) -> String {
        self.to_string()
    }

    fn read(field: &str) -> Option<u8> {
        field.parse().ok()
    }
}

impl Field for Plan {
    fn write(&self) -> String {
        self.name().to_owned()
    }

    fn read(field: &str) -> Option<Plan> {
        Plan::named(field)
    }
}

impl Field for ButtonId {
    fn write(&self) -> String {
        self.to_string()
    }

    fn read(field: &str) -> Option<ButtonId> {
        ButtonId::parse(field).ok()
    }
}

impl Field for Tip {
    fn write(&self) -> String {
        self.data()
    }

    fn read(field: &str) -> Option<Tip> {
        Tip::read(field)
    }
}

impl Field for Change {
    fn write(&self) -> String {
        match self {
            Change::Time(time) => format!("t{}", hhmm(*time)),
            Change::Day(day) => format!("d{}", day.to_monday_one_offset()),
            Change::Kind(kind) => format!("k{kind}"),
            Change::OnOff => "o".to_owned(),
            Change::Remove => "r".to_owned(),
        }
    }

    fn read(field: &str) -> Option<Change> {
        let (what, rest) = field.split_at_checked(1)?;
        Some(match what {
            "t" => Change::Time(read_hhmm(rest)?),
            "d" => Change::Day(Weekday::from_monday_one_offset(rest.parse().ok()?).ok()?),
            "k" => Change::Kind(KindId::parse(rest).ok()?),
            "o" => Change::OnOff,
            "r" => Change::Remove,
            _ => return None,
        })
    }
}

/// The buttons of a feature, a line each: `"verb" => Name` with, in brackets, what its second field (`id`) and its third one
/// (`arg`) say. A verb that stands alone may be whole data (`"pau::open"`).
macro_rules! buttons {
    (
        $(#[$meta:meta])*
        pub enum $name:ident {
            $( $(#[$doc:meta])* $verb:literal => $variant:ident $( ( $($place:ident : $of:ty),+ ) )? ),+ $(,)?
        }
    ) => {
        $(#[$meta])*
        #[derive(Clone, PartialEq, Eq, Debug)]
        pub enum $name {
            $( $(#[$doc])* $variant $( ( $($of),+ ) )? ),+
        }

        impl $name {
            /// The callback data.
            pub(in crate::core) fn data(&self) -> String {
                match self {
                    $( $name::$variant $( ( $($place),+ ) )? => {
                        $crate::core::protocol::wire::Data::new($verb)
                            $( $( .$place($place) )+ )?
                            .done()
                    } ),+
                }
            }

            /// Reads callback data that was taken apart.
            pub(in crate::core) fn read(fields: &$crate::core::protocol::wire::Fields<'_>) -> Option<$name> {
                $(
                    let read = || -> Option<$name> {
                        let is_it = buttons!(@is fields, $verb $( $($place)+ )?);
                        is_it.then_some(())?;
                        Some($name::$variant $( ( $( fields.$place()? ),+ ) )?)
                    };
                    if let Some(press) = read() {
                        return Some(press);
                    }
                )+
                None
            }

            /// The round a button names.
            pub fn round(&self) -> Option<$crate::core::model::ids::RoundId> {
                #[allow(unused_imports, reason = "not every feature has buttons with fields")]
                use $crate::core::protocol::wire::Field as _;
                match self {
                    $( $name::$variant $( ( $($place),+ ) )? => None $( $( .or_else(|| $place.round()) )+ )? ),+
                }
            }

            /// The couple a button names.
            pub fn couple(&self) -> Option<$crate::core::model::ids::CoupleId> {
                #[allow(unused_imports, reason = "not every feature has buttons with fields")]
                use $crate::core::protocol::wire::Field as _;
                match self {
                    $( $name::$variant $( ( $($place),+ ) )? => None $( $( .or_else(|| $place.couple()) )+ )? ),+
                }
            }
        }
    };
    (@is $fields:ident, $verb:literal) => { $fields.whole == $verb };
    (@is $fields:ident, $verb:literal $($place:ident)+) => { $fields.verb == $verb };
}
pub(in crate::core) use buttons;

pub(in crate::core) fn sign(on: bool) -> char {
    if on { '+' } else { '-' }
}

/// Takes a sign off the front.
pub(in crate::core) fn signed(argument: &str) -> Option<(bool, &str)> {
    let off = || Some((false, argument.strip_prefix('-')?));
    argument
        .strip_prefix('+')
        .map(|rest| (true, rest))
        .or_else(off)
}

pub(in crate::core) fn read_depth(digit: &str) -> Option<Depth> {
    Depth::try_from(digit.parse::<u8>().ok()?).ok()
}

/// A time of day as four digits.
pub(in crate::core) fn hhmm(time: Time) -> String {
    format!("{:02}{:02}", time.hour(), time.minute())
}

pub(in crate::core) fn read_hhmm(digits: &str) -> Option<Time> {
    let (hour, minute) = digits.split_at_checked(2).filter(|_| digits.len() == 4)?;
    Time::new(hour.parse().ok()?, minute.parse().ok()?, 0, 0).ok()
}

fn hex(digits: &str) -> Option<i64> {
    if digits.len() > 16 || digits.starts_with(['+', '-']) {
        return None;
    }
    i64::from_str_radix(digits, 16).ok().filter(|id| *id > 0)
}
