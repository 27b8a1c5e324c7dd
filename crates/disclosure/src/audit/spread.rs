//! Bounds spread along sums until nothing more follows: cheap, exact, and often enough.

use std::collections::VecDeque;

use super::{Proof, Range};
use crate::{attacker::is_seen, refusal::Refusal, release::Release, statement::Bond};

/// What follows for every cell without a linear programme.
///
/// # Errors
/// [`Refusal::Impossible`] if a cell would have to be less than it is at least.
pub(super) fn spread(release: &Release, bonds: &[Bond]) -> Result<Vec<Range>, Refusal> {
    let mut known: Vec<Range> = (0..release.cells.len())
        .map(|id| {
            let count = release.cells.get(id).and_then(|cell| cell.count).and_then(|count| i64::try_from(count).ok());
            match count.filter(|_| is_seen(release, id)) {
                Some(count) => Range { low: count, high: Some(count), ..Range::default() },
                None => Range { low: 0, high: None, seen: count.map(|count| (count, count)), ..Range::default() },
            }
        })
        .collect();
    let relations = release.relations.iter().map(|relation| {
        let parts = relation.parts.iter().map(|part| (*part, 1));
        Bond { terms: parts.chain([(relation.whole, -1)]).collect(), least: Some(0), most: Some(0) }
    });
    let bonds: Vec<Bond> = bonds.iter().cloned().chain(relations).collect();
    let mut bonds_of: Vec<Vec<u32>> = vec![Vec::new(); release.cells.len()];
    for (number, bond) in bonds.iter().enumerate() {
        for (cell, _) in &bond.terms {
            if let Some(list) = bonds_of.get_mut(*cell) {
                list.push(number as u32);
            }
        }
    }
    let mut queue: VecDeque<u32> = (0..bonds.len() as u32).collect();
    let mut waiting = vec![true; bonds.len()];
    // Bounds of a contradictory or circular system could creep for ever; this many rounds settle any real one.
    let mut left = bonds.len().saturating_mul(60) + 1_000;
    while let Some(number) = queue.pop_front() {
        if left == 0 {
            break;
        }
        left -= 1;
        let Some(bond) = bonds.get(number as usize) else { continue };
        if let Some(place) = waiting.get_mut(number as usize) {
            *place = false;
        }
        for cell in tighten(bond, &mut known)? {
            for other in bonds_of.get(cell).into_iter().flatten() {
                if let Some(place) = waiting.get_mut(*other as usize).filter(|place| !**place) {
                    *place = true;
                    queue.push_back(*other);
                }
            }
        }
    }
    for range in &mut known {
        if range.is_settled() {
            range.proof = Some(Proof::Sums);
        }
    }
    Ok(known)
}

/// Tightens the cells of one bond, and says which of them became narrower.
fn tighten(bond: &Bond, known: &mut [Range]) -> Result<Vec<usize>, Refusal> {
    let of = |cell: usize, known: &[Range]| known.get(cell).copied().unwrap_or_default();
    // The least and greatest of the weighted sum, and how many of its terms have no limit.
    let (mut low, mut high, mut low_open, mut high_open) = (0_i64, 0_i64, 0_u32, 0_u32);
    let ends = |range: Range, weight: i64| {
        let up = range.high.map(|high| high * weight);
        let down = Some(range.low * weight);
        if weight > 0 { (down, up) } else { (up, down) }
    };
    for (cell, weight) in &bond.terms {
        let (least, most) = ends(of(*cell, known), *weight);
        least.map_or_else(|| low_open += 1, |least| low += least);
        most.map_or_else(|| high_open += 1, |most| high += most);
    }
    let mut changed = Vec::new();
    for (cell, weight) in &bond.terms {
        let range = of(*cell, known);
        if range.is_settled() {
            continue;
        }
        let (least, most) = ends(range, *weight);
        let (mut new_low, mut new_high) = (range.low, range.high);
        // weight x <= most of the bond - least of the others
        let others_low = (low_open == u32::from(least.is_none())).then(|| low - least.unwrap_or(0));
        if let (Some(limit), Some(others)) = (bond.most, others_low) {
            let room = limit - others;
            if *weight > 0 {
                let bound = room.div_euclid(*weight);
                new_high = Some(new_high.map_or(bound, |high| high.min(bound)));
            } else {
                new_low = new_low.max(-room.div_euclid(-*weight));
            }
        }
        let others_high = (high_open == u32::from(most.is_none())).then(|| high - most.unwrap_or(0));
        if let (Some(limit), Some(others)) = (bond.least, others_high) {
            let room = limit - others;
            if *weight > 0 {
                new_low = new_low.max(-(-room).div_euclid(*weight));
            } else {
                let bound = (-room).div_euclid(-*weight);
                new_high = Some(new_high.map_or(bound, |high| high.min(bound)));
            }
        }
        if new_high.is_some_and(|high| high < new_low) {
            return Err(Refusal::Impossible("a withheld cell would have to be less than nothing".to_owned()));
        }
        if (new_low, new_high) != (range.low, range.high) {
            changed.push(*cell);
            let (least, most) = ends(range, *weight);
            if let Some(place) = known.get_mut(*cell) {
                (place.low, place.high) = (new_low, new_high);
                let (new_least, new_most) = ends(*place, *weight);
                low += new_least.unwrap_or(0) - least.unwrap_or(0);
                low_open -= u32::from(least.is_none() && new_least.is_some());
                high += new_most.unwrap_or(0) - most.unwrap_or(0);
                high_open -= u32::from(most.is_none() && new_most.is_some());
            }
        }
    }
    Ok(changed)
}
