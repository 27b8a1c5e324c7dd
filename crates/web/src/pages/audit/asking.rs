//! What an auditor asks, as it stands in the address of a page.

use jiff::{Timestamp, ToSpan, civil::Date, tz::TimeZone};
use manumit_app::{access::Action, audit::Asked};
use manumit_domain::refusal::Refusal;
use minijinja::{Value, context};
use serde::Deserialize;

/// What is asked. Everything may be left out.
#[derive(Clone, Debug, Default, Deserialize)]
pub(super) struct Asking {
    #[serde(default)]
    organisation: String,
    #[serde(default)]
    post: String,
    #[serde(default)]
    record: String,
    #[serde(default)]
    from: String,
    #[serde(default)]
    to: String,
    #[serde(default)]
    what: String,
    #[serde(default)]
    pub(super) page: u32,
}

impl Asking {
    /// What is asked, and what of it could not be read and was left out.
    pub(super) fn read(&self) -> (Asked, Option<Refusal>) {
        let given = |text: &str| Some(text.trim().to_owned()).filter(|text| !text.is_empty());
        let mut wrong = None;
        let mut day = |field: &'static str, text: &str, later: i64| {
            let text = text.trim();
            let begins = (!text.is_empty()).then(|| beginning(text, later));
            if begins == Some(None) {
                let refusal =
                    Refusal::new("audit.day", "That is not a day.", "Write it as 2026-03-27, or leave it out.");
                wrong = Some(refusal.about(field));
            }
            begins.flatten()
        };
        let (from, before) = (day("from", &self.from, 0), day("to", &self.to, 1));
        let record = given(&self.record).map(|text| text.parse());
        if let Some(Err(error)) = &record {
            let sentence = format!("That is not a reference: {error}.");
            wrong = Some(Refusal::new("audit.reference", sentence, "Copy it again, or leave it out.").about("record"));
        }
        let record = record.and_then(Result::ok);
        (Asked { organisation: given(&self.organisation), post: given(&self.post), record, from, before }, wrong)
    }

    /// Which lines of the trail: their outcome and action.
    pub(super) fn which(&self) -> (Option<&'static str>, Option<&'static str>) {
        match self.what() {
            "sign-ins" => (None, Some("sign_in")),
            "true-figures" => (None, Some(Action::SeeUnprotectedStatistics.code())),
            "everything" => (None, None),
            _ => (Some("refused"), None),
        }
    }

    /// The name of the list.
    pub(super) fn what(&self) -> &'static str {
        ["sign-ins", "true-figures", "everything"].into_iter().find(|known| *known == self.what).unwrap_or("refusals")
    }

    /// The fields as they were typed.
    pub(super) fn shown(&self) -> Value {
        context! {
            organisation => self.organisation.as_str(), post => self.post.as_str(), record => self.record.as_str(),
            from => self.from.as_str(), to => self.to.as_str(), what => self.what(),
        }
    }

    /// The same question as an address, to add a page to.
    pub(super) fn address(&self) -> String {
        let fields = [
            ("organisation", self.organisation.as_str()),
            ("post", &self.post),
            ("record", &self.record),
            ("from", &self.from),
            ("to", &self.to),
            ("what", &self.what),
        ];
        let given = fields.into_iter().filter(|(_, text)| !text.trim().is_empty());
        let mut written = form_urlencoded::Serializer::new(String::new());
        written.extend_pairs(given);
        let written = written.finish();
        if written.is_empty() { written } else { written + "&" }
    }
}

/// The moment at which a day begins in London, so many days later.
fn beginning(text: &str, later: i64) -> Option<Timestamp> {
    let day: Date = text.parse().ok()?;
    let day = day.checked_add(later.days()).ok()?;
    Some(day.to_zoned(TimeZone::get("Europe/London").ok()?).ok()?.timestamp())
}
