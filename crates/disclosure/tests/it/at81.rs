//! AT81: with threshold 5 no suppressed cell of tables 8 and 9 can be solved from the margins; totals stay exact.

use manumit_disclosure::{
    audit::{Effort, audit},
    policy::{Audience, Policy},
    primary::mark,
    protect::protect,
    release::{Release, Status},
};

use crate::tables::{TABLE_8, TABLE_9, wide};

fn five() -> Policy {
    Policy::of(Audience::Public).with_threshold(5).without_groups()
}

/// Withholds the inner cells below 5 and nothing else.
fn naive(release: &mut Release) {
    for cell in &mut release.cells {
        if cell.innermost && cell.count.is_some_and(|count| 0 < count && count < 5) {
            cell.status = Status::Withheld;
        }
    }
}

fn recovered(release: &Release) -> (usize, usize) {
    let audit = audit(release, &[], &[], Effort::default(), &mut |_, _| {}).unwrap();
    (audit.recovered().count(), audit.findings.len())
}

#[test]
fn at81_the_naive_suppression_of_table_8_can_be_solved() {
    let mut release = wide(&[("table 8", "country", TABLE_8)]).unwrap();
    naive(&mut release);
    assert_eq!(recovered(&release), (7, 7));
}

#[test]
fn at81_the_naive_suppression_of_table_9_can_be_solved_in_part() {
    let mut release = wide(&[("table 9", "type and sex", TABLE_9)]).unwrap();
    naive(&mut release);
    assert_eq!(recovered(&release), (22, 96));
    mark(&mut release, &five());
    // With small totals withheld too, a programme in fractions finds two; that counts are whole gives the others.
    let audit = audit(&release, &[], &[], Effort::default(), &mut |_, _| {}).unwrap();
    let names: Vec<&str> = audit.recovered().map(|finding| finding.cell.as_str()).collect();
    let cell = |nationality: &str, column: &str| format!("nationality {nationality}, type and sex {column}");
    assert_eq!(
        names,
        [
            cell("Albania", "not_recorded_female"),
            cell("Slovakia", "labour_female"),
            cell("Afghanistan", "organ_harvesting_female"),
            "type and sex organ_harvesting_female".to_owned(),
        ]
    );
}

#[test]
fn at81_ours_cannot_be_solved() {
    for (tables, policy) in [
        (vec![("table 8", "country", TABLE_8)], five()),
        (vec![("table 9", "type and sex", TABLE_9)], five()),
        (vec![("table 8", "country", TABLE_8), ("table 9", "type and sex", TABLE_9)], five()),
        (vec![("table 8", "country", TABLE_8)], Policy::of(Audience::Public).with_threshold(5)),
        (vec![("table 8", "country", TABLE_8), ("table 9", "type and sex", TABLE_9)], Policy::of(Audience::Public)),
    ] {
        let mut release = wide(&tables).unwrap();
        let before: Vec<Option<u64>> = release.cells.iter().map(|cell| cell.count).collect();
        let outcome = protect(&mut release, &[], &policy, &mut |_, _| {}).unwrap();
        let audit = audit(&release, &[], &outcome.needs, Effort::default(), &mut |_, _| {}).unwrap();
        assert_eq!(audit.recovered().count(), 0);
        assert!(audit.is_safe(), "{:?} {:?}", audit.narrow().collect::<Vec<_>>(), audit.groups);
        assert!(outcome.unprotected.is_empty());
        assert!(
            before.iter().zip(&release.cells).all(|(before, cell)| *before == cell.count),
            "counts are withheld, never changed"
        );
    }
}
