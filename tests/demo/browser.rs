//! A real browser, driven over WebDriver (W3C), which is JSON over HTTP. Whatever a test waits for, it asks for again until it is
//! there; all that the browser logs and all that it fetches is kept, to be looked at in the end.

use std::path::Path;
use std::process::Stdio;
use std::time::Duration;

use base64::Engine as _;
use serde_json::{Value, json};
use tempfile::TempDir;
use tokio::io::{AsyncBufReadExt as _, BufReader};
use tokio::process::{Child, Command};

/// For whatever has to happen on the page in the end; a busy machine is no fault of the page.
const PATIENCE: Duration = Duration::from_secs(60);
const LOOK: Duration = Duration::from_millis(20);
/// The key under which WebDriver names an element.
const ELEMENT: &str = "element-6066-11e4-a52e-4f735466cecf";

/// Keys without a letter, as WebDriver writes them.
pub const ENTER: &str = "\u{e007}";
pub const SHIFT: &str = "\u{e008}";
pub const UP: &str = "\u{e013}";
pub const ESCAPE: &str = "\u{e00c}";

/// What is looked at: a window on a desk, or a phone in a hand.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Screen {
    Wide,
    Phone,
}

impl Screen {
    fn size(self) -> (u32, u32) {
        match self {
            Screen::Wide => (1440, 900),
            Screen::Phone => (390, 844),
        }
    }
}

/// One window of a browser of its own.
pub struct Browser {
    driver: Child,
    client: reqwest::Client,
    session: String,
    /// Everything the browser writes.
    _folder: TempDir,
}

#[expect(
    clippy::disallowed_methods,
    reason = "whoever runs the tests says whether they may be left out"
)]
fn must_be_there() -> bool {
    std::env::var_os("TWOFOLD_REQUIRE_CHROMIUM").is_some_and(|value| value == "1")
}

#[expect(
    clippy::disallowed_methods,
    reason = "programs are looked for where a shell would"
)]
fn is_there(name: &str) -> bool {
    let path = std::env::var_os("PATH").unwrap_or_default();
    std::env::split_paths(&path).any(|folder| folder.join(name).is_file())
}

impl Browser {
    /// A new window; `None`, said plainly, when there is no browser on this machine.
    pub async fn open(screen: Screen) -> Option<Browser> {
        let missing: Vec<&str> = ["chromium", "chromedriver"]
            .into_iter()
            .filter(|name| !is_there(name))
            .collect();
        if !missing.is_empty() {
            let missing = missing.join(" and ");
            assert!(!must_be_there(), "{missing} must be installed");
            eprintln!("LEFT OUT: this test needs a browser, and {missing} is not installed");
            return None;
        }
        let folder = tempfile::tempdir().expect("a folder");
        let (driver, url) = start(folder.path()).await;
        let client = reqwest::Client::builder()
            .no_proxy()
            .build()
            .expect("a client");
        let asked = json!({"capabilities": {"alwaysMatch": wishes(screen, folder.path())}});
        let session = send(client.post(format!("{url}/session")).json(&asked)).await;
        let session = session.unwrap_or_else(|why| panic!("no window: {why}"));
        let id = session["sessionId"].as_str().expect("a session").to_owned();
        Some(Browser {
            driver,
            client,
            session: format!("{url}/session/{id}"),
            _folder: folder,
        })
    }

    async fn post(&self, path: &str, body: Value) -> Result<Value, String> {
        let url = format!("{}/{path}", self.session);
        send(self.client.post(url).json(&body)).await
    }

    pub async fn goes(&self, url: &str) {
        let went = self.post("url", json!({ "url": url })).await;
        went.unwrap_or_else(|why| panic!("{url}: {why}"));
    }

    /// What a piece of script returns.
    pub async fn script(&self, script: &str) -> Value {
        let done = self.post("execute/sync", json!({"script": script, "args": []}));
        done.await
            .unwrap_or_else(|why| panic!("{why}\nin {script}"))
    }

    /// Waits until an expression is true, and gives its value.
    pub async fn until(&self, expression: &str) -> Value {
        let script = format!("return ({expression});");
        let there = async {
            loop {
                let value = self.script(&script).await;
                let is_true = match &value {
                    Value::Null | Value::Bool(false) => false,
                    Value::String(text) => !text.is_empty(),
                    Value::Number(number) => number.as_f64() != Some(0.0),
                    _ => true,
                };
                if is_true {
                    return value;
                }
                tokio::time::sleep(LOOK).await;
            }
        };
        match tokio::time::timeout(PATIENCE, there).await {
            Ok(value) => value,
            Err(_) => panic!("never: {expression}\n{}", self.page().await),
        }
    }

    /// All that stands on the page, for failures.
    async fn page(&self) -> String {
        let text = self.script("return document.body.innerText;").await;
        text.as_str().unwrap_or_default().to_owned()
    }

    /// Whether an element stays where it is for some frames: a hand does not reach for what is moving.
    async fn is_still(&self, element: &Value) -> bool {
        let place = "const r = arguments[0].getBoundingClientRect(); return [r.x, r.y, r.width, r.height].join();";
        let mut places = Vec::new();
        for _ in 0..3 {
            let asked = json!({"script": place, "args": [element]});
            // What is no longer on the page has no place.
            let Ok(place) = self.post("execute/sync", asked).await else {
                return false;
            };
            places.push(place);
            tokio::time::sleep(3 * LOOK).await;
        }
        places.windows(2).all(|two| two[0] == two[1])
    }

    /// Clicks what an expression finds, as a hand would: it must be in sight and nothing may lie over it.
    pub async fn clicks(&self, expression: &str) {
        let clicked = async {
            loop {
                let found = self.until(expression).await;
                let id = found[ELEMENT].as_str().expect("an element");
                if !self.is_still(&found).await {
                    continue;
                }
                // It may be drawn anew between the look and the click.
                let click = self.post(&format!("element/{id}/click"), json!({})).await;
                match click {
                    Ok(_) => return,
                    Err(_) => tokio::time::sleep(LOOK).await,
                }
            }
        };
        if tokio::time::timeout(PATIENCE, clicked).await.is_err() {
            panic!("cannot be clicked: {expression}\n{}", self.page().await);
        }
    }

    /// Types into what an expression finds.
    pub async fn types(&self, expression: &str, keys: &str) {
        let found = self.until(expression).await;
        let id = found[ELEMENT].as_str().expect("an element");
        let place = format!("element/{id}/value");
        let typed = self.post(&place, json!({ "text": keys })).await;
        typed.unwrap_or_else(|why| panic!("{expression}: {why}"));
    }

    /// The window as a PNG.
    pub async fn picture(&self) -> Vec<u8> {
        let url = format!("{}/screenshot", self.session);
        let picture = send(self.client.get(url)).await.expect("a picture");
        let text = picture.as_str().expect("a text");
        let bytes = base64::engine::general_purpose::STANDARD.decode(text);
        bytes.expect("base64")
    }

    async fn log(&self, kind: &str) -> Vec<Value> {
        let log = self.post("se/log", json!({ "type": kind })).await;
        log.expect("a log").as_array().cloned().unwrap_or_default()
    }

    /// Ends it, after a look at all it logged and fetched: nothing was amiss, and nothing came from outside.
    pub async fn ends(mut self, own: &str) {
        let console = self.log("browser").await;
        assert!(console.is_empty(), "the console says {console:?}");
        let mut from_here = 0;
        for entry in self.log("performance").await {
            let event = entry["message"].as_str().unwrap_or_default();
            let event: Value = serde_json::from_str(event).expect("an event");
            let params = &event["message"]["params"];
            if event["message"]["method"] != "Network.requestWillBeSent" {
                continue;
            }
            let url = params["request"]["url"].as_str().unwrap_or_default();
            let is_ours = url.starts_with(&format!("{own}/"));
            // The window's own first page lies inside the browser and is no part of this one.
            let of_page = params["documentURL"]
                .as_str()
                .is_some_and(|of| of.starts_with(own));
            assert!(
                is_ours || !of_page && !url.starts_with("http"),
                "fetched from outside: {url}"
            );
            from_here += usize::from(is_ours);
        }
        assert!(from_here > 5, "the page was fetched, {from_here} files");
        let closed = self.client.delete(&self.session).send().await;
        closed.expect("the window closes");
        self.driver.kill().await.expect("the driver ends");
    }
}

impl Drop for Browser {
    fn drop(&mut self) {
        let Some(id) = self.driver.id() else {
            return;
        };
        // The driver leads a group of its own, in which its browser is.
        let ended = std::process::Command::new("kill")
            .args(["-KILL", "--", &format!("-{id}")])
            .status();
        if let Err(error) = ended {
            eprintln!("a browser may still run: {error}");
        }
    }
}

/// Starts a driver on a port of its choice, and reads which.
async fn start(folder: &Path) -> (Child, String) {
    let mut driver = Command::new("chromedriver")
        .arg("--port=0")
        .env("TMPDIR", folder)
        .env("HOME", folder)
        .env("XDG_CONFIG_HOME", folder)
        .stdin(Stdio::null())
        .stdout(Stdio::piped())
        .stderr(Stdio::null())
        .process_group(0)
        .kill_on_drop(true)
        .spawn()
        .expect("the driver starts");
    let out = driver.stdout.take().expect("its output");
    let mut lines = BufReader::new(out).lines();
    let port = async {
        while let Some(line) = lines.next_line().await.expect("a line") {
            let port = line
                .strip_suffix('.')
                .and_then(|line| line.split_once("started successfully on port "));
            if let Some((_, port)) = port {
                return port.to_owned();
            }
        }
        panic!("the driver names no port");
    };
    let port = tokio::time::timeout(PATIENCE, port).await.expect("a port");
    // It goes on writing, and must not be held up.
    tokio::spawn(async move { while let Ok(Some(_)) = lines.next_line().await {} });
    (driver, format!("http://127.0.0.1:{port}"))
}

/// What kind of window.
fn wishes(screen: Screen, folder: &Path) -> Value {
    let (width, height) = screen.size();
    let mut options = json!({"args": [
        "--headless=new",
        // Debian's sandbox does not run as root, as which tests may run; only the page of this test is opened.
        "--no-sandbox",
        "--disable-dev-shm-usage",
        "--hide-scrollbars",
        "--blink-settings=preferredColorScheme=1",
        format!("--window-size={width},{height}"),
        format!("--user-data-dir={}", folder.join("profile").display()),
        "--host-resolver-rules=MAP * ~NOTFOUND , EXCLUDE 127.0.0.1",
    ]});
    if screen == Screen::Phone {
        let metrics = json!({"width": width, "height": height, "pixelRatio": 2, "touch": true});
        options["mobileEmulation"] = json!({ "deviceMetrics": metrics });
    }
    json!({
        "browserName": "chrome",
        "goog:chromeOptions": options,
        "goog:loggingPrefs": {"browser": "ALL", "performance": "ALL"},
    })
}

/// The value of an answer, or the kind and words of an error.
async fn send(request: reqwest::RequestBuilder) -> Result<Value, String> {
    let answer = request.send().await.map_err(|error| error.to_string())?;
    let is_ok = answer.status().is_success();
    let mut body: Value = answer.json().await.map_err(|error| error.to_string())?;
    let value = body["value"].take();
    match is_ok {
        true => Ok(value),
        false => Err(format!("{}: {}", value["error"], value["message"])),
    }
}
