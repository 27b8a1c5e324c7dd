//! The running text: a paragraph is printed once.
//!
//! A repeated paragraph is seldom word for word the same, so two paragraphs are compared by the runs of four words that
//! they share (Broder's containment): half of the shorter one's runs is taken as the same paragraph, unless one is more
//! than twice as long as the other and only quotes it.

use std::collections::BTreeSet;

use super::{
    desk::{Desk, Gap},
    finding::Finding,
    number::{Decimal, Ratio},
    report::Ledger,
    rule::Rule,
    spec::TextSpec,
};

const RUN: usize = 4;
const FEWEST_WORDS: usize = 20;

struct Paragraph {
    number: String,
    line: u64,
    runs: BTreeSet<Vec<String>>,
}

/// Checks that no paragraph of the running text is printed twice.
pub fn check(desk: &Desk, spec: &TextSpec, ledger: &mut Ledger) -> Result<(), Gap> {
    let Some(text) = desk.set.texts.get(&spec.file) else {
        return Err(Gap::Absent(format!("{} is not in the folder", spec.file)));
    };
    let paragraphs = paragraphs(text);
    for (index, paragraph) in paragraphs.iter().enumerate() {
        let twin = paragraphs.iter().take(index).find_map(|earlier| Some((earlier, shared(earlier, paragraph)?)));
        let Some((earlier, share)) = twin else {
            ledger.hold();
            continue;
        };
        let mut place = desk.end(&spec.file);
        place.order.1 = paragraph.line;
        place.line = Some(paragraph.line);
        place.paragraph = Some(paragraph.number.clone());
        let finding =
            Finding::new(Rule::ParagraphTwice, place, paragraph.number.clone(), format!("as {}", earlier.number));
        let working = format!("{share}% of the runs of {RUN} words of the shorter paragraph stand in both.");
        ledger.find(finding.working(working).defect(spec.repeated.as_ref()));
    }
    Ok(())
}

/// The numbered paragraphs (`3.10 Work is underway …`) that have enough words to be told apart.
fn paragraphs(text: &str) -> Vec<Paragraph> {
    let mut found: Vec<(String, u64, Vec<String>)> = Vec::new();
    for (index, line) in text.lines().enumerate() {
        let mut words = line.split_whitespace();
        if let Some(number) = words.clone().next().filter(|word| is_number(word)) {
            found.push((number.to_owned(), index as u64 + 1, Vec::new()));
            words.next();
        }
        let Some((_, _, all)) = found.last_mut() else { continue };
        all.extend(words.map(bare).filter(|word| !word.is_empty()));
    }
    found
        .into_iter()
        .filter(|(_, _, words)| words.len() >= FEWEST_WORDS)
        .map(|(number, line, words)| Paragraph {
            number,
            line,
            runs: words.windows(RUN).map(<[String]>::to_vec).collect(),
        })
        .collect()
}

fn is_number(word: &str) -> bool {
    let digits = |text: &str| (1..=2).contains(&text.len()) && text.bytes().all(|b| b.is_ascii_digit());
    word.split_once('.').is_some_and(|(chapter, number)| digits(chapter) && digits(number))
}

fn bare(word: &str) -> String {
    word.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase).collect()
}

/// The percentage of the shorter paragraph's runs that both have, where it is half or more.
fn shared(one: &Paragraph, other: &Paragraph) -> Option<Decimal> {
    let both = one.runs.intersection(&other.runs).count();
    let shorter = one.runs.len().min(other.runs.len());
    if one.runs.len().max(other.runs.len()) > 2 * shorter {
        return None;
    }
    let number = |count: usize| i64::try_from(count).ok().map(Decimal::whole);
    let share = Ratio::percent(number(both)?, number(shorter)?)?.rounded(0);
    (share >= Decimal::whole(50)).then_some(share)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_paragraph_that_returns_in_other_words_is_seen() {
        let text = "1.1 The office will look at a range of factors over the whole of the four year period and will\n\
                    help to map the picture in the north.\n1.2 Something else stands here, and it is about as long as \
                    the others so that nobody can say that it was left out for its size.\n1.3 In the north an office \
                    will look at a range of factors over the whole of the four year period and will help to map it.\n";
        let found = paragraphs(text);
        assert_eq!(found.iter().map(|p| p.number.as_str()).collect::<Vec<_>>(), ["1.1", "1.2", "1.3"]);
        assert!(shared(&found[0], &found[2]).is_some());
        assert!(shared(&found[0], &found[1]).is_none());
    }
}
