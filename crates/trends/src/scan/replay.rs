//! Replaying the scan over the past, with the record as it was known then: the only honest test of how early it would
//! have spoken, and of how often it speaks for nothing.

use std::collections::BTreeMap;

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use super::{AlarmRate, Registered, Scan, ScanOptions, scan};

/// What the scans of the past would have said.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Replay {
    /// Alarms against chance over all scans.
    pub rate: AlarmRate,
    /// The day on which each series was first in a digest.
    pub first_signal: BTreeMap<String, Date>,
    /// Each day, with how many signals its digest held and how many alarms were held back.
    pub scans: Vec<(Date, usize, usize)>,
}

/// Scans once for each day, over the series `as_known` gives for it.
///
/// # Errors
/// The first error of `as_known`.
pub fn replay<E>(
    days: &[Date],
    options: &ScanOptions,
    mut as_known: impl FnMut(Date) -> Result<Vec<Registered>, E>,
) -> Result<Replay, E> {
    let (mut tests, mut alarms, mut nominal) = (0, 0, 0.0);
    let mut first_signal = BTreeMap::new();
    let mut scans = Vec::new();
    for day in days {
        let Scan { digest, held_back, levels, .. } = scan(&as_known(*day)?, options);
        for level in levels {
            tests += level.rate.tests;
            alarms += level.rate.alarms;
            nominal += level.rate.nominal;
        }
        scans.push((*day, digest.len(), held_back.len()));
        for signal in digest {
            first_signal.entry(signal.series).or_insert(*day);
        }
    }
    Ok(Replay { rate: AlarmRate::counted(tests, alarms, nominal), first_signal, scans })
}
