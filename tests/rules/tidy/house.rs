//! What keeps the house small enough to find one's way in: sizes, circles, and the floors of the core.
//!
//! An arrow leads from a file to each file whose names it takes, by `use` or by a path. What stands behind `#[cfg(test)]` does not
//! count.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;

use super::reading::{code, is_word, sources};

/// A file that needs scrolling to understand wants splitting; beyond this it has to be split.
const FILE_LINES_MAX: usize = 500;

/// From its `fn` to its closing brace.
const FUNCTION_LINES_MAX: usize = 80;

/// So many files may take names from each other in a circle.
const CIRCLE_MAX: usize = 3;

/// The floors of `src/core`, from the ground up. A file may name its own floor and those below it; whatever stands in one line is
/// one floor whose rooms do not name each other.
const FLOORS: &[&[&str]] = &[
    &["model"],
    &["protocol"],
    &["turn"],
    &["choice", "place", "plan", "safety", "settings"],
    &["deck"],
    &["round"],
    &["couple", "group", "reflection"],
    &["dispatch", "expecting", "needs", "tick"],
];

#[test]
fn no_file_is_longer_than_one_can_follow() {
    let long: Vec<String> = sources()
        .map(|file| (file.text.lines().count(), file.path))
        .filter(|(lines, _)| *lines > FILE_LINES_MAX)
        .map(|(lines, path)| format!("{path}: {lines}"))
        .collect();
    assert!(long.is_empty(), "{long:#?}");
}

#[test]
fn no_function_is_longer_than_one_can_read_at_once() {
    let mut long = Vec::new();
    for file in sources() {
        for (name, lines) in functions(&file.text) {
            if lines > FUNCTION_LINES_MAX {
                long.push(format!("{}: {name} has {lines} lines", file.path));
            }
        }
    }
    assert!(long.is_empty(), "{long:#?}");
}

#[test]
fn no_more_than_three_files_stand_in_a_circle() {
    let circles: Vec<Vec<String>> = circles(&arrows())
        .into_iter()
        .filter(|circle| circle.len() > CIRCLE_MAX)
        .collect();
    assert!(circles.is_empty(), "{circles:#?}");
}

#[test]
fn no_arrow_in_the_core_points_upward() {
    let floor = |room: &str| FLOORS.iter().position(|floor| floor.contains(&room));
    let mut upward = String::new();
    for (from, to) in arrows() {
        let (Some(a), Some(here)) = (room(&from), room(&from).and_then(|room| floor(&room))) else {
            assert!(
                !from.starts_with("src/core/") || from == "src/core/mod.rs",
                "{from} stands on no floor"
            );
            continue;
        };
        for to in to {
            let Some(b) = room(&to).filter(|b| *b != a) else {
                continue;
            };
            if floor(&b).is_none_or(|there| there >= here) && here + 1 < FLOORS.len() {
                let _ = writeln!(upward, "{from} -> {to}");
            }
        }
    }
    assert!(upward.is_empty(), "\n{upward}");
}

/// The folder or file of `src/core` a path lies in.
fn room(path: &str) -> Option<String> {
    let below = path.strip_prefix("src/core/")?;
    let room = below.split('/').next()?.trim_end_matches(".rs");
    (room != "mod").then(|| room.to_owned())
}

/// Each function of a file with its lines.
fn functions(text: &str) -> Vec<(String, usize)> {
    let lines: Vec<&str> = text.lines().collect();
    let mut found = Vec::new();
    for (at, line) in lines.iter().enumerate() {
        let head = line.trim_start();
        let indent = &line[..line.len() - head.len()];
        let is_function = head
            .split_once("fn ")
            .is_some_and(|(before, _)| before.split(' ').all(is_qualifier));
        if !is_function || head.starts_with("//") {
            continue;
        }
        let end = format!("{indent}}}");
        let length = lines[at..].iter().position(|line| *line == end);
        let one_line = head.ends_with(';') || head.ends_with('}');
        if let (Some(length), false) = (length, one_line) {
            found.push((head.to_owned(), length + 1));
        }
    }
    found
}

/// What may stand before `fn`.
fn is_qualifier(word: &str) -> bool {
    ["", "pub", "async", "const", "in"].contains(&word)
        || word.starts_with("pub(")
        || word.ends_with(')')
}

/// Which file names which.
fn arrows() -> BTreeMap<String, BTreeSet<String>> {
    let files: Vec<(String, Vec<String>, String)> = sources()
        .map(|file| (module(&file.path), file))
        .map(|(module, file)| (file.path.clone(), module, code(&file.text)))
        .collect();
    let modules: BTreeMap<&[String], &str> = files
        .iter()
        .map(|(path, module, _)| (module.as_slice(), path.as_str()))
        .collect();
    let mut arrows = BTreeMap::new();
    for (path, here, code) in &files {
        let mut to = BTreeSet::new();
        for named in paths(code) {
            let full = absolute(here, named);
            let home = (1..=full.len())
                .rev()
                .find_map(|n| modules.get(&full[..n]).filter(|_| n > 0));
            to.extend(
                home.filter(|home| **home != path)
                    .map(|home| (*home).to_owned()),
            );
        }
        arrows.insert(path.clone(), to);
    }
    arrows
}

/// `src/core/round/ask.rs` as `core`, `round`, `ask`.
fn module(path: &str) -> Vec<String> {
    let below = path.trim_start_matches("src/").trim_end_matches(".rs");
    let below = below.trim_end_matches("/mod");
    below.split('/').map(str::to_owned).collect()
}

/// A path from the root of the crate; empty for one that leads out of it.
fn absolute(here: &[String], path: Vec<String>) -> Vec<String> {
    let ups = path.iter().take_while(|name| *name == "super").count();
    let rest = path[ups..].iter().cloned();
    match path.first().map(String::as_str) {
        Some("crate") => path[1..].to_vec(),
        Some("self") => here.iter().cloned().chain(path[1..].to_vec()).collect(),
        Some("super") => here[..here.len().saturating_sub(ups)]
            .iter()
            .cloned()
            .chain(rest)
            .collect(),
        _ => Vec::new(),
    }
}

/// Every path that begins with `crate`, `super` or `self`, each branch of a `{…}` by itself.
fn paths(code: &str) -> Vec<Vec<String>> {
    let mut found = Vec::new();
    for start in ["crate::", "super::", "self::"] {
        let starts = code
            .match_indices(start)
            .filter(|(at, _)| !code[..*at].ends_with(is_word) && !code[..*at].ends_with("::"));
        for (at, _) in starts {
            branches(&code[at..], &[], &mut found);
        }
    }
    found
}

/// Follows a path into each of its branches; answers what is left of the text after it.
fn branches<'a>(text: &'a str, so_far: &[String], found: &mut Vec<Vec<String>>) -> &'a str {
    let text = text.trim_start();
    if let Some(mut group) = text.strip_prefix('{') {
        loop {
            group = group.trim_start();
            if let Some(rest) = group.strip_prefix('}') {
                return rest;
            }
            let rest = branches(group, so_far, found);
            let rest = rest.trim_start_matches(|c: char| c != ',' && c != '}');
            group = rest.strip_prefix(',').unwrap_or(rest);
            if group.is_empty() {
                return group;
            }
        }
    }
    let name: String = text.chars().take_while(|c| is_word(*c)).collect();
    let rest = &text[name.len()..];
    let path: Vec<String> = so_far.iter().cloned().chain([name]).collect();
    match rest.strip_prefix("::") {
        Some(more) => branches(more, &path, found),
        None => {
            found.push(path);
            rest
        }
    }
}

/// The files that reach each other, by twos and more (Tarjan's strongly connected components, by plain reachability: there are few
/// files).
fn circles(arrows: &BTreeMap<String, BTreeSet<String>>) -> Vec<Vec<String>> {
    let reach: BTreeMap<&str, BTreeSet<&str>> = arrows
        .keys()
        .map(|file| (file.as_str(), reached(arrows, file)))
        .collect();
    let mut circles: BTreeSet<Vec<String>> = BTreeSet::new();
    for (file, to) in &reach {
        let back = |other: &&&str| reach.get(**other).is_some_and(|back| back.contains(file));
        let mut circle: Vec<String> = to.iter().filter(back).map(|f| (*f).to_owned()).collect();
        circle.push((*file).to_owned());
        circle.sort();
        circle.dedup();
        if circle.len() > 1 {
            circles.insert(circle);
        }
    }
    circles.into_iter().collect()
}

fn reached<'a>(arrows: &'a BTreeMap<String, BTreeSet<String>>, from: &str) -> BTreeSet<&'a str> {
    let mut seen = BTreeSet::new();
    let mut next = vec![from];
    while let Some(file) = next.pop() {
        for to in arrows.get(file).into_iter().flatten() {
            if seen.insert(to.as_str()) {
                next.push(to);
            }
        }
    }
    seen
}

#[test]
fn the_reader_of_arrows_follows_each_branch() {
    let code = "use crate::a::{b::{C, d}, e}; use super::f; fn g() { self::h::I::new() }";
    let found: BTreeSet<String> = paths(code)
        .into_iter()
        .map(|path| path.join("::"))
        .collect();
    let wanted = [
        "crate::a::b::C",
        "crate::a::b::d",
        "crate::a::e",
        "super::f",
        "self::h::I::new",
    ];
    assert_eq!(found, wanted.map(str::to_owned).into());
    let to = |list: &[&str]| {
        list.iter()
            .map(|name| (*name).to_owned())
            .collect::<BTreeSet<_>>()
    };
    let arrows = [
        ("a", to(&["b"])),
        ("b", to(&["c"])),
        ("c", to(&["a", "d"])),
        ("d", to(&[])),
    ];
    let arrows = arrows.map(|(from, to)| (from.to_owned(), to)).into();
    assert_eq!(circles(&arrows), [["a", "b", "c"].map(str::to_owned)]);
    let text = "    pub(in crate::core) fn long(\n    ) {\n    }\n\nfn one() {}\n// fn not\n";
    assert_eq!(
        functions(text),
        [("pub(in crate::core) fn long(".to_owned(), 3)]
    );
}
