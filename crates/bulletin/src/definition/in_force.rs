//! What of a set of definitions is in force for one edition: authorities, duties and rules come and go, and an edition of
//! their time names them.

use jiff::civil::Date;

use super::{
    ColumnDefinition, DefinitionError, Definitions, Layout, TableDefinition,
    text::{Address, Binding, Condition, DatedText, Sentence},
};
use crate::period::{Calendar, Period};

/// The first and the last period in which something was in force; no end, if it still is.
pub(super) type Force = (Option<Period>, Option<Period>);

/// Whether something was in force at any time between two periods.
fn held((from, until): Force, first: Period, last: Period) -> bool {
    from.is_none_or(|from| from.number() <= last.number()) && until.is_none_or(|until| first.number() <= until.number())
}

impl Definitions {
    /// The definitions as they stand in an edition of a period, made from the record as at a day.
    ///
    /// A table or a paragraph stands if it was in force in the period, a column if it was at any time from the first period
    /// that the table shows to the day of the record: a case of then may have gone to an authority of later. A sentence or a
    /// chart stands if all that it tells of was in force in the period itself, and a section if anything is left of it. Where
    /// tables fell away, those that are left are numbered anew.
    #[must_use]
    pub fn in_force(&self, period: Period, as_at: Option<Date>) -> Self {
        let last = as_at.map_or(period, |day| period.calendar().of(day));
        let last = if last.number() < period.number() { period } else { last };
        let mut standing = self.clone();
        standing.tables.retain(|table| held(table.force(), period, period));
        for table in &mut standing.tables {
            let (series, first) = (table.layout == Layout::Series, table.first_period);
            table.columns.retain(|column| {
                let first = if series { first } else { column.period };
                held(column.force(), period.plus(first), last)
            });
        }
        standing.charts.retain(|chart| {
            let columns = chart.columns.iter().map(|column| (chart.table.as_str(), column.as_str()));
            columns.into_iter().chain(told(&chart.sentence()).iter().map(named)).all(|cell| self.holds(cell, period))
        });
        for section in &mut standing.sections {
            section.sentences.retain(|sentence| told(sentence).iter().map(named).all(|cell| self.holds(cell, period)));
            let (tables, charts) = (&standing.tables, &standing.charts);
            section.show.retain(|shown| match shown.split_once(':') {
                Some(("table", id)) => tables.iter().any(|table| table.id == id),
                Some((_, id)) => charts.iter().any(|chart| chart.id == id),
                None => true,
            });
        }
        standing.sections.retain(|section| !section.sentences.is_empty() || !section.show.is_empty());
        if let Some(publication) = &mut standing.publication {
            publication.introduction.retain(|paragraph| held(paragraph.force(), period, period));
        }
        let of_the_period = |texts: &[DatedText]| {
            let held = texts.iter().filter(|text| held(text.force(), period, period));
            held.map(|text| text.text.clone()).collect::<Vec<_>>()
        };
        let eras = of_the_period(&self.bulletin.rule_eras);
        if !eras.is_empty() {
            standing.bulletin.rule_era = eras.join("; then ");
        }
        if let Some(title) = of_the_period(&self.bulletin.titles).pop() {
            standing.bulletin.title = title;
        }
        if standing.tables.len() < self.tables.len() {
            standing.number_anew();
        }
        standing
    }

    /// Whether a cell's table, and its column where it is named, were in force in a period.
    fn holds(&self, (table, column): (&str, &str), period: Period) -> bool {
        let Some(table) = self.find(table) else { return true };
        let columns = table.columns.iter().filter(|known| known.name == column);
        held(table.force(), period, period) && columns.into_iter().all(|column| held(column.force(), period, period))
    }

    /// Numbers the tables from the first on, in the word that the first has.
    fn number_anew(&mut self) {
        let words: Option<Vec<String>> =
            self.tables.iter().map(|table| Some(table.number.rsplit_once(' ')?.0.to_owned())).collect();
        for ((table, word), number) in self.tables.iter_mut().zip(words.into_iter().flatten()).zip(1..) {
            table.number = format!("{word} {number}");
        }
    }

    /// Refuses periods of another calendar, and an end before the beginning.
    pub(super) fn check_force(&self) -> Result<(), DefinitionError> {
        let calendar = self.bulletin.calendar;
        let tables = self.tables.iter().flat_map(|table| {
            let columns = table.columns.iter().map(|column| (table.id.as_str(), column.force()));
            columns.chain([(table.id.as_str(), table.force())])
        });
        let introduction = self.publication.iter().flat_map(|publication| &publication.introduction);
        let introduction = introduction.map(|paragraph| ("the introduction", paragraph.force()));
        let rules = self.bulletin.rule_eras.iter().chain(&self.bulletin.titles);
        let rules = rules.map(|text| ("the rules", text.force()));
        for (table, force) in tables.chain(introduction).chain(rules) {
            if let Some(fault) = fault(force, calendar) {
                return Err(DefinitionError::Contradiction { table: table.to_owned(), fault });
            }
        }
        Ok(())
    }
}

impl DatedText {
    fn force(&self) -> Force {
        (self.from, self.until)
    }
}

impl ColumnDefinition {
    fn force(&self) -> Force {
        (self.from, self.until)
    }
}

impl TableDefinition {
    fn force(&self) -> Force {
        (self.from, self.until)
    }
}

fn fault((from, until): Force, calendar: Calendar) -> Option<String> {
    if let Some(other) = from.iter().chain(&until).find(|period| period.calendar() != calendar) {
        return Some(format!(
            "{other} is no {}; write `from` and `until` in the calendar of the tables",
            calendar.word()
        ));
    }
    match from.zip(until) {
        Some((from, until)) if until.number() < from.number() => {
            Some(format!("it is in force from {from} until {until}; write the earlier first"))
        }
        _ => None,
    }
}

/// The cells that a sentence tells of.
fn told(sentence: &Sentence) -> Vec<&Address> {
    let conditions = sentence.when.iter().map(|(Condition::Highest(address) | Condition::Lowest(address))| address);
    let bound = sentence.bind.values().flat_map(|binding| match binding {
        Binding::Cell(address) | Binding::Change(address) | Binding::Label(address) => vec![address],
        Binding::Share([part, whole]) => vec![part, whole],
        Binding::NumberOf(_) => Vec::new(),
    });
    bound.chain(conditions).collect()
}

fn named<'a>(address: &&'a Address) -> (&'a str, &'a str) {
    (address.table.as_str(), address.column.as_str())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn quarterly(period: &str, as_at: &str) -> Definitions {
        Definitions::quarterly().unwrap().in_force(period.parse().unwrap(), as_at.parse().ok())
    }

    fn authorities(definitions: &Definitions) -> Vec<&str> {
        let table = definitions.find("competent_authority").unwrap();
        table.columns.iter().filter(|column| !column.filter.is_empty()).map(|column| column.name.as_str()).collect()
    }

    #[test]
    fn an_edition_names_the_authorities_of_its_time() {
        let of_2012 = quarterly("2012-Q4", "2013-01-31");
        assert_eq!(
            authorities(&of_2012),
            ["home_office", "home_office_hosted_in_ukhtc", "ukhtc", "percent_home_office"]
        );
        let now = quarterly("2026-Q3", "2026-10-31");
        assert!(authorities(&now).starts_with(&["single_competent_authority"]), "{:?}", authorities(&now));
        // Eleven quarters back there were others, and as at the end of the second quarter of 2019 the next had begun.
        let between = quarterly("2019-Q2", "2019-07-31");
        let all = authorities(&between);
        assert!(all.contains(&"ukhtc") && all.contains(&"single_competent_authority"), "{all:?}");
        // What waits of 2019 may be with an authority of 2021 when the record stands later.
        let later = quarterly("2019-Q2", "2022-01-31");
        assert!(authorities(&later).contains(&"immigration_enforcement_competent_authority"));
    }

    #[test]
    fn what_was_not_yet_law_is_not_told_of() {
        let of_2012 = quarterly("2012-Q4", "2013-01-31");
        assert!(of_2012.find("duty_to_notify").is_none() && of_2012.find("county_lines").is_none());
        let numbers: Vec<&str> = of_2012.tables.iter().map(|table| table.number.as_str()).collect();
        let wanted: Vec<String> = (1..=of_2012.tables.len()).map(|number| format!("Table {number}")).collect();
        assert_eq!(numbers, wanted);
        assert!(of_2012.charts.iter().all(|chart| chart.id != "duty_to_notify"));
        assert!(of_2012.sections.iter().all(|section| section.heading != "Duty to notify"));
        let said = |definitions: &Definitions| {
            let sentences = definitions.sections.iter().flat_map(|section| &section.sentences);
            sentences.map(|sentence| sentence.text.clone()).collect::<Vec<_>>().join(" ")
        };
        assert!(!said(&of_2012).contains("Single Competent Authority") && !said(&of_2012).contains("duty to notify"));
        assert!(!of_2012.bulletin.title.contains("Notify"), "{}", of_2012.bulletin.title);
        assert!(of_2012.bulletin.rule_era.contains("suspect but cannot prove"), "{}", of_2012.bulletin.rule_era);
        let now = quarterly("2026-Q3", "2026-10-31");
        assert_eq!(now.tables.len(), Definitions::quarterly().unwrap().tables.len());
        assert!(said(&now).contains("Single Competent Authority") && !said(&now).contains("Home Office"));
        let again = now.in_force("2026-Q3".parse().unwrap(), "2026-10-31".parse().ok());
        assert_eq!(format!("{now:?}"), format!("{again:?}"), "what is in force stays in force");
    }

    #[test]
    fn an_end_before_the_beginning_and_another_calendar_are_refused() {
        let shipped = include_str!("../../tables/quarterly.toml");
        for (typed, said) in [("\"2019\"", "2019 is no quarter"), ("\"2099-Q1\"", "write the earlier first")] {
            let text = shipped.replacen("until = \"2015-Q3\"", &format!("from = {typed}, until = \"2015-Q3\""), 1);
            let error = Definitions::parse(&text).unwrap_err().to_string();
            assert!(error.contains(said), "{error}");
        }
    }
}
