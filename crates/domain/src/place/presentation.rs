//! Where a person was met.

use serde::{Deserialize, Serialize};

use super::{Region, Territory};
use crate::{known::Known, refusal::Refusal};

/// Where a person was met: at least the territory, and the region or the reason it is missing.
///
/// The 2013 report counts 177 referrals without a region whose nation is nevertheless known, so the two are held apart.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(try_from = "Written", into = "Written")]
pub struct PresentationPlace {
    territory: Territory,
    region: Known<Region>,
}

#[derive(Serialize, Deserialize)]
struct Written {
    territory: Territory,
    region: Known<Region>,
}

impl PresentationPlace {
    /// A place of presentation.
    ///
    /// # Errors
    /// Refused with `place.region_outside_territory` if the region lies in another territory.
    pub fn new(territory: Territory, region: Known<Region>) -> Result<Self, Refusal> {
        match region {
            Known::Value(region) if region.territory() != territory => Err(Refusal::new(
                "place.region_outside_territory",
                format!("{} is not in {}.", region.label(), territory.label()),
                format!("Choose a region of {}, or the territory {}.", territory.label(), region.territory().label()),
            )
            .about("region")),
            _ => Ok(Self { territory, region }),
        }
    }

    /// The place of presentation in a region, whose territory follows.
    pub fn in_region(region: Region) -> Self {
        Self { territory: region.territory(), region: Known::Value(region) }
    }

    /// The territory.
    pub fn territory(&self) -> Territory {
        self.territory
    }

    /// The region, or the reason it is missing.
    pub fn region(&self) -> Known<Region> {
        self.region
    }
}

impl TryFrom<Written> for PresentationPlace {
    type Error = Refusal;

    fn try_from(written: Written) -> Result<Self, Self::Error> {
        Self::new(written.territory, written.region)
    }
}

impl From<PresentationPlace> for Written {
    fn from(place: PresentationPlace) -> Self {
        Self { territory: place.territory, region: place.region }
    }
}
