//! The templates: ours in `templates/`, and the macros of GOV.UK Frontend, all compiled in.

use minijinja::{AutoEscape, Environment, UndefinedBehavior, Value};

include!(concat!(env!("OUT_DIR"), "/macros.rs"));
include!(concat!(env!("OUT_DIR"), "/ours.rs"));

/// A template that cannot be read or filled in.
#[derive(Debug, thiserror::Error)]
#[error("the template {name} cannot be used")]
pub struct TemplateError {
    name: String,
    #[source]
    source: minijinja::Error,
}

/// Every template, read once.
#[derive(Debug)]
pub struct Templates(Environment<'static>);

impl Templates {
    /// Reads every template.
    ///
    /// # Errors
    /// [`TemplateError`] names the one that cannot be read.
    pub fn new() -> Result<Self, TemplateError> {
        let mut environment = Environment::new();
        // Everything is escaped but what a macro has made.
        environment.set_auto_escape_callback(|_| AutoEscape::Html);
        environment.set_undefined_behavior(UndefinedBehavior::Chainable);
        // The macros are written for Python, whose texts and mappings have methods.
        environment.set_unknown_method_callback(minijinja_contrib::pycompat::unknown_method_callback);
        // In Python's Jinja, what is not there has no length, not an error.
        environment.add_filter("length", |value: Value| value.len().unwrap_or_default());
        for (name, text) in MACROS.iter().chain(OURS) {
            environment
                .add_template(name, text)
                .map_err(|source| TemplateError { name: (*name).to_owned(), source })?;
        }
        Ok(Self(environment))
    }

    /// Fills a template in.
    ///
    /// # Errors
    /// [`TemplateError`] if the template asks for what is not there.
    pub fn fill(&self, name: &str, with: Value) -> Result<String, TemplateError> {
        let filled = self.0.get_template(name).and_then(|template| template.render(with));
        filled.map_err(|source| TemplateError { name: name.to_owned(), source })
    }

    /// Fills in a text that is no template of ours, with every macro at hand: for tests of the macros.
    ///
    /// # Errors
    /// [`TemplateError`] if the text cannot be read or filled in.
    pub fn fill_text(&self, text: &str, with: Value) -> Result<String, TemplateError> {
        self.0.render_str(text, with).map_err(|source| TemplateError { name: "a text".to_owned(), source })
    }
}
