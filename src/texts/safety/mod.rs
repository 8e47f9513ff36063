//! The pages of `/safety`: help lines and the words around them, both from the library.
//!
//! One message each: the library's limits keep the longest page within Telegram's. Start with [`render`].

pub(in crate::texts) mod lines;

use crate::core::model::ids::MessageId;
use crate::core::protocol::press::Press;
use crate::core::protocol::safety::{COUNTRIES_PAGE, SafetyPage, SafetyPress, SafetySay};
use crate::library::{CountryId, HelpLine, Serves};
use crate::texts::base::common::Common;
use crate::texts::base::names::label;
use crate::texts::base::piece::{Button, Keyboard, Piece};
use crate::texts::base::rich::{Rich, Style};
use crate::texts::base::view::View;
use crate::texts::safety::lines::Line;

/// Countries beside each other: a phone shows two names without cutting them.
const COUNTRIES_A_ROW: usize = 2;

/// The messages that say it to the view's reader.
pub(super) fn render(view: &View<'_>, say: &SafetySay) -> Vec<Piece> {
    match say {
        SafetySay::Gone => view.line(Line::SafetyGone),
        SafetySay::Page { asked, page } => match page {
            SafetyPage::Afraid(country) => view.afraid(*asked, country.as_ref()),
            SafetyPage::Person(country) => view.person_page(*asked, country.as_ref()),
            SafetyPage::Countries(page) => view.countries(*asked, (*page).into()),
        },
    }
}

impl View<'_> {
    fn afraid(&self, asked: Option<MessageId>, country: Option<&CountryId>) -> Vec<Piece> {
        let lang = self.library_lang();
        let safety = self.ctx.library.safety();
        let words = safety.afraid(&lang);
        let mut text = titled(words.title, words.text);
        let lines: Vec<&HelpLine> = country.map_or_else(Vec::new, |country| {
            let lines = safety.lines_of(country);
            lines.collect()
        });
        let emergency = country.and_then(|country| {
            let number = &safety.emergency(country)?.number;
            let country = safety.country_name(country, &lang);
            Some(self.say(Line::SafetyEmergency { country, number }))
        });
        if let Some(emergency) = emergency {
            text.below(Rich::styled(&emergency, &[Style::Bold]));
        }
        if lines.is_empty() {
            text.below(Rich::plain(words.no_country));
        } else {
            text.below(Rich::plain(words.lines_intro));
        }
        for line in &lines {
            text.below(self.help_line(line));
        }
        let oldest = lines.iter().map(|line| line.stands()).min();
        if let Some((year, month)) = oldest.as_deref().and_then(|of| of.split_once('-')) {
            let line = Line::SafetyStands { year, month };
            text.below(Rich::styled(&self.say(line), &[Style::Italic]));
        }
        text.below(Rich::plain(words.directory_intro));
        for directory in safety.directories() {
            text.push(&format!("\n• {}: {}", directory.name, directory.url));
        }
        let person = SafetyPage::Person(country.cloned());
        let keyboard = Keyboard::column([
            turn(words.other_country, asked, SafetyPage::Countries(0)),
            turn(words.more, asked, person),
            take_away(words.delete, asked),
        ]);
        vec![Piece::text(text, keyboard)]
    }

    /// A service as it names itself, whom it serves, and every way to reach it.
    fn help_line(&self, line: &HelpLine) -> Rich {
        let mut rich = Rich::styled(&line.name, &[Style::Bold]);
        let serves = match line.serves {
            Serves::Everyone => None,
            Serves::Women => Some(Line::SafetyForWomen),
            Serves::Men => Some(Line::SafetyForMen),
            Serves::Lgbt => Some(Line::SafetyForLgbt),
        };
        if let Some(serves) = serves {
            rich.push(&format!(" ({})", self.say(serves)));
        }
        let sms = line.sms.as_deref();
        let sms = sms.map(|number| self.say(Line::SafetySms { number }));
        let at = [line.phone.clone(), sms, line.hours.clone()];
        let at: Vec<String> = at.into_iter().flatten().collect();
        if !at.is_empty() {
            rich.push("\n");
            rich.push(&at.join(" · "));
        }
        if let Some(chat) = line.chat.as_deref() {
            rich.push("\n");
            rich.push(&self.say(Line::SafetyChat { url: chat }));
        }
        if let Some(url) = line.url.as_deref() {
            rich.push("\n");
            rich.push(url);
        }
        rich
    }

    fn person_page(&self, asked: Option<MessageId>, country: Option<&CountryId>) -> Vec<Piece> {
        let lang = self.library_lang();
        let safety = self.ctx.library.safety();
        let words = safety.person(&lang);
        let back = SafetyPage::Afraid(country.cloned());
        let keyboard = Keyboard::column([
            turn(&self.say(Line::ButtonSafetyBack), asked, back),
            take_away(safety.afraid(&lang).delete, asked),
        ]);
        vec![Piece::text(titled(words.title, words.text), keyboard)]
    }

    /// The countries by their names in the reader's language.
    fn countries(&self, asked: Option<MessageId>, page: usize) -> Vec<Piece> {
        let lang = self.library_lang();
        let safety = self.ctx.library.safety();
        let countries = safety.countries().iter();
        let mut named: Vec<(String, &str, &CountryId)> = countries
            .map(|country| {
                let name = safety.country_name(country, &lang);
                (in_order(name), name, country)
            })
            .collect();
        named.sort();
        let pages = named.len().div_ceil(COUNTRIES_PAGE).max(1);
        let page = page.min(pages - 1);
        let shown: Vec<Button> = named
            .iter()
            .skip(page * COUNTRIES_PAGE)
            .take(COUNTRIES_PAGE)
            .map(|(_, name, country)| {
                let page = SafetyPage::Afraid(Some((*country).clone()));
                turn(name, asked, page)
            })
            .collect();
        let mut keyboard = Keyboard::default();
        for row in shown.chunks(COUNTRIES_A_ROW) {
            keyboard = keyboard.row(row.to_vec());
        }
        let to = |line, page: usize| {
            let page = u8::try_from(page).unwrap_or(u8::MAX);
            turn(&self.say(line), asked, SafetyPage::Countries(page))
        };
        let back = (page > 0).then(|| to(Common::ButtonPageBack, page - 1));
        let on = (page + 1 < pages).then(|| to(Common::ButtonPageOn, page + 1));
        let elsewhere = SafetyPage::Afraid(None);
        let keyboard = keyboard.row(back.into_iter().chain(on)).row([turn(
            &self.say(Line::ButtonSafetyElsewhere),
            asked,
            elsewhere,
        )]);
        let delete = safety.afraid(&lang).delete;
        let keyboard = keyboard.row([take_away(delete, asked)]);
        self.with(Line::SafetyCountries, keyboard)
    }
}

fn titled(title: &str, text: &str) -> Rich {
    let mut rich = Rich::styled(title, &[Style::Bold]);
    rich.below(Rich::plain(text));
    rich
}

fn turn(said: &str, asked: Option<MessageId>, page: SafetyPage) -> Button {
    Button::Press {
        label: label(said),
        press: Press::Safety(SafetyPress::Turn { asked, page }),
    }
}

fn take_away(said: &str, asked: Option<MessageId>) -> Button {
    Button::Press {
        label: label(said),
        press: Press::Safety(SafetyPress::Delete { asked }),
    }
}

/// A name as lists order it: without case, and letters with marks beside those without.
fn in_order(name: &str) -> String {
    let plain = |c: char| match c {
        'à'..='å' => 'a',
        'ç' | 'č' | 'ć' => 'c',
        'è'..='ë' => 'e',
        'ì'..='ï' | 'ı' => 'i',
        'ñ' => 'n',
        'ò'..='ö' | 'ø' => 'o',
        'š' | 'ś' | 'ş' => 's',
        'ù'..='ü' => 'u',
        'ý' | 'ÿ' => 'y',
        'ž' | 'ź' | 'ż' => 'z',
        c => c,
    };
    name.to_lowercase().chars().map(plain).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_stand_where_a_reader_looks_for_them() {
        let mut names = [
            "Ungarn",
            "Österreich",
            "Peru",
            "Ägypten",
            "Oman",
            "Argentinien",
        ];
        names.sort_by_key(|name| in_order(name));
        let sorted = [
            "Ägypten",
            "Argentinien",
            "Oman",
            "Österreich",
            "Peru",
            "Ungarn",
        ];
        assert_eq!(names, sorted);
    }
}
