//! Many series at once: a fixed list, one family of tests for each level, and a digest of limited length.

mod replay;

pub use replay::{Replay, replay};

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use crate::{
    caveat::{Caveat, INCOMPLETE, LOW_BASE, ONE_FINDING},
    discovery,
    distribution::{Interval, exact_binomial_interval},
    series::Series,
    signal::{Companion, CompanionReading, LargestFinding, NewLeader, Pattern, Signal, Standing, new_leader},
    tier::{Assessment, Tier, Workbench, assess},
    year_on_year::Pair,
};

/// A day from which things are counted otherwise.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Era {
    /// The first day of the new way.
    pub from: Date,
    /// What changed: a code list, a rule of recording.
    pub what: String,
}

/// A series on the list, with all that is known about it.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Registered {
    /// How many dimensions it is broken down by; 0 is the total.
    pub level: usize,
    /// Who answers for it.
    pub owner: String,
    /// The question it answers.
    pub question: String,
    /// The count of persons.
    pub persons: Series,
    /// The count of findings on the same calendar, where they are known.
    pub findings: Option<Series>,
    /// How many of the last period come from the largest finding, where that is known.
    pub largest_finding: Option<u64>,
    /// Changes in how it is counted.
    pub eras: Vec<Era>,
    /// A field it is broken down by, and the share of the last period's records without it.
    pub missing: Option<(String, f64)>,
    /// The share of a period's reports that are in by now, where the past tells it.
    pub share_in: Option<f64>,
    /// Series that may explain it.
    pub companions: Vec<Companion>,
}

impl Registered {
    /// A series of which nothing more is known than its counts.
    pub fn plain(persons: Series) -> Self {
        Self {
            level: 0,
            owner: String::new(),
            question: String::new(),
            persons,
            findings: None,
            largest_finding: None,
            eras: Vec::new(),
            missing: None,
            share_in: None,
            companions: Vec::new(),
        }
    }

    /// The era in which the last period lies, if one began.
    fn era(&self) -> Option<&Era> {
        let last = *self.persons.dates.last()?;
        self.eras.iter().filter(|era| era.from <= last).max_by_key(|era| era.from)
    }
}

/// The choices of a scan.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct ScanOptions {
    /// The false-discovery rate inside a level.
    pub false_discovery_rate: f64,
    /// The most signals the digest holds.
    pub budget: usize,
    /// Whether to look across changes of era.
    pub across_eras: bool,
    /// How many threads to use, at least 1.
    pub threads: usize,
}

impl Default for ScanOptions {
    fn default() -> Self {
        Self { false_discovery_rate: 0.1, budget: 20, across_eras: false, threads: 1 }
    }
}

/// Why an alarm is not in the digest. It is counted and kept all the same.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Reason {
    /// Too likely a chance find among so many tests.
    FalseDiscovery,
    /// The digest was full.
    Budget,
}

/// An alarm that is not in the digest.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct HeldBack {
    /// Why.
    pub reason: Reason,
    /// The signal as it would have stood.
    pub signal: Signal,
}

/// How often there was an alarm, against how often there should be one by chance.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct AlarmRate {
    /// How many series were judged.
    pub tests: usize,
    /// How many alarms there were.
    pub alarms: usize,
    /// How many chance alone allows: the sum of the nominal rates of the tiers.
    pub nominal: f64,
    /// The measured rate with its exact 95% interval.
    pub rate: f64,
    /// See `rate`.
    pub interval: Interval,
}

impl AlarmRate {
    fn of<'a>(judged: impl Iterator<Item = &'a Assessment>) -> Self {
        let (mut tests, mut alarms, mut nominal) = (0, 0, 0.0);
        for assessment in judged {
            tests += 1;
            alarms += usize::from(assessment.alarm);
            nominal += assessment.tier.alpha();
        }
        Self::counted(tests, alarms, nominal)
    }

    pub(crate) fn counted(tests: usize, alarms: usize, nominal: f64) -> Self {
        let rate = alarms as f64 / (tests as f64).max(1.0);
        let interval = exact_binomial_interval(alarms as f64, tests as f64, 0.95);
        Self { tests, alarms, nominal, rate, interval }
    }
}

/// What a level gave.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct LevelReport {
    /// How many dimensions its series are broken down by.
    pub level: usize,
    /// Series too short to be judged.
    pub too_short: usize,
    /// How many series each tier took: A, A′, B and C.
    pub tiers: [usize; 4],
    /// Alarms against chance.
    pub rate: AlarmRate,
    /// Another series leads the level.
    pub new_leader: Option<NewLeader>,
}

/// A whole scan.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Scan {
    /// The signals, strongest first, at most as many as the budget.
    pub digest: Vec<Signal>,
    /// First ones that are single: news, not signals.
    pub news: Vec<Signal>,
    /// Alarms that are not in the digest.
    pub held_back: Vec<HeldBack>,
    /// The levels, from the top.
    pub levels: Vec<LevelReport>,
    /// What a scan cannot show.
    pub cannot_show: &'static str,
}

/// What no scan can show, said in every export.
pub const CANNOT_SHOW: &str = "Counts of referrals measure attention, rules and recording as well as crime. They say nothing of people \
who were not referred, and nothing about any person: nationality is never a profile.";

struct Judged<'a> {
    registered: &'a Registered,
    persons: Assessment,
    findings: Option<Assessment>,
}

impl Judged<'_> {
    /// The p-value with which the series enters its family: that of the twin that raised the alarm, of persons first.
    fn p_value(&self) -> f64 {
        match &self.findings {
            Some(findings) if findings.alarm && !self.persons.alarm => findings.p_value(),
            _ => self.persons.p_value(),
        }
    }
}

/// Scans the series of a list: judges the last period of each, level by level.
pub fn scan(list: &[Registered], options: &ScanOptions) -> Scan {
    let judged = judge_all(list, options);
    let mut levels: Vec<usize> = list.iter().map(|registered| registered.level).collect();
    levels.sort_unstable();
    levels.dedup();
    let mut found = Vec::new();
    let mut scan = Scan {
        digest: Vec::new(),
        news: Vec::new(),
        held_back: Vec::new(),
        levels: Vec::new(),
        cannot_show: CANNOT_SHOW,
    };
    for level in levels {
        let members = || list.iter().filter(move |registered| registered.level == level);
        let family: Vec<&Judged<'_>> =
            judged.iter().flatten().filter(|judged| judged.registered.level == level).collect();
        let p: Vec<f64> = family.iter().map(|judged| judged.p_value()).collect();
        let too_short = members().count() - family.len();
        let mut tiers = [0; 4];
        for judged in &family {
            if let Some(tier) = tiers.get_mut(judged.persons.tier as usize) {
                *tier += 1;
            }
        }
        let rate = AlarmRate::of(family.iter().map(|judged| &judged.persons));
        let new_leader = new_leader(members().map(|registered| &registered.persons));
        scan.levels.push(LevelReport { level, too_short, tiers, rate, new_leader });
        for (judged, adjusted_p) in family.iter().zip(discovery::adjusted(&p)) {
            let findings_alarm = judged.findings.as_ref().is_some_and(|findings| findings.alarm);
            if judged.persons.alarm || findings_alarm {
                found.push(signal(judged, Standing::Signal, adjusted_p, p.len()));
            } else if judged.persons.first_ever {
                scan.news.push(signal(judged, Standing::News, adjusted_p, p.len()));
            }
        }
    }
    found.sort_by(|a, b| {
        let by_score = b.persons.score.total_cmp(&a.persons.score);
        by_score.then_with(|| a.level.cmp(&b.level)).then_with(|| a.series.cmp(&b.series))
    });
    for signal in found {
        if signal.adjusted_p > options.false_discovery_rate {
            scan.held_back.push(HeldBack { reason: Reason::FalseDiscovery, signal });
        } else if scan.digest.len() >= options.budget {
            scan.held_back.push(HeldBack { reason: Reason::Budget, signal });
        } else {
            scan.digest.push(signal);
        }
    }
    scan
}

/// Judges every series, in the order of the list.
fn judge_all<'a>(list: &'a [Registered], options: &ScanOptions) -> Vec<Option<Judged<'a>>> {
    let part = list.len().div_ceil(options.threads.max(1)).max(1);
    let across = options.across_eras;
    std::thread::scope(|scope| {
        let work: Vec<_> = list
            .chunks(part)
            .map(|part| {
                scope.spawn(move || {
                    let mut workbench = Workbench::default();
                    part.iter().map(|registered| judge(registered, across, &mut workbench)).collect::<Vec<_>>()
                })
            })
            .collect();
        let joined = work.into_iter().map(std::thread::ScopedJoinHandle::join);
        joined.flat_map(|part| part.unwrap_or_else(|panic| std::panic::resume_unwind(panic))).collect()
    })
}

fn judge<'a>(registered: &'a Registered, across: bool, workbench: &mut Workbench) -> Option<Judged<'a>> {
    let era = if across { None } else { registered.era() };
    let mut of = |series: &Series| match era {
        Some(era) => assess(&series.since(era.from), workbench),
        None => assess(series, workbench),
    };
    let persons = of(&registered.persons)?;
    let findings = registered.findings.as_ref().and_then(of);
    Some(Judged { registered, persons, findings })
}

fn signal(judged: &Judged<'_>, standing: Standing, adjusted_p: f64, tests: usize) -> Signal {
    let Judged { registered, persons, findings } = judged;
    let largest_finding = largest_finding(judged);
    let share = largest_finding.map(|largest| largest.share);
    let pattern = match findings {
        None => Pattern::PersonsAlone,
        Some(findings) => match (persons.alarm, findings.alarm) {
            (true, true) => Pattern::Spread,
            (true, false) => Pattern::LargeFindings { largest_share: share },
            (false, true) => Pattern::ManySmallFindings,
            (false, false) => Pattern::PersonsAlone,
        },
    };
    let mut workbench = Workbench::default();
    let companions = registered
        .companions
        .iter()
        .map(|companion| CompanionReading {
            name: companion.series.name.clone(),
            why: companion.why.clone(),
            assessment: assess(&companion.series, &mut workbench),
        })
        .collect();
    Signal {
        series: registered.persons.name.clone(),
        level: registered.level,
        owner: registered.owner.clone(),
        question: registered.question.clone(),
        standing,
        pattern,
        persons: persons.clone(),
        findings: findings.clone(),
        largest_finding,
        year_before: year_before(&registered.persons, persons),
        adjusted_p,
        caveats: caveats(judged, adjusted_p, tests),
        companions,
    }
}

fn largest_finding(judged: &Judged<'_>) -> Option<LargestFinding> {
    let persons = judged.registered.largest_finding?;
    Some(LargestFinding { persons, share: persons as f64 / (judged.persons.observed as f64).max(1.0) })
}

/// The same period a year before, if the series goes back to it.
fn year_before(series: &Series, assessment: &Assessment) -> Option<crate::year_on_year::Comparison> {
    let series = if assessment.calendar == series.calendar { series.clone() } else { series.by_month() };
    let before = series.len().checked_sub(1 + series.calendar.frequency())?;
    Some(Pair::even(assessment.observed, *series.counts.get(before)?).compare())
}

fn caveats(judged: &Judged<'_>, adjusted_p: f64, tests: usize) -> Vec<Caveat> {
    let Judged { registered, persons, .. } = judged;
    let mut caveats = Vec::new();
    if persons.first_ever {
        caveats.push(Caveat::FirstEver);
    }
    if persons.baseline.total < LOW_BASE {
        caveats.push(Caveat::LowBase { total: persons.baseline.total });
    }
    if persons.tier != Tier::BusyWeekly && persons.baseline.periods < persons.calendar.frequency() {
        caveats.push(Caveat::ShortHistory { periods: persons.baseline.periods });
    }
    if let Some(LargestFinding { persons, share }) = largest_finding(judged)
        && persons > 1
        && share >= ONE_FINDING
    {
        caveats.push(Caveat::OneOperation { persons, share });
    }
    if let Some(era) = registered.era() {
        caveats.push(Caveat::EraChange { on: era.from, what: era.what.clone() });
    }
    if let Some((field, share)) = registered.missing.as_ref().filter(|(_, share)| *share >= INCOMPLETE) {
        caveats.push(Caveat::IncompleteField { field: field.clone(), share: *share });
    }
    if let Some(share_in) = registered.share_in.filter(|share| *share < 1.0 - INCOMPLETE) {
        caveats.push(Caveat::DelayedReports { share_in });
    }
    if tests > 1 {
        caveats.push(Caveat::SeveralTests { tests, adjusted_p });
    }
    caveats
}

#[cfg(test)]
mod tests;
