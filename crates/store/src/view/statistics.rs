//! The view for official statistics: one pseudonymised row a case, kept in versions.
//!
//! A row holds codes from the allow-list of [`manumit_domain::statistics`] and a keyed pseudonym; no reference, so
//! that nobody can go from here to a record. Each change closes the version that stood and adds the next: a table can
//! be made as it stood on any day.
//!
//! Which force was told is in another record, the notice to the police. It stands in a table of its own beside the rows, so
//! that it makes no difference which of the two records is folded first; a pseudonym of the referral's reference, which both
//! know, joins them.

use std::sync::LazyLock;

use manumit_domain::{
    case::{Event, Fact},
    police_notice,
    reference::Reference,
    statistics::{Change, change, opening},
};

use super::{Content, Projector, Shown, View};
use crate::{
    error::StoreError,
    instant,
    store::Store,
    value::{Row, Statement, Value},
};

pub(super) const VIEW: View = View { name: "statistics", tables: &["statistics", "statistics_notice"], project };

/// What a change may change, in the order of [`arguments`].
const CHANGING: [&str; 23] = [
    "sex",
    "nationality",
    "nationality_as_recorded",
    "nationality_claimed",
    "nationality_suspected",
    "exploitation_type",
    "territory",
    "region_of_referral",
    "region_of_exploitation",
    "location_of_exploitation",
    "age_at_exploitation",
    "county_lines",
    "found_on",
    "operation",
    "competent_authority",
    "hosted_by",
    "immigration_interest",
    "screening",
    "reasonable_grounds",
    "reasonable_grounds_on",
    "conclusive_grounds",
    "conclusive_grounds_on",
    "reason_for_negative",
];
/// What stays as it was when the case was opened.
const STAYING: &str = "received_on, organisation, age_group, referral";
/// How many columns that is.
const STAY: usize = 4;
/// The arguments before those of [`CHANGING`]: pseudonym, version, moment of recording.
const BEFORE: usize = 3;

static OPEN: LazyLock<String> = LazyLock::new(|| {
    let places = (1..=BEFORE + CHANGING.len() + STAY).map(|place| format!("${place}")).collect::<Vec<_>>().join(", ");
    let changing = CHANGING.join(", ");
    format!("insert into statistics (pseudonym, version, recorded_from, {changing}, {STAYING}) values ({places})")
});
const CLOSE: &str = "update statistics set recorded_to = $2 where pseudonym = $1 and recorded_to is null";
static NEXT: LazyLock<String> = LazyLock::new(|| {
    let changing = CHANGING.join(", ");
    let kept = CHANGING.iter().zip(BEFORE + 1..).map(|(column, place)| format!("coalesce(${place}, {column})"));
    let kept = kept.collect::<Vec<_>>().join(", ");
    format!(
        "insert into statistics (pseudonym, version, recorded_from, {changing}, {STAYING}) \
         select pseudonym, $2, $3, {kept}, {STAYING} from statistics where pseudonym = $1 order by version desc limit 1"
    )
});
static ALL: LazyLock<String> = LazyLock::new(|| {
    let changing = CHANGING.join(", ");
    format!(
        "select pseudonym, recorded_from, recorded_to, {STAYING}, {changing}, coalesce(force, '') as force, \
         coalesce(passed_at, '') as passed_at from statistics left join statistics_notice using (referral) \
         order by pseudonym, version"
    )
});
const QUEUED: &str = "insert into statistics_notice (notice, referral) values ($1, $2)";
/// Where several forces were told, the first: a referral is counted under one police force area.
const PASSED: &str = "update statistics_notice set force = $2, passed_at = $3 where notice = $1 and force = ''";

fn project(shown: &Shown<'_>, projector: &Projector) -> Vec<Statement> {
    match &shown.content {
        Content::Case(Event { fact, .. }) => row(fact, shown, projector),
        Content::PoliceNotice(police_notice::Event { fact, .. }) => notice(fact, shown, projector),
        _ => Vec::new(),
    }
}

/// The pseudonym by which the records of one referral are found together.
fn of_referral(reference: &Reference, projector: &Projector) -> String {
    projector.pseudonym(&format!("referral {reference}"))
}

fn notice(fact: &police_notice::Fact, shown: &Shown<'_>, projector: &Projector) -> Vec<Statement> {
    let notice = projector.pseudonym(&shown.recorded.stream.to_string());
    vec![match fact {
        police_notice::Fact::Queued { referral_reference, .. } => {
            Statement::new(QUEUED, vec![notice.into(), of_referral(referral_reference, projector).into()])
        }
        police_notice::Fact::Passed { force } => {
            let passed = instant::written(shown.recorded.recorded_at);
            Statement::new(PASSED, vec![notice.into(), force.as_str().into(), passed.into()])
        }
        // A notice of a notification has no case, and so no row.
        police_notice::Fact::QueuedWithoutIdentity { .. } | police_notice::Fact::Acknowledged { .. } => {
            return Vec::new();
        }
    }]
}

fn row(fact: &Fact, shown: &Shown<'_>, projector: &Projector) -> Vec<Statement> {
    let event = shown.recorded;
    let pseudonym = projector.pseudonym(&event.stream.to_string());
    let recorded = instant::written(event.recorded_at);
    if let Some((received_on, organisation, first)) = opening(fact) {
        let mut arguments = arguments(&pseudonym, event.version, &recorded, first.clone());
        let age_group = first.age_group.unwrap_or_default();
        let referral = match fact {
            Fact::Opened { referral_reference, .. } => of_referral(referral_reference, projector),
            _ => String::new(),
        };
        arguments.extend([received_on.to_string().into(), organisation.into(), age_group.into(), referral.into()]);
        return vec![Statement::new(OPEN.as_str(), arguments)];
    }
    let Some(change) = change(fact, event.occurred_on) else { return Vec::new() };
    let close = Statement::new(CLOSE, vec![pseudonym.as_str().into(), recorded.as_str().into()]);
    let next = Statement::new(NEXT.as_str(), arguments(&pseudonym, event.version, &recorded, change));
    vec![close.expecting(1), next.expecting(1)]
}

/// The arguments of [`BEFORE`] and [`CHANGING`]: nothing where a column stays as it was.
fn arguments(pseudonym: &str, version: u64, recorded: &str, change: Change) -> Vec<Value> {
    let mut arguments = vec![pseudonym.into(), version.into(), recorded.into()];
    match change.facts {
        Some(facts) => arguments.extend([
            Value::from(facts.sex),
            facts.nationality.into(),
            facts.nationality_as_recorded.into(),
            facts.nationality_claimed.into(),
            facts.nationality_suspected.into(),
            facts.exploitation_type.into(),
            facts.territory.into(),
            facts.region_of_referral.into(),
            facts.region_of_exploitation.into(),
            facts.location_of_exploitation.into(),
            facts.age_at_exploitation.into(),
            facts.county_lines.into(),
            facts.found_on.into(),
            facts.operation.into(),
        ]),
        None => arguments.extend(std::iter::repeat_n(Value::Null, 14)),
    }
    arguments.extend([
        Value::from(change.competent_authority),
        change.hosted_by.into(),
        change.immigration_interest.into(),
        change.screening.into(),
        change.reasonable_grounds.into(),
        change.reasonable_grounds_on.into(),
        change.conclusive_grounds.into(),
        change.conclusive_grounds_on.into(),
        change.reason_for_negative.into(),
    ]);
    arguments
}

/// One version of a statistical row, in codes.
#[derive(Clone, Copy, Debug)]
#[expect(missing_docs, reason = "the fields are the columns, explained in domain::statistics")]
pub struct StatisticsRow<'a> {
    pub pseudonym: &'a str,
    pub recorded_from: &'a str,
    pub recorded_to: Option<&'a str>,
    pub received_on: &'a str,
    pub organisation: &'a str,
    pub age_group: &'a str,
    pub sex: &'a str,
    pub nationality: &'a str,
    pub nationality_as_recorded: &'a str,
    pub nationality_claimed: &'a str,
    pub nationality_suspected: &'a str,
    pub exploitation_type: &'a str,
    pub territory: &'a str,
    pub region_of_referral: &'a str,
    pub region_of_exploitation: &'a str,
    pub location_of_exploitation: &'a str,
    pub age_at_exploitation: &'a str,
    pub county_lines: &'a str,
    pub found_on: &'a str,
    pub operation: &'a str,
    pub competent_authority: &'a str,
    pub hosted_by: &'a str,
    pub immigration_interest: &'a str,
    pub screening: &'a str,
    pub reasonable_grounds: &'a str,
    pub reasonable_grounds_on: &'a str,
    pub conclusive_grounds: &'a str,
    pub conclusive_grounds_on: &'a str,
    pub reason_for_negative: &'a str,
    /// The force that was told, or empty; and when that was recorded, which may be later than the version ends.
    pub police_force: &'a str,
    pub passed_at: &'a str,
}

impl Store {
    /// How far the journal has come, as a text that changes with every commit: what a cached extract is good for.
    ///
    /// # Errors
    /// [`StoreError`] if the database does not answer.
    pub async fn journal_stamp(&self) -> Result<String, StoreError> {
        let rows = self.engine().query("select lane, sequence from journal_head order by lane", Vec::new()).await?;
        let lanes = rows.iter().map(|row| Ok(format!("{}-{}", row.integer("lane")?, row.integer("sequence")?)));
        Ok(lanes.collect::<Result<Vec<_>, StoreError>>()?.join("."))
    }

    /// Shows every version of every statistical row, the versions of one row together and in order.
    ///
    /// # Errors
    /// [`StoreError`] if the database does not answer, or what `show` returns.
    pub async fn each_statistics_row(
        &self,
        mut show: impl FnMut(StatisticsRow<'_>) -> Result<(), StoreError> + Send,
    ) -> Result<(), StoreError> {
        self.engine().each(ALL.as_str(), Vec::new(), |row| show(statistics_row(&row)?)).await
    }
}

fn statistics_row(row: &Row) -> Result<StatisticsRow<'_>, StoreError> {
    Ok(StatisticsRow {
        pseudonym: row.text("pseudonym")?,
        recorded_from: row.text("recorded_from")?,
        recorded_to: row.maybe_text("recorded_to")?,
        received_on: row.text("received_on")?,
        organisation: row.text("organisation")?,
        age_group: row.text("age_group")?,
        sex: row.text("sex")?,
        nationality: row.text("nationality")?,
        nationality_as_recorded: row.text("nationality_as_recorded")?,
        nationality_claimed: row.text("nationality_claimed")?,
        nationality_suspected: row.text("nationality_suspected")?,
        exploitation_type: row.text("exploitation_type")?,
        territory: row.text("territory")?,
        region_of_referral: row.text("region_of_referral")?,
        region_of_exploitation: row.text("region_of_exploitation")?,
        location_of_exploitation: row.text("location_of_exploitation")?,
        age_at_exploitation: row.text("age_at_exploitation")?,
        county_lines: row.text("county_lines")?,
        found_on: row.text("found_on")?,
        operation: row.text("operation")?,
        competent_authority: row.text("competent_authority")?,
        hosted_by: row.text("hosted_by")?,
        immigration_interest: row.text("immigration_interest")?,
        screening: row.text("screening")?,
        reasonable_grounds: row.text("reasonable_grounds")?,
        reasonable_grounds_on: row.text("reasonable_grounds_on")?,
        conclusive_grounds: row.text("conclusive_grounds")?,
        conclusive_grounds_on: row.text("conclusive_grounds_on")?,
        reason_for_negative: row.text("reason_for_negative")?,
        police_force: row.text("force")?,
        passed_at: row.text("passed_at")?,
    })
}
