//! The API against its own description, by a tool that reads the one and tries the other: schemathesis.

use std::{path::PathBuf, process::Command};

use manumit_app::demo;
use manumit_testkit::on_sqlite;
use manumit_web::{Settings, Site};
use tokio::net::TcpListener;

use crate::{
    api::token,
    harness::{Premises, now},
};

/// What is held. Left out are two that call a rule of the law a fault of the description: whether answers that fit the
/// schema may be sent together is decided by the rules, and `check` answers 200 to what is wrong, with the findings.
const CHECKS: &str = "not_a_server_error,status_code_conformance,content_type_conformance,response_headers_conformance,\
                      response_schema_conformance,missing_required_header,unsupported_method,allow_header_conformance,\
                      use_after_free,ensure_resource_availability,ignored_auth";

#[test]
fn the_api_answers_as_it_describes_itself_whatever_it_is_sent() {
    let root = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../..");
    let fetched = Command::new("bash").arg(root.join("scripts/fetch-schemathesis")).status().unwrap();
    assert!(fetched.success(), "scripts/fetch-schemathesis says why above");
    let tool = root.join("target/schemathesis").canonicalize().unwrap();
    on_sqlite(async |bench| {
        let premises = Premises::new(&bench.store).await;
        demo::load_present_day(&premises.office, now()).await.unwrap();
        let token = token(&premises, "officer-12").await;
        let site = Site::new(premises.office.clone(), Settings::new(now)).unwrap();
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let address = format!("http://{}/api/v1/openapi.json", listener.local_addr().unwrap());
        let serving = tokio::spawn(manumit_web::serve(site, listener, std::future::pending()));
        let folder = tempfile::tempdir().unwrap();
        let mut command = Command::new("python3");
        command.current_dir(folder.path()).env("PYTHONPATH", &tool).arg(tool.join("bin/schemathesis"));
        command.args(["run", &address, "--header", &format!("Authorization: Bearer {token}"), "--checks", CHECKS]);
        command.args(["--max-examples", "30", "--seed", "1", "--no-color", "--warnings", "off"]);
        command.args(["--suppress-health-check", "all"]);
        let said = tokio::task::spawn_blocking(move || command.output()).await.unwrap().unwrap();
        serving.abort();
        let said = (said.status.success(), String::from_utf8_lossy(&said.stdout).into_owned());
        assert!(said.0, "{}", said.1);
        assert!(said.1.contains("Tested: 5"), "{}", said.1);
    });
}
