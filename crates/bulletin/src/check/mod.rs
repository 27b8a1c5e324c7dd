//! The figure checker: recomputes a set of printed tables and finds what does not follow.
//!
//! A report is read long after its tables were typed, and nobody adds them up again. This module does. A [`Manifest`]
//! says which tables there are and what must follow from what; [`check`] compares every printed figure with the one
//! that follows from the counts, by one rounding rule (to the nearest, half away from zero), and returns a [`Report`].
//! It invents nothing: a finding gives its rule in plain words, the printed and the computed value, and the working;
//! what could not be checked is listed with the reason.
//!
//! `docs/method/figure-checker.md` describes the rules and their limits.

mod change;
mod claim;
mod consistency;
mod desk;
mod error;
mod finding;
mod infer;
mod label;
mod manifest;
mod margin;
mod number;
mod numbering;
mod passage;
mod rank;
mod reading;
mod reference;
mod render;
mod report;
mod rule;
mod series;
mod set;
mod share;
mod spec;
mod statement;
mod sum;
mod table;
mod text;

#[cfg(test)]
mod tests;

use std::path::Path;

pub use self::spec::{
    ChangeSpec, Defects, Direction, DirectionSpec, EqualSpec, LabelSpec, LeadersSpec, MajoritySpec, MatchSpec,
    MeanSpec, NumberingSpec, OrderSpec, PassageRule, PassageSpec, PeriodsSpec, PrecisionSpec, RankSpec, RatioFit,
    RatioSpec, Relation, RemainderSpec, SeriesSpec, ShareSpec, SumFit, SumSpec, TableSpec, TextSpec, WholeBaseSpec,
};
use self::{
    desk::{Desk, Gap},
    report::Ledger,
};
pub use self::{
    error::{CheckError, Malformed},
    finding::{Finding, Place},
    infer::infer,
    manifest::Manifest,
    number::{Decimal, Ratio},
    reference::{NotAReference, Reference},
    report::{Report, Skipped},
    rule::{Class, Rule, Severity},
    set::Set,
    table::{Cell, PrintedTable, Row},
};

/// The rules file that a folder of tables may bring with it.
pub const RULES_FILE: &str = "checks.toml";

/// Checks a folder of printed tables, one CSV file a table.
///
/// The rules are those of the file `rules` where one is given, else those of the folder's own `checks.toml`, else the
/// built-in rules of the 2013 report where the folder holds tables of that report, else rules inferred from the names
/// of rows and columns. The report says which.
///
/// # Errors
/// When the folder or the rules cannot be read, the rules contradict themselves, or a table is malformed. The message
/// names file, line, column and value, and what to write instead.
pub fn check_folder(folder: &Path, rules: Option<&Path>) -> Result<Report, CheckError> {
    let own = folder.join(RULES_FILE);
    if let Some(path) = rules.or_else(|| own.is_file().then_some(own.as_path())) {
        let manifest = Manifest::load(path)?;
        let source = format!("{} ({})", manifest.name, path.display());
        return run(&Set::load_for(folder, &manifest)?, &manifest, source, false);
    }
    let known = Manifest::idmg_2013()?;
    if recognises(&known, folder)? {
        let source = format!("{} (built in)", known.name);
        return run(&Set::load_for(folder, &known)?, &known, source, false);
    }
    let set = Set::load(folder)?;
    let inferred = infer(&set);
    run(&set, &inferred, "inferred from the names of rows and columns: nobody declared them".to_owned(), true)
}

/// Checks a set of printed tables against the rules of a manifest.
///
/// # Errors
/// When a cell that a rule needs cannot be understood.
pub fn check(set: &Set, manifest: &Manifest) -> Result<Report, CheckError> {
    run(set, manifest, manifest.name.clone(), false)
}

/// Says whether a folder holds tables of the report that a manifest is about: every file that is named as a table or
/// figure is one of its tables, and has that table's key columns.
fn recognises(manifest: &Manifest, folder: &Path) -> Result<bool, CheckError> {
    let mut some = false;
    for (name, path) in set::table_files(folder)? {
        if !name.starts_with("table") && !name.starts_with("fig") {
            continue;
        }
        let Some(spec) = manifest.tables.iter().find(|table| table.file == name) else { return Ok(false) };
        let table = PrintedTable::load(&path)?;
        if !spec.key.iter().all(|key| table.find_column(key).is_some()) {
            return Ok(false);
        }
        some = true;
    }
    Ok(some)
}

fn run(set: &Set, manifest: &Manifest, rules: String, inferred: bool) -> Result<Report, CheckError> {
    let desk = Desk::new(manifest, set);
    let mut ledger = Ledger::default();
    check_tables(&desk, &mut ledger)?;
    check_between_tables(&desk, &mut ledger)?;
    check_statements(&desk, &mut ledger)?;
    for stranger in &set.strangers {
        ledger.skip(stranger.as_str(), "the rules name no such table");
    }
    Ok(ledger.close(rules, inferred))
}

/// How a rule is applied to one declaration.
type Application<S> = fn(&Desk, &S, &mut Ledger) -> Result<(), Gap>;

fn each<S>(
    specs: &[S],
    desk: &Desk,
    ledger: &mut Ledger,
    (name, rule): (impl Fn(&S) -> String, Application<S>),
) -> Result<(), CheckError> {
    for spec in specs {
        let outcome = rule(desk, spec, ledger);
        ledger.settle(name(spec), outcome)?;
    }
    Ok(())
}

fn check_tables(desk: &Desk, ledger: &mut Ledger) -> Result<(), CheckError> {
    let rules = desk.manifest;
    each(&rules.sums, desk, ledger, (|spec: &SumSpec| format!("sums of {}", spec.table), sum::check))?;
    let name = |spec: &ShareSpec| format!("shares in {}, {}", spec.table, spec.column);
    each(&rules.shares, desk, ledger, (name, share::check))?;
    let name = |spec: &PrecisionSpec| format!("precision of {}", spec.table);
    each(&rules.precisions, desk, ledger, (name, share::check_precision))?;
    let name = |spec: &ChangeSpec| format!("changes in {}, {}", spec.table, spec.column);
    each(&rules.changes, desk, ledger, (name, change::check))?;
    let name = |spec: &SeriesSpec| format!("changes in {}, {}", spec.table, spec.column);
    each(&rules.series, desk, ledger, (name, series::check))?;
    let name = |spec: &WholeBaseSpec| format!("changes in {}, {}", spec.table, spec.column);
    each(&rules.whole_bases, desk, ledger, (name, change::check_whole_base))?;
    let name = |spec: &RankSpec| format!("ranks in {}, {}", spec.table, spec.rank);
    each(&rules.ranks, desk, ledger, (name, rank::check))?;
    each(&rules.orders, desk, ledger, (|spec: &OrderSpec| format!("order of {}", spec.table), rank::check_order))?;
    each(&rules.labels, desk, ledger, (|spec: &LabelSpec| format!("labels of {}", spec.table), label::check))
}

fn check_between_tables(desk: &Desk, ledger: &mut Ledger) -> Result<(), CheckError> {
    let rules = desk.manifest;
    let name = |spec: &MatchSpec| {
        let right: Vec<String> = spec.right.iter().map(ToString::to_string).collect();
        format!("{} against {}", spec.left, right.join(" and "))
    };
    each(&rules.matches, desk, ledger, (name, margin::check_labels))?;
    let name = |spec: &EqualSpec| spec.says.clone();
    each(&rules.equals, desk, ledger, (name, margin::check_number))?;
    let name = |spec: &NumberingSpec| format!("numbers of {}s", spec.series);
    each(&rules.numberings, desk, ledger, (name, numbering::check))
}

fn check_statements(desk: &Desk, ledger: &mut Ledger) -> Result<(), CheckError> {
    let rules = desk.manifest;
    let name = |spec: &RatioSpec| format!("ratio: {}", spec.says);
    each(&rules.ratios, desk, ledger, (name, statement::check_ratio))?;
    let name = |spec: &RemainderSpec| format!("parts: {}", spec.says);
    each(&rules.remainders, desk, ledger, (name, statement::check_remainder))?;
    let name = |spec: &MeanSpec| format!("mean: {}", spec.says);
    each(&rules.means, desk, ledger, (name, statement::check_mean))?;
    let name = |spec: &MajoritySpec| format!("{}: {}", spec.paragraph, spec.says);
    each(&rules.majorities, desk, ledger, (name, statement::check_majority))?;
    let name = |spec: &DirectionSpec| format!("{}: {}", spec.paragraph, spec.says);
    each(&rules.directions, desk, ledger, (name, claim::check_direction))?;
    let name = |spec: &LeadersSpec| format!("{}: {}", spec.paragraph, spec.says);
    each(&rules.leaders, desk, ledger, (name, claim::check_leaders))?;
    let name = |spec: &PeriodsSpec| format!("{}: {}", spec.paragraph, spec.says);
    each(&rules.periods, desk, ledger, (name, claim::check_periods))?;
    let name = |spec: &PassageSpec| format!("{}: {:?}", spec.paragraph, spec.quote);
    each(&rules.passages, desk, ledger, (name, passage::check))?;
    each(&rules.texts, desk, ledger, (|spec: &TextSpec| format!("repeated paragraphs in {}", spec.file), text::check))
}
