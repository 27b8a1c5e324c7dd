//! The texts of the pages: files in `texts/`, one folder for each language, in the format of Project Fluent.
//!
//! A text has a key, which is the same in every language. A word that follows a number is chosen by the plural rules of
//! the language; Welsh has six forms.

mod said;

use std::fmt;

use fluent_bundle::{FluentArgs, FluentResource, FluentValue, concurrent::FluentBundle};

use self::said::Sentences;
use crate::Language;

include!(concat!(env!("OUT_DIR"), "/texts.rs"));

/// A file of texts that cannot be read, or a text that cannot be made.
#[derive(Debug, thiserror::Error)]
#[error("the texts in {language:?}: {problem}")]
pub struct TextError {
    language: Language,
    problem: String,
}

/// Every text in one language, read once.
pub struct Texts {
    language: Language,
    bundle: FluentBundle<FluentResource>,
    sentences: Sentences,
}

impl fmt::Debug for Texts {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Texts").field("language", &self.language).finish_non_exhaustive()
    }
}

impl Texts {
    /// Reads the texts of a language.
    ///
    /// # Errors
    /// [`TextError`] names what cannot be read, and a key that stands twice.
    pub fn read(language: Language) -> Result<Self, TextError> {
        let failed = |problem: String| TextError { language, problem };
        let identifier = language.code().parse().map_err(|error| failed(format!("{error}")))?;
        let mut bundle = FluentBundle::new_concurrent(vec![identifier]);
        // The marks around a value would stand in pages, in searches and in what is copied.
        bundle.set_use_isolating(false);
        for (name, text) in TEXTS.iter().filter(|(name, _)| name.starts_with(language.code())) {
            let resource = FluentResource::try_new((*text).to_owned());
            let resource = resource.map_err(|(_, errors)| failed(format!("{name}: {errors:?}")))?;
            bundle.add_resource(resource).map_err(|errors| failed(format!("{name}: {errors:?}")))?;
        }
        Ok(Self { language, bundle, sentences: Sentences::read() })
    }

    /// Which language they are in.
    pub const fn language(&self) -> Language {
        self.language
    }

    /// Makes a text with its values.
    ///
    /// # Errors
    /// [`TextError`] if there is no such text, or a value is missing.
    pub fn make(&self, key: &str, values: &FluentArgs<'_>) -> Result<String, TextError> {
        let failed = |problem: String| TextError { language: self.language, problem };
        let pattern = self.bundle.get_message(key).and_then(|message| message.value());
        let pattern = pattern.ok_or_else(|| failed(format!("there is no text {key}")))?;
        let mut errors = Vec::new();
        let made = self.bundle.format_pattern(pattern, Some(values), &mut errors).into_owned();
        match errors.first() {
            None => Ok(made),
            Some(error) => Err(failed(format!("{key}: {error}"))),
        }
    }

    /// A text without values.
    pub fn text(&self, key: &str) -> String {
        self.or_its_key(key, &FluentArgs::new())
    }

    /// A text with values, each by its name.
    pub fn with<'a, V: Into<FluentValue<'a>>, const N: usize>(&self, key: &str, values: [(&'a str, V); N]) -> String {
        self.or_its_key(key, &values.into_iter().collect())
    }

    /// A test holds that every key in the code and the templates has its text in every language. Were one missing all the
    /// same, its key shows on the page and stands in the log: nobody is told nothing, and the page is still served.
    fn or_its_key(&self, key: &str, values: &FluentArgs<'_>) -> String {
        self.make(key, values).unwrap_or_else(|error| {
            tracing::error!(%error, "a text could not be made");
            format!("[{key}]")
        })
    }
}

#[cfg(test)]
pub(crate) mod tests;
