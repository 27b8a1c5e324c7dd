//! Tests of the figure checker.

use std::path::{Path, PathBuf};

use super::*;

fn printed() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../../data/idmg-2013/printed")
}

#[test]
fn show() {
    let report = check_folder(&printed(), None).unwrap();
    println!("{}", report.to_text());
}
