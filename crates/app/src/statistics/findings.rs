//! Which persons were found together, as a number in the extract that says nothing else.

use std::collections::HashMap;

use manumit_bulletin::extract::week_number;
use manumit_store::StatisticsRow;

/// Numbers the findings in the order in which they are met, which is that of pseudonyms and says nothing.
#[derive(Default)]
pub(super) struct Numbered {
    numbers: HashMap<(String, String, i32), u32>,
}

impl Numbered {
    /// The number of the operation, place and week in which somebody was found; none where no operation is recorded.
    pub(super) fn number(&mut self, version: &StatisticsRow<'_>, found: i32) -> Option<u32> {
        if version.operation.is_empty() {
            return None;
        }
        let place = format!("{}/{}", version.territory, version.region_of_referral);
        let key = (version.operation.to_owned(), place, week_number(found));
        let next = u32::try_from(self.numbers.len()).ok()?;
        Some(*self.numbers.entry(key).or_insert(next))
    }
}
