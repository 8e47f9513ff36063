//! What the house rules say about files, looked up in the files themselves: who may import whom, who names which crate, that
//! what is written twice is the same, that nothing is left half done. How large things may be, and what stands above what, is in
//! `house`.
//!
//! The tables stand at the top. A rule that is in the way is changed here, in the open, not got round. Comments and texts in
//! quotes do not count as code ([`code`]), nor does what stands behind `#[cfg(test)]`. What the pages say is held to in
//! `pages`.

mod house;
mod pages;
mod reading;

use std::collections::BTreeSet;
use std::fmt::Write as _;

use reading::{
    code, columns, crate_paths, files, has_word, module, read, sources, who_names,
    without_sql_comments,
};

/// Which module may name which: the arrows of the map in src/lib.rs. Everything may name itself, `main` is not listed because
/// it may name all but the sandbox.
const ARROWS: &[(&str, &[&str])] = &[
    ("app", &["core", "library", "store", "texts"]),
    ("config", &["demo", "run"]),
    ("core", &["library", "places"]),
    (
        "demo",
        &[
            "app", "core", "library", "run", "sandbox", "store", "telegram",
        ],
    ),
    ("library", &[]),
    ("places", &[]),
    (
        "run",
        &["app", "core", "library", "store", "telegram", "texts"],
    ),
    ("sandbox", &[]),
    ("store", &["core", "library"]),
    ("telegram", &["app", "core", "run", "store"]),
    ("texts", &["core", "library", "places"]),
];

/// Arrows that lead to some of a module only.
const NARROW: &[(&str, &str, &[&str])] = &[
    ("core", "library", LIBRARY_VALUES),
    ("texts", "places", &["Place", "zone_name"]),
    ("store", "library", LIBRARY_VALUES),
    ("texts", "library", LIBRARY_VALUES),
    ("app", "library", LIBRARY_VALUES),
    ("run", "library", LIBRARY_VALUES),
    ("config", "demo", &["PORT"]),
    ("config", "run", &["outbox_command"]),
    ("demo", "library", &["BadLibrary", "Source", "load", "self"]),
    ("telegram", "run", &["clock"]),
];

/// What the library gives to those who only use it: values, not files or findings.
const LIBRARY_VALUES: &[&str] = &[
    "Afraid",
    "BASE_LANGUAGE",
    "ButtonId",
    "CoreFeeling",
    "CountryId",
    "DayAfter",
    "Depth",
    "Directory",
    "Emergency",
    "FeelingId",
    "Feelings",
    "Flavour",
    "GuideStep",
    "HelpLine",
    "Invitation",
    "Kind",
    "KindId",
    "KindWords",
    "Library",
    "NowId",
    "NowWord",
    "PARTNER",
    "PersonPage",
    "Prompt",
    "PromptId",
    "PromptWords",
    "ReflectionGuide",
    "Reveals",
    "Safety",
    "Screening",
    "Serves",
    "Shape",
    "StepAnswer",
    "StepId",
    "TIME",
    "Tag",
    "fill",
];

/// Crates that one place alone may name.
const CRATES: &[(&str, &[&str])] = &[
    ("axum", &["demo", "sandbox"]),
    ("base64", &["store"]),
    ("chacha20poly1305", &["store"]),
    ("chrono", &["core"]),
    ("clap", &["config", "main", "run"]),
    ("cron", &["core"]),
    ("dotenvy", &["main"]),
    ("fluent_bundle", &["texts"]),
    ("include_dir", &["library"]),
    ("reqwest", &[]),
    ("toml", &["library"]),
    ("tracing_subscriber", &["main"]),
    ("unic_langid", &["texts"]),
];

#[test]
fn who_imports_whom_follows_the_arrows() {
    let mut wrong = String::new();
    for file in sources() {
        let from = module(&file.path);
        let Some((_, to)) = ARROWS.iter().find(|(name, _)| *name == from) else {
            assert!(
                ["lib", "main"].contains(&from),
                "{from} has no arrows in this file"
            );
            continue;
        };
        for (name, item) in crate_paths(&code(&file.text)) {
            let narrow = NARROW.iter().find(|(a, b, _)| *a == from && *b == name);
            let item_is_fine = narrow.is_none_or(|(_, _, items)| items.contains(&item.as_str()));
            if name != from && !(to.contains(&name.as_str()) && item_is_fine) {
                let _ = writeln!(wrong, "{}: {from} may not name {name}::{item}", file.path);
            }
        }
    }
    assert!(wrong.is_empty(), "\n{wrong}");
}

#[test]
fn no_path_leaves_its_module_through_the_roof() {
    for file in sources() {
        let depth = file.path.matches('/').count() - usize::from(file.path.ends_with("/mod.rs"));
        let to_the_root = "super::".repeat(depth);
        let reaches = depth > 0 && code(&file.text).contains(&to_the_root);
        assert!(
            !reaches,
            "{}: write crate:: for what stands outside",
            file.path
        );
    }
}

#[test]
fn the_clock_stands_alone() {
    let clock = code(&read("src/run/clock.rs"));
    let named: BTreeSet<String> = crate_paths(&clock)
        .into_iter()
        .map(|(name, _)| name)
        .collect();
    assert_eq!(
        named,
        BTreeSet::new(),
        "telegram names it, and run names telegram"
    );
}

#[test]
fn the_core_names_no_async_no_clock_and_no_store() {
    let never = [
        "async",
        "await",
        "tokio",
        "futures_util",
        "std::time",
        "std::env",
        "std::fs",
        "std::io",
        "std::net",
        "std::thread",
        "std::process",
        "SystemTime",
        "Instant",
        "now()",
        "sqlx",
        "teloxide",
        "tracing",
        "LazyLock",
        "OnceLock",
        "thread_local",
        "HashMap",
        "HashSet",
    ];
    for file in sources().filter(|file| module(&file.path) == "core") {
        let code = code(&file.text);
        for word in never {
            assert!(!has_word(&code, word), "{} names {word}", file.path);
        }
    }
}

#[test]
fn only_the_store_names_sqlx() {
    assert_eq!(who_names("sqlx"), BTreeSet::from(["store".to_owned()]));
}

#[test]
fn only_telegram_names_teloxide() {
    assert_eq!(
        who_names("teloxide"),
        BTreeSet::from(["telegram".to_owned()])
    );
}

#[test]
fn each_other_crate_that_has_a_place_is_named_in_that_place_alone() {
    for (name, places) in CRATES {
        for by in who_names(name) {
            assert!(
                places.contains(&by.as_str()),
                "{by} names {name}, which belongs to {places:?}"
            );
        }
    }
}

#[test]
fn the_program_never_names_the_sandbox() {
    let main = code(&read("src/main.rs"));
    assert!(!has_word(&main, "sandbox"));
    assert!(has_word(&main, "twofold"), "main.rs is not the program yet");
}

#[test]
fn every_dependency_is_named_by_someone() {
    let manifest: toml::Table = toml::from_str(&read("Cargo.toml")).expect("a manifest");
    let all = |folder| {
        files(folder, "rs")
            .map(|file| code(&file.text))
            .collect::<Vec<_>>()
    };
    let named = |table: &str, codes: &[String]| {
        let crates = manifest[table].as_table().expect("a table");
        for name in crates.keys().map(|name| name.replace('-', "_")) {
            assert!(
                codes.iter().any(|code| has_word(code, &name)),
                "nobody names {name}"
            );
        }
    };
    named("dependencies", &all("src"));
    named("dev-dependencies", &[all("tests"), all("src")].concat());
}

#[test]
fn only_main_waives_a_lint_about_the_clock_chance_or_environment() {
    for file in sources().filter(|file| file.path != "src/main.rs") {
        assert!(
            !code(&file.text).contains("disallowed_"),
            "{} waives a lint",
            file.path
        );
    }
}

#[test]
fn every_module_begins_by_saying_what_it_holds() {
    for file in sources().chain(files("tests", "rs")) {
        // A file of a folder in a test binary is one page of a book whose head is in its mod.rs.
        let is_page = file.path.matches('/').count() > 2 && !file.path.ends_with("/mod.rs");
        if file.path.starts_with("tests/") && is_page {
            continue;
        }
        assert!(file.text.starts_with("//! "), "{} has no head", file.path);
    }
}

#[test]
fn the_map_in_lib_rs_names_each_module_and_no_other() {
    let lib = read("src/lib.rs");
    let head: String = lib
        .lines()
        .filter(|line| line.starts_with("//!"))
        .collect::<Vec<_>>()
        .join("\n");
    let modules: BTreeSet<&str> = lib
        .lines()
        .filter_map(|line| line.strip_prefix("pub mod ")?.strip_suffix(';'))
        .collect();
    for name in &modules {
        assert!(
            head.contains(&format!("\n//! * [`{name}`]")),
            "the map does not name {name}"
        );
    }
    let entries = head
        .lines()
        .filter(|line| line.starts_with("//! * [`"))
        .count();
    assert_eq!(
        entries,
        modules.len(),
        "the map names something that is not there"
    );
    let with_arrows: BTreeSet<&str> = ARROWS.iter().map(|(name, _)| *name).collect();
    assert_eq!(
        modules, with_arrows,
        "the arrows are those of the modules there are"
    );
}

#[test]
fn nothing_is_left_half_done() {
    let marks = [
        "todo!",
        "unimplemented!",
        "TODO",
        "FIXME",
        "XXX",
        "HACK",
        "for now",
    ];
    let all = sources()
        .chain(files("tests", "rs"))
        .chain(files("src", "ftl"))
        .chain(files("migrations", "sql"))
        .chain(files("docs", "md"))
        .filter(|file| !file.path.starts_with("tests/rules/tidy/"));
    for file in all {
        for (number, line) in file.text.lines().enumerate() {
            for mark in marks {
                assert!(!line.contains(mark), "{}:{}: {mark}", file.path, number + 1);
            }
        }
    }
}

#[test]
fn migrations_count_up_and_use_text_and_bigint_and_no_clock() {
    let clocks = [
        "now",
        "current_timestamp",
        "current_date",
        "current_time",
        "datetime",
        "strftime",
        "unixepoch",
        "julianday",
    ];
    for (number, file) in files("migrations", "sql").enumerate() {
        let name = file.path.trim_start_matches("migrations/");
        assert!(
            name.starts_with(&format!("{:04}_", number + 1)),
            "{name} is out of turn"
        );
        let sql = without_sql_comments(&file.text);
        assert_eq!(sql, sql.to_lowercase(), "{name} is not in lower case");
        for clock in clocks {
            assert!(!has_word(&sql, clock), "{name} reads a clock: {clock}");
        }
        for column in columns(&sql) {
            let kind = column.split_whitespace().nth(1);
            assert!(matches!(kind, Some("text" | "bigint")), "{name}: {column}");
        }
    }
}

#[test]
fn a_panic_ends_a_turn_and_not_the_process() {
    let manifest: toml::Table = toml::from_str(&read("Cargo.toml")).expect("a manifest");
    for (name, profile) in manifest["profile"].as_table().expect("profiles") {
        assert!(
            profile.get("panic").is_none(),
            "profile {name} sets how a panic ends"
        );
    }
}
