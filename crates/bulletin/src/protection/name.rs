//! What a count counts, in words of its own: the same people have the same name, whatever table prints them and however it
//! spells them.

use std::collections::{BTreeMap, BTreeSet};

use crate::{
    definition::{Counts, Dated, Definitions, TableDefinition},
    extract::Column,
    period::{Calendar, Period},
};

/// Who of a column is counted: those with one of some values, or all others.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Category {
    pub(super) values: BTreeSet<String>,
    /// Whether it is all but those with these values.
    pub(super) is_rest: bool,
}

impl Category {
    pub(super) fn of(values: impl IntoIterator<Item = String>) -> Self {
        Self { values: values.into_iter().collect(), is_rest: false }
    }

    pub(super) fn other_than(values: BTreeSet<String>) -> Self {
        Self { values, is_rest: true }
    }

    fn words(&self) -> String {
        let values: Vec<&str> = self.values.iter().map(String::as_str).collect();
        if self.is_rest { format!("other than {}", values.join(", ")) } else { values.join(" or ") }
    }

    fn is_about_children(&self) -> bool {
        !self.is_rest && self.values.iter().any(|value| value.starts_with("Child") || value.starts_with("Minor"))
    }

    /// Whether to be counted in it tells nothing of anybody.
    fn is_uninformative(&self) -> bool {
        let nothing = |value: &String| {
            let value = value.to_lowercase();
            value.contains("not recorded") || value.contains("not specified") || value == "unknown"
        };
        self.is_rest || self.values.iter().all(nothing)
    }
}

/// What a count counts.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Name {
    pub(super) counts: Counts,
    pub(super) dated: Dated,
    pub(super) period: Period,
    /// How many periods before it are counted with it.
    pub(super) with_before: i16,
    pub(super) key: BTreeMap<Column, Category>,
}

impl Name {
    /// Which record it belongs to.
    pub(super) const fn population(&self) -> (Counts, Dated, Period) {
        (self.counts, self.dated, self.period)
    }

    /// Whether it is counted in one year, so that its quarters add up to it.
    pub(super) fn is_of_a_year(&self) -> bool {
        self.period.calendar() == Calendar::Year && self.with_before == 0 && !self.dated.is_stock()
    }

    pub(super) fn words(&self) -> String {
        let unit = if self.counts == Counts::Notifications { "notifications" } else { "referrals" };
        let mut words = format!("{unit} {} ", self.dated.phrase());
        if self.with_before > 0 {
            words += &format!("{} to ", self.period.plus(-self.with_before));
        }
        words += &self.period.to_string();
        for (column, category) in &self.key {
            words += &format!(", {} {}", column.name().replace('_', " "), category.words());
        }
        words
    }

    /// How far it stands above the inside of a table: readers miss a headline most, and a cell of three categories least.
    pub(super) fn height(&self) -> u32 {
        match self.key.len() {
            0 => 24,
            1 => 12,
            2 => 2,
            _ => 0,
        }
    }

    pub(super) fn is_about_children(&self) -> bool {
        let ages = [Column::AgeGroup, Column::AgeAtExploitation];
        ages.iter().find_map(|column| self.key.get(column)).is_some_and(Category::is_about_children)
    }

    /// Whether one of its categories tells nothing of those in it.
    pub(super) fn is_uninformative(&self) -> bool {
        self.key.values().any(Category::is_uninformative)
    }

    pub(super) fn with(&self, column: Column, category: Category) -> Self {
        let mut name = self.clone();
        name.key.insert(column, category);
        name
    }

    pub(super) fn without(&self, column: Column) -> Self {
        let mut name = self.clone();
        name.key.remove(&column);
        name
    }

    /// Those of it that pass a filter too.
    pub(super) fn filtered(&self, filter: &BTreeMap<Column, Vec<String>>) -> Self {
        let mut name = self.clone();
        for (column, values) in filter {
            let wanted = Category::of(values.iter().cloned());
            name.key
                .entry(*column)
                .and_modify(|own| own.values = own.values.intersection(&wanted.values).cloned().collect())
                .or_insert(wanted);
        }
        name
    }
}

/// How the tables of an edition spell the values of the record: one may fold several into one, another only rename.
pub(super) struct Spelling<'a> {
    definitions: &'a Definitions,
    /// The values that filters and relabelling name: the record's own.
    own: BTreeSet<(Column, &'a str)>,
    /// Nationalities that a table prints as such.
    pub(super) nationalities: BTreeSet<String>,
}

impl<'a> Spelling<'a> {
    pub(super) fn of(definitions: &'a Definitions) -> Self {
        let mut own = BTreeSet::new();
        for table in &definitions.tables {
            let columns = table.columns.iter().flat_map(|column| [&column.filter, &column.whole]);
            let stages = table.stages.iter().map(|stage| &stage.filter);
            for filter in columns.chain(stages).chain([&table.filter]) {
                own.extend(filter.iter().flat_map(|(column, values)| values.iter().map(|value| (*column, &**value))));
            }
            let labels = table.labels.iter();
            own.extend(labels.flat_map(|(column, labels)| labels.keys().map(|value| (*column, &**value))));
        }
        Self { definitions, own, nationalities: BTreeSet::new() }
    }

    /// The table as data.
    pub(super) fn definition(&self, table: &str) -> Option<&'a TableDefinition> {
        self.definitions.find(table)
    }

    /// The values of the record that a table shows under one label.
    pub(super) fn category(&self, table: &TableDefinition, column: Column, shown: &str) -> Category {
        let labels = table.labels.get(&column).into_iter().flatten();
        let mut values: BTreeSet<String> =
            labels.filter(|(_, label)| *label == shown).map(|(value, _)| value.clone()).collect();
        if values.is_empty() || self.own.contains(&(column, shown)) {
            values.insert(shown.to_owned());
        }
        Category::of(values)
    }
}
