//! What disclosure control found and wants withheld: the one thing that a release needs to know of it.
//!
//! The engine of disclosure control reads the `release.json` of an unprotected build, chooses what to withhold over all of
//! its tables at once, plays the attacker against its own choice, and writes this record. A release applies it and is
//! refused where it does not protect.

use serde::{Deserialize, Serialize};

use crate::{
    compute::Release,
    definition::{ColumnDefinition, Definitions, Layout, NoteDefinition, Show, TableDefinition},
    render::RenderError,
    table::{Cell, ColumnKind, Table},
    words::{grouped, sha256},
};

/// The outcome of disclosure control for one release.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Audit {
    /// SHA-256 of the `release.json` that was audited, in hexadecimal.
    pub release: String,
    /// SHA-256 of the `release.json` of the edition before, which the attacker was taken to know; none for a first one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub earlier: Option<String>,
    /// How it was protected, in one sentence for readers.
    pub method: String,
    /// Whether the withheld cells name every figure made from a withheld count. If not, all figures of a row with one go.
    #[serde(default)]
    pub names_figures: bool,
    /// One for each table of the release.
    pub tables: Vec<AuditedTable>,
}

/// The outcome for one table.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct AuditedTable {
    /// The table.
    pub table: String,
    /// The cells to withhold.
    #[serde(default)]
    pub withheld: Vec<CellName>,
    /// Rows to leave out, by their labels: of a ranking without counts, where the place alone would tell too much.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub left_out: Vec<String>,
    /// Withheld cells that an attacker can still compute exactly: there must be none.
    #[serde(default)]
    pub recovered: Vec<CellName>,
    /// The least width of the interval to which an attacker can bound a withheld cell.
    #[serde(default)]
    pub narrowest_interval: Option<u64>,
    /// Whether the number of all that the table counts is withheld, so that its caption must not tell it either.
    #[serde(default)]
    pub hide_base: bool,
}

/// A cell by the label of its row (key cells joined by ` · `) and the name of its column.
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct CellName {
    /// The row.
    pub row: String,
    /// The column.
    pub column: String,
}

/// An audit that does not fit its release.
#[derive(Debug, thiserror::Error)]
pub enum AuditError {
    /// It is not the JSON of an audit.
    #[error("the audit cannot be read; it has the keys release, method and tables")]
    Json(#[from] serde_json::Error),
    /// It is about another release.
    #[error("the audit is about the release {audited}, and this one is {this}; audit this one")]
    AnotherRelease {
        /// The digest it names.
        audited: String,
        /// The digest of the release at hand.
        this: String,
    },
    /// It names a cell that is not there.
    #[error("the audit names table {table}, row {row}, column {column}, and there is no such cell")]
    NoSuchCell {
        /// The table.
        table: String,
        /// The row.
        row: String,
        /// The column.
        column: String,
    },
    /// The release cannot be written to be compared.
    #[error("the release cannot be written")]
    Render(#[from] RenderError),
}

impl Audit {
    /// Reads an audit.
    ///
    /// # Errors
    /// When it is none.
    pub fn read(text: &[u8]) -> Result<Self, AuditError> {
        Ok(serde_json::from_slice(text)?)
    }

    /// The outcome for a table.
    pub fn find(&self, table: &str) -> Option<&AuditedTable> {
        self.tables.iter().find(|audited| audited.table == table)
    }
}

impl Release {
    /// The SHA-256 of the release's `release.json`, which an audit names.
    ///
    /// # Errors
    /// When the release cannot be written.
    pub fn digest(&self) -> Result<String, RenderError> {
        Ok(sha256(&self.json()?))
    }

    /// The release with what an audit withholds withheld.
    ///
    /// Unless the audit names the figures made from withheld counts, a percentage or a number of days in a row with a
    /// withheld count is withheld too, and so is every percentage of a table whose total is. A note with a small figure in
    /// it is left out, and where a count of the table is withheld every note with a figure; where any is, every note that
    /// divides what its table counts in another way. A caption does not tell a withheld total.
    ///
    /// # Errors
    /// When the audit is about another release, or names a cell that is not there.
    pub fn protected(&self, audit: &Audit, definitions: &Definitions) -> Result<Self, AuditError> {
        let this = self.digest()?;
        if audit.release != this {
            return Err(AuditError::AnotherRelease { audited: audit.release.clone(), this });
        }
        let mut release = self.clone();
        for audited in &audit.tables {
            let table = release.tables.iter_mut().find(|table| table.id == audited.table);
            let Some(table) = table else {
                let first = audited.withheld.first().cloned().unwrap_or_default();
                let (row, column) = (first.row, first.column);
                return Err(AuditError::NoSuchCell { table: audited.table.clone(), row, column });
            };
            for name in &audited.withheld {
                table.withhold(name)?;
            }
            let totals = table.totals(self.find(&audited.table));
            if !audit.names_figures {
                table.withhold_what_follows();
            }
            table.hide(&totals, audited.hide_base);
            table.leave_out(&audited.left_out)?;
            if let Some(definition) = definitions.find(&audited.table) {
                table.put_withheld_last(definition);
            }
        }
        let is_whole = audit.tables.iter().all(|table| table.withheld.is_empty() && table.left_out.is_empty());
        for table in &mut release.tables {
            let threshold = definitions.bulletin.small_cell_threshold;
            let definition = definitions.find(&table.id);
            let own = audit.find(&table.id);
            let withholds = own.is_some_and(|own| !own.withheld.is_empty() || !own.left_out.is_empty());
            if withholds || !is_whole && definition.is_some_and(TableDefinition::tells_of_others) {
                table.hide_notes(definition);
            }
            table.ranked_by.clear();
            let caption = &mut table.caption;
            caption.notes.retain(|note| !caption.revealing.contains(note));
            caption.revealing.clear();
            if !table.has_small_cells(threshold) {
                table.caption.small_cells = None;
            }
        }
        Ok(release)
    }
}

impl Table {
    fn withhold(&mut self, name: &CellName) -> Result<(), AuditError> {
        let column = self.columns.iter().position(|column| column.name == name.column);
        let row = self.rows.iter().position(|row| self.key(row) == name.row);
        let cell = row.zip(column).and_then(|(row, column)| self.rows.get_mut(row)?.get_mut(column));
        let Some(cell) = cell else {
            let (row, column) = (name.row.clone(), name.column.clone());
            return Err(AuditError::NoSuchCell { table: self.id.clone(), row, column });
        };
        *cell = Cell::Withheld;
        Ok(())
    }

    /// The totals that are withheld, as they were.
    fn totals(&self, before: Option<&Self>) -> Vec<u64> {
        let rows = self.rows.last().zip(before.and_then(|before| before.rows.last())).filter(|_| self.has_total);
        let pairs = rows.into_iter().flat_map(|(is, was)| is.iter().zip(was));
        pairs.filter(|(is, _)| **is == Cell::Withheld).filter_map(|(_, was)| was.count()).collect()
    }

    /// Takes rows out of a ranking, and says so.
    fn leave_out(&mut self, left_out: &[String]) -> Result<(), AuditError> {
        for key in left_out {
            let rows = self.rows.len();
            let kept = self.rows.iter().filter(|row| self.key(row) != *key).cloned().collect();
            self.rows = kept;
            if self.rows.len() == rows {
                let (row, column) = (key.clone(), String::new());
                return Err(AuditError::NoSuchCell { table: self.id.clone(), row, column });
            }
        }
        if !left_out.is_empty() {
            self.caption.notes.push(LEFT_OUT.to_owned());
        }
        Ok(())
    }

    /// Moves rows whose count is withheld behind the others, by name: in order of size their places would tell of it.
    fn put_withheld_last(&mut self, definition: &TableDefinition) {
        let place_of =
            |is: &dyn Fn(&ColumnDefinition) -> bool| definition.shown(self).position(|(column, _)| is(column));
        let order = definition.ordered_by();
        let Some(by) = order.and_then(|order| place_of(&|column| std::ptr::eq(column, order))) else { return };
        let group = place_of(&|column| column.show == Show::Group);
        let kept_last = usize::from(definition.remainder.is_some()) + usize::from(self.has_total);
        let tail = self.rows.split_off(self.rows.len().saturating_sub(kept_last));
        let is_withheld = |row: &Vec<Cell>| row.get(by) == Some(&Cell::Withheld);
        self.unordered = self.rows.iter().any(is_withheld);
        if self.unordered {
            let of = |row: &Vec<Cell>| group.and_then(|group| row.get(group)).map(ToString::to_string);
            let mut rows = Vec::new();
            for same in self.rows.chunk_by(|one, next| of(one) == of(next)) {
                let mut same = same.to_vec();
                same.sort_by_cached_key(|row| is_withheld(row).then(|| self.key(row)));
                rows.extend(same);
            }
            self.rows = rows;
            self.caption.notes.push(LAST.to_owned());
        }
        self.rows.extend(tail);
    }

    /// Takes out every figure that was counted for a note, and those in which a table of stages describes its columns.
    fn hide_notes(&mut self, definition: Option<&TableDefinition>) {
        let own = definition.map_or(&[][..], |definition| definition.notes.as_slice());
        let is_own = |note: &String| own.iter().any(|own| matches!(own, NoteDefinition::Text { text } if text == note));
        self.caption.notes.retain(|note| is_own(note) || !note.contains(|letter: char| letter.is_ascii_digit()));
        if definition.is_some_and(|definition| definition.layout == Layout::Stages) {
            for column in &mut self.columns {
                column.description = without_figures(&column.description);
            }
            for text in &mut self.caption.denominators {
                *text = without_figures(text);
            }
        }
    }

    /// Takes withheld totals out of the caption and the descriptions of columns.
    fn hide(&mut self, totals: &[u64], base: bool) {
        let mut texts: Vec<&mut String> = self.columns.iter_mut().map(|column| &mut column.description).collect();
        texts.extend(&mut self.caption.denominators);
        for text in texts {
            for total in totals {
                *text = text.replace(&format!("the {} ", grouped(*total)), "the [c] ");
            }
        }
        if base && let Some((_, words)) = self.caption.base.split_once(' ') {
            self.caption.base = format!("[c] {words}");
        }
    }

    fn withhold_what_follows(&mut self) {
        let is_derived = |kind: ColumnKind| matches!(kind, ColumnKind::Percent | ColumnKind::Days | ColumnKind::Rank);
        let total_withheld = self.has_total && self.rows.last().is_some_and(|row| row.contains(&Cell::Withheld));
        for row in &mut self.rows {
            if total_withheld || row.contains(&Cell::Withheld) {
                let derived = row.iter_mut().zip(&self.columns).filter(|(_, column)| is_derived(column.kind));
                for (cell, _) in derived.filter(|(cell, _)| **cell != Cell::Blank) {
                    *cell = Cell::Withheld;
                }
            }
        }
    }
}

impl TableDefinition {
    /// Whether its notes count by columns that are not its own.
    fn tells_of_others(&self) -> bool {
        self.notes.iter().any(|note| !matches!(note, NoteDefinition::Text { .. }))
    }
}

/// What a ranking says whose rows are not all there.
const LEFT_OUT: &str = "Places are left out where the count behind them is too small to be told";

/// What a table in order of size says of rows that are not.
const LAST: &str = "Rows whose count is withheld stand last, by name";

/// A text with `[c]` for every number in it.
fn without_figures(text: &str) -> String {
    let mut out = String::new();
    for part in text.split_inclusive(' ') {
        let is_figure = part.contains(|letter: char| letter.is_ascii_digit());
        let rest = part.trim_start_matches(|letter: char| letter.is_ascii_digit() || letter == ',');
        out.push_str(if is_figure { "[c]" } else { "" });
        out.push_str(if is_figure { rest } else { part });
    }
    out
}
