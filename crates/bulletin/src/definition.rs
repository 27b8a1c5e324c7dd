//! Tables as data: what a table shows, of what, in which order, with which notes.
//!
//! A definition is a text file. A statistician changes a table there, not in code; the engine has no knowledge of any
//! one table. Every key is explained in the method documentation of tables.

use std::collections::{BTreeMap, BTreeSet};

use serde::Deserialize;

use crate::extract::Column;

/// A file of table definitions that cannot be used. The sentence names the table and the key.
#[derive(Debug, thiserror::Error)]
pub enum DefinitionError {
    /// Not valid TOML, or a key or value the engine does not know.
    #[error("table definitions cannot be read")]
    Text(#[from] toml::de::Error),
    /// A definition that contradicts itself.
    #[error("table definitions, {table}: {fault}")]
    Contradiction {
        /// Identifier of the table.
        table: String,
        /// What is wrong and what to write instead.
        fault: String,
    },
}

/// A set of tables that are made together, from one selection.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Definitions {
    /// What all the tables share.
    pub bulletin: Shared,
    /// Order of the values of a column, in display labels, for tables that do not give their own.
    #[serde(default)]
    pub values: BTreeMap<Column, Vec<String>>,
    /// The tables, in the order in which they are written.
    pub tables: Vec<TableDefinition>,
}

/// What all the tables of a bulletin share: its captions say so.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Shared {
    /// Identifier of the set.
    pub id: String,
    /// Title of the set.
    pub title: String,
    /// What is counted.
    pub unit: String,
    /// The counting rule in one sentence.
    pub counting: String,
    /// Scheme of exploitation types.
    pub scheme: String,
    /// The era of rules under which the decisions were made.
    pub rule_era: String,
    /// Edition of published figures that stands in for years without records.
    pub edition: String,
    /// How an empty value prints.
    pub not_recorded: String,
    /// Counts from 1 to one below this are small.
    pub small_cell_threshold: u64,
    /// What the caption of a table with small counts says.
    pub small_cell_notice: String,
    /// Values that keep a referral out of every count.
    #[serde(default)]
    pub not_counted: BTreeMap<Column, Vec<String>>,
    /// Years of which only a part was recorded.
    #[serde(default)]
    pub part_years: Vec<PartYear>,
}

/// A year of which only some months were recorded.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct PartYear {
    /// The year.
    pub year: i16,
    /// The months recorded, in words.
    pub months: String,
    /// What `{part}` in a column's name becomes.
    pub suffix: String,
}

/// How rows come about.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Layout {
    /// One row for each value (or pair of values) of the row columns.
    #[default]
    Grid,
    /// The highest values within each group, the group being a category or the year.
    Ranked,
    /// One block of rows for each stage of decision, each with its own denominators.
    Stages,
}

/// In which order rows stand.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Order {
    /// As declared under `values`; a value that is not declared follows, by name.
    #[default]
    Declared,
    /// Highest count of the year first, then by name.
    Count,
    /// Highest sum over the years first, then by name.
    Sum,
}

/// How a count of zero prints.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Zero {
    /// As 0.
    #[default]
    Digit,
    /// As an empty cell.
    Blank,
}

/// What a column shows.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Show {
    /// The row's value.
    Label,
    /// The group of a ranked table, or the stage of decision.
    Group,
    /// The rank of the row by the order of the table. Equal counts have equal rank.
    Rank,
    /// 1 if the row shares its rank, else 0.
    Tied,
    /// The count of one year.
    Count,
    /// The share of one year's count in its base.
    Share,
    /// The change of the count on the year before.
    Change,
    /// The sum of the counts from one year to the last.
    Sum,
    /// The rank of one year's count among all values; N/A for none.
    Position,
    /// One column for each value (or pair of values) of the columns under `across`.
    Across,
    /// The same text in every row.
    Text,
}

/// What a share is a share of.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Base {
    /// All that the table counts in that year.
    #[default]
    Table,
    /// All at the stage of decision.
    Stage,
    /// All at the stage that were decided.
    Decided,
    /// All that the table counts, whatever stage they reached.
    Cohort,
}

/// One column, or with `across` one run of columns.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ColumnDefinition {
    /// Its name, with `{year}`, `{previous}`, `{first}`, `{part}` and `{across}` filled in.
    pub name: String,
    /// What it shows.
    pub show: Show,
    /// The year it shows, counted from the year of the bulletin: -1 is the year before.
    #[serde(default)]
    pub year: i16,
    /// For a label: which row column; the first if not given.
    pub of: Option<Column>,
    /// For a share: its base.
    #[serde(default)]
    pub base: Base,
    /// For a text: the text.
    pub text: Option<String>,
}

/// A stage of decision.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct StageDefinition {
    /// Its name.
    pub label: String,
    /// The column that holds its outcome.
    pub column: Column,
    /// Who reached it.
    #[serde(default)]
    pub filter: BTreeMap<Column, Vec<String>>,
}

/// A note with figures in it, which the engine counts.
#[derive(Clone, Debug, Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case", deny_unknown_fields)]
pub enum NoteDefinition {
    /// A sentence as it stands.
    Text {
        /// The sentence.
        text: String,
    },
    /// How the referrals with one value divide by another column.
    Split {
        /// The column of the value.
        column: Column,
        /// The value.
        value: String,
        /// The column by which they divide.
        by: Column,
        /// The sentence, with `{count}`, `{referrals}`, `{is}`, `{has}`, `{split}` and `{places}` filled in.
        text: String,
    },
    /// One sentence for each label that two columns share and count differently.
    Reconcile {
        /// The column of this table.
        column: Column,
        /// The other column.
        with: Column,
        /// The sentence, with `{label}`, `{count}` and `{other}` filled in.
        text: String,
    },
}

/// One table.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct TableDefinition {
    /// Identifier and file name, `table01`.
    pub id: String,
    /// Number as printed, `Table 1`.
    pub number: String,
    /// Title.
    pub title: String,
    /// How rows come about.
    #[serde(default)]
    pub layout: Layout,
    /// The columns of the extract whose values make the rows: one or two.
    #[serde(default)]
    pub rows: Vec<Column>,
    /// The columns of the extract whose values make columns.
    #[serde(default)]
    pub across: Vec<Column>,
    /// For a ranked table: `year`, or a column of the extract.
    pub group: Option<String>,
    /// For a ranked table by year: its first year, counted from the year of the bulletin.
    #[serde(default)]
    pub first_year: i16,
    /// Only referrals with one of these values are counted.
    #[serde(default)]
    pub filter: BTreeMap<Column, Vec<String>>,
    /// Order of rows.
    #[serde(default)]
    pub order: Order,
    /// Only rows of this rank or higher; ties at the last rank are all shown.
    pub top: Option<u32>,
    /// Values that have no row.
    #[serde(default)]
    pub leave_out: Vec<String>,
    /// Values in display labels, in order, for this table.
    #[serde(default)]
    pub values: BTreeMap<Column, Vec<String>>,
    /// Display labels of values, by column.
    #[serde(default)]
    pub labels: BTreeMap<Column, BTreeMap<String, String>>,
    /// Parts of column names for `across`, by display label; otherwise the label in lower case with underscores.
    #[serde(default)]
    pub names: BTreeMap<String, String>,
    /// Label of the total row, if there is one.
    pub total: Option<String>,
    /// How zero prints.
    #[serde(default)]
    pub zero: Zero,
    /// Leave out rows without any referral.
    #[serde(default)]
    pub drop_empty_rows: bool,
    /// Leave out columns of `across` without any referral.
    #[serde(default)]
    pub drop_empty_columns: bool,
    /// Series of published figures for years without records.
    pub published: Option<String>,
    /// Decimals of percentages.
    #[serde(default)]
    pub decimals: u8,
    /// For stages: the outcomes that are decisions.
    #[serde(default)]
    pub decided: Vec<String>,
    /// For stages: the stages, in order.
    #[serde(default)]
    pub stages: Vec<StageDefinition>,
    /// The columns.
    pub columns: Vec<ColumnDefinition>,
    /// Notes.
    #[serde(default)]
    pub notes: Vec<NoteDefinition>,
}

impl Definitions {
    /// The tables of the ministerial report on 2012, as shipped.
    ///
    /// # Errors
    /// Never with the file as shipped, which a test reads.
    pub fn idmg_2012() -> Result<Self, DefinitionError> {
        Self::parse(include_str!("../tables/idmg-2012.toml"))
    }

    /// Reads and checks a file of table definitions.
    ///
    /// # Errors
    /// When the text cannot be read or a table contradicts itself; the sentence names the table.
    pub fn parse(text: &str) -> Result<Self, DefinitionError> {
        let definitions: Self = toml::from_str(text)?;
        let mut ids = BTreeSet::new();
        for table in &definitions.tables {
            let repeated =
                (!ids.insert(table.id.as_str())).then(|| "the id stands twice; give each table its own".to_owned());
            if let Some(fault) = repeated.or_else(|| table.fault()) {
                return Err(DefinitionError::Contradiction { table: table.id.clone(), fault });
            }
        }
        Ok(definitions)
    }

    /// The definition of one table.
    pub fn find(&self, id: &str) -> Option<&TableDefinition> {
        self.tables.iter().find(|table| table.id == id)
    }

    /// The first year that any table shows, counted from the year of the bulletin.
    pub(crate) fn first_year(&self) -> i16 {
        self.tables.iter().map(TableDefinition::first_shown).min().unwrap_or(0)
    }

    /// The part-year mark of a year, if it has one.
    pub(crate) fn part_year(&self, year: i16) -> Option<&PartYear> {
        self.bulletin.part_years.iter().find(|part| part.year == year)
    }
}

impl TableDefinition {
    /// The first year this table shows, counted from the year of the bulletin.
    pub(crate) fn first_shown(&self) -> i16 {
        let year = |column: &ColumnDefinition| if column.show == Show::Change { column.year - 1 } else { column.year };
        self.columns.iter().map(year).chain([self.first_year]).min().unwrap_or(0)
    }

    /// How a value of a column is shown in this table.
    pub(crate) fn display<'a>(&'a self, column: Column, label: &'a str, not_recorded: &'a str) -> &'a str {
        let label = if label.is_empty() { not_recorded } else { label };
        self.labels.get(&column).and_then(|labels| labels.get(label)).map_or(label, String::as_str)
    }

    /// What contradicts itself, if anything does.
    fn fault(&self) -> Option<String> {
        let shows = |show| self.columns.iter().any(|column| column.show == show);
        if shows(Show::Across) == self.across.is_empty() {
            return Some("a column that shows across needs columns under `across`, and the other way round".to_owned());
        }
        if self.first_shown() > 0 || self.columns.iter().any(|column| column.year > 0) {
            return Some("a year after the year of the bulletin; write 0 or a negative number".to_owned());
        }
        if let Some(column) = self.columns.iter().find(|c| c.of.is_some_and(|of| !self.rows.contains(&of))) {
            return Some(format!("column {} is `of` a column that is not under `rows`", column.name));
        }
        match self.layout {
            Layout::Grid if self.rows.is_empty() => Some("a grid needs one or more columns under `rows`".to_owned()),
            Layout::Grid if self.top.is_some() && self.order == Order::Declared => {
                Some("`top` needs `order = \"count\"` or `order = \"sum\"`".to_owned())
            }
            Layout::Grid if self.order == Order::Sum && !shows(Show::Sum) => {
                Some("`order = \"sum\"` needs a column that shows sum".to_owned())
            }
            Layout::Ranked if self.rows.len() != 1 || self.top.is_none() => {
                Some("a ranked table needs one column under `rows`, and `top`".to_owned())
            }
            Layout::Ranked if self.group_column().is_err() => {
                Some("`group` must be `year` or a column of the extract".to_owned())
            }
            Layout::Stages if self.stages.is_empty() || self.decided.is_empty() => {
                Some("a table of stages needs `stages` and `decided`".to_owned())
            }
            _ => None,
        }
    }

    /// The grouping column of a ranked table; `None` is the year.
    pub(crate) fn group_column(&self) -> Result<Option<Column>, NotAGroup> {
        match self.group.as_deref() {
            Some("year") => Ok(None),
            Some(name) => Column::find(name).map(Some).ok_or(NotAGroup),
            None => Err(NotAGroup),
        }
    }
}

/// A `group` that is neither the year nor a column.
#[derive(Clone, Copy, Debug)]
pub(crate) struct NotAGroup;

#[cfg(test)]
mod tests {
    use super::*;

    const HEAD: &str = r#"
        [bulletin]
        id = "t"
        title = "t"
        unit = "referral"
        counting = "c"
        scheme = "s"
        rule_era = "e"
        edition = "d"
        not_recorded = "Not recorded"
        small_cell_threshold = 10
        small_cell_notice = "n"
        [[tables]]
        id = "a"
        number = "1"
        title = "t"
    "#;

    fn fault(table: &str) -> String {
        Definitions::parse(&format!("{HEAD}{table}")).unwrap_err().to_string()
    }

    #[test]
    fn the_shipped_tables_are_the_ones_the_report_has() {
        let definitions = Definitions::idmg_2012().unwrap();
        let ids: Vec<&str> = definitions.tables.iter().map(|table| table.id.as_str()).collect();
        let expected = "table01 table02 table03 table04 table05 table06 table07 table08 table09 table22 table23 table24 \
                        table25 fig01 fig02 fig03 fig06 decisions";
        assert_eq!(ids.join(" "), expected);
        assert_eq!(definitions.first_year(), -3);
    }

    #[test]
    fn a_contradiction_names_its_table_and_says_what_to_write() {
        let label = "columns = [{ name = \"x\", show = \"label\" }]";
        assert_eq!(fault(label), "table definitions, a: a grid needs one or more columns under `rows`");
        let top = format!("rows = [\"sex\"]\ntop = 3\n{label}");
        assert_eq!(fault(&top), "table definitions, a: `top` needs `order = \"count\"` or `order = \"sum\"`");
        let across = "rows = [\"sex\"]\ncolumns = [{ name = \"x\", show = \"across\" }]";
        assert!(fault(across).contains("needs columns under `across`"));
        let group = format!("layout = \"ranked\"\nrows = [\"sex\"]\ntop = 1\ngroup = \"moon\"\n{label}");
        assert!(fault(&group).contains("`group` must be"));
        assert_eq!(fault(&format!("rows = [\"moon\"]\n{label}")), "table definitions cannot be read");
    }
}
