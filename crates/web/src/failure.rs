//! What a page says when a verb did not do what was asked.

use axum::{http::StatusCode, response::Response};
use manumit_app::AppError;
use manumit_domain::refusal::Refusal;
use minijinja::{Value, context};

use crate::{Site, Texts, render::broken, visitor::Visitor};

impl Texts {
    /// A refusal, if there is one, as a form shows it.
    pub(crate) fn told(&self, refusal: Option<&Refusal>) -> Option<Value> {
        let refusal = refusal?;
        let href = refusal.field.map_or_else(|| "#main-content".to_owned(), |field| format!("#{field}"));
        Some(context! {
            field => refusal.field, sentence => self.said(&refusal.sentence), whole => self.refused(refusal), href
        })
    }
}

/// A verb did not do what was asked.
pub(crate) struct Failure(AppError);

impl<E: Into<AppError>> From<E> for Failure {
    fn from(error: E) -> Self {
        Self(error.into())
    }
}

impl Failure {
    /// The page that says so. A record that must not be seen and one that does not exist give the same page.
    pub(crate) fn answer(self, site: &Site, visitor: Option<&Visitor>) -> Response {
        match self.0 {
            AppError::NotFound { .. } => site.page(StatusCode::NOT_FOUND, "not_found.html", visitor, context! {}),
            AppError::Refused(refusal) => refused(site, visitor, &refusal),
            AppError::Contended | AppError::Moved { .. } => refused(
                site,
                visitor,
                &Refusal::new(
                    "record.changed",
                    "Somebody else changed the record while you were deciding.",
                    "Look at it again: what you sent was not recorded.",
                ),
            ),
            error => broken(&error),
        }
    }

    /// The version that was shown, if somebody else changed the record since.
    pub(crate) fn moved_since(&self) -> Option<u64> {
        match self.0 {
            AppError::Moved { seen } => Some(seen),
            _ => None,
        }
    }

    /// The refusal, if the rules said no: for a form that is to be shown again with it.
    pub(crate) fn refusal(self) -> Result<Refusal, Self> {
        match self.0 {
            AppError::Refused(refusal) => Ok(refusal),
            AppError::Contended | AppError::Moved { .. } => Ok(Refusal::new(
                "record.changed",
                "Somebody else changed the record while you were deciding.",
                "Look at the record again: what you sent was not recorded.",
            )),
            error => Err(Self(error)),
        }
    }
}

fn refused(site: &Site, visitor: Option<&Visitor>, refusal: &Refusal) -> Response {
    let status = match refusal.code {
        "access.not_yours" | "form.not_ours" => StatusCode::FORBIDDEN,
        "record.changed" | "draft.changed" => StatusCode::CONFLICT,
        _ => StatusCode::UNPROCESSABLE_ENTITY,
    };
    let texts = site.texts();
    let with = context! { sentence => texts.said(&refusal.sentence), remedy => texts.said(&refusal.remedy) };
    site.page(status, "refused.html", visitor, with)
}
