//! Links to a pairing. Of a token only its hash is kept.

use jiff::{SignedDuration, Timestamp};
use serde::{Deserialize, Serialize};
use sha2::{Digest as _, Sha256};

use crate::core::model::ids::CoupleId;

/// SHA-256 of an invite token, in lower-case hex. The token itself is never kept.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Debug, Serialize, Deserialize)]
#[serde(transparent)]
pub struct InviteHash(pub String);

/// One link to a pairing.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
pub struct Invite {
    pub hash: InviteHash,
    pub couple: CoupleId,
    pub made_at: Timestamp,
}

/// A link works this long.
pub const INVITE_FOR: SignedDuration = SignedDuration::from_hours(7 * 24);

/// Live links of one pairing; the oldest goes first. The bucket alone would allow hundreds.
pub const LINKS_MAX: usize = 20;

/// The hash under which a token is kept.
pub fn invite_hash(token: &str) -> InviteHash {
    let digest = Sha256::digest(token.as_bytes());
    InviteHash(digest.iter().map(|byte| format!("{byte:02x}")).collect())
}
