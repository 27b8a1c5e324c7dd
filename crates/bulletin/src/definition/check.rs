//! Reading definitions, and refusing those that contradict themselves.

use std::collections::BTreeSet;

use crate::{extract::Column, period::Calendar};

use super::{ColumnDefinition, DefinitionError, Definitions, Layout, Order, PartYear, Show, TableDefinition};

impl Definitions {
    /// The tables of the ministerial report on 2012, as shipped.
    ///
    /// # Errors
    /// Never with the file as shipped, which a test reads.
    pub fn idmg_2012() -> Result<Self, DefinitionError> {
        Self::parse(include_str!("../../tables/idmg-2012.toml"))
    }

    /// Today's quarterly bulletin, as shipped.
    ///
    /// # Errors
    /// Never with the file as shipped, which a test reads.
    pub fn quarterly() -> Result<Self, DefinitionError> {
        Self::parse(include_str!("../../tables/quarterly.toml"))
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
        definitions.check_text()?;
        definitions.check_force()?;
        Ok(definitions)
    }

    /// The definition of one table.
    pub fn find(&self, id: &str) -> Option<&TableDefinition> {
        self.tables.iter().find(|table| table.id == id)
    }

    /// The first period that any table shows, counted from the period of the bulletin.
    pub(crate) fn first_period(&self) -> i16 {
        self.tables.iter().map(TableDefinition::first_shown).min().unwrap_or(0)
    }

    /// The part-year mark of a year, if it has one.
    pub(crate) fn part_year(&self, year: i16) -> Option<&PartYear> {
        let years = self.bulletin.calendar == Calendar::Year;
        self.bulletin.part_years.iter().find(|part| years && part.year == year)
    }
}

impl TableDefinition {
    /// The first period this table shows, counted from the period of the bulletin.
    pub(crate) fn first_shown(&self) -> i16 {
        let earliest = |column: &ColumnDefinition| {
            let back = if column.show == Show::Change { column.back } else { 0 };
            let first = if self.layout == Layout::Series { self.first_period } else { column.period };
            first.saturating_sub(back)
        };
        self.columns.iter().map(earliest).chain([self.first_period]).min().unwrap_or(0)
    }

    /// The first period in its caption: of a table of periods its first row, else the first it shows or compares with.
    pub(crate) fn first_row(&self) -> i16 {
        if self.layout == Layout::Series { self.first_period } else { self.first_shown() }
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
        if self.first_shown() > 0 || self.columns.iter().any(|column| column.period > 0) {
            return Some("a period after the period of the bulletin; write 0 or a negative number".to_owned());
        }
        if let Some(column) = self.columns.iter().find(|column| column.back < 1) {
            return Some(format!("column {}: `back` must be 1 or more", column.name));
        }
        if let Some(column) = self.columns.iter().find(|c| self.layout != Layout::Series && c.needs_periods()) {
            return Some(format!(
                "column {}: `filter`, `whole`, `median` and `mean` need `layout = \"series\"`",
                column.name
            ));
        }
        if self.remainder.is_some() && (self.top.is_none() || self.layout != Layout::Grid) {
            return Some("`remainder` needs `top` in a grid".to_owned());
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
            Layout::Series if !self.rows.is_empty() || !self.across.is_empty() => {
                Some("a table of periods has no `rows` and no `across`; give its columns a `filter`".to_owned())
            }
            Layout::Series if self.columns.first().is_none_or(|column| column.show != Show::Label) => {
                Some("the first column of a table of periods shows `label`".to_owned())
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

impl ColumnDefinition {
    fn needs_periods(&self) -> bool {
        let days = matches!(self.show, Show::Median | Show::Mean);
        days || !self.filter.is_empty() || !self.whole.is_empty()
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
        assert_eq!(definitions.first_period(), -3);
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
