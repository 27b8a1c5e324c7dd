//! Passwords: kept as the code that Argon2id makes of them (RFC 9106), with the parameters that the library recommends.

use argon2::{
    Argon2,
    password_hash::{PasswordHasher as _, PasswordVerifier as _, phc::PasswordHash},
};
use manumit_domain::refusal::Refusal;
use manumit_store::Entropy;

use crate::AppError;

/// The fewest characters of a password: three random words reach it.
const SHORTEST: usize = 12;
/// The most, so that nobody makes the machine work without end.
const LONGEST: usize = 256;

/// What stands in for the code of an account that does not exist, so that both take the same time.
const NOBODY: &str = "$argon2id$v=19$m=19456,t=2,p=1$bm9ib2R5IGlzIGhlcmUh$4y1WlHlWYfDJZ1VbJuyxeHqWbO1AaVXcQ9TPkPVzbnk";

/// Refuses a password that is too short, too long, or made of what is known about the account.
pub fn check(password: &str, known: &[&str]) -> Result<(), Refusal> {
    let length = password.chars().count();
    let refuse = |sentence: &str, remedy: &str| {
        Err(Refusal::new("password.weak", sentence.to_owned(), remedy.to_owned()).about("password"))
    };
    if length < SHORTEST {
        return refuse("The password is too short.", "Use at least 12 characters: three random words are good.");
    }
    if length > LONGEST {
        return refuse("The password is too long.", "Use at most 256 characters.");
    }
    let lower = password.to_lowercase();
    let first = lower.chars().next().unwrap_or_default();
    if lower.chars().all(|character| character == first) {
        return refuse("The password is one character over and over.", "Use three random words.");
    }
    let stem = |word: &&&str| word.len() > 3 && lower.contains(&word.to_lowercase());
    if known.iter().filter(stem).count() > 0 {
        return refuse("The password holds the email address or the post.", "Use three random words instead.");
    }
    Ok(())
}

/// The code of a password. It takes tens of milliseconds on purpose, beside the threads that serve.
pub async fn code(password: String, entropy: &Entropy) -> Result<String, AppError> {
    let salt = entropy.bytes::<16>()?;
    let coded = tokio::task::spawn_blocking(move || {
        Argon2::default()
            .hash_password_with_salt(password.as_bytes(), &salt)
            .map(|hash: PasswordHash| hash.to_string())
            .map_err(|error| error.to_string())
    });
    match coded.await {
        Ok(Ok(code)) => Ok(code),
        Ok(Err(why)) => Err(AppError::Password(why)),
        Err(stopped) => Err(AppError::Password(stopped.to_string())),
    }
}

/// Says whether a password has a code. Without a code it takes as long, and says no.
pub async fn fits(password: String, code: Option<String>) -> Result<bool, AppError> {
    let checked = tokio::task::spawn_blocking(move || {
        let there = code.is_some();
        let code = code.unwrap_or_else(|| NOBODY.to_owned());
        let Ok(hash) = PasswordHash::new(&code) else { return false };
        Argon2::default().verify_password(password.as_bytes(), &hash).is_ok() && there
    });
    checked.await.map_err(|stopped| AppError::Password(stopped.to_string()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn weak_passwords_are_refused_with_the_reason() {
        let refused = |password| check(password, &["officer@example.org", "officer-12"]).unwrap_err();
        assert!(refused("short").sentence.contains("short"));
        assert!(refused("aaaaaaaaaaaaaa").sentence.contains("one character"));
        assert!(refused("my OFFICER-12 password").sentence.contains("post"));
        assert!(check("gravel tulip monday", &["officer@example.org", "officer-12"]).is_ok());
        assert!(check("мой длинный пароль", &[]).is_ok());
    }

    #[tokio::test]
    async fn a_code_fits_its_password_and_nothing_fits_nobody() {
        let coded = code("gravel tulip monday".to_owned(), &Entropy::seeded(1)).await.unwrap();
        assert!(coded.starts_with("$argon2id$"));
        assert!(fits("gravel tulip monday".to_owned(), Some(coded.clone())).await.unwrap());
        assert!(!fits("gravel tulip tuesday".to_owned(), Some(coded)).await.unwrap());
        assert!(!fits("gravel tulip monday".to_owned(), None).await.unwrap());
        assert!(PasswordHash::new(NOBODY).is_ok(), "the stand-in must cost the same work");
    }
}
