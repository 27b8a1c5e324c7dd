//! Percentage changes: between two printed columns, or from a base that is not printed.

use super::{
    desk::{Desk, Gap, View, comparable},
    finding::Finding,
    number::{Decimal, Ratio},
    report::Ledger,
    rule::Rule,
    spec::{ChangeSpec, WholeBaseSpec},
    table::{Cell, Row},
};

/// Checks a column of percentage changes against the counts beside it.
pub fn check(desk: &Desk, spec: &ChangeSpec, ledger: &mut Ledger) -> Result<(), Gap> {
    let view = desk.view(&spec.table)?;
    let (column, from, to) = (view.column(&spec.column)?, view.column(&spec.from)?, view.column(&spec.to)?);
    for row in &view.table.rows {
        let Some((from, to)) = view.number(row, from)?.zip(view.number(row, to)?) else {
            ledger.skip(format!("change in {}", view.spell(row, column)), "a count of it is withheld");
            continue;
        };
        let change = Change { view, row, column, from, to };
        match change.judge()? {
            None => {}
            Some(Verdict::Holds) => ledger.hold(),
            Some(Verdict::Fails(finding)) => {
                let label = view.label(row);
                let defect =
                    spec.defects.iter().find(|(known, _)| comparable(known) == comparable(&label)).map(|(_, d)| d);
                let fits = if finding.rule == Rule::Change { change.fits(desk, spec) } else { None };
                ledger.find((*finding).fits(fits).defect(defect));
            }
        }
    }
    Ok(())
}

enum Verdict {
    Holds,
    Fails(Box<Finding>),
}

struct Change<'a> {
    view: &'a View<'a>,
    row: &'a Row,
    column: usize,
    from: Decimal,
    to: Decimal,
}

impl Change<'_> {
    /// Compares what is printed with what follows; `None` where nothing is printed.
    fn judge(&self) -> Result<Option<Verdict>, Gap> {
        let cell = Cell::read(self.row.text(self.column));
        if matches!(cell, Cell::Dash | Cell::NotApplicable | Cell::Withheld) {
            return Ok(None);
        }
        let Some(change) = Ratio::percent_change(self.from, self.to) else {
            return Ok(Some(self.judge_from_zero(cell)));
        };
        let follows = match cell {
            Cell::Number(printed) => change.rounded(printed.places()),
            _ => change.rounded(0),
        };
        Ok(Some(match cell {
            Cell::Number(printed) if printed == follows => Verdict::Holds,
            Cell::Unchanged if self.from == self.to => Verdict::Holds,
            Cell::Number(printed) => Verdict::Fails(Box::new(self.explain(printed, change))),
            Cell::Unchanged | Cell::FromZero => {
                Verdict::Fails(Box::new(self.finding(Rule::Change, follows.to_string(), change)))
            }
            _ => {
                self.view.number(self.row, self.column)?;
                Verdict::Holds
            }
        }))
    }

    fn judge_from_zero(&self, cell: Cell) -> Verdict {
        let (right, marker) = if self.to.is_zero() {
            (matches!(cell, Cell::Unchanged) || cell == Cell::Number(Decimal::ZERO), "no change")
        } else {
            (cell == Cell::FromZero, "new")
        };
        if right {
            return Verdict::Holds;
        }
        let place = self.view.place(self.row, self.column);
        let working = format!("The count went from {} to {}.", self.from, self.to);
        let printed = self.row.text(self.column);
        Verdict::Fails(Box::new(Finding::new(Rule::ChangeFromZero, place, printed, marker).working(working)))
    }

    fn explain(&self, printed: Decimal, change: Ratio) -> Finding {
        let follows = change.rounded(printed.places());
        let cut = change.truncated(printed.places());
        let (rule, remark) = if printed == cut {
            (Rule::Truncated, " The printed figure is truncated, not rounded.")
        } else if printed == follows.negated() {
            (Rule::ChangeSign, " The sign is lost.")
        } else if printed == cut.negated() {
            (Rule::ChangeSign, " The sign is lost, and the figure is truncated, not rounded.")
        } else {
            (Rule::Change, "")
        };
        let mut finding = self.finding(rule, follows.to_string(), change);
        finding.working.push_str(remark);
        finding
    }

    fn finding(&self, rule: Rule, follows: String, change: Ratio) -> Finding {
        let place = self.view.place(self.row, self.column);
        let working = format!("From {} to {} is {change}%.", self.from, self.to);
        Finding::new(rule, place, self.row.text(self.column), follows).working(working)
    }

    /// Says which other counts would give the printed figure: those of a sibling table, or a count one off.
    fn fits(&self, desk: &Desk, spec: &ChangeSpec) -> Option<String> {
        let Cell::Number(printed) = Cell::read(self.row.text(self.column)) else { return None };
        let gives =
            |from, to| Ratio::percent_change(from, to).filter(|change| change.rounded(printed.places()) == printed);
        for sibling in &spec.siblings {
            let counts = sibling_counts(desk, sibling, spec, &self.view.label(self.row));
            let Some((name, from, to)) = counts else { continue };
            if let Some(change) = gives(from, to) {
                return Some(format!("It fits {name}, where {from} to {to} is {change}%."));
            }
        }
        let one = Decimal::whole(1);
        let near = [
            (self.from.minus(one), self.to),
            (self.from.plus(one), self.to),
            (self.from, self.to.minus(one)),
            (self.from, self.to.plus(one)),
        ];
        let rounds = near.into_iter().find_map(|(from, to)| Some((from, to, gives(from, to)?)));
        if let Some((from, to, change)) = rounds {
            return Some(format!("It would fit {from} to {to}, which is {change}%."));
        }
        let cuts =
            |from, to| Ratio::percent_change(from, to).filter(|change| change.truncated(printed.places()) == printed);
        let (from, to, change) = near.into_iter().find_map(|(from, to)| Some((from, to, cuts(from, to)?)))?;
        Some(format!("It would fit {from} to {to}, which is {change}%, truncated."))
    }
}

fn sibling_counts(desk: &Desk, id: &str, spec: &ChangeSpec, label: &str) -> Option<(String, Decimal, Decimal)> {
    let view = desk.view(id).ok()?;
    let row = view.row(label).ok()?;
    let count = |column: &str| view.number(row, view.column(column).ok()?).ok().flatten();
    Some((view.name(), count(&spec.from)?, count(&spec.to)?))
}

/// Checks percentage changes whose base is not printed: some whole number must give them.
pub fn check_whole_base(desk: &Desk, spec: &WholeBaseSpec, ledger: &mut Ledger) -> Result<(), Gap> {
    let view = desk.view(&spec.table)?;
    let (column, count) = (view.column(&spec.column)?, view.column(&spec.count)?);
    for row in &view.table.rows {
        let Cell::Number(printed) = Cell::read(row.text(column)) else { continue };
        let Some(count) = view.number(row, count)? else { continue };
        let Some(bases) = possible_bases(printed, count) else { continue };
        let changes: Vec<(Decimal, Ratio)> =
            bases.filter_map(|base| Some((base, Ratio::percent_change(base, count)?))).collect();
        if changes.iter().any(|(_, change)| change.rounded(printed.places()) == printed) {
            ledger.hold();
            continue;
        }
        let place = view.place(row, column);
        let cut = changes.iter().find(|(_, change)| change.truncated(printed.places()) == printed);
        ledger.find(match cut {
            Some((base, change)) => {
                Finding::new(Rule::Truncated, place, row.text(column), change.rounded(printed.places()).to_string())
                    .working(format!(
                        "From {base} to {count} is {change}%, and no other whole number comes near. The printed figure \
                         is truncated, not rounded."
                    ))
            }
            None => Finding::new(Rule::WholeBase, place, row.text(column), "no whole number")
                .working(format!("No whole number of which {count} is a change of {printed}% exists.")),
        });
    }
    Ok(())
}

/// The whole numbers around `count / (1 + printed / 100)`; `None` where any number would do or they are too many.
fn possible_bases(printed: Decimal, count: Decimal) -> Option<impl Iterator<Item = Decimal>> {
    let hundred = Decimal::whole(100);
    let two = Decimal::whole(2);
    let least = Ratio::percent(count, hundred.plus(printed).plus(two))?.truncated(0);
    let most_under = hundred.plus(printed).minus(two);
    if count <= Decimal::ZERO || most_under <= Decimal::ZERO {
        return None;
    }
    let most = Ratio::percent(count, most_under)?.rounded(0).plus(Decimal::whole(1));
    if most.minus(least) > Decimal::whole(100_000) {
        return None;
    }
    let mut next = least.max(Decimal::whole(1));
    Some(std::iter::from_fn(move || {
        let base = next;
        next = base.plus(Decimal::whole(1));
        (base <= most).then_some(base)
    }))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_whole_number_behind_a_printed_change_is_among_the_possible_bases() {
        let bases = |printed, count| -> Vec<String> {
            possible_bases(Decimal::whole(printed), Decimal::whole(count)).unwrap().map(|b| b.to_string()).collect()
        };
        assert!(bases(66, 10).contains(&"6".to_owned()));
        assert!(bases(700, 8).contains(&"1".to_owned()));
        assert!(bases(-59, 39).contains(&"95".to_owned()));
        assert!(possible_bases(Decimal::whole(-100), Decimal::ZERO).is_none());
    }
}
