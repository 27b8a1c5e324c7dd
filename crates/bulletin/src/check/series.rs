//! Percentage changes between the rows of a table of periods.

use super::{
    desk::{Desk, Gap},
    finding::Finding,
    number::Ratio,
    report::Ledger,
    rule::Rule,
    spec::SeriesSpec,
    table::Cell,
};

/// Checks a column of changes against the counts of the same row and an earlier one. A row whose earlier count is not
/// printed, or withheld, is skipped.
pub fn check(desk: &Desk, spec: &SeriesSpec, ledger: &mut Ledger) -> Result<(), Gap> {
    let view = desk.view(&spec.table)?;
    let (column, of) = (view.column(&spec.column)?, view.column(&spec.of)?);
    for (place, row) in view.table.rows.iter().enumerate() {
        let Cell::Number(printed) = Cell::read(row.text(column)) else { continue };
        let what = || format!("change in {}", view.spell(row, column));
        let Some(earlier) = place.checked_sub(spec.back).and_then(|place| view.table.rows.get(place)) else {
            ledger.skip(what(), "the earlier count is not printed");
            continue;
        };
        let Some((from, to)) = view.number(earlier, of)?.zip(view.number(row, of)?) else {
            ledger.skip(what(), "a count of it is withheld");
            continue;
        };
        let Some(ratio) = Ratio::percent_change(from, to) else {
            let finding = Finding::new(Rule::ChangeFromZero, view.place(row, column), row.text(column), "new");
            ledger.find(finding.working(format!("{} had none.", view.label(earlier))));
            continue;
        };
        let follows = ratio.rounded(printed.places());
        if printed == follows {
            ledger.hold();
            continue;
        }
        let finding = Finding::new(Rule::Change, view.place(row, column), row.text(column), follows.to_string());
        ledger.find(finding.working(format!("{from} in {} to {to} is {ratio}%.", view.label(earlier))));
    }
    Ok(())
}
