//! Counting: the referrals that count, in codes, and dense counts over any few of their columns.
//!
//! A frame is gathered once for a release. A table asks for a [`Cube`]: the joint counts by period over its rows, its
//! columns and whatever it filters on. Filters are then applied to the cube's few cells and not to the million rows, so
//! the loop over rows has no branch: an index is built column by column over short blocks, then one counter is raised
//! for each row.

use std::{collections::BTreeMap, ops::RangeInclusive};

use crate::{
    dated::Placed,
    extract::{Column, Selection, retain},
};

/// Rows handled at a time: the block of indices stays in the fastest cache.
const BLOCK: usize = 1024;

/// More cells than this are not a table: 16,777,216 counters, 64 MiB.
const MOST_CELLS: usize = 1 << 24;

/// The referrals that count, as at the selection's day, in the periods a release shows.
#[derive(Debug)]
pub(crate) struct Frame<'a> {
    selection: Selection<'a>,
    periods: RangeInclusive<i16>,
    period_codes: Vec<u16>,
    days: Vec<i32>,
    by_period: Vec<u64>,
    codes: BTreeMap<Column, Vec<u16>>,
    not_counted: BTreeMap<(i16, &'a str), u64>,
}

/// Joint counts by period, dense, the last column running fastest.
#[derive(Debug)]
pub(crate) struct Cube<'a> {
    first_period: i16,
    sizes: Vec<usize>,
    labels: Vec<&'a [String]>,
    counts: Vec<u32>,
}

/// A table that would need more cells than a table has.
#[derive(Debug, PartialEq, Eq, thiserror::Error)]
#[error("{cells} cells are more than a table may have (16,777,216); break it down by fewer columns")]
pub struct TooManyCells {
    /// The number of cells it would need.
    pub cells: usize,
}

impl<'a> Frame<'a> {
    /// The referrals of the selection whose period lies in `periods`, without those whose value does not count.
    pub(crate) fn new(
        Placed { mut selection, codes: mut period_codes, mut days }: Placed<'a>,
        periods: RangeInclusive<i16>,
        excluded: &BTreeMap<Column, Vec<String>>,
    ) -> Self {
        let first = u16::try_from(*periods.start()).unwrap_or(0);
        let length = u16::try_from(periods.end().saturating_sub(*periods.start())).map_or(0, |n| n.saturating_add(1));
        for code in &mut period_codes {
            *code = code.wrapping_sub(first);
        }
        if period_codes.iter().any(|code| *code >= length) {
            let wanted: Vec<bool> = period_codes.iter().map(|code| *code < length).collect();
            selection.retain(&wanted);
            retain(&mut period_codes, &wanted);
            retain(&mut days, &wanted);
        }
        let mut not_counted = BTreeMap::new();
        for (column, excluded) in excluded {
            let labels = selection.labels(*column);
            let counted: Vec<bool> = labels.iter().map(|label| !excluded.contains(label)).collect();
            if counted.iter().all(|counted| *counted) {
                continue;
            }
            let codes = selection.codes(*column);
            let keep: Vec<bool> = codes.iter().map(|code| counted.get(usize::from(*code)) == Some(&true)).collect();
            for ((code, period), _) in codes.iter().zip(&period_codes).zip(&keep).filter(|(_, keep)| !**keep) {
                let label = labels.get(usize::from(*code)).map_or("", String::as_str);
                *not_counted.entry((period_of(&periods, *period), label)).or_insert(0) += 1;
            }
            selection.retain(&keep);
            retain(&mut period_codes, &keep);
            retain(&mut days, &keep);
        }
        let by_period = count(&[(period_codes.as_slice(), u32::from(length))], usize::from(length));
        let by_period = by_period.into_iter().map(u64::from).collect();
        Self { selection, periods, period_codes, days, by_period, codes: BTreeMap::new(), not_counted }
    }

    /// How many referrals of one period count: if none does, published figures stand in.
    pub(crate) fn referrals(&self, period: i16) -> u64 {
        let code = period.checked_sub(*self.periods.start()).and_then(|code| usize::try_from(code).ok());
        code.and_then(|code| self.by_period.get(code)).copied().unwrap_or(0)
    }

    /// The first period with a referral that counts: what lies before it is not in the record.
    pub(crate) fn begins(&self) -> i16 {
        let first = self.by_period.iter().position(|count| *count > 0).and_then(|place| i16::try_from(place).ok());
        first.map_or(*self.periods.end(), |first| self.periods.start().saturating_add(first))
    }

    /// Periods after the first with a referral and without one: a gap in the record, or a true none.
    pub(crate) fn empty_periods(&self) -> impl Iterator<Item = i16> {
        let begins = self.begins();
        self.periods.clone().filter(move |period| *period > begins && self.referrals(*period) == 0)
    }

    /// How many referrals of one period were left out, by the label that left them out.
    pub(crate) fn not_counted(&self, period: i16) -> impl Iterator<Item = (&'a str, u64)> {
        self.not_counted.iter().filter(move |((y, _), _)| *y == period).map(|((_, label), count)| (*label, *count))
    }

    /// The days of those of one period that pass every filter; none where a frame counts receipts.
    pub(crate) fn days(&self, period: i16, filter: &BTreeMap<Column, Vec<String>>, not_recorded: &str) -> Vec<i32> {
        let passes: Vec<(Vec<u16>, Vec<bool>)> = filter
            .iter()
            .map(|(column, wanted)| {
                let shown = |label: &String| if label.is_empty() { not_recorded.to_owned() } else { label.clone() };
                let passes = self.selection.labels(*column).iter().map(|label| wanted.contains(&shown(label)));
                (self.selection.codes(*column), passes.collect())
            })
            .collect();
        let code = period.checked_sub(*self.periods.start()).and_then(|code| u16::try_from(code).ok());
        let all = self.period_codes.iter().zip(&self.days).enumerate();
        let wanted = all.filter(|(place, (own, _))| {
            let passing = |(codes, passes): &(Vec<u16>, Vec<bool>)| {
                codes.get(*place).and_then(|code| passes.get(usize::from(*code))) == Some(&true)
            };
            Some(**own) == code && passes.iter().all(passing)
        });
        wanted.map(|(_, (_, days))| *days).collect()
    }

    /// Gathers the codes of the columns, once for all tables that count them.
    pub(crate) fn gather(&mut self, columns: impl IntoIterator<Item = Column>) {
        for column in columns {
            self.codes.entry(column).or_insert_with(|| self.selection.codes(column));
        }
    }

    /// The joint counts by period over a few columns.
    ///
    /// # Errors
    /// When there would be too many cells.
    pub(crate) fn count(&mut self, columns: &[Column]) -> Result<Cube<'a>, TooManyCells> {
        self.gather(columns.iter().copied());
        let labels: Vec<&'a [String]> = columns.iter().map(|column| self.selection.labels(*column)).collect();
        let sizes: Vec<usize> =
            std::iter::once(self.by_period.len()).chain(labels.iter().map(|labels| labels.len().max(1))).collect();
        let cells = sizes.iter().fold(1_usize, |product, size| product.saturating_mul(*size));
        if cells > MOST_CELLS {
            return Err(TooManyCells { cells });
        }
        let codes = columns.iter().map(|column| self.codes.get(column).map_or(&[][..], Vec::as_slice));
        let codes = std::iter::once(self.period_codes.as_slice()).chain(codes);
        let axes: Vec<(&[u16], u32)> =
            codes.zip(&sizes).map(|(codes, size)| (codes, u32::try_from(*size).unwrap_or(u32::MAX))).collect();
        Ok(Cube { first_period: *self.periods.start(), counts: count(&axes, cells), sizes, labels })
    }
}

fn period_of(periods: &RangeInclusive<i16>, code: u16) -> i16 {
    periods.start().saturating_add(i16::try_from(code).unwrap_or(i16::MAX))
}

/// Counts rows by the joint index of their codes: `((c₀ · s₁ + c₁) · s₂ + c₂) …`.
fn count(axes: &[(&[u16], u32)], cells: usize) -> Vec<u32> {
    let mut counts = vec![0_u32; cells];
    let rows = axes.iter().map(|(codes, _)| codes.len()).min().unwrap_or(0);
    let mut block = [0_u32; BLOCK];
    for start in (0..rows).step_by(BLOCK) {
        let length = BLOCK.min(rows - start);
        let index = block.get_mut(..length).unwrap_or_default();
        index.fill(0);
        for (codes, size) in axes {
            let codes = codes.get(start..start + length).unwrap_or_default();
            for (index, code) in index.iter_mut().zip(codes) {
                *index = *index * size + u32::from(*code);
            }
        }
        for index in index {
            if let Some(counter) = counts.get_mut(*index as usize) {
                *counter += 1;
            }
        }
    }
    counts
}

impl<'a> Cube<'a> {
    /// Calls `each` with the period, the code in each column and the count, for every cell that is not zero.
    pub(crate) fn for_each(&self, mut each: impl FnMut(i16, &[usize], u64)) {
        let mut codes = vec![0_usize; self.sizes.len()];
        for (cell, count) in self.counts.iter().enumerate().filter(|(_, count)| **count > 0) {
            let mut rest = cell;
            for (code, size) in codes.iter_mut().zip(&self.sizes).rev() {
                *code = rest % size;
                rest /= size;
            }
            if let Some((period, codes)) = codes.split_first() {
                each(
                    self.first_period.saturating_add(i16::try_from(*period).unwrap_or(i16::MAX)),
                    codes,
                    u64::from(*count),
                );
            }
        }
    }

    /// The labels of one of the cube's columns, by position of the column.
    pub(crate) fn labels(&self, column: usize) -> &'a [String] {
        self.labels.get(column).copied().unwrap_or_default()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::extract::{CURRENT, Extract, ExtractBuilder, VersionRow};

    fn extract() -> Extract {
        let mut builder = ExtractBuilder::new();
        for row in 0..3_000_u32 {
            let screening_outcome = if row % 100 == 0 { "void" } else { "accepted" };
            let sex = if row % 3 == 0 { "Male" } else { "Female" };
            let received_on = 15_340 + i32::try_from(row % 2).unwrap() * 366;
            let version = VersionRow {
                row,
                recorded_from: 15_000,
                recorded_to: CURRENT,
                received_on,
                sex,
                screening_outcome,
                ..VersionRow::default()
            };
            builder.push(version).unwrap();
        }
        builder.finish().unwrap()
    }

    #[test]
    fn a_cube_counts_each_referral_that_counts_once() {
        let extract = extract();
        let excluded = BTreeMap::from([(Column::ScreeningOutcome, vec!["void".to_owned()])]);
        let mut frame = Frame::new(Placed::in_years(extract.as_at(15_500)), 2012..=2012, &excluded);
        assert_eq!(frame.referrals(2012), 1_470);
        assert_eq!(frame.referrals(2013), 0);
        assert_eq!(frame.not_counted(2012).collect::<Vec<_>>(), [("void", 30)]);
        let cube = frame.count(&[Column::Sex, Column::AgeGroup]).unwrap();
        let mut counts = BTreeMap::new();
        cube.for_each(|year, codes, count| {
            counts.insert((year, cube.labels(0)[codes[0]].as_str()), count);
        });
        assert_eq!(counts, BTreeMap::from([((2012, "Female"), 980), ((2012, "Male"), 490)]));
    }

    #[test]
    fn a_cube_too_large_for_a_table_is_refused() {
        let mut builder = ExtractBuilder::new();
        let labels: Vec<String> = (0..300).map(|n| n.to_string()).collect();
        for (row, label) in (0_u32..).zip(&labels) {
            builder
                .push(VersionRow {
                    row,
                    recorded_to: CURRENT,
                    nationality: label,
                    nationality_claimed: label,
                    nationality_suspected: label,
                    ..VersionRow::default()
                })
                .unwrap();
        }
        let extract = builder.finish().unwrap();
        let mut frame = Frame::new(Placed::in_years(extract.as_at(0)), 1970..=1970, &BTreeMap::new());
        let columns = [Column::Nationality, Column::NationalityClaimed, Column::NationalitySuspected];
        assert_eq!(frame.count(&columns).unwrap_err(), TooManyCells { cells: 27_000_000 });
    }
}
