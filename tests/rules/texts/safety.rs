//! `/safety`: each page one message, however much the library says there.

use std::sync::OnceLock;

use crate::texts::rules::within_limits;
use crate::texts::world::{ANA, World, shipped};
use twofold::core::model::ids::MessageId;
use twofold::core::protocol::safety::{SafetyPage, SafetySay};
use twofold::core::protocol::say::Say;
use twofold::library::{self, CountryId, Library, Source};
use twofold::texts::{Piece, languages};

const LANGUAGES: [&str; 2] = ["en", "de"];

fn page(library: &Library, lang: &str, page: SafetyPage) -> Vec<Piece> {
    let mut w = World::new();
    let ana = w.state.persons.get_mut(&ANA).expect("Ana");
    ana.lang = Some(lang.to_owned());
    let asked = Some(MessageId(i64::MAX));
    let say = Say::Safety(SafetySay::Page { asked, page });
    w.show_from(library, &say, ANA)
}

/// Every page there is.
fn pages(library: &Library) -> Vec<SafetyPage> {
    let countries = library.safety().countries().iter().cloned().map(Some);
    let countries: Vec<Option<CountryId>> = countries.chain([None]).collect();
    let afraid = countries.iter().cloned().map(SafetyPage::Afraid);
    let person = countries.iter().cloned().map(SafetyPage::Person);
    let list = [0, 1, 2, u8::MAX].map(SafetyPage::Countries);
    afraid.chain(person).chain(list).collect()
}

/// Three lines in a country and three directories, everything as long as the library lets it be.
fn longest() -> &'static Library {
    static LIBRARY: OnceLock<Library> = OnceLock::new();
    LIBRARY.get_or_init(|| {
        let long = |n: usize| "ö".repeat(n);
        let url = |n: usize| format!("https://example.org/{}", "x".repeat(n - 20));
        let mut list = "checked = 2026-11-23\n".to_owned();
        for n in 1..=3 {
            list.push_str(&format!(
                "[[line]]\ncountry = \"DE\"\nname = \"{n}{}\"\nfor = \"lgbt\"\nphone = \"{}\"\ntext = \"{}\"\n\
                 chat = \"{}\"\nurl = \"{}\"\nhours = \"{}\"\nsource = \"{}\"\n",
                long(79),
                "1".repeat(30),
                long(40),
                url(120),
                url(120),
                long(40),
                url(200),
            ));
        }
        for n in 1..=3 {
            list.push_str(&format!(
                "[[directory]]\nname = \"{n}{}\"\nurl = \"{}\"\nsource = \"{}\"\n",
                long(79),
                url(120),
                url(200),
            ));
        }
        list.push_str(&format!(
            "[[emergency]]\ncountry = \"DE\"\nnumber = \"{}\"\nsource = \"{}\"\n",
            "1".repeat(30),
            url(200),
        ));
        let words = format!(
            "[afraid]\ntitle = \"{}\"\ntext = \"{}\"\nlines_intro = \"{}\"\nno_country = \"{}\"\n\
             directory_intro = \"{}\"\ndelete = \"{}\"\nmore = \"{}\"\nother_country = \"{}\"\n\
             [person]\ntitle = \"{}\"\ntext = \"{}\"\n[countries]\nDE = \"{}\"\n",
            long(60),
            long(1200),
            long(200),
            long(300),
            long(200),
            long(32),
            long(32),
            long(32),
            long(60),
            long(1200),
            long(40),
        );
        let mut files = vec![
            ("safety.toml".to_owned(), list),
            (
                "kinds.toml".to_owned(),
                "[[kind]]\nid = \"heart\"\nemoji = \"💗\"\nshape = \"text\"\ndepth = 2\n".to_owned(),
            ),
            (
                "en/kinds.toml".to_owned(),
                "[heart]\ntitle = \"Heart\"\nhow = \"Slowly.\"\n".to_owned(),
            ),
            (
                "en/heart.toml".to_owned(),
                "[[prompt]]\nid = \"heart-0001\"\ntext = \"What are you afraid to ask for?\"\ntheme = \"asking\"\n\
                 why = \"A wish that is said can be met.\"\n"
                    .to_owned(),
            ),
        ];
        files.extend(LANGUAGES.map(|lang| (format!("{lang}/safety.toml"), words.clone())));
        library::load(Source::strings(files)).unwrap_or_else(|bad| panic!("{bad}"))
    })
}

#[test]
fn every_page_is_one_message_within_telegrams_limits() {
    assert_eq!(languages().collect::<Vec<_>>(), LANGUAGES);
    for library in [longest(), shipped()] {
        for lang in LANGUAGES {
            for at in pages(library) {
                let pieces = page(library, lang, at);
                assert_eq!(pieces.len(), 1);
                within_limits(&pieces);
            }
        }
    }
}
