//! Where data keys and nonces come from.

use std::sync::{
    Arc,
    atomic::{AtomicU64, Ordering},
};

use crate::{encoding::Encoding, error::StoreError};

/// A source of random bytes, passed in when the store is opened.
#[derive(Clone, Debug)]
pub enum Entropy {
    /// The operating system's generator: the only one for real data.
    System,
    /// A repeatable sequence, for tests alone: whoever knows the seed can open everything.
    Seeded {
        /// Where the sequence starts.
        seed: u64,
        /// How far it has been used.
        used: Arc<AtomicU64>,
    },
}

impl Entropy {
    /// A repeatable sequence for tests.
    pub fn seeded(seed: u64) -> Self {
        Self::Seeded { seed, used: Arc::default() }
    }

    /// Fills an array with random bytes.
    ///
    /// # Errors
    /// [`StoreError::Entropy`] if the operating system has none to give.
    pub fn bytes<const N: usize>(&self) -> Result<[u8; N], StoreError> {
        let mut bytes = [0; N];
        match self {
            Self::System => getrandom::fill(&mut bytes).map_err(StoreError::Entropy)?,
            Self::Seeded { seed, used } => {
                for chunk in bytes.chunks_mut(32) {
                    let turn = used.fetch_add(1, Ordering::Relaxed);
                    let block = Encoding::new("manumit.test-entropy")
                        .integer(seed.cast_signed())
                        .integer(turn.cast_signed())
                        .sha256();
                    for (byte, random) in chunk.iter_mut().zip(block) {
                        *byte = random;
                    }
                }
            }
        }
        Ok(bytes)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_seed_repeats_and_never_repeats_itself() {
        let (one, two) = (Entropy::seeded(7), Entropy::seeded(7));
        let first: [u8; 40] = one.bytes().unwrap();
        assert_eq!(first, two.bytes::<40>().unwrap());
        assert_ne!(first, one.bytes::<40>().unwrap());
        assert_ne!(Entropy::System.bytes::<32>().unwrap(), Entropy::System.bytes::<32>().unwrap());
    }
}
