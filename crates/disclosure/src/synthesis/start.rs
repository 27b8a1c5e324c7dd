//! First records: values given along the tree of the strongest pairs, each column with its own counts.

use super::{marginals::apportion, model::Model, shuffle::Dice};

/// Records, column by column, whose single counts are exactly the model's.
pub(super) fn start(model: &Model, dice: &mut Dice) -> Vec<Vec<u16>> {
    let columns = model.ones.len();
    let mut made: Vec<Option<Vec<u16>>> = vec![None; columns];
    for (column, parent) in tree(model) {
        let counts = model.ones.get(column).cloned().unwrap_or_default();
        let mut codes = vec![0_u16; model.count];
        match parent.and_then(|parent| made.get(parent).cloned().flatten().map(|codes| (parent, codes))) {
            None => fill(&mut codes, &(0..model.count as u32).collect::<Vec<_>>(), &counts, dice),
            Some((parent, above)) => {
                let width = model.ones.get(parent).map_or(0, Vec::len);
                let mut groups: Vec<Vec<u32>> = vec![Vec::new(); width];
                for (record, code) in above.iter().enumerate() {
                    if let Some(group) = groups.get_mut(usize::from(*code)) {
                        group.push(record as u32);
                    }
                }
                for (code, group) in groups.iter().enumerate() {
                    let row: Vec<f64> = (0..counts.len()).map(|own| model.target(parent, code, column, own)).collect();
                    fill(&mut codes, group, &apportion(&row, group.len() as u64), dice);
                }
                balance(&mut codes, &counts, dice);
            }
        }
        if let Some(place) = made.get_mut(column) {
            *place = Some(codes);
        }
    }
    made.into_iter().map(Option::unwrap_or_default).collect()
}

/// Gives codes to records in a random order, so many of each.
fn fill(codes: &mut [u16], records: &[u32], counts: &[u64], dice: &mut Dice) {
    let mut order = records.to_vec();
    for place in (1..order.len()).rev() {
        order.swap(place, dice.below(place + 1));
    }
    let given = counts.iter().enumerate().flat_map(|(code, count)| std::iter::repeat_n(code as u16, *count as usize));
    for (record, code) in order.iter().zip(given) {
        if let Some(place) = codes.get_mut(*record as usize) {
            *place = code;
        }
    }
}

/// Changes as few codes as it takes for each to have its count.
fn balance(codes: &mut [u16], counts: &[u64], dice: &mut Dice) {
    let mut over: Vec<i64> = counts.iter().map(|count| -(*count as i64)).collect();
    for code in codes.iter() {
        if let Some(place) = over.get_mut(usize::from(*code)) {
            *place += 1;
        }
    }
    let mut wanted: Vec<u16> = Vec::new();
    for (code, over) in over.iter().enumerate() {
        wanted.extend(std::iter::repeat_n(code as u16, (-over).max(0) as usize));
    }
    for place in (1..wanted.len()).rev() {
        wanted.swap(place, dice.below(place + 1));
    }
    let first = dice.below(codes.len().max(1));
    for step in 0..codes.len() {
        let Some(code) = codes.get_mut((first + step) % counts.len().max(codes.len())) else { continue };
        if let Some(over) = over.get_mut(usize::from(*code)).filter(|over| **over > 0)
            && let Some(other) = wanted.pop()
        {
            *over -= 1;
            *code = other;
        }
    }
}

/// Columns in an order in which each, but the first, comes after the one that tells most about it.
fn tree(model: &Model) -> Vec<(usize, Option<usize>)> {
    let columns = model.ones.len();
    let mut order = vec![(0, None)];
    let mut left: Vec<usize> = (1..columns).collect();
    while !left.is_empty() {
        let mut best = (f64::NEG_INFINITY, 0, 0);
        for (place, column) in left.iter().enumerate() {
            for (parent, _) in &order {
                let told = model.information(*parent, *column);
                if told > best.0 {
                    best = (told, place, *parent);
                }
            }
        }
        order.push((left.remove(best.1), Some(best.2)));
    }
    order
}
