//! The changes printed in the report of 2013: which of them follow, and which of them are signals.

use manumit_trends::year_on_year::Pair;

use crate::{reference::folder, table::Table};

/// AT15: the bases of 2011 give the printed percentages, the top ten are 806 of 1,186, and only some of the changes are
/// more than chance.
#[test]
fn at15_the_printed_changes_follow_and_few_of_them_are_signals() {
    let bases = [161, 92, 32, 79, 61, 52, 21, 17, 40, 15];
    let table = Table::read(&folder().join("published_counts"), "all_by_country_2012.csv");
    assert_eq!(table.len(), bases.len());
    let mut signals = Vec::new();
    let mut total = 0;
    for (row, previous) in table.rows().zip(bases) {
        let count = row.index("total_2012") as u64;
        total += count;
        let compared = Pair::even(count, previous).compare();
        let printed = row.number("percent_change_2011_2012_as_printed");
        assert_eq!(((compared.ratio.ratio - 1.0) * 100.0).round(), printed, "{}", row.text("country"));
        if compared.predictive_tail < 0.01 {
            signals.push(row.text("country").to_owned());
        }
    }
    assert_eq!(total, 806);
    assert_eq!((100.0 * total as f64 / 1186.0).round(), 68.0);
    assert_eq!(signals, ["Vietnam", "Albania", "Poland", "Lithuania"], "neither Nigeria's +27% nor Pakistan's +73%");
}
