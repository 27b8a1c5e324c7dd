//! `manumit bulletin protect`: what an edition withholds, chosen over all its tables at once and audited.

use std::{fmt::Write as _, fs, path::PathBuf};

use clap::Args;
use manumit_bulletin::{
    compute::Release,
    protection::{Protected, Protection, ProtectionError},
    published::Published,
};
use manumit_disclosure::{
    policy::{Audience, Policy},
    report,
};

use super::{
    Record,
    edition::{Ready, RecordArguments},
};
use crate::{
    failure::Found,
    output::{Format, say},
    progress,
};

/// What to protect.
#[derive(Debug, Args)]
pub struct ProtectArguments {
    #[command(flatten)]
    pub record: RecordArguments,
    /// The audit to write, which `bulletin release` reads.
    #[arg(long, value_name = "FILE")]
    pub out: PathBuf,
    /// Withhold too what moved by few people since the edition before, so that the move cannot be seen. Always so if that is
    /// an edition of the same period.
    #[arg(long)]
    pub small_revisions: bool,
    /// Let it be seen that a whole group falls into one category.
    #[arg(long)]
    pub without_groups: bool,
}

/// Protects, audits, and writes the audit if it finds nothing.
pub fn run(asked: &ProtectArguments, record: Record, format: Format) -> anyhow::Result<()> {
    let ready = Ready::read(&asked.record, record)?;
    let release = ready.release(&Published::shipped()?)?;
    let mut policy = Policy::of(Audience::Public).with_threshold(ready.definitions.bulletin.small_cell_threshold);
    policy.differences = asked.small_revisions;
    if asked.without_groups {
        policy = policy.without_groups();
    }
    let earlier = ready.earlier.as_ref();
    // Who has two editions of one period can subtract one from the other.
    let stood: &[Release] =
        earlier.filter(|earlier| earlier.period == release.period).map(std::slice::from_ref).unwrap_or_default();
    let protection =
        Protection { definitions: &ready.definitions, release: &release, earlier, beside: &[], stood, policy };
    let line = progress::of(1, "Withholding");
    let protected = protection.protect(&mut |what, done, all| {
        line.set_message(what.to_owned());
        line.set_length(all as u64);
        line.set_position(done as u64);
    });
    line.finish_and_clear();
    let protected = protected.map_err(refused)?;
    match format {
        Format::Json => say(&serde_json::to_string_pretty(&protected.attack)?)?,
        Format::Table | Format::Csv => say(text(&protected, asked.small_revisions || !stood.is_empty()).trim_end())?,
    }
    if !protected.is_safe() {
        return Err(Found("Not safe to publish: see what is found above. No audit was written.".to_owned()).into());
    }
    let failed = |error| anyhow::Error::new(error).context(format!("{} cannot be written", asked.out.display()));
    if let Some(folder) = asked.out.parent() {
        fs::create_dir_all(folder).map_err(failed)?;
    }
    fs::write(&asked.out, serde_json::to_string_pretty(&protected.audit)? + "\n").map_err(failed)
}

fn refused(error: ProtectionError) -> anyhow::Error {
    match error {
        ProtectionError::Unsupported { .. } => Found(format!("Refused: {error}.")).into(),
        ProtectionError::Refused(refusal) => anyhow::Error::from(refusal),
        error => error.into(),
    }
}

fn text(protected: &Protected, withholds_revisions: bool) -> String {
    let (all, seen) = protected.counts;
    let mut text = format!("{seen} of {all} counts are printed; a count that several tables print is one.\n");
    for (reason, count) in &protected.withheld {
        let reason = serde_json::to_value(reason).ok();
        let words = reason.and_then(|value| value.as_str().map(|word| word.replace('_', " "))).unwrap_or_default();
        let _ = writeln!(text, "  withheld, {words}: {count}");
    }
    for table in protected.audit.tables.iter().filter(|table| !table.withheld.is_empty()) {
        let _ = writeln!(text, "  {}: {} figures withheld", table.table, table.withheld.len());
    }
    if protected.small_revisions > 0 && !withholds_revisions {
        let _ = writeln!(
            text,
            "{} counts moved by few people since the edition before, and stay; --small-revisions withholds them.",
            protected.small_revisions
        );
    }
    text + &report::audit(&protected.attack)
}
