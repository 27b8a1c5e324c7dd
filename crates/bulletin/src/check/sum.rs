//! Totals are the sum of what they total.

use super::{
    desk::{Desk, Gap, View},
    error::Malformed,
    finding::Finding,
    number::Decimal,
    report::Ledger,
    rule::Rule,
    spec::SumSpec,
    table::Row,
};

/// Checks a table's totals, down its rows and across its columns.
pub fn check(desk: &Desk, spec: &SumSpec, ledger: &mut Ledger) -> Result<(), Gap> {
    let view = desk.view(&spec.table)?;
    let columns = view.columns(&spec.columns)?;
    let total_column = spec.total_column.as_deref().map(|name| view.column(name)).transpose()?;
    if let Some(label) = &spec.total_row {
        let total_row = view.row(label)?;
        for column in columns.iter().copied().chain(total_column) {
            let parts: Vec<(&Row, usize)> = view.body().map(|row| (row, column)).collect();
            compare(view, (total_row, column), &parts, ledger)?;
        }
    }
    if let Some(total_column) = total_column {
        for row in &view.table.rows {
            let parts: Vec<(&Row, usize)> = columns.iter().map(|column| (row, *column)).collect();
            compare(view, (row, total_column), &parts, ledger)?;
        }
    }
    Ok(())
}

fn compare(
    view: &View,
    (row, column): (&Row, usize),
    parts: &[(&Row, usize)],
    ledger: &mut Ledger,
) -> Result<(), Malformed> {
    let printed = view.number(row, column)?;
    let sum = parts.iter().try_fold(Some(Decimal::ZERO), |sum, (row, column)| {
        let part = view.number(row, *column)?;
        Ok::<_, Malformed>(sum.zip(part).map(|(sum, part)| sum.plus(part)))
    })?;
    match printed.zip(sum) {
        None => ledger.skip(format!("sum of {}", view.spell(row, column)), "a number in it is withheld"),
        Some((printed, sum)) if printed == sum => ledger.hold(),
        Some((_, sum)) => ledger.find(
            Finding::new(Rule::Sum, view.place(row, column), row.text(column), sum.to_string())
                .working(format!("What it totals adds up to {sum}.")),
        ),
    }
    Ok(())
}
