//! `manumit link`: the same person under many names, found and explained, never merged in silence.

mod block_report;
mod evaluate;
mod explain;
mod names;
mod review;
mod train;

use std::{
    collections::HashMap,
    path::{Path, PathBuf},
};

use anyhow::Context as _;
use clap::{Args, Subcommand};
use manumit_linkage::{
    draws,
    judgement::Judgements,
    link::{Linked, link},
    model::Model,
    read,
    records::Records,
    review::doubts,
    settings::{Columns, Field, Kind, Settings},
};

use crate::{
    failure::WrongUse,
    output::{Format, Grid, complain, counted},
    progress,
};

/// Link records: find those that are one person, within a list and between lists.
#[derive(Debug, Args)]
#[command(args_conflicts_with_subcommands = true)]
#[command(
    after_help = "Example: manumit link police.csv charity.parquet --settings link.toml --out linked --draws 100"
)]
pub struct LinkCommand {
    #[command(subcommand)]
    step: Option<Step>,
    #[command(flatten)]
    run: Run,
}

/// One step on its own.
#[derive(Debug, Subcommand)]
enum Step {
    /// Count the pairs of each blocking rule before anything is compared; with --trial, estimate what they miss.
    #[command(after_help = "Example: manumit link block-report police.csv --settings link.toml --trial")]
    BlockReport(block_report::BlockReport),
    /// Learn a model and write it, with where it comes from.
    #[command(after_help = "Example: manumit link train police.csv --settings link.toml --out model.json")]
    Train(train::Train),
    /// Explain the score of two records, as text, JSON or a picture.
    #[command(after_help = "Example: manumit link explain police.csv --settings link.toml --pair 17 42 --svg pair.svg")]
    Explain(explain::Explain),
    /// Measure a link against a column that says who is who.
    #[command(after_help = "Example: manumit link evaluate police.csv --settings link.toml --truth person")]
    Evaluate(evaluate::Evaluate),
    /// Draw pairs for people to judge, blind: no score is shown.
    #[command(after_help = "Example: manumit link review police.csv --settings link.toml --looks 200 --out queue.csv")]
    Review(review::Review),
    /// Say how alike two names are, for each row of a file with two columns of names, in any scripts.
    #[command(after_help = "Example: manumit link names pairs.csv --columns name1,name2 --out scores.csv")]
    Names(names::Names),
}

/// What every step reads.
#[derive(Debug, Args)]
pub struct Input {
    /// The files: CSV, Parquet or Arrow. Each is a list, unless the settings name a column for it.
    #[arg(required = true, value_name = "FILE")]
    files: Vec<PathBuf>,
    /// The settings: which column holds what.
    #[arg(long, value_name = "FILE", required = true)]
    settings: PathBuf,
    /// A model that was trained before; without it one is trained.
    #[arg(long, value_name = "FILE")]
    model: Option<PathBuf>,
    /// Judgements of people: same, different, unsure or withdrawn. They override the model.
    #[arg(long, value_name = "FILE")]
    judgements: Option<PathBuf>,
}

/// A whole link.
#[derive(Debug, Args)]
struct Run {
    /// The files: CSV, Parquet or Arrow. Each is a list, unless the settings name a column for it.
    #[arg(value_name = "FILE")]
    files: Vec<PathBuf>,
    /// The settings: which column holds what.
    #[arg(long, value_name = "FILE")]
    settings: Option<PathBuf>,
    /// A model that was trained before; without it one is trained.
    #[arg(long, value_name = "FILE")]
    model: Option<PathBuf>,
    /// Judgements of people: same, different, unsure or withdrawn. They override the model.
    #[arg(long, value_name = "FILE")]
    judgements: Option<PathBuf>,
    /// The folder to write: pairs.csv, clusters.csv, doubts.csv, model.json; its files of these names are replaced.
    #[arg(long, value_name = "DIR", default_value = "linked")]
    out: PathBuf,
    /// The probability from which a pair is written.
    #[arg(long, value_name = "P", default_value_t = 0.01)]
    from: f64,
    /// So many draws of who is who, as overlap tables for the prevalence engine: overlaps.csv.
    #[arg(long, value_name = "NUMBER")]
    draws: Option<u32>,
}

impl Run {
    fn input(&self) -> anyhow::Result<Input> {
        let lacks =
            |what: &str| WrongUse::new(format!("There is no {what} to link by."), "Give files and --settings FILE.");
        if self.files.is_empty() {
            return Err(lacks("file").into());
        }
        Ok(Input {
            files: self.files.clone(),
            settings: self.settings.clone().ok_or_else(|| lacks("settings file"))?,
            model: self.model.clone(),
            judgements: self.judgements.clone(),
        })
    }
}

/// One column of the files, by list and identifier.
pub fn column(input: &Input, settings: &Settings, name: &str) -> anyhow::Result<HashMap<(String, String), String>> {
    let mut settings = settings.clone();
    let column = Columns::One(name.to_owned());
    settings.fields = vec![Field { kind: Kind::Category, column, name: None, separator: None, first_only: false }];
    let records = read::files(&settings, &input.files, &|_| {})?;
    let all = 0..u32::try_from(records.len())?;
    let key = |record: u32| (records.source_name(record).to_owned(), records.identifier(record).to_owned());
    Ok(all.map(|record| (key(record), records.original(record, 0).to_owned())).collect())
}

/// What was read and linked.
pub struct Work {
    /// The settings.
    pub settings: Settings,
    /// The records.
    pub records: Records,
    /// The judgements.
    pub judgements: Judgements,
    /// The link.
    pub linked: Linked,
}

/// Reads the settings and the records, and says what looks wrong.
pub fn read_input(input: &Input) -> anyhow::Result<(Settings, Records)> {
    let text = std::fs::read_to_string(&input.settings)
        .with_context(|| format!("could not read the settings {}", input.settings.display()))?;
    let settings = Settings::parse(&text).map_err(|error| WrongUse::new(error.to_string(), ""))?;
    let bar = progress::counting("Reading records:");
    let records = read::files(&settings, &input.files, &|rows| bar.inc(rows));
    bar.finish_and_clear();
    let records = records?;
    for warning in records.check()? {
        complain(&format!("Note: {warning}"));
    }
    Ok((settings, records))
}

impl Work {
    /// Reads and links.
    pub fn of(input: &Input) -> anyhow::Result<Self> {
        let (settings, records) = read_input(input)?;
        let model = input.model.as_deref().map(read_model).transpose()?;
        let judgements = input.judgements.as_deref().map(read_judgements).transpose()?.unwrap_or_default();
        let constraints = judgements.constraints(&records);
        let bar = progress::counting("Comparing pairs:");
        let linked = link(&settings, &records, model, &constraints, &|pairs| bar.inc(pairs));
        bar.finish_and_clear();
        let linked = linked?;
        for warning in &linked.model.warnings {
            complain(&format!("Warning: {warning}"));
        }
        Ok(Self { settings, records, judgements, linked })
    }

    /// The record that an identifier names: `17`, or `list/17` when several lists have it.
    pub fn find(&self, name: &str) -> anyhow::Result<u32> {
        let named = |record: &u32| {
            let (list, identifier) = (self.records.source_name(*record), self.records.identifier(*record));
            identifier == name || name.strip_prefix(list).and_then(|rest| rest.strip_prefix('/')) == Some(identifier)
        };
        let found: Vec<u32> = (0..u32::try_from(self.records.len())?).filter(named).collect();
        match found[..] {
            [record] => Ok(record),
            [] => Err(WrongUse::new(format!("There is no record {name}."), "Write its identifier.").into()),
            _ => {
                let sentence = format!("Several lists have a record {name}.");
                Err(WrongUse::new(sentence, "Write the list before it, as list/identifier.").into())
            }
        }
    }
}

fn read_model(path: &Path) -> anyhow::Result<Model> {
    let text = std::fs::read_to_string(path).with_context(|| format!("could not read the model {}", path.display()))?;
    Ok(Model::from_json(&text)?)
}

pub fn read_judgements(path: &Path) -> anyhow::Result<Judgements> {
    let file = std::fs::File::open(path).with_context(|| format!("could not read {}", path.display()))?;
    Ok(Judgements::read(path, file)?)
}

/// Runs it.
pub fn run(command: &LinkCommand, format: Format) -> anyhow::Result<()> {
    match &command.step {
        Some(Step::BlockReport(step)) => block_report::run(step, format),
        Some(Step::Train(step)) => train::run(step),
        Some(Step::Explain(step)) => explain::run(step, format),
        Some(Step::Evaluate(step)) => evaluate::run(step, format),
        Some(Step::Review(step)) => review::run(step, format),
        Some(Step::Names(step)) => names::run(step),
        None => whole(&command.run, format),
    }
}

fn whole(run: &Run, format: Format) -> anyhow::Result<()> {
    let work = Work::of(&run.input()?)?;
    std::fs::create_dir_all(&run.out).with_context(|| format!("could not make {}", run.out.display()))?;
    let pairs = write_pairs(&work, &run.out.join("pairs.csv"), run.from)?;
    let clusters = write_clusters(&work, &run.out.join("clusters.csv"))?;
    let doubts = write_doubts(&work, &run.out.join("doubts.csv"))?;
    std::fs::write(run.out.join("model.json"), work.linked.model.to_json()?)?;
    if let Some(draws) = run.draws {
        let constraints = work.judgements.constraints(&work.records);
        let Linked { labels, inside, .. } = &work.linked;
        let seed = work.settings.model.seed;
        let tables = draws::overlaps(&work.records, labels, inside, &constraints, draws, seed);
        std::fs::write(run.out.join("overlaps.csv"), draws::to_csv(&work.records, &tables))?;
    }
    let mut grid = Grid::new(["what", "how_many"]);
    let count = |number: usize| number.to_string();
    grid.row(["records".to_owned(), count(work.records.len())]);
    grid.row(["pairs compared".to_owned(), work.linked.scan.pairs.to_string()]);
    grid.row(["pairs written".to_owned(), count(pairs)]);
    grid.row(["people".to_owned(), count(clusters)]);
    grid.row(["clusters in doubt".to_owned(), count(doubts)]);
    let prevented = "Nothing was merged: clusters are proposals, and people decide.";
    grid.print(
        format,
        &format!(
            "Linked {}; the results are in {}. {prevented}",
            counted(work.records.len() as u64, "record"),
            run.out.display()
        ),
    )
}

fn write_pairs(work: &Work, path: &Path, from: f64) -> anyhow::Result<usize> {
    let mut writer = csv::Writer::from_path(path).with_context(|| format!("could not write {}", path.display()))?;
    writer.write_record(["source_a", "id_a", "source_b", "id_b", "score", "bits", "bits_alone"])?;
    let alone: HashMap<(u32, u32), f32> =
        work.linked.edges.iter().map(|edge| ((edge.a, edge.b), edge.weight)).collect();
    let mut written = 0;
    for edge in work.linked.settled.iter().filter(|edge| edge.probability() >= from) {
        let records = &work.records;
        writer.write_record([
            records.source_name(edge.a),
            records.identifier(edge.a),
            records.source_name(edge.b),
            records.identifier(edge.b),
            &format!("{:.9}", edge.probability()),
            &format!("{:.3}", edge.weight),
            &alone.get(&(edge.a, edge.b)).map_or_else(String::new, |bits| format!("{bits:.3}")),
        ])?;
        written += 1;
    }
    writer.flush()?;
    Ok(written)
}

fn write_clusters(work: &Work, path: &Path) -> anyhow::Result<usize> {
    let mut writer = csv::Writer::from_path(path).with_context(|| format!("could not write {}", path.display()))?;
    writer.write_record(["source", "id", "cluster"])?;
    let mut people = 0;
    for (record, label) in (0_u32..).zip(&work.linked.labels) {
        people += usize::from(record == *label);
        let records = &work.records;
        writer.write_record([records.source_name(record), records.identifier(record), &label.to_string()])?;
    }
    writer.flush()?;
    Ok(people)
}

fn write_doubts(work: &Work, path: &Path) -> anyhow::Result<usize> {
    let found = doubts(&work.records, &work.linked.labels, &work.linked.inside);
    let mut writer = csv::Writer::from_path(path).with_context(|| format!("could not write {}", path.display()))?;
    writer.write_record(["cluster", "records", "split_off", "weakest_bits", "reasons"])?;
    let names =
        |members: &[u32]| members.iter().map(|member| work.records.identifier(*member)).collect::<Vec<_>>().join(" ");
    for doubt in &found {
        let label = doubt.members.iter().min().copied().unwrap_or(0);
        writer.write_record([
            label.to_string(),
            names(&doubt.members),
            names(&doubt.split),
            format!("{:.2}", doubt.weakest),
            doubt.reasons.join("; "),
        ])?;
    }
    writer.flush()?;
    Ok(found.len())
}
