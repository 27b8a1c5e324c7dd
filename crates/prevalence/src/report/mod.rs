//! What an estimate says, in words, tables and pictures: the range first, never one number alone.

mod canvas;
mod html;
pub mod plot;
mod text;

pub use html::html;
pub use text::{csv, text};

use crate::estimate::{Estimate, MethodResult, Role};

/// What every figure here rests on, in plain words.
pub const ASSUMPTIONS: [(&str, &str); 6] = [
    (
        "One population",
        "Everybody counted belongs to the same population, over the same time and place; nobody came or went.",
    ),
    (
        "Lists are linked without error",
        "Each person is recognised on every list they are on. Missed links raise the estimate, false ones lower it.",
    ),
    (
        "Nobody is sure to be missed",
        "Everybody had some chance to be on a list. People with none are not in any of these figures.",
    ),
    (
        "The highest interaction is nothing",
        "No table can show whether being on all lists at once is more or less likely than the smaller patterns say. Log-linear figures suppose that it is not.",
    ),
    (
        "Interactions left out are nothing",
        "Each model supposes that the interactions it leaves out are exactly zero; see what happens when one is not.",
    ),
    (
        "People differ little within the table",
        "Where some are much easier to find than others, most methods come out too low.",
    ),
];

/// Published criticism that a reader should know of.
pub const CRITICISM: [(&str, &str); 5] = [
    (
        "Whitehead, Jackson, Balch and Francis 2021, Journal of Human Trafficking 7:1-13",
        "Choosing interactions by significance overstates reliability, and small overlaps cannot carry the weight put on \
         them; they hold the method unsuitable for the United Kingdom.",
    ),
    (
        "Binette and Steorts 2022, Journal of the Royal Statistical Society A",
        "Assumptions matter more than models: lists of known size are often estimated too low.",
    ),
    (
        "Aleshin-Guendel, Sadinle and Wakefield 2021, arXiv 2101.09304",
        "Every estimate rests on an assumption that no data can test; models with the same fit can differ without bound.",
    ),
    (
        "Study of list omission and combination, Crime and Delinquency 2021, doi 10.1177/0011128720951429",
        "Leaving out or merging lists moves the estimates for the United Kingdom and Romania.",
    ),
    (
        "Office for National Statistics 2020, Modern slavery in the UK",
        "There is no definitive source or suitable method to quantify the number of victims.",
    ),
];

/// A number of people as people read it: three significant figures, with thousands separated.
#[must_use]
pub fn people(number: f64) -> String {
    if !number.is_finite() {
        return "no upper limit".to_owned();
    }
    let digits = number.abs().max(1.0).log10().floor();
    let unit = 10_f64.powf((digits - 2.0).max(0.0));
    whole((number / unit).round() * unit)
}

/// A whole number with thousands separated.
#[must_use]
pub fn whole(number: f64) -> String {
    let digits = format!("{:.0}", number.abs());
    let mut text = String::new();
    for (place, digit) in digits.chars().enumerate() {
        if place > 0 && (digits.len() - place).is_multiple_of(3) {
            text.push(',');
        }
        text.push(digit);
    }
    if number < 0.0 { format!("-{text}") } else { text }
}

/// The interval of a method in words: `10,000 to 25,100`.
fn interval_text(method: &MethodResult) -> Option<String> {
    let interval = method.intervals.first()?;
    Some(match interval.high {
        Some(high) => format!("{} to {}", people(interval.low), people(high)),
        None => format!("{} or more", people(interval.low)),
    })
}

/// The first sentences of any report.
fn headline(estimate: &Estimate) -> Vec<String> {
    let cases = whole(crate::solver::as_float(estimate.diagnostics.cases));
    let Some(range) = &estimate.range else {
        return vec![
            format!("{cases} people were seen. No method gives a figure for those who were not."),
            "Each says below why.".to_owned(),
        ];
    };
    let upper = range.limits.1.map_or("no upper limit".to_owned(), people);
    let mut lines = vec![
        format!("Between {} and {upper} people in all, seen and unseen.", people(range.limits.0)),
        format!(
            "{cases} people were seen. {} accepted methods put the whole between {} and {}; the range above holds all \
             their 95% intervals.",
            range.methods,
            people(range.estimates.0),
            people(range.estimates.1)
        ),
    ];
    if range.refused > 0 {
        lines.push(format!("{} gave no figure; the reasons are below.", methods(range.refused)));
    }
    if range.estimates.1 > 1.5 * range.estimates.0 {
        lines.push(
            "The methods disagree by more than half: which one is right cannot be read from the table. Quote the range, \
             not one of them."
                .to_owned(),
        );
    }
    lines
}

fn methods(number: usize) -> String {
    if number == 1 { "1 method".to_owned() } else { format!("{number} methods") }
}

fn role(role: Role) -> &'static str {
    match role {
        Role::Estimate => "in the range",
        Role::Reference => "for reference",
        Role::Historical => "historical",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_written_for_people() {
        assert_eq!(people(11_312.99), "11,300");
        assert_eq!(people(1_034.2), "1,030");
        assert_eq!(people(157.17), "157");
        assert_eq!(people(9.6), "10");
        assert_eq!(whole(1_234_567.0), "1,234,567");
        assert_eq!(people(f64::INFINITY), "no upper limit");
    }
}
