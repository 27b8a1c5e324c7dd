//! Rules that contradict themselves are refused before anything is checked, because a rule about a table that nobody
//! declares would otherwise be skipped for ever.

use super::{error::CheckError, manifest::Manifest, reference::Reference, spec::RatioFit};

/// Refuses a manifest with a table declared twice, or a rule about a table that is not declared.
pub fn check(file: &str, manifest: &Manifest) -> Result<(), CheckError> {
    let contradiction =
        |said: String, instead: String| CheckError::Contradiction { file: file.to_owned(), said, instead };
    for (index, table) in manifest.tables.iter().enumerate() {
        if manifest.tables.iter().take(index).any(|earlier| earlier.id == table.id || earlier.file == table.file) {
            let said = format!("The table {} ({}) is declared twice.", table.id, table.file);
            return Err(contradiction(said, "one [[table]] for each identifier and file".to_owned()));
        }
    }
    for (rule, table) in tables_named(manifest) {
        if manifest.find_table(table).is_none() {
            let said = format!("A [[{rule}]] is about {table:?}, which no [[table]] declares.");
            let known: Vec<&str> = manifest.tables.iter().map(|table| table.id.as_str()).collect();
            return Err(contradiction(said, format!("one of: {}", known.join(", "))));
        }
    }
    let statements = manifest.passages.len()
        + manifest.directions.len()
        + manifest.majorities.len()
        + manifest.leaders.len()
        + manifest.periods.len();
    if statements > 0 && manifest.find_table("prose").is_none() {
        let said = "There are rules about statements in the text, and no table of statements.".to_owned();
        return Err(contradiction(said, "a [[table]] with id = \"prose\"".to_owned()));
    }
    for passage in &manifest.passages {
        if passage.rule != super::spec::PassageRule::RepeatedPeriod && passage.about.is_none() {
            let said = format!("The [[passage]] of {} is about no table.", passage.paragraph);
            return Err(contradiction(said, "the field about with the identifier of a table".to_owned()));
        }
    }
    Ok(())
}

fn tables_named(manifest: &Manifest) -> Vec<(&'static str, &str)> {
    let mut named: Vec<(&'static str, &str)> = Vec::new();
    named.extend(manifest.sums.iter().map(|spec| ("sum", spec.table.as_str())));
    named.extend(manifest.shares.iter().map(|spec| ("share", spec.table.as_str())));
    for spec in &manifest.changes {
        named.push(("change", &spec.table));
        named.extend(spec.siblings.iter().map(|sibling| ("change", sibling.as_str())));
    }
    named.extend(manifest.series.iter().map(|spec| ("series", spec.table.as_str())));
    named.extend(manifest.whole_bases.iter().map(|spec| ("whole_base", spec.table.as_str())));
    named.extend(manifest.precisions.iter().map(|spec| ("precision", spec.table.as_str())));
    named.extend(manifest.ranks.iter().map(|spec| ("rank", spec.table.as_str())));
    for spec in &manifest.orders {
        named.push(("order", &spec.table));
        named.extend(spec.beside.iter().map(|beside| ("order", beside.as_str())));
    }
    named.extend(manifest.labels.iter().map(|spec| ("label", spec.table.as_str())));
    named.extend(manifest.passages.iter().filter_map(|spec| Some(("passage", spec.about.as_deref()?))));
    named.extend(cells_named(manifest).into_iter().filter_map(|(rule, reference)| Some((rule, reference.table()?))));
    named
}

fn cells_named(manifest: &Manifest) -> Vec<(&'static str, &Reference)> {
    let mut named: Vec<(&'static str, &Reference)> = Vec::new();
    for spec in &manifest.matches {
        named.push(("match", &spec.left));
        named.extend(spec.right.iter().chain(&spec.unallocated).map(|cells| ("match", cells)));
    }
    for spec in &manifest.equals {
        named.push(("equal", &spec.value));
        let fits = spec.fits.iter().flat_map(|fit| &fit.of);
        named.extend(spec.of.iter().chain(fits).map(|cells| ("equal", cells)));
    }
    for spec in &manifest.ratios {
        named.push(("ratio", &spec.value));
        let parts = spec.part.iter().chain(&spec.whole).chain(spec.fits.iter().flat_map(cells_of_fit));
        named.extend(parts.map(|cells| ("ratio", cells)));
    }
    for spec in &manifest.remainders {
        named.push(("remainder", &spec.whole));
        named.extend(spec.parts.iter().map(|cells| ("remainder", cells)));
    }
    for spec in &manifest.majorities {
        let parts = spec.part.iter().chain(&spec.whole).chain(spec.fits.iter().flat_map(cells_of_fit));
        named.extend(parts.map(|cells| ("majority", cells)));
    }
    named.extend(manifest.directions.iter().flat_map(|spec| [("direction", &spec.from), ("direction", &spec.to)]));
    named.extend(manifest.leaders.iter().map(|spec| ("leaders", &spec.column)));
    for spec in &manifest.periods {
        named.extend([("periods", &spec.value), ("periods", &spec.from), ("periods", &spec.to)]);
    }
    named.extend(manifest.means.iter().flat_map(|spec| [("mean", &spec.value), ("mean", &spec.of)]));
    named
}

fn cells_of_fit(fit: &RatioFit) -> impl Iterator<Item = &Reference> {
    fit.part.iter().chain(&fit.whole)
}
