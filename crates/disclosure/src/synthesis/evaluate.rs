//! How like the real records synthetic ones are: error, loss and fabrication by tuple length.

use super::records::{BLANK, Records};

/// The comparison for tuples of one length: combinations of that many values in a record, blanks left out.
#[derive(Clone, Copy, Debug, Default, PartialEq, serde::Serialize)]
pub struct Likeness {
    /// How many values a tuple has.
    pub length: usize,
    /// Different tuples in the real records.
    pub real: u64,
    /// Different tuples in the synthetic records.
    pub synthetic: u64,
    /// Sum of |synthetic - real| over the sum of real.
    pub error: f64,
    /// Share of real tuples that are not in the synthetic records.
    pub lost: f64,
    /// Tuples that are in no real record, as a share of the real ones.
    pub made_up: f64,
}

/// Compares records of the same columns for lengths 1 to 3. Values are matched by text.
#[must_use]
pub fn compare(real: &Records, synthetic: &Records, longest: usize) -> Vec<Likeness> {
    // Codes of the synthetic records in the dictionary of the real ones; what is unknown there gets codes beyond.
    let columns: Vec<[Vec<u16>; 2]> = real
        .columns
        .iter()
        .zip(&synthetic.columns)
        .map(|(own, other)| {
            let translated: Vec<u16> = (0..other.width() as u16)
                .scan(own.width() as u16, |beyond, code| {
                    Some(match code {
                        BLANK => BLANK,
                        code => own.values.binary_search_by(|value| value.as_str().cmp(other.value(code))).map_or_else(
                            |_| {
                                *beyond += 1;
                                *beyond - 1
                            },
                            |place| place as u16 + 1,
                        ),
                    })
                })
                .collect();
            [
                own.codes.clone(),
                other.codes.iter().map(|code| translated.get(usize::from(*code)).copied().unwrap_or(BLANK)).collect(),
            ]
        })
        .collect();
    let mut found = Vec::new();
    for length in 1..=longest.clamp(1, 3).min(columns.len()) {
        let mut likeness = Tally::default();
        combinations(columns.len(), length, &mut |chosen| {
            let chosen: Vec<&[Vec<u16>; 2]> = chosen.iter().filter_map(|number| columns.get(*number)).collect();
            likeness.add(&chosen);
        });
        found.push(likeness.finish(length));
    }
    found
}

/// Calls with every choice of so many of the first numbers, in order.
pub(crate) fn combinations(of: usize, length: usize, call: &mut dyn FnMut(&[usize])) {
    fn extend(of: usize, length: usize, chosen: &mut Vec<usize>, call: &mut dyn FnMut(&[usize])) {
        if chosen.len() == length {
            call(chosen);
            return;
        }
        for next in chosen.last().map_or(0, |last| last + 1)..of {
            chosen.push(next);
            extend(of, length, chosen, call);
            chosen.pop();
        }
    }
    extend(of, length, &mut Vec::new(), call);
}

#[derive(Default)]
struct Tally {
    real: u64,
    synthetic: u64,
    lost: u64,
    made_up: u64,
    difference: u64,
    total: u64,
}

impl Tally {
    fn add(&mut self, chosen: &[&[Vec<u16>; 2]]) {
        let widths: Vec<u64> = chosen
            .iter()
            .map(|pair| pair.iter().flatten().copied().max().map_or(1, |most| u64::from(most) + 1))
            .collect();
        let mut counts: [Vec<u64>; 2] = [Vec::new(), Vec::new()];
        for (side, keys) in counts.iter_mut().enumerate() {
            let columns: Vec<&[u16]> = chosen.iter().filter_map(|pair| pair.get(side)).map(Vec::as_slice).collect();
            let records = columns.first().map_or(0, |column| column.len());
            for record in 0..records {
                let mut key = 0;
                let mut blank = false;
                for (column, width) in columns.iter().zip(&widths) {
                    let code = column.get(record).copied().unwrap_or(BLANK);
                    blank |= code == BLANK;
                    key = key * width + u64::from(code);
                }
                if !blank {
                    keys.push(key);
                }
            }
        }
        let places: u64 = widths.iter().product();
        if places <= 1 << 22 {
            let mut table = vec![[0_u32; 2]; places as usize];
            for (side, keys) in counts.iter().enumerate() {
                for key in keys {
                    if let Some(count) = table.get_mut(*key as usize).and_then(|pair| pair.get_mut(side)) {
                        *count += 1;
                    }
                }
            }
            for [real, synthetic] in table {
                self.cell(u64::from(real), u64::from(synthetic));
            }
        } else {
            let mut table = std::collections::HashMap::<u64, [u64; 2]>::new();
            for (side, keys) in counts.iter().enumerate() {
                for key in keys {
                    if let Some(count) = table.entry(*key).or_default().get_mut(side) {
                        *count += 1;
                    }
                }
            }
            for [real, synthetic] in table.into_values() {
                self.cell(real, synthetic);
            }
        }
    }

    const fn cell(&mut self, real: u64, synthetic: u64) {
        self.real += (real > 0) as u64;
        self.synthetic += (synthetic > 0) as u64;
        self.lost += (real > 0 && synthetic == 0) as u64;
        self.made_up += (real == 0 && synthetic > 0) as u64;
        self.difference += real.abs_diff(synthetic);
        self.total += real;
    }

    fn finish(&self, length: usize) -> Likeness {
        let (real, total) = (self.real.max(1) as f64, self.total.max(1) as f64);
        Likeness {
            length,
            real: self.real,
            synthetic: self.synthetic,
            error: self.difference as f64 / total,
            lost: self.lost as f64 / real,
            made_up: self.made_up as f64 / real,
        }
    }
}
