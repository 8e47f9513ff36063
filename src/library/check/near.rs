//! Which texts of one language say nearly the same.
//!
//! Two measures, each finding what the other misses. *Overlap*: the words that carry meaning (function words, `{partner}`
//! and endings left out) as sets; shared ones over all. *One word apart*: the same words in the same order but for one,
//! the mark of filler made by swapping a noun.

use std::collections::hash_map::Entry;
use std::collections::{HashMap, HashSet};
use std::hash::{DefaultHasher, Hash, Hasher};

use crate::library::values::PARTNER;

/// Two texts whose sets of words share at least this much are nearly the same. Among 314 prompts written apart the
/// closest two share 50 %; paraphrases of one another mostly share 57 to 100 %.
const OVERLAP_PERCENT_MIN: u32 = 55;
/// Below three shared words the overlap says little.
const SHARED_MIN: u32 = 3;
/// Texts shorter than this may differ in one word only: "What made you laugh today?" and "… cry today?" are two questions.
const SWAP_WORDS_MIN: usize = 7;

/// What is left of a word without its ending; shorter, and different words become one.
const STEM_CHARS_MIN: usize = 3;

/// How two texts are alike. `earlier` and `later` are positions in the slice given to [`alike`].
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) struct Alike {
    pub(super) earlier: usize,
    pub(super) later: usize,
    pub(super) how: How,
}

#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum How {
    /// The same words in the same order.
    Same,
    /// All words but one.
    OneWord,
    /// So many of so many words in common.
    Overlap { shared: u32, all: u32 },
}

/// Each text that is like an earlier one, with the earlier one it is most like; in the order of the later ones.
pub(super) fn alike(texts: &[&str]) -> Vec<Alike> {
    let words: Vec<Vec<String>> = texts.iter().map(|text| words(text)).collect();
    let mut found: HashMap<usize, Alike> = HashMap::new();
    overlaps(&words, &mut found);
    swaps(&words, &mut found);
    same(&words, &mut found);
    let mut found: Vec<Alike> = found.into_values().collect();
    found.sort_by_key(|alike| alike.later);
    found
}

fn same(words: &[Vec<String>], found: &mut HashMap<usize, Alike>) {
    let mut first = HashMap::new();
    for (later, words) in words.iter().enumerate() {
        match first.entry(words) {
            Entry::Vacant(entry) => {
                entry.insert(later);
            }
            Entry::Occupied(entry) => {
                let earlier = *entry.get();
                let how = How::Same;
                found.insert(
                    later,
                    Alike {
                        earlier,
                        later,
                        how,
                    },
                );
            }
        }
    }
}

/// Texts that become the same when one word is blanked out at the same place.
fn swaps(words: &[Vec<String>], found: &mut HashMap<usize, Alike>) {
    let mut first: HashMap<u64, usize> = HashMap::new();
    for (later, words) in words.iter().enumerate() {
        if words.len() < SWAP_WORDS_MIN {
            continue;
        }
        for blank in 0..words.len() {
            let mut hasher = DefaultHasher::new();
            blank.hash(&mut hasher);
            words[..blank].hash(&mut hasher);
            words[blank + 1..].hash(&mut hasher);
            let earlier = *first.entry(hasher.finish()).or_insert(later);
            if earlier != later {
                let how = How::OneWord;
                found.insert(
                    later,
                    Alike {
                        earlier,
                        later,
                        how,
                    },
                );
            }
        }
    }
}

fn overlaps(words: &[Vec<String>], found: &mut HashMap<usize, Alike>) {
    let ignored: HashSet<&str> = FUNCTION_WORDS.split_whitespace().collect();
    let sets: Vec<HashSet<&str>> = words
        .iter()
        .map(|words| {
            let meant = words.iter().filter(|word| !ignored.contains(word.as_str()));
            meant.map(|word| stem(word)).collect()
        })
        .collect();
    // For each word the earlier texts that hold it: only texts that share a word are ever compared.
    let mut holders: HashMap<&str, Vec<usize>> = HashMap::new();
    let mut shared_with = vec![0u32; sets.len()];
    for (later, set) in sets.iter().enumerate() {
        let mut touched = Vec::new();
        for word in set {
            let holders = holders.entry(word).or_default();
            for &earlier in holders.iter() {
                if shared_with[earlier] == 0 {
                    touched.push(earlier);
                }
                shared_with[earlier] += 1;
            }
            holders.push(later);
        }
        touched.sort_unstable();
        let mut best: Option<(u32, u32, usize)> = None;
        for earlier in touched {
            let shared = std::mem::take(&mut shared_with[earlier]);
            let all = (set.len() + sets[earlier].len()) as u32 - shared;
            let near = shared >= SHARED_MIN && shared * 100 >= all * OVERLAP_PERCENT_MIN;
            if near && best.is_none_or(|(s, a, _)| shared * a > s * all) {
                best = Some((shared, all, earlier));
            }
        }
        if let Some((shared, all, earlier)) = best {
            let how = How::Overlap { shared, all };
            found.insert(
                later,
                Alike {
                    earlier,
                    later,
                    how,
                },
            );
        }
    }
}

/// Lowercase words without stops and quotes; an apostrophe inside stays. `{partner}` is no word.
fn words(text: &str) -> Vec<String> {
    let text = text.replace(PARTNER, " ").to_lowercase();
    text.split(|c: char| !c.is_alphanumeric() && c != '’')
        .map(|word| word.trim_matches('’').to_owned())
        // One letter is what is left of “{partner}’s”, or an article.
        .filter(|word| word.chars().count() > 1)
        .collect()
}

/// The word without an English ending. Rough, and good enough to see that "laughed" and "laughs" are one word.
fn stem(word: &str) -> &str {
    let word = word.strip_suffix("’s").unwrap_or(word);
    ["ies", "ing", "ed", "es", "s", "y", "e"]
        .iter()
        .filter_map(|ending| word.strip_suffix(ending))
        .find(|stem| stem.chars().count() >= STEM_CHARS_MIN)
        .unwrap_or(word)
}

/// Words that carry no angle, in English, German and Spanish; in other languages the overlap is a little coarser.
const FUNCTION_WORDS: &str = "\
    a an the this that these those there here it its it’s i me my mine you your yours we us our ours they them their \
    he she him her his hers who whom whose which what what’s when where why how and or but if so than then as at by for \
    from in into of off on onto out over to up with without about after before while is are was were be been being am \
    do does did done doing don’t didn’t doesn’t have has had having will would could should can may might must not no \
    nor too very just only also even still ever almost hardly nearly much more most some any each every other one ones \
    something anything nothing everything someone anyone everyone somebody anybody nobody everybody thing things way \
    two between partner \
    \
    der die das den dem des ein eine einen einem einer eines ich mich mir mein meine meinen meiner du dich dir dein \
    deine deinen deinem deiner er sie es ihn ihm ihr wir uns unser unsere euch euer eure sich und oder aber wenn als wie \
    was wer wen wem wo wann warum welche welcher welches welchen in im an am auf aus bei mit nach von vom zu zum zur \
    über unter für ohne um vor ist sind war waren sein bin bist hat habe hast haben hatte hatten wird würde würdest \
    werden kann kannst könnte könntest soll will willst nicht kein keine keinen auch nur so dass da dann etwas \
    jemand \
    \
    el la los las un una unos unas lo le les yo mí mi mis tú tu tus ti te me se nos nosotros él ella ellos su sus que \
    qué quién cuál cuándo dónde cómo por para con sin de del al en y o pero si como cuando es son era fue ser está \
    estás estaba ha has he han hay no ni también solo algo alguien más muy";

#[cfg(test)]
mod tests {
    use super::*;

    fn how(a: &str, b: &str) -> Option<How> {
        alike(&[a, b]).first().map(|alike| alike.how)
    }

    #[test]
    fn the_same_words_are_the_same_whatever_the_stops() {
        assert_eq!(
            how(
                "What made you laugh today?",
                "What made you laugh today, {partner}?"
            ),
            Some(How::Same)
        );
    }

    #[test]
    fn a_swapped_noun_is_seen() {
        assert_eq!(
            how(
                "Which song always makes you think of {partner}, and since when?",
                "Which street always makes you think of {partner}, and since when?"
            ),
            Some(How::OneWord)
        );
    }

    #[test]
    fn the_same_thought_in_another_order_is_seen() {
        let found = how(
            "What did {partner} do this week that made an ordinary evening lighter?",
            "This week, which ordinary evening was made lighter, and what did {partner} do?",
        );
        assert!(matches!(found, Some(How::Overlap { .. })), "{found:?}");
    }

    #[test]
    fn the_same_frame_with_another_angle_is_not_near() {
        assert_eq!(
            how(
                "What did {partner} do this week that took patience nobody else saw?",
                "What did {partner} say this week that made you feel braver than you were?"
            ),
            None
        );
    }
}
