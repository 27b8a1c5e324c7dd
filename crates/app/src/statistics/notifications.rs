//! Notifications under the duty to notify, as an extract of their own: never added to referrals (V-36).

use manumit_bulletin::extract::{CURRENT, Extract, VersionRow, day_number};
use manumit_domain::{
    clock::london_date,
    journal::StreamKind,
    known::Known,
    notification::{Event, Fact, Notice},
    statistics::{NOT_RECORDED, county_lines, location_of_exploitation},
};
use manumit_store::journal::Recorded;

use manumit_disclosure::cell_key::record_key;

use super::{Kind, Labels, RecordKeys, new_extract, not_a_day, secret};
use crate::{AppError, Office};

/// The extract of every notification, each received on the day it was recorded.
///
/// # Errors
/// [`AppError::Store`] if the journal cannot be read, [`AppError::Extract`] if the extract cannot be made.
pub async fn notifications(office: &Office) -> Result<Extract, AppError> {
    Ok(make(office).await?.0)
}

/// The extract, and the keys of its records.
pub(super) async fn make(office: &Office) -> Result<(Extract, RecordKeys), AppError> {
    let (secret, mut keys) = (secret(office), RecordKeys::default());
    let mut labels = Labels::new(office.law());
    let mut builder = new_extract(office).await?;
    let mut found: Vec<(i32, String, Notice, u32)> = Vec::new();
    let mut keep = |recorded: &Recorded| {
        let Fact::Submitted { first_responder_organisation, notice, .. } = recorded.decode::<Event>()?.fact;
        let day = london_date(recorded.recorded_at).map_err(|_| not_a_day())?;
        let pseudonym = office.store().projector().pseudonym(&recorded.stream.to_string());
        found.push((day_number(day), first_responder_organisation, notice, record_key(&secret, &pseudonym)));
        Ok(())
    };
    office.store().each_of_kind(StreamKind::Notification, &mut keep).await?;
    found.sort_by_key(|(day, ..)| *day);
    for (row, (day, organisation, notice, key)) in (0_u32..).zip(&found) {
        keys.push(*key);
        let coded = Coded::of(notice);
        builder.push(VersionRow {
            row,
            recorded_from: *day,
            recorded_to: CURRENT,
            received_on: *day,
            age_group: "Adult",
            sex: &labels.label(Kind::Word, coded.sex),
            nationality: &labels.label(Kind::Nationality, &coded.nationality),
            exploitation_type: &labels.label(Kind::Exploitation, &coded.exploitation_type),
            uk_country: notice.nation.label(),
            first_responder_sector: &labels.label(Kind::Sector, organisation),
            first_responder: &labels.label(Kind::Organisation, organisation),
            location_of_exploitation: &labels.label(Kind::Location, coded.location),
            age_at_exploitation: &labels.label(Kind::AgeAtExploitation, coded.age_at_exploitation),
            county_lines: &labels.label(Kind::Answer, county_lines(&notice.exploitation_types)),
            police_force_area: &labels.label(Kind::Force, notice.police_force.value().map_or("", String::as_str)),
            ..VersionRow::default()
        })?;
    }
    Ok((builder.finish()?, keys))
}

/// A notice in the codes of the statistical row.
struct Coded {
    sex: &'static str,
    nationality: String,
    exploitation_type: String,
    location: &'static str,
    age_at_exploitation: &'static str,
}

impl Coded {
    fn of(notice: &Notice) -> Self {
        let uk = matches!(&notice.exploited_in, Known::Value(regions) if !regions.is_empty());
        let overseas = matches!(notice.exploited_overseas, Known::Value(true));
        Self {
            sex: match &notice.sex {
                Known::Value(sex) => sex.code(),
                Known::Missing(_) => NOT_RECORDED,
            },
            nationality: match &notice.nationality {
                Known::Value(country) => country.to_string(),
                Known::Missing(_) => NOT_RECORDED.to_owned(),
            },
            exploitation_type: match &notice.exploitation_types {
                Known::Value(types) => types.first().map(|first| first.code().to_owned()).unwrap_or_default(),
                Known::Missing(_) => NOT_RECORDED.to_owned(),
            },
            location: location_of_exploitation(uk, overseas),
            age_at_exploitation: match notice.child_when_it_began {
                Known::Value(true) => "child",
                Known::Value(false) => "adult",
                Known::Missing(_) => NOT_RECORDED,
            },
        }
    }
}
