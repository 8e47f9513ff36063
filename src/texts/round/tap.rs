//! What was tapped, as it is shown when it opens: to each under a name, and side by side.
//!
//! Whatever stands here lies under a spoiler, as words do. Start with [`View::tapped`] and [`View::together`].

use std::collections::BTreeSet;
use std::mem::discriminant;

use crate::core::model::ids::{PersonId, Seat};
use crate::core::model::round::{Round, Sequel};
use crate::core::model::tap::{PLACES, Tap};
use crate::library::{Reveals, Shape};
use crate::texts::base::rich::{Rich, Style};
use crate::texts::base::view::View;
use crate::texts::round::lines::Line;

/// Two ends this long together still stand in one line on a phone.
const ENDS_IN_A_LINE_CHARS: usize = 24;

/// Who reads a page with both answers.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(in crate::texts) enum Reader {
    /// One of the two, in their own chat.
    One(Seat),
    /// Both, in their group; it is written in the language of this seat.
    Both(Seat),
}

impl Reader {
    pub(in crate::texts) fn is(self, seat: Seat) -> bool {
        self == Reader::One(seat)
    }

    /// In whose language it is read.
    pub(in crate::texts) fn seat(self) -> Seat {
        match self {
            Reader::One(seat) | Reader::Both(seat) => seat,
        }
    }
}

impl View<'_> {
    /// What one seat has tapped, as it stands under their name.
    pub(super) fn tapped(&self, round: &Round, seat: Seat, reader: Reader) -> Option<Rich> {
        let line = match round.tap_of(seat)? {
            Tap::Feeling(id) => {
                self.ctx.library.feelings().core_of(id)?;
                self.feeling(id)
            }
            Tap::Picks(_) if shows_matches(round) => self.say(Line::RevealPicked),
            Tap::Picks(picks) => self
                .listed(round, reader.seat(), Some(seat), picks)
                .join("\n"),
            Tap::Done => self.say(Line::RevealDoneOne),
            Tap::Place(_) => return None,
        };
        Some(Rich::styled(&line, &[Style::Spoiler]))
    }

    /// What was tapped by these, side by side, in the order in which they stand.
    pub(in crate::texts) fn together(
        &self,
        round: &Round,
        reader: Reader,
        seats: &[Seat],
    ) -> Option<Shared> {
        match round.shape {
            Shape::Scale => self.on_scale(round, reader, seats),
            Shape::Choice if shows_matches(round) => self.matches(round, reader),
            Shape::Done => self.both_did(round),
            Shape::Text | Shape::Feeling | Shape::Choice => None,
        }
    }

    fn both_did(&self, round: &Round) -> Option<Shared> {
        let mut taps = Seat::BOTH.iter().map(|seat| round.tap_of(*seat));
        let line = Rich::styled(&self.say(Line::RevealDoneBoth), &[Style::Spoiler]);
        taps.all(|tap| tap == Some(&Tap::Done)).then(|| Shared {
            rich: line,
            authors: self.both(round),
            of: Seat::BOTH.to_vec(),
        })
    }

    fn both(&self, round: &Round) -> Vec<PersonId> {
        let seats = Seat::BOTH.iter();
        seats
            .filter_map(|seat| self.partner(round, seat.other()))
            .collect()
    }

    /// Places between the two ends, in dots one under the other.
    fn on_scale(&self, round: &Round, reader: Reader, seats: &[Seat]) -> Option<Shared> {
        let mut shared = Shared::default();
        let mut rows = Vec::new();
        for seat in seats {
            if let Some(Tap::Place(place)) = round.tap_of(*seat) {
                let author = self.partner(round, seat.other());
                let name = match reader {
                    Reader::One(mine) => self.heading(author, mine == *seat),
                    Reader::Both(_) => self.title_in_group(author),
                };
                rows.push(format!("{}  {name}", dots(*place)));
                shared.of.push(*seat);
                shared.authors.extend(author);
            }
        }
        let [left, right] = self.ends(round, reader.seat())?;
        let between = match left.chars().count() + right.chars().count() {
            0..=ENDS_IN_A_LINE_CHARS => " · ",
            _ => "\n",
        };
        let figure = format!("◂ {left}{between}{right} ▸\n{}", rows.join("\n"));
        shared.rich = Rich::styled(&figure, &[Style::Spoiler]);
        (!rows.is_empty()).then_some(shared)
    }

    /// What both picked, or what follows where there is nothing. Of what one of them picked alone nothing is left to show.
    fn matches(&self, round: &Round, reader: Reader) -> Option<Shared> {
        let picked = Seat::BOTH.map(|seat| matches!(round.tap_of(seat), Some(Tap::Picks(_))));
        if picked != [true, true] {
            return None;
        }
        let seat = reader.seat();
        let name = self.name_of(self.partner(round, seat));
        let mut lines = Vec::new();
        if let Some(Tap::Picks(picks)) = round.tap_of(seat).filter(|_| !is_empty(round, seat)) {
            let of_one = matches!(reader, Reader::One(_)).then_some(seat);
            lines.push(self.say(Line::RevealMatches));
            lines.extend(self.listed(round, seat, of_one, picks));
        } else if let (Reader::Both(_), Some(Sequel::Lot { surprises })) = (reader, round.sequel) {
            let name = self.name_in_group(self.partner(round, surprises.other()));
            let other = self.name_in_group(self.partner(round, surprises));
            lines.push(self.say(Line::GroupLot {
                name: &name,
                other: &other,
            }));
        } else {
            lines.push(self.say(match round.sequel {
                None => Line::RevealNoMatch,
                Some(Sequel::Others) => Line::RevealNoMatchOthers,
                Some(Sequel::Lot { surprises }) if surprises == seat => {
                    Line::RevealLotMe { name: &name }
                }
                Some(Sequel::Lot { .. }) => Line::RevealLotThem { name: &name },
            }));
        }
        Some(Shared {
            rich: Rich::styled(&lines.join("\n"), &[Style::Spoiler]),
            authors: self.both(round),
            of: Seat::BOTH.to_vec(),
        })
    }

    /// Both picked, and nothing in common.
    pub(in crate::texts) fn is_without_match(&self, round: &Round) -> bool {
        shows_matches(round) && Seat::BOTH.iter().all(|seat| is_empty(round, *seat))
    }

    /// Options by their numbers, in the words this reader was shown, else in those of the library, else in the author's. Without
    /// an author they are picks of both.
    fn listed(
        &self,
        round: &Round,
        reader: Seat,
        author: Option<Seat>,
        picks: &BTreeSet<u8>,
    ) -> Vec<String> {
        let known = self.ctx.library.prompt(&round.prompt);
        let known = known.map(|prompt| prompt.words(&self.library_lang()).options.as_slice());
        let lists = [
            round.seat(reader).options.as_slice(),
            known.unwrap_or_default(),
            round
                .seat(author.unwrap_or(reader.other()))
                .options
                .as_slice(),
        ];
        let list = lists.into_iter().find(|list| !list.is_empty());
        let list = list.unwrap_or_default();
        let option = |n: &u8| list.get(usize::from(*n).checked_sub(1)?);
        let picked = picks.iter().filter_map(option);
        picked
            .map(|option| match author {
                Some(author) => format!("· {}", self.fill(option, round, author)),
                None => format!("· {}", self.fill_with_the_other(option)),
            })
            .collect()
    }

    /// The ends as the reader was shown them, else as they are in the library, else as the partner was.
    fn ends(&self, round: &Round, reader: Seat) -> Option<[String; 2]> {
        let shown = |seat: Seat| round.seat(seat).ends.clone();
        let known = || {
            let prompt = self.ctx.library.prompt(&round.prompt)?;
            prompt.words(&self.library_lang()).ends.clone()
        };
        shown(reader)
            .or_else(known)
            .or_else(|| shown(reader.other()))
    }

    /// Where two taps do not meet: how to go on, as nobody is wrong.
    pub(in crate::texts) fn differ(&self, round: &Round, reader: Reader) -> Rich {
        let name = self.name_of(self.partner(round, reader.seat()));
        let [a, b] = Seat::BOTH.map(|seat| self.name_in_group(self.partner(round, seat.other())));
        let in_group = matches!(reader, Reader::Both(_));
        let [Some(first), Some(second)] = Seat::BOTH.map(|seat| round.tap_of(seat)) else {
            return Rich::default();
        };
        if first == second || discriminant(first) != discriminant(second) {
            return Rich::default();
        }
        let line = match first {
            Tap::Place(_) if in_group => Line::GroupDifferPlace,
            Tap::Place(_) => Line::RevealDifferPlace { name: &name },
            Tap::Picks(_) if in_group => Line::GroupDifferPicks { a: &a, b: &b },
            Tap::Picks(_) => Line::RevealDifferPicks { name: &name },
            Tap::Feeling(_) | Tap::Done => return Rich::default(),
        };
        Rich::styled(&self.say(line), &[Style::Italic, Style::Spoiler])
    }

    /// The one glad line, where two answers meet.
    pub(in crate::texts) fn twins(&self, round: &Round) -> Option<Rich> {
        let [first, second] = Seat::BOTH.map(|seat| round.tap_of(seat));
        let same = match first.filter(|_| first == second) {
            Some(Tap::Feeling(_)) => Some(Line::RevealSameFeeling),
            Some(Tap::Place(_)) => Some(Line::RevealSamePlace),
            // That nothing else was picked is not to be told where matches alone are shown.
            Some(Tap::Picks(_)) if shows_matches(round) => None,
            Some(Tap::Picks(_)) => Some(Line::RevealSamePicks),
            Some(Tap::Done) | None => None,
        };
        match same {
            // It tells of what was answered.
            Some(line) => Some(Rich::styled(&self.say(line), &[Style::Spoiler])),
            None => round
                .twins()
                .then(|| Rich::plain(&self.say(Line::RevealTwins))),
        }
    }
}

/// What both have tapped, in one piece.
#[derive(Default)]
pub(in crate::texts) struct Shared {
    pub(in crate::texts) rich: Rich,
    pub(in crate::texts) authors: Vec<PersonId>,
    /// Whose taps are shown in it.
    pub(in crate::texts) of: Vec<Seat>,
}

/// Opened, and of what was picked only what both picked is there.
fn shows_matches(round: &Round) -> bool {
    round.reveals == Reveals::Matches && round.is_revealed()
}

fn is_empty(round: &Round, seat: Seat) -> bool {
    matches!(round.tap_of(seat), Some(Tap::Picks(picks)) if picks.is_empty())
}

/// `○○●○○` for 3.
fn dots(place: u8) -> String {
    (1..=PLACES)
        .map(|n| if n == place { '●' } else { '○' })
        .collect()
}
