//! A release as text: which files are its tables, what was released before, and what the text says.

use std::collections::BTreeMap;

use serde::Deserialize;

use crate::{
    dimension::Dimension,
    policy::{Audience, Policy},
    read::{TableForm, table},
    refusal::Refusal,
    release::Release,
    statement::{Figure, Statement, cell_of},
    table::Edition,
};

/// A description of a release, in TOML.
#[derive(Clone, Debug, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Specification {
    /// About the whole.
    #[serde(default)]
    pub release: Heading,
    /// About dimensions, by name.
    #[serde(default, rename = "dimension")]
    pub dimensions: BTreeMap<String, DimensionForm>,
    /// The tables.
    #[serde(default, rename = "table")]
    pub tables: Vec<TableEntry>,
    /// Tables released, or shared with the recipient, before.
    #[serde(default, rename = "earlier")]
    pub earlier: Vec<TableEntry>,
    /// Figures in the text.
    #[serde(default, rename = "printed")]
    pub printed: Vec<PrintedFigure>,
    #[serde(skip)]
    file: String,
}

/// What holds for the whole release.
#[derive(Clone, Debug, Default, PartialEq, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Heading {
    /// What it is.
    pub title: String,
    /// Who will see it.
    pub audience: Audience,
    /// Editions and shares that readers have already; each must be among the earlier tables.
    pub follows: Vec<String>,
    /// A threshold in place of the audience's.
    pub threshold: Option<u64>,
    /// Whether the rule on groups is left out.
    pub without_groups: bool,
}

/// What holds for a dimension.
#[derive(Clone, Debug, Default, PartialEq, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct DimensionForm {
    /// Categories about children.
    pub children: Vec<String>,
    /// Categories that tell nothing.
    pub uninformative: Vec<String>,
    /// The category above each category.
    pub under: BTreeMap<String, String>,
}

/// A table and how to read it.
#[derive(Clone, Debug, Default, PartialEq, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct TableEntry {
    /// The file, as the caller finds it.
    pub file: String,
    /// What messages call it; the file, if not given.
    pub id: String,
    /// Whom it counts.
    pub population: String,
    /// Whether all of it is about children.
    pub children: bool,
    /// The label of totals.
    pub total: Option<String>,
    /// The column of counts.
    pub count: Option<String>,
    /// The dimensions.
    pub dimensions: Vec<String>,
    /// The dimension across the heading, for wide tables.
    pub across: Option<String>,
    /// Earlier tables: the edition or share.
    pub edition: String,
}

/// A figure in the text: a number of one or several cells, or a percentage of one cell of another.
#[derive(Clone, Debug, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct PrintedFigure {
    /// The sentence.
    pub text: String,
    /// Whom it counts.
    #[serde(default)]
    pub population: String,
    /// The number, if it is one.
    pub number: Option<u64>,
    /// The percentage as printed, if it is one.
    pub percentage: Option<String>,
    /// The cells: categories by dimension; empty for the total.
    #[serde(default)]
    pub of: Vec<BTreeMap<String, String>>,
    /// The base of a percentage.
    #[serde(default)]
    pub base: BTreeMap<String, String>,
}

/// A release, its figures in the text and its policy.
#[derive(Clone, Debug)]
pub struct Assembled {
    /// The release.
    pub release: Release,
    /// The figures.
    pub statements: Vec<Statement>,
    /// The policy.
    pub policy: Policy,
}

impl Specification {
    /// Reads a description.
    ///
    /// # Errors
    /// [`Refusal::NotASpecification`].
    pub fn read(text: &str, file: &str) -> Result<Self, Refusal> {
        let bad = |problem: String| Refusal::NotASpecification { file: file.to_owned(), problem };
        let mut read: Self = toml::from_str(text).map_err(|error| bad(error.to_string()))?;
        file.clone_into(&mut read.file);
        if read.tables.is_empty() {
            return Err(bad("it names no table; write [[table]] with a file".to_owned()));
        }
        Ok(read)
    }

    /// Reads every table and binds them. `load` gives the text of a file.
    ///
    /// # Errors
    /// Any [`Refusal`] of reading and binding; [`Refusal::MissingEdition`] if a named edition has no table.
    pub fn assemble(&self, load: &mut dyn FnMut(&str) -> Result<String, Refusal>) -> Result<Assembled, Refusal> {
        for edition in &self.release.follows {
            if !self.earlier.iter().any(|table| table.edition == *edition) {
                return Err(Refusal::MissingEdition { edition: edition.clone() });
            }
        }
        let mut dimensions: Vec<Dimension> = Vec::new();
        let mut tables = Vec::new();
        for (entry, earlier) in
            self.tables.iter().map(|table| (table, false)).chain(self.earlier.iter().map(|table| (table, true)))
        {
            let standard = TableForm::default();
            let form = TableForm {
                id: if entry.id.is_empty() { entry.file.clone() } else { entry.id.clone() },
                population: entry.population.clone(),
                about_children: entry.children,
                edition: if earlier { Edition::Earlier(entry.edition.clone()) } else { Edition::Current },
                total: entry.total.clone().unwrap_or(standard.total),
                count: entry.count.clone().unwrap_or(standard.count),
                dimensions: entry.dimensions.clone(),
                across: entry.across.clone(),
            };
            tables.push(table(&load(&entry.file)?, &form, &mut dimensions)?);
        }
        let known: Vec<String> = dimensions.iter().map(|dimension| dimension.name.clone()).collect();
        for (name, form) in &self.dimensions {
            let dimension = dimensions.iter_mut().find(|dimension| dimension.name.eq_ignore_ascii_case(name));
            let dimension =
                dimension.ok_or_else(|| Refusal::NoSuchDimension { name: name.clone(), known: known.clone() })?;
            for (label, above) in &form.under {
                dimension.put_under(label, above)?;
            }
            for label in &form.children {
                dimension.mark_children(label)?;
            }
            for label in &form.uninformative {
                dimension.mark_uninformative(label)?;
            }
        }
        let release = Release::new(dimensions, tables)?;
        let statements =
            self.printed.iter().map(|printed| self.statement(&release, printed)).collect::<Result<_, _>>()?;
        let mut policy = Policy::of(self.release.audience);
        if let Some(threshold) = self.release.threshold {
            policy = policy.with_threshold(threshold);
        }
        if self.release.without_groups {
            policy = policy.without_groups();
        }
        Ok(Assembled { release, statements, policy })
    }

    fn statement(&self, release: &Release, printed: &PrintedFigure) -> Result<Statement, Refusal> {
        let bad = |problem: &str| Refusal::NotASpecification {
            file: self.file.clone(),
            problem: format!("{:?}: {problem}", printed.text),
        };
        let cells = printed
            .of
            .iter()
            .map(|labels| cell_of(release, &printed.population, labels))
            .collect::<Result<Vec<_>, _>>()?;
        let figure = match (printed.number, &printed.percentage) {
            (Some(value), None) if !cells.is_empty() => Figure::Number { cells, value },
            (None, Some(percentage)) => {
                let text = percentage.trim().trim_end_matches('%').trim();
                let decimals = text.split_once('.').map_or(0, |(_, decimals)| decimals.len() as u32);
                let value =
                    text.replace('.', "").parse().map_err(|_| bad("write a percentage as \"33\" or \"33.5\""))?;
                let [part] = cells.as_slice() else { return Err(bad("a percentage is of one cell")) };
                Figure::Percentage {
                    part: *part,
                    base: cell_of(release, &printed.population, &printed.base)?,
                    value,
                    decimals,
                }
            }
            _ => return Err(bad("write either number or percentage, and the cells it is of")),
        };
        Ok(Statement { text: printed.text.clone(), figure })
    }
}
