//! From a prediction to a bound and a tail probability.

use serde::{Deserialize, Serialize};

use crate::distribution::{NegativeBinomial, Poisson, normal_quantile, normal_upper_tail};

/// A linear predictor above which its exponential is no number.
const LARGEST_LINK: f64 = 709.0;

/// How a bound is made from a prediction.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Threshold {
    /// Normal on the scale of the 2/3 power, with the uncertainty of the prediction.
    TwoThirds,
    /// Normal on the scale of the square root.
    SquareRoot,
    /// Normal on the scale of the counts.
    Untransformed,
    /// Quantile of a negative binomial at the predicted mean (of a Poisson without overdispersion).
    NegativeBinomial,
    /// The same at the upper end of the interval of the predicted mean.
    NegativeBinomialUpperMean,
}

/// What the model predicts for the place judged.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct Prediction {
    /// On the scale of logarithms, η.
    pub link: f64,
    /// The standard error of η.
    pub link_error: f64,
    /// The mean, μ.
    pub mean: f64,
    /// The dispersion of the counts, φ, at least 1.
    pub dispersion: f64,
}

/// A two-sided bound; each side has the chance `alpha`.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct Bound {
    /// Below it a count is unusually low.
    pub lower: f64,
    /// Above it a count is unusually high.
    pub upper: f64,
}

impl Threshold {
    /// The power of a normal scale; none for the quantile methods.
    fn power(self) -> Option<f64> {
        match self {
            Self::TwoThirds => Some(2.0 / 3.0),
            Self::SquareRoot => Some(0.5),
            Self::Untransformed => Some(1.0),
            Self::NegativeBinomial | Self::NegativeBinomialUpperMean => None,
        }
    }

    /// The standard deviation of the count on the scale of the power.
    fn deviation(self, prediction: &Prediction) -> f64 {
        let mean = prediction.mean;
        let error = mean * prediction.link_error;
        let spread = prediction.dispersion + error * error / mean;
        match self {
            Self::TwoThirds => (4.0 / 9.0 * mean.cbrt() * spread).sqrt(),
            Self::SquareRoot => (spread / 4.0).sqrt(),
            _ => (mean * spread).sqrt(),
        }
    }

    /// The mean at which the quantile methods stand, on the scale of logarithms.
    fn link(self, prediction: &Prediction, alpha: f64) -> f64 {
        match self {
            Self::NegativeBinomialUpperMean => prediction.link + normal_quantile(1.0 - alpha) * prediction.link_error,
            _ => prediction.link,
        }
    }

    /// The bound; none where the predictor is too large for its exponential to be a number.
    pub fn bound(self, prediction: &Prediction, alpha: f64) -> Option<Bound> {
        let Some(power) = self.power() else {
            let mean = self.bound_mean(prediction, alpha)?;
            let quantile = |probability| {
                if prediction.dispersion > 1.0 {
                    NegativeBinomial::overdispersed(mean, prediction.dispersion).quantile(probability)
                } else {
                    Poisson { mean }.quantile(probability)
                }
            };
            return Some(Bound { lower: quantile(alpha)?, upper: quantile(1.0 - alpha)? });
        };
        let centre = prediction.mean.powf(power);
        let reach = normal_quantile(1.0 - alpha) * self.deviation(prediction);
        let bound =
            Bound { lower: (centre - reach).max(0.0).powf(1.0 / power), upper: (centre + reach).powf(1.0 / power) };
        bound.upper.is_finite().then_some(bound)
    }

    /// The mean the bound stands at: the predicted one, or the upper end of its interval; none where that is no number.
    pub fn bound_mean(self, prediction: &Prediction, alpha: f64) -> Option<f64> {
        let link = self.link(prediction, alpha);
        (link <= LARGEST_LINK).then(|| link.exp())
    }

    /// The chance of a count at least as high as `observed`.
    pub fn upper_tail(self, prediction: &Prediction, observed: f64) -> f64 {
        match self.power() {
            Some(power) => {
                let distance = observed.powf(power) - prediction.mean.powf(power);
                normal_upper_tail(distance / self.deviation(prediction))
            }
            None if prediction.dispersion > 1.0 => {
                NegativeBinomial::overdispersed(prediction.mean, prediction.dispersion).upper_tail(observed)
            }
            None => Poisson { mean: prediction.mean }.upper_tail(observed),
        }
    }

    /// The chance of a count at least as high, at the mean the bound stands at; not a number where that is none.
    pub fn upper_tail_at(self, prediction: &Prediction, observed: f64, alpha: f64) -> f64 {
        let mean = match self {
            Self::NegativeBinomialUpperMean => self.bound_mean(prediction, alpha).unwrap_or(f64::NAN),
            _ => prediction.mean,
        };
        self.upper_tail(&Prediction { mean, ..*prediction }, observed)
    }
}
