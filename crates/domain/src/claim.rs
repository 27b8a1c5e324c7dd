//! What was said of a person, by whom, and how sure it is.
//!
//! The 2013 report has rows such as "UK (claimed) Nigeria (possible)". Writing one over the other would lose what the
//! person said, so claims are only ever added; which one counts is a question asked of them.

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

/// What stands behind a value.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Basis {
    /// The person says so.
    Claimed,
    /// Somebody else thinks so.
    Suspected,
    /// A body competent to assess it has done so, for example a local authority on age.
    Assessed,
    /// A document or an authority confirms it.
    Verified,
}

impl Basis {
    /// The stable code, as stored.
    pub fn code(self) -> &'static str {
        match self {
            Self::Claimed => "claimed",
            Self::Suspected => "suspected",
            Self::Assessed => "assessed",
            Self::Verified => "verified",
        }
    }
}

/// One value that was stated, with what stands behind it.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Claim<T> {
    /// What was stated.
    pub value: T,
    /// What stands behind it.
    pub basis: Basis,
    /// The day on which it was stated, where known.
    pub stated_on: Option<Date>,
    /// Where it came from, in the words of the record: a document, a body.
    pub source: Option<String>,
}

impl<T> Claim<T> {
    /// A claim without a day or a source.
    pub fn new(value: T, basis: Basis) -> Self {
        Self { value, basis, stated_on: None, source: None }
    }
}

/// Everything stated about one attribute, in the order in which it was recorded. Nothing is ever taken out.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Claims<T>(Vec<Claim<T>>);

/// The one agreed value, or why there is none.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Settled<'a, T> {
    /// Nothing was stated.
    NotStated,
    /// What was stated leads to one value.
    Agreed(&'a T),
    /// What was stated disagrees, and nothing stronger decides.
    InDoubt,
}

impl<'a, T> Settled<'a, T> {
    /// The agreed value, if there is one.
    pub fn value(self) -> Option<&'a T> {
        match self {
            Self::Agreed(value) => Some(value),
            Self::NotStated | Self::InDoubt => None,
        }
    }
}

impl<T> Default for Claims<T> {
    fn default() -> Self {
        Self(Vec::new())
    }
}

impl<T> FromIterator<Claim<T>> for Claims<T> {
    fn from_iter<I: IntoIterator<Item = Claim<T>>>(claims: I) -> Self {
        Self(claims.into_iter().collect())
    }
}

impl<T> Claims<T> {
    /// Claims that hold what one person says and nothing else.
    pub fn as_claimed(value: T) -> Self {
        Self(vec![Claim::new(value, Basis::Claimed)])
    }

    /// Adds what was stated. Earlier claims stay.
    pub fn add(&mut self, claim: Claim<T>) {
        self.0.push(claim);
    }

    /// Everything stated, oldest first.
    pub fn iter(&self) -> impl DoubleEndedIterator<Item = &Claim<T>> + ExactSizeIterator {
        self.0.iter()
    }

    /// Says whether nothing was stated.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// What the person says: the latest recorded.
    pub fn claimed(&self) -> Option<&T> {
        self.latest(Basis::Claimed)
    }

    /// What somebody else thinks: the latest recorded.
    pub fn suspected(&self) -> Option<&T> {
        self.latest(Basis::Suspected)
    }

    fn latest(&self, basis: Basis) -> Option<&T> {
        self.0.iter().rev().find(|claim| claim.basis == basis).map(|claim| &claim.value)
    }
}

impl<T: PartialEq> Claims<T> {
    /// The one agreed value.
    ///
    /// A verified value counts before an assessed one, and an assessed one before what is claimed or suspected. Claimed
    /// and suspected weigh the same: a suspicion does not outrank the person, nor the person a suspicion. Where the
    /// values of the strongest basis differ among themselves, the answer is in doubt.
    pub fn settled(&self) -> Settled<'_, T> {
        let strongest = [&[Basis::Verified][..], &[Basis::Assessed], &[Basis::Claimed, Basis::Suspected]]
            .into_iter()
            .find(|bases| self.0.iter().any(|claim| bases.contains(&claim.basis)));
        let Some(bases) = strongest else { return Settled::NotStated };
        let mut values = self.0.iter().filter(|claim| bases.contains(&claim.basis)).map(|claim| &claim.value);
        match values.next() {
            None => Settled::NotStated,
            Some(first) if values.all(|value| value == first) => Settled::Agreed(first),
            Some(_) => Settled::InDoubt,
        }
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn any_basis() -> impl Strategy<Value = Basis> {
        prop::sample::select(vec![Basis::Claimed, Basis::Suspected, Basis::Assessed, Basis::Verified])
    }

    fn any_claims() -> impl Strategy<Value = Claims<u8>> {
        prop::collection::vec((0_u8..4, any_basis()), 0..8)
            .prop_map(|claims| claims.into_iter().map(|(value, basis)| Claim::new(value, basis)).collect())
    }

    #[test]
    fn claimed_against_suspected_is_in_doubt() {
        let mut nationality = Claims::as_claimed("GB");
        assert_eq!(nationality.settled(), Settled::Agreed(&"GB"));
        nationality.add(Claim::new("NG", Basis::Suspected));
        assert_eq!(nationality.settled(), Settled::InDoubt);
        assert_eq!((nationality.claimed(), nationality.suspected()), (Some(&"GB"), Some(&"NG")));
    }

    #[test]
    fn an_assessment_decides_between_claim_and_suspicion_and_verification_above_it() {
        let mut sex = Claims::as_claimed(1);
        sex.add(Claim::new(2, Basis::Suspected));
        sex.add(Claim::new(2, Basis::Assessed));
        assert_eq!(sex.settled(), Settled::Agreed(&2));
        sex.add(Claim::new(1, Basis::Verified));
        assert_eq!(sex.settled(), Settled::Agreed(&1));
    }

    proptest! {
        #[test]
        fn adding_never_takes_away(mut claims in any_claims(), value in 0_u8..4, basis in any_basis()) {
            let before: Vec<_> = claims.iter().cloned().collect();
            claims.add(Claim::new(value, basis));
            let after: Vec<_> = claims.iter().cloned().collect();
            prop_assert_eq!(&after[..before.len()], &before[..]);
            prop_assert_eq!(after.len(), before.len() + 1);
        }

        #[test]
        fn settled_does_not_depend_on_the_order(claims in any_claims()) {
            let reversed: Claims<u8> = claims.iter().rev().cloned().collect();
            prop_assert_eq!(claims.settled(), reversed.settled());
        }

        #[test]
        fn an_agreed_value_was_stated_and_nothing_stronger_says_otherwise(claims in any_claims()) {
            match claims.settled() {
                Settled::NotStated => prop_assert!(claims.is_empty()),
                Settled::Agreed(value) => {
                    let rank = |basis| match basis { Basis::Verified => 2, Basis::Assessed => 1, _ => 0 };
                    let top = claims.iter().map(|c| rank(c.basis)).max().unwrap();
                    prop_assert!(claims.iter().filter(|c| rank(c.basis) == top).all(|c| c.value == *value));
                }
                Settled::InDoubt => prop_assert!(claims.iter().len() > 1),
            }
        }

        #[test]
        fn a_single_verified_value_settles_everything(mut claims in any_claims(), value in 0_u8..4) {
            claims = claims.iter().filter(|c| c.basis != Basis::Verified).cloned().collect();
            claims.add(Claim::new(value, Basis::Verified));
            prop_assert_eq!(claims.settled(), Settled::Agreed(&value));
        }

        #[test]
        fn claims_read_back_as_written(claims in any_claims()) {
            let text = serde_json::to_string(&claims).unwrap();
            prop_assert_eq!(serde_json::from_str::<Claims<u8>>(&text).unwrap(), claims);
        }
    }
}
