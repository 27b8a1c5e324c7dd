//! Ranks and orders follow from counts, by one tie rule: equal counts share a rank.

use std::collections::BTreeMap;

use super::{
    desk::{Desk, Gap, View, comparable},
    finding::Finding,
    number::Decimal,
    report::Ledger,
    rule::Rule,
    spec::{OrderSpec, RankSpec},
    table::{Cell, Row},
};

#[derive(Clone)]
struct Ranked<'a> {
    row: &'a Row,
    label: String,
    rank: Decimal,
    count: Decimal,
}

/// Checks a column of ranks against a column of counts.
pub fn check(desk: &Desk, spec: &RankSpec, ledger: &mut Ledger) -> Result<(), Gap> {
    let view = desk.view(&spec.table)?;
    let (rank_column, count_column) = (view.column(&spec.rank)?, view.column(&spec.count)?);
    let within = spec.within.as_deref().map(|name| view.column(name)).transpose()?;
    let mut groups: BTreeMap<&str, Vec<Ranked>> = BTreeMap::new();
    for row in view.body() {
        let Cell::Number(rank) = Cell::read(row.text(rank_column)) else { continue };
        let Some(count) = view.number(row, count_column)? else { continue };
        let group = within.map_or("", |column| row.text(column));
        groups.entry(group).or_default().push(Ranked { row, label: view.label(row), rank, count });
    }
    for ranked in groups.values() {
        for one in ranked {
            check_one(view, rank_column, one, Others { ranked, complete: spec.complete }, ledger);
        }
        check_ties(view, rank_column, ranked, spec, ledger);
    }
    Ok(())
}

struct Others<'a> {
    ranked: &'a [Ranked<'a>],
    complete: bool,
}

fn check_one(view: &View, column: usize, one: &Ranked, others: Others, ledger: &mut Ledger) {
    let place = || view.place(one.row, column);
    let overtaken = others.ranked.iter().filter(|other| other.count < one.count && other.rank < one.rank);
    let shared = others.ranked.iter().filter(|other| other.count > one.count && other.rank == one.rank);
    let wrong = overtaken.min_by_key(|other| other.rank).map(|other| (other, "before"));
    if let Some((other, side)) = wrong.or_else(|| shared.min_by_key(|other| other.count).map(|other| (other, "after")))
    {
        let computed = format!("{side} {}", other.rank);
        ledger.find(Finding::new(Rule::RankContradicted, place(), one.rank.to_string(), computed).working(format!(
            "{} with {} is ranked {}, and {} with {} is ranked {}.",
            one.label, one.count, one.rank, other.label, other.count, other.rank
        )));
        return;
    }
    let greater = others.ranked.iter().filter(|other| other.count > one.count).count();
    let equal = others.ranked.iter().filter(|other| other.count == one.count).count();
    let (first, last) = (count_of(greater + 1), count_of(greater + equal));
    if one.rank < first || (others.complete && one.rank > last) {
        let finding = Finding::new(Rule::RankContradicted, place(), one.rank.to_string(), first.to_string());
        ledger.find(finding.working(format!("{greater} of the ranked counts are greater than {}.", one.count)));
        return;
    }
    ledger.hold();
}

fn count_of(rows: usize) -> Decimal {
    Decimal::whole(i64::try_from(rows).unwrap_or(i64::MAX))
}

fn check_ties(view: &View, column: usize, ranked: &[Ranked], spec: &RankSpec, ledger: &mut Ledger) {
    let mut by_count: BTreeMap<Decimal, Vec<&Ranked>> = BTreeMap::new();
    for one in ranked {
        by_count.entry(one.count).or_default().push(one);
    }
    for (count, mut tied) in by_count {
        tied.sort_by_key(|one| one.rank);
        let Some(first) = tied.first().filter(|_| tied.len() > 1) else { continue };
        if tied.iter().all(|one| one.rank == first.rank) {
            ledger.hold();
            continue;
        }
        let spell = |of: fn(&Ranked) -> String| tied.iter().map(|one| of(one)).collect::<Vec<_>>().join(", ");
        let mut place = view.place(first.row, column);
        place.row = Some(spell(|one| one.label.clone()));
        ledger.find(
            Finding::new(Rule::TieBroken, place, spell(|one| one.rank.to_string()), format!("{} for each", first.rank))
                .working(format!("Each of them has {count}."))
                .defect(spec.ties.as_ref()),
        );
    }
}

/// Checks that rows stand in the order of their counts, and ties as in the table beside.
pub fn check_order(desk: &Desk, spec: &OrderSpec, ledger: &mut Ledger) -> Result<(), Gap> {
    let view = desk.view(&spec.table)?;
    let column = view.column(&spec.count)?;
    let mut earlier: Option<(&Row, Decimal)> = None;
    for row in view.body() {
        let Some(count) = view.number(row, column)? else { continue };
        if let Some((before, smaller)) = earlier {
            if smaller < count {
                ledger.find(
                    Finding::new(Rule::OrderContradicted, view.place(row, column), row.text(column), "an earlier row")
                        .working(format!("{} with {smaller} stands before {}.", view.label(before), view.label(row))),
                );
            } else {
                ledger.hold();
            }
        }
        earlier = Some((row, count));
    }
    let Some(beside) = &spec.beside else { return Ok(()) };
    let beside = desk.view(beside)?;
    let positions: BTreeMap<String, usize> =
        beside.body().enumerate().map(|(index, row)| (comparable(&beside.label(row)), index)).collect();
    let rows: Vec<&Row> = view.body().collect();
    for pair in rows.windows(2) {
        let [first, second] = pair else { continue };
        let count = view.number(first, column)?;
        if count.is_none() || count != view.number(second, column)? {
            continue;
        }
        let position = |row: &Row| positions.get(&comparable(&view.label(row)));
        let Some((here, there)) = position(first).zip(position(second)) else { continue };
        if here < there {
            ledger.hold();
            continue;
        }
        let mut place = view.place(first, column);
        place.row = Some(format!("{}, {}", view.label(first), view.label(second)));
        let printed = format!("{} before {}", view.label(first), view.label(second));
        ledger.find(
            Finding::new(Rule::TieOrder, place, printed, "one order of equal counts")
                .working(format!(
                    "Each has {}, and {} prints them the other way round.",
                    first.text(column),
                    beside.name()
                ))
                .defect(spec.ties.as_ref()),
        );
    }
    Ok(())
}
