//! `manumit link block-report`: what blocking costs and misses, before anything runs.

use clap::Args;
use manumit_linkage::{block::Plan, block::report, link};

use super::{Input, read_input};
use crate::output::{Format, Grid, complain};

/// Count the pairs of each rule.
#[derive(Debug, Args)]
pub struct BlockReport {
    #[command(flatten)]
    input: Input,
    /// Compare the pairs and learn a model too, to estimate what each rule finds and what all miss.
    #[arg(long)]
    trial: bool,
}

/// Pairs scored in a second by one core, as measured; only the order of magnitude matters here.
const PAIRS_A_SECOND: f64 = 2.0e6;

/// Runs it.
pub fn run(command: &BlockReport, format: Format) -> anyhow::Result<()> {
    let (settings, records) = read_input(&command.input)?;
    let (_, _, mut rules) = Plan::new(&settings, &records)?;
    let pairs: u64 = rules.iter().map(|rule| rule.pairs).sum();
    let mut heading = format!(
        "{} records, {} pairs in question; at most {pairs} are compared, in about {:.1} s on one core.",
        records.len(),
        records.pairs(),
        pairs as f64 / PAIRS_A_SECOND
    );
    if command.trial {
        let linked = link::link(&settings, &records, None, &Default::default(), &|_| {})?;
        let captured = linked.captured(&records)?;
        for (rule, found) in rules.iter_mut().zip(&captured.rules) {
            rule.new_pairs = Some(found.new_pairs);
            rule.matches = Some(found.matches);
            rule.matches_alone = Some(found.alone);
        }
        let recall = report::recall(captured.matches, captured.once, captured.twice);
        let sentence = format!(
            "\nThey find about {:.0} matches, at most {:.1}% of those there are (capture-recapture across the rules).",
            captured.matches,
            100.0 * recall
        );
        heading.push_str(if captured.rules.len() > 1 {
            &sentence
        } else {
            "\nEvery pair is compared: none is missed."
        });
    }
    let mut grid =
        Grid::new(["rule", "pairs", "refined_pairs", "largest_block", "left_out", "new_pairs", "matches", "only_here"]);
    let shown = |number: Option<f64>| number.map_or_else(String::new, |number| format!("{number:.0}"));
    for rule in &rules {
        grid.row([
            rule.rule.clone(),
            rule.pairs_unrefined.to_string(),
            rule.pairs.to_string(),
            rule.largest_block.to_string(),
            rule.records_left_out.to_string(),
            rule.new_pairs.map_or_else(String::new, |pairs| pairs.to_string()),
            shown(rule.matches),
            shown(rule.matches_alone),
        ]);
        if rule.records_left_out > 0 {
            complain(&format!(
                "Note: {}: {} records are in blocks that stay too large.",
                rule.rule, rule.records_left_out
            ));
        }
    }
    grid.print(format, &heading)
}
