//! Sealing: what a person writes is stored only as XChaCha20-Poly1305 under a key, bound to the row and column it stands in.
//!
//! A sealed text is base64 of nonce (24 bytes), ciphertext and tag (16 bytes). The associated data is its [`Place`], so a
//! text moved to another row, column or table does not open. Nothing here reads a clock or makes its own randomness, and
//! neither keys nor texts appear in a `Debug` or an error.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD_NO_PAD;
use chacha20poly1305::aead::AeadInOut;
use chacha20poly1305::{Key, KeyInit, Tag, XChaCha20Poly1305, XNonce};
use rand::CryptoRng;
use serde::Serialize;
use serde::de::DeserializeOwned;

use super::error::StoreError;

/// The longest text that is sealed. Telegram's longest message is 4,096 characters; a call with entities stays far below.
pub const MAX_BYTES: usize = 1 << 20;

const KEY_BYTES: usize = 32;
const NONCE_BYTES: usize = 24;
const TAG_BYTES: usize = 16;

/// A column in which nothing but sealed texts stand. The file that owns its table declares it in `SEALED`.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub struct SealedColumn {
    pub table: &'static str,
    pub column: &'static str,
}

impl SealedColumn {
    pub(super) const fn new(table: &'static str, column: &'static str) -> SealedColumn {
        SealedColumn { table, column }
    }

    /// The place of one row's text.
    pub(super) const fn row(self, row: i64) -> Place {
        Place {
            table: self.table,
            column: self.column,
            row,
        }
    }
}

/// Where a sealed text stands.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Place {
    pub table: &'static str,
    pub column: &'static str,
    pub row: i64,
}

impl Place {
    fn associated_data(self) -> Vec<u8> {
        let mut bytes = Vec::with_capacity(self.table.len() + self.column.len() + 10);
        bytes.extend_from_slice(self.table.as_bytes());
        bytes.push(0);
        bytes.extend_from_slice(self.column.as_bytes());
        bytes.push(0);
        bytes.extend_from_slice(&self.row.to_be_bytes());
        bytes
    }

    /// What stands here makes no sense.
    pub(super) const fn corrupt(self) -> StoreError {
        StoreError::Corrupt {
            table: self.table,
            id: self.row,
        }
    }
}

/// A key that seals and opens. It never leaves memory except wrapped by another.
#[derive(derive_more::Debug)]
#[debug("SealKey(..)")]
pub struct SealKey(Key);

impl SealKey {
    /// A new key.
    pub fn random(rng: &mut (impl CryptoRng + ?Sized)) -> SealKey {
        let mut bytes = [0; KEY_BYTES];
        rng.fill_bytes(&mut bytes);
        SealKey(Key::from(bytes))
    }

    /// Seals bytes for one place; [`StoreError::TooLong`] beyond [`MAX_BYTES`].
    pub fn seal(
        &self,
        place: Place,
        plain: &[u8],
        rng: &mut (impl CryptoRng + ?Sized),
    ) -> Result<String, StoreError> {
        let too_long = StoreError::TooLong { table: place.table };
        if plain.len() > MAX_BYTES {
            return Err(too_long);
        }
        let mut nonce = [0; NONCE_BYTES];
        rng.fill_bytes(&mut nonce);
        let mut sealed = Vec::with_capacity(NONCE_BYTES + plain.len() + TAG_BYTES);
        sealed.extend_from_slice(&nonce);
        sealed.extend_from_slice(plain);
        let tag = XChaCha20Poly1305::new(&self.0)
            .encrypt_inout_detached(
                &XNonce::from(nonce),
                &place.associated_data(),
                sealed[NONCE_BYTES..].as_mut().into(),
            )
            .map_err(|_| too_long)?;
        sealed.extend_from_slice(&tag);
        Ok(STANDARD_NO_PAD.encode(sealed))
    }

    /// Opens what [`SealKey::seal`] made for this place; [`StoreError::Corrupt`] names the place when it does not open.
    pub fn open(&self, place: Place, sealed: &str) -> Result<Vec<u8>, StoreError> {
        let mut bytes = STANDARD_NO_PAD
            .decode(sealed)
            .map_err(|_| place.corrupt())?;
        let Some(split) = bytes.len().checked_sub(TAG_BYTES) else {
            return Err(place.corrupt());
        };
        let (Some((nonce, _)), Some((_, tag))) = (
            bytes.split_first_chunk::<NONCE_BYTES>(),
            bytes.split_last_chunk::<TAG_BYTES>(),
        ) else {
            return Err(place.corrupt());
        };
        if split < NONCE_BYTES {
            return Err(place.corrupt());
        }
        let (nonce, tag) = (XNonce::from(*nonce), Tag::from(*tag));
        bytes.truncate(split);
        XChaCha20Poly1305::new(&self.0)
            .decrypt_inout_detached(
                &nonce,
                &place.associated_data(),
                bytes[NONCE_BYTES..].as_mut().into(),
                &tag,
            )
            .map_err(|_| place.corrupt())?;
        bytes.drain(..NONCE_BYTES);
        Ok(bytes)
    }

    /// Seals a value as JSON.
    pub fn seal_json(
        &self,
        place: Place,
        value: &impl Serialize,
        rng: &mut (impl CryptoRng + ?Sized),
    ) -> Result<String, StoreError> {
        let json = serde_json::to_vec(value).map_err(|_| place.corrupt())?;
        self.seal(place, &json, rng)
    }

    /// Opens what [`SealKey::seal_json`] made.
    pub fn open_json<T: DeserializeOwned>(
        &self,
        place: Place,
        sealed: &str,
    ) -> Result<T, StoreError> {
        let json = self.open(place, sealed)?;
        serde_json::from_slice(&json).map_err(|_| place.corrupt())
    }

    /// This key, sealed under `self`.
    pub fn wrap(
        &self,
        place: Place,
        key: &SealKey,
        rng: &mut (impl CryptoRng + ?Sized),
    ) -> Result<String, StoreError> {
        self.seal(place, &key.0, rng)
    }

    /// The key that [`SealKey::wrap`] sealed under `self`.
    pub fn unwrap(&self, place: Place, wrapped: &str) -> Result<SealKey, StoreError> {
        let bytes = self.open(place, wrapped)?;
        let bytes: [u8; KEY_BYTES] = bytes.try_into().map_err(|_| place.corrupt())?;
        Ok(SealKey(Key::from(bytes)))
    }

    /// The key as 64 hexadecimal digits, for the key file alone.
    pub(super) fn to_hex(&self) -> String {
        use std::fmt::Write as _;
        self.0.iter().fold(String::new(), |mut hex, byte| {
            // Writing to a String cannot fail.
            let _ = write!(hex, "{byte:02x}");
            hex
        })
    }

    /// The key of 64 hexadecimal digits; white space around them does not matter.
    pub(super) fn from_hex(hex: &str) -> Option<SealKey> {
        let hex = hex.trim().as_bytes();
        if hex.len() != 2 * KEY_BYTES {
            return None;
        }
        let mut bytes = [0; KEY_BYTES];
        for (byte, pair) in bytes.iter_mut().zip(hex.chunks_exact(2)) {
            let high = char::from(pair[0]).to_digit(16)?;
            let low = char::from(pair[1]).to_digit(16)?;
            *byte = (high * 16 + low) as u8;
        }
        Some(SealKey(Key::from(bytes)))
    }
}

#[cfg(test)]
mod tests {
    use rand::SeedableRng;
    use rand::rngs::StdRng;

    use super::*;

    const HERE: Place = Place {
        table: "answer",
        column: "words",
        row: 7,
    };

    fn rng() -> StdRng {
        StdRng::seed_from_u64(1)
    }

    #[test]
    fn what_was_sealed_opens_in_its_place() {
        let mut rng = rng();
        let key = SealKey::random(&mut rng);
        for plain in ["", "I love you <3", &"ж".repeat(4096)] {
            let sealed = key.seal(HERE, plain.as_bytes(), &mut rng).unwrap();
            assert_eq!(key.open(HERE, &sealed).unwrap(), plain.as_bytes());
        }
    }

    #[test]
    fn a_sealed_text_does_not_open_in_any_other_place() {
        let mut rng = rng();
        let key = SealKey::random(&mut rng);
        let sealed = key.seal(HERE, b"only here", &mut rng).unwrap();
        for elsewhere in [
            Place { row: 8, ..HERE },
            Place {
                column: "shown",
                ..HERE
            },
            Place {
                table: "part",
                ..HERE
            },
            // The same letters cut differently.
            Place {
                table: "answerw",
                column: "ords",
                ..HERE
            },
        ] {
            let error = key.open(elsewhere, &sealed).unwrap_err();
            assert!(
                matches!(error, StoreError::Corrupt { table, id } if table == elsewhere.table && id == elsewhere.row)
            );
        }
    }

    #[test]
    fn a_sealed_text_does_not_open_under_another_key() {
        let mut rng = rng();
        let key = SealKey::random(&mut rng);
        let other = SealKey::random(&mut rng);
        let sealed = key.seal(HERE, b"mine", &mut rng).unwrap();
        assert!(other.open(HERE, &sealed).is_err());
    }

    #[test]
    fn the_same_text_is_never_sealed_twice_alike() {
        let mut rng = rng();
        let key = SealKey::random(&mut rng);
        let first = key.seal(HERE, b"again", &mut rng).unwrap();
        let second = key.seal(HERE, b"again", &mut rng).unwrap();
        assert_ne!(first, second);
    }

    #[test]
    fn a_text_cut_or_changed_anywhere_is_corrupt_and_nothing_panics() {
        let mut rng = rng();
        let key = SealKey::random(&mut rng);
        let sealed = key.seal(HERE, b"whole", &mut rng).unwrap();
        for length in 0..sealed.len() {
            assert!(key.open(HERE, &sealed[..length]).unwrap_err().is_corrupt());
        }
        for at in 0..sealed.len() {
            let mut changed = sealed.clone().into_bytes();
            changed[at] = if changed[at] == b'A' { b'B' } else { b'A' };
            let changed = String::from_utf8(changed).unwrap();
            assert!(key.open(HERE, &changed).unwrap_err().is_corrupt());
        }
        assert!(key.open(HERE, "not base64 ~").unwrap_err().is_corrupt());
    }

    #[test]
    fn a_text_over_the_limit_is_not_sealed() {
        let mut rng = rng();
        let key = SealKey::random(&mut rng);
        let error = key
            .seal(HERE, &vec![0; MAX_BYTES + 1], &mut rng)
            .unwrap_err();
        assert!(matches!(error, StoreError::TooLong { table: "answer" }));
    }

    #[test]
    fn a_wrapped_key_opens_what_the_key_sealed() {
        let mut rng = rng();
        let master = SealKey::random(&mut rng);
        let key = SealKey::random(&mut rng);
        let sealed = key.seal(HERE, b"words", &mut rng).unwrap();
        let wrapped = master.wrap(HERE, &key, &mut rng).unwrap();
        let again = master.unwrap(HERE, &wrapped).unwrap();
        assert_eq!(again.open(HERE, &sealed).unwrap(), b"words");
    }

    #[test]
    fn a_key_survives_its_file_form_and_nothing_else_is_a_key() {
        let mut rng = rng();
        let key = SealKey::random(&mut rng);
        let hex = key.to_hex();
        let again = SealKey::from_hex(&format!("  {hex}\n")).unwrap();
        assert_eq!(again.0, key.0);
        for not_a_key in ["", "00", &hex[1..], &format!("{hex}0"), &"g".repeat(64)] {
            assert!(SealKey::from_hex(not_a_key).is_none());
        }
    }

    #[test]
    fn a_key_does_not_print_itself() {
        let key = SealKey::random(&mut rng());
        assert_eq!(format!("{key:?}"), "SealKey(..)");
    }
}
