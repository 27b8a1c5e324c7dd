//! One canonical way to turn columns into bytes, and what is computed over those bytes.
//!
//! Every item is written as a tag, its length and its bytes, after a label that says what is being encoded. Two
//! different lists of columns can therefore never give the same bytes, and a digest made for one purpose can never be
//! taken for another.

use hmac::{Hmac, KeyInit, Mac};
use sha2::{Digest as _, Sha256};

/// A SHA-256 hash or an HMAC-SHA-256 code.
pub type Digest = [u8; 32];

/// Columns on their way to a digest.
pub(crate) struct Encoding {
    bytes: Vec<u8>,
}

impl Encoding {
    pub(crate) fn new(label: &str) -> Self {
        let mut encoding = Self { bytes: Vec::with_capacity(1024) };
        encoding.item(b'l', label.as_bytes());
        encoding
    }

    fn item(&mut self, tag: u8, bytes: &[u8]) {
        self.bytes.push(tag);
        self.bytes.extend_from_slice(&(bytes.len() as u64).to_le_bytes());
        self.bytes.extend_from_slice(bytes);
    }

    pub(crate) fn text(mut self, text: &str) -> Self {
        self.item(b't', text.as_bytes());
        self
    }

    pub(crate) fn blob(mut self, bytes: &[u8]) -> Self {
        self.item(b'b', bytes);
        self
    }

    pub(crate) fn integer(mut self, number: i64) -> Self {
        self.item(b'i', &number.to_le_bytes());
        self
    }

    pub(crate) fn maybe_text(mut self, text: Option<&str>) -> Self {
        match text {
            Some(text) => self.item(b't', text.as_bytes()),
            None => self.item(b'n', &[]),
        }
        self
    }

    pub(crate) fn maybe_blob(mut self, bytes: Option<&[u8]>) -> Self {
        match bytes {
            Some(bytes) => self.item(b'b', bytes),
            None => self.item(b'n', &[]),
        }
        self
    }

    /// The bytes themselves, for use as associated data.
    pub(crate) fn bytes(&self) -> &[u8] {
        &self.bytes
    }

    pub(crate) fn sha256(&self) -> Digest {
        Sha256::digest(&self.bytes).into()
    }

    pub(crate) fn hmac(&self, key: &Digest) -> Digest {
        let mut mac = keyed(key);
        mac.update(&self.bytes);
        mac.finalize().into_bytes().into()
    }
}

#[expect(clippy::expect_used, reason = "HMAC takes a key of any length, and this one is 32 bytes")]
fn keyed(key: &Digest) -> Hmac<Sha256> {
    Hmac::new_from_slice(key).expect("a key of 32 bytes")
}

/// Compares two digests without telling by time where they differ.
pub(crate) fn same(left: &Digest, right: &Digest) -> bool {
    left.iter().zip(right).fold(0u8, |difference, (l, r)| difference | (l ^ r)) == 0
}

/// Bytes as lower-case hexadecimal.
pub(crate) fn to_hex(bytes: &[u8]) -> String {
    const DIGITS: [char; 16] = ['0', '1', '2', '3', '4', '5', '6', '7', '8', '9', 'a', 'b', 'c', 'd', 'e', 'f'];
    let digit = |nibble: u8| DIGITS.get(usize::from(nibble)).copied().unwrap_or('0');
    bytes.iter().flat_map(|byte| [digit(byte >> 4), digit(byte & 15)]).collect()
}

/// The bytes of a hexadecimal text, or nothing if it is not one.
pub(crate) fn from_hex(text: &str) -> Option<Vec<u8>> {
    let digits: Option<Vec<u8>> = text.chars().map(|c| c.to_digit(16).and_then(|d| u8::try_from(d).ok())).collect();
    let digits = digits?;
    let (pairs, rest) = digits.as_chunks::<2>();
    rest.is_empty().then(|| pairs.iter().map(|[high, low]| high << 4 | low).collect())
}

/// The 32 bytes of a hexadecimal text, or nothing if it is not one.
pub(crate) fn digest_from_hex(text: &str) -> Option<Digest> {
    Digest::try_from(from_hex(text)?.as_slice()).ok()
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn columns_cannot_be_confused() {
        let split = Encoding::new("x").text("ab").text("c").sha256();
        let moved = Encoding::new("x").text("a").text("bc").sha256();
        let empty = Encoding::new("x").maybe_text(Some("")).sha256();
        let nothing = Encoding::new("x").maybe_text(None).sha256();
        assert_ne!(split, moved);
        assert_ne!(empty, nothing);
        assert_ne!(Encoding::new("x").text("1").sha256(), Encoding::new("x").integer(1).sha256());
        assert_ne!(Encoding::new("x").sha256(), Encoding::new("y").sha256());
    }

    #[test]
    fn hmac_matches_rfc_4231_case_1() {
        let mut key = [0; 32];
        key[..20].fill(0x0b);
        let mut mac = keyed(&key);
        mac.update(b"Hi There");
        let code: Digest = mac.finalize().into_bytes().into();
        assert_eq!(to_hex(&code), "b0344c61d8db38535ca8afceaf0bf12b881dc200c9833da726e9376c2e32cff7");
    }

    proptest! {
        #[test]
        fn hexadecimal_comes_back(bytes: Vec<u8>) {
            prop_assert_eq!(from_hex(&to_hex(&bytes)), Some(bytes));
        }
    }
}
