//! One count printed in two places is one number.

use std::collections::BTreeMap;

use super::{
    desk::{Desk, Found, Gap, comparable},
    finding::Finding,
    number::Decimal,
    reference::Reference,
    report::Ledger,
    rule::Rule,
    spec::{EqualSpec, MatchSpec, Relation},
};

fn holds(relation: Relation, left: Decimal, right: Decimal) -> bool {
    match relation {
        Relation::Equal => left == right,
        Relation::AtMost | Relation::UnderAxis => left <= right,
    }
}

fn spell(relation: Relation, right: Decimal) -> String {
    match relation {
        Relation::Equal => right.to_string(),
        Relation::AtMost | Relation::UnderAxis => format!("at most {right}"),
    }
}

/// Checks a column against the sum of others, for every label that all of them have.
pub fn check_labels(desk: &Desk, spec: &MatchSpec, ledger: &mut Ledger) -> Result<(), Gap> {
    let left = desk.cells(&spec.left)?;
    let right = spec.right.iter().map(|reference| by_label(desk, reference)).collect::<Result<Vec<_>, _>>()?;
    let labels: BTreeMap<String, &String> = spec.labels.iter().map(|(l, r)| (comparable(l), r)).collect();
    let mut compared = false;
    for cell in &left {
        let label = comparable(&cell.label);
        let theirs = labels.get(&label).map_or(label.clone(), |other| comparable(other));
        let parts: Option<Vec<Decimal>> = right.iter().map(|column| column.get(&theirs).copied()).collect();
        let Some(parts) = parts else { continue };
        compared = true;
        let sum: Decimal = parts.iter().copied().sum();
        if holds(spec.relation, cell.number, sum) || is_explained(desk, spec, cell, sum) {
            ledger.hold();
        } else {
            ledger.find(mismatch(desk, spec, cell, sum));
        }
    }
    if compared {
        Ok(())
    } else {
        Err(Gap::Absent(format!("{} shares no label with what it is checked against", spec.left)))
    }
}

/// Says whether a note of the table names the label and both numbers of a difference that only needs a note.
fn is_explained(desk: &Desk, spec: &MatchSpec, cell: &Found, sum: Decimal) -> bool {
    let notes = desk.set.notes.get(&cell.view.spec.file).map_or(&[][..], Vec::as_slice);
    let says = |note: &str, number: Decimal| {
        let number = number.to_string();
        note.split(|c: char| !c.is_ascii_digit() && c != '.').any(|word| word.trim_end_matches('.') == number)
    };
    let explains = |note: &String| note.contains(&cell.label) && says(note, cell.number) && says(note, sum);
    spec.unallocated.is_some() && notes.iter().any(explains)
}

fn by_label(desk: &Desk, reference: &Reference) -> Result<BTreeMap<String, Decimal>, Gap> {
    let mut numbers = BTreeMap::new();
    for cell in desk.cells(reference)? {
        let sum = numbers.entry(comparable(&cell.label)).or_insert(Decimal::ZERO);
        *sum = sum.plus(cell.number);
    }
    Ok(numbers)
}

fn mismatch(desk: &Desk, spec: &MatchSpec, cell: &Found, sum: Decimal) -> Finding {
    let place = cell.view.place(cell.row, cell.column);
    let sources: Vec<String> = spec.right.iter().map(|source| name_of(desk, source)).collect();
    let sources = sources.join(" and ");
    let rule = if spec.unallocated.is_some() { Rule::Reconcile } else { Rule::Margin };
    let working = format!("For {} it is {sum} in {sources}: {}.", cell.label, spec.because);
    let room = spec.unallocated.as_ref().and_then(|reference| desk.cell(reference).ok());
    let fits = room.filter(|room| cell.number > sum && cell.number.minus(sum) <= room.number).map(|room| {
        let missing = cell.number.minus(sum);
        format!("The {missing} may be among the {} of {} there.", room.number, room.label)
    });
    Finding::new(rule, place, cell.number.to_string(), spell(spec.relation, sum))
        .working(working)
        .fits(fits)
        .defect(spec.defect.as_ref())
}

fn name_of(desk: &Desk, reference: &Reference) -> String {
    reference.table().and_then(|table| desk.view(table).ok()).map_or_else(|| reference.to_string(), |view| view.name())
}

/// Checks one number against the sum of others.
pub fn check_number(desk: &Desk, spec: &EqualSpec, ledger: &mut Ledger) -> Result<(), Gap> {
    let cell = desk.cell(&spec.value)?;
    let sum = desk.total(&spec.of)?;
    if holds(spec.relation, cell.number, sum) {
        ledger.hold();
        return Ok(());
    }
    let fit = spec.fits.iter().find(|fit| desk.total(&fit.of).is_ok_and(|other| other == cell.number));
    let rule = match (spec.relation, fit) {
        (Relation::UnderAxis, _) => Rule::AxisShort,
        (_, Some(_)) => Rule::PartAsWhole,
        (_, None) => Rule::Margin,
    };
    ledger.find(
        Finding::new(rule, cell.view.place(cell.row, cell.column), cell.number.to_string(), spell(spec.relation, sum))
            .working(spec.says.clone())
            .fits(fit.map(|fit| format!("It is {}.", fit.says)))
            .defect(spec.defect.as_ref()),
    );
    Ok(())
}
