//! One thing has one label, and a label names one thing of a list.
//!
//! Remarks in brackets are no part of the thing: "China (second row)" is China. A label that says who claimed or who
//! suspected what holds two answers in one text, and can be counted under neither.

use std::collections::BTreeMap;

use super::{
    desk::{Desk, Gap, comparable},
    finding::Finding,
    report::Ledger,
    rule::Rule,
    spec::LabelSpec,
    table::Row,
};

const TWO_ANSWERS: [&str; 6] = ["claimed", "claims", "suspected", "possible", "possibly", "alleged"];

/// Checks the labels of a table's rows.
pub fn check(desk: &Desk, spec: &LabelSpec, ledger: &mut Ledger) -> Result<(), Gap> {
    let view = desk.view(&spec.table)?;
    let mut seen: BTreeMap<String, &Row> = BTreeMap::new();
    for row in view.body() {
        let label = view.label(row);
        let mut place = view.place(row, 0);
        place.column = view.table.header.first().cloned();
        if names_two_answers(&label) {
            let finding = Finding::new(Rule::LabelSplit, place, label, "one label of a list, and who says it apart");
            let working = "The label holds a claim and a suspicion in free text.";
            ledger.find(finding.working(working).defect(spec.defect.as_ref()));
            continue;
        }
        match seen.get(&thing(&label)) {
            None => {
                seen.insert(thing(&label), row);
                ledger.hold();
            }
            Some(earlier) => {
                let finding = Finding::new(Rule::LabelTwice, place, label, view.label(earlier));
                let working = format!("Line {} counts the same thing.", earlier.line);
                ledger.find(finding.working(working).defect(spec.defect.as_ref()));
            }
        }
    }
    Ok(())
}

fn names_two_answers(label: &str) -> bool {
    label.to_lowercase().split(|c: char| !c.is_alphanumeric()).any(|word| TWO_ANSWERS.contains(&word))
}

/// The label without its remarks in brackets, as it is compared.
fn thing(label: &str) -> String {
    let mut depth = 0_usize;
    let mut bare = String::new();
    for c in label.chars() {
        match c {
            '(' | '[' => depth += 1,
            ')' | ']' => depth = depth.saturating_sub(1),
            _ if depth == 0 => bare.push(c),
            _ => {}
        }
    }
    comparable(if bare.trim().is_empty() { label } else { &bare })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_remark_in_brackets_is_no_part_of_the_thing() {
        assert_eq!(thing("China (second row)"), thing(" china"));
        assert_ne!(thing("Congo"), thing("Democratic Republic of the Congo"));
        assert_eq!(thing("(unknown)"), "(unknown)");
    }

    #[test]
    fn a_label_with_claim_and_suspicion_holds_two_answers() {
        assert!(names_two_answers("Somalia/UK claims Ethiopia"));
        assert!(names_two_answers("UK (Claimed) Nigeria (Possible)"));
        assert!(!names_two_answers("Not recorded"));
    }
}
