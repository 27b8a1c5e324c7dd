//! The pages over a journal of a million cases: what a reader waits while others read and referrals come in.
//!
//! The command serves in a process of its own and is asked over loopback, as by browsers. Three loads: 32 people who look
//! at a page and think for a fifth of a second, while twenty referrals a second come in (in a minute as many as in a month
//! of the United Kingdom); the same while referrals come in as fast as they are taken; and 32 who never think, which is
//! the most that the machine gives. What is waited in the first two seconds stands in a column of its own: there
//! connections are opened and statements planned, once for each.

use std::{
    io::{BufRead as _, BufReader},
    path::{Path, PathBuf},
    process::{Child, Command, Stdio},
    sync::{
        atomic::{AtomicBool, AtomicU64, Ordering},
        mpsc,
    },
    time::{Duration, Instant},
};

use anyhow::Context as _;
use jiff::{SignedDuration, Timestamp};
use manumit_app::{Caller, Office, account, demo};
use manumit_domain::actor::{Actor, Role};

use crate::journal;

/// Every referral is sent under a key of its own.
static SENT: AtomicU64 = AtomicU64::new(0);

const READERS: usize = 32;
/// How long a reader thinks, and how long nobody refers after a referral was taken.
const LOADS: [(Duration, Duration); 3] = [
    (Duration::from_millis(200), Duration::from_millis(50)),
    (Duration::from_millis(200), Duration::ZERO),
    (Duration::ZERO, Duration::ZERO),
];
/// How long a load lasts, and how much of that is its beginning.
const LASTS: Duration = Duration::from_secs(10);
const BEGINNING: Duration = Duration::from_secs(2);
const REFERRAL: &str = include_str!("../../../docs/examples/referral-of-an-adult.json");

/// Measures the pages on both engines, or on one: `manumit-bench pages [CASES] [sqlite | postgres]`.
#[expect(clippy::print_stdout, reason = "the figures are the program's output")]
pub async fn measure() -> anyhow::Result<()> {
    let cases = std::env::args().nth(2).map_or(Ok(1_000_000), |count| count.parse::<u64>())?;
    let engine = std::env::args().nth(3);
    let is_wanted = |name: &str| engine.as_deref().is_none_or(|wanted| wanted == name);
    if is_wanted("sqlite") {
        let folder = tempfile::tempdir()?;
        println!("== SQLite, {cases} cases");
        on(&journal::sqlite(folder.path()).await?, folder.path(), None, cases).await?;
    }
    if !is_wanted("postgres") {
        return Ok(());
    }
    let folder = tempfile::tempdir()?;
    let database = manumit_testkit::postgres::Database::fresh().await;
    println!("== PostgreSQL, {cases} cases");
    let office = journal::postgres(folder.path(), database.url()).await?;
    on(&office, folder.path(), Some(database.url()), cases).await
}

#[expect(clippy::print_stdout, reason = "the figures are the program's output")]
async fn on(office: &Office, folder: &Path, url: Option<&str>, cases: u64) -> anyhow::Result<()> {
    let began = Instant::now();
    journal::submit(office, 0..cases, 256).await?;
    println!("submitted in {:.0} s", began.elapsed().as_secs_f64());
    if let Some(url) = url {
        settle(url).await?;
    }
    let now = Timestamp::now();
    demo::open_desks(office, now).await?;
    let keyholder = Caller::new(Actor::new("HO-PLATFORM", "administrator-1", Role::Sysadmin), now, "measurement");
    let wanted = account::Issue {
        account: "demonstration-01".to_owned(),
        purpose: "measurement".to_owned(),
        holds: SignedDuration::from_hours(24),
    };
    let token = account::issue(office, &keyholder, wanted).await?.secret;
    office.store().clone().close().await;
    let (folder, url) = (folder.to_owned(), url.map(str::to_owned));
    tokio::task::spawn_blocking(move || {
        // To write down every query takes time of its own: one who serves names the slowest, another is timed.
        let told = Served::start(&folder, url.as_deref(), "warn,manumit_store::query=debug")?;
        let slowest = PAGES.iter().map(|page| slowest_query(&told, page)).collect::<anyhow::Result<Vec<_>>>()?;
        drop(told);
        read(&Served::start(&folder, url.as_deref(), "warn")?, &token, &slowest)
    })
    .await?
}

/// Has the database tidy up after the load, as it otherwise would by itself while the first pages are measured: a million
/// cases come in ten minutes here, and in decades elsewhere.
async fn settle(url: &str) -> anyhow::Result<()> {
    for step in ["vacuum (analyze)", "checkpoint"] {
        manumit_testkit::postgres::run(url, step).await?;
    }
    Ok(())
}

/// The command, serving.
struct Served {
    process: Child,
    address: String,
    /// What it says of its queries, line by line.
    said: mpsc::Receiver<String>,
    first_page: Duration,
}

impl Served {
    fn start(folder: &Path, url: Option<&str>, log: &str) -> anyhow::Result<Self> {
        let command: PathBuf = std::env::current_exe()?.with_file_name("manumit");
        let began = Instant::now();
        let mut command = Command::new(command);
        command.arg("--data").arg(folder);
        if let Some(url) = url {
            command.args(["--database", url]);
        }
        command.args(["serve", "--synthetic", "--listen", "127.0.0.1:0"]);
        command.env("MANUMIT_LOG", log).stdout(Stdio::piped()).stderr(Stdio::piped());
        let mut process = command.spawn().context("the release build of manumit must stand beside this program")?;
        let mut lines = BufReader::new(process.stdout.take().context("its output")?).lines();
        let line = lines.next().context("it said nothing")??;
        let address = line.split_whitespace().find(|word| word.starts_with("http")).context("no address")?;
        let address = address.trim_end_matches('/').to_owned();
        let (speaker, said) = mpsc::channel();
        let errors = BufReader::new(process.stderr.take().context("its log")?);
        std::thread::spawn(move || {
            for line in errors.lines().map_while(Result::ok) {
                let _nobody_listens = speaker.send(line);
            }
        });
        ureq::get(format!("{address}/")).call()?;
        Ok(Self { process, address, said, first_page: began.elapsed() })
    }
}

impl Visitor {
    /// Somebody with a browser, at a demonstration desk.
    fn at(address: &str, desk: &str) -> anyhow::Result<Self> {
        let agent: ureq::Agent =
            ureq::Agent::config_builder().max_redirects(0).http_status_as_error(false).build().into();
        let answer = agent.post(format!("{address}/sign-in/demonstration")).send_form([("account", desk)])?;
        let cookie = answer.headers().get("set-cookie").context("no session")?.to_str()?;
        let cookie = cookie.split(';').next().unwrap_or_default().to_owned();
        Ok(Self { agent, cookie, address: address.to_owned() })
    }
}

impl Drop for Served {
    fn drop(&mut self) {
        let _gone = self.process.kill();
        let _gone = self.process.wait();
    }
}

struct Visitor {
    agent: ureq::Agent,
    cookie: String,
    address: String,
}

impl Visitor {
    fn look(&self, page: &str) -> anyhow::Result<String> {
        let mut answer = self.agent.get(format!("{}{page}", self.address)).header("cookie", &self.cookie).call()?;
        anyhow::ensure!(answer.status() == 200, "{page} answers {}", answer.status());
        Ok(answer.body_mut().read_to_string()?)
    }

    fn search(&self, form_token: &str, name: &str) -> anyhow::Result<String> {
        let form = [("form_token", form_token), ("name", name)];
        let request = self.agent.post(format!("{}/cases/search", self.address)).header("cookie", &self.cookie);
        let mut answer = request.send_form(form)?;
        anyhow::ensure!(answer.status() == 200, "the search answers {}", answer.status());
        Ok(answer.body_mut().read_to_string()?)
    }
}

/// A page that is measured, and the desk from which it is looked at.
struct Page {
    name: &'static str,
    desk: &'static str,
    look: fn(&Visitor, &Known, u64) -> anyhow::Result<String>,
}

/// What a reader knows before looking.
struct Known {
    references: Vec<String>,
    form_token: String,
}

const PAGES: [Page; 5] = [
    Page {
        name: "my duties (triage, every case owed)",
        desk: "demonstration-17",
        look: |who, _, _| who.look("/duties"),
    },
    Page { name: "the queue of cases", desk: "demonstration-17", look: |who, _, _| who.look("/cases") },
    Page {
        name: "a case",
        desk: "demonstration-17",
        look: |who, known, turn| who.look(&format!("/cases/{}", known.reference(turn)?)),
    },
    Page {
        name: "search by name",
        desk: "demonstration-17",
        look: |who, known, turn| {
            who.search(&known.form_token, &format!("Synthetic {}", turn.wrapping_mul(7919) % 9_973))
        },
    },
    Page {
        name: "find by reference",
        desk: "demonstration-17",
        look: |who, known, turn| {
            let found = who.agent.get(format!("{}/cases/find?reference={}", who.address, known.reference(turn)?));
            let mut answer = found.header("cookie", &who.cookie).call()?;
            anyhow::ensure!(answer.status().as_u16() < 400, "it answers {}", answer.status());
            Ok(answer.body_mut().read_to_string()?)
        },
    },
];

impl Known {
    fn reference(&self, turn: u64) -> anyhow::Result<&str> {
        let place = turn.wrapping_mul(31) % u64::try_from(self.references.len().max(1))?;
        Ok(self.references.get(usize::try_from(place)?).context("no case is listed")?)
    }
}

#[expect(clippy::print_stdout, reason = "the figures are the program's output")]
fn read(served: &Served, token: &str, slowest: &[String]) -> anyhow::Result<()> {
    println!("start to first page: {:.0} ms", served.first_page.as_secs_f64() * 1e3);
    println!(
        "{:<36} {:>5} {:>9} {:>9} {:>9} {:>8} {:>9}",
        "page, 32 readers, referrals coming in", "pause", "median ms", "p99 ms", "pages/s", "sent/s", "first ms"
    );
    for (page, slowest) in PAGES.iter().zip(slowest) {
        let visitor = Visitor::at(&served.address, page.desk)?;
        let known = known(&visitor)?;
        (page.look)(&visitor, &known, 0).with_context(|| page.name)?;
        for pauses in LOADS {
            let Waited { first, mut waits, sent } = together(&served.address, page, &known, (pauses, token))?;
            waits.sort_unstable();
            let at =
                |share: usize| waits.get(waits.len() * share / 100).map_or(f64::NAN, |wait| wait.as_secs_f64() * 1e3);
            #[expect(clippy::cast_precision_loss, reason = "counts far below 2^52")]
            let (pages, sent) =
                (waits.len() as f64 / (LASTS - BEGINNING).as_secs_f64(), sent as f64 / LASTS.as_secs_f64());
            println!(
                "{:<36} {:>5} {:>9.1} {:>9.1} {pages:>9.0} {sent:>8.0} {:>9.1}",
                page.name,
                pauses.0.as_millis(),
                at(50),
                at(99),
                first.as_secs_f64() * 1e3
            );
        }
        println!("    slowest query: {slowest}");
    }
    Ok(())
}

fn known(visitor: &Visitor) -> anyhow::Result<Known> {
    let listed = visitor.look("/cases")?;
    let links = listed.split("/cases/").skip(1).filter_map(|rest| rest.split('"').next());
    let references = links.filter(|link| link.starts_with("CAS-"));
    let mut references: Vec<String> = references.map(str::to_owned).collect();
    references.dedup();
    let form_token = listed.split("name=\"form_token\" value=\"").nth(1).and_then(|rest| rest.split('"').next());
    Ok(Known { references, form_token: form_token.context("no form")?.to_owned() })
}

/// The query of a page that takes longest, when the page is looked at for the third time.
fn slowest_query(served: &Served, page: &Page) -> anyhow::Result<String> {
    let visitor = Visitor::at(&served.address, page.desk)?;
    let known = known(&visitor)?;
    for turn in 0..2 {
        (page.look)(&visitor, &known, turn).with_context(|| page.name)?;
    }
    std::thread::sleep(Duration::from_millis(50));
    while served.said.try_recv().is_ok() {}
    (page.look)(&visitor, &known, 2)?;
    std::thread::sleep(Duration::from_millis(50));
    let (mut longest, mut queries) = ((0_u64, String::new()), 0);
    while let Ok(line) = served.said.try_recv() {
        let Some((_, rest)) = line.split_once("microseconds=") else { continue };
        let (took, sql) = rest.split_once(' ').unwrap_or_default();
        let took = took.trim_matches(|c: char| !c.is_ascii_digit()).parse().unwrap_or_default();
        queries += 1;
        if took > longest.0 {
            longest = (took, sql.trim_start_matches("sql=").chars().take(110).collect());
        }
    }
    Ok(format!("{} µs of {queries} queries, {}", longest.0, longest.1))
}

/// What readers waited, and how many referrals were taken meanwhile.
struct Waited {
    /// The longest wait of the beginning.
    first: Duration,
    /// Every wait after it.
    waits: Vec<Duration>,
    sent: u64,
}

/// Readers together, and one who sends referrals, each after the last was taken.
fn together(
    address: &str,
    page: &Page,
    known: &Known,
    ((pause, between), token): ((Duration, Duration), &str),
) -> anyhow::Result<Waited> {
    let ended = AtomicBool::new(false);
    let sent = AtomicU64::new(0);
    let began = Instant::now();
    let waits = std::thread::scope(|scope| {
        scope.spawn(|| {
            let agent: ureq::Agent = ureq::Agent::config_builder().http_status_as_error(false).build().into();
            while !ended.load(Ordering::Relaxed) {
                let post = agent.post(format!("{address}/api/v1/referrals"));
                let post = post.header("authorization", format!("Bearer {token}")).content_type("application/json");
                let key = format!("measurement-{}", SENT.fetch_add(1, Ordering::Relaxed));
                let post = post.header("idempotency-key", key);
                match post.send(REFERRAL) {
                    Ok(answer) if answer.status().is_success() => {
                        sent.fetch_add(1, Ordering::Relaxed);
                        std::thread::sleep(between);
                    }
                    Ok(mut answer) => {
                        println!(
                            "a referral was not taken: {}",
                            answer.body_mut().read_to_string().unwrap_or_default()
                        );
                        return;
                    }
                    Err(error) => {
                        println!("a referral was not sent: {error}");
                        return;
                    }
                }
            }
        });
        let readers: Vec<_> = (0..READERS)
            .map(|reader| {
                let ended = &ended;
                scope.spawn(move || -> anyhow::Result<Vec<(Duration, Duration)>> {
                    let visitor = Visitor::at(address, page.desk)?;
                    let form_token = self::known(&visitor)?.form_token;
                    let known = Known { references: known.references.clone(), form_token };
                    let mut waits = Vec::new();
                    let mut turn = u64::try_from(reader)? * 1_000;
                    std::thread::sleep(pause.mul_f64(f64::from(u32::try_from(reader)?) / 32.0));
                    while began.elapsed() < LASTS && !ended.load(Ordering::Relaxed) {
                        turn += 1;
                        let asked = began.elapsed();
                        (page.look)(&visitor, &known, turn)?;
                        waits.push((asked, began.elapsed().saturating_sub(asked)));
                        std::thread::sleep(pause);
                    }
                    Ok(waits)
                })
            })
            .collect();
        let waits: Vec<anyhow::Result<Vec<_>>> = readers
            .into_iter()
            .map(|reader| reader.join().unwrap_or_else(|_| Err(anyhow::anyhow!("a reader broke"))))
            .collect();
        ended.store(true, Ordering::Relaxed);
        waits
    });
    let waits = waits.into_iter().collect::<Result<Vec<_>, _>>()?.concat();
    let (beginning, waits): (Vec<_>, Vec<_>) = waits.into_iter().partition(|(asked, _)| *asked < BEGINNING);
    let first = beginning.into_iter().map(|(_, wait)| wait).max().unwrap_or_default();
    Ok(Waited { first, waits: waits.into_iter().map(|(_, wait)| wait).collect(), sent: sent.load(Ordering::Relaxed) })
}
