//! Many small releases: what the audit says is what trying every table says, and nothing protected is recovered.

use manumit_disclosure::{
    audit::{Effort, Proof, audit},
    policy::{Audience, Policy},
    protect::protect,
    release::{Release, Status},
    rounding::round,
};
use proptest::prelude::*;

use crate::tables::tidy;

/// A table of rows by columns with its totals, as text.
fn text(rows: usize, counts: &[u64]) -> String {
    let columns = counts.len() / rows;
    let mut text = "row,column,count\n".to_owned();
    for row in 0..=rows {
        for column in 0..=columns {
            let within = |place: usize| {
                (row == rows || place / columns == row) && (column == columns || place % columns == column)
            };
            let sum: u64 = counts.iter().enumerate().filter(|(place, _)| within(*place)).map(|(_, count)| count).sum();
            let name = |place: usize, all: usize| if place == all { "Total".to_owned() } else { format!("c{place}") };
            text += &format!("{},{},{sum}\n", name(row, rows), name(column, columns));
        }
    }
    text
}

/// The least and greatest count of each withheld cell over every table of whole numbers that fits what is published.
fn brute_force(release: &Release, rows: usize) -> Vec<(usize, u64, u64)> {
    let inner: Vec<usize> =
        release.cells.iter().enumerate().filter(|(_, cell)| cell.key.len() == 2).map(|(id, _)| id).collect();
    let most = release.cells.iter().filter_map(|cell| cell.count).max().unwrap_or(0);
    let mut range: std::collections::BTreeMap<usize, (u64, u64)> = std::collections::BTreeMap::new();
    let mut values = vec![0_u64; release.cells.len()];
    fn go(
        place: usize,
        inner: &[usize],
        release: &Release,
        most: u64,
        values: &mut Vec<u64>,
        range: &mut std::collections::BTreeMap<usize, (u64, u64)>,
    ) {
        let Some(id) = inner.get(place).copied() else {
            for sum in &release.sums {
                values[sum.whole] = sum.parts.iter().map(|part| values[*part]).sum();
            }
            let fits = release
                .cells
                .iter()
                .zip(values.iter())
                .all(|(cell, value)| cell.status == Status::Withheld || cell.count == Some(*value));
            if fits {
                for id in release.withheld() {
                    let entry = range.entry(id).or_insert((values[id], values[id]));
                    *entry = (entry.0.min(values[id]), entry.1.max(values[id]));
                }
            }
            return;
        };
        let cell = &release.cells[id];
        let choices =
            if cell.status == Status::Withheld { 0..=most } else { cell.count.unwrap()..=cell.count.unwrap() };
        for value in choices {
            values[id] = value;
            go(place + 1, inner, release, most, values, range);
        }
    }
    let _ = rows;
    go(0, &inner, release, most, &mut values, &mut range);
    range.into_iter().map(|(id, (low, high))| (id, low, high)).collect()
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 60, ..ProptestConfig::default() })]

    #[test]
    fn the_audit_of_small_tables_is_what_trying_every_table_says(
        counts in prop::collection::vec(0_u64..5, 6),
        hidden in prop::collection::vec(any::<bool>(), 6),
    ) {
        let mut release = tidy(&[&text(2, &counts)]).unwrap();
        let inner: Vec<usize> = release.cells.iter().enumerate().filter(|(_, cell)| cell.key.len() == 2).map(|(id, _)| id).collect();
        for (id, hidden) in inner.iter().zip(&hidden) {
            if *hidden && release.cells[*id].count != Some(0) {
                release.cells[*id].status = Status::Withheld;
            }
        }
        let audit = audit(&release, &[], &[], Effort::default(), &mut |_, _| {}).unwrap();
        let expected = brute_force(&release, 2);
        prop_assert_eq!(audit.findings.len(), expected.len());
        for (finding, (id, low, high)) in audit.findings.iter().zip(expected) {
            prop_assert_eq!((finding.id, finding.low, finding.high), (id, low, Some(high)), "{}", finding.cell);
        }
    }

    #[test]
    fn nothing_protected_is_recovered(
        counts in prop::collection::vec(0_u64..14, 24),
        threshold in 2_u64..7,
        groups in any::<bool>(),
    ) {
        let mut release = tidy(&[&text(4, &counts)]).unwrap();
        let mut policy = Policy::of(Audience::Public).with_threshold(threshold);
        if !groups {
            policy = policy.without_groups();
        }
        let outcome = protect(&mut release, &[], &policy, &mut |_, _| {}).unwrap();
        let audit = audit(&release, &[], &outcome.needs, Effort::default(), &mut |_, _| {}).unwrap();
        let pinned = &outcome.unprotected;
        for finding in audit.findings.iter().filter(|finding| !pinned.contains(&finding.id)) {
            prop_assert!(!finding.is_recovered(), "{} {counts:?}", finding.cell);
            prop_assert!(!finding.is_narrow(), "{} {} {:?} {counts:?}", finding.cell, finding.low, finding.high);
            prop_assert!(finding.proof != Proof::AtLeast);
        }
        prop_assert!(pinned.is_empty(), "{pinned:?} {counts:?}");
        for cell in release.cells.iter().filter(|cell| cell.printed && cell.status == Status::Published) {
            let count = cell.count.unwrap();
            prop_assert!(count == 0 || count >= threshold);
        }
    }

    #[test]
    fn rounded_tables_add_and_move_less_than_the_base(counts in prop::collection::vec(0_u64..40, 30), base in 2_u64..7) {
        let release = tidy(&[&text(5, &counts)]).unwrap();
        let rounded = round(&release, base).unwrap();
        for sum in &release.sums {
            let total: u64 = sum.parts.iter().map(|part| rounded.counts[*part]).sum();
            prop_assert_eq!(total, rounded.counts[sum.whole]);
        }
        for (cell, count) in release.cells.iter().zip(&rounded.counts) {
            prop_assert_eq!(count % base, 0);
            prop_assert!(cell.count != Some(0) || *count == 0);
            if cell.key.len() == 2 {
                prop_assert!(cell.count.unwrap().abs_diff(*count) < base);
            }
        }
        prop_assert!(rounded.furthest < 2 * base, "{rounded:?}");
    }

    #[test]
    fn no_text_breaks_the_readers(text in "[a-c,0-9\\-\"\n\\[\\] ]{0,120}", across in any::<bool>()) {
        let form = manumit_disclosure::read::TableForm {
            across: across.then(|| "across".to_owned()),
            count: "a".to_owned(),
            ..Default::default()
        };
        let mut dimensions = Vec::new();
        if let Ok(table) = manumit_disclosure::read::table(&text, &form, &mut dimensions) {
            let _ = Release::new(dimensions, vec![table]);
        }
        let _ = manumit_disclosure::synthesis::records::Records::read(&text, "records", &[]);
        let _ = manumit_disclosure::ledger::Ledger::read(&text, &[]);
        let _ = manumit_disclosure::specification::Specification::read(&text, "release.toml");
    }
}
