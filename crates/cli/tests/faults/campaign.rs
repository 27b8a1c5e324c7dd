//! A load that is killed again and again, on one journal that grows.

use std::{
    path::PathBuf,
    process::{Child, Stdio},
    time::{Duration, Instant},
};

use manumit_store::{Store, journal::Checkpoint};

use crate::{
    audit,
    place::Place,
    referrals::{Chance, Sent},
    told::{self, Told},
};

/// Rows of one file: so few that the journal can be verified after every kill, so many that a kill finds some received
/// and some not.
const ROWS: usize = 48;
/// A file of which so many rows were received is left to the end, and another begun.
const ENOUGH: usize = ROWS * 3 / 4;
/// After so many restarts everything is looked at again, not only what is new.
const THOROUGH: usize = 20;

/// When a load is killed.
#[derive(Clone, Copy, Debug)]
enum Moment {
    /// At any time from its start to its first receipt.
    Starting,
    /// At any time from its first new receipt to its last.
    Committing,
    /// Within ten milliseconds after its last receipt.
    Ending,
}

/// How long the parts of a load take here, measured as the campaign goes.
struct Pace {
    start: Duration,
    row: Duration,
}

/// What was killed, and what that met.
#[derive(Debug, Default)]
pub struct Tally {
    /// Kills.
    pub kills: usize,
    /// Of these, before anything new was told: in the start, in the first pass, or in the first commit.
    pub before_any_receipt: usize,
    /// Of these, after the first receipt of the run and before the last of the file.
    pub among_commits: usize,
    /// Of these, when everything had been told.
    pub after_all_receipts: usize,
    /// Loads that ended before they were killed.
    pub missed: usize,
    /// Restarts after which the journal was verified.
    pub restarts: usize,
    /// Restarts that found referrals recorded that nobody had been told of: the kill fell between commit and receipt.
    pub recorded_and_not_told: usize,
}

/// A load that is killed again and again.
pub struct Campaign {
    place: Place,
    folder: PathBuf,
    chance: Chance,
    files: Vec<Sent>,
    told: Told,
    pace: Pace,
    untold: usize,
    checkpoint: Option<Checkpoint>,
    pub tally: Tally,
}

impl Campaign {
    /// Begins with one file that is loaded in peace, to learn how long that takes.
    pub fn begin(place: Place, folder: PathBuf, seed: u64) -> Self {
        let pace = Pace { start: Duration::ZERO, row: Duration::ZERO };
        let chance = Chance::new(seed);
        let (files, told, tally) = (Vec::new(), Told::default(), Tally::default());
        let mut campaign = Self { place, folder, chance, files, told, pace, untold: 0, checkpoint: None, tally };
        campaign.begin_file();
        let (mut load, begun) = campaign.start();
        campaign.wait_for(&mut load, 1);
        campaign.pace.start = begun.elapsed();
        campaign.wait_for(&mut load, ROWS);
        campaign.pace.row = (begun.elapsed() - campaign.pace.start) / u32::try_from(ROWS).unwrap();
        assert!(load.wait_with_output().unwrap().status.success());
        assert_eq!(campaign.told.read(campaign.files.last().unwrap()).len(), ROWS);
        campaign.begin_file();
        campaign
    }

    fn begin_file(&mut self) {
        self.files.push(Sent::write(&self.folder, self.files.len(), ROWS, &mut self.chance));
    }

    fn file(&self) -> &Sent {
        self.files.last().unwrap()
    }

    fn start(&self) -> (Child, Instant) {
        let mut command = self.place.importing(self.file());
        let load = command.stdout(Stdio::null()).stderr(Stdio::piped()).spawn().unwrap();
        (load, Instant::now())
    }

    /// Waits until the file of receipts has so many lines, or the load has ended.
    fn wait_for(&self, load: &mut Child, lines: usize) {
        while told::count(&self.file().receipts) < lines && load.try_wait().unwrap().is_none() {
            std::thread::sleep(Duration::from_micros(500));
        }
    }

    /// Kills the load once or twice, then verifies what is there.
    pub async fn go_round(&mut self) {
        match self.chance.below(10) {
            0 => self.kill(Moment::Ending),
            1 | 2 => {
                // The second start finds the journal as the first kill left it: it may be killed while it recovers.
                self.kill(Moment::Committing);
                self.kill(Moment::Starting);
            }
            _ => self.kill(Moment::Committing),
        }
        self.verify().await;
        if self.told.of(self.file()) >= ENOUGH {
            self.begin_file();
        }
    }

    fn kill(&mut self, moment: Moment) {
        let lines = told::count(&self.file().receipts);
        let known = self.told.of(self.file());
        let (mut load, begun) = self.start();
        let wait = match moment {
            Moment::Starting => self.pace.start,
            Moment::Committing => {
                self.wait_for(&mut load, lines + known + 1);
                if known == 0 {
                    self.pace.start = (self.pace.start + begun.elapsed()) / 2;
                }
                self.pace.row * u32::try_from(ROWS - known).unwrap()
            }
            Moment::Ending => {
                self.wait_for(&mut load, lines + ROWS);
                Duration::from_millis(10)
            }
        };
        let wait = wait.mul_f64(self.chance.part());
        std::thread::sleep(wait);
        let _ended_already = load.kill();
        let ended = load.wait_with_output().unwrap();
        let new = self.told.read(self.files.last().unwrap()).len();
        if matches!(moment, Moment::Committing) && new > 1 {
            self.pace.row = (self.pace.row * 3 + wait / u32::try_from(new).unwrap()) / 4;
        }
        let signal = std::os::unix::process::ExitStatusExt::signal(&ended.status);
        match (signal, ended.status.code()) {
            (Some(9), _) => self.count(known, known + new),
            (_, Some(0)) => self.tally.missed += 1,
            _ => panic!("{:?}: {}", ended.status, String::from_utf8_lossy(&ended.stderr)),
        }
    }

    fn count(&mut self, before: usize, after: usize) {
        self.tally.kills += 1;
        match after {
            ROWS => self.tally.after_all_receipts += 1,
            _ if after > before => self.tally.among_commits += 1,
            _ => self.tally.before_any_receipt += 1,
        }
    }

    /// Nothing told is lost, nothing is half done, the chain is whole, and nothing of before is gone.
    async fn verify(&mut self) {
        self.tally.restarts += 1;
        let store = self.place.store().await;
        if self.tally.restarts.is_multiple_of(THOROUGH) {
            audit::holds_what_was_told(&store, &self.told, self.told.references.keys()).await;
            audit::has_whole_commits_only(&store).await;
            self.take_checkpoint(&store).await;
        } else {
            audit::holds_what_was_told(&store, &self.told, self.file().references.iter()).await;
            audit::verifies(&store, self.checkpoint.as_ref()).await;
        }
        let untold = audit::count_referrals(&store).await - self.told.references.len();
        self.tally.recorded_and_not_told += usize::from(untold > self.untold);
        self.untold = untold;
        store.close().await;
    }

    async fn take_checkpoint(&mut self, store: &Store) {
        audit::verifies(store, self.checkpoint.as_ref()).await;
        self.checkpoint = Some(store.checkpoint(jiff::Timestamp::now()).await.unwrap());
    }

    /// Loads every file to its end: each row is there once, and every view is as the journal has it.
    pub async fn finish(mut self) -> Tally {
        let total = self.files.len() * ROWS;
        let store = self.place.store().await;
        let before = audit::count_referrals(&store).await;
        store.close().await;
        let mut received = 0;
        for sent in &self.files {
            let answer = self.place.import(sent);
            assert_eq!(answer.status, Some(0), "{answer:?}");
            let told: serde_json::Value = serde_json::from_str(&answer.out).unwrap();
            let number = |field: &str| usize::try_from(told[field].as_u64().unwrap()).unwrap();
            assert_eq!(number("rows"), ROWS);
            assert_eq!(number("accepted") + number("already_there"), ROWS, "{told}");
            received += number("accepted");
            self.told.read(sent);
        }
        assert_eq!(received, total - before, "rows received at the end, and rows there before");
        let store = self.place.store().await;
        audit::has_exactly(&store, &self.told, total).await;
        audit::verifies(&store, self.checkpoint.as_ref()).await;
        store.close().await;
        let verified = self.place.done(&["journal", "verify"]);
        assert!(verified.contains("everything is as it was recorded"), "{verified}");
        assert_eq!(self.place.done(&["journal", "rebuild", "--compare"]), "Every view came out as it was.\n");
        self.tally
    }
}
