//! Figures stated in the text: a ratio has the base it names, parts make up their whole, a mean does not stand alone.

use super::{
    desk::{Desk, Gap},
    finding::Finding,
    number::{Decimal, Ratio},
    reference::Reference,
    report::Ledger,
    rule::Rule,
    spec::{MajoritySpec, MeanSpec, RatioFit, RatioSpec, RemainderSpec},
};

/// Words beside a mean that show how its values are spread.
const SPREAD: [&str; 5] = ["median", "range", "deviation", "quartile", "shortest"];

/// Checks a stated percentage or ratio against the base that the text names.
pub fn check_ratio(desk: &Desk, spec: &RatioSpec, ledger: &mut Ledger) -> Result<(), Gap> {
    let cell = desk.cell(&spec.value)?;
    let (part, whole) = (desk.total(&spec.part)?, desk.total(&spec.whole)?);
    let ratio = if spec.plain { Ratio::of(part, whole) } else { Ratio::percent(part, whole) };
    let Some(ratio) = ratio else { return Err(Gap::Absent(format!("the base of {} is none", spec.says))) };
    let places = cell.number.places();
    if cell.number == ratio.rounded(places) {
        ledger.hold();
        return Ok(());
    }
    let truncated = cell.number == ratio.truncated(places);
    let rule = if truncated { Rule::Truncated } else { Rule::Ratio };
    let printed = cell.row.text(cell.column);
    ledger.find(
        Finding::new(rule, cell.view.place(cell.row, cell.column), printed, ratio.rounded(places).to_string())
            .working(format!(
                "Stated: {}. {part} of {whole} is {ratio}{}.",
                spec.says,
                if spec.plain { "" } else { "%" }
            ))
            .fits(spec.fits.iter().find_map(|fit| fits(desk, fit, cell.number)))
            .defect(spec.defect.as_ref()),
    );
    Ok(())
}

fn fits(desk: &Desk, fit: &RatioFit, printed: Decimal) -> Option<String> {
    let (part, whole) = (desk.total(&fit.part).ok()?, desk.total(&fit.whole).ok()?);
    let ratio = Ratio::percent(part, whole)?;
    (ratio.rounded(printed.places()) == printed)
        .then(|| format!("It fits {}: {part} of {whole} is {ratio}%.", fit.says))
}

/// Checks that parts make up their whole.
pub fn check_remainder(desk: &Desk, spec: &RemainderSpec, ledger: &mut Ledger) -> Result<(), Gap> {
    let whole = desk.total(std::slice::from_ref(&spec.whole))?;
    let parts = desk.total(&spec.parts)?;
    if whole == parts {
        ledger.hold();
        return Ok(());
    }
    let place = match spec.whole {
        Reference::Cells { .. } => desk.cell(&spec.whole).map(|cell| cell.view.place(cell.row, cell.column))?,
        Reference::Plain(_) => {
            let first = spec.parts.first().ok_or_else(|| Gap::Absent(format!("{} has no parts", spec.says)))?;
            desk.cell(first).map(|cell| cell.view.place(cell.row, cell.column))?
        }
    };
    let difference = whole.minus(parts);
    let working = if difference < Decimal::ZERO {
        format!("{}: the parts exceed the whole by {}.", spec.says, difference.negated())
    } else {
        let share = Ratio::percent(difference, whole).map_or_else(String::new, |share| format!(" ({share}%)"));
        format!("{}: {parts} of {whole} are explained, {difference}{share} are not.", spec.says)
    };
    ledger.find(
        Finding::new(Rule::Remainder, place, format!("parts that add up to {parts}"), whole.to_string())
            .working(working)
            .defect(spec.defect.as_ref()),
    );
    Ok(())
}

/// Checks that a stated mean stands beside a median or a range.
pub fn check_mean(desk: &Desk, spec: &MeanSpec, ledger: &mut Ledger) -> Result<(), Gap> {
    let cell = desk.cell(&spec.value)?;
    let of = desk.cell(&spec.of)?.number;
    let column = cell.view.column(&spec.beside)?;
    let paragraph = |row| cell.view.label(row).split(" / ").next().unwrap_or_default().to_owned();
    let own = paragraph(cell.row);
    let spread = cell.view.body().filter(|row| paragraph(row) == own).any(|row| {
        let statement = row.text(column).to_lowercase();
        SPREAD.iter().any(|word| statement.contains(word))
    });
    if spread {
        ledger.hold();
        return Ok(());
    }
    ledger.find(
        Finding::new(
            Rule::MeanAlone,
            cell.view.place(cell.row, cell.column),
            cell.row.text(cell.column),
            format!("the mean of {of} with its median and range"),
        )
        .working(format!("{}: a single long or short value can make the mean of {of}.", spec.says))
        .defect(spec.defect.as_ref()),
    );
    Ok(())
}

/// Checks that what is said to be the majority is more than half of its whole.
pub fn check_majority(desk: &Desk, spec: &MajoritySpec, ledger: &mut Ledger) -> Result<(), Gap> {
    let mut place = desk.paragraph(&spec.paragraph)?;
    let (part, whole) = (desk.total(&spec.part)?, desk.total(&spec.whole)?);
    if part.plus(part) > whole {
        ledger.hold();
        return Ok(());
    }
    let Some(ratio) = Ratio::percent(part, whole) else {
        return Err(Gap::Absent(format!("the base of {} is none", spec.says)));
    };
    let fit = spec.fits.iter().find_map(|fit| {
        let (part, whole) = (desk.total(&fit.part).ok()?, desk.total(&fit.whole).ok()?);
        let ratio = Ratio::percent(part, whole).filter(|_| part.plus(part) > whole)?;
        Some(format!("It is true of {}: {part} of {whole} is {ratio}%.", fit.says))
    });
    place.row = Some(spec.says.clone());
    ledger.find(
        Finding::new(Rule::Majority, place, "the majority", format!("at most {ratio}%"))
            .working(format!("At most {part} of {whole} is {ratio}%, and the text names no base."))
            .fits(fit)
            .defect(spec.defect.as_ref()),
    );
    Ok(())
}
