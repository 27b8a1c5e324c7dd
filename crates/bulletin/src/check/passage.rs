//! Short passages of the report: the periods, table numbers and columns that its words name.

use std::collections::BTreeSet;

use super::{
    desk::{Desk, Gap, View, comparable},
    finding::{Finding, Place},
    report::Ledger,
    rule::Rule,
    spec::{PassageRule, PassageSpec},
};

/// Checks a passage for what its declaration names.
pub fn check(desk: &Desk, spec: &PassageSpec, ledger: &mut Ledger) -> Result<(), Gap> {
    let mut place = desk.paragraph(&spec.paragraph)?;
    place.row = Some(spec.quote.clone());
    let finding = match (spec.rule, spec.about.as_deref()) {
        (PassageRule::RepeatedPeriod, _) => repeated_period(spec, place),
        (_, None) => return Err(Gap::Absent(format!("the passage of {} is about no table", spec.paragraph))),
        (PassageRule::CrossReference, Some(table)) => cross_reference(desk, desk.view(table)?, spec, place),
        (PassageRule::Coverage, Some(table)) => coverage(desk.view(table)?, spec, place),
        (PassageRule::Promise, Some(table)) => promise(desk.view(table)?, spec, place),
    };
    match finding {
        None => ledger.hold(),
        Some(finding) => ledger.find(finding.defect(spec.defect.as_ref())),
    }
    Ok(())
}

fn repeated_period(spec: &PassageSpec, place: Place) -> Option<Finding> {
    let mut seen = BTreeSet::new();
    let twice = words(&spec.quote).filter(|word| is_period(word)).find(|word| !seen.insert(*word))?;
    let finding = Finding::new(Rule::RepeatedPeriod, place, spec.quote.clone(), "two different periods");
    Some(finding.working(format!("{twice} is named twice, so one of the two periods is not known.")))
}

fn cross_reference(desk: &Desk, about: &View, spec: &PassageSpec, place: Place) -> Option<Finding> {
    let series = about.spec.series.as_deref().unwrap_or("table");
    let cited = number_cited(&spec.quote, series)?;
    let number = about.spec.number?;
    if cited == number {
        return None;
    }
    let bearer = desk
        .manifest
        .tables
        .iter()
        .find(|table| table.number == Some(cited) && table.series.as_deref() == Some(series));
    let title = bearer.map_or_else(
        || format!("There is no {series} {cited}."),
        |table| format!("The title of {series} {cited} is {:?}.", table.title),
    );
    let finding = Finding::new(Rule::CrossReference, place, format!("{series} {cited}"), about.name());
    Some(finding.working(format!("{title} The figures are in {}, {:?}.", about.name(), about.spec.title)))
}

fn coverage(about: &View, spec: &PassageSpec, place: Place) -> Option<Finding> {
    let said: BTreeSet<&str> = words(&spec.quote).filter(|word| is_period(word)).collect();
    let labels: Vec<String> = about.body().map(|row| about.label(row)).collect();
    let covered: BTreeSet<&str> = labels.iter().map(String::as_str).filter(|label| is_period(label)).collect();
    if said == covered {
        return None;
    }
    let list = |periods: BTreeSet<&str>| periods.into_iter().collect::<Vec<_>>().join(", ");
    let computed = list(covered);
    let finding = Finding::new(Rule::PeriodCovered, place, list(said), computed.clone());
    Some(finding.working(format!("The rows of {} are {computed}, and its total counts them all.", about.name())))
}

fn promise(about: &View, spec: &PassageSpec, place: Place) -> Option<Finding> {
    let has =
        |word: &&String| about.table.header.iter().any(|column| column.to_lowercase().contains(&comparable(word)));
    let missing: Vec<&str> = spec.promises.iter().filter(|word| !has(word)).map(String::as_str).collect();
    if missing.is_empty() {
        return None;
    }
    let header = about.table.header.join(", ");
    let finding = Finding::new(Rule::Promise, place, spec.promises.join(", "), header.clone());
    Some(finding.working(format!(
        "The columns of {} are {header}: {} is missing.",
        about.name(),
        missing.join(" and ")
    )))
}

fn words(text: &str) -> impl Iterator<Item = &str> {
    text.split(|c: char| c.is_whitespace() || matches!(c, ',' | '.' | '(' | ')' | ';'))
}

/// A calendar year, 2012, or a year from one to the next, 2012-13 or 2012/13.
fn is_period(word: &str) -> bool {
    let digits = |text: &str, length: usize| text.len() == length && text.bytes().all(|b| b.is_ascii_digit());
    match word.split_once(['-', '/', '\u{2013}']) {
        None => digits(word, 4),
        Some((from, to)) => digits(from, 4) && (digits(to, 2) || digits(to, 4)),
    }
}

fn number_cited(quote: &str, series: &str) -> Option<u32> {
    let mut words = words(quote).skip_while(|word| !word.eq_ignore_ascii_case(series));
    words.next()?;
    words.next()?.parse().ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn periods_are_years_and_spans_of_years() {
        assert!(["2012", "2012-13", "2012/13", "2012\u{2013}13", "2009-2012"].into_iter().all(is_period));
        assert!(!["12", "2012-", "20-12", "July", "1,186", "2012-113"].into_iter().any(is_period));
    }

    #[test]
    fn a_table_number_is_read_out_of_a_passage() {
        assert_eq!(number_cited("(table 13 above)", "table"), Some(13));
        assert_eq!(number_cited("Table 15 shows", "table"), Some(15));
        assert_eq!(number_cited("the table above", "table"), None);
    }
}
