//! The page of a case, and the pages of its words.

use axum::{
    extract::{Path, Query, State},
    response::Response,
};
use jiff::civil::Date;
use manumit_app::case::{self, CaseFile, Happened, LetterKind, Offer};
use manumit_domain::{
    access_matrix::DataClass,
    case::{EnquiryState, Fact, Stage},
    known::Known,
    law::Law,
};
use minijinja::{Value, context};
use serde::Deserialize;

use super::{form, or_failure, reference, wording};
use crate::{
    Site,
    failure::Failure,
    visitor::Visitor,
    written::{day, moment},
};

/// What was done before this page.
#[derive(Debug, Default, Deserialize)]
pub(super) struct Before {
    done: Option<String>,
}

impl Before {
    /// The title of the step that was taken.
    pub(super) fn title(&self) -> Option<&'static str> {
        self.done.as_deref().and_then(Offer::find).map(|offer| wording::offer(offer).0)
    }
}

/// Shows a case.
pub(super) async fn show(
    State(site): State<Site>,
    visitor: Visitor,
    Path(text): Path<String>,
    Query(before): Query<Before>,
) -> Response {
    let made = content(&site, &visitor, &text, &before).await;
    or_failure(&site, &visitor, made.map(|with| site.show("cases_file.html", &visitor, with)))
}

async fn content(site: &Site, visitor: &Visitor, text: &str, before: &Before) -> Result<Value, Failure> {
    let caller = visitor.caller("work on the case");
    let file = case::open(&site.office, &caller, &reference(text)?).await?;
    let law = site.office.law();
    let today = caller.today()?;
    let shown = |class| file.looker.is_shown(&site.office, class);
    Ok(context! {
        reference => file.case.reference.to_string(),
        stage => wording::stage(law, file.case.identification),
        tags_of => wording::tags(file.tags),
        done => before.title(),
        glass_broken => file.looker.glass_broken,
        person => person(&file, &shown, law),
        summary_of => summary(&file, law),
        account => shown(DataClass::Narrative).then_some(1),
        actions => actions(&file),
        owed => owed(&file, law, today),
        enquiries => enquiries(&file, law, today),
        decisions => decisions(&file, &shown, law),
        history_of => file.history.iter().map(|happened| {
            let readable = happened.words.is_some_and(&shown);
            context! { readable, ..entry(law, &file, happened) }
        }).collect::<Vec<_>>(),
        merged_into => file.merged_into.map(|into| into.to_string()),
    })
}

/// A row of a summary: what, and which.
fn row(key: &str, value: impl Into<String>) -> Value {
    context! { key => key, value => value.into() }
}

fn person(file: &CaseFile, shown: &impl Fn(DataClass) -> bool, law: &Law) -> Vec<Value> {
    let mut rows = Vec::new();
    if let Some(identity) = &file.identity {
        rows.push(row("Name", form::name(identity)));
        if !identity.other_names.is_empty() {
            rows.push(row("Other names", identity.other_names.join(", ")));
        }
        rows.push(row("Date of birth", form::born(identity)));
    }
    if shown(DataClass::Child) {
        rows.push(row("Treated as", wording::state(law, "safeguarding", file.case.safeguarding.code())));
    }
    let facts = &file.case.facts;
    if shown(DataClass::Demographic) {
        let sex = match &facts.sex {
            Known::Value(sex) => sex.label().to_owned(),
            Known::Missing(blank) => blank.label().to_owned(),
        };
        rows.push(row("Sex", sex));
        let countries = &law.code_lists.countries;
        let claims = facts.nationality.iter().map(|claim| {
            let name = countries.of(claim.value).map_or_else(|| claim.value.to_string(), |found| found.label.clone());
            format!("{name} ({})", claim.basis.code())
        });
        let claims: Vec<String> = claims.collect();
        rows.push(row("Nationality", if claims.is_empty() { "Not recorded".to_owned() } else { claims.join(", ") }));
    }
    if shown(DataClass::Location) {
        let region = match facts.presented_at.region() {
            Known::Value(region) => region.label().to_owned(),
            Known::Missing(_) => facts.presented_at.territory().label().to_owned(),
        };
        rows.push(row("Found in", region));
        let places = facts.exploited_at.places().iter().filter_map(|place| place.region()).map(|found| found.label());
        let places: Vec<&str> = places.collect();
        let none = || "No region recorded".to_owned();
        rows.push(row("Exploited in", if places.is_empty() { none() } else { places.join(", ") }));
    }
    if shown(DataClass::Assessment) {
        let list = &law.code_lists.exploitation_types;
        let types = match &facts.exploitation_types {
            Known::Value(types) => {
                let labels = types.iter().map(|one| list.of(one).map_or_else(|| one.code(), |found| &found.label));
                labels.collect::<Vec<_>>().join(", ")
            }
            Known::Missing(blank) => blank.label().to_owned(),
        };
        rows.push(row("Types of exploitation", types));
    }
    rows
}

fn summary(file: &CaseFile, law: &Law) -> Vec<Value> {
    let case = &file.case;
    let mut rows = vec![
        row("Received", day(case.received_on)),
        row("Referred by", law.organisation_name(&case.first_responder_organisation)),
        row("Nation", case.nation.label()),
        row("Authority", law.organisation_name(&case.competent_authority)),
    ];
    if let Some(host) = &case.hosted_by {
        rows.push(row("Caseworkers hosted by", law.organisation_name(host)));
    }
    rows.extend(case.allocated.values().map(|given| row(given.role.label(), given.post.clone())));
    if case.allocated.is_empty() {
        rows.push(row("Given to", "Nobody yet"));
    }
    if let Some(suspension) = &case.suspension {
        let why = wording::reason(law, "suspended", &suspension.reason);
        rows.push(row("Suspended", format!("{why}, since {}", day(suspension.since))));
        rows.push(row("Looked at again on", day(suspension.review_on)));
    }
    if case.reconsideration.code() != "none" {
        rows.push(row("Reconsideration", wording::state(law, "reconsideration", case.reconsideration.code())));
    }
    if case.disqualification.code() != "none" {
        rows.push(row("Disqualification", wording::state(law, "disqualification", case.disqualification.code())));
    }
    if let Some(proposal) = &case.proposal {
        let stands = match proposal.agreed {
            None => "waits for a second look",
            Some(true) => "agreed by the second look, not issued yet",
            Some(false) => "returned by the second look",
        };
        rows.push(row("Proposed negative", format!("On {}: {stands}", proposal.stage.label())));
    }
    rows
}

/// The steps that are offered: those that a case is opened for first, and the others.
fn actions(file: &CaseFile) -> Value {
    let later =
        |offer: &Offer| matches!(offer, Offer::ExcludePost | Offer::Reallocate | Offer::CorrectFact | Offer::Withdraw);
    let link = |offer: &Offer| context! { code => offer.code(), title => wording::offer(*offer).0 };
    let (others, first): (Vec<_>, Vec<_>) = file.offers.iter().partition(|offer| later(offer));
    context! {
        first => first.into_iter().map(link).collect::<Vec<_>>(),
        others => others.into_iter().map(link).collect::<Vec<_>>(),
    }
}

fn owed(file: &CaseFile, law: &Law, today: Date) -> Vec<Value> {
    let rows = file.owed.iter().map(|owes| {
        context! {
            what => owes.key.kind.label(),
            owner => law.organisation_name(&owes.owner),
            due => owes.due_on.map(day),
            overdue => owes.due_on.is_some_and(|due| due < today),
            today => owes.due_on == Some(today),
            since => day(owes.since),
            rule => if owes.rule == "asked" {
                "Set by a person".to_owned()
            } else {
                format!("By the rule {}", owes.rule)
            },
        }
    });
    rows.collect()
}

fn enquiries(file: &CaseFile, law: &Law, today: Date) -> Vec<Value> {
    let rows = file.case.enquiries.values().map(|asked| {
        let open = asked.state == EnquiryState::Open;
        context! {
            body => wording::body(asked.body),
            organisation => law.organisation_name(&asked.organisation),
            due => day(asked.due_on),
            overdue => open && asked.due_on < today,
            state => match asked.state {
                EnquiryState::Open => "Open",
                EnquiryState::Answered => "Answered",
                EnquiryState::Lapsed => "No answer in time",
            },
        }
    });
    rows.collect()
}

/// Every decision, the first first: they are a chain, and none is ever edited.
fn decisions(file: &CaseFile, shown: &impl Fn(DataClass) -> bool, law: &Law) -> Vec<Value> {
    let made = file.history.iter().filter_map(|happened| {
        let (stage, outcome, threshold) = match &happened.fact {
            Fact::ReasonableGroundsDecided { outcome, threshold, .. } => (Stage::ReasonableGrounds, outcome, threshold),
            Fact::ConclusiveGroundsDecided { outcome, threshold, .. } => (Stage::ConclusiveGrounds, outcome, threshold),
            _ => return None,
        };
        Some(context! {
            stage => stage.label(),
            outcome => wording::outcome(*outcome),
            on => day(happened.on),
            test => wording::plain(threshold),
            by => wording::post(law, &happened.actor),
            version => happened.version,
            reasons => shown(DataClass::DecisionReasons),
        })
    });
    made.collect()
}

/// One line of what happened.
pub(super) fn entry(law: &Law, file: &CaseFile, happened: &Happened) -> Value {
    let letter = LetterKind::by(&happened.fact).is_some();
    context! {
        letter,
        version => happened.version,
        what => wording::happened(law, &happened.fact),
        on => day(happened.on),
        recorded => moment(happened.recorded_at),
        by => wording::post(law, &happened.actor),
        words => happened.words.map(words_label),
        reference => file.case.reference.to_string(),
    }
}

fn words_label(class: DataClass) -> &'static str {
    match class {
        DataClass::Narrative => "Read the account",
        DataClass::DecisionReasons => "Read the reasons",
        DataClass::Evidence => "Read what was asked or answered",
        _ => "Read the note",
    }
}

/// Shows words that belong to one thing that happened: an account, reasons, a note. Never on the page of the case
/// itself (V-17).
pub(super) async fn words(
    State(site): State<Site>,
    visitor: Visitor,
    Path((text, version)): Path<(String, u64)>,
) -> Response {
    let made = told(&site, &visitor, (&text, version)).await;
    or_failure(&site, &visitor, made.map(|with| site.show("cases_words.html", &visitor, with)))
}

async fn told(site: &Site, visitor: &Visitor, (text, version): (&str, u64)) -> Result<Value, Failure> {
    let caller = visitor.caller("read what was written");
    let reference = reference(text)?;
    let told = case::read_words(&site.office, &caller, (&reference, version)).await?;
    let law = site.office.law();
    Ok(context! {
        reference => reference.to_string(),
        what => wording::happened(law, &told.happened.fact),
        on => day(told.happened.on),
        by => wording::post(law, &told.happened.actor),
        account => told.happened.words == Some(DataClass::Narrative),
        words => told.words.0,
    })
}
