//! Opens what is sealed, by itself: XChaCha20-Poly1305, base64 of nonce, words and tag, bound to table, column and row.
//!
//! Nothing of the program is used, so that the form of a seal is held as well.

use std::collections::BTreeMap;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD_NO_PAD;
use chacha20poly1305::aead::AeadInOut;
use chacha20poly1305::{Key, KeyInit, Tag, XChaCha20Poly1305, XNonce};

const NONCE_BYTES: usize = 24;
const TAG_BYTES: usize = 16;

/// A key of 32 bytes.
struct Sealer([u8; 32]);

impl Sealer {
    /// The key of 64 hexadecimal digits.
    fn of_hex(hex: &str) -> Sealer {
        let hex = hex.trim();
        assert_eq!(hex.len(), 64, "a key has 64 digits");
        let mut bytes = [0; 32];
        for (at, byte) in bytes.iter_mut().enumerate() {
            *byte = u8::from_str_radix(&hex[2 * at..2 * at + 2], 16).expect("a digit");
        }
        Sealer(bytes)
    }

    fn open(&self, table: &str, column: &str, row: i64, sealed: &str) -> Option<Vec<u8>> {
        let bytes = STANDARD_NO_PAD.decode(sealed).ok()?;
        let split = bytes
            .len()
            .checked_sub(TAG_BYTES)
            .filter(|at| *at >= NONCE_BYTES)?;
        let nonce = XNonce::from(*bytes.first_chunk::<NONCE_BYTES>()?);
        let tag = Tag::from(*bytes.last_chunk::<TAG_BYTES>()?);
        let mut words = bytes[NONCE_BYTES..split].to_vec();
        let mut place = Vec::new();
        for part in [table, column] {
            place.extend_from_slice(part.as_bytes());
            place.push(0);
        }
        place.extend_from_slice(&row.to_be_bytes());
        let cipher = XChaCha20Poly1305::new(&Key::from(self.0));
        cipher
            .decrypt_inout_detached(&nonce, &place, words.as_mut_slice().into(), &tag)
            .ok()?;
        Some(words)
    }
}

/// The keys of everybody, wrapped by the master key, by kind and owner.
pub struct Keys {
    master: Sealer,
    pub wrapped: BTreeMap<(String, i64), String>,
}

impl Keys {
    pub fn new(master: &str, wrapped: BTreeMap<(String, i64), String>) -> Keys {
        let master = Sealer::of_hex(master);
        Keys { master, wrapped }
    }

    /// The text that is sealed in a table's column and row under the key of one of these owners.
    pub fn open<'a>(
        &self,
        owners: impl Iterator<Item = (&'a str, i64)>,
        (table, column, row): (&str, &str, i64),
        sealed: &str,
    ) -> Option<String> {
        let keys = owners.filter_map(|(kind, owner)| {
            let wrapped = self.wrapped.get(&(kind.to_owned(), owner))?;
            let key = self.master.open("sealing_key", kind, owner, wrapped)?;
            key.try_into().ok().map(Sealer)
        });
        let mut words = keys.filter_map(|key| key.open(table, column, row, sealed));
        String::from_utf8(words.next()?).ok()
    }
}
