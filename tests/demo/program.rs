//! The program itself, started by somebody who has a bot of their own.

use std::path::Path;

use crate::common::process::{PATIENCE, Twofold};

const TOKEN: &str = "4242:AAoperatorsowntoken_not-to-be-touched";

/// With everything an operator can set, pointing at things that must stay as they are.
fn beside_a_bot(folder: &Path) -> Twofold {
    std::fs::create_dir(folder.join("tmp")).expect("a folder");
    std::fs::write(folder.join("operator.key"), "not a key").expect("a file");
    Twofold::at(folder)
        .env("TELOXIDE_TOKEN", TOKEN)
        .env("TELOXIDE_API_URL", "http://127.0.0.1:9")
        .env("DATABASE_URL", "sqlite://operator.db")
        .env("TWOFOLD_KEY_FILE", "operator.key")
        .env("TWOFOLD_PROMPTS_DIR", "no-such-folder")
        .env("TMPDIR", folder.join("tmp"))
}

fn names(folder: &Path) -> Vec<String> {
    let entries = std::fs::read_dir(folder).expect("a folder");
    let name = |entry: std::io::Result<std::fs::DirEntry>| {
        let name = entry.expect("an entry").file_name();
        name.to_string_lossy().into_owned()
    };
    let mut names: Vec<String> = entries.map(name).collect();
    names.sort();
    names
}

#[tokio::test]
async fn the_script_ends_well_and_touches_nothing_of_an_operators() {
    let folder = tempfile::tempdir().expect("a folder");
    let program = beside_a_bot(folder.path());
    let ended = program
        .args(["demo", "--port", "0", "--script", "--fast"])
        .run()
        .await;
    assert_eq!(ended.code, Some(0), "{}", ended.err);
    assert_eq!(ended.out.lines().count(), 1, "{}", ended.out);
    assert!(ended.out.contains("http://127.0.0.1:"), "{}", ended.out);
    assert_eq!(ended.err, "");
    let left = ["log.err", "log.out", "operator.key", "tmp"];
    assert_eq!(names(folder.path()), left, "no database, no key, no lock");
    let key = std::fs::read_to_string(folder.path().join("operator.key"));
    assert_eq!(key.expect("the key file"), "not a key");
    let tmp = names(&folder.path().join("tmp"));
    assert!(tmp.is_empty(), "what it stored is destroyed: {tmp:?}");
}

#[tokio::test]
async fn it_shows_the_page_until_it_is_told_to_stop_and_leaves_nothing() {
    let folder = tempfile::tempdir().expect("a folder");
    let program = beside_a_bot(folder.path()).args(["demo", "--port", "0"]);
    let process = program.start();
    let log = folder.path().join("log.out");
    let address = async {
        loop {
            let out = std::fs::read_to_string(&log).unwrap_or_default();
            if let Some(line) = out.strip_suffix('\n') {
                let url = line.split_whitespace().find(|word| word.contains("://"));
                return url.expect("an address").to_owned();
            }
            tokio::time::sleep(std::time::Duration::from_millis(5)).await;
        }
    };
    let url = tokio::time::timeout(PATIENCE, address)
        .await
        .expect("a line");
    let client = reqwest::Client::builder()
        .no_proxy()
        .build()
        .expect("a client");
    let page = client.get(&url).send().await.expect("the page");
    let page = page.text().await.expect("a text");
    assert!(page.contains("<title>Twofold · a demonstration</title>"));
    let kept = names(&folder.path().join("tmp"));
    assert_eq!(kept.len(), 1, "its database lies here meanwhile: {kept:?}");

    let other = Twofold::at(folder.path())
        .env("TMPDIR", folder.path().join("tmp"))
        .named("second");
    let port = url.rsplit_once(':').expect("a port").1.to_owned();
    let taken = other.args(["demo", "--port", port.as_str()]).run().await;
    assert_eq!(taken.code, Some(1));
    assert_eq!(taken.err.lines().count(), 1, "{}", taken.err);
    assert!(taken.err.contains("--port"), "{}", taken.err);

    process.signal("TERM").await;
    let status = process.ends_within(PATIENCE).await;
    assert_eq!(status.code(), Some(0));
    let tmp = names(&folder.path().join("tmp"));
    assert!(tmp.is_empty(), "{tmp:?}");
}
