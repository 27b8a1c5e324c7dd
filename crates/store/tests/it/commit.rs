//! Committing, loading, conflicts and repeated requests.

use manumit_domain::{
    case::{Event as CaseEvent, Sealed},
    journal::Compartment,
    referral::Event as ReferralEvent,
};
use manumit_store::{CommitError, StoreError, Unsealed, journal::Batch};
use manumit_testkit::on_both_engines;

use crate::sample::{ACCOUNT, note, noted, noted_sealed, one_case, opened, provenance, request, sent};

#[test]
fn what_is_committed_is_loaded() {
    on_both_engines(|bench| async move {
        let ((referral, submitted), (case, opening)) = (sent(&bench), opened(&bench));
        let batch = Batch::new(request(&bench, "org/1", "a")).append(referral, 0, vec![submitted]).append(
            case,
            0,
            vec![opening, noted(3)],
        );
        let committed = bench.store.commit(batch).await.unwrap();
        assert_eq!(committed.version(case), Some(2));
        assert_eq!(committed.version(referral), Some(1));

        let loaded = bench.store.load(case).await.unwrap();
        assert_eq!(loaded, committed.events[1..]);
        assert_eq!(loaded[1].decode::<CaseEvent>().unwrap(), note(3));
        assert_eq!(loaded[1].previous_hash, loaded[0].hash);
        assert_eq!(loaded[0].compartment, Compartment::Decision);
        assert_eq!(loaded[0].cause.as_deref(), Some("import/7"));
        let particulars = bench.store.unseal::<ReferralEvent>(&committed.events[0]).await.unwrap();
        assert_eq!(particulars.content().unwrap().account.0, ACCOUNT);
        assert_eq!(bench.store.unseal::<CaseEvent>(&loaded[1]).await.unwrap(), Unsealed::Absent);

        let more = Batch::new(provenance(&bench)).append(case, 2, vec![noted_sealed(4, "More.")]);
        bench.store.commit(more).await.unwrap();
        let loaded = bench.open_again().await.load(case).await.unwrap();
        assert_eq!(loaded.len(), 3);
        let each = bench.store.load_each(&[case, opened(&bench).0, referral]).await.unwrap();
        assert_eq!(each, [loaded.clone(), Vec::new(), vec![committed.events[0].clone()]]);
        let words = bench.store.unseal::<CaseEvent>(&loaded[2]).await.unwrap();
        assert_eq!(words, Unsealed::Content(Sealed::words("More.")));
    });
}

#[test]
fn nothing_that_is_sealed_is_stored_in_clear() {
    on_both_engines(|bench| async move {
        let (stream, event) = sent(&bench);
        bench.store.commit(Batch::new(provenance(&bench)).append(stream, 0, vec![event])).await.unwrap();
        let loaded = bench.store.load(stream).await.unwrap();
        let sealed = loaded[0].sealed.as_ref().unwrap();
        assert!(!sealed.windows(9).any(|window| window == b"synthetic"));
        assert!(!loaded[0].body.contains("synthetic"));
        assert!(!loaded[0].body.contains("Example Person"));
    });
}

#[test]
fn a_stream_that_moved_on_is_a_conflict_and_nothing_of_the_batch_happens() {
    on_both_engines(|bench| async move {
        let stream = one_case(&bench, &bench.store).await;
        for stale in [0, 1, 5] {
            let (other, opening) = opened(&bench);
            let batch =
                Batch::new(provenance(&bench)).append(other, 0, vec![opening]).append(stream, stale, vec![noted(9)]);
            match bench.store.commit(batch).await {
                Err(CommitError::Conflict { stream: moved }) => assert_eq!(moved, stream),
                outcome => panic!("expected a conflict, not {outcome:?}"),
            }
            assert!(bench.store.load(other).await.unwrap().is_empty());
        }
        assert_eq!(bench.store.version(stream).await.unwrap(), 2);
    });
}

#[test]
fn a_repeated_request_gets_the_first_outcome() {
    on_both_engines(|bench| async move {
        let (stream, opening) = opened(&bench);
        let batch = |fingerprint: &str| {
            Batch::new(request(&bench, "org/1", fingerprint)).append(stream, 0, vec![opening.clone()]).result("NRM-1")
        };
        bench.store.commit(batch("a")).await.unwrap();
        match bench.store.commit(batch("a")).await {
            Err(CommitError::AlreadyDone { receipt }) => {
                assert_eq!(receipt.streams, [(stream, 1)]);
                assert_eq!((receipt.key.as_str(), receipt.result.as_str()), ("org/1", "NRM-1"));
            }
            outcome => panic!("expected the first outcome, not {outcome:?}"),
        }
        assert!(matches!(bench.store.commit(batch("b")).await, Err(CommitError::KeyReused)));
        assert_eq!(bench.store.version(stream).await.unwrap(), 1);
    });
}

#[test]
fn a_key_of_a_batch_that_failed_is_free_again() {
    on_both_engines(|bench| async move {
        let stream = one_case(&bench, &bench.store).await;
        let failed = Batch::new(request(&bench, "org/2", "a")).append(stream, 1, vec![noted(1)]);
        assert!(matches!(bench.store.commit(failed).await, Err(CommitError::Conflict { .. })));
        let again = Batch::new(request(&bench, "org/2", "a")).append(stream, 2, vec![noted(1)]);
        bench.store.commit(again).await.unwrap();
    });
}

#[test]
fn of_concurrent_conflicting_commits_exactly_one_wins() {
    on_both_engines(|bench| async move {
        let stream = one_case(&bench, &bench.store).await;
        for round in 0..5 {
            let version = bench.store.version(stream).await.unwrap();
            let mut racing = tokio::task::JoinSet::new();
            for racer in 0..16 {
                let (other, opening) = opened(&bench);
                let batch = Batch::new(provenance(&bench)).append(other, 0, vec![opening]).append(
                    stream,
                    version,
                    vec![noted(racer)],
                );
                let store = bench.store.clone();
                racing.spawn(async move { (other, store.commit(batch).await) });
            }
            let mut won = 0;
            while let Some(raced) = racing.join_next().await {
                let (other, outcome) = raced.unwrap();
                let recorded = bench.store.version(other).await.unwrap();
                match outcome {
                    Ok(_) => {
                        won += 1;
                        assert_eq!(recorded, 1);
                    }
                    Err(CommitError::Conflict { .. }) => assert_eq!(recorded, 0),
                    Err(error) => panic!("{error}"),
                }
            }
            assert_eq!(won, 1, "round {round}");
            assert_eq!(bench.store.version(stream).await.unwrap(), version + 1);
        }
    });
}

#[test]
fn of_concurrent_repeats_exactly_one_is_recorded() {
    on_both_engines(|bench| async move {
        let mut racing = tokio::task::JoinSet::new();
        let (stream, opening) = opened(&bench);
        for _ in 0..16 {
            let batch = Batch::new(request(&bench, "org/3", "a")).append(stream, 0, vec![opening.clone()]);
            let store = bench.store.clone();
            racing.spawn(async move { store.commit(batch).await });
        }
        let mut won = 0;
        while let Some(raced) = racing.join_next().await {
            match raced.unwrap() {
                Ok(_) => won += 1,
                Err(CommitError::AlreadyDone { receipt }) => assert_eq!(receipt.streams, [(stream, 1)]),
                Err(error) => panic!("{error}"),
            }
        }
        assert_eq!(won, 1);
    });
}

#[test]
fn a_batch_that_breaks_a_rule_says_which() {
    on_both_engines(|bench| async move {
        let (stream, opening) = opened(&bench);
        let refused = async |batch: Batch| match bench.store.commit(batch).await {
            Err(CommitError::Broken(StoreError::Batch(problem))) => problem,
            outcome => panic!("expected a refusal, not {outcome:?}"),
        };
        let empty = || Batch::new(provenance(&bench));
        assert!(refused(empty()).await.contains("no events"));
        assert!(refused(empty().append(stream, 0, vec![])).await.contains("nothing to append"));
        let twice = empty().append(stream, 0, vec![opening.clone()]).append(stream, 1, vec![noted(1)]);
        assert!(refused(twice).await.contains("twice"));
        let foreign = refused(empty().append(stream, 0, vec![sent(&bench).1])).await;
        assert!(foreign.contains(&format!("no event of {stream}")), "{foreign}");
        let token = bench.store.token(Compartment::Referral, "name", "Nobody");
        let crossing = empty().append(stream, 0, vec![opening.clone()]).token(stream, token);
        assert!(refused(crossing).await.contains("search token"));
    });
}

#[test]
fn names_are_found_inside_one_compartment_alone() {
    on_both_engines(|bench| async move {
        let ((referral, submitted), (case, opening)) = (sent(&bench), opened(&bench));
        let name = |compartment, text: &str| bench.store.token(compartment, "name", text);
        let batch = Batch::new(provenance(&bench))
            .append(referral, 0, vec![submitted])
            .append(case, 0, vec![opening])
            .token(referral, name(Compartment::Referral, "Zoë Example"))
            .token(case, name(Compartment::Decision, "Zoë Example"));
        bench.store.commit(batch).await.unwrap();
        let found = bench.store.find_by_token(&name(Compartment::Referral, "ZOE  example")).await.unwrap();
        assert_eq!(found, [referral]);
        let found = bench.store.find_by_token(&name(Compartment::Decision, "zoe example")).await.unwrap();
        assert_eq!(found, [case]);
        assert!(bench.store.find_by_token(&name(Compartment::Support, "zoe example")).await.unwrap().is_empty());
        assert!(bench.store.find_by_token(&name(Compartment::Decision, "zoe")).await.unwrap().is_empty());
    });
}
