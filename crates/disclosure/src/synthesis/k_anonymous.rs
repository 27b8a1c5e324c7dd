//! k-anonymous synthetic records: no combination of up to the reporting length that is rarer than k in the real records is
//! in the synthetic ones.
//!
//! For single releases. It is no defence against what is true of everybody in a group, or against comparing releases.

use super::{
    evaluate::combinations,
    marginals::Marginal,
    model::Model,
    noise::{Secret, Stream},
    private::blank_out,
    records::{BLANK, Column, Records},
    shuffle::{Dice, shuffle},
    start::start,
};
use crate::refusal::Refusal;

/// Makes records from combinations of up to `length` (2 or 3) values that at least `k` real records have. Counts are first
/// rounded down to a multiple of k; `effort` is how many tries of a better fit there are for each record.
///
/// # Errors
/// [`Refusal::BadSetting`] for a setting out of range.
pub fn synthesise(real: &Records, k: u32, length: usize, effort: u64, secret: &Secret) -> Result<Records, Refusal> {
    let bad = |setting: &str, value: String, remedy: &str| Refusal::BadSetting {
        setting: setting.to_owned(),
        value,
        remedy: remedy.to_owned(),
    };
    if k < 2 {
        return Err(bad("k", k.to_string(), "write a whole number from 2; 10 is usual"));
    }
    if !(2..=3).contains(&length) || real.columns.len() < length {
        return Err(bad("the reporting length", length.to_string(), "write 2 or 3, and give at least so many columns"));
    }
    let coarse = frequent_values(real, k);
    let widths: Vec<usize> = coarse.columns.iter().map(Column::width).collect();
    let floor = |count: f64| (count / f64::from(k)).floor() * f64::from(k);
    let marginal = |columns: &[usize]| {
        let mut marginal = Marginal::count(&coarse, columns, &widths);
        marginal.counts.iter_mut().for_each(|count| *count = floor(*count));
        marginal
    };
    let count = floor(coarse.count as f64) as usize;
    let ones: Vec<Vec<u64>> = (0..widths.len())
        .map(|column| {
            let mut ones: Vec<u64> = marginal(&[column]).counts.iter().map(|count| *count as u64).collect();
            let told: u64 = ones.iter().skip(1).sum();
            if let Some(blank) = ones.first_mut() {
                *blank = (count as u64).saturating_sub(told);
            }
            ones
        })
        .collect();
    let (mut pairs, mut triples) = (Vec::new(), Vec::new());
    combinations(widths.len(), 2, &mut |columns| pairs.push(marginal(columns)));
    if length == 3 {
        combinations(widths.len(), 3, &mut |columns| triples.push(marginal(columns)));
    }
    let mut model = Model::exact(count, ones, pairs);
    for triple in &triples {
        model.allow(triple, 1.0);
    }
    let mut dice = Dice::new(Stream::new(secret, "k-anonymous records").seed());
    let mut codes = start(&model, &mut dice);
    shuffle(&model, &mut codes, effort * count as u64, &mut dice);
    blank_out(&model, &mut codes);
    let columns = codes.into_iter().zip(coarse.columns).map(|(codes, column)| Column { codes, ..column });
    Ok(Records { columns: columns.collect(), count })
}

/// The records with only values that at least k of them have.
fn frequent_values(real: &Records, k: u32) -> Records {
    let columns = real.columns.iter().map(|column| {
        let mut counts = vec![0_u32; column.width()];
        for code in &column.codes {
            if let Some(count) = counts.get_mut(usize::from(*code)) {
                *count += 1;
            }
        }
        let (mut values, mut code_of) = (Vec::new(), vec![BLANK; column.width()]);
        for (code, place) in code_of.iter_mut().enumerate().skip(1) {
            if counts.get(code).is_some_and(|count| *count >= k) {
                values.push(column.value(code as u16).to_owned());
                *place = values.len() as u16;
            }
        }
        let codes = column.codes.iter().map(|code| code_of.get(usize::from(*code)).copied().unwrap_or(BLANK)).collect();
        Column { name: column.name.clone(), values, codes }
    });
    Records { columns: columns.collect(), count: real.count }
}
