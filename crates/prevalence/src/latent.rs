//! Latent classes by Gibbs sampling with a Dirichlet-process prior (Manrique-Vallier 2016), many chains, and a refusal
//! to quote a figure when they disagree.
#![expect(clippy::indexing_slicing, reason = "classes and lists are below the lengths set in `Chain::new`")]

use serde::Serialize;

use crate::{
    bootstrap::purpose, chains::Posterior, distribution::ln_gamma, model::Term, parallel::Effort, random::Stream,
    solver::as_float, table::CaptureTable,
};

/// A hidden count beyond this many times the people seen means that a chain has run off.
const RUNAWAY: f64 = 1e6;

/// How the sampler runs.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
pub struct LatentSettings {
    /// Most classes.
    pub classes: usize,
    /// Shape of the Gamma prior of the concentration.
    pub shape: f64,
    /// Rate of the Gamma prior of the concentration.
    pub rate: f64,
    /// Chains, from over-dispersed starts.
    pub chains: usize,
    /// Sweeps thrown away at the start of each chain.
    pub burn_in: usize,
    /// Sweeps kept of each chain.
    pub sweeps: usize,
    /// Every so many sweeps a draw is kept.
    pub thin: usize,
    /// Seed.
    pub seed: u64,
}

impl Default for LatentSettings {
    fn default() -> Self {
        Self { classes: 10, shape: 0.25, rate: 0.25, chains: 8, burn_in: 10_000, sweeps: 30_000, thin: 10, seed: 1 }
    }
}

/// What the chains say.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Latent {
    /// Their posterior together; look at `converged` first.
    pub posterior: Posterior,
    /// Chains whose hidden count ran beyond all bounds and were stopped.
    pub runaway: usize,
}

/// Runs the chains; `None` when every chain ran off.
#[must_use]
pub fn latent_classes(table: &CaptureTable, settings: &LatentSettings, effort: &Effort) -> Option<Latent> {
    let chains =
        effort.map(settings.chains, || (), |(), index| Chain::new(table, settings, index as u64).run(settings));
    let finished: Vec<Vec<f64>> = chains.iter().flatten().cloned().collect();
    let runaway = chains.len() - finished.len();
    let mut posterior = Posterior::of(&finished)?;
    posterior.converged &= runaway == 0;
    Some(Latent { posterior, runaway })
}

struct Chain {
    stream: Stream,
    lists: usize,
    histories: Vec<(Term, u64)>,
    cases: u64,
    hidden: u64,
    concentration: f64,
    weights: Vec<f64>,
    /// Capture probability, by class then list.
    capture: Vec<Vec<f64>>,
    in_class: Vec<u64>,
    on_list: Vec<Vec<u64>>,
    chances: Vec<f64>,
    drawn: Vec<u64>,
}

impl Chain {
    fn new(table: &CaptureTable, settings: &LatentSettings, index: u64) -> Self {
        let (k, lists) = (settings.classes.max(1), table.width());
        let mut stream = Stream::new(settings.seed, purpose::LATENT, index);
        // Starts spread from a seventh to twenty times the people seen, with any probabilities of capture.
        let share = (-2.0 + 5.0 * stream.uniform()).exp();
        let capture = (0..k).map(|_| (0..lists).map(|_| stream.uniform().max(1e-6)).collect()).collect();
        // Classes start of one size and with one concentration: from a single large class the sampler takes very long
        // to find the others, which says more of the sampler than of the table.
        let weights = vec![1.0 / as_float(k as u64); k];
        let cases = table.cases();
        #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "at most 21 times the people seen")]
        let hidden = (as_float(cases) * share) as u64;
        Self {
            lists,
            histories: table.histories().collect(),
            cases,
            hidden,
            concentration: 1.0,
            weights,
            capture,
            in_class: vec![0; k],
            on_list: vec![vec![0; lists]; k],
            chances: vec![0.0; k],
            drawn: vec![0; k],
            stream,
        }
    }

    fn run(mut self, settings: &LatentSettings) -> Option<Vec<f64>> {
        let mut draws = Vec::with_capacity(settings.sweeps / settings.thin.max(1));
        for sweep in 0..settings.burn_in + settings.sweeps {
            self.assign();
            self.relabel(settings);
            self.update_capture();
            self.update_weights(settings);
            self.update_hidden()?;
            if sweep >= settings.burn_in && (sweep - settings.burn_in).is_multiple_of(settings.thin.max(1)) {
                draws.push(as_float(self.cases + self.hidden));
            }
        }
        Some(draws)
    }

    /// Spreads everybody, seen and hidden, over the classes.
    fn assign(&mut self) {
        self.in_class.fill(0);
        self.on_list.iter_mut().for_each(|lists| lists.fill(0));
        for place in 0..=self.histories.len() {
            let (history, count) = self.histories.get(place).copied().unwrap_or((0, self.hidden));
            for ((chance, weight), capture) in self.chances.iter_mut().zip(&self.weights).zip(&self.capture) {
                *chance = *weight;
                for (list, p) in capture.iter().enumerate() {
                    *chance *= if history >> list & 1 == 1 { *p } else { 1.0 - p };
                }
            }
            self.stream.multinomial(count, &self.chances, &mut self.drawn);
            for ((total, lists), drawn) in self.in_class.iter_mut().zip(&mut self.on_list).zip(&self.drawn) {
                *total += drawn;
                for (_, on) in lists.iter_mut().enumerate().filter(|(list, _)| history >> list & 1 == 1) {
                    *on += drawn;
                }
            }
        }
    }

    /// Exchanges labels of classes and, now and then, the concentration, with the sticks integrated out (in the manner
    /// of Papaspiliopoulos and Roberts 2008). Without it a large class under a late label stays there, with a
    /// concentration to match, and the chain tells of that label and not of the table.
    fn relabel(&mut self, settings: &LatentSettings) {
        let k = self.in_class.len();
        let mut now = self.ln_labels(self.concentration);
        for attempt in 0..6 {
            let (a, b) = (self.stream.below(k), self.stream.below(k));
            let fresh = attempt % 2 == 0;
            let proposed = if fresh { self.stream.gamma(settings.shape) / settings.rate } else { self.concentration };
            self.in_class.swap(a, b);
            let then = self.ln_labels(proposed.max(1e-6));
            if self.stream.uniform().ln() < then - now {
                self.on_list.swap(a, b);
                (self.concentration, now) = (proposed.max(1e-6), then);
            } else {
                self.in_class.swap(a, b);
            }
        }
    }

    /// ln probability of the class sizes under a concentration: Π B(1 + c_k, α + later)/B(1, α) over all but the last.
    fn ln_labels(&self, concentration: f64) -> f64 {
        let mut later: u64 = self.in_class.iter().sum();
        let mut sum = 0.0;
        for count in self.in_class.iter().take(self.in_class.len() - 1) {
            later -= count;
            let (here, rest) = (1.0 + as_float(*count), concentration + as_float(later));
            sum += concentration.ln() - (here + rest - 1.0).ln();
            if *count > 0 {
                sum += ln_gamma(here) + ln_gamma(rest) - ln_gamma(here + rest - 1.0);
            }
        }
        sum
    }

    fn update_capture(&mut self) {
        for (class, total) in self.in_class.iter().enumerate() {
            for list in 0..self.lists {
                let on = self.on_list[class][list];
                let p = self.stream.beta(1.0 + as_float(on), 1.0 + as_float(total - on));
                self.capture[class][list] = p.clamp(1e-300, 1.0 - 1e-16);
            }
        }
    }

    fn update_weights(&mut self, settings: &LatentSettings) {
        let k = self.in_class.len();
        let mut later: u64 = self.in_class.iter().sum();
        let mut ln_rest: f64 = 0.0;
        for class in 0..k {
            later -= self.in_class[class];
            if class + 1 == k {
                self.weights[class] = ln_rest.exp();
                break;
            }
            let here = self.stream.gamma(1.0 + as_float(self.in_class[class]));
            let rest = self.stream.gamma(self.concentration + as_float(later)).max(1e-300);
            self.weights[class] = ln_rest.exp() * here / (here + rest);
            ln_rest += (rest / (here + rest)).ln();
        }
        let shape = settings.shape + as_float(k as u64) - 1.0;
        self.concentration = (self.stream.gamma(shape) / (settings.rate - ln_rest)).max(1e-6);
    }

    fn update_hidden(&mut self) -> Option<()> {
        let unseen = |capture: &Vec<f64>| capture.iter().map(|p| 1.0 - p).product::<f64>();
        let rho: f64 = self.weights.iter().zip(&self.capture).map(|(weight, capture)| weight * unseen(capture)).sum();
        let odds = rho / (1.0 - rho);
        let mean = self.stream.gamma(as_float(self.cases)) * odds;
        if mean.is_nan() || mean > RUNAWAY * as_float(self.cases) {
            return None;
        }
        self.hidden = self.stream.poisson(mean);
        Some(())
    }
}
