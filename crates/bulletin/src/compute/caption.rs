//! Captions: the unit, the calendar, the cut-off, the denominators and the sources of a table, from its own figures.

use std::collections::{BTreeMap, BTreeSet};

use crate::{
    definition::{ColumnDefinition, Dated, Show, TableDefinition},
    extract::date_of,
    frame::TooManyCells,
    published::Basis,
    rounding::{Percent, RULE},
    table::{Caption, ColumnKind, Table},
    words::{grouped, long_date, plural},
};

use super::{Workshop, note::Note, tally::YearSource};

/// What a caption needs to know about a table beyond its definition.
pub(super) struct CaptionFacts<'a, 'b> {
    pub(super) definition: &'a TableDefinition,
    pub(super) sources: &'b BTreeMap<i16, YearSource<'a>>,
    /// Referrals of the period that the table counts.
    pub(super) total: u64,
    /// Of these, how many stand in a row that is shown; 0 where the table does not choose.
    pub(super) shown: u64,
    pub(super) rows: usize,
    pub(super) left_out: Vec<(String, u64)>,
    pub(super) unranked: usize,
}

impl<'a> Workshop<'a> {
    pub(super) fn caption(&mut self, facts: &CaptionFacts<'a, '_>, table: &Table) -> Result<Caption, TooManyCells> {
        let shared = &self.definitions.bulletin;
        let definition = facts.definition;
        let percents = table.columns.iter().filter(|column| column.kind == ColumnKind::Percent);
        let is_ranked = definition.top.is_some() || table.columns.iter().any(|column| column.kind == ColumnKind::Rank);
        let mut notes = self.notes(definition)?;
        notes.extend(self.generated_notes(facts));
        let is_small = |count: &u64| (1..shared.small_cell_threshold).contains(count);
        let in_notes = notes.iter().flat_map(|note| &note.figures).chain([&facts.total]).any(is_small);
        let has_small_cells = in_notes || table.has_small_cells(shared.small_cell_threshold);
        Ok(Caption {
            number: definition.number.clone(),
            title: format!("{}, {}", definition.title, self.span(definition)),
            unit: format!("{}. {}", self.unit(definition), shared.counting),
            calendar: self.calendar(definition),
            cut_off: date_of(self.as_at).map(long_date).unwrap_or_default(),
            base: self.base(facts),
            denominators: percents.map(|column| format!("{}: {}", column.name, column.description)).collect(),
            scheme: shared.scheme.clone(),
            rule_era: shared.rule_era.clone(),
            rounding: RULE.to_owned(),
            ties: is_ranked.then(|| {
                "equal counts share a rank and stand in order of name; all that tie at the last rank are shown"
                    .to_owned()
            }),
            sources: facts.sources.iter().map(|(period, source)| self.source(*period, source)).collect(),
            small_cells: has_small_cells.then(|| shared.small_cell_notice.clone()),
            revealing: notes.iter().filter(|note| note.figures.iter().any(is_small)).map(|n| n.text.clone()).collect(),
            notes: notes.into_iter().map(|note| note.text).collect(),
        })
    }

    fn span(&self, definition: &TableDefinition) -> String {
        match definition.first_row() {
            0 => self.name(self.period),
            first => format!("{} to {}", self.name(self.period.saturating_add(first)), self.name(self.period)),
        }
    }

    fn calendar(&self, definition: &TableDefinition) -> String {
        let first = self.period.saturating_add(definition.first_row());
        let word = self.definitions.bulletin.calendar.word();
        let ending = if first == self.period { "" } else { "s" };
        let parts = (first..=self.period).filter_map(|year| self.definitions.part_year(year));
        let parts = parts.map(|part| format!("; {} is {} only (part year)", part.year, part.months));
        format!("calendar {word}{ending} {}{}", self.span(definition), parts.collect::<String>())
    }

    fn base(&self, facts: &CaptionFacts<'a, '_>) -> String {
        let filters = facts.definition.filter.iter();
        let filters =
            filters.map(|(column, values)| format!("{} {}", column.name().replace('_', " "), values.join(" or ")));
        let filters: Vec<String> = filters.collect();
        let with = if filters.is_empty() { String::new() } else { format!(" with {}", filters.join(" and ")) };
        let (phrase, period) = (facts.definition.dated.phrase(), self.words(self.period));
        format!("{} {phrase} {period}{with}", plural(facts.total, self.unit(facts.definition)))
    }

    fn source(&self, period: i16, source: &YearSource<'a>) -> String {
        let year = self.name(period);
        match source {
            YearSource::Extract => format!("{year}: counted from the extract"),
            YearSource::Unknown => format!("{year}: neither in the extract nor published in this form; left blank"),
            YearSource::Published { series, .. } => {
                let figures = source.figures(period);
                let paragraphs: BTreeSet<&str> = figures.iter().map(|figure| figure.paragraph.as_str()).collect();
                let derived = if figures.iter().any(|f| f.basis == Basis::Derived) { ", in part derived" } else { "" };
                let paragraphs = paragraphs.into_iter().collect::<Vec<_>>().join("; ");
                format!(
                    "{year}: published figures ({}, {paragraphs}{derived}); the extract has no {} of that year",
                    series.edition(),
                    self.definitions.bulletin.unit
                )
            }
        }
    }

    fn generated_notes(&self, facts: &CaptionFacts<'a, '_>) -> Vec<Note> {
        let unit = self.unit(facts.definition);
        let period = self.words(self.period);
        let mut notes = Vec::new();
        if facts.definition.top.is_some() && facts.rows > 0 {
            let percent = Percent::share(facts.shown, facts.total, 0).map(|percent| format!(" ({percent}%)"));
            let (shown, total) = (grouped(facts.shown), plural(facts.total, unit));
            let percent = percent.unwrap_or_default();
            let text = format!("The {} rows shown hold {shown} of {total} of {period}{percent}", facts.rows);
            notes.push(Note { text, figures: vec![facts.shown, facts.total - facts.shown] });
        }
        notes.extend(counted("Without a row and a rank", facts.left_out.iter().map(|(value, n)| (value.as_str(), *n))));
        if facts.unranked > 0 {
            let values = facts.unranked;
            let text = format!(
                "{values} further values are counted in {period} but have no published figure for an earlier year: \
                 they have no sum and no rank"
            );
            notes.push(Note { text, figures: Vec::new() });
        }
        let about = match facts.definition.dated {
            Dated::Received => format!("Received in {period} and not counted"),
            _ => format!("Not counted for {period}"),
        };
        if let Some(frame) = self.frame(facts.definition) {
            notes.extend(counted(&about, frame.not_counted(self.period)));
        }
        notes
    }

    /// What a figure in a column is, and of what; `total` gives the base of its shares.
    pub(super) fn describe(
        &self,
        column: &ColumnDefinition,
        (definition, sources): (&'a TableDefinition, &BTreeMap<i16, YearSource<'a>>),
        total: impl Fn(i16) -> Option<u64>,
    ) -> String {
        let period = self.period.saturating_add(column.period);
        let units = format!("{}s", self.unit(definition));
        let phrase = definition.dated.phrase();
        let published = matches!(sources.get(&period), Some(YearSource::Published { .. }));
        let published = if published { ", as published" } else { "" };
        let of_year = match self.definitions.part_year(period) {
            Some(part) => format!("{period} ({} only)", part.months),
            None => self.words(period),
        };
        match column.show {
            Show::Label => column.of.or(definition.rows.first().copied()).map_or("", |c| c.name()).replace('_', " "),
            Show::Group => definition.group.clone().unwrap_or_default().replace('_', " "),
            Show::Rank => "rank by the order of the table; equal counts have equal rank".to_owned(),
            Show::Tied => "1 where the rank is shared, else 0".to_owned(),
            Show::Count if definition.group_column().is_ok_and(|group| group.is_none()) => {
                format!("{units} received in the year of the row")
            }
            Show::Count | Show::Across => format!("{units} {phrase} {of_year}{published}"),
            Show::Sum => format!("{units} {phrase} {of_year} to {}", self.words(self.period))
                .replace("received in", "received from"),
            Show::Share => {
                let total = total(period).map(grouped).unwrap_or_default();
                format!("share of the {total} {units} of {of_year} that the table counts{published}")
            }
            Show::Change => {
                let (before, is) = (self.words(period.saturating_sub(column.back)), self.words(period));
                format!("change of the row's {units} from {before} to {is}, as a share of those of {before}")
            }
            Show::Position => format!("rank among all values by {units} {phrase} {of_year}{published}"),
            Show::Text => "how the figure was come by".to_owned(),
            Show::Median | Show::Mean => definition.dated.days().to_owned(),
        }
    }
}

/// A note that lists values with their counts, if there are any.
fn counted<'v>(about: &str, values: impl Iterator<Item = (&'v str, u64)>) -> Option<Note> {
    let values: Vec<(&str, u64)> = values.collect();
    let texts: Vec<String> = values.iter().map(|(value, count)| format!("{value} {}", grouped(*count))).collect();
    let text = format!("{about}: {}", texts.join(", "));
    (!values.is_empty()).then(|| Note { text, figures: values.iter().map(|(_, count)| *count).collect() })
}
