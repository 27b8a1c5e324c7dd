//! The auditor's pages: who read what, what was refused, who signed in, what stands out, and whether the journal is whole.
//!
//! They hold no personal data: posts, references, rules and moments.

mod asking;

use std::sync::Arc;

use axum::{
    Router,
    extract::Query,
    http::{StatusCode, header},
    response::{IntoResponse, Redirect, Response},
    routing::{get, post},
};
use manumit_app::kept::{Look, Trail};
use manumit_app::{
    access::{Action, Resource},
    audit::{self, FILE, PAGE},
};
use manumit_domain::refusal::Refusal;
use minijinja::{Value, context};

use self::asking::Asking;
use crate::{Site, failure::Failure, filled::Sent, memory::Verification, spreadsheet::csv, visitor::Visitor};

/// How many findings of a verification a page shows.
const FINDINGS: usize = 50;

/// The routes.
pub(crate) fn routes() -> Router<Site> {
    Router::new()
        .route("/audit", get(looks))
        .route("/audit/looks.csv", get(looks_file))
        .route("/audit/trail", get(trail))
        .route("/audit/trail.csv", get(trail_file))
        .route("/audit/unusual", get(unusual))
        .route("/audit/broken-glass", get(broken_glass).post(review))
        .route("/audit/journal", get(journal))
        .route("/audit/journal/verify", post(verify))
}

async fn looks(site: Site, visitor: Visitor, Query(asking): Query<Asking>) -> Response {
    let made = async {
        let (asked, wrong) = asking.read();
        let place = (asking.page.saturating_mul(PAGE), PAGE);
        let looks = audit::looks(&site.office, &visitor.caller("audit"), &asked, place).await?;
        let all = u64::from(PAGE);
        let last = looks.count.saturating_sub(1) / all;
        Ok::<_, Failure>(context! {
            looks => looks.listed.iter().map(|look| shown_look(&site, look)).collect::<Vec<_>>(),
            count => looks.count,
            pages => context! {
                previous => asking.page.checked_sub(1),
                next => (u64::from(asking.page) < last).then(|| asking.page + 1),
                this => asking.page + 1,
                all => last + 1,
            },
            asking => asking.shown(),
            address => asking.address(),
            wrong => site.texts().told(wrong.as_ref()),
        })
    };
    answer(&site, &visitor, "audit_looks.html", made.await)
}

async fn looks_file(site: Site, visitor: Visitor, Query(asking): Query<Asking>) -> Response {
    let made = async {
        let caller = visitor.caller("audit");
        let (asked, wrong) = asking.read();
        if let Some(refusal) = wrong {
            return Err(refusal.into());
        }
        let looks = audit::looks(&site.office, &caller, &asked, (0, FILE)).await?;
        audit::note_file(&site.office, &caller, "looks").await?;
        let header = ["at", "organisation", "post", "role", "purpose", "kind of record", "record"];
        let rows = looks.listed.into_iter().map(|look| {
            let Look { at, actor, purpose, kind, reference } = look;
            let role = actor.role.code().to_owned();
            let record = reference.unwrap_or_default();
            vec![at.to_string(), actor.organisation, actor.post, role, purpose, kind.code().to_owned(), record]
        });
        Ok::<_, Failure>(csv(std::iter::once(header.map(str::to_owned).to_vec()).chain(rows)))
    };
    file(&site, &visitor, ("looks.csv", made.await))
}

async fn trail(site: Site, visitor: Visitor, Query(asking): Query<Asking>) -> Response {
    let made = async {
        let (asked, wrong) = asking.read();
        let caller = visitor.caller("audit");
        let skip = asking.page.saturating_mul(PAGE);
        let mut lines = audit::trail(&site.office, &caller, asking.which(), (&asked, skip, PAGE + 1)).await?;
        let more = lines.len() > PAGE as usize;
        lines.truncate(PAGE as usize);
        Ok::<_, Failure>(context! {
            lines => lines.iter().map(|line| shown_line(&site, line)).collect::<Vec<_>>(),
            what => asking.what(),
            pages => context! {
                previous => asking.page.checked_sub(1), next => more.then(|| asking.page + 1), this => asking.page + 1,
            },
            asking => asking.shown(),
            address => asking.address(),
            wrong => site.texts().told(wrong.as_ref()),
        })
    };
    answer(&site, &visitor, "audit_trail.html", made.await)
}

async fn trail_file(site: Site, visitor: Visitor, Query(asking): Query<Asking>) -> Response {
    let made = async {
        let caller = visitor.caller("audit");
        let (asked, wrong) = asking.read();
        if let Some(refusal) = wrong {
            return Err(refusal.into());
        }
        let lines = audit::trail(&site.office, &caller, asking.which(), (&asked, 0, FILE)).await?;
        audit::note_file(&site.office, &caller, "trail").await?;
        let header = ["at", "organisation", "post", "role", "action", "about", "outcome", "rule"];
        let rows = lines.into_iter().map(|line| {
            let Trail { at, actor, action, about, outcome, rule } = line;
            let role = actor.role.code().to_owned();
            vec![at.to_string(), actor.organisation, actor.post, role, action, about, outcome, rule]
        });
        Ok::<_, Failure>(csv(std::iter::once(header.map(str::to_owned).to_vec()).chain(rows)))
    };
    file(&site, &visitor, ("trail.csv", made.await))
}

async fn unusual(site: Site, visitor: Visitor) -> Response {
    let made = async {
        let found = audit::unusual(&site.office, &visitor.caller("audit")).await?;
        let rows = found.iter().map(|unusual| {
            let actor = &unusual.reading.actor;
            let day = unusual.reading.day.parse().ok();
            context! {
                organisation => site.office.law().organisation_name(&actor.organisation),
                post => actor.post.as_str(),
                role => site.texts().role(actor.role),
                day => day.map(|day| site.texts().day(day)),
                query => form_urlencoded::Serializer::new(String::new())
                    .append_pair("organisation", &actor.organisation)
                    .append_pair("post", &actor.post)
                    .append_pair("from", &unusual.reading.day)
                    .append_pair("to", &unusual.reading.day)
                    .finish(),
                records => unusual.reading.records,
                fellows => unusual.fellows,
                of => unusual.of,
            }
        });
        Ok::<_, Failure>(context! { found => rows.collect::<Vec<_>>() })
    };
    answer(&site, &visitor, "audit_unusual.html", made.await)
}

async fn broken_glass(site: Site, visitor: Visitor) -> Response {
    glass_page(&site, &visitor, None).await
}

async fn glass_page(site: &Site, visitor: &Visitor, refusal: Option<&Refusal>) -> Response {
    let made = async {
        let caller = visitor.caller("audit");
        let broken = audit::broken_glass(&site.office, &caller).await?;
        let reviews = site.office.permits(&caller, Action::ReviewBrokenGlass, &Resource::Desk)?;
        let rows = broken.iter().map(|shown| {
            context! {
                reference => shown.reference.as_deref(),
                organisation => site.office.law().organisation_name(&shown.broken.organisation),
                post => shown.broken.post.as_str(),
                from => site.texts().moment(shown.broken.from),
                from_exact => shown.broken.from.to_string(),
                until => site.texts().moment(shown.broken.until),
                reason => shown.reason.as_deref(),
                reviewed => shown.broken.reviewed.as_ref().map(|(by, at)| format!("{by}, {}", site.texts().moment(*at))),
            }
        });
        Ok::<_, Failure>(
            context! { broken => rows.collect::<Vec<_>>(), reviews, refused => site.texts().told(refusal) },
        )
    };
    answer(site, visitor, "audit_glass.html", made.await)
}

async fn review(site: Site, Sent { visitor, form }: Sent) -> Response {
    let done = async {
        let nothing = || Refusal::new("audit.nothing_to_review", "Nothing is chosen.", "Look at the list again.");
        let record = form.text("record").parse().map_err(|_| nothing())?;
        let from = form.text("from").parse().map_err(|_| nothing())?;
        audit::review_broken(&site.office, &visitor.caller("review of broken glass"), (&record, from)).await?;
        Ok::<_, Failure>(())
    };
    match done.await.map_err(Failure::refusal) {
        Ok(()) => Redirect::to("/audit/broken-glass").into_response(),
        Err(Ok(refusal)) if refusal.code == "access.not_yours" => Failure::from(refusal).answer(&site, Some(&visitor)),
        Err(Ok(refusal)) => glass_page(&site, &visitor, Some(&refusal)).await,
        Err(Err(failure)) => failure.answer(&site, Some(&visitor)),
    }
}

async fn journal(site: Site, visitor: Visitor) -> Response {
    let caller = visitor.caller("audit");
    if let Err(error) = site.office.require(&caller, Action::VerifyJournal, &Resource::Desk).await {
        return Failure::from(error).answer(&site, Some(&visitor));
    }
    let with = match site.memory.verification() {
        Verification::NotAsked => context! { stands => "not_asked" },
        Verification::Running { since } => context! { stands => "running", at => site.texts().moment(since) },
        Verification::Broken { at } => context! { stands => "broken", at => site.texts().moment(at) },
        Verification::Done { at, report } => context! {
            stands => "done",
            at => site.texts().moment(at),
            events => report.tally.events,
            streams => report.tally.streams,
            commits => report.tally.commits,
            keys => report.tally.keys,
            checkpoints => report.tally.checkpoints,
            findings => report.tally.findings,
            listed => report.findings.iter().take(FINDINGS)
                .map(|finding| context! { place => finding.place.as_str(), kind => finding.kind.code(), sentence => finding.sentence.as_str() })
                .collect::<Vec<_>>(),
        },
    };
    site.show("audit_journal.html", &visitor, with)
}

/// Begins a verification, one at a time. It goes on while the page is left; its answer waits on the page.
async fn verify(site: Site, Sent { visitor, .. }: Sent) -> Response {
    let caller = visitor.caller("verify the journal");
    if let Err(error) = site.office.require(&caller, Action::VerifyJournal, &Resource::Desk).await {
        return Failure::from(error).answer(&site, Some(&visitor));
    }
    if site.memory.begin_verification(visitor.at) {
        let working = site.clone();
        tokio::spawn(async move {
            let ended = match audit::verify(&working.office, &caller).await {
                Ok(report) => Verification::Done { at: working.now(), report: Arc::new(report) },
                Err(error) => {
                    tracing::error!(?error, "the journal could not be verified");
                    Verification::Broken { at: working.now() }
                }
            };
            working.memory.end_verification(ended);
        });
    }
    Redirect::to("/audit/journal").into_response()
}

fn shown_look(site: &Site, look: &Look) -> Value {
    context! {
        at => site.texts().moment(look.at),
        organisation => site.office.law().organisation_name(&look.actor.organisation),
        post => look.actor.post.as_str(),
        role => site.texts().role(look.actor.role),
        purpose => look.purpose.as_str(),
        kind => look.kind.code().replace('_', " "),
        reference => look.reference.as_deref(),
    }
}

fn shown_line(site: &Site, line: &Trail) -> Value {
    let nobody = line.actor.organisation.is_empty();
    context! {
        at => site.texts().moment(line.at),
        organisation => (!nobody).then(|| site.office.law().organisation_name(&line.actor.organisation)),
        post => line.actor.post.as_str(),
        role => (!nobody).then(|| site.texts().role(line.actor.role)),
        action => line.action.replace('_', " "),
        outcome => line.outcome.as_str(),
        refused => line.outcome == "refused",
        rule => line.rule.as_str(),
        about => line.about.as_str(),
    }
}

fn answer(site: &Site, visitor: &Visitor, template: &str, made: Result<Value, Failure>) -> Response {
    match made {
        Ok(with) => {
            let wrong = ["wrong", "refused"].iter().any(|name| with.get_attr(name).is_ok_and(|value| value.is_true()));
            let status = if wrong { StatusCode::UNPROCESSABLE_ENTITY } else { StatusCode::OK };
            site.page(status, template, Some(visitor), with)
        }
        Err(failure) => failure.answer(site, Some(visitor)),
    }
}

fn file(site: &Site, visitor: &Visitor, (name, made): (&str, Result<String, Failure>)) -> Response {
    match made {
        Ok(text) => {
            let disposition = format!("attachment; filename=\"{name}\"");
            let kind = "text/csv; charset=utf-8".to_owned();
            ([(header::CONTENT_TYPE, kind), (header::CONTENT_DISPOSITION, disposition)], text).into_response()
        }
        Err(failure) => failure.answer(site, Some(visitor)),
    }
}
