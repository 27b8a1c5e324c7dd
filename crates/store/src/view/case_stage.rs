//! The view of stages: each case's way through identification, one row for each stay in a stage.
//!
//! A stay has the day it began and the day it ended, so a cohort can be frozen on any day and followed from there.

use jiff::civil::Date;
use manumit_domain::{
    case::{Event, Fact},
    journal::StreamId,
};

use super::{Content, Projector, Shown, View, stream::stream_of};
use crate::{
    error::StoreError,
    store::Store,
    value::{Row, Statement, Value},
};

pub(super) const VIEW: View = View { name: "case_stage", tables: &["case_stage"], project };

const OPEN: &str = "insert into case_stage \
     (stream, version, reference, received_on, nation, stage, authority, hosted_by, entered_on) \
     values ($1, $2, $3, $4, $5, $6, $7, '', $8)";
const LEAVE: &str = "update case_stage set left_on = $2 where stream = $1 and left_on is null";
const ENTER: &str = "insert into case_stage \
     (stream, version, reference, received_on, nation, stage, authority, hosted_by, entered_on) \
     select stream, $2, reference, received_on, nation, coalesce($3, stage), coalesce($4, authority), \
     coalesce($5, hosted_by), $6 from case_stage where stream = $1 order by version desc limit 1";
const STAYS: &str = "select stream, reference, received_on, stage, authority, hosted_by, entered_on, left_on \
     from case_stage where stage = $1 and ($2 = '' or authority = $2) and ($3 = '*' or hosted_by = $3) \
     and entered_on <= $4 order by reference, version";
const CURRENT: &str = "select stage, authority, hosted_by, count(*) as cases from case_stage \
     where left_on is null group by stage, authority, hosted_by order by stage, authority, hosted_by";

fn project(shown: &Shown<'_>, _projector: &Projector) -> Vec<Statement> {
    let Content::Case(Event { fact, .. }) = &shown.content else { return Vec::new() };
    let event = shown.recorded;
    let stream = Value::from(event.stream.to_string());
    let on = Value::from(event.occurred_on.to_string());
    if let Fact::Opened { reference, received_on, nation, receiving_authority, .. } = fact {
        let stage = fact.identification().map_or("", |stage| stage.code());
        return vec![Statement::new(
            OPEN,
            vec![
                stream,
                event.version.into(),
                reference.to_string().into(),
                received_on.to_string().into(),
                nation.code().into(),
                stage.into(),
                receiving_authority.as_str().into(),
                on,
            ],
        )];
    }
    let (authority, hosted_by) = match fact {
        Fact::ScreeningPassed { competent_authority, hosted_by, .. }
        | Fact::Reallocated { competent_authority, hosted_by } => {
            (Some(competent_authority.as_str()), Some(hosted_by.as_deref().unwrap_or("")))
        }
        _ => (None, None),
    };
    let stage = fact.identification().map(|stage| stage.code());
    if stage.is_none() && authority.is_none() {
        return Vec::new();
    }
    let enter =
        vec![stream.clone(), event.version.into(), stage.into(), authority.into(), hosted_by.into(), on.clone()];
    vec![Statement::new(LEAVE, vec![stream, on]), Statement::new(ENTER, enter).expecting(1)]
}

/// One stay of a case in a stage.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Stay {
    /// The case.
    pub stream: StreamId,
    /// Its public reference.
    pub reference: String,
    /// The day of receipt.
    pub received_on: String,
    /// The day it came into the stage.
    pub entered_on: String,
    /// The day it left; none while it is there.
    pub left_on: Option<String>,
}

/// Which stays to list.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct StayFilter {
    /// Code of the stage.
    pub stage: String,
    /// Only of this authority.
    pub authority: Option<String>,
    /// Only with caseworkers hosted by this organisation; an empty text means hosted by nobody.
    pub hosted_by: Option<String>,
    /// Only stays that began on or before this day.
    pub entered_by: Date,
}

/// How many cases stand in a stage.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct StageCount {
    /// Code of the stage.
    pub stage: String,
    /// Code of the authority.
    pub authority: String,
    /// Code of the organisation that hosts its caseworkers, or empty.
    pub hosted_by: String,
    /// How many cases.
    pub cases: u64,
}

impl Store {
    /// Lists the stays in a stage that began by a day, in the order of references.
    ///
    /// # Errors
    /// [`StoreError`] if the database does not answer.
    pub async fn list_stays(&self, filter: &StayFilter) -> Result<Vec<Stay>, StoreError> {
        let arguments = vec![
            filter.stage.clone().into(),
            filter.authority.clone().unwrap_or_default().into(),
            filter.hosted_by.clone().unwrap_or_else(|| "*".to_owned()).into(),
            filter.entered_by.to_string().into(),
        ];
        self.engine().query(STAYS, arguments).await?.iter().map(stay).collect()
    }

    /// Counts the cases in each stage, by authority.
    ///
    /// # Errors
    /// [`StoreError`] if the database does not answer.
    pub async fn count_stages(&self) -> Result<Vec<StageCount>, StoreError> {
        let rows = self.engine().query(CURRENT, Vec::new()).await?;
        rows.iter()
            .map(|row| {
                Ok(StageCount {
                    stage: row.text("stage")?.to_owned(),
                    authority: row.text("authority")?.to_owned(),
                    hosted_by: row.text("hosted_by")?.to_owned(),
                    cases: row.count("cases")?,
                })
            })
            .collect()
    }
}

fn stay(row: &Row) -> Result<Stay, StoreError> {
    Ok(Stay {
        stream: stream_of(row)?,
        reference: row.text("reference")?.to_owned(),
        received_on: row.text("received_on")?.to_owned(),
        entered_on: row.text("entered_on")?.to_owned(),
        left_on: row.maybe_text("left_on")?.map(str::to_owned),
    })
}
