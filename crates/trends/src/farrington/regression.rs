//! Quasi-Poisson regression with a logarithmic link on a season factor and a linear trend.
//!
//! The design has one column for each season level and at most one for time, so the normal equations are solved by hand:
//! level means first, the trend from what is left within levels. Rows lie in one block for each level, and memory is used
//! again from series to series.
#![expect(
    clippy::indexing_slicing,
    reason = "every vector has one place for each row, and every block lies within them"
)]

use super::{Baseline, Counts, Dispersion, Prediction};

/// Rounds after which the fit is given up.
const ROUNDS: usize = 25;
/// The relative change of the deviance at which it has converged.
const CONVERGED: f64 = 1e-8;
/// The share of its own weighted variance below which time says nothing beyond the levels.
const ALIASED: f64 = 1e-11;

/// Memory for fitting one series after another.
#[derive(Debug, Default)]
pub struct Regression {
    /// Where each level's rows begin, and after the last its end.
    blocks: Vec<usize>,
    counts: Vec<f64>,
    times: Vec<f64>,
    offsets: Vec<f64>,
    prior: Vec<f64>,
    eta: Vec<f64>,
    mu: Vec<f64>,
    working: Vec<f64>,
    levels: Vec<Level>,
    largest: f64,
    /// Whether prior weights were drawn up, if only to find that none differs.
    down_weighted: bool,
}

/// Weighted sums and means of one level in the last round.
#[derive(Clone, Copy, Debug, Default)]
struct Level {
    weight: f64,
    time: f64,
    effect: f64,
}

/// A fitted model: all that a prediction needs.
#[derive(Clone, Copy, Debug)]
pub struct Fit {
    level: Level,
    trend: Option<Trend>,
    degrees: f64,
    dispersion: f64,
    reference_dispersion: f64,
}

#[derive(Clone, Copy, Debug)]
struct Trend {
    coefficient: f64,
    variation: f64,
}

/// The state of an iteration: what the next round of weights needs.
struct Solved {
    trend: Option<Trend>,
}

impl Regression {
    /// Takes in the rows of a series; none if the series is too short.
    pub(super) fn load(&mut self, baseline: &Baseline, series: Counts<'_>) -> Option<()> {
        self.blocks.clear();
        self.counts.clear();
        self.times.clear();
        self.offsets.clear();
        self.largest = 0.0;
        for rows in &baseline.levels {
            self.blocks.push(self.counts.len());
            for row in rows {
                let count = *series.counts.get(row.place)?;
                self.largest = self.largest.max(count);
                self.counts.push(count);
                self.times.push(row.time);
                if let Some(population) = series.population {
                    self.offsets.push(population.get(row.place)?.ln());
                }
            }
        }
        let rows = self.counts.len();
        self.blocks.push(rows);
        if series.population.is_none() {
            self.offsets.resize(rows, 0.0);
        }
        for vector in [&mut self.eta, &mut self.mu, &mut self.working] {
            vector.clear();
            vector.resize(rows, 0.0);
        }
        self.levels.clear();
        self.levels.resize(baseline.levels.len(), Level::default());
        Some(())
    }

    /// The largest count of the baseline.
    pub(super) fn largest_count(&self) -> f64 {
        self.largest
    }

    /// Fits with every row weighing the same; none if the fit does not converge. `reweight` says whether
    /// [`Self::down_weight`] is to follow.
    pub(super) fn fit(&mut self, trend: bool, reweight: bool) -> Option<Fit> {
        self.prior.clear();
        self.prior.resize(self.counts.len(), 1.0);
        self.down_weighted = reweight;
        self.iterate(trend, true)
    }

    /// Fits with the weights of [`Self::down_weight`].
    pub(super) fn fit_weighted(&mut self, trend: bool) -> Option<Fit> {
        self.iterate(trend, false)
    }

    fn iterate(&mut self, trend: bool, must_converge: bool) -> Option<Fit> {
        for ((mu, eta), count) in self.mu.iter_mut().zip(&mut self.eta).zip(&self.counts) {
            *mu = count + 0.1;
            *eta = mu.ln();
        }
        let constant = self.saturated();
        let mut deviance = self.deviance(constant);
        let mut solved = None;
        let mut converged = false;
        for _ in 0..ROUNDS {
            let round = self.round(trend);
            let after = self.deviance(constant);
            if !after.is_finite() {
                return None;
            }
            solved = Some(round);
            if (after - deviance).abs() / (after.abs() + 0.1) < CONVERGED {
                converged = true;
                break;
            }
            deviance = after;
        }
        if must_converge && !converged {
            return None;
        }
        Some(self.summary(&solved?))
    }

    /// The part of the deviance that no round changes: Σ ω y (ln y − 1), doubled.
    fn saturated(&self) -> f64 {
        let term = |count: f64| if count > 0.0 { count * (count.ln() - 1.0) } else { 0.0 };
        2.0 * self.prior.iter().zip(&self.counts).map(|(prior, count)| prior * term(*count)).sum::<f64>()
    }

    fn deviance(&self, saturated: f64) -> f64 {
        let rows = self.prior.iter().zip(&self.counts).zip(self.eta.iter().zip(&self.mu));
        saturated + 2.0 * rows.map(|((prior, count), (eta, mu))| prior * (mu - count * eta)).sum::<f64>()
    }

    /// One round: weights and working responses at the present means, their weighted least squares, new means.
    fn round(&mut self, trend: bool) -> Solved {
        for row in 0..self.counts.len() {
            self.working[row] = self.prior[row] * self.mu[row];
        }
        let (mut variation, mut whole, mut shared) = (0.0, 0.0, 0.0);
        for level in 0..self.levels.len() {
            let rows = self.blocks[level]..self.blocks[level + 1];
            let (mut weight, mut time, mut effect) = (0.0, 0.0, 0.0);
            for row in rows.clone() {
                let working = self.working[row];
                weight += working;
                time += working * self.times[row];
                effect += working * self.response(row);
            }
            let (time, effect) = (time / weight, effect / weight);
            self.levels[level] = Level { weight, time, effect };
            if trend {
                for row in rows {
                    let from_mean = self.times[row] - time;
                    variation += self.working[row] * from_mean * from_mean;
                    whole += self.working[row] * self.times[row] * self.times[row];
                    shared += self.working[row] * from_mean * (self.response(row) - effect);
                }
            }
        }
        let found = trend && variation > ALIASED * whole;
        let slope = if found { shared / variation } else { 0.0 };
        for level in 0..self.levels.len() {
            let Level { time, effect, .. } = self.levels[level];
            for row in self.blocks[level]..self.blocks[level + 1] {
                let eta = effect + slope * (self.times[row] - time) + self.offsets[row];
                let mu = eta.exp();
                // The smallest mean the link function gives, as in the reference.
                (self.eta[row], self.mu[row]) =
                    if mu < f64::EPSILON { (f64::EPSILON.ln(), f64::EPSILON) } else { (eta, mu) };
            }
        }
        Solved { trend: found.then_some(Trend { coefficient: slope, variation }) }
    }

    fn response(&self, row: usize) -> f64 {
        self.eta[row] + (self.counts[row] - self.mu[row]) / self.mu[row] - self.offsets[row]
    }

    fn summary(&self, solved: &Solved) -> Fit {
        let coefficients = self.levels.len() + usize::from(solved.trend.is_some());
        let degrees = self.counts.len() as f64 - coefficients as f64;
        let (mut pearson, mut prior) = (0.0, 0.0);
        for row in 0..self.counts.len() {
            let residual = (self.counts[row] - self.mu[row]) / self.mu[row];
            pearson += self.working[row] * residual * residual;
            prior += self.prior[row] * residual * residual;
        }
        Fit {
            level: self.levels.last().copied().unwrap_or_default(),
            trend: solved.trend,
            degrees,
            dispersion: (pearson / degrees).max(1.0),
            reference_dispersion: if self.down_weighted { prior / degrees } else { pearson / degrees },
        }
    }

    /// Gives past peaks less weight; false if there is none, and the fit stands as it is.
    pub(super) fn down_weight(&mut self, fit: &Fit, above: f64) -> bool {
        let mut peaks = false;
        let mut total = 0.0;
        for level in 0..self.levels.len() {
            let Level { weight, time, .. } = self.levels[level];
            for row in self.blocks[level]..self.blocks[level + 1] {
                let by_trend = fit.trend.map_or(0.0, |trend| (self.times[row] - time).powi(2) / trend.variation);
                let hat = self.working[row] * (1.0 / weight + by_trend);
                let (count, mu) = (self.counts[row], self.mu[row]);
                let root = mu.sqrt();
                let residual =
                    1.5 * ((count * count).cbrt() / root.cbrt() - root) / (fit.dispersion * (1.0 - hat)).sqrt();
                self.prior[row] = if residual > above { 1.0 / (residual * residual) } else { 1.0 };
                peaks |= residual > above;
                total += self.prior[row];
            }
        }
        let scale = self.counts.len() as f64 / total;
        self.prior.iter_mut().for_each(|prior| *prior *= scale);
        peaks
    }
}

impl Fit {
    /// The residual degrees of freedom.
    pub fn degrees(&self) -> f64 {
        self.degrees
    }

    /// Whether time is in the model: not where it says nothing beyond the levels.
    pub(super) fn has_trend(&self) -> bool {
        self.trend.is_some()
    }

    /// The trend a point of time.
    pub(super) fn trend(&self) -> f64 {
        self.trend.map_or(0.0, |trend| trend.coefficient)
    }

    /// The trend over its standard error.
    pub(super) fn trend_statistic(&self, dispersion: Dispersion) -> f64 {
        self.trend
            .map_or(0.0, |trend| trend.coefficient / (self.dispersion_of_errors(dispersion) / trend.variation).sqrt())
    }

    fn dispersion_of_errors(&self, dispersion: Dispersion) -> f64 {
        match dispersion {
            Dispersion::Pearson => self.dispersion,
            Dispersion::AsReference => self.reference_dispersion,
        }
    }

    /// The prediction for the place judged, which is in the last level.
    pub(super) fn predict(
        &self,
        baseline: &Baseline,
        series: Counts<'_>,
        dispersion: Dispersion,
    ) -> Option<Prediction> {
        let away = baseline.time() - self.level.time;
        let offset = match series.population {
            Some(population) => population.get(baseline.place())?.ln(),
            None => 0.0,
        };
        let slope = self.trend.map_or(0.0, |trend| trend.coefficient);
        let by_trend = self.trend.map_or(0.0, |trend| away * away / trend.variation);
        let link = self.level.effect + slope * away + offset;
        let variance = self.dispersion_of_errors(dispersion) * (1.0 / self.level.weight + by_trend);
        Some(Prediction { link, link_error: variance.sqrt(), mean: link.exp(), dispersion: self.dispersion })
    }
}
