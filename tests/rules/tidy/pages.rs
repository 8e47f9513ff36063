//! What the pages say, held against what they speak of: the settings, the bot's own words, files, commands and tests.

use std::fmt::Write as _;
use std::path::Path;

use clap::CommandFactory as _;

use crate::tidy::reading::{ROOT, files, one_spaced, read, sources};
use twofold::config::Config;
use twofold::library::{self, BASE_LANGUAGE, Source, fill};

/// Where the second phone of the README's drawing begins.
const PHONE_COLUMNS: usize = 40;

#[test]
fn the_env_example_is_what_config_says() {
    let mut expected = String::from(
        "# Twofold reads this file as .env in its working directory; variables that are set outside win.\n\
         # Only the token is needed. What stands behind a # is the default.\n",
    );
    for setting in settings() {
        expected.push('\n');
        for line in wrapped(&setting.help, 98) {
            let _ = writeln!(expected, "# {line}");
        }
        let _ = match (setting.name.as_str(), setting.default) {
            (name @ "TELOXIDE_TOKEN", None) => writeln!(expected, "{name}="),
            (name, default) => writeln!(expected, "#{name}={}", default.unwrap_or_default()),
        };
    }
    assert!(
        read(".env.example") == expected,
        ".env.example should read:\n\n{expected}"
    );
}

#[test]
fn the_readmes_table_is_what_config_says() {
    let mut expected = String::from("| Variable | Default | |\n|---|---|---|\n");
    for Setting {
        name,
        default,
        help,
    } in settings()
    {
        let default = default
            .map(|value| format!("`{value}`"))
            .unwrap_or_default();
        let _ = writeln!(
            expected,
            "| `{name}` | {default} | {} |",
            help.replace('<', "\\<").replace('|', "\\|")
        );
    }
    assert!(
        read("README.md").contains(&expected),
        "README.md should have this table:\n\n{expected}"
    );
}

#[test]
fn the_readmes_flags_of_the_demonstration_are_what_config_says() {
    let config = Config::command();
    let demo = config.find_subcommand("demo").expect("a command");
    let own = demo.get_arguments().filter(|arg| arg.get_env().is_none());
    let mut expected = String::from("| Flag | Default | |\n|---|---|---|\n");
    let mut flags = 0;
    for arg in own.filter(|arg| arg.get_id() != "help") {
        let default = arg.get_default_values().first();
        let default = default.filter(|_| arg.get_action().takes_values());
        let default = default.and_then(|value| value.to_str());
        let default = default.map(|value| format!("`{value}`"));
        let _ = writeln!(
            expected,
            "| `--{}` | {} | {}. |",
            arg.get_long().expect("a flag"),
            default.unwrap_or_default(),
            arg.get_help().expect("a line")
        );
        flags += 1;
    }
    assert!(flags > 3, "{expected}");
    assert!(
        read("README.md").contains(&expected),
        "README.md should have this table:\n\n{expected}"
    );
}

#[test]
fn every_setting_says_what_it_is_and_has_a_flag() {
    let names: Vec<String> = settings().into_iter().map(|setting| setting.name).collect();
    assert!(
        names.contains(&"TELOXIDE_TOKEN".to_owned()) && names.contains(&"DATABASE_URL".to_owned())
    );
    for arg in Config::command()
        .get_arguments()
        .filter(|arg| arg.get_env().is_some())
    {
        assert!(
            arg.get_help().is_some() && arg.get_long().is_some(),
            "{}",
            arg.get_id()
        );
    }
}

#[test]
fn the_round_in_the_readme_is_in_the_bots_own_words() {
    let readme = read("README.md");
    let drawing = readme.split("```").nth(1).expect("a drawing");
    let (mut left, mut right) = (String::new(), String::new());
    for line in drawing.lines() {
        let cells: Vec<char> = line.chars().collect();
        let (a, b) = cells.split_at(cells.len().min(PHONE_COLUMNS));
        left.extend(a.iter().chain(&[' ']));
        right.extend(b.iter().chain(&[' ']));
    }
    let spoken: String = files("src/texts/en", "ftl").map(|file| file.text).collect();
    let shipped = library::load(Source::embedded()).expect("the shipped library");
    let kind = shipped
        .kinds()
        .iter()
        .find(|kind| kind.id.as_str() == "gratitude")
        .expect("a kind");
    let listen = kind.words(BASE_LANGUAGE).listen.as_deref().expect("a line");
    let button = kind
        .label(&kind.buttons[0], BASE_LANGUAGE)
        .expect("a button");
    for (phone, partner) in [(one_spaced(&left), "Ben"), (one_spaced(&right), "Ana")] {
        for line in [
            "Sealed. It opens when both answers are in.",
            "Both answers are in. Tap to read.",
        ] {
            assert!(spoken.contains(line), "the bot does not say: {line}");
            assert!(phone.contains(line), "the drawing does not say: {line}");
        }
        let asked = kind
            .prompts()
            .iter()
            .any(|prompt| phone.contains(&fill(&prompt.words(BASE_LANGUAGE).text, partner)));
        assert!(asked, "no prompt of the library stands in the drawing");
        assert!(
            phone.contains(listen) && phone.contains(&format!("[{button}]")),
            "the response is another: {listen} [{button}]"
        );
    }
}

#[test]
fn the_readme_names_the_commands_that_ci_runs() {
    let (readme, ci) = (read("README.md"), read(".ci/run"));
    for command in [
        "cargo test",
        "cargo run --locked -- check",
        "cargo run --locked -- demo --port 0 --script --fast",
    ] {
        assert!(ci.contains(command), ".ci/run does not run {command}");
    }
    for command in [
        "cargo test\n",
        "cargo run --release\n",
        "cargo run --release -- demo\n",
    ] {
        assert!(
            readme.contains(command),
            "the README does not name {command}"
        );
    }
}

#[test]
fn every_proof_a_page_names_is_there() {
    let tests: String = files("tests", "rs")
        .chain(sources())
        .map(|file| file.text)
        .collect();
    let mut named = 0;
    for page in files("docs", "md") {
        for name in page
            .text
            .split('`')
            .skip(1)
            .step_by(2)
            .filter(|word| word.matches('_').count() > 3 && !word.contains('.'))
        {
            assert!(
                tests.contains(&format!("fn {name}(")),
                "{} names {name}, which is no test",
                page.path
            );
            named += 1;
        }
    }
    assert!(named > 10, "the pages promise what no test shows");
}

#[test]
fn no_link_in_the_pages_leads_nowhere() {
    let pages = [
        ("", read("README.md")),
        ("prompts/", read("prompts/README.md")),
    ];
    let mut seen = 0;
    for (folder, text) in pages
        .into_iter()
        .chain(files("docs", "md").map(|file| ("docs/", file.text)))
    {
        for target in text
            .split("](")
            .skip(1)
            .filter_map(|rest| rest.split(')').next())
        {
            let file = target.split('#').next().unwrap_or_default();
            if file.is_empty() || target.starts_with("https://") {
                continue;
            }
            let path = Path::new(ROOT).join(folder).join(file);
            assert!(path.exists(), "{folder} links to {target}");
            seen += 1;
        }
    }
    assert!(seen > 0, "no page links to another");
}

/// One variable of [`Config`], as clap knows it.
struct Setting {
    name: String,
    default: Option<String>,
    help: String,
}

fn settings() -> Vec<Setting> {
    let command = Config::command();
    let settings = command.get_arguments().filter_map(|arg| {
        Some(Setting {
            name: arg.get_env()?.to_str()?.to_owned(),
            default: arg
                .get_default_values()
                .first()
                .and_then(|value| Some(value.to_str()?.to_owned())),
            // Clap takes the full stop away.
            help: format!("{}.", arg.get_help()?),
        })
    });
    settings.collect()
}

/// Lines of at most this many signs.
fn wrapped(text: &str, width: usize) -> Vec<String> {
    let mut lines: Vec<String> = Vec::new();
    for word in text.split_whitespace() {
        match lines.last_mut() {
            Some(line) if line.chars().count() + 1 + word.chars().count() <= width => {
                line.push(' ');
                line.push_str(word);
            }
            _ => lines.push(word.to_owned()),
        }
    }
    lines
}
