//! The view for official statistics: one pseudonymised row a case, kept in versions.
//!
//! A row holds codes from the allow-list of [`manumit_domain::statistics`] and a keyed pseudonym; no reference, so
//! that nobody can go from here to a record. Each change closes the version that stood and adds the next: a table can
//! be made as it stood on any day.

use manumit_domain::{
    case::Event,
    statistics::{Change, change, opening},
};

use super::{Content, Projector, Shown, View};
use crate::{
    error::StoreError,
    instant,
    store::Store,
    value::{Row, Statement, Value},
};

pub(super) const VIEW: View = View { name: "statistics", tables: &["statistics"], project };

const OPEN: &str = "insert into statistics (pseudonym, version, recorded_from, received_on, organisation, age_group, \
     sex, nationality, nationality_as_recorded, nationality_claimed, nationality_suspected, exploitation_type, \
     territory, region_of_referral, region_of_exploitation, location_of_exploitation, age_at_exploitation, \
     competent_authority, hosted_by, immigration_interest, \
     screening, reasonable_grounds, reasonable_grounds_on, conclusive_grounds, conclusive_grounds_on) \
     values ($1, $2, $3, $23, $24, $25, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19, $20, $21, $22)";
const CLOSE: &str = "update statistics set recorded_to = $2 where pseudonym = $1 and recorded_to is null";
const NEXT: &str = "insert into statistics (pseudonym, version, recorded_from, received_on, organisation, age_group, \
     sex, nationality, nationality_as_recorded, nationality_claimed, nationality_suspected, exploitation_type, \
     territory, region_of_referral, region_of_exploitation, location_of_exploitation, age_at_exploitation, \
     competent_authority, hosted_by, immigration_interest, \
     screening, reasonable_grounds, reasonable_grounds_on, conclusive_grounds, conclusive_grounds_on) \
     select pseudonym, $2, $3, received_on, organisation, age_group, coalesce($4, sex), coalesce($5, nationality), \
     coalesce($6, nationality_as_recorded), coalesce($7, nationality_claimed), coalesce($8, nationality_suspected), \
     coalesce($9, exploitation_type), coalesce($10, territory), coalesce($11, region_of_referral), \
     coalesce($12, region_of_exploitation), coalesce($13, location_of_exploitation), \
     coalesce($14, age_at_exploitation), coalesce($15, competent_authority), coalesce($16, hosted_by), \
     coalesce($17, immigration_interest), coalesce($18, screening), coalesce($19, reasonable_grounds), \
     coalesce($20, reasonable_grounds_on), coalesce($21, conclusive_grounds), coalesce($22, conclusive_grounds_on) \
     from statistics where pseudonym = $1 order by version desc limit 1";
const ALL: &str = "select pseudonym, recorded_from, recorded_to, received_on, organisation, age_group, sex, \
     nationality, nationality_as_recorded, nationality_claimed, nationality_suspected, exploitation_type, territory, \
     region_of_referral, region_of_exploitation, location_of_exploitation, age_at_exploitation, competent_authority, \
     hosted_by, immigration_interest, screening, reasonable_grounds, reasonable_grounds_on, conclusive_grounds, conclusive_grounds_on \
     from statistics order by pseudonym, version";

fn project(shown: &Shown<'_>, projector: &Projector) -> Vec<Statement> {
    let Content::Case(Event { fact, .. }) = &shown.content else { return Vec::new() };
    let event = shown.recorded;
    let pseudonym = projector.pseudonym(&event.stream.to_string());
    let recorded = instant::written(event.recorded_at);
    if let Some((received_on, organisation, first)) = opening(fact) {
        let mut arguments = arguments(&pseudonym, event.version, &recorded, first.clone());
        let age_group = first.age_group.unwrap_or_default();
        arguments.extend([received_on.to_string().into(), organisation.into(), age_group.into()]);
        return vec![Statement::new(OPEN, arguments)];
    }
    let Some(change) = change(fact, event.occurred_on) else { return Vec::new() };
    let close = Statement::new(CLOSE, vec![pseudonym.as_str().into(), recorded.as_str().into()]);
    let next = Statement::new(NEXT, arguments(&pseudonym, event.version, &recorded, change));
    vec![close.expecting(1), next.expecting(1)]
}

/// The arguments $1 to $22: nothing where a column stays as it was.
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
        ]),
        None => arguments.extend(std::iter::repeat_n(Value::Null, 11)),
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
    pub competent_authority: &'a str,
    pub hosted_by: &'a str,
    pub immigration_interest: &'a str,
    pub screening: &'a str,
    pub reasonable_grounds: &'a str,
    pub reasonable_grounds_on: &'a str,
    pub conclusive_grounds: &'a str,
    pub conclusive_grounds_on: &'a str,
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
        self.engine().each(ALL, Vec::new(), |row| show(statistics_row(&row)?)).await
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
        competent_authority: row.text("competent_authority")?,
        hosted_by: row.text("hosted_by")?,
        immigration_interest: row.text("immigration_interest")?,
        screening: row.text("screening")?,
        reasonable_grounds: row.text("reasonable_grounds")?,
        reasonable_grounds_on: row.text("reasonable_grounds_on")?,
        conclusive_grounds: row.text("conclusive_grounds")?,
        conclusive_grounds_on: row.text("conclusive_grounds_on")?,
    })
}
