//! Which persons were found together, as a number in the extract that says nothing else.

use std::collections::HashMap;

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
        let next = u32::try_from(self.numbers.len()).ok();
        let key = (version.operation.to_owned(), place, iso_week(found));
        match next {
            Some(next) => Some(*self.numbers.entry(key).or_insert(next)),
            None => self.numbers.get(&key).copied(),
        }
    }
}

/// The weeks since Monday 0001-01-01, which begin on Mondays.
fn iso_week(day: i32) -> i32 {
    (day + 719_162).div_euclid(7)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_week_begins_on_a_monday() {
        let weeks = ["2012-10-07", "2012-10-08", "2012-10-14", "2012-10-15"]
            .map(|day| iso_week(manumit_bulletin::extract::day_number(day.parse().unwrap())));
        assert_eq!([weeks[1] - weeks[0], weeks[2] - weeks[1], weeks[3] - weeks[2]], [1, 0, 1]);
    }
}
