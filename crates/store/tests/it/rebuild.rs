//! Rebuilding: views made again equal the live ones, whatever was recorded.

use manumit_domain::journal::StreamId;
use manumit_store::{CommitError, StoreError, journal::Batch};
use manumit_testkit::{Bench, on_both_engines, on_postgres, on_sqlite};
use proptest::{
    prelude::*,
    test_runner::{Config, TestRunner},
};

use crate::{
    sample::{noted, noted_sealed, one_case, opened, provenance, screened, submission},
    verify::raw,
};

/// One thing that may happen to a journal.
#[derive(Clone, Debug)]
enum Step {
    Submit,
    Open,
    Screen(usize),
    Note(usize, u64),
    Seal(usize),
    Stale(usize),
    Erase(usize),
}

fn step() -> impl Strategy<Value = Step> {
    let which = any::<prop::sample::Index>().prop_map(|index| index.index(1_000));
    prop_oneof![
        3 => Just(Step::Submit),
        2 => Just(Step::Open),
        2 => which.clone().prop_map(Step::Screen),
        3 => (which.clone(), 0..9u64).prop_map(|(which, count)| Step::Note(which, count)),
        2 => which.clone().prop_map(Step::Seal),
        1 => which.clone().prop_map(Step::Stale),
        1 => which.prop_map(Step::Erase),
    ]
}

/// Does one thing; what the store refuses, it must refuse whole.
async fn take(bench: &Bench, cases: &mut Vec<StreamId>, step: &Step) {
    let case = |which: &usize| cases.get(which % cases.len().max(1)).copied();
    let store = &bench.store;
    let append = async |case: Option<StreamId>, event| {
        let Some(case) = case else { return };
        let version = store.version(case).await.unwrap();
        match store.commit(Batch::new(provenance(bench)).append(case, version, vec![event])).await {
            Ok(_) | Err(CommitError::Broken(StoreError::Erased(_))) => {}
            Err(error) => panic!("{error}"),
        }
    };
    match step {
        Step::Submit => {
            let records = submission(&bench.ids);
            cases.push(records[1].0);
            let batch = Batch::new(provenance(bench));
            let batch = records.into_iter().fold(batch, |batch, (stream, event)| batch.append(stream, 0, vec![event]));
            store.commit(batch).await.unwrap();
        }
        Step::Open => {
            let (case, opening) = opened(bench);
            let batch = Batch::new(provenance(bench)).append(case, 0, vec![opening, noted(1)]);
            store.commit(batch).await.unwrap();
            cases.push(case);
        }
        Step::Screen(which) => append(case(which), screened()).await,
        Step::Note(which, count) => append(case(which), noted(*count)).await,
        Step::Seal(which) => append(case(which), noted_sealed(1, "More.")).await,
        Step::Stale(which) => {
            let Some(case) = case(which) else { return };
            let (other, opening) = opened(bench);
            let batch = Batch::new(provenance(bench)).append(other, 0, vec![opening]).append(case, 0, vec![noted(1)]);
            assert!(matches!(store.commit(batch).await, Err(CommitError::Conflict { .. })));
        }
        Step::Erase(which) => {
            let Some(case) = case(which) else { return };
            match store.erase(case, "asked for", provenance(bench)).await {
                Ok(_) | Err(CommitError::Broken(StoreError::Erased(_))) => {}
                Err(error) => panic!("{error}"),
            }
        }
    }
}

async fn replay_equals_live(bench: Bench, steps: Vec<Step>) {
    let mut cases = Vec::new();
    for step in &steps {
        take(&bench, &mut cases, step).await;
    }
    assert_eq!(bench.store.compare_views().await.unwrap(), []);
    assert_eq!(bench.store.verify(None).await.unwrap().findings, []);
}

#[test]
fn random_batches_fold_the_same_again() {
    for (cases, on) in [(12, "sqlite"), (4, "postgres")] {
        let mut runner = TestRunner::new(Config { cases, failure_persistence: None, ..Config::default() });
        runner
            .run(&prop::collection::vec(step(), 1..40), |steps| {
                let body = |bench| replay_equals_live(bench, steps.clone());
                if on == "sqlite" {
                    on_sqlite(body)
                } else {
                    on_postgres(body)
                }
                Ok(())
            })
            .unwrap();
    }
}

#[test]
fn a_view_that_was_changed_is_named_and_made_right() {
    on_both_engines(|bench| async move {
        one_case(&bench, &bench.store).await;
        raw(&bench, "update stream set version = 7; delete from case_stage").await;
        let differences = bench.store.compare_views().await.unwrap();
        let tables: Vec<_> = differences.iter().map(|difference| difference.table).collect();
        assert_eq!(tables, ["case_stage", "stream"]);
        assert_eq!((differences[0].live_rows, differences[0].rebuilt_rows), (0, 1));
        assert_eq!(bench.store.compare_views().await.unwrap(), []);
    });
}

#[test]
fn an_interrupted_rebuild_stops_the_store_until_it_is_run_again() {
    on_both_engines(|bench| async move {
        let case = one_case(&bench, &bench.store).await;
        raw(&bench, "insert into rebuild (since) values ('2026-01-01T00:00:00.000000Z')").await;
        let batch = || Batch::new(provenance(&bench)).append(case, 2, vec![noted(2)]);
        let refused = bench.store.commit(batch()).await;
        assert!(matches!(refused, Err(CommitError::Broken(StoreError::Rebuilding { .. }))), "{refused:?}");
        assert!(bench.store.status().await.unwrap().rebuilding_since.is_some());
        let mut shown = 0;
        bench.store.rebuild(|progress| shown = progress.events).await.unwrap();
        assert_eq!(shown, 2);
        bench.store.commit(batch()).await.unwrap();
    });
}

#[test]
fn commits_during_a_rebuild_are_refused_or_folded_never_lost() {
    on_both_engines(|bench| async move {
        for _ in 0..30 {
            one_case(&bench, &bench.store).await;
        }
        let (store, other) = (bench.store.clone(), bench.open_again().await);
        let rebuilding = tokio::spawn(async move { store.rebuild(|_| ()).await });
        for _ in 0..60 {
            let (case, opening) = opened(&bench);
            match other.commit(Batch::new(provenance(&bench)).append(case, 0, vec![opening])).await {
                Ok(_) | Err(CommitError::Broken(StoreError::Rebuilding { .. })) => {}
                Err(error) => panic!("{error}"),
            }
        }
        rebuilding.await.unwrap().unwrap();
        assert_eq!(bench.store.compare_views().await.unwrap(), []);
    });
}
