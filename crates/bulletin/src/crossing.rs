//! What is never published together (V-33): one answer for the fixed tables of an edition and for a table of one's own.

use manumit_disclosure::policy::Policy;

use crate::extract::Column;

/// The set of a policy that some columns cross, if they cross one. Whoever narrows the place further than the nation crosses
/// with the nation, and the words of a nationality cross as the nationality does.
pub(crate) fn crossed<'a>(columns: &[Column], policy: &'a Policy) -> Option<&'a [String]> {
    let crosses = |name: &String| columns.iter().any(|column| is_known_as(*column, name));
    policy.never_together.iter().find(|set| set.iter().all(crosses)).map(Vec::as_slice)
}

/// Whether a policy means a column by a name.
pub(crate) fn is_known_as(column: Column, name: &str) -> bool {
    stands_for(column).name() == name || column.name() == name
}

/// The column by whose name the policies know another.
fn stands_for(column: Column) -> Column {
    match column {
        Column::RegionOfReferral | Column::FirstResponder | Column::PoliceForceArea => Column::UkCountry,
        Column::NationalityAsRecorded => Column::Nationality,
        column => column,
    }
}
