//! Differentially private synthetic records: noisy marginals up to a reporting length, and records made to fit them.

use super::{
    budget::{delta_of, epsilon_of, rho_of},
    evaluate::combinations,
    marginals::{Marginal, measure},
    model::Model,
    noise::{DiscreteGaussian, PER_DRAW, Secret, Stream},
    records::{BLANK, Column, Records},
    shuffle::{Dice, shuffle},
    start::start,
};
use crate::refusal::Refusal;

/// How synthetic records are to be made.
#[derive(Clone, Copy, Debug, PartialEq, serde::Serialize)]
pub struct Wish {
    /// Epsilon of (epsilon, delta)-differential privacy for one record added or taken away.
    pub epsilon: f64,
    /// Delta; none for 1 / (n ln n), or 0.001 if that is less, which tells the order of magnitude of n.
    pub delta: Option<f64>,
    /// The reporting length: combinations of up to so many values (2 or 3) are measured.
    pub length: usize,
    /// The least expected count of a combination of the reporting length for it to be made; none for 3 at length 2, and
    /// 0.85 at length 3. More makes up less and loses more.
    pub least: Option<f64>,
    /// Tries of a better fit for each record.
    pub effort: u64,
}

impl Default for Wish {
    fn default() -> Self {
        Self { epsilon: 4.0, delta: None, length: 2, least: None, effort: 100 }
    }
}

/// What was spent, and how the noise was set.
#[derive(Clone, Copy, Debug, PartialEq, serde::Serialize)]
pub struct Spent {
    /// Epsilon at delta.
    pub epsilon: f64,
    /// Delta: of the conversion, of values that one record alone has, and of rounding in the noise.
    pub delta: f64,
    /// Zero-concentrated differential privacy.
    pub rho: f64,
    /// Noise of single counts.
    pub sigma_ones: f64,
    /// Noise of counts of pairs.
    pub sigma_pairs: f64,
    /// Noise of counts of triples, if measured.
    pub sigma_triples: Option<f64>,
    /// The least noisy count at which a value is told at all.
    pub least_for_a_value: i64,
}

/// Synthetic records and what they cost.
#[derive(Clone, Debug, PartialEq)]
pub struct Synthetic {
    /// The records.
    pub records: Records,
    /// The budget.
    pub spent: Spent,
}

/// Makes records.
///
/// # Errors
/// [`Refusal::BadSetting`] for a setting out of range; [`Refusal::TooLarge`] for columns too wide to be crossed.
pub fn synthesise(real: &Records, wish: &Wish, secret: &Secret) -> Result<Synthetic, Refusal> {
    let plan = Plan::of(real, wish)?;
    let mut stream = Stream::new(secret, "values");
    let (coarse, ones) = told_values(real, &plan, &mut stream);
    let widths: Vec<usize> = coarse.columns.iter().map(Column::width).collect();
    let most: usize = widths.iter().copied().max().unwrap_or(1);
    if most.pow(2) > 40_000_000 {
        return Err(Refusal::TooLarge {
            what: format!("the cross-classification of {most} values"),
            most: "40,000,000 combinations a pair".to_owned(),
            remedy: "fold its values into fewer".to_owned(),
        });
    }
    let pairs =
        measure(&coarse, &widths, 2, &DiscreteGaussian::new(plan.spent.sigma_pairs), &mut Stream::new(secret, "pairs"));
    let mut model = Model::of(ones, pairs, &plan);
    if let Some(sigma) = plan.spent.sigma_triples {
        let noise = DiscreteGaussian::new(sigma);
        let mut stream = Stream::new(secret, "triples");
        combinations(widths.len(), 3, &mut |columns| {
            let mut marginal = Marginal::count(&coarse, columns, &widths);
            marginal.blur(&noise, &mut stream);
            model.allow_triples(marginal, sigma, plan.least);
        });
    }
    let mut dice = Dice::new(Stream::new(secret, "records").seed());
    let mut codes = start(&model, &mut dice);
    shuffle(&model, &mut codes, wish.effort * model.count as u64, &mut dice);
    blank_out(&model, &mut codes);
    let made = codes.into_iter().zip(&coarse.columns).map(|(codes, column)| Column {
        name: column.name.clone(),
        values: column.values.clone(),
        codes,
    });
    Ok(Synthetic { records: Records { columns: made.collect(), count: model.count }, spent: plan.spent })
}

pub(super) struct Plan {
    pub(super) spent: Spent,
    pub(super) least: f64,
}

impl Plan {
    fn of(real: &Records, wish: &Wish) -> Result<Self, Refusal> {
        let bad = |setting: &str, value: String, remedy: &str| Refusal::BadSetting {
            setting: setting.to_owned(),
            value,
            remedy: remedy.to_owned(),
        };
        let columns = real.columns.len();
        let people = real.count.max(3) as f64;
        let delta = wish.delta.unwrap_or((1.0 / (people * people.ln())).min(1e-3));
        if !(wish.epsilon > 0.0 && wish.epsilon <= 20.0) {
            return Err(bad("epsilon", wish.epsilon.to_string(), "write a number above 0 and at most 20"));
        }
        if !(delta > 1e-15 && delta < 0.01) {
            return Err(bad("delta", delta.to_string(), "write a number above 1e-15 and below 0.01"));
        }
        if !(2..=3).contains(&wish.length) || columns < wish.length {
            return Err(bad(
                "the reporting length",
                wish.length.to_string(),
                "write 2 or 3, and give at least so many columns",
            ));
        }
        // Half of delta for the conversion, half for values that one record alone has; rounding comes off the first half.
        let choose = |of: usize, length: usize| {
            (0..length).fold(1.0, |product, step| product * (of - step) as f64 / (step + 1) as f64)
        };
        let draws: f64 = 1e8 * PER_DRAW;
        let rho = rho_of(wish.epsilon, (delta / 2.0 - draws).max(delta / 4.0));
        let shares = if wish.length == 2 { [0.44, 0.56, 0.0] } else { [0.28, 0.42, 0.30] };
        let sigma = |length: usize, share: f64| (choose(columns, length) / (2.0 * rho * share)).sqrt();
        let sigma_ones = sigma(1, shares[0]);
        let noise = DiscreteGaussian::new(sigma_ones);
        let bound = delta / 2.0 / columns as f64;
        let mut least = 1;
        while noise.tail(least - 1) > bound {
            least += 1;
        }
        let spent = Spent {
            epsilon: wish.epsilon,
            delta,
            rho,
            sigma_ones,
            sigma_pairs: sigma(2, shares[1]),
            sigma_triples: (wish.length == 3).then(|| sigma(3, shares[2])),
            least_for_a_value: least,
        };
        debug_assert!(delta_of(rho, wish.epsilon) <= delta && epsilon_of(rho, delta) <= wish.epsilon + 1e-9);
        Ok(Self { spent, least: wish.least.unwrap_or(if wish.length == 2 { 3.0 } else { 0.85 }) })
    }
}

/// The records with only those values that may be told, and the noisy count of each.
fn told_values(real: &Records, plan: &Plan, stream: &mut Stream) -> (Records, Vec<Vec<f64>>) {
    let noise = DiscreteGaussian::new(plan.spent.sigma_ones);
    let (mut columns, mut ones) = (Vec::new(), Vec::new());
    for column in &real.columns {
        let mut counts = vec![0_i64; column.width()];
        for code in &column.codes {
            if let Some(count) = counts.get_mut(usize::from(*code)) {
                *count += 1;
            }
        }
        let (mut values, mut noisy, mut code_of) = (Vec::new(), Vec::new(), vec![BLANK; column.width()]);
        let mut blank = 0.0;
        for (code, count) in counts.iter().enumerate() {
            let count = count + noise.draw(stream);
            if code == usize::from(BLANK) {
                blank = count as f64;
            } else if count >= plan.spent.least_for_a_value {
                values.push(column.value(code as u16).to_owned());
                noisy.push(count as f64);
                if let Some(place) = code_of.get_mut(code) {
                    *place = values.len() as u16;
                }
            }
        }
        let codes = column.codes.iter().map(|code| code_of.get(usize::from(*code)).copied().unwrap_or(BLANK)).collect();
        columns.push(Column { name: column.name.clone(), values, codes });
        ones.push([vec![blank], noisy].concat());
    }
    (Records { columns, count: real.count }, ones)
}

/// Leaves blank what would make a combination that is not to be made: in each record the fewest values that do.
pub(super) fn blank_out(model: &Model, codes: &mut [Vec<u16>]) {
    let columns = codes.len();
    for record in 0..model.count {
        let mut row: Vec<u16> = codes.iter().map(|codes| codes.get(record).copied().unwrap_or(BLANK)).collect();
        loop {
            let mut worst: Option<(u32, u64, usize)> = None;
            for (column, value) in row.iter().enumerate().filter(|(_, value)| **value != BLANK) {
                let own = usize::from(*value);
                let others = row.iter().enumerate().filter(|(other, _)| *other != column);
                let pairs = others
                    .filter(|(other, code)| !model.allows_pair(column, own, *other, usize::from(**code)))
                    .count() as u32;
                let bad = pairs * 8 + if model.has_triples() { model.forbidden_with(&row, column, *value) } else { 0 };
                let rarity = u64::MAX - model.ones.get(column).and_then(|ones| ones.get(own)).copied().unwrap_or(0);
                if bad > 0 && worst.is_none_or(|(most, rarest, _)| (bad, rarity) > (most, rarest)) {
                    worst = Some((bad, rarity, column));
                }
            }
            let Some((_, _, column)) = worst else { break };
            if let Some(place) = row.get_mut(column) {
                *place = BLANK;
            }
        }
        for (column, code) in row.into_iter().enumerate().take(columns) {
            if let Some(place) = codes.get_mut(column).and_then(|codes| codes.get_mut(record)) {
                *place = code;
            }
        }
    }
}
