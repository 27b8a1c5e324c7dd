//! Shares of a total, and the precision of derived figures.

use std::collections::BTreeMap;

use super::{
    desk::{Desk, Gap},
    finding::Finding,
    number::{Decimal, Ratio},
    report::Ledger,
    rule::Rule,
    spec::{PrecisionSpec, ShareSpec},
    table::{Cell, Row},
};

/// Checks a column of percentages against the counts and their total, at the precision of each cell.
pub fn check(desk: &Desk, spec: &ShareSpec, ledger: &mut Ledger) -> Result<(), Gap> {
    let view = desk.view(&spec.table)?;
    let (column, of) = (view.column(&spec.column)?, view.column(&spec.of)?);
    let base_row = view.row(&spec.base_row)?;
    let base = view.number(base_row, of)?;
    for row in &view.table.rows {
        let Cell::Number(printed) = Cell::read(row.text(column)) else { continue };
        let ratio = view.number(row, of)?.zip(base).and_then(|(count, base)| Ratio::percent(count, base));
        let Some(ratio) = ratio else {
            ledger.skip(format!("share in {}", view.spell(row, column)), "its count or its base is withheld or none");
            continue;
        };
        let follows = ratio.rounded(printed.places());
        if printed == follows {
            ledger.hold();
            continue;
        }
        let truncated = printed == ratio.truncated(printed.places());
        let rule = if truncated { Rule::Truncated } else { Rule::Share };
        let working = format!(
            "{} of {} is {}%.{}",
            row.text(of),
            base_row.text(of),
            ratio.rounded(printed.places() + 1),
            if truncated { " The printed figure is truncated, not rounded." } else { "" }
        );
        let finding = Finding::new(rule, view.place(row, column), row.text(column), follows.to_string());
        ledger.find(finding.working(working).fits(fits_halves(printed, ratio)));
    }
    Ok(())
}

fn fits_halves(printed: Decimal, ratio: Ratio) -> Option<String> {
    (printed.plus(printed) == ratio.times(2).rounded(0))
        .then(|| format!("It fits {} rounded to the nearest half.", ratio.rounded(2)))
}

/// Checks that every figure of a column has the same number of decimal places.
pub fn check_precision(desk: &Desk, spec: &PrecisionSpec, ledger: &mut Ledger) -> Result<(), Gap> {
    let view = desk.view(&spec.table)?;
    for column in view.columns(&spec.columns)? {
        let mut by_places: BTreeMap<u32, Vec<_>> = BTreeMap::new();
        for row in &view.table.rows {
            if let Cell::Number(number) = Cell::read(row.text(column)) {
                by_places.entry(number.places()).or_default().push(row);
            }
        }
        let mut finer = by_places.into_iter();
        let Some((places, plain)) = finer.next() else { continue };
        let finer: Vec<_> = finer.flat_map(|(_, rows)| rows).collect();
        let Some(first) = finer.first() else {
            ledger.hold();
            continue;
        };
        let spell = |rows: &[&Row]| rows.iter().map(|row| row.text(column)).collect::<Vec<_>>().join(", ");
        let mut place = view.place(first, column);
        place.row = Some(finer.iter().map(|row| view.label(row)).collect::<Vec<_>>().join(", "));
        let computed = format!("{places} decimal places");
        ledger.find(
            Finding::new(Rule::Precision, place, spell(&finer), computed)
                .working(format!("They stand in one column with {}.", spell(&plain))),
        );
    }
    Ok(())
}
