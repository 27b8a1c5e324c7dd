//! Refusing sentences that could say something untrue: a figure that is typed, a period that is compared with itself.

use std::collections::BTreeSet;

use super::{
    DefinitionError, Definitions, Show,
    text::{Address, Binding, ChartKind, Condition, Sentence},
};

const PERIODS: [&str; 4] = ["period", "previous", "year_before", "end"];

impl Definitions {
    /// Checks every section and chart.
    pub(super) fn check_text(&self) -> Result<(), DefinitionError> {
        let refused = |table: String, fault: String| DefinitionError::Contradiction { table, fault };
        for paragraph in self.publication.iter().flat_map(|publication| &publication.introduction) {
            if let Some(figure) = self.typed_figure(&paragraph.text) {
                let fault = format!("{figure:?} is typed; name it under `names` if it is no figure");
                return Err(refused("the introduction".to_owned(), fault));
            }
        }
        for (section, place) in self.sections.iter().zip(1..) {
            for (sentence, number) in section.sentences.iter().zip(1..) {
                if let Some(fault) = self.sentence_fault(sentence) {
                    return Err(refused(format!("sentence {place}.{number} ({})", section.heading), fault));
                }
            }
            for shown in &section.show {
                let known = match shown.split_once(':') {
                    Some(("table", id)) => self.find(id).is_some(),
                    Some(("chart", id)) => self.charts.iter().any(|chart| chart.id == id),
                    _ => false,
                };
                if !known {
                    let fault = format!("it shows {shown:?}; write table:ID or chart:ID of one that is defined");
                    return Err(refused(format!("section {}", section.heading), fault));
                }
            }
        }
        self.check_charts()
    }

    fn check_charts(&self) -> Result<(), DefinitionError> {
        let mut ids = BTreeSet::new();
        for chart in &self.charts {
            let most = if chart.kind == ChartKind::Line { 4 } else { 1 };
            let fault = if !ids.insert(chart.id.as_str()) {
                Some("the id stands twice; give each chart its own".to_owned())
            } else if self.find(&chart.table).is_none() {
                Some(format!("no table is called {}", chart.table))
            } else if chart.columns.is_empty() || chart.columns.len() > most {
                Some(format!("{} columns; write 1 to {most}", chart.columns.len()))
            } else if chart.kind == ChartKind::Line && chart.names.len() != chart.columns.len() {
                Some("write one of `names` for each of `columns`".to_owned())
            } else {
                self.sentence_fault(&chart.sentence())
            };
            if let Some(fault) = fault {
                return Err(DefinitionError::Contradiction { table: format!("chart {}", chart.id), fault });
            }
        }
        Ok(())
    }

    fn sentence_fault(&self, sentence: &Sentence) -> Option<String> {
        let placeholders = sentence.placeholders();
        if let Some(figure) = self.typed_figure(&sentence.words()) {
            return Some(format!(
                "{figure:?} is typed; bind it to a cell, or name it under `names` if it is no figure"
            ));
        }
        let unbound = |name: &&&str| !PERIODS.contains(*name) && !sentence.bind.contains_key(**name);
        if let Some(name) = placeholders.iter().find(unbound) {
            return Some(format!("{{{name}}} is bound to nothing; give it a cell under `bind`"));
        }
        if let Some(name) = sentence.bind.keys().find(|name| !placeholders.contains(&name.as_str())) {
            return Some(format!("{name} is bound and not said; leave it out"));
        }
        if let Some(name) = PERIODS.iter().find(|name| placeholders.iter().filter(|p| *p == *name).count() > 1) {
            return Some(format!("it names {{{name}}} twice, as if a period could be compared with itself"));
        }
        let conditions = sentence.when.iter().map(|(Condition::Highest(address) | Condition::Lowest(address))| address);
        let bound = sentence.bind.values().flat_map(addresses).chain(conditions);
        if let Some(address) = bound.into_iter().find(|address| self.find(&address.table).is_none()) {
            return Some(format!("no table is called {}", address.table));
        }
        self.comparison_fault(sentence, &placeholders)
    }

    /// A change must be told with the period it compares with, and a period with a change from it.
    fn comparison_fault(&self, sentence: &Sentence, placeholders: &[&str]) -> Option<String> {
        let mut compared = BTreeSet::new();
        for (name, binding) in &sentence.bind {
            let Binding::Change(address) = binding else { continue };
            let column = self.find(&address.table).and_then(|table| {
                table.columns.iter().find(|column| column.name == address.column && column.show == Show::Change)
            });
            let Some(column) = column else {
                return Some(format!("{name} is a change, and {} shows none in {}", address.table, address.column));
            };
            compared.insert(if column.back == 1 { "previous" } else { "year_before" });
        }
        for period in ["previous", "year_before"] {
            match (compared.contains(period), placeholders.contains(&period)) {
                (true, false) => return Some(format!("it tells a change and not from when; say {{{period}}}")),
                (false, true) => {
                    return Some(format!(
                        "it names {{{period}}}, and no change from it is bound; bind one or leave it out"
                    ));
                }
                _ => {}
            }
        }
        None
    }

    /// The first word with a digit that is no declared name.
    fn typed_figure(&self, words: &str) -> Option<String> {
        let mut words = words.to_owned();
        for name in self.publication.iter().flat_map(|publication| &publication.names) {
            words = words.replace(name.as_str(), " ");
        }
        words.split_whitespace().find(|word| word.chars().any(char::is_numeric)).map(str::to_owned)
    }
}

fn addresses(binding: &Binding) -> Vec<&Address> {
    match binding {
        Binding::Cell(address) | Binding::Change(address) | Binding::Label(address) => vec![address],
        Binding::Share([part, whole]) => vec![part, whole],
        Binding::NumberOf(_) => Vec::new(),
    }
}

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
        calendar = "quarter"
        small_cell_threshold = 10
        small_cell_notice = "n"
        [publication]
        producer = "p"
        names = ["Modern Slavery Act 2015"]
        [[tables]]
        id = "a"
        number = "Table 1"
        title = "t"
        layout = "series"
        columns = [
          { name = "quarter", show = "label" },
          { name = "n", show = "count" },
          { name = "change", show = "change" },
          { name = "change_on_year", show = "change", back = 4 },
        ]
        [[sections]]
        heading = "H"
        [[sections.sentences]]
    "#;

    fn fault(sentence: &str) -> String {
        Definitions::parse(&format!("{HEAD}{sentence}"))
            .map(|_| String::new())
            .unwrap_or_else(|error| error.to_string())
    }

    const N: &str = "bind.n = { cell = \"a | {period} | n\" }";

    #[test]
    fn a_typed_figure_is_refused_and_a_name_is_not() {
        assert!(fault("text = \"There were 44 referrals\"").contains("\"44\" is typed; bind it to a cell"));
        assert_eq!(fault(&format!("text = \"Under the Modern Slavery Act 2015, {{n}} were\"\n{N}")), "");
    }

    #[test]
    fn a_period_is_compared_with_another_and_with_the_right_one() {
        let change = "bind.c = { change = \"a | {period} | change\" }";
        let on_year = "bind.c = { change = \"a | {period} | change_on_year\" }";
        assert_eq!(fault(&format!("text = \"{{c}} {{previous}}\"\n{change}")), "");
        assert!(fault(&format!("text = \"{{c}} {{year_before}}\"\n{change}")).contains("say {previous}"));
        assert!(fault(&format!("text = \"{{c}} {{previous}}\"\n{on_year}")).contains("no change from it is bound"));
        assert!(fault(&format!("text = \"In {{period}} {{n}}, in {{period}} too\"\n{N}")).contains("{period} twice"));
    }

    #[test]
    fn what_is_bound_is_said_and_what_is_said_is_bound() {
        assert!(fault("text = \"There were {n}\"").contains("{n} is bound to nothing"));
        assert!(fault(&format!("text = \"There were some\"\n{N}")).contains("bound and not said"));
        assert!(fault("text = \"{n}\"\nbind.n = { cell = \"b | x | n\" }").contains("no table is called b"));
    }
}
