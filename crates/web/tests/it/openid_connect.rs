//! Signing in with the accounts of another body: a certified provider, and a real Chromium between it and us.

use std::{
    io::{BufRead as _, BufReader},
    process::{Child, ChildStdout, Command, Stdio},
    sync::Arc,
};

use jiff::Timestamp;
use manumit_app::{Caller, Office, account};
use manumit_domain::actor::{Actor, Role};
use manumit_store::{Entropy, desk::AccountState};
use manumit_web::{Provider, ProviderSettings, Settings, Site};
use serde_json::Value;
use tokio::net::TcpListener;

use crate::browser::{Chromium, script};

/// The provider, until the test ends.
struct Elsewhere {
    process: Child,
    /// Kept open: what it says into nothing would end it.
    said: BufReader<ChildStdout>,
}

impl Drop for Elsewhere {
    fn drop(&mut self) {
        self.process.kill().unwrap();
        self.process.wait().unwrap();
    }
}

#[test]
fn whom_another_body_vouches_for_enters_the_account_that_their_organisation_made() {
    let chromium = Chromium::fetched();
    manumit_testkit::on_sqlite(async |bench| {
        let office = Office::open(bench.store.clone(), Entropy::System).unwrap();
        let keyholder =
            Caller::new(Actor::new("HO-PLATFORM", "administrator", Role::Sysadmin), Timestamp::now(), "a test");
        for (post, email) in [("officer-1", "ada@police.example"), ("officer-2", "ben@police.example")] {
            let invitation = account::Invitation {
                actor: Actor::new("POLICE-EW", post, Role::FirstResponder),
                lead: false,
                name: "Made Up".to_owned(),
                email: email.to_owned(),
            };
            account::invite(&office, &keyholder, invitation).await.unwrap();
        }
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let base = format!("http://{}", listener.local_addr().unwrap());

        let mut provider = script("provider.mjs", &chromium);
        let mut process = provider.args([&base, "made-up-secret"]).stdout(Stdio::piped()).spawn().unwrap();
        let said = BufReader::new(process.stdout.take().unwrap());
        let mut elsewhere = Elsewhere { process, said };
        let mut issuer = String::new();
        elsewhere.said.read_line(&mut issuer).unwrap();
        let said = ProviderSettings {
            name: "Example Police".to_owned(),
            issuer: issuer.trim().to_owned(),
            client_id: "manumit".to_owned(),
            our_address: base.clone(),
            methods: vec!["mfa".to_owned()],
        };
        let provider = Arc::new(Provider::new(said, Some("made-up-secret".to_owned())).unwrap());
        let settings = Settings { provider: Some(provider), ..Settings::new(Timestamp::now) };
        let site = Site::new(office.clone(), settings).unwrap();
        let serving = tokio::spawn(manumit_web::serve(site, listener, std::future::pending()));

        let people = [
            "ada@police.example mfa",
            "ada@police.example mfa",
            "other-ada@police.example mfa",
            "unverified-ben@police.example mfa",
            "ben@police.example pwd",
            "nobody@police.example mfa",
        ];
        let chromium = chromium.clone();
        let ended = tokio::task::spawn_blocking(move || sign_in(&chromium, &base, &people)).await.unwrap();
        serving.abort();

        for (place, again) in [(0, "/duties"), (1, "/duties")] {
            assert_eq!(ended[place]["at"], again, "{ended:#}");
            assert_eq!(ended[place]["cookies"], serde_json::json!(["manumit_session httpOnly Lax"]), "{ended:#}");
            assert_eq!(ended[place]["again"], 422, "{ended:#}");
        }
        for (place, sentence) in [
            (2, "There is no open account for you here."),
            (3, "Example Police could not tell us who you are."),
            (4, "Example Police could not tell us who you are."),
            (5, "There is no open account for you here."),
        ] {
            assert_eq!(ended[place]["heading"], "Sign in", "{ended:#}");
            assert!(ended[place]["said"].as_str().unwrap().starts_with(sentence), "{ended:#}");
        }
        let state = async |email: &str| bench.store.find_account_by_email(email).await.unwrap().unwrap().state;
        assert_eq!(state("ada@police.example").await, AccountState::Open);
        assert_eq!(state("ben@police.example").await, AccountState::Invited, "no refusal takes an invitation up");
    });
}

fn sign_in(chromium: &Chromium, base: &str, people: &[&str]) -> Value {
    let said: std::process::Output = Command::output(script("sign_in.mjs", chromium).arg(base).args(people)).unwrap();
    serde_json::from_slice(&said.stdout)
        .unwrap_or_else(|_| panic!("it broke off: {}", String::from_utf8_lossy(&said.stderr)))
}
