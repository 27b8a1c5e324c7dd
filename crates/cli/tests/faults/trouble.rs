//! Full disks, read-only directories, keys of another journal: what the command says, and that it recovers.

use std::{
    fs,
    os::unix::fs::PermissionsExt as _,
    path::{Path, PathBuf},
};

use manumit_testkit::postgres::Database;

use crate::{
    audit,
    disk::Disk,
    place::{Answer, Place, run, with_import},
    referrals::{Chance, Sent},
    told::{self, Told},
};

/// Rows received before the trouble begins.
const FIRST: usize = 60;
const NO_DISK: &str = "NOT RUN: this user may not mount a tmpfs";

fn wait_for<T>(test: impl Future<Output = T>) -> T {
    tokio::runtime::Builder::new_multi_thread().worker_threads(2).enable_all().build().unwrap().block_on(test)
}

/// The command broke, and says why in these words.
fn expect_broken(answer: &Answer, words: &[&str]) {
    assert_eq!(answer.status, Some(3), "{answer:?}");
    assert!(words.iter().all(|words| answer.complaint.contains(words)), "{words:?} are missing: {answer:?}");
}

/// What was told is held, and only whole commits; nothing else is expected of a load that broke.
fn expect_nothing_lost(place: &Place, told: &Told) {
    wait_for(async {
        let store = place.store().await;
        audit::holds_what_was_told(&store, told, told.references.keys()).await;
        assert!(audit::count_referrals(&store).await >= told.references.len());
        audit::has_whole_commits_only(&store).await;
        audit::verifies(&store, None).await;
        store.close().await;
    });
}

/// The import goes to its end, and every row is there once.
fn expect_recovery(place: &Place, sent: &Sent, told: &mut Told) {
    let answer = place.import(sent);
    assert_eq!(answer.status, Some(0), "{answer:?}");
    told.read(sent);
    assert_eq!(told.of(sent), sent.references.len());
    wait_for(async {
        let store = place.store().await;
        audit::has_exactly(&store, told, told.references.len()).await;
        audit::verifies(&store, None).await;
        assert_eq!(store.compare_views().await.unwrap(), []);
        store.close().await;
    });
}

fn sent(folder: &Path, rows: usize) -> Sent {
    Sent::write(folder, 1, rows, &mut Chance::new(7))
}

/// A place that has received some referrals already, on whatever disk its directory is.
fn with_some_received(data: PathBuf, folder: &Path, told: &mut Told) -> Place {
    let place = Place::begun(data, None);
    let first = Sent::write(folder, 0, FIRST, &mut Chance::new(6));
    assert_eq!(place.import(&first).status, Some(0));
    assert_eq!(told.read(&first), FIRST);
    place
}

#[test]
fn a_disk_that_fills_during_a_load_is_told_and_survived() {
    let Some(disk) = Disk::new("400m") else {
        return eprintln!("{NO_DISK}; the test with small files holds most of this");
    };
    let (folder, mut told) = (tempfile::tempdir().unwrap(), Told::default());
    let place = with_some_received(disk.path("data"), folder.path(), &mut told);
    let used: u64 = fs::read_dir(disk.path("data")).unwrap().map(|file| file.unwrap().metadata().unwrap().len()).sum();
    disk.remount(&format!("size={}k", used / 1024 + 1_500));
    let sent = sent(folder.path(), 300);
    for _ in 0..2 {
        let full = place.import(&sent);
        expect_broken(
            &full,
            &["Error: the disk is full", "nothing recorded before is lost", "make room and try again"],
        );
        told.read(&sent);
    }
    assert!(told.of(&sent) < 300, "the disk never filled");
    disk.remount("size=400m");
    expect_nothing_lost(&place, &told);
    expect_recovery(&place, &sent, &mut told);
}

#[test]
fn files_that_may_not_grow_are_told_and_survived() {
    let (folder, mut told) = (tempfile::tempdir().unwrap(), Told::default());
    let place = with_some_received(folder.path().join("data"), folder.path(), &mut told);
    let sent = sent(folder.path(), 300);
    let stopped = run(with_import(place.command_with_small_files(1_000), &sent));
    expect_broken(&stopped, &["Error: the database refused while", "because: disk I/O error"]);
    told.read(&sent);
    assert!(told.of(&sent) < 300, "the limit was never met");
    expect_nothing_lost(&place, &told);
    expect_recovery(&place, &sent, &mut told);
}

#[test]
fn receipts_that_cannot_be_written_are_told_and_written_the_next_time() {
    let Some(disk) = Disk::new("4k") else { return eprintln!("{NO_DISK}") };
    let folder = tempfile::tempdir().unwrap();
    let place = Place::begun(folder.path().join("data"), None);
    let sent = Sent { receipts: disk.path("receipts.csv"), ..sent(folder.path(), 300) };
    let full = place.import(&sent);
    expect_broken(&full, &["the rows were received, but not every receipt was written", "run the import again"]);
    let mut told = Told::default();
    told.read(&sent);
    let received = told.references.len();
    assert!((1..300).contains(&received), "{received} were told");
    disk.remount("size=1m");
    expect_recovery(&place, &sent, &mut told);
    assert_eq!(told::lines(&sent.receipts).len(), received + 300);
}

#[test]
fn a_place_for_receipts_that_takes_nothing_is_told_before_anything_is_received() {
    let folder = tempfile::tempdir().unwrap();
    let place = Place::begun(folder.path().join("data"), None);
    let sent = Sent { receipts: "/dev/full".into(), ..sent(folder.path(), 3) };
    expect_broken(&place.import(&sent), &["the receipts cannot be written to /dev/full", "No space left"]);
    assert!(!place.done(&["status"]).contains("records: referral"));
}

#[test]
fn a_read_only_directory_is_told_and_survived() {
    let folder = tempfile::tempdir().unwrap();
    let Some(disk) = Disk::new("20m") else {
        return eprintln!("{NO_DISK}; the test with permissions holds most of this");
    };
    let place = Place::begun(disk.path("data"), None);
    let (sent, mut told) = (sent(folder.path(), 20), Told::default());
    disk.remount("ro");
    expect_broken(&place.import(&sent), &["Error: the database is read-only", "nothing was recorded", "write access"]);
    assert_eq!(told.read(&sent), 0);
    let new = Place::new(disk.path("new"), None);
    expect_broken(&new.run(&["init"]), &["the data directory", "cannot be made", "Read-only file system"]);
    disk.remount("rw");
    expect_recovery(&place, &sent, &mut told);
}

#[test]
fn a_directory_without_permission_is_told_and_survived() {
    let folder = tempfile::tempdir().unwrap();
    let data = folder.path().join("data");
    let place = Place::begun(&data, None);
    let (sent, mut told) = (sent(folder.path(), 20), Told::default());
    let permit = |path: &Path, mode| fs::set_permissions(path, fs::Permissions::from_mode(mode)).unwrap();
    permit(&data.join("journal.db"), 0o400);
    permit(&data, 0o500);
    if fs::write(data.join("probe"), "").is_ok() {
        return eprintln!("NOT RUN: permissions do not bind this user; the test with a read-only disk holds this");
    }
    expect_broken(&place.import(&sent), &["Error: the database is read-only", "write access"]);
    permit(&data, 0o700);
    permit(&data.join("journal.db"), 0o600);
    expect_recovery(&place, &sent, &mut told);
}

/// The keys of another journal are refused before anything is read or written; its own are taken again.
fn refuse_other_keys(place: &Place, folder: &Path) {
    let stranger = Place::begun(folder.join("stranger"), None);
    let (sent, mut told) = (sent(folder, 20), Told::default());
    assert_eq!(place.import(&sent).status, Some(0));
    told.read(&sent);
    let (own, aside) = (place.keyring(), folder.join("aside.toml"));
    fs::rename(&own, &aside).unwrap();
    fs::copy(stranger.keyring(), &own).unwrap();
    let more = Sent::write(folder, 2, 20, &mut Chance::new(8));
    let refused = place.import(&more);
    expect_broken(&refused, &["Error: wrong keyring: this journal needs the keyring"]);
    assert!(told::lines(&more.receipts).is_empty());
    expect_broken(&place.run(&["journal", "verify"]), &["wrong keyring"]);
    fs::remove_file(&own).unwrap();
    let missing = place.run(&["init"]);
    assert!(missing.status == Some(2) || missing.status == Some(3), "{missing:?}");
    let _made_by_init = fs::remove_file(&own);
    fs::rename(&aside, &own).unwrap();
    expect_recovery(place, &sent, &mut told);
}

#[test]
fn the_keys_of_another_journal_are_refused_on_sqlite() {
    let folder = tempfile::tempdir().unwrap();
    refuse_other_keys(&Place::begun(folder.path().join("data"), None), folder.path());
}

#[test]
fn the_keys_of_another_journal_are_refused_on_postgresql() {
    let folder = tempfile::tempdir().unwrap();
    let database = wait_for(Database::fresh());
    refuse_other_keys(&Place::begun(folder.path().join("data"), Some(database.url())), folder.path());
}

#[test]
fn a_beginning_on_a_full_disk_can_be_made_again() {
    let Some(disk) = Disk::new("256k") else { return eprintln!("{NO_DISK}") };
    for filling in [256, 252, 248, 200] {
        let place = Place::new(disk.path("data"), None);
        let _full = fs::write(disk.path("filling"), vec![0; filling * 1024]);
        let answer = place.run(&["init"]);
        assert_eq!(answer.status, Some(3), "{filling} KiB: {answer:?}");
        fs::remove_file(disk.path("filling")).unwrap();
        disk.remount("size=20m");
        place.done(&["init"]);
        place.done(&["journal", "verify"]);
        fs::remove_dir_all(disk.path("data")).unwrap();
        disk.remount("size=256k");
    }
}
