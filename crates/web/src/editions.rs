//! Protected editions: made beside the threads that serve, one at a time and in their order, each held against those before
//! it, and kept for whoever asks next.

use std::{
    collections::VecDeque,
    sync::{Arc, Mutex, PoisonError},
    time::Duration,
};

use jiff::civil::Date;
use manumit_app::{
    AppError,
    statistics::{Edition, Extracts, Look, Period, day_number},
};
use tokio::sync::{Semaphore, watch};

/// How long a page waits for an edition before it says that it is being made.
const PATIENCE: Duration = Duration::from_secs(2);
/// How many editions are kept.
const KEPT: usize = 256;

/// How the making of an edition stands.
#[derive(Clone, Debug)]
pub(crate) enum Making {
    /// It goes on.
    Underway,
    /// It is made.
    Ready(Arc<Edition>),
    /// It could not be made; the log says why.
    Broken,
}

/// Which edition of what. Days that are over change no more, so an edition holds while as many records stood on its day:
/// what is recorded meanwhile does not make it anew.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Key {
    period: Period,
    as_at: Date,
    stood: [usize; 2],
}

/// An edition that was asked for, and how its making goes.
type Kept = (Key, watch::Receiver<Making>);

/// The editions kept, the latest asked for first.
#[derive(Clone)]
pub(crate) struct Editions {
    kept: Arc<Mutex<VecDeque<Kept>>>,
    one_at_a_time: Arc<Semaphore>,
}

impl Default for Editions {
    fn default() -> Self {
        Self { kept: Arc::default(), one_at_a_time: Arc::new(Semaphore::new(1)) }
    }
}

impl Editions {
    /// The protected edition of a period as at a day, or that it is being made: the making goes on when nobody waits.
    pub(crate) async fn protected(&self, extracts: &Arc<Extracts>, (period, as_at): (Period, Date)) -> Making {
        let stood = |extract: &manumit_app::statistics::Extract| extract.as_at(day_number(as_at)).len();
        let stood = [stood(&extracts.referrals), stood(&extracts.notifications)];
        let mut making = self.find_or_begin(extracts, Key { period, as_at, stood });
        let ended = making.wait_for(|making| !matches!(making, Making::Underway));
        let Ok(ended) = tokio::time::timeout(PATIENCE, ended).await else { return Making::Underway };
        ended.map_or(Making::Broken, |making| making.clone())
    }

    fn find_or_begin(&self, extracts: &Arc<Extracts>, key: Key) -> watch::Receiver<Making> {
        let mut kept = self.kept.lock().unwrap_or_else(PoisonError::into_inner);
        let found = kept.iter().position(|(known, _)| *known == key).and_then(|place| kept.remove(place));
        // What broke is tried again.
        let found = found.filter(|(_, making)| !matches!(*making.borrow(), Making::Broken));
        let making = found.map_or_else(|| self.begin(Arc::clone(extracts), key), |(_, making)| making);
        kept.push_front((key, making.clone()));
        kept.truncate(KEPT);
        making
    }

    fn begin(&self, extracts: Arc<Extracts>, key: Key) -> watch::Receiver<Making> {
        let (tell, making) = watch::channel(Making::Underway);
        let editions = self.clone();
        tokio::spawn(async move {
            let _turn = Arc::clone(&editions.one_at_a_time).acquire_owned().await;
            let made = match tokio::task::spawn_blocking(move || editions.make(&extracts, key)).await {
                Ok(Ok(edition)) => Making::Ready(edition),
                Ok(Err(error)) => {
                    tracing::error!(?error, "an edition could not be made");
                    Making::Broken
                }
                Err(error) => {
                    tracing::error!(?error, "the making of an edition stopped");
                    Making::Broken
                }
            };
            tell.send_replace(made);
        });
        making
    }

    /// Makes an edition, and before it those that it is held against and that are not kept.
    fn make(&self, extracts: &Extracts, key: Key) -> Result<Arc<Edition>, AppError> {
        let mut before: Vec<Arc<Edition>> = Vec::new();
        for period in Edition::before(extracts, (key.period, key.as_at)) {
            let key = Key { period, ..key };
            let edition = match self.find(key) {
                Some(edition) => edition,
                None => {
                    let made = Edition::make(extracts, (period, key.as_at), Look::Protected, &before)?;
                    self.keep(key, Arc::new(made))
                }
            };
            before.push(edition);
        }
        Edition::make(extracts, (key.period, key.as_at), Look::Protected, &before).map(Arc::new)
    }

    /// An edition that is made already.
    fn find(&self, key: Key) -> Option<Arc<Edition>> {
        let kept = self.kept.lock().unwrap_or_else(PoisonError::into_inner);
        let making = kept.iter().find(|(known, _)| *known == key).map(|(_, making)| making.borrow().clone());
        match making {
            Some(Making::Ready(edition)) => Some(edition),
            _ => None,
        }
    }

    /// Keeps an edition that was made for another; whoever waits for it already is told when its turn comes.
    fn keep(&self, key: Key, edition: Arc<Edition>) -> Arc<Edition> {
        let mut kept = self.kept.lock().unwrap_or_else(PoisonError::into_inner);
        if !kept.iter().any(|(known, _)| *known == key) {
            kept.push_back((key, watch::channel(Making::Ready(Arc::clone(&edition))).1));
        }
        edition
    }
}

#[cfg(test)]
mod tests {
    use manumit_app::{Office, statistics};
    use manumit_store::Entropy;

    use super::*;

    #[test]
    fn whoever_asks_is_told_to_wait_and_the_edition_is_made_once() {
        manumit_testkit::on_sqlite(async |bench| {
            let office = Office::open(bench.store.clone(), Entropy::System).unwrap();
            let extracts = Arc::new(statistics::extracts(&office).await.unwrap());
            let editions = Editions::default();
            let cut = ("2026-Q2".parse().unwrap(), "2026-07-31".parse().unwrap());
            let before_us = Arc::clone(&editions.one_at_a_time).acquire_owned().await.unwrap();
            let first = editions.protected(&extracts, cut).await;
            assert!(matches!(first, Making::Underway), "{first:?}");
            drop(before_us);
            let made = loop {
                match editions.protected(&extracts, cut).await {
                    Making::Ready(edition) => break edition,
                    Making::Underway => {}
                    Making::Broken => panic!("it broke"),
                }
            };
            let again = editions.protected(&extracts, cut).await;
            assert!(matches!(again, Making::Ready(edition) if Arc::ptr_eq(&edition, &made)));
            let another = (cut.0, "2026-08-31".parse().unwrap());
            for _ in 0..KEPT {
                editions.protected(&extracts, another).await;
            }
            assert_eq!(editions.kept.lock().unwrap().len(), 2);
        });
    }
}
