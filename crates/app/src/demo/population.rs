//! The 1,186 synthetic referrals of 2012, read from the file shipped with the project.
//!
//! No row describes a person. The rows reproduce the printed tables of the 2013 report; what the report does not print
//! is filler and must not be quoted.

use serde::Deserialize;

const FILE: &str = include_str!("../../../../data/idmg-2013/population.csv");

/// Adult or minor, as the report counts them.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
pub enum AgeGroup {
    Adult,
    Minor,
}

/// The competent authority, as figure 2 counts it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
pub enum Authority {
    #[serde(rename = "Home Office")]
    HomeOffice,
    #[serde(rename = "UKHTC")]
    Ukhtc,
    #[serde(rename = "Home Office hosted in UKHTC")]
    HostedInUkhtc,
}

/// Where a decision stood when the report was made.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
pub enum Final {
    Positive,
    Negative,
    Pending,
    Suspended,
    Withdrawn,
}

/// One synthetic referral.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Person {
    /// Its number in the file.
    pub synthetic_id: String,
    /// Quarter of 2012, 1 to 4.
    pub quarter: u8,
    /// Adult or minor.
    pub age_group: AgeGroup,
    /// Female or male.
    pub sex: String,
    /// The nationality that is counted.
    pub nationality: String,
    /// The nationality in the words of the record.
    pub nationality_as_recorded: String,
    /// Label of the exploitation type.
    pub exploitation_type: String,
    /// Nation of referral.
    pub uk_country_of_referral: String,
    /// Region of referral.
    pub region_of_referral: String,
    /// Region of exploitation.
    pub region_of_exploitation: String,
    /// Sector of the first responder.
    pub first_responder_type: String,
    /// The authority that decides.
    pub authority: Authority,
    /// Whether an immigration matter is linked.
    pub linked_immigration_interest: bool,
    /// Reasonable grounds, as they stood.
    pub reasonable_grounds: Final,
    /// Conclusive grounds, as they stood; none without a positive first decision.
    pub conclusive_grounds: Option<Final>,
}

#[derive(Deserialize)]
struct Row {
    synthetic_id: String,
    quarter: String,
    age_group: AgeGroup,
    sex: String,
    nationality: String,
    nationality_as_recorded: String,
    exploitation_type: String,
    uk_country_of_referral: String,
    region_of_referral: String,
    region_of_exploitation: String,
    first_responder_type: String,
    competent_authority: Authority,
    linked_immigration_interest: String,
    reasonable_grounds: Final,
    conclusive_grounds: Option<Final>,
}

/// Reads the file.
pub fn people() -> Result<Vec<Person>, csv::Error> {
    csv::Reader::from_reader(FILE.as_bytes()).deserialize::<Row>().map(|row| row.map(Person::from)).collect()
}

impl From<Row> for Person {
    fn from(row: Row) -> Self {
        Self {
            quarter: row.quarter.bytes().last().map_or(1, |digit| digit.saturating_sub(b'0')),
            synthetic_id: row.synthetic_id,
            age_group: row.age_group,
            sex: row.sex,
            nationality: row.nationality,
            nationality_as_recorded: row.nationality_as_recorded,
            exploitation_type: row.exploitation_type,
            uk_country_of_referral: row.uk_country_of_referral,
            region_of_referral: row.region_of_referral,
            region_of_exploitation: row.region_of_exploitation,
            first_responder_type: row.first_responder_type,
            authority: row.competent_authority,
            linked_immigration_interest: row.linked_immigration_interest == "Yes",
            reasonable_grounds: row.reasonable_grounds,
            conclusive_grounds: row.conclusive_grounds,
        }
    }
}
