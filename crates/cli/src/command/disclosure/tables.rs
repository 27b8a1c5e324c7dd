//! Tables: protect, audit, round.

use std::path::{Path, PathBuf};

use clap::{Args, ValueEnum};
use manumit_disclosure::{
    audit::{Audit, Effort, audit as audit_release},
    dimension::Dimension,
    fold,
    policy::{Audience, Policy},
    primary::mark,
    protect::protect as protect_release,
    read::{TableForm, table},
    release::{Release, Status},
    report,
    rounding::round as round_release,
    specification::{Assembled, Specification},
    statement::Statement,
    table::Table,
};
use serde_json::json;

use super::{load, store};
use crate::{
    failure::{Found, WrongUse},
    output::{Format, say},
    progress,
};

/// The tables of one release.
#[derive(Debug, Args)]
pub struct Tables {
    /// A description of the release (.toml), or its tables as CSV: a column for each dimension and "count", totals as rows.
    #[arg(required = true)]
    files: Vec<PathBuf>,
    /// The tables are wide: the name of the dimension that stands across the heading.
    #[arg(long, value_name = "NAME")]
    across: Option<String>,
    /// The label of totals.
    #[arg(long, default_value = "Total")]
    total: String,
    /// The column of counts.
    #[arg(long, default_value = "count")]
    count: String,
    /// The tables are about children.
    #[arg(long)]
    children: bool,
    /// Who will see them.
    #[arg(long, value_enum, default_value_t = AudienceName::Public)]
    audience: AudienceName,
    /// A threshold for everybody in place of the audience's.
    #[arg(long)]
    threshold: Option<u64>,
    /// Let it be seen that a whole group falls into one category.
    #[arg(long)]
    without_groups: bool,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum AudienceName {
    /// Anybody.
    Public,
    /// An organisation that knows its own cases.
    Partner,
    /// Those who may see every record.
    Internal,
}

/// What to protect.
#[derive(Debug, Args)]
pub struct Protect {
    #[command(flatten)]
    tables: Tables,
    /// Fold categories that are too rare to be told, before withholding anything.
    #[arg(long)]
    fold: bool,
    /// Search every interval to its very ends.
    #[arg(long)]
    to_the_ends: bool,
    /// Write the public copy of each table into this folder.
    #[arg(long, value_name = "DIR")]
    out: Option<PathBuf>,
}

/// What to audit.
#[derive(Debug, Args)]
pub struct AuditTables {
    #[command(flatten)]
    tables: Tables,
    /// Withhold only the inner cells below the threshold first: what is often done, and can be solved.
    #[arg(long)]
    naive: bool,
    /// Search every interval to its very ends.
    #[arg(long)]
    to_the_ends: bool,
}

/// What to round.
#[derive(Debug, Args)]
pub struct Round {
    #[command(flatten)]
    tables: Tables,
    /// The base.
    #[arg(long, default_value_t = 5)]
    base: u64,
    /// Write each rounded table into this folder.
    #[arg(long, value_name = "DIR")]
    out: PathBuf,
}

impl Tables {
    fn policy(&self) -> Policy {
        let mut policy = Policy::of(match self.audience {
            AudienceName::Public => Audience::Public,
            AudienceName::Partner => Audience::Partner,
            AudienceName::Internal => Audience::Internal,
        });
        if let Some(threshold) = self.threshold {
            policy = policy.with_threshold(threshold);
        }
        if self.without_groups { policy.without_groups() } else { policy }
    }

    fn assemble(&self) -> anyhow::Result<Assembled> {
        if let [only] = self.files.as_slice()
            && only.extension().is_some_and(|ending| ending == "toml")
        {
            return self.described(only);
        }
        let (dimensions, tables) = self.read()?;
        Ok(Assembled { release: Release::new(dimensions, tables)?, statements: Vec::new(), policy: self.policy() })
    }

    fn described(&self, file: &Path) -> anyhow::Result<Assembled> {
        let specification = Specification::read(&load(file)?, &file.display().to_string())?;
        let folder = file.parent().unwrap_or_else(|| Path::new(""));
        let mut unreadable = None;
        let assembled = specification.assemble(&mut |name| {
            load(&folder.join(name)).or_else(|error| {
                unreadable.get_or_insert(error);
                Ok(String::new())
            })
        });
        if let Some(error) = unreadable {
            return Err(error);
        }
        let mut assembled = assembled?;
        if let Some(threshold) = self.threshold {
            assembled.policy = assembled.policy.with_threshold(threshold);
        }
        Ok(assembled)
    }

    fn read(&self) -> anyhow::Result<(Vec<Dimension>, Vec<Table>)> {
        let (mut dimensions, mut tables) = (Vec::new(), Vec::new());
        for file in &self.files {
            let form = TableForm {
                id: file.display().to_string(),
                about_children: self.children,
                total: self.total.clone(),
                count: self.count.clone(),
                across: self.across.clone(),
                ..TableForm::default()
            };
            tables.push(table(&load(file)?, &form, &mut dimensions)?);
        }
        Ok((dimensions, tables))
    }
}

/// Withholds, audits, and writes the public copies if the audit finds nothing.
pub fn protect(asked: &Protect, format: Format) -> anyhow::Result<()> {
    let Assembled { mut release, statements, policy } = asked.tables.assemble()?;
    let proposals = fold::propose(&release, &policy);
    if asked.fold {
        let (mut dimensions, mut tables) = (release.dimensions.clone(), release.tables.clone());
        for proposal in &proposals {
            fold::apply(proposal, &mut dimensions, &mut tables);
        }
        if !statements.is_empty() && !proposals.is_empty() {
            return Err(WrongUse::new(
                "Figures in the text name categories that would be folded.",
                "Fold the tables first, or leave out --fold.",
            )
            .into());
        }
        release = Release::new(dimensions, tables)?;
    }
    let line = progress::of(1, "Withholding");
    let outcome = protect_release(&mut release, &statements, &policy, &mut |done, all| {
        line.set_length(all as u64);
        line.set_position(done as u64);
    });
    line.finish_and_clear();
    let outcome = outcome?;
    let audit = attack(&release, &statements, &outcome.needs, asked.to_the_ends)?;
    if format == Format::Json {
        let folds = if asked.fold { Vec::new() } else { proposals };
        let counts = outcome.counts(&release);
        say(&serde_json::to_string_pretty(
            &json!({ "withheld": counts, "folds": folds, "safe": audit.is_safe(), "audit": audit }),
        )?)?;
    } else {
        let mut text = String::new();
        for proposal in &proposals {
            let verb = if asked.fold { "Folded" } else { "Fold first, with --fold:" };
            let (number, name) = (proposal.categories.len(), &proposal.dimension);
            text += &format!(
                "{verb} {number} rare categories of {name} into {} ({} unsafe cells).\n",
                proposal.into, proposal.unsafe_cells
            );
        }
        say(&(text + &report::outcome(&release, &outcome) + &report::audit(&audit)))?;
    }
    gate(&audit)?;
    asked.out.as_deref().map_or(Ok(()), |out| write(&release, out, None))
}

/// Audits tables as they stand.
pub fn audit(asked: &AuditTables, format: Format) -> anyhow::Result<()> {
    let Assembled { mut release, statements, policy } = asked.tables.assemble()?;
    if asked.naive {
        for cell in &mut release.cells {
            let threshold = policy.rules(cell.about_children).threshold;
            if cell.innermost && cell.count.is_some_and(|count| 0 < count && count < threshold) {
                cell.status = Status::Withheld;
            }
        }
    }
    // The rules are applied to a copy: what they say must be withheld and is not, is found in plain.
    let mut needs = mark(&mut release.clone(), &policy);
    needs.retain(|need| !asked.naive || release.cells.get(need.cell).is_some_and(|cell| cell.innermost));
    let audit = attack(&release, &statements, &needs, asked.to_the_ends)?;
    if format == Format::Json {
        say(&serde_json::to_string_pretty(&json!({ "safe": audit.is_safe(), "audit": audit }))?)?;
    } else {
        say(&report::audit(&audit))?;
    }
    gate(&audit)
}

fn attack(
    release: &Release,
    statements: &[Statement],
    needs: &[manumit_disclosure::primary::Need],
    to_the_ends: bool,
) -> anyhow::Result<Audit> {
    let line = progress::of(1, "Auditing");
    let effort = if to_the_ends { Effort { steps: u64::MAX, to_the_ends: usize::MAX } } else { Effort::default() };
    let audit = audit_release(release, statements, needs, effort, &mut |done, all| {
        line.set_length(all as u64);
        line.set_position(done as u64);
    });
    line.finish_and_clear();
    Ok(audit?)
}

fn gate(audit: &Audit) -> anyhow::Result<()> {
    if audit.is_safe() {
        return Ok(());
    }
    Err(Found("Not safe to publish: see what is found above. Nothing was written.".to_owned()).into())
}

/// Rounds tables.
pub fn round(asked: &Round, format: Format) -> anyhow::Result<()> {
    let Assembled { release, .. } = asked.tables.assemble()?;
    let rounded = round_release(&release, asked.base)?;
    write(&release, &asked.out, Some(&rounded.counts))?;
    if format == Format::Json {
        return say(
            &json!({ "base": rounded.base, "furthest": rounded.furthest, "beyond": rounded.beyond }).to_string()
        );
    }
    let (base, furthest, beyond) = (rounded.base, rounded.furthest, rounded.beyond);
    say(&format!(
        "Every count is a multiple of {base} and every total the sum of its parts. The furthest that a count moved is {furthest}; {beyond} moved by {base} or more."
    ))
}

fn write(release: &Release, out: &Path, counts: Option<&[u64]>) -> anyhow::Result<()> {
    for number in report::current(release) {
        let id = release.tables.get(number).map_or("table", |table| table.id.as_str());
        let name = Path::new(id).file_stem().map_or_else(|| id.to_owned(), |stem| stem.to_string_lossy().into_owned());
        store(&out.join(format!("{name}.csv")), report::table(release, number, counts)?.as_bytes())?;
    }
    Ok(())
}
