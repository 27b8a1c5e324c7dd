//! Erasing: what is gone, and what stays.

use std::{fs, path::Path};

use manumit_domain::referral::Event as ReferralEvent;
use manumit_store::{CommitError, Location, StoreError, Unsealed, journal::Batch};
use manumit_testkit::{on_both_engines, on_sqlite};

use crate::sample::{noted_sealed, one_case, provenance, sent, submitted};

#[test]
fn erasure_destroys_the_content_and_the_chain_still_verifies() {
    on_both_engines(|bench| async move {
        let committed = bench.store.commit(submitted(&bench)).await.unwrap();
        let referral = committed.events[0].stream;
        let token = bench.store.token(referral.kind.compartment(), "name", "Example Person");
        let other = sent(&bench);
        let batch = Batch::new(provenance(&bench)).append(other.0, 0, vec![other.1]).token(other.0, token);
        bench.store.commit(batch).await.unwrap();

        bench.store.erase(other.0, "asked for by the person", provenance(&bench)).await.unwrap();
        let loaded = bench.store.load(other.0).await.unwrap();
        assert_eq!(loaded.len(), 2);
        assert!(loaded[1].is_tombstone() && loaded[1].body.contains("asked for by the person"));
        assert!(loaded[0].decode::<ReferralEvent>().is_ok(), "the clear part still folds");
        assert_eq!(bench.store.unseal::<ReferralEvent>(&loaded[0]).await.unwrap(), Unsealed::Erased);
        assert!(bench.store.find_by_token(&token).await.unwrap().is_empty());
        assert_eq!(bench.store.verify(None).await.unwrap().findings, []);
        assert!(bench.store.compare_views().await.unwrap().is_empty());

        let kept = bench.store.unseal::<ReferralEvent>(&committed.events[0]).await.unwrap();
        assert!(kept.content().is_some(), "no other stream is touched");
    });
}

#[test]
fn an_erased_stream_takes_no_more_sealed_parts_and_is_not_erased_twice() {
    on_both_engines(|bench| async move {
        let stream = one_case(&bench, &bench.store).await;
        bench.store.erase(stream, "retention ended", provenance(&bench)).await.unwrap();
        let again = bench.store.erase(stream, "retention ended", provenance(&bench)).await;
        assert!(matches!(again, Err(CommitError::Broken(StoreError::Erased(_)))), "{again:?}");
        let more = Batch::new(provenance(&bench)).append(stream, 3, vec![noted_sealed(1, "More.")]);
        let more = bench.store.commit(more).await;
        assert!(matches!(more, Err(CommitError::Broken(StoreError::Erased(_)))), "{more:?}");
        let nothing = bench.store.erase(sent(&bench).0, "mistake", provenance(&bench)).await;
        assert!(matches!(nothing, Err(CommitError::Broken(StoreError::Batch(_)))), "{nothing:?}");
    });
}

#[test]
fn no_byte_of_an_erased_key_is_left_in_the_files() {
    on_sqlite(|bench| async move {
        let (stream, event) = sent(&bench);
        bench.store.commit(Batch::new(provenance(&bench)).append(stream, 0, vec![event])).await.unwrap();
        let Location::Sqlite(path) = bench.store.location().clone() else { panic!("not SQLite") };
        let wrapped: Vec<u8> = rusqlite::Connection::open(&path)
            .unwrap()
            .query_row("select wrapped from stream_key", [], |row| row.get(0))
            .unwrap();
        assert!(found(&path, &wrapped), "the search itself must be able to find it");
        let erasure = bench.store.erase(stream, "asked for", provenance(&bench)).await.unwrap();
        assert!(erasure.log_truncated);
        assert!(!found(&path, &wrapped));
    });
}

fn found(path: &Path, wanted: &[u8]) -> bool {
    let files = fs::read_dir(path.parent().unwrap()).unwrap();
    files
        .map(|file| fs::read(file.unwrap().path()).unwrap())
        .any(|bytes| bytes.windows(wanted.len()).any(|w| w == wanted))
}
