//! Ten thousand weekly series of ten years, scanned; and every week of some of them, judged by the regression alone.
//!
//! `scripts/measure-surveillance.R` times the same regression in R on series of the same kind; run both in one sitting.

use std::time::Instant;

use jiff::civil::Date;
use manumit_trends::{
    farrington::{Baseline, Counts, Options, Regression, judge_with},
    scan::{Registered, ScanOptions, scan},
    series::{Calendar, Series},
};

const SERIES: usize = 10_000;
const WEEKS: usize = 522;

/// Counts that rise and fall with the season about a mean, the same in every run.
fn weekly(number: usize, mean: f64) -> Series {
    let mut state = 0x9E37_79B9_7F4A_7C15_u64.wrapping_mul(number as u64 + 1);
    let mut uniform = || {
        state ^= state << 13;
        state ^= state >> 7;
        state ^= state << 17;
        (state >> 11) as f64 / (1_u64 << 53) as f64
    };
    let count = |week: usize, draw: f64| {
        let season = 1.0 + 0.4 * (week as f64 / 52.0 * std::f64::consts::TAU).sin();
        // Between nothing and thrice the mean, skewed as counts are.
        (mean * season * 3.0 * draw * draw).round() as u64
    };
    let counts = (0..WEEKS).map(|week| count(week, uniform())).collect();
    Series::starting(format!("series {number}"), Calendar::Week, Date::constant(2013, 1, 7), counts)
}

/// Prints both measurements.
pub fn measure() {
    // A tenth busy, as in a national record; then all of them busy, the most work there can be.
    for (kind, busy) in [("one in ten busy", 10), ("all busy", 1)] {
        let list: Vec<Registered> = (0..SERIES)
            .map(|number| Registered::plain(weekly(number, if number.is_multiple_of(busy) { 20.0 } else { 0.3 })))
            .collect();
        for threads in [1, 2] {
            let start = Instant::now();
            let found = scan(&list, &ScanOptions { threads, ..ScanOptions::default() });
            let seconds = start.elapsed().as_secs_f64();
            let judged: usize = found.levels.iter().map(|level| level.rate.tests).sum();
            println!("{judged} weekly series of ten years, {kind}, {threads} threads: {seconds:.2} s");
        }
    }
    let options = Options::weekly();
    let mut regression = Regression::default();
    let mut judged = 0_u32;
    let start = Instant::now();
    for number in 0..20 {
        let series = weekly(number, 20.0);
        let counts = series.numbers();
        for place in options.first_place()..WEEKS {
            let reading = Baseline::find(&options, &series.dates, place).and_then(|baseline| {
                judge_with(&options, &baseline, Counts { counts: &counts, population: None }, &mut regression)
            });
            judged += u32::from(reading.is_some());
        }
    }
    let each = start.elapsed().as_secs_f64() / f64::from(judged) * 1e6;
    println!("{judged} weeks judged by the regression: {each:.1} microseconds each, baseline found anew each time");
}
