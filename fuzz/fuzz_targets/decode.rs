//! Whatever a server sends in place of updates: it is read without a panic, every item is counted, and an update that is read
//! is kept to the letter.
//!
//! Fuzzing needs a nightly compiler and `cargo install cargo-fuzz`; then, in the project's folder:
//!
//! ```sh
//! cargo +nightly fuzz run decode -- -dict=fuzz/updates.dict -max_total_time=600
//! cargo +nightly fuzz run prompts -- -max_total_time=600
//! ```
//!
//! `cargo check --manifest-path fuzz/Cargo.toml` shows with any compiler that the targets still fit the program.

#![no_main]

use libfuzzer_sys::fuzz_target;

use twofold::core::protocol::press::Press;
use twofold::telegram::decode::{Incoming, updates};

fuzz_target!(|bytes: &[u8]| {
    // The client turns an answer into text before anything reads it.
    let text = String::from_utf8_lossy(bytes);
    if let Some(read) = updates(&text) {
        for update in &read.incoming {
            let again = Incoming::read(update.raw.as_str()).expect("what was read once");
            assert_eq!(again.update_id, update.update_id);
        }
    }
    if let Some(update) = Incoming::read(&text) {
        assert_eq!(update.raw.as_str().trim(), text.trim());
    }
    if let Some(press) = Press::parse(&text) {
        assert_eq!(press.data(), text);
    }
});
