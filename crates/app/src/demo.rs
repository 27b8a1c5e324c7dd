//! The demonstration caseload: the 1,186 synthetic referrals of 2012, taken through the ordinary verbs.
//!
//! Nothing here writes to the journal by itself. Each referral is submitted, screened, enquired about and decided by
//! the posts that would have done so, on its synthetic days, and refused like any other if a rule says no.

mod desks;
mod life;
mod population;
mod present_day;
mod timeline;
mod translate;

/// What the email addresses of demonstration accounts end with: a host that cannot exist (RFC 2606).
pub const NO_SUCH_HOST: &str = "@demonstration.invalid";

use futures_util::{StreamExt, TryStreamExt, stream};

use crate::{AppError, Office};

pub use desks::{accounts, open_desks};
pub use present_day::load_present_day;
pub use timeline::{HUB_OPENED, RECORD_ENDS};

/// What makes the shipped demonstration data unusable.
#[derive(Debug, thiserror::Error)]
pub enum BrokenData {
    /// The population file does not fit its form.
    #[error("the shipped population file cannot be read")]
    File(#[from] csv::Error),
    /// It holds a value that the lists do not know.
    #[error(transparent)]
    Value(#[from] translate::UnknownValue),
}

/// How many referrals are taken through their steps side by side: enough to fill a group commit.
const SIDE_BY_SIDE: usize = 64;

/// What a load did.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, serde::Serialize)]
pub struct Loaded {
    /// Referrals taken through their steps now.
    pub loaded: usize,
    /// Referrals that were complete already.
    pub already_there: usize,
}

/// Loads the 2012 caseload. Loading it again, or after an interruption, completes what is missing and changes nothing
/// else.
///
/// `progress` is told how many of how many referrals are complete.
///
/// # Errors
/// [`AppError`] of the first verb that fails; what was recorded before stays, and loading again goes on from there.
pub async fn load_idmg_2012(
    office: &Office,
    progress: impl Fn(usize, usize) + Send + Sync,
) -> Result<Loaded, AppError> {
    let people = population::people().map_err(BrokenData::from)?;
    let dates = timeline::dates(&people);
    let total = people.len();
    let done = std::sync::atomic::AtomicUsize::new(0);
    let lives = people.iter().zip(&dates).enumerate();
    stream::iter(lives.map(|(number, (person, dates))| life::live(office, person, number, *dates)))
        .buffer_unordered(SIDE_BY_SIDE)
        .inspect_ok(|_| progress(done.fetch_add(1, std::sync::atomic::Ordering::Relaxed) + 1, total))
        .try_fold(Loaded::default(), async |sum, new| {
            Ok(if new {
                Loaded { loaded: sum.loaded + 1, ..sum }
            } else {
                Loaded { already_there: sum.already_there + 1, ..sum }
            })
        })
        .await
}
