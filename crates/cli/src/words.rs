//! Free text on the command line: as it stands, from a file, or from standard input.
//!
//! What a shell is told stays in its history. A reason or an account belongs in a file, or in a pipe.

use std::{convert::Infallible, fmt, io::Read as _, str::FromStr};

use manumit_domain::person::Words;

use crate::failure::WrongUse;

/// A text that was named and not yet read: itself, `@FILE`, or `-` for standard input.
#[derive(Clone)]
pub struct Text(String);

/// Shows nothing: it may narrate.
impl fmt::Debug for Text {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Text(not shown)")
    }
}

impl FromStr for Text {
    type Err = Infallible;

    fn from_str(text: &str) -> Result<Self, Infallible> {
        Ok(Self(text.to_owned()))
    }
}

impl Text {
    /// The text itself, without the line ends after it.
    pub fn read(&self) -> anyhow::Result<String> {
        let text = match (self.0.as_str(), self.0.strip_prefix('@')) {
            ("-", _) => {
                let mut text = String::new();
                std::io::stdin()
                    .lock()
                    .read_to_string(&mut text)
                    .map_err(|error| unreadable("standard input", &error))?;
                text
            }
            (_, Some(path)) => std::fs::read_to_string(path).map_err(|error| unreadable(path, &error))?,
            (text, None) => text.to_owned(),
        };
        Ok(text.trim_end_matches(['\r', '\n']).to_owned())
    }

    /// The text as words of a record.
    pub fn words(&self) -> anyhow::Result<Words> {
        self.read().map(Words)
    }
}

fn unreadable(place: &str, error: &std::io::Error) -> WrongUse {
    WrongUse::new(
        format!("{place} cannot be read as text: {error}."),
        "Write the text itself, @FILE for a text in UTF-8, or - for standard input.",
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_text_stands_for_itself_or_names_a_file() {
        let read = |text: &str| text.parse::<Text>().unwrap().read();
        assert_eq!(read("the reasons").unwrap(), "the reasons");
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("reasons.txt");
        std::fs::write(&path, "first line\nsecond line\n").unwrap();
        assert_eq!(read(&format!("@{}", path.display())).unwrap(), "first line\nsecond line");
        let missing = read("@no-such-file").unwrap_err().to_string();
        assert!(missing.starts_with("no-such-file cannot be read"), "{missing}");
    }

    #[test]
    fn a_text_is_not_shown_in_a_log() {
        assert_eq!(format!("{:?}", "secret".parse::<Text>().unwrap()), "Text(not shown)");
    }
}
