//! Blind index: finding a name without storing it.
//!
//! A token is a keyed code of a normalised text. The same name gives the same token only inside one compartment, so a
//! search in one room can never say anything about another, and without the key a token cannot be guessed from a list
//! of names.

use manumit_domain::journal::{Compartment, StreamId};
use unicode_normalization::{UnicodeNormalization as _, char::is_combining_mark};

use crate::{encoding::Encoding, error::StoreError, store::Store, value::Statement};

/// The keyed code of one text in one compartment.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Token {
    compartment: Compartment,
    code: [u8; 16],
}

impl Token {
    /// The compartment in which this token means something.
    pub fn compartment(&self) -> Compartment {
        self.compartment
    }

    pub(crate) fn row(&self, stream: StreamId) -> Statement {
        Statement::new(
            "insert into search_token (stream, token, compartment) values ($1, $2, $3) on conflict do nothing",
            vec![stream.to_string().into(), self.code.as_slice().into(), self.compartment.code().into()],
        )
    }
}

/// A text as it is compared: no case, no accents, no punctuation, single spaces.
pub fn normalised(text: &str) -> String {
    let plain: String = text
        .nfkd()
        .filter(|c| !is_combining_mark(*c))
        .flat_map(char::to_lowercase)
        .map(|c| if c.is_alphanumeric() { c } else { ' ' })
        .collect();
    plain.split_whitespace().collect::<Vec<_>>().join(" ")
}

impl Store {
    /// The token of a text for one field of one compartment.
    pub fn token(&self, compartment: Compartment, field: &str, text: &str) -> Token {
        let whole = Encoding::new("manumit.search.v1")
            .text(field)
            .text(&normalised(text))
            .hmac(self.keyring().blind_index(compartment));
        let mut code = [0; 16];
        code.iter_mut().zip(whole).for_each(|(byte, of_whole)| *byte = of_whole);
        Token { compartment, code }
    }

    /// The streams a token was kept for.
    ///
    /// # Errors
    /// [`StoreError`] if the database does not answer.
    pub async fn find_by_token(&self, token: &Token) -> Result<Vec<StreamId>, StoreError> {
        let sql = "select stream from search_token where token = $2 and compartment = $1 order by stream";
        let arguments = vec![token.compartment.code().into(), token.code.as_slice().into()];
        self.engine()
            .query(sql, arguments)
            .await?
            .iter()
            .map(|row| {
                let wrong = StoreError::Column { column: "stream", expected: "a stream", found: "something else" };
                row.text("stream")?.parse().map_err(|_| wrong)
            })
            .collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn compares_without_case_accents_and_punctuation() {
        assert_eq!(normalised("  Thảo  NGUYỄN "), "thao nguyen");
        assert_eq!(normalised("O’Brien-Smith"), "o brien smith");
        assert_eq!(normalised("ﬁ Ⅳ"), "fi iv");
    }
}
