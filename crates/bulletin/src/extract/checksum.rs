//! A checksum over what an extract says, against damage on disk.
//!
//! It is no seal: who can write the file can write the checksum. It finds a bit that turned, which would otherwise be a
//! figure that is wrong by one. Each column adds `Σ value · (2 · position + 1)`, modulo 2⁶⁴: an odd factor is invertible,
//! so any one changed value changes the sum, and two values that change places do too.

use arrow_array::Date32Array;

use super::{Codes, Column, Extract};

impl Extract {
    /// The checksum over all columns, labels included.
    pub fn checksum(&self) -> u64 {
        let optional = |days: &Date32Array| weigh(days.iter().map(|day| day.map_or(u64::MAX, of_day)));
        let mut sums = vec![
            weigh(self.row.values().iter().map(|row| u64::from(*row))),
            weigh(self.recorded_from.values().iter().map(|day| of_day(*day))),
            weigh(self.recorded_to.values().iter().map(|day| of_day(*day))),
            weigh(self.received_on.values().iter().map(|day| of_day(*day))),
            optional(&self.reasonable_grounds_on),
            optional(&self.conclusive_grounds_on),
        ];
        for column in Column::ALL {
            let column = self.column(column);
            sums.push(match &column.codes {
                Codes::Narrow(codes) => weigh(codes.values().iter().map(|code| u64::from(*code))),
                Codes::Wide(codes) => weigh(codes.values().iter().map(|code| u64::from(*code))),
            });
            let letters = column.labels.iter().flat_map(|label| label.bytes().chain([0]));
            sums.push(weigh(letters.map(u64::from)));
        }
        sums.push(u64::from(self.synthetic));
        if let Some(findings) = &self.findings {
            sums.push(weigh(findings.iter().map(|finding| finding.map_or(u64::MAX, u64::from))));
        }
        weigh(sums.into_iter().map(|sum| sum.rotate_left(17)))
    }
}

fn of_day(day: i32) -> u64 {
    u64::from(day.cast_unsigned())
}

fn weigh(values: impl Iterator<Item = u64>) -> u64 {
    let weighted = values.fold((0_u64, 1_u64), |(sum, factor), value| {
        (sum.wrapping_add(value.wrapping_mul(factor)), factor.wrapping_add(2))
    });
    weighted.0
}
