//! A load that is killed again and again, on one journal that grows.

use std::{
    path::PathBuf,
    process::{Child, Stdio},
    time::{Duration, Instant},
};

use manumit_store::{Store, journal::Checkpoint};

use crate::{
    audit,
    place::{Place, Witness},
    referrals::{Chance, Sent},
    told::{self, Told},
};

/// After so many restarts everything is looked at again, not only what is new.
const THOROUGH: usize = 20;

/// When a load is killed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Moment {
    /// At any time from its start to its first commit.
    Starting,
    /// At any time from its first commit to its last receipt.
    Committing,
    /// Within four milliseconds after its last receipt.
    Ending,
}

/// How long the parts of a load take here, corrected as the campaign goes.
struct Pace {
    start: Duration,
    row: Duration,
}

/// What was killed, and what that met.
#[derive(Debug, Default)]
pub struct Tally {
    /// Kills.
    pub kills: usize,
    /// Of these, aimed at the start of a load, on the journal as another kill had left it.
    pub in_the_start: usize,
    /// Of these, with a commit under way and nothing of the load recorded.
    pub before_any_commit: usize,
    /// Of these, with some rows of the load recorded and others not.
    pub among_commits: usize,
    /// Of these, with every row recorded.
    pub after_all_commits: usize,
    /// Of these, with some rows acknowledged, and not all.
    pub among_receipts: usize,
    /// Of these, with rows recorded that nobody had been told of: the kill fell between a commit and its receipts.
    pub between_commit_and_receipt: usize,
    /// Loads that ended before they were killed.
    pub missed: usize,
    /// Restarts after which the journal was verified.
    pub restarts: usize,
    /// Rows that were sent.
    pub rows: usize,
}

/// A load that is killed again and again.
pub struct Campaign {
    place: Place,
    witness: Witness,
    folder: PathBuf,
    chance: Chance,
    rows: usize,
    files: Vec<Sent>,
    told: Told,
    pace: Pace,
    recorded: usize,
    recorded_before_file: usize,
    checkpoint: Option<Checkpoint>,
    pub tally: Tally,
}

impl Campaign {
    /// Begins with one file that is loaded in peace, to learn how long that takes.
    ///
    /// A file has so few rows that the whole journal can be verified after every kill, and so many that a kill finds
    /// some received and some not.
    pub async fn begin(place: Place, (folder, chance): (PathBuf, Chance), rows: usize) -> Self {
        let mut campaign = Self {
            witness: place.witness().await,
            place,
            folder,
            chance,
            rows,
            files: Vec::new(),
            told: Told::default(),
            pace: Pace { start: Duration::ZERO, row: Duration::ZERO },
            recorded: 0,
            recorded_before_file: 0,
            checkpoint: None,
            tally: Tally::default(),
        };
        campaign.begin_file();
        let (mut load, begun) = campaign.start();
        campaign.wait_for_commit(&mut load).await;
        campaign.pace.start = begun.elapsed();
        campaign.wait_for_receipts(&mut load, rows);
        campaign.pace.row = (begun.elapsed() - campaign.pace.start) / u32::try_from(rows).unwrap();
        assert!(load.wait_with_output().unwrap().status.success());
        assert_eq!(campaign.told.read(campaign.files.last().unwrap()), rows);
        campaign.recorded = rows;
        campaign.begin_file();
        campaign
    }

    fn begin_file(&mut self) {
        self.files.push(Sent::write(&self.folder, self.files.len(), self.rows, &mut self.chance));
        self.recorded_before_file = self.recorded;
    }

    fn file(&self) -> &Sent {
        self.files.last().unwrap()
    }

    fn start(&self) -> (Child, Instant) {
        let mut command = self.place.importing(self.file());
        let load = command.stdout(Stdio::null()).stderr(Stdio::piped()).spawn().unwrap();
        (load, Instant::now())
    }

    /// Waits until the load has committed something, or has ended.
    async fn wait_for_commit(&self, load: &mut Child) {
        let before = self.witness.look().await;
        while self.witness.look().await <= before && load.try_wait().unwrap().is_none() {
            std::thread::sleep(Duration::from_micros(500));
        }
    }

    /// Waits until the file of receipts has so many lines, or the load has ended.
    fn wait_for_receipts(&self, load: &mut Child, lines: usize) {
        while told::count(&self.file().receipts) < lines && load.try_wait().unwrap().is_none() {
            std::thread::sleep(Duration::from_micros(500));
        }
    }

    /// Kills the load once or twice, then verifies what is there.
    pub async fn go_round(&mut self) {
        let before = self.recorded;
        let killed = match self.chance.below(20) {
            0 => self.kill(Moment::Ending).await,
            1 | 2 => {
                // The second start finds the journal as the first kill left it: it may be killed while it recovers.
                let killed = self.kill(Moment::Committing).await;
                self.kill(Moment::Starting).await;
                killed
            }
            _ => self.kill(Moment::Committing).await,
        };
        self.verify().await;
        if killed {
            self.count(self.recorded - before);
        }
        // What is left of a file of which most was received is left to the end.
        if self.told.of(self.file()) >= self.rows * 3 / 4 {
            self.begin_file();
        }
    }

    async fn kill(&mut self, moment: Moment) -> bool {
        let lines = told::count(&self.file().receipts);
        let left = u32::try_from(self.rows - self.told.of(self.file())).unwrap();
        let (mut load, begun) = self.start();
        let longest = match moment {
            Moment::Starting => self.pace.start,
            Moment::Committing => {
                self.wait_for_commit(&mut load).await;
                self.pace.start = (self.pace.start * 3 + begun.elapsed()) / 4;
                self.pace.row * left
            }
            Moment::Ending => {
                self.wait_for_receipts(&mut load, lines + self.rows);
                Duration::from_millis(4)
            }
        };
        std::thread::sleep(longest.mul_f64(self.chance.part()));
        let _ended_already = load.kill();
        let ended = load.wait_with_output().unwrap();
        self.told.read(self.files.last().unwrap());
        let killed = match (std::os::unix::process::ExitStatusExt::signal(&ended.status), ended.status.code()) {
            (Some(9), _) => true,
            (_, Some(0)) => false,
            _ => panic!("{:?}: {}", ended.status, String::from_utf8_lossy(&ended.stderr)),
        };
        self.tally.kills += usize::from(killed);
        self.tally.missed += usize::from(!killed);
        self.tally.in_the_start += usize::from(killed && moment == Moment::Starting);
        if moment == Moment::Committing {
            let all = self.told.of(self.file()) == self.rows;
            self.pace.row = self.pace.row.mul_f64(if all { 0.85 } else { 1.03 });
        }
        killed
    }

    /// Counts a kill by what the journal held of the file then.
    fn count(&mut self, new: usize) {
        let (recorded, told) = (self.recorded - self.recorded_before_file, self.told.of(self.file()));
        match (new, recorded) {
            (0, _) => self.tally.before_any_commit += 1,
            (_, recorded) if recorded == self.rows => self.tally.after_all_commits += 1,
            _ => self.tally.among_commits += 1,
        }
        self.tally.among_receipts += usize::from((1..self.rows).contains(&told));
        self.tally.between_commit_and_receipt += usize::from(recorded > told);
    }

    /// Nothing told is lost, nothing is half done, the chain is whole, and nothing of before is gone.
    async fn verify(&mut self) {
        self.tally.restarts += 1;
        let store = self.place.store().await;
        let new = std::mem::take(&mut self.told.new);
        if self.tally.restarts.is_multiple_of(THOROUGH) {
            audit::holds_what_was_told(&store, &self.told, self.told.references.keys()).await;
            audit::has_whole_commits_only(&store).await;
            self.take_checkpoint(&store).await;
        } else {
            audit::holds_what_was_told(&store, &self.told, new.iter()).await;
            audit::verifies(&store, self.checkpoint.as_ref()).await;
        }
        let recorded = audit::count_referrals(&store).await;
        assert!(recorded >= self.recorded, "{recorded} referrals of {} are left", self.recorded);
        self.recorded = recorded;
        store.close().await;
    }

    async fn take_checkpoint(&mut self, store: &Store) {
        audit::verifies(store, self.checkpoint.as_ref()).await;
        self.checkpoint = Some(store.checkpoint(jiff::Timestamp::now()).await.unwrap());
    }

    /// Loads every file to its end: each row is there once, and every view is as the journal has it.
    pub async fn finish(mut self) -> Tally {
        let total = self.files.len() * self.rows;
        self.tally.rows = total;
        let store = self.place.store().await;
        let before = audit::count_referrals(&store).await;
        store.close().await;
        let mut received = 0;
        for sent in &self.files {
            let answer = self.place.import(sent);
            assert_eq!(answer.status, Some(0), "{answer:?}");
            let told: serde_json::Value = serde_json::from_str(&answer.out).unwrap();
            let number = |field: &str| usize::try_from(told[field].as_u64().unwrap()).unwrap();
            assert_eq!(number("rows"), self.rows);
            assert_eq!(number("accepted") + number("already_there"), self.rows, "{told}");
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
