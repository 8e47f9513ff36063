//! What a round asks, as its reader is shown it: a prompt of the library, or a question of somebody's own.
//!
//! A person's question never passes through a Fluent file: a line is said with a hole in it, and the words are put there
//! afterwards ([`View::around`]). Whose questions a message shows is noted, so that its authors are known
//! ([`View::sign`]). Start with [`View::prompt_shown`].

use crate::core::model::ids::{PersonId, Seat};
use crate::core::model::round::Round;
use crate::core::model::words::Text;
use crate::library::{FeelingId, KindId, PARTNER, fill};
use crate::texts::base::common::Common;
use crate::texts::base::lines::Said;
use crate::texts::base::names::{capitalise, clean_name};
use crate::texts::base::piece::{Body, Piece};
use crate::texts::base::rich::{Rich, Style};
use crate::texts::base::view::View;

/// Stands where words go that no file may see. Nothing that a file says holds it: a private character of Unicode's.
const HOLE: &str = "\u{F8FF}";

impl View<'_> {
    /// The prompt as this seat was shown it, with the partner's name.
    pub(in crate::texts) fn prompt(&self, round: &Round, seat: Seat) -> String {
        if round.own_question().is_some() {
            return self.own_prompt(round, &[]).into_parts().0;
        }
        let shown = round.seat(seat).shown.clone();
        let text = shown.or_else(|| {
            let prompt = self.ctx.library.prompt(&round.prompt)?;
            Some(prompt.words(&self.library_lang()).text.clone())
        });
        // Neither shown before nor in the library any more: nothing of it is left but that it was asked.
        let text = text.unwrap_or_else(|| "…".to_owned());
        self.fill(&text, round, seat)
    }

    /// The prompt behind its kind's emoji; a question of somebody's own under their name, as it was typed.
    pub(in crate::texts) fn prompt_shown(
        &self,
        round: &Round,
        seat: Seat,
        styles: &[Style],
    ) -> Rich {
        if round.own_question().is_none() {
            return Rich::styled(&self.prompt_with_emoji(round, seat), styles);
        }
        let kind = self.ctx.library.kind(&round.kind);
        let emoji = kind.filter(|kind| !kind.emoji.is_empty());
        let mut rich = Rich::default();
        if let Some(kind) = emoji {
            rich.push_styled(&format!("{} ", kind.emoji), styles);
        }
        rich.append(self.own_prompt(round, styles));
        rich
    }

    /// The prompt behind its kind's emoji.
    pub(in crate::texts) fn prompt_with_emoji(&self, round: &Round, seat: Seat) -> String {
        let prompt = self.prompt(round, seat);
        match self.ctx.library.kind(&round.kind) {
            Some(kind) if !kind.emoji.is_empty() => format!("{} {prompt}", kind.emoji),
            _ => prompt,
        }
    }

    /// A question of somebody's own under their name.
    pub(in crate::texts) fn own_prompt(&self, round: &Round, styles: &[Style]) -> Rich {
        match self.ctx.own.asked.get(&round.id) {
            Some((author, words)) => self.quote(*author, words, styles),
            None => Rich::styled(&self.say(Common::OwnGone), styles),
        }
    }

    pub(in crate::texts) fn quote(&self, author: PersonId, words: &Text, styles: &[Style]) -> Rich {
        self.quoted.borrow_mut().insert(author);
        let known = self.ctx.names.get(&author);
        let name = known.and_then(|name| clean_name(&name.0));
        let heading = match name {
            Some(name) => self.say(Common::OwnAsks { name: &name }),
            None if author == self.to => self.say(Common::OwnAsksMe),
            None => self.say(Common::OwnAsks {
                name: &self.name(author),
            }),
        };
        // On a line of their own, so that neither direction nor a quotation reaches into ours.
        let mut rich = Rich::styled(&format!("{heading}\n"), styles);
        if styles.contains(&Style::Spoiler) {
            rich.push_words(words);
        } else {
            rich.push_uncovered(words);
        }
        rich
    }

    /// A line with words in it that no file may see.
    pub(in crate::texts) fn around<L: Into<Said<'static>>>(
        &self,
        words: &str,
        line: impl Fn(&'static str) -> L,
    ) -> String {
        self.say(line(HOLE)).replacen(HOLE, words, 1)
    }

    /// Notes in each message with words whose questions were shown.
    pub(in crate::texts) fn sign(&self, mut pieces: Vec<Piece>) -> Vec<Piece> {
        for piece in &mut pieces {
            if let Body::Text { .. } = piece.body {
                for author in self.quoted.borrow().iter() {
                    if !piece.authors.contains(author) {
                        piece.authors.push(*author);
                    }
                }
            }
        }
        pieces
    }

    /// A line of the library with the partner's name.
    pub(in crate::texts) fn fill(&self, text: &str, round: &Round, seat: Seat) -> String {
        let partner = self.partner(round, seat);
        let filled = fill(text, &self.name_of(partner));
        if text.starts_with(PARTNER) && filled.starts_with(&self.say_plainly(Common::NameUnknown)) {
            capitalise(&filled)
        } else {
            filled
        }
    }

    /// A line of the library that both of the two read: each under their own name, with the other's in it.
    pub(in crate::texts) fn fill_for_both(&self, text: &str, round: &Round) -> String {
        if !text.contains(PARTNER) {
            return text.to_owned();
        }
        let people = Seat::BOTH.map(|seat| self.partner(round, seat.other()));
        let names = people.map(|id| clean_name(&self.ctx.names.get(&id?)?.0));
        let [Some(a), Some(b)] = names else {
            return self.fill_with_the_other(text);
        };
        let line = |to: &str, about: &str| {
            let filled = fill(text, about);
            format!("{to}: {filled}")
        };
        format!("{}\n{}", line(&a, &b), line(&b, &a))
    }

    /// A line of the library that is true of either of the two.
    pub(in crate::texts) fn fill_with_the_other(&self, text: &str) -> String {
        let filled = fill(text, &self.say_plainly(Common::GroupTheOther));
        if text.starts_with(PARTNER) {
            capitalise(&filled)
        } else {
            filled
        }
    }

    pub(in crate::texts) fn kind_title(&self, kind: &KindId) -> String {
        let lang = self.library_lang();
        match self.ctx.library.kind(kind) {
            Some(kind) => format!("{} {}", kind.emoji, kind.words(&lang).title),
            None => kind.to_string(),
        }
    }

    /// A feeling's word behind the emoji of its core word.
    pub(in crate::texts) fn feeling(&self, id: &FeelingId) -> String {
        let feelings = self.ctx.library.feelings();
        let core = feelings.core(id).or_else(|| feelings.core_of(id));
        let word = feelings.word(id, &self.library_lang()).unwrap_or("…");
        match core.and_then(|core| core.emoji.as_deref()) {
            Some(emoji) => format!("{emoji} {word}"),
            None => word.to_owned(),
        }
    }
}
