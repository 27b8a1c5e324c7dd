//! The words of a question set, as a page shows them.

use manumit_domain::question_set::{QuestionSet, Wording, Words};
use minijinja::{HtmlEscape, Value};

use crate::{Language, Site, language::mark, template::escaped};

impl Site {
    /// A question set in the language of the page.
    pub(crate) fn wording<'a>(&'a self, set: &'a QuestionSet) -> Wording<'a> {
        self.office.law().question_sets.worded(set, self.texts().language().code())
    }
}

/// Words for a template: marked as English where they stand in for a translation.
pub(crate) fn shown(words: &Words) -> Value {
    if words.stand_in { mark(Language::English, &words.text) } else { Value::from(words.text.as_str()) }
}

/// Words that begin with a capital letter.
pub(crate) fn with_capital(words: Words) -> Words {
    let mut signs = words.text.chars();
    let text = signs.next().map(|first| first.to_uppercase().chain(signs).collect()).unwrap_or_default();
    Words { text, ..words }
}

/// Several words as one, whether or not some of them are markup.
pub(crate) fn joined(parts: &[Value], between: &str) -> Value {
    Value::from_safe_string(parts.iter().map(escaped).collect::<Vec<_>>().join(&HtmlEscape(between).to_string()))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn words(text: &str, stand_in: bool) -> Words {
        Words { text: text.to_owned(), stand_in }
    }

    #[test]
    fn what_stands_in_is_marked_and_nothing_is_markup_that_was_not() {
        let (english, welsh) = (shown(&words("a <b>", true)), shown(&words("lle <b>", false)));
        assert_eq!(english.to_string(), "<span lang=\"en\">a &lt;b&gt;</span>");
        assert!(english.is_safe() && !welsh.is_safe());
        let both = joined(&[english, welsh], " & ");
        assert_eq!(both.to_string(), "<span lang=\"en\">a &lt;b&gt;</span> &amp; lle &lt;b&gt;");
    }

    #[test]
    fn a_capital_is_that_of_the_first_letter_whatever_it_is() {
        assert_eq!(with_capital(words("ŷd", false)).text, "Ŷd");
        assert_eq!(with_capital(words("", true)), words("", true));
    }
}
