//! Judgements taken, and undone so that nothing of them is left but their record.
#![expect(clippy::indexing_slicing, reason = "records are numbers given out by the store")]

use std::collections::{BTreeMap, BTreeSet};

use hashbrown::HashMap;

use super::{Entity, Outcome, Store};
use crate::{
    error::LinkageError,
    judgement::{Judgement, RecordKey, Verdict},
};

/// A judgement that was taken, and what was before it.
#[derive(Clone, Debug)]
pub(super) struct Taken {
    before: BTreeMap<u32, Entity>,
    forwarded: Vec<Entity>,
    /// When each entity was last changed, before and after.
    changed_before: HashMap<Entity, u64>,
    changed_after: HashMap<Entity, u64>,
    undone: bool,
}

impl Store {
    /// The record of a key.
    #[must_use]
    pub fn find(&self, key: &RecordKey) -> Option<u32> {
        self.places.find(&self.records, &key.source, &key.identifier)
    }

    /// Takes a judgement and settles what it touches; answers with its number, for undoing it.
    ///
    /// # Errors
    ///
    /// A record that is not in the store, or a contradiction to what stands.
    pub fn judge(&mut self, judgement: Judgement) -> Result<(usize, Outcome), LinkageError> {
        let find = |key: &RecordKey| {
            self.find(key).ok_or_else(|| {
                LinkageError::Records(format!("There is no record {} in {}.", key.identifier, key.source))
            })
        };
        let (a, b) = (find(&judgement.a)?, find(&judgement.b)?);
        self.judgements.give(judgement)?;
        Ok((self.taken.len(), self.apply(a, b)))
    }

    fn apply(&mut self, a: u32, b: u32) -> Outcome {
        let entities = self.state.entity_of.clone();
        let forwards: BTreeSet<Entity> = self.state.forwards.keys().copied().collect();
        let changed = self.changed.clone();
        self.constraints = self.judgements.constraints_at(&self.records, &self.places);
        let outcome = self.settle(&[a, b]);
        let moved: Vec<u32> = (0..entities.len() as u32)
            .filter(|record| entities[*record as usize] != self.state.entity_of[*record as usize])
            .collect();
        let of = |state: &[Entity]| moved.iter().map(|record| (*record, state[*record as usize])).collect();
        let (before, after): (BTreeMap<_, _>, BTreeMap<_, _>) = (of(&entities), of(&self.state.entity_of));
        let forwarded = self.state.forwards.keys().copied().filter(|entity| !forwards.contains(entity)).collect();
        let touched: BTreeSet<Entity> = before.values().chain(after.values()).copied().collect();
        let when = |changed: &HashMap<Entity, u64>| -> HashMap<Entity, u64> {
            touched.iter().filter_map(|entity| Some((*entity, *changed.get(entity)?))).collect()
        };
        let (changed_before, changed_after) = (when(&changed), when(&self.changed));
        self.taken.push(Taken { before, forwarded, changed_before, changed_after, undone: false });
        outcome
    }

    /// Undoes a judgement by adding one that withdraws it. When nothing has changed the records since, their entities
    /// are exactly what they were; otherwise they are settled anew.
    ///
    /// # Errors
    ///
    /// There is no such judgement, or it was undone.
    pub fn undo(&mut self, number: usize, by: &str, on: &str) -> Result<(), LinkageError> {
        let taken = self.taken.get(number).filter(|taken| !taken.undone).cloned();
        let (Some(taken), Some(judged)) = (taken, self.judgements.all().get(number).cloned()) else {
            let sentence = format!("There is no judgement {number} that stands.");
            return Err(LinkageError::Records(sentence));
        };
        let earlier = self.judgements.all().iter().take(number).rev();
        let same_pair = |other: &&Judgement| {
            (other.a == judged.a && other.b == judged.b) || (other.a == judged.b && other.b == judged.a)
        };
        let verdict = earlier.clone().find(same_pair).map_or(Verdict::Withdrawn, |earlier| earlier.verdict);
        let by_whom =
            Judgement { verdict, by: by.to_owned(), on: on.to_owned(), reason: format!("undoes {number}"), ..judged };
        let untouched = taken.changed_after.iter().all(|(entity, when)| self.changed.get(entity) == Some(when));
        let (first, second) = (by_whom.a.clone(), by_whom.b.clone());
        self.judgements.give(by_whom)?;
        let (a, b) = (self.find(&first).unwrap_or(0), self.find(&second).unwrap_or(0));
        if untouched {
            self.restore(&taken);
            self.constraints = self.judgements.constraints_at(&self.records, &self.places);
            self.taken.push(Taken { undone: true, ..taken.clone() });
        } else {
            self.apply(a, b);
        }
        self.taken[number].undone = true;
        Ok(())
    }

    fn restore(&mut self, taken: &Taken) {
        for (record, entity) in &taken.before {
            let now = self.state.entity_of[*record as usize];
            if let Some(members) = self.members.get_mut(&now) {
                members.retain(|member| member != record);
            }
            let members = self.members.entry(*entity).or_default();
            members.push(*record);
            members.sort_unstable();
            self.state.entity_of[*record as usize] = *entity;
        }
        for (entity, _) in &taken.changed_after {
            match taken.changed_before.get(entity) {
                Some(when) => self.changed.insert(*entity, *when),
                None => self.changed.remove(entity),
            };
            if self.members.get(entity).is_some_and(Vec::is_empty) {
                self.members.remove(entity);
            }
        }
        for entity in &taken.forwarded {
            self.state.forwards.remove(entity);
        }
    }
}
