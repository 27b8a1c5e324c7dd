//! The second factor: a time-based code (RFC 6238), six digits, thirty seconds, one step either way.

use jiff::Timestamp;
use manumit_store::Entropy;
use totp_rs::{Builder, Secret, Totp};
use zeroize::Zeroizing;

use crate::AppError;

/// A new secret, of the 160 bits that the standard asks for.
pub fn draw(entropy: &Entropy) -> Result<Zeroizing<Vec<u8>>, AppError> {
    Ok(Zeroizing::new(entropy.bytes::<20>()?.to_vec()))
}

/// The secret as people type it into their app, in groups of four.
pub fn written(secret: &[u8]) -> String {
    let text = Secret::from(secret).to_base32();
    let groups: Vec<String> =
        text.as_bytes().chunks(4).map(|group| String::from_utf8_lossy(group).into_owned()).collect();
    groups.join(" ")
}

/// The step of a code that is right at a moment.
pub fn step(secret: &[u8], code: &str, at: Timestamp) -> Result<Option<u64>, AppError> {
    let typed: String = code.chars().filter(|character| !character.is_whitespace()).collect();
    let seconds = u64::try_from(at.as_second()).unwrap_or_default();
    Ok(totp(secret)?.check(&typed, seconds))
}

/// The code of a moment.
#[cfg(test)]
pub fn code(secret: &[u8], at: Timestamp) -> Result<String, AppError> {
    let seconds = u64::try_from(at.as_second()).unwrap_or_default();
    Ok(totp(secret)?.generate(seconds).to_string())
}

fn totp(secret: &[u8]) -> Result<Totp, AppError> {
    let built = Builder::new().with_secret(Secret::from(secret)).build();
    built.map_err(|error| AppError::Password(error.to_string()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn gives_the_codes_of_the_standard() {
        // RFC 6238, appendix B, the rows of SHA-1, last six digits.
        let secret = b"12345678901234567890";
        for (second, expected) in [(59, "287082"), (1_111_111_109, "081804"), (2_000_000_000, "279037")] {
            let at = Timestamp::from_second(second).unwrap();
            assert_eq!(code(secret, at).unwrap(), expected);
            assert!(step(secret, &format!("{} {}", &expected[..3], &expected[3..]), at).unwrap().is_some());
            assert!(step(secret, "000000", at).unwrap().is_none());
        }
    }
}
