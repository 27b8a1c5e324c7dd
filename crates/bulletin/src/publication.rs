//! The bulletin as it leaves: page, charts, spreadsheet, tables for machines, statements, and a list of all with digests.
//!
//! Everything is made from a release and the definitions it was made by. The same two give the same bytes.

mod page;
mod workbook;

use serde::Serialize;

use crate::{
    audit::Audit,
    causes::Explained,
    chart::{self, Chart, ChartError},
    compute::Release,
    definition::Definitions,
    extract::date_of,
    gate::statements,
    ods::WorkbookError,
    prose::{LeftOut, Prose, Told, Unbound},
    render::{OutputFile, RenderError, csv_bytes, json_bytes},
    words::{long_date, sha256},
};

/// What a release was made from, for the list of files.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Provenance {
    /// SHA-256 of the extract of referrals.
    pub referrals: String,
    /// SHA-256 of the extract of notifications, where there was one.
    pub notifications: Option<String>,
    /// SHA-256 of the `release.json` of the edition before, where there was one.
    pub earlier: Option<String>,
}

/// What keeps a bulletin from being put together.
#[derive(Debug, thiserror::Error)]
pub enum PublicationError {
    /// A sentence is bound to what is not there.
    #[error("a sentence cannot be filled in")]
    Prose(#[from] Unbound),
    /// A chart cannot be drawn.
    #[error("a chart cannot be drawn")]
    Chart(#[from] ChartError),
    /// A table cannot be written.
    #[error("a file cannot be written")]
    Render(#[from] RenderError),
    /// The spreadsheet breaks a convention or cannot be packed.
    #[error("the spreadsheet cannot be written")]
    Workbook(#[from] WorkbookError),
    /// The page cannot be filled in.
    #[error("the page cannot be filled in")]
    Page(#[from] minijinja::Error),
}

/// A bulletin put together.
#[derive(Clone, Debug)]
pub struct Publication<'a> {
    definitions: Definitions,
    release: &'a Release,
    revisions: &'a [Explained],
    method: Option<&'a str>,
    provenance: Provenance,
    prose: Prose,
    charts: Vec<Chart>,
}

/// What a bulletin is put together from.
#[derive(Clone, Debug)]
pub struct Material<'a> {
    /// The tables as data, with the text and the charts.
    pub definitions: &'a Definitions,
    /// The release, protected if it is to leave.
    pub release: &'a Release,
    /// The outcome of disclosure control, if it was applied.
    pub audit: Option<&'a Audit>,
    /// Every figure that moved since the last edition.
    pub revisions: &'a [Explained],
    /// What it was made from.
    pub provenance: Provenance,
}

impl<'a> Publication<'a> {
    /// Fills in the text and draws the charts.
    ///
    /// # Errors
    /// When a sentence or a chart is bound to what is not there.
    pub fn prepare(material: Material<'a>) -> Result<Self, PublicationError> {
        let Material { definitions, release, audit, revisions, provenance } = material;
        let definitions = definitions.in_force(release.period, date_of(release.as_at));
        let mut prose = Prose::tell(&definitions, release)?;
        let (charts, undrawn) = chart::draw(&definitions, release)?;
        prose.left_out.extend(undrawn);
        let method = audit.map(|audit| audit.method.as_str());
        Ok(Self { definitions, release, revisions, method, provenance, prose, charts })
    }

    /// Every sentence, the titles of charts among them: what the figure checker reads.
    pub fn sentences(&self) -> Vec<Told> {
        let titles = self.charts.iter().map(|chart| Told {
            paragraph: format!("chart {}", chart.id),
            text: chart.title.clone(),
            facts: chart.facts.clone(),
        });
        self.prose.sections.iter().flat_map(|section| section.sentences.clone()).chain(titles).collect()
    }

    /// The sentences and charts that were left out, and why.
    pub fn left_out(&self) -> &[LeftOut] {
        &self.prose.left_out
    }

    /// Every file, the list of them last.
    ///
    /// # Errors
    /// When one cannot be written.
    pub fn files(&self) -> Result<Vec<OutputFile>, PublicationError> {
        let mut files = self.release.files()?;
        let sentences = self.sentences();
        let sentences: Vec<&Told> = sentences.iter().collect();
        let mut add = |name: String, bytes: Vec<u8>| files.push(OutputFile { name, bytes });
        add("statements.csv".to_owned(), statements(&sentences)?);
        if !self.revisions.is_empty() {
            add("revisions.csv".to_owned(), self.revisions_csv()?);
        }
        for chart in &self.charts {
            add(format!("chart-{}.svg", chart.id.replace('_', "-")), chart.svg.clone().into_bytes());
        }
        add(format!("{}.html", self.release.id), page::html(self)?.into_bytes());
        add(format!("{}.ods", self.release.id), workbook::workbook(self).bytes()?);
        let listed: Vec<Listed> =
            files.iter().map(|file| Listed { name: file.name.clone(), sha256: sha256(&file.bytes) }).collect();
        let list = List {
            title: &self.release.title,
            period: self.release.period.to_string(),
            as_at: self.as_at(),
            synthetic: self.release.synthetic,
            made_from: &self.provenance,
            left_out: &self.prose.left_out,
            files: listed,
        };
        let bytes = json_bytes("files", &list)?;
        files.push(OutputFile { name: "files.json".to_owned(), bytes });
        Ok(files)
    }

    fn as_at(&self) -> String {
        date_of(self.release.as_at).map(long_date).unwrap_or_default()
    }

    /// Whether small counts stand in the open, so that it must not leave.
    fn is_internal(&self) -> bool {
        self.release.tables.iter().any(|table| table.caption.small_cells.is_some())
    }

    fn revisions_csv(&self) -> Result<Vec<u8>, RenderError> {
        let header = ["table", "row", "column", "was", "is", "difference", "causes"].map(str::to_owned).to_vec();
        let rows = self.revisions.iter().map(|explained| {
            let revision = &explained.revision;
            let difference = revision.difference.map(|difference| difference.to_string()).unwrap_or_default();
            vec![
                revision.table.clone(),
                revision.row.clone(),
                revision.column.clone(),
                revision.was.clone(),
                revision.is.clone(),
                difference,
                explained.because(),
            ]
        });
        csv_bytes(std::iter::once(header).chain(rows))
            .map_err(|source| RenderError::Csv { id: "revisions".to_owned(), source })
    }
}

/// The list of files.
#[derive(Serialize)]
struct List<'a> {
    title: &'a str,
    period: String,
    as_at: String,
    synthetic: bool,
    made_from: &'a Provenance,
    left_out: &'a [LeftOut],
    files: Vec<Listed>,
}

#[derive(Serialize)]
struct Listed {
    name: String,
    sha256: String,
}
