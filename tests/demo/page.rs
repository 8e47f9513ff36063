//! The page in a browser, by hand: on a wide window and on a phone.

use serde_json::Value;

use crate::Played;
use crate::browser::{Browser, ENTER, ESCAPE, SHIFT, Screen, UP};

/// The page with two hands on it.
struct Hands {
    browser: Browser,
    screen: Screen,
    url: String,
}

impl Hands {
    async fn on(played: &Played, screen: Screen) -> Option<Hands> {
        let browser = Browser::open(screen).await?;
        browser.goes(&played.url).await;
        browser
            .until("document.querySelector('#time-a').textContent.length > 5")
            .await;
        Some(Hands {
            browser,
            screen,
            url: played.url.clone(),
        })
    }

    /// Takes up a phone; on a wide window all lie there.
    async fn takes(&self, phone: &str) {
        if self.screen == Screen::Phone {
            let tab = format!("document.querySelector('#tabs [data-phone={phone}]')");
            self.browser.clicks(&tab).await;
        }
        let front = format!("document.querySelector('.phone[data-phone={phone}]').offsetParent");
        self.browser.until(&front).await;
    }

    /// Presses the newest button with this label on a phone.
    async fn presses(&self, phone: &str, label: &str) {
        self.takes(phone).await;
        let button = format!(
            "[...document.querySelectorAll('.phone[data-phone={phone}] button')]\
             .filter(b => b.textContent.trim() === {label:?} && b.offsetParent).at(-1)"
        );
        self.browser.clicks(&button).await;
    }

    /// Presses a button of an open sheet or menu.
    async fn chooses(&self, label: &str) {
        let button = format!(
            "[...document.querySelectorAll('dialog button, [role=menu] button')]\
             .find(b => b.textContent.trim() === {label:?})"
        );
        self.browser.clicks(&button).await;
    }

    async fn types(&self, phone: &str, keys: &str) {
        self.takes(phone).await;
        let line = format!("document.querySelector('.phone[data-phone={phone}] textarea')");
        self.browser.types(&line, keys).await;
    }

    /// Waits until a phone shows these words.
    async fn reads(&self, phone: &str, words: &str) {
        let shown = format!(
            "document.querySelector('.phone[data-phone={phone}] .log')?.textContent.includes({words:?})"
        );
        self.browser.until(&shown).await;
    }

    /// Opens the menu of the newest message with these words.
    async fn opens_menu(&self, phone: &str, words: &str) {
        self.takes(phone).await;
        let acts = format!(
            "[...document.querySelectorAll('.phone[data-phone={phone}] .message')]\
             .filter(m => m.querySelector('.text')?.textContent.includes({words:?})).at(-1)?.querySelector('.acts')"
        );
        self.browser.clicks(&acts).await;
        self.browser
            .until("document.querySelector('[role=menu]')")
            .await;
    }

    async fn clicks(&self, id: &str) {
        let element = format!("document.getElementById({id:?})");
        self.browser.clicks(&element).await;
    }

    /// Lets time pass, until the page says that it has.
    async fn skips(&self, id: &str) {
        let empty = "document.querySelector('#status').textContent = '';";
        self.browser.script(empty).await;
        self.clicks(id).await;
        let passed = "document.querySelector('#status').textContent === 'Time has passed.' \
                      && !document.body.classList.contains('skipping')";
        self.browser.until(passed).await;
    }

    async fn step(&self) -> Value {
        self.browser
            .script("return document.querySelector('#hint li.now')?.dataset.number ?? null;")
            .await
    }

    /// From the first tap to both answers.
    async fn pair_and_answer(&self) {
        assert_eq!(self.step().await, "1");
        self.presses("a", "Start").await;
        self.presses("a", "Invite my partner").await;
        self.browser
            .until("document.querySelector('#hint li.now')?.dataset.number === '2'")
            .await;
        let link = "document.querySelector('.phone[data-phone=a] .text button.link')";
        self.browser.clicks(link).await;
        self.chooses("Open it on Ben’s phone").await;
        self.presses("b", "Yes, let's try it").await;
        self.presses("a", "Yes, that's right").await;
        self.reads("a", "You and Ben are together here now").await;
        self.reads("b", "You and Anna are together here now").await;
        self.browser
            .until("document.querySelector('#hint li.now')?.dataset.number === '3'")
            .await;
        let two_lines = format!("The soup.{SHIFT}{ENTER}{SHIFT}And the bread.{ENTER}");
        self.types("a", &two_lines).await;
        self.reads("a", "Sealed. It opens when both answers are in.")
            .await;
        self.reads("a", "The soup.\nAnd the bread.").await;
        let words =
            "document.querySelector('.phone[data-phone=b] .log').textContent.includes('soup')";
        let leaked = self.browser.script(&format!("return {words};")).await;
        assert_eq!(leaked, false, "sealed means sealed");
        self.types("b", &format!("The long way home.{ENTER}")).await;
        self.reads("b", "Sealed. It opens when both answers are in.")
            .await;
    }

    async fn ends(self) {
        self.browser.ends(&self.url).await;
    }
}

/// Pair, answer, reveal, respond, skip a day.
async fn an_evening(screen: Screen) {
    let played = Played::begin().await;
    if let Some(hands) = Hands::on(&played, screen).await {
        hands.pair_and_answer().await;

        hands.skips("skip-next").await;
        for (phone, words) in [("a", "The long way home."), ("b", "And the bread.")] {
            hands.reads(phone, "Both answers are in").await;
            hands.takes(phone).await;
            let cover = format!(
                "document.querySelector('.phone[data-phone={phone}] .spoiler[role=button]')"
            );
            let shown = format!(
                "getComputedStyle([...document.querySelectorAll('.phone[data-phone={phone}] .spoiler')]\
                 .find(s => s.textContent.includes({words:?}))).color !== 'rgba(0, 0, 0, 0)'"
            );
            let is_open = hands.browser.script(&format!("return {shown};")).await;
            assert_eq!(is_open, false, "covered until it is tapped");
            hands.browser.clicks(&cover).await;
            hands.browser.until(&shown).await;
        }
        hands
            .browser
            .until("document.querySelector('#hint').hidden")
            .await;

        hands.presses("b", "That touched me").await;
        hands.presses("b", "✓ That touched me").await;
        hands.reads("a", "That touched me").await;

        hands.types("a", &format!("Lisbon{ENTER}")).await;
        hands.presses("b", "The same for me").await;
        hands.reads("b", "All set").await;

        let day = "document.querySelector('#time-a span').textContent";
        let before = hands.browser.until(day).await;
        hands.skips("skip-day").await;
        hands.browser.until(&format!("{day} !== {before}")).await;
        hands.skips("skip-next").await;
        let days = "document.querySelectorAll('.phone[data-phone=a] .day').length === 2";
        hands.browser.until(days).await;
        hands.presses("a", "Not tonight").await;
        hands.reads("a", "Not tonight, and that's fine.").await;
        let wide = "document.documentElement.scrollWidth <= innerWidth";
        assert_eq!(hands.browser.script(&format!("return {wide};")).await, true);
        hands.ends().await;
    }
    played.end().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn two_pair_answer_read_and_skip_a_day_on_a_wide_window() {
    an_evening(Screen::Wide).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn two_pair_answer_read_and_skip_a_day_on_a_phone() {
    an_evening(Screen::Phone).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_message_can_be_answered_edited_reacted_to_and_deleted() {
    let played = Played::begin().await;
    if let Some(hands) = Hands::on(&played, Screen::Wide).await {
        hands.pair_and_answer().await;
        hands.opens_menu("a", "The soup.").await;
        hands.chooses("Edit").await;
        hands.types("a", &format!(" Twice.{ENTER}")).await;
        hands.reads("a", "And the bread. Twice.").await;
        hands.reads("a", "edited").await;

        hands.opens_menu("b", "together here now").await;
        hands.chooses("❤️").await;
        let heart =
            "document.querySelector('.phone[data-phone=b] button.reaction')?.textContent === '❤️'";
        hands.browser.until(heart).await;

        hands.opens_menu("b", "together here now").await;
        hands.chooses("Reply").await;
        let about = "document.querySelector('.phone[data-phone=b] .about-to')";
        hands.browser.until(&format!("!{about}.hidden")).await;
        hands.types("b", ESCAPE).await;
        hands.browser.until(&format!("{about}.hidden")).await;

        let mark = "const text = [...document.querySelectorAll('.phone[data-phone=b] .in .text')].find(t => t.textContent.includes('together here now'));\
            const node = text.firstChild, at = node.data.indexOf('one small question');\
            getSelection().setBaseAndExtent(node, at, node, at + 'one small question'.length);";
        hands.browser.script(mark).await;
        hands.opens_menu("b", "together here now").await;
        hands.chooses("Reply to the marked words").await;
        hands.types("b", &format!("Lovely.{ENTER}")).await;
        let quote = "document.querySelector('.phone[data-phone=b] .out .answers .part')?.textContent === '“one small question”'";
        hands.browser.until(quote).await;

        hands.types("b", &format!("/today{ENTER}")).await;
        let commands = "[...document.querySelectorAll('.phone[data-phone=b] .out .text')].filter(t => t.textContent === '/today').length";
        hands.browser.until(&format!("{commands} === 1")).await;
        hands.opens_menu("b", "/today").await;
        hands.chooses("Delete for everyone").await;
        hands.browser.until(&format!("{commands} === 0")).await;

        hands.presses("b", "Take back").await;
        let taken_back = "!document.querySelector('.phone[data-phone=b] .out .reaction')";
        hands.browser.until(taken_back).await;

        let last = "[...document.querySelectorAll('.phone[data-phone=a] .acts')].at(-1)";
        hands.browser.types(last, UP).await;
        let before_last = "document.activeElement === [...document.querySelectorAll('.phone[data-phone=a] .acts')].at(-2)";
        hands.browser.until(before_last).await;
        hands.ends().await;
    }
    played.end().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn stand_ins_for_files_are_sent_and_a_document_opens() {
    let played = Played::begin().await;
    if let Some(hands) = Hands::on(&played, Screen::Phone).await {
        hands.pair_and_answer().await;
        for (kind, seen) in [
            ("Photo", ".out .picture svg"),
            ("Voice message", ".out .voice .wave"),
            ("Document", ".out .file"),
        ] {
            hands.takes("b").await;
            let attach = "document.querySelector('.phone[data-phone=b] .attach')";
            hands.browser.clicks(attach).await;
            hands.chooses(kind).await;
            let there = format!("document.querySelector('.phone[data-phone=b] {seen}')");
            hands.browser.until(&there).await;
        }
        let document = "document.querySelector('.phone[data-phone=b] .out .file')";
        hands.browser.clicks(document).await;
        hands
            .browser
            .until("document.querySelector('dialog .paper')")
            .await;
        hands.chooses("Close").await;
        hands
            .browser
            .until("!document.querySelector('dialog')")
            .await;
        hands.skips("skip-next").await;
        hands.takes("a").await;
        let covered = "document.querySelector('.phone[data-phone=a] .in.covered .picture')";
        hands.browser.clicks(covered).await;
        let opened = "document.querySelector('.phone[data-phone=a] .in.covered.opened .picture')";
        hands.browser.until(opened).await;
        hands.ends().await;
    }
    played.end().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_share_button_brings_the_invite_to_the_other_phone() {
    let played = Played::begin().await;
    if let Some(hands) = Hands::on(&played, Screen::Phone).await {
        hands.presses("b", "Start").await;
        hands.presses("b", "Invite my partner").await;
        hands.presses("b", "Send it").await;
        hands.chooses("Send it to Anna").await;
        hands.presses("a", "Open the link").await;
        hands.reads("a", "Ben invites you to Twofold.").await;
        hands.ends().await;
    }
    played.end().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_group_of_two_gets_a_view_of_its_own() {
    let played = Played::begin().await;
    if let Some(hands) = Hands::on(&played, Screen::Wide).await {
        hands.pair_and_answer().await;
        hands.clicks("make-group").await;
        hands.reads("g", "Anna added Twofold").await;
        hands.types("g", &format!("Here we are.{ENTER}")).await;
        hands.reads("g", "Here we are.").await;
        hands.presses("g", "Ben").await;
        hands.types("g", &format!("So we are.{ENTER}")).await;
        let sides = "[...document.querySelectorAll('.phone[data-phone=g] .message')].slice(-2).map(m => m.classList[1]).join(' ') === 'in out'";
        hands.browser.until(sides).await;
        let more = "document.querySelector('.phone[data-phone=g] .phone-menu')";
        hands.browser.clicks(more).await;
        hands.chooses("Add Chris, a third person").await;
        hands.reads("g", "Ben added Chris").await;
        hands.ends().await;
    }
    played.end().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn starting_over_empties_both_phones_on_the_same_page() {
    let played = Played::begin().await;
    if let Some(hands) = Hands::on(&played, Screen::Wide).await {
        hands.pair_and_answer().await;
        hands.clicks("again").await;
        hands.chooses("Start over").await;
        hands
            .browser
            .until("document.querySelectorAll('.message').length === 0")
            .await;
        hands
            .browser
            .until("document.querySelector('#hint li.now')?.dataset.number === '1'")
            .await;
        hands.pair_and_answer().await;
        hands.ends().await;
    }
    played.end().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn everything_that_can_be_pressed_has_a_name_and_the_chat_is_a_log() {
    let played = Played::begin().await;
    if let Some(hands) = Hands::on(&played, Screen::Wide).await {
        hands.pair_and_answer().await;
        hands
            .browser
            .clicks("document.querySelector('#traffic summary')")
            .await;
        hands
            .browser
            .clicks("document.querySelector('#calls button')")
            .await;
        hands
            .browser
            .until("document.querySelector('#calls pre')?.textContent.length > 2")
            .await;
        let nameless = "return [...document.querySelectorAll('button, textarea, [role=button], summary')]\
            .filter(b => b.checkVisibility() && !(b.getAttribute('aria-label') || b.textContent.trim()))\
            .map(b => b.outerHTML);";
        assert_eq!(hands.browser.script(nameless).await, serde_json::json!([]));
        let logs = "return [...document.querySelectorAll('[role=log]')].map(l => [l.getAttribute('aria-live'), l.getAttribute('aria-label')]);";
        let expected = serde_json::json!([
            ["polite", "Anna’s chat with Twofold"],
            ["polite", "Ben’s chat with Twofold"],
        ]);
        assert_eq!(hands.browser.script(logs).await, expected);
        let title = hands.browser.script("return document.title;").await;
        assert!(
            title
                .as_str()
                .is_some_and(|title| title.contains("demonstration"))
        );
        hands.ends().await;
    }
    played.end().await;
}
