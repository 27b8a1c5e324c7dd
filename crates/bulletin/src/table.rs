//! A table: cells, columns, and the caption without which no figure leaves.

use std::fmt;

use serde::{Deserialize, Serialize, Serializer};

use crate::rounding::Percent;

/// One cell.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Cell {
    /// Nothing to show: not known, or not applicable to this row.
    Blank,
    /// Words.
    Text(String),
    /// A number of referrals.
    Count(u64),
    /// A count of zero in a table that leaves zeros blank.
    BlankZero,
    /// A share or a change.
    Percent(Percent),
    /// A change from zero, which has no percentage.
    New,
    /// A place in a ranking.
    Rank(u32),
    /// No place in a ranking, because there was nobody.
    NotRanked,
    /// A number of days.
    Days(u64),
    /// A percentage whose base is too small to say anything.
    LowBase,
    /// A figure that disclosure control withholds.
    Withheld,
}

impl Cell {
    /// The number of referrals, if the cell is one.
    pub fn count(&self) -> Option<u64> {
        match self {
            Self::Count(count) => Some(*count),
            Self::BlankZero => Some(0),
            _ => None,
        }
    }
}

impl fmt::Display for Cell {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Blank | Self::BlankZero => Ok(()),
            Self::Text(text) => f.write_str(text),
            Self::Count(count) => write!(f, "{count}"),
            Self::Percent(percent) => write!(f, "{percent}"),
            Self::New => f.write_str("new"),
            Self::Rank(rank) => write!(f, "{rank}"),
            Self::NotRanked => f.write_str("N/A"),
            Self::Days(days) => write!(f, "{days}"),
            Self::LowBase => f.write_str("[u]"),
            Self::Withheld => f.write_str("[c]"),
        }
    }
}

impl Serialize for Cell {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self {
            Self::Blank => serializer.serialize_none(),
            Self::Count(count) => serializer.serialize_u64(*count),
            Self::Days(days) => serializer.serialize_u64(*days),
            Self::BlankZero => serializer.serialize_u64(0),
            Self::Rank(rank) => serializer.serialize_u32(*rank),
            Self::Text(_) | Self::Percent(_) | Self::New | Self::NotRanked | Self::LowBase | Self::Withheld => {
                serializer.collect_str(self)
            }
        }
    }
}

/// What the cells of a column are.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ColumnKind {
    /// Words or a year that identify the row.
    Key,
    /// Other words.
    Text,
    /// Numbers of referrals.
    Count,
    /// Shares or changes, in per cent.
    Percent,
    /// Ranks, or a mark that a rank is shared.
    Rank,
    /// Numbers of days.
    Days,
}

/// One column of a finished table.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct TableColumn {
    /// Its name, as in the file's header.
    pub name: String,
    /// Its heading for people.
    pub heading: String,
    /// What its cells are.
    pub kind: ColumnKind,
    /// What a figure in it is, and of what: the denominator of a share, the base of a change, the source of a year.
    pub description: String,
}

/// What a reader must know to use a table. Every table has every part.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Caption {
    /// Number as printed.
    pub number: String,
    /// Title.
    pub title: String,
    /// What is counted, and how.
    pub unit: String,
    /// The calendar, with any part year.
    pub calendar: String,
    /// The day at the end of which the record stood so.
    pub cut_off: String,
    /// Which referrals the table counts, and how many they are.
    pub base: String,
    /// The denominator of every share and the base of every change.
    pub denominators: Vec<String>,
    /// Scheme of exploitation types.
    pub scheme: String,
    /// The era of rules.
    pub rule_era: String,
    /// The rounding rule.
    pub rounding: String,
    /// The tie rule, for tables with ranks or a top ten.
    pub ties: Option<String>,
    /// Where each year's figures come from.
    pub sources: Vec<String>,
    /// That small cells are not protected, if there are any.
    pub small_cells: Option<String>,
    /// Notes.
    pub notes: Vec<String>,
    /// Those of the notes that tell a small count: they go when the table is protected.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub revealing: Vec<String>,
}

/// A finished table.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Table {
    /// Identifier and file name.
    pub id: String,
    /// What a reader must know.
    pub caption: Caption,
    /// The columns.
    pub columns: Vec<TableColumn>,
    /// The rows, each with one cell for each column. Totals, if any, stand last.
    pub rows: Vec<Vec<Cell>>,
    /// Whether the last row is a total.
    pub has_total: bool,
    /// Whether rows whose count is withheld stand last, by name, so that their places tell nothing.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    pub unordered: bool,
    /// The counts by which the rows of a ranking stand that prints none: for disclosure control, and in no file that
    /// leaves.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub ranked_by: Vec<u64>,
}

impl Table {
    /// The cell of the row whose key is `row` (its key cells joined by ` · `), in the column of that name.
    pub fn find(&self, row: &str, column: &str) -> Option<&Cell> {
        let position = self.columns.iter().position(|c| c.name == column)?;
        self.rows.iter().find(|cells| self.key(cells) == row)?.get(position)
    }

    /// What identifies a row: its key cells, joined by ` · `.
    pub fn key(&self, row: &[Cell]) -> String {
        let keys = self.columns.iter().zip(row).filter(|(column, _)| column.kind == ColumnKind::Key);
        keys.map(|(_, cell)| cell.to_string()).collect::<Vec<_>>().join(" · ")
    }

    /// Whether any count lies between 1 and one below the threshold.
    pub fn has_small_cells(&self, threshold: u64) -> bool {
        self.rows.iter().flatten().filter_map(Cell::count).any(|count| count > 0 && count < threshold)
    }
}
