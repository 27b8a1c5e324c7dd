//! The values by which counts can be narrowed: from the law's lists and never from the record, whose values tell who is
//! in it.

use manumit_bulletin::extract::Column;
use manumit_domain::{
    case::NegativeReason,
    code_list::Sex,
    law::Law,
    organisation::{CompetentAuthority, ResponderGroup},
    place::{Nation, PublishedPlace, Region},
    statistics::{IN_DOUBT, NOT_RECORDED},
};

use super::{Kind, UNKNOWN, label};

/// The values of a column, as they are shown; none for a column that has no list.
pub fn choices(law: &Law, column: Column) -> Vec<String> {
    let not_recorded = || label(law, Kind::Word, NOT_RECORDED);
    let words = |words: &[&str]| words.iter().map(|word| (*word).to_owned()).collect::<Vec<String>>();
    let with = |mut list: Vec<String>, last: &[String]| {
        list.extend_from_slice(last);
        list
    };
    let regions = || Region::ALL.iter().map(|region| region.label().to_owned()).collect::<Vec<String>>();
    let mut list = match column {
        Column::AgeGroup => words(&["Adult", "Minor"]),
        Column::AgeAtExploitation => words(&["Adult (18 or over)", "Child (17 or under)", UNKNOWN]),
        Column::Sex => with(Sex::ALL.iter().map(|sex| sex.label().to_owned()).collect(), &[not_recorded()]),
        Column::Nationality => {
            let mut names: Vec<String> =
                law.code_lists.countries.iter().map(|country| country.table_label().to_owned()).collect();
            names.sort();
            let no_country = [IN_DOUBT, NOT_RECORDED].map(|code| label(law, Kind::Nationality, code));
            with(names, &no_country)
        }
        Column::ExploitationType => {
            let types = law.code_lists.exploitation_types.iter().map(|entry| entry.label.clone()).collect();
            with(types, &[label(law, Kind::Exploitation, NOT_RECORDED), not_recorded()])
        }
        Column::CountyLines => words(&["Yes", "No", UNKNOWN]),
        Column::LocationOfExploitation => words(&["UK", "Overseas", "UK and overseas", UNKNOWN]),
        Column::UkCountry => Nation::ALL.iter().map(|nation| nation.label().to_owned()).collect(),
        Column::RegionOfReferral => with(regions(), &[not_recorded()]),
        Column::RegionOfExploitation => {
            let others = [PublishedPlace::Multiple, PublishedPlace::Overseas, PublishedPlace::NotRecorded];
            with(regions(), &others.map(|place| place.label().to_owned()))
        }
        Column::FirstResponderSector => ResponderGroup::ALL.iter().map(|group| group.label().to_owned()).collect(),
        Column::FirstResponder => {
            let organisations = law.organisations.first_responders().iter();
            organisations.map(|organisation| organisation.name.clone()).collect()
        }
        Column::PoliceForceArea => {
            with(law.police_forces.iter().map(|force| force.name.clone()).collect(), &[not_recorded()])
        }
        Column::ImmigrationInterest => words(&["Yes", "No", &not_recorded()]),
        Column::ReasonableGrounds => words(&["Positive", "Negative", "Pending", "Suspended", "Withdrawn"]),
        Column::ConclusiveGrounds => {
            words(&["Positive", "Negative", "Pending", "Suspended", "Withdrawn", &not_recorded()])
        }
        Column::CompetentAuthority => authorities(law),
        Column::ReasonForNegative => {
            with(NegativeReason::ALL.iter().map(|reason| reason.label().to_owned()).collect(), &[not_recorded()])
        }
        Column::NationalityAsRecorded
        | Column::NationalityClaimed
        | Column::NationalitySuspected
        | Column::ScreeningOutcome => Vec::new(),
    };
    let mut seen = std::collections::BTreeSet::new();
    list.retain(|value| seen.insert(value.clone()));
    list
}

/// Every competent authority, and each as another of its time could host its caseworkers.
fn authorities(law: &Law) -> Vec<String> {
    let all = law.organisations.competent_authorities();
    let alone = all.iter().map(|authority| label(law, Kind::Authority, &authority.code));
    let together = |one: &CompetentAuthority, other: &CompetentAuthority| {
        one.code != other.code
            && other.valid_to.is_none_or(|ended| one.valid_from <= ended)
            && one.valid_to.is_none_or(|ended| other.valid_from <= ended)
    };
    let hosted = all.iter().flat_map(|authority| {
        let hosts = all.iter().filter(move |host| together(authority, host));
        hosts.map(move |host| label(law, Kind::Authority, &format!("{}\n{}", authority.code, host.code)))
    });
    alone.chain(hosted).collect()
}
