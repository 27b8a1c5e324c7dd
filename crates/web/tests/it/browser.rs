//! Every page in a real Chromium: judged by axe, from every desk, and one journey with scripts off.

use std::{path::PathBuf, process::Command};

use jiff::ToSpan as _;
use manumit_app::{Office, demo};
use manumit_store::Entropy;
use manumit_web::{Settings, Site};
use serde_json::Value;
use tokio::net::TcpListener;

use crate::harness::now;

/// A Chromium, and what drives it.
#[derive(Clone)]
pub struct Chromium {
    program: PathBuf,
    modules: PathBuf,
}

impl Chromium {
    /// What `scripts/fetch-browser` found or fetched.
    pub fn fetched() -> Self {
        let root = root();
        let fetched = Command::new("bash").arg(root.join("scripts/fetch-browser")).status().unwrap();
        assert!(fetched.success(), "scripts/fetch-browser says why above");
        let program = ["chromium", "chromium-browser", "google-chrome"].into_iter().find_map(|name| {
            let paths = std::env::var_os("PATH")?;
            std::env::split_paths(&paths).map(|folder| folder.join(name)).find(|path| path.is_file())
        });
        Self { program: program.unwrap(), modules: root.join("target/browser").canonicalize().unwrap() }
    }
}

fn root() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../..")
}

/// A script of the tests, to be run.
pub fn script(name: &str, chromium: &Chromium) -> Command {
    let mut command = Command::new("node");
    command.arg(root().join("crates/web/tests/browser").join(name));
    command.env("MANUMIT_CHROMIUM", &chromium.program).env("MANUMIT_BROWSER_MODULES", &chromium.modules);
    command
}

#[test]
fn every_page_is_fit_for_everybody_in_a_real_browser() {
    let chromium = Chromium::fetched();
    manumit_testkit::on_sqlite(async |bench| {
        let office = Office::open(bench.store.clone(), Entropy::System).unwrap();
        let loaded = now() - 1.hour();
        demo::load_present_day(&office, loaded).await.unwrap();
        demo::open_desks(&office, loaded).await.unwrap();
        let settings = Settings { synthetic: true, ..Settings::new(now) };
        let site = Site::new(office, settings).unwrap();
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let base = format!("http://{}", listener.local_addr().unwrap());
        let (end, ended) = tokio::sync::oneshot::channel::<()>();
        let serving = tokio::spawn(manumit_web::serve(site, listener, async {
            let _told = ended.await;
        }));
        let walked = tokio::task::spawn_blocking({
            let chromium = chromium.clone();
            move || walk(&chromium, &base)
        })
        .await
        .unwrap();
        end.send(()).unwrap();
        serving.await.unwrap().unwrap();
        let problems: Vec<&str> = walked["problems"].as_array().unwrap().iter().map(|p| p.as_str().unwrap()).collect();
        assert!(problems.is_empty(), "{} problems:\n{}", problems.len(), problems.join("\n"));
        assert!(walked["visited"].as_u64().unwrap() > 80, "only {} pages were visited", walked["visited"]);
    });
}

fn walk(chromium: &Chromium, base: &str) -> Value {
    let walked = script("walk.mjs", chromium).arg(base).output().unwrap();
    let said = String::from_utf8_lossy(&walked.stdout);
    let wrong = String::from_utf8_lossy(&walked.stderr);
    serde_json::from_str(&said).unwrap_or_else(|_| panic!("the walk broke off: {said}\n{wrong}"))
}
