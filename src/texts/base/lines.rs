//! How the lines of the Fluent files get their typed names, and the choice of a language.
//!
//! A misspelt name or a forgotten argument does not compile; the tests compare [`crate::texts::lines`] with the files both ways.
//! Names of people are arguments here: data, never parsed. What people write never comes here at all.
//!
//! To add a line: in the `.ftl` file of each language, and in the `lines` of its feature. To add a language: a folder beside `en`
//! with the same files, and one entry in `SOURCES`. A line that it lacks is said in English. Start with [`lines`].

use std::sync::LazyLock;

use fluent_bundle::concurrent::FluentBundle;
use fluent_bundle::{FluentArgs, FluentResource, FluentValue};
use unic_langid::LanguageIdentifier;

/// The language every line has.
pub const BASE: &str = "en";

/// The files of each language, the base first.
const SOURCES: &[(&str, &[&str])] = &[
    (
        BASE,
        &[
            include_str!("../en/start.ftl"),
            include_str!("../en/round.ftl"),
            include_str!("../en/shapes.ftl"),
            include_str!("../en/plan.ftl"),
            include_str!("../en/choice.ftl"),
            include_str!("../en/deck.ftl"),
            include_str!("../en/cover.ftl"),
            include_str!("../en/safety.ftl"),
            include_str!("../en/reflection.ftl"),
            include_str!("../en/around.ftl"),
            include_str!("../en/place.ftl"),
            include_str!("../en/group.ftl"),
        ],
    ),
    (
        "de",
        &[
            include_str!("../de/start.ftl"),
            include_str!("../de/round.ftl"),
            include_str!("../de/shapes.ftl"),
            include_str!("../de/plan.ftl"),
            include_str!("../de/choice.ftl"),
            include_str!("../de/deck.ftl"),
            include_str!("../de/cover.ftl"),
            include_str!("../de/safety.ftl"),
            include_str!("../de/reflection.ftl"),
            include_str!("../de/around.ftl"),
            include_str!("../de/place.ftl"),
            include_str!("../de/group.ftl"),
        ],
    ),
];

/// A line that is to be said: its id, and what stands in for its arguments.
pub(in crate::texts) struct Said<'a> {
    id: &'static str,
    args: FluentArgs<'a>,
}

impl<'a> Said<'a> {
    /// A line without arguments.
    pub(in crate::texts) fn new(id: &'static str) -> Said<'a> {
        Said {
            id,
            args: FluentArgs::new(),
        }
    }

    /// The same line with a value for one of its arguments.
    pub(in crate::texts) fn with(
        mut self,
        name: &'static str,
        value: impl Into<FluentValue<'a>>,
    ) -> Said<'a> {
        self.args.set(name, value);
        self
    }
}

/// Declares the lines of one feature: an enum with one variant a line, which holds the line's arguments, and `LINES` with every
/// line's id and the names of its arguments. `Line` without a lifetime is for features whose lines take none.
macro_rules! lines {
    (
        $Line:ident $(<$life:lifetime>)?;
        $($name:ident $({ $($arg:ident : $ty:ty),+ })? = $id:literal;)+
    ) => {
        #[derive(Clone, Copy)]
        pub(in crate::texts) enum $Line $(<$life>)? {
            $($name $({ $($arg: $ty),+ })?,)+
        }

        pub(in crate::texts) const LINES: &[$crate::texts::base::lines::Entry] = &[
            $(($id, &[$($(stringify!($arg)),+)?]),)+
        ];

        impl<'a> From<$Line $(<$life>)?> for $crate::texts::base::lines::Said<'a> {
            fn from(line: $Line $(<$life>)?) -> Self {
                match line {
                    $($Line::$name $({ $($arg),+ })? => {
                        $crate::texts::base::lines::Said::new($id)
                            $($(.with(stringify!($arg), $arg))+)?
                    })+
                }
            }
        }
    };
}
pub(in crate::texts) use lines;

/// A line's id, and the names of its arguments.
pub(in crate::texts) type Entry = (&'static str, &'static [&'static str]);

type Bundle = FluentBundle<FluentResource>;

/// One language, with English behind it.
#[derive(Clone, Copy)]
pub(in crate::texts) struct Lang(&'static [(&'static str, Bundle)], usize);

static BUNDLES: LazyLock<Vec<(&'static str, Bundle)>> = LazyLock::new(|| {
    SOURCES
        .iter()
        .map(|(tag, files)| (*tag, bundle(tag, files)))
        .collect()
});

/// A file with a fault still gives its other lines; a test makes sure that there is none.
fn bundle(tag: &str, files: &[&str]) -> Bundle {
    let language: LanguageIdentifier = tag.parse().unwrap_or_default();
    let mut bundle = Bundle::new_concurrent(vec![language]);
    bundle.set_use_isolating(false);
    for file in files {
        let resource = FluentResource::try_new((*file).to_owned())
            .unwrap_or_else(|(resource, _errors)| resource);
        bundle.add_resource_overriding(resource);
    }
    bundle
}

/// The languages there are texts in, as IETF tags, the base first.
pub fn languages() -> impl Iterator<Item = &'static str> {
    SOURCES.iter().map(|(tag, _)| *tag)
}

/// The files of one language as they are embedded; for checks.
pub fn sources(language: &str) -> &'static [&'static str] {
    SOURCES
        .iter()
        .find(|(tag, _)| *tag == language)
        .map_or(&[], |(_, files)| files)
}

impl Lang {
    /// The language of a tag (`de`, `pt-br`), else of its first part, else English.
    pub(in crate::texts) fn of(tag: Option<&str>) -> Lang {
        let bundles = BUNDLES.as_slice();
        let tag = tag.unwrap_or(BASE).to_ascii_lowercase();
        let part = tag.split('-').next().unwrap_or(BASE);
        let at = |wanted: &str| bundles.iter().position(|(tag, _)| *tag == wanted);
        Lang(bundles, at(&tag).or_else(|| at(part)).unwrap_or(0))
    }

    /// The line in this language.
    pub(in crate::texts) fn say<'l>(self, line: impl Into<Said<'l>>) -> String {
        let Said { id, args } = line.into();
        let said = self
            .format(self.1, id, &args)
            .or_else(|| self.format(0, id, &args));
        // A line that is in no file shows its id: wrong, but neither empty nor a crash. The tests exclude it.
        said.unwrap_or_else(|| id.to_owned())
    }

    fn format(self, language: usize, id: &str, args: &FluentArgs<'_>) -> Option<String> {
        let (_, bundle) = self.0.get(language)?;
        let message = bundle.get_message(id)?;
        let mut errors = Vec::new();
        let text = bundle.format_pattern(message.value()?, Some(args), &mut errors);
        errors.is_empty().then(|| text.into_owned())
    }
}
