//! A form that was sent: its fields, and the proof that it was one of ours.

use axum::{
    extract::{FromRequest, Multipart, Request},
    http::{HeaderMap, StatusCode, header},
    response::Response,
};
use manumit_app::attachment::LARGEST as LARGEST_FILE;
use manumit_domain::refusal::Refusal;

use crate::{Site, failure::Failure, visitor::Visitor};

/// The most bytes of a form: six long answers in any script, and room.
const LARGEST: usize = 1024 * 1024;

/// The name of the field that every form of a session carries.
pub(crate) const FORM_TOKEN: &str = "form_token";

/// The fields of a form, in the order in which they were sent.
#[derive(Clone, Default)]
pub(crate) struct Filled(pub(crate) Vec<(String, String)>);

impl Filled {
    /// The first value of a field, without the spaces around it; empty if it was not sent.
    pub(crate) fn text(&self, name: &str) -> &str {
        self.as_typed(name).map(|value| value.trim()).unwrap_or_default()
    }

    /// The first value of a field as it was typed, spaces and all, if it was sent.
    pub(crate) fn as_typed(&self, name: &str) -> Option<&String> {
        self.0.iter().find(|(field, _)| field == name).map(|(_, value)| value)
    }

    /// The value of a field, if it was sent and is not empty.
    pub(crate) fn given(&self, name: &str) -> Option<&str> {
        Some(self.text(name)).filter(|text| !text.is_empty())
    }

    /// Every value of a field.
    pub(crate) fn all(&self, name: &str) -> Vec<String> {
        self.0.iter().filter(|(field, _)| field == name).map(|(_, value)| value.clone()).collect()
    }

    /// Whether a box was ticked.
    pub(crate) fn ticked(&self, name: &str) -> bool {
        self.given(name).is_some()
    }

    /// What was typed, by field, to be shown again.
    pub(crate) fn typed(&self) -> minijinja::Value {
        let typed = self.0.iter().filter(|(name, _)| name != FORM_TOKEN);
        minijinja::Value::from(typed.cloned().collect::<std::collections::BTreeMap<String, String>>())
    }
}

/// A form sent by somebody who is signed in, from a page of ours.
pub(crate) struct Sent {
    pub(crate) visitor: Visitor,
    pub(crate) form: Filled,
}

impl FromRequest<Site> for Sent {
    type Rejection = Response;

    async fn from_request(request: Request, site: &Site) -> Result<Self, Response> {
        let (mut parts, body) = request.into_parts();
        let visitor = <Visitor as axum::extract::FromRequestParts<Site>>::from_request_parts(&mut parts, site).await?;
        let seen = site.read_by(&parts);
        let form = Filled::from_request(Request::from_parts(parts, body), site).await?;
        if form.text(FORM_TOKEN) != visitor.signed_in.form_token {
            return Err(Failure::from(not_ours()).answer(&seen, Some(&visitor)));
        }
        Ok(Self { visitor, form })
    }
}

impl FromRequest<Site> for Filled {
    type Rejection = Response;

    async fn from_request(request: Request, site: &Site) -> Result<Self, Response> {
        let (parts, body) = request.into_parts();
        let seen = site.read_by(&parts);
        let refuse = |refusal: Refusal| Failure::from(refusal).answer(&seen, None);
        if !from_ourselves(&parts.headers) {
            return Err(refuse(not_ours()));
        }
        let bytes = axum::body::to_bytes(body, LARGEST).await.map_err(|_| {
            let mut answer = refuse(Refusal::new(
                "form.too_large",
                "The form is too long, or was cut off.",
                "Shorten the longest answer, and send the form again.",
            ));
            *answer.status_mut() = StatusCode::PAYLOAD_TOO_LARGE;
            answer
        })?;
        Ok(Self(read(&bytes)))
    }
}

/// A form that may carry files: its fields, and each file with its field and name.
pub(crate) struct Uploaded {
    pub(crate) sent: Sent,
    pub(crate) files: Vec<(String, String, Vec<u8>)>,
}

impl FromRequest<Site> for Uploaded {
    type Rejection = Response;

    async fn from_request(request: Request, site: &Site) -> Result<Self, Response> {
        let kind = request.headers().get(header::CONTENT_TYPE).and_then(|value| value.to_str().ok());
        if !kind.is_some_and(|kind| kind.starts_with("multipart/form-data")) {
            return Ok(Self { sent: Sent::from_request(request, site).await?, files: Vec::new() });
        }
        let (mut parts, body) = request.into_parts();
        let visitor = <Visitor as axum::extract::FromRequestParts<Site>>::from_request_parts(&mut parts, site).await?;
        let seen = site.read_by(&parts);
        let answer = |refusal: Refusal| Failure::from(refusal).answer(&seen, Some(&visitor));
        if !from_ourselves(&parts.headers) {
            return Err(answer(not_ours()));
        }
        let Some((form, files)) = parts_of(Request::from_parts(parts, body), site).await else {
            return Err(answer(
                Refusal::new(
                    "form.cut_off",
                    "The form or the file was too large, or was cut off on the way.",
                    "Choose a file of up to 25 megabytes, and send the form again.",
                )
                .about("file"),
            ));
        };
        if form.text(FORM_TOKEN) != visitor.signed_in.form_token {
            return Err(answer(not_ours()));
        }
        Ok(Self { sent: Sent { visitor, form }, files })
    }
}

/// Fields and files of a form in parts; none if it is not whole or is too large.
async fn parts_of(request: Request, site: &Site) -> Option<(Filled, Vec<(String, String, Vec<u8>)>)> {
    let mut multipart = Multipart::from_request(request, site).await.ok()?;
    let (mut fields, mut files, mut size) = (Vec::new(), Vec::new(), 0);
    while let Some(mut part) = multipart.next_field().await.ok()? {
        let name = part.name().unwrap_or_default().to_owned();
        let file = part.file_name().map(str::to_owned);
        let mut content = Vec::new();
        while let Some(chunk) = part.chunk().await.ok()? {
            size += chunk.len();
            if size > LARGEST + LARGEST_FILE {
                return None;
            }
            content.extend_from_slice(&chunk);
        }
        match file {
            Some(file) if !file.is_empty() => files.push((name, file, content)),
            Some(_) => {}
            None => fields.push((name, String::from_utf8(content).ok()?.replace("\r\n", "\n"))),
        }
    }
    Some((Filled(fields), files))
}

/// Reads the fields of a form. Text is kept as it was typed, but for the ends of lines, which browsers change.
pub(crate) fn read(bytes: &[u8]) -> Vec<(String, String)> {
    let pairs = form_urlencoded::parse(bytes);
    pairs.map(|(name, value)| (name.into_owned(), value.replace("\r\n", "\n"))).collect()
}

/// Whether the browser says that a page of this site sent the form. Browsers that say nothing are judged by the token.
pub(crate) fn from_ourselves(headers: &HeaderMap) -> bool {
    let text = |name: &str| headers.get(name).and_then(|value| value.to_str().ok());
    if let Some(site) = text("sec-fetch-site") {
        return site == "same-origin" || site == "none";
    }
    match (text(header::ORIGIN.as_str()), text(header::HOST.as_str())) {
        (Some(origin), Some(host)) => origin.split_once("://").is_some_and(|(_, from)| from == host),
        _ => true,
    }
}

/// The refusal of a form that is not one of ours.
pub(crate) fn not_ours() -> Refusal {
    Refusal::new(
        "form.not_ours",
        "This form is out of date.",
        "Go back, load the page again, and send the form once more.",
    )
}
