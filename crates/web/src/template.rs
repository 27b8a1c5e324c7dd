//! The templates: ours in `templates/`, and the macros of GOV.UK Frontend, all compiled in.

use std::sync::Arc;

use fluent_bundle::{FluentArgs, FluentValue};
use minijinja::{
    AutoEscape, Environment, Error, ErrorKind, HtmlEscape, UndefinedBehavior, Value, context, value::Kwargs,
};

use crate::{Language, Texts, language::mark, texts::TextError};

include!(concat!(env!("OUT_DIR"), "/macros.rs"));
include!(concat!(env!("OUT_DIR"), "/ours.rs"));

/// A template or a text that cannot be read or filled in.
#[derive(Debug, thiserror::Error)]
pub enum TemplateError {
    /// A template.
    #[error("the template {name} cannot be used")]
    Template {
        /// Which one.
        name: String,
        /// Why.
        #[source]
        source: Error,
    },
    /// The texts of a language.
    #[error("the texts cannot be used")]
    Texts(#[from] TextError),
}

impl TemplateError {
    fn of(name: &str) -> impl FnOnce(Error) -> Self {
        move |source| Self::Template { name: name.to_owned(), source }
    }
}

/// Every template and every text, read once: for each language the templates know how to speak it.
#[derive(Debug)]
pub struct Templates {
    english: Spoken,
    welsh: Spoken,
}

/// The templates in one language.
#[derive(Debug)]
struct Spoken {
    environment: Environment<'static>,
    texts: Arc<Texts>,
}

impl Templates {
    /// Reads every template and every text.
    ///
    /// # Errors
    /// [`TemplateError`] names the one that cannot be read.
    pub fn new() -> Result<Self, TemplateError> {
        Ok(Self { english: Spoken::new(Language::English)?, welsh: Spoken::new(Language::Welsh)? })
    }

    /// Fills a template in.
    ///
    /// # Errors
    /// [`TemplateError`] if the template asks for what is not there.
    pub fn fill(&self, language: Language, name: &str, with: Value) -> Result<String, TemplateError> {
        let environment = &self.spoken(language).environment;
        let filled = environment.get_template(name).and_then(|template| template.render(with));
        filled.map_err(TemplateError::of(name))
    }

    /// Fills in a text that is no template of ours, with every macro at hand: for tests of the macros.
    ///
    /// # Errors
    /// [`TemplateError`] if the text cannot be read or filled in.
    pub fn fill_text(&self, text: &str, with: Value) -> Result<String, TemplateError> {
        self.english.environment.render_str(text, with).map_err(TemplateError::of("a text"))
    }

    /// The texts of a language, for what is made outside templates.
    pub fn texts(&self, language: Language) -> &Texts {
        &self.spoken(language).texts
    }

    fn spoken(&self, language: Language) -> &Spoken {
        match language {
            Language::English => &self.english,
            Language::Welsh => &self.welsh,
        }
    }
}

impl Spoken {
    fn new(language: Language) -> Result<Self, TemplateError> {
        let texts = Arc::new(Texts::read(language)?);
        let mut environment = Environment::new();
        // Everything is escaped but what a macro has made.
        environment.set_auto_escape_callback(|_| AutoEscape::Html);
        environment.set_undefined_behavior(UndefinedBehavior::Chainable);
        // The macros are written for Python, whose texts and mappings have methods.
        environment.set_unknown_method_callback(minijinja_contrib::pycompat::unknown_method_callback);
        // In Python's Jinja, what is not there has no length, not an error.
        environment.add_filter("length", |value: Value| value.len().unwrap_or_default());
        environment.add_global("language", language.code());
        add_texts(&mut environment, &texts);
        add_english(&mut environment, language);
        for (name, text) in MACROS.iter().chain(OURS) {
            environment.add_template(name, text).map_err(TemplateError::of(name))?;
        }
        Ok(Self { environment, texts })
    }
}

/// The functions by which templates say something:
///
/// * `text(key, name=value…)`: a text, escaped like everything else.
/// * `marked(key, name=value…)`: a text that holds markup. Its values are escaped, but for what is markup already.
/// * `other_than_english(key)`: a text for a macro that says the English by itself; nothing in English.
/// * `error_of(sentence)` and `error_at(refused, field)`: what a macro takes as an error message, or none.
fn add_texts(environment: &mut Environment<'static>, texts: &Arc<Texts>) {
    let said = Arc::clone(texts);
    environment
        .add_function("text", move |key: &str, values: Kwargs| make(&said, key, &values, |value| value.to_string()));
    let said = Arc::clone(texts);
    environment.add_function("marked", move |key: &str, values: Kwargs| {
        make(&said, key, &values, escaped).map(Value::from_safe_string)
    });
    let said = Arc::clone(texts);
    environment.add_function("other_than_english", move |key: &str| match said.language() {
        Language::English => Ok(Value::UNDEFINED),
        Language::Welsh => Ok::<_, Error>(Value::from(said.text(key))),
    });
    let said = Arc::clone(texts);
    environment.add_function("error_of", move |sentence: Value| error_of(&said, &sentence));
    let said = Arc::clone(texts);
    environment.add_function("error_at", move |refused: Value, field: &str| {
        if !refused.is_true() || refused.get_attr("field")?.as_str() != Some(field) {
            return Ok(Value::from(()));
        }
        Ok::<_, Error>(error_of(&said, &refused.get_attr("sentence")?))
    });
}

/// The functions for what is English in every language: the words of long lists, of rules and of tables.
///
/// * `in_english(text)`: the text, marked as English on a page that is not, so that it is read out rightly. What is markup
///   already is left as it is: whoever made it said in which language.
/// * `choices_in_english(items)`: the same for radios and boxes.
/// * `options_in_english(items)`: the same for a list to choose from, which takes no markup. Its empty choice is ours.
fn add_english(environment: &mut Environment<'static>, language: Language) {
    environment.add_function("in_english", move |text: Value| in_english(language, text));
    let each_marked = move |items: Value| {
        let marked = |item: Value| Ok(context! { text => in_english(language, item.get_attr("text")?), ..item });
        if language == Language::English {
            Ok(items)
        } else {
            items.try_iter()?.map(marked).collect::<Result<Value, Error>>()
        }
    };
    environment.add_function("choices_in_english", each_marked);
    environment.add_function("options_in_english", move |items: Value| {
        let named = |item: Value| {
            let ours = !item.get_attr("value")?.is_true();
            Ok(if ours {
                item
            } else {
                context! { attributes => context! { lang => Language::English.code() }, ..item }
            })
        };
        if language == Language::English {
            Ok(items)
        } else {
            items.try_iter()?.map(named).collect::<Result<Value, Error>>()
        }
    });
}

/// A text with the values that a template gave.
fn make(texts: &Texts, key: &str, values: &Kwargs, written: impl Fn(&Value) -> String) -> Result<String, Error> {
    let mut given = FluentArgs::new();
    for name in values.args() {
        let value: Value = values.get(name)?;
        let number = if value.is_integer() { i64::try_from(value.clone()).ok() } else { None };
        given.set(name.to_owned(), number.map_or_else(|| FluentValue::from(written(&value)), FluentValue::from));
    }
    let made = texts.make(key, &given);
    made.map_err(|error| Error::new(ErrorKind::InvalidOperation, error.to_string()))
}

/// A value as markup: what is markup already is left as it is.
pub(crate) fn escaped(value: &Value) -> String {
    if value.is_safe() { value.to_string() } else { HtmlEscape(&value.to_string()).to_string() }
}

fn in_english(language: Language, text: Value) -> Value {
    if language == Language::English || !text.is_true() || text.is_safe() {
        return text;
    }
    mark(Language::English, &text.to_string())
}

fn error_of(texts: &Texts, sentence: &Value) -> Value {
    if !sentence.is_true() {
        return Value::from(());
    }
    let text = in_english(texts.language(), sentence.clone());
    context! { text, visuallyHiddenText => texts.text("frame-error") }
}
