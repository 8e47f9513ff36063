//! What people wrote, each version with a canary of its own, and whom its author let see it.

use std::collections::{BTreeMap, BTreeSet};

use jiff::Timestamp;

use twofold::core::model::ids::{CoupleId, ReflectionId, RoundId, Seat};

/// How a canary begins; eight letters or digits follow.
const MARK: &str = "zq";
const LENGTH: usize = 10;

/// One message of a person, in their direct chat.
#[derive(Clone, Debug, Default)]
pub struct Said {
    /// By index.
    pub author: usize,
    /// One for each version, the newest last.
    pub canaries: Vec<String>,
    pub file_id: Option<String>,
    /// It was a reply to something of the partner's, or the author chose *for partner*.
    pub for_partner: bool,
    /// The author took it back before it was opened.
    pub withdrawn: bool,
    pub deleted: bool,
    /// It has neither text nor file id: it can only be copied from where it stands.
    pub copied: bool,
    pub reply_to: Option<i64>,
}

/// A message of a person, by person and message id.
pub type Message = (usize, i64);

/// What people did in reflections.
#[derive(Default)]
pub struct Reflections {
    /// In which reflection and step a message is, or was, written.
    pub step_of: BTreeMap<Message, (ReflectionId, usize)>,
    /// Readers whom an opened or a given step let see a message.
    pub opened: BTreeSet<(Message, usize)>,
    /// Who named a time to come back to.
    pub asked: BTreeSet<(usize, CoupleId)>,
    /// *Yes, I can*, by the one who was invited.
    pub yes: BTreeSet<(usize, ReflectionId)>,
    pub sealed: BTreeSet<(usize, ReflectionId)>,
    /// *Give it*, as pressed.
    pub gave: BTreeSet<(usize, ReflectionId, usize)>,
    /// When an invitation can arrive, as it was said first.
    pub arrives: BTreeMap<ReflectionId, Timestamp>,
    /// When each seat was invited.
    pub invited: BTreeMap<(CoupleId, usize), Vec<Timestamp>>,
    /// How the rows of words looked on the disk.
    pub sealed_words: BTreeMap<i64, (ReflectionId, BTreeSet<String>)>,
}

impl Reflections {
    /// How often the partner of this one was invited since then.
    pub fn invitations(&self, couple: CoupleId, to: Seat, since: Timestamp) -> usize {
        let all = self.invited.get(&(couple, to.index()));
        all.map_or(0, |all| all.iter().filter(|at| **at > since).count())
    }
}

#[derive(Default)]
pub struct Ledger {
    pub said: BTreeMap<Message, Said>,
    by_canary: BTreeMap<String, Message>,
    /// Readers whom a reveal or a gift let see a message.
    pub opened: BTreeSet<(Message, usize)>,
    /// Who was with whom when a message was passed on, or later.
    pub partners: BTreeSet<(usize, usize)>,
    /// *Give it anyway*, as pressed.
    pub gave: BTreeSet<(usize, RoundId)>,
    pub confirmed: BTreeSet<(usize, usize)>,
    /// In which round a message was sealed.
    pub sealed_in: BTreeMap<Message, RoundId>,
    pub reflections: Reflections,
    next: u64,
}

impl Ledger {
    /// A new canary, like no other of this world.
    pub fn canary(&mut self) -> String {
        self.next += 1;
        let mut left = self.next.wrapping_mul(0x9e37_79b9_7f4a_7c15) >> 20;
        // The count in the last letters makes it unique, the rest hard to meet by chance.
        let mut letters = String::from(MARK);
        for _ in 0..4 {
            letters.push(letter(left % 36));
            left /= 36;
        }
        let mut count = self.next;
        for _ in 0..4 {
            letters.push(letter(count % 36));
            count /= 36;
        }
        letters
    }

    pub fn note(&mut self, message: Message, said: Said) {
        for mark in said.canaries.iter().chain(&said.file_id) {
            self.by_canary.insert(mark.clone(), message);
        }
        self.said.insert(message, said);
    }

    /// Words in a group, which the bot leaves alone: they are nobody's answer, and it never says them again.
    pub fn note_talk(&mut self, who: usize, canary: String) {
        self.by_canary.insert(canary, (who, -1));
    }

    pub fn new_version(&mut self, message: Message, canary: String) {
        self.by_canary.insert(canary.clone(), message);
        if let Some(said) = self.said.get_mut(&message) {
            said.canaries.push(canary);
        }
    }

    /// The messages whose words or file these are.
    pub fn find(&self, text: &str, file_id: Option<&str>) -> Vec<(Message, String)> {
        let mut found = Vec::new();
        for mark in marks(text).chain(file_id) {
            if let Some(message) = self.by_canary.get(mark) {
                found.push((*message, mark.to_owned()));
            }
        }
        found
    }

    /// Whether this person may see this message of somebody else.
    pub fn may_see(&self, message: Message, reader: usize) -> bool {
        let Some(said) = self.said.get(&message) else {
            return false;
        };
        if self.reflections.step_of.contains_key(&message) {
            return self.reflections.opened.contains(&(message, reader));
        }
        self.opened.contains(&(message, reader))
            || (said.for_partner && self.partners.contains(&(said.author, reader)))
    }
}

/// What looks like a canary.
pub fn marks(text: &str) -> impl Iterator<Item = &str> {
    text.match_indices(MARK).filter_map(|(at, _)| {
        let mark = text.get(at..at + LENGTH)?;
        mark.bytes()
            .all(|b| b.is_ascii_lowercase() || b.is_ascii_digit())
            .then_some(mark)
    })
}

fn letter(number: u64) -> char {
    char::from_digit(number as u32, 36).unwrap_or('0')
}
