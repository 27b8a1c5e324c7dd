//! Statements without a figure: what rose, who comes first, which periods are compared.

use super::{
    desk::{Desk, Gap, comparable},
    finding::Finding,
    number::{Decimal, Ratio},
    report::Ledger,
    rule::Rule,
    spec::{Direction, DirectionSpec, LeadersSpec, PeriodsSpec},
};

/// Checks that what is said to have risen or fallen did so.
pub fn check_direction(desk: &Desk, spec: &DirectionSpec, ledger: &mut Ledger) -> Result<(), Gap> {
    let mut place = desk.paragraph(&spec.paragraph)?;
    let (from, to) = (desk.cell(&spec.from)?.number, desk.cell(&spec.to)?);
    let (said, happened) = match spec.direction {
        Direction::Rose => ("rose", to.number > from),
        Direction::Fell => ("fell", to.number < from),
    };
    if happened {
        ledger.hold();
        return Ok(());
    }
    let went = if to.number == from {
        "unchanged"
    } else if to.number > from {
        "rose"
    } else {
        "fell"
    };
    place.row = Some(spec.says.clone());
    ledger.find(
        Finding::new(Rule::Direction, place, said, went)
            .working(format!("The counts of {} are {from} and then {}.", to.view.name(), to.number))
            .defect(spec.defect.as_ref()),
    );
    Ok(())
}

/// Checks that those named first have the greatest counts, in that order.
pub fn check_leaders(desk: &Desk, spec: &LeadersSpec, ledger: &mut Ledger) -> Result<(), Gap> {
    let mut place = desk.paragraph(&spec.paragraph)?;
    let mut cells = desk.cells(&spec.column)?;
    cells.sort_by_key(|cell| std::cmp::Reverse(cell.number));
    let mut stated: Vec<(&str, Decimal)> = Vec::new();
    for label in &spec.stated {
        let cell = cells.iter().find(|cell| comparable(&cell.label) == comparable(label));
        let cell = cell.ok_or_else(|| Gap::Absent(format!("{} has no row {label}", spec.column)))?;
        stated.push((label, cell.number));
    }
    let least_greatest = cells.get(stated.len().saturating_sub(1)).map_or(Decimal::ZERO, |cell| cell.number);
    let in_order = stated.windows(2).all(|pair| matches!(pair, [first, second] if first.1 >= second.1));
    if in_order && stated.iter().all(|(_, count)| *count >= least_greatest) {
        ledger.hold();
        return Ok(());
    }
    let spell = |counts: Vec<(&str, Decimal)>| {
        counts.into_iter().map(|(label, count)| format!("{label} {count}")).collect::<Vec<_>>().join(", ")
    };
    let first = cells.iter().take(stated.len() + 1).map(|cell| (cell.label.as_str(), cell.number)).collect();
    let table = cells.first().map_or_else(String::new, |cell| cell.view.name());
    place.row = Some(spec.says.clone());
    ledger.find(
        Finding::new(Rule::Leaders, place, spell(stated), spell(first))
            .working(format!("Those with the greatest counts in {table} are others, or in another order."))
            .defect(spec.defect.as_ref()),
    );
    Ok(())
}

/// Checks that two compared periods are of one length.
pub fn check_periods(desk: &Desk, spec: &PeriodsSpec, ledger: &mut Ledger) -> Result<(), Gap> {
    if spec.from_months == spec.to_months {
        ledger.hold();
        return Ok(());
    }
    let cell = desk.cell(&spec.value)?;
    let (from, to) = (desk.cell(&spec.from)?.number, desk.cell(&spec.to)?.number);
    let as_printed = Ratio::percent_change(from, to);
    let evened = |number: Decimal, months: u8| (0..months).map(|_| number).sum::<Decimal>();
    let like_for_like = Ratio::percent_change(evened(from, spec.to_months), evened(to, spec.from_months));
    let Some((as_printed, like_for_like)) = as_printed.zip(like_for_like) else {
        return Err(Gap::Absent(format!("{} starts from none", spec.says)));
    };
    ledger.find(
        Finding::new(
            Rule::UnlikePeriods,
            cell.view.place(cell.row, cell.column),
            cell.row.text(cell.column),
            format!("{} at equal months", like_for_like.rounded(0)),
        )
        .working(format!(
            "{}: {from} in {} months to {to} in {} months is {as_printed}% as printed, and {like_for_like}% if every \
             month counts alike.",
            spec.says, spec.from_months, spec.to_months
        ))
        .defect(spec.defect.as_ref()),
    );
    Ok(())
}
