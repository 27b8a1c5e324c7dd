//! Tables and figures are numbered from the first to the last, each number once, in the order in which they stand.

use super::{
    desk::{Desk, Gap, View},
    finding::Finding,
    report::Ledger,
    rule::Rule,
    spec::NumberingSpec,
};

/// Checks the numbers of a series of tables.
pub fn check(desk: &Desk, spec: &NumberingSpec, ledger: &mut Ledger) -> Result<(), Gap> {
    let numbered: Vec<(u32, &View)> = desk
        .views_in_order()
        .filter(|view| view.spec.series.as_deref() == Some(spec.series.as_str()))
        .filter_map(|view| Some((view.spec.number?, view)))
        .collect();
    let numbers = || numbered.iter().map(|(number, _)| *number);
    let Some((least, most)) = numbers().min().zip(numbers().max()) else {
        return Err(Gap::Absent(format!("no {} with a number is in the folder", spec.series)));
    };
    for number in least..=most {
        check_once(desk, spec, number, &numbered, ledger);
    }
    check_order(spec, &numbered, ledger);
    Ok(())
}

fn check_once(desk: &Desk, spec: &NumberingSpec, number: u32, numbered: &[(u32, &View)], ledger: &mut Ledger) {
    let series = &spec.series;
    let bearers: Vec<&View> = numbered.iter().filter(|(own, _)| *own == number).map(|(_, view)| *view).collect();
    match bearers.as_slice() {
        [_] => ledger.hold(),
        [] => {
            let declared = |table: &super::spec::TableSpec| {
                table.number == Some(number) && table.series.as_deref() == Some(series.as_str())
            };
            if desk.manifest.tables.iter().any(declared) {
                ledger.skip(format!("numbering of {series} {number}"), "its file is not in the folder");
                return;
            }
            let place = desk.end(&format!("{series}s"));
            let finding =
                Finding::new(Rule::NumberMissing, place, format!("no {series} {number}"), format!("{series} {number}"));
            ledger.find(finding.working("The numbers before and after it are in use.").defect(spec.defect.as_ref()));
        }
        [.., last] => {
            let titles: Vec<String> =
                bearers.iter().map(|view| format!("{} ({:?})", view.spec.file, view.spec.title)).collect();
            let printed = format!("{series} {number}, {} times", bearers.len());
            let finding = Finding::new(Rule::NumberTwice, last.whole(), printed, "one number each");
            let working = format!("The number stands on {}.", titles.join(" and "));
            ledger.find(finding.working(working).defect(spec.defect.as_ref()));
        }
    }
}

fn check_order(spec: &NumberingSpec, numbered: &[(u32, &View)], ledger: &mut Ledger) {
    for (index, pair) in numbered.windows(2).enumerate() {
        let [(before, _), (number, view)] = pair else { continue };
        if before <= number {
            ledger.hold();
            continue;
        }
        let mut early: Vec<String> = numbered
            .iter()
            .take(index + 1)
            .rev()
            .map(|(own, _)| *own)
            .take_while(|own| own > number)
            .map(|own| own.to_string())
            .collect();
        early.reverse();
        let printed = format!("{} before {number}", early.join(", "));
        let finding = Finding::new(Rule::NumberOrder, view.whole(), printed, "rising numbers");
        ledger.find(
            finding
                .working(format!("In the report they stand before {} {number}.", spec.series))
                .defect(spec.defect.as_ref()),
        );
    }
}
