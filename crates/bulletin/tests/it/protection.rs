//! Disclosure control over a whole edition: what is withheld with what, and what an attacker has of the public copy.

use manumit_bulletin::{
    audit::CellName,
    compute::Release,
    definition::Definitions,
    protection::{Beside, Protected, Protection, recoveries},
    table::{Cell, ColumnKind},
};
use manumit_disclosure::policy::{Audience, Policy};

use crate::{
    population,
    quarterly::{audit_of_later, editions, released},
};

/// What an attacker has of a public copy.
fn recovered(definitions: &Definitions, public: &Release, earlier: Option<&Release>) -> Vec<(String, CellName)> {
    let beside = |release| Beside { definitions, release };
    let others: Vec<Beside<'_>> = earlier.into_iter().map(beside).collect();
    recoveries(beside(public), &others).unwrap()
}

fn protected(threshold: u64, differences: bool) -> Protected {
    let editions = editions();
    let mut policy = Policy::of(Audience::Public).with_threshold(threshold);
    policy.differences = differences;
    let (definitions, release, earlier) = (&editions.definitions, &editions.later, Some(&editions.earlier));
    Protection { definitions, release, earlier, beside: &[], stood: &[], policy }.protect(&mut |_, _, _| {}).unwrap()
}

#[test]
fn whatever_the_threshold_nothing_withheld_can_be_computed_from_the_public_copy() {
    let editions = editions();
    for threshold in [10, 25] {
        let protected = protected(threshold, false);
        assert!(protected.attack.recovered().next().is_none(), "{threshold}");
        let public = editions.later.protected(&protected.audit, &editions.definitions).unwrap();
        let found = recovered(&editions.definitions, &public, Some(&editions.earlier));
        assert!(found.is_empty(), "{threshold}: {found:?}");
        assert!(protected.small_revisions > 0 && protected.counts.1 < protected.counts.0);
    }
}

#[test]
fn the_public_copy_of_a_careless_audit_is_computed_back() {
    let editions = editions();
    let mut careless = audit_of_later();
    let small = |table: &str, row: &str, column: &str| {
        let cell = editions.later.find(table).and_then(|table| table.find(row, column)).and_then(Cell::count);
        cell.is_some_and(|count| (1..10).contains(&count))
    };
    let mut kept = 0;
    for table in &mut careless.tables {
        table.withheld.retain(|cell| small(&table.table, &cell.row, &cell.column));
        kept += table.withheld.len();
    }
    let public = editions.later.protected(&careless, &editions.definitions).unwrap();
    let found = recovered(&editions.definitions, &public, Some(&editions.earlier));
    assert!(kept > 0 && !found.is_empty(), "{kept} small counts, withheld alone");
}

#[test]
fn no_figure_stays_beside_a_withheld_count_it_is_made_from() {
    let released = released();
    for table in &released.release.tables {
        for (number, row) in table.rows.iter().enumerate() {
            let place = |name: &str| table.columns.iter().position(|column| column.name == name);
            let withheld = |row: usize, name: &str| {
                place(name).and_then(|place| table.rows.get(row)?.get(place)) == Some(&Cell::Withheld)
            };
            for (cell, column) in row.iter().zip(&table.columns) {
                let printed = matches!(cell, Cell::Percent(_) | Cell::New);
                if column.kind != ColumnKind::Percent || !printed {
                    continue;
                }
                let total = table.columns.iter().rfind(|column| column.kind == ColumnKind::Count).unwrap();
                if let Some(back) = [("percent_change_on_quarter", 1), ("percent_change_on_year", 4)]
                    .iter()
                    .find_map(|(name, back)| (column.name == *name).then_some(*back))
                    && !table.has_total
                {
                    assert!(!withheld(number, &total.name), "{}, {}", table.id, table.key(row));
                    assert!(number < back || !withheld(number - back, &total.name), "{}, {}", table.id, table.key(row));
                }
            }
        }
    }
}

#[test]
fn what_moved_by_few_people_is_withheld_if_asked() {
    let (plain, careful) = (protected(10, false), protected(10, true));
    assert!(careful.counts.1 < plain.counts.1, "{:?} {:?}", plain.counts, careful.counts);
    assert!(careful.attack.recovered().next().is_none());
}

#[test]
fn the_report_of_2012_can_leave_once_it_is_protected() {
    let definitions = Definitions::idmg_2012().unwrap();
    let release = population::release();
    let policy = Policy::of(Audience::Public).with_threshold(definitions.bulletin.small_cell_threshold);
    let protection = Protection { definitions: &definitions, release, earlier: None, beside: &[], stood: &[], policy };
    let protected = protection.protect(&mut |_, _, _| {}).unwrap();
    assert!(protected.is_safe(), "{:?}", protected.attack.narrow().collect::<Vec<_>>());
    let public = release.protected(&protected.audit, &definitions).unwrap();
    let found = recovered(&definitions, &public, None);
    assert!(found.is_empty(), "{found:?}");
    insta::assert_snapshot!(told(&public, &["table06", "table07", "table08", "table24", "table25", "decisions"]));
}

/// Some tables, for people.
fn told(release: &Release, tables: &[&str]) -> String {
    let mut text = String::new();
    for table in tables.iter().filter_map(|id| release.find(id)) {
        text += &format!("{}: {}\n", table.caption.number, table.caption.title);
        for row in &table.rows {
            text += &(row.iter().map(ToString::to_string).collect::<Vec<_>>().join(" | ") + "\n");
        }
        for note in &table.caption.notes {
            text += &format!("note: {note}\n");
        }
    }
    text
}
