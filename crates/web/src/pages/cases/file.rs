//! The page of a case, and the pages of its words.

use axum::{
    extract::{Path, Query},
    response::Response,
};
use jiff::civil::Date;
use manumit_app::case::{self, CaseFile, Happened, LetterKind, Offer};
use manumit_domain::{
    access_matrix::DataClass,
    case::{EnquiryState, Fact, Stage},
    duty::{FIRST_DAY_RULE, is_missed},
    known::Known,
    law::Law,
};
use minijinja::{Value, context};
use serde::Deserialize;

use super::{form, or_failure, reference, wording};
use crate::{Site, Texts, failure::Failure, visitor::Visitor};

/// What was done before this page.
#[derive(Debug, Default, Deserialize)]
pub(super) struct Before {
    done: Option<String>,
}

impl Before {
    /// The title of the step that was taken.
    pub(super) fn title(&self, texts: &Texts) -> Option<String> {
        self.done.as_deref().and_then(Offer::find).map(|offer| wording::offer(texts, offer))
    }
}

/// Shows a case.
pub(super) async fn show(
    site: Site,
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
    let (texts, law) = (site.texts(), site.office.law());
    let today = caller.today()?;
    let shown = |class| file.looker.is_shown(&site.office, class);
    Ok(context! {
        reference => file.case.reference.to_string(),
        stage => wording::stage(law, file.case.identification),
        tags_of => wording::tags(texts, file.tags),
        done => before.title(texts),
        glass_broken => file.looker.glass_broken,
        person => person(&file, &shown, (texts, law)),
        summary_of => summary(&file, (texts, law)),
        account => shown(DataClass::Narrative).then_some(1),
        actions => actions(texts, &file),
        owed => owed(&file, (texts, law), today),
        enquiries => enquiries(&file, (texts, law), today),
        decisions => decisions(&file, &shown, (texts, law)),
        history_of => file.history.iter().map(|happened| {
            let readable = happened.words.is_some_and(&shown);
            context! { readable, ..entry((texts, law), &file, happened) }
        }).collect::<Vec<_>>(),
        merged_into => file.merged_into.map(|into| into.to_string()),
    })
}

/// A row of a summary: what, and which.
fn row(texts: &Texts, key: &str, value: impl Into<String>) -> Value {
    context! { key => texts.text(key), value => value.into() }
}

fn person(file: &CaseFile, shown: &impl Fn(DataClass) -> bool, (texts, law): (&Texts, &Law)) -> Vec<Value> {
    let mut rows = Vec::new();
    if let Some(identity) = &file.identity {
        rows.push(row(texts, "frame-name", form::name(texts, identity)));
        if !identity.other_names.is_empty() {
            rows.push(row(texts, "case-other-names", identity.other_names.join(", ")));
        }
        rows.push(row(texts, "case-date-of-birth", form::born(texts, identity)));
    }
    if shown(DataClass::Child) {
        rows.push(row(texts, "case-treated-as", wording::state(law, "safeguarding", file.case.safeguarding.code())));
    }
    let facts = &file.case.facts;
    if shown(DataClass::Demographic) {
        let sex = match &facts.sex {
            Known::Value(sex) => texts.sex(*sex),
            Known::Missing(blank) => texts.blank(*blank),
        };
        rows.push(row(texts, "case-sex", sex));
        let countries = &law.code_lists.countries;
        let claims = facts.nationality.iter().map(|claim| {
            let name = countries.of(claim.value).map_or_else(|| claim.value.to_string(), |found| found.label.clone());
            format!("{name} ({})", claim.basis.code())
        });
        let claims: Vec<String> = claims.collect();
        rows.push(row(
            texts,
            "case-nationality",
            if claims.is_empty() { texts.text("notice-not-recorded") } else { claims.join(", ") },
        ));
    }
    if shown(DataClass::Location) {
        let region = match facts.presented_at.region() {
            Known::Value(region) => region.label().to_owned(),
            Known::Missing(_) => facts.presented_at.territory().label().to_owned(),
        };
        rows.push(row(texts, "case-found-in", region));
        let places = facts.exploited_at.places().iter().filter_map(|place| place.region()).map(|found| found.label());
        let places: Vec<&str> = places.collect();
        let none = || texts.text("case-no-region-recorded");
        rows.push(row(texts, "case-exploited-in", if places.is_empty() { none() } else { places.join(", ") }));
    }
    if shown(DataClass::Assessment) {
        let list = &law.code_lists.exploitation_types;
        let types = match &facts.exploitation_types {
            Known::Value(types) => {
                let labels = types.iter().map(|one| list.of(one).map_or_else(|| one.code(), |found| &found.label));
                labels.collect::<Vec<_>>().join(", ")
            }
            Known::Missing(blank) => texts.blank(*blank),
        };
        rows.push(row(texts, "case-types-of-exploitation", types));
        let child_then = match &facts.child_when_exploited {
            Known::Value(true) => texts.text("term-value-yes"),
            Known::Value(false) => texts.text("term-value-no"),
            Known::Missing(blank) => texts.blank(*blank),
        };
        rows.push(row(texts, "case-child-when-exploited", child_then));
    }
    rows
}

fn summary(file: &CaseFile, (texts, law): (&Texts, &Law)) -> Vec<Value> {
    let case = &file.case;
    let mut rows = vec![
        row(texts, "frame-received", texts.day(case.received_on)),
        row(texts, "case-referred-by", law.organisation_name(&case.first_responder_organisation)),
        row(texts, "case-nation", texts.nation(case.nation)),
        row(texts, "case-authority", law.organisation_name(&case.competent_authority)),
    ];
    if let Some(host) = &case.hosted_by {
        rows.push(row(texts, "case-hosted-by", law.organisation_name(host)));
    }
    rows.extend(
        case.allocated.values().map(|given| context! { key => texts.role(given.role), value => given.post.as_str() }),
    );
    if case.allocated.is_empty() {
        rows.push(row(texts, "case-given-to", texts.text("case-nobody-yet")));
    }
    if let Some(suspension) = &case.suspension {
        let why = wording::reason(law, "suspended", &suspension.reason);
        rows.push(row(
            texts,
            "case-tag-suspended",
            texts.with("case-suspended-since", [("why", why), ("since", texts.day(suspension.since))]),
        ));
        rows.push(row(texts, "case-looked-at-again-on", texts.day(suspension.review_on)));
    }
    if case.reconsideration.code() != "none" {
        rows.push(row(
            texts,
            "case-reconsideration",
            wording::state(law, "reconsideration", case.reconsideration.code()),
        ));
    }
    if case.disqualification.code() != "none" {
        rows.push(row(
            texts,
            "case-disqualification",
            wording::state(law, "disqualification", case.disqualification.code()),
        ));
    }
    if let Some(proposal) = &case.proposal {
        let stands = match proposal.agreed {
            None => "case-proposal-waits",
            Some(true) => "case-proposal-agreed",
            Some(false) => "case-proposal-returned",
        };
        rows.push(row(texts, "case-proposed-negative", texts.with(stands, [("stage", texts.stage(proposal.stage))])));
    }
    rows
}

/// The steps that are offered: those that a case is opened for first, and the others.
fn actions(texts: &Texts, file: &CaseFile) -> Value {
    let later =
        |offer: &Offer| matches!(offer, Offer::ExcludePost | Offer::Reallocate | Offer::CorrectFact | Offer::Withdraw);
    let link = |offer: &Offer| context! { code => offer.code(), title => wording::offer(texts, *offer) };
    let (others, first): (Vec<_>, Vec<_>) = file.offers.iter().partition(|offer| later(offer));
    context! {
        first => first.into_iter().map(link).collect::<Vec<_>>(),
        others => others.into_iter().map(link).collect::<Vec<_>>(),
    }
}

fn owed(file: &CaseFile, (texts, law): (&Texts, &Law), today: Date) -> Vec<Value> {
    let rows = file.owed.iter().map(|owes| {
        context! {
            what => texts.duty(owes.key.kind),
            owner => law.organisation_name(&owes.owner),
            due => owes.due_on.map(|due| texts.day(due)),
            overdue => is_missed(owes.due_on, &owes.rule, today),
            begins => owes.rule == FIRST_DAY_RULE,
            today => owes.due_on == Some(today),
            since => texts.day(owes.since),
            rule => if owes.rule == "asked" {
                texts.text("case-duty-set-by-a-person")
            } else {
                texts.with("case-duty-by-the-rule", [("rule", owes.rule.as_str())])
            },
        }
    });
    rows.collect()
}

fn enquiries(file: &CaseFile, (texts, law): (&Texts, &Law), today: Date) -> Vec<Value> {
    let rows = file.case.enquiries.values().map(|asked| {
        let open = asked.state == EnquiryState::Open;
        context! {
            body => wording::body(texts, asked.body),
            organisation => law.organisation_name(&asked.organisation),
            due => texts.day(asked.due_on),
            overdue => open && asked.due_on < today,
            state => texts.text(match asked.state {
                EnquiryState::Open => "case-enquiry-open",
                EnquiryState::Answered => "case-enquiry-answered",
                EnquiryState::Lapsed => "case-enquiry-lapsed",
            }),
        }
    });
    rows.collect()
}

/// Every decision, the first first: they are a chain, and none is ever edited.
fn decisions(file: &CaseFile, shown: &impl Fn(DataClass) -> bool, (texts, law): (&Texts, &Law)) -> Vec<Value> {
    let made = file.history.iter().filter_map(|happened| {
        let (stage, outcome, threshold) = match &happened.fact {
            Fact::ReasonableGroundsDecided { outcome, threshold, .. } => (Stage::ReasonableGrounds, outcome, threshold),
            Fact::ConclusiveGroundsDecided { outcome, threshold, .. } => (Stage::ConclusiveGrounds, outcome, threshold),
            _ => return None,
        };
        Some(context! {
            stage => texts.stage(stage),
            outcome => wording::outcome(texts, *outcome),
            on => texts.day(happened.on),
            test => wording::plain(threshold),
            by => wording::post(texts, law, &happened.actor),
            version => happened.version,
            reasons => shown(DataClass::DecisionReasons),
        })
    });
    made.collect()
}

/// One line of what happened.
pub(super) fn entry((texts, law): (&Texts, &Law), file: &CaseFile, happened: &Happened) -> Value {
    let letter = match happened.fact {
        Fact::LetterSent { letter, .. } => Some(letter),
        _ => LetterKind::by(&happened.fact).map(|_| happened.version),
    };
    context! {
        letter,
        version => happened.version,
        what => wording::happened(texts, law, &happened.fact),
        on => texts.day(happened.on),
        recorded => texts.moment(happened.recorded_at),
        by => wording::post(texts, law, &happened.actor),
        words => happened.words.map(|class| texts.text(words_key(class))),
        reference => file.case.reference.to_string(),
    }
}

fn words_key(class: DataClass) -> &'static str {
    match class {
        DataClass::Narrative => "case-read-the-account",
        DataClass::DecisionReasons => "case-read-the-reasons",
        DataClass::Evidence => "case-read-what-was-asked",
        _ => "case-read-the-note",
    }
}

/// Shows words that belong to one thing that happened: an account, reasons, a note. Never on the page of the case
/// itself (V-17).
pub(super) async fn words(site: Site, visitor: Visitor, Path((text, version)): Path<(String, u64)>) -> Response {
    let made = told(&site, &visitor, (&text, version)).await;
    or_failure(&site, &visitor, made.map(|with| site.show("cases_words.html", &visitor, with)))
}

async fn told(site: &Site, visitor: &Visitor, (text, version): (&str, u64)) -> Result<Value, Failure> {
    let caller = visitor.caller("read what was written");
    let reference = reference(text)?;
    let told = case::read_words(&site.office, &caller, (&reference, version)).await?;
    let (texts, law) = (site.texts(), site.office.law());
    Ok(context! {
        reference => reference.to_string(),
        what => wording::happened(texts, law, &told.happened.fact),
        on => texts.day(told.happened.on),
        by => wording::post(texts, law, &told.happened.actor),
        account => told.happened.words == Some(DataClass::Narrative),
        words => told.words.0,
    })
}
