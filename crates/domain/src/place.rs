//! Places: nations, police regions, forces, and the two questions the statistics ask of them.
//!
//! Where a person was met and where they were exploited are two variables and stay two types
//! ([`PresentationPlace`], [`ExploitationPlaces`]). The published tables of 2013 give different totals by nation for just
//! that reason.

use std::fmt;

use serde::{Deserialize, Serialize};

mod exploitation;
mod force;
mod presentation;
mod region;
#[cfg(test)]
mod tests;

pub use exploitation::{ExploitationPlaces, PublishedPlace};
pub use force::{PoliceForce, PoliceForceKind, PoliceForces};
pub use presentation::PresentationPlace;
pub use region::{OnsRegion, Region};

use crate::{code_list::CountryCode, known::Known};

/// A nation of the United Kingdom.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
#[expect(missing_docs, reason = "the names say it")]
pub enum Nation {
    England,
    Wales,
    Scotland,
    NorthernIreland,
}

impl Nation {
    /// Every nation, in a fixed order.
    pub const ALL: [Self; 4] = [Self::England, Self::Wales, Self::Scotland, Self::NorthernIreland];

    /// The stable code, as stored and as written in policy files.
    pub fn code(self) -> &'static str {
        match self {
            Self::England => "england",
            Self::Wales => "wales",
            Self::Scotland => "scotland",
            Self::NorthernIreland => "northern-ireland",
        }
    }

    /// What people read.
    pub fn label(self) -> &'static str {
        match self {
            Self::England => "England",
            Self::Wales => "Wales",
            Self::Scotland => "Scotland",
            Self::NorthernIreland => "Northern Ireland",
        }
    }

    /// The nation with this code or label, in any case of letters.
    pub fn find(text: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|n| is_named(text, n.code(), n.label()))
    }

    /// The jurisdiction whose law applies: England and Wales are one.
    pub fn law_nation(self) -> Jurisdiction {
        match self {
            Self::England | Self::Wales => Jurisdiction::EnglandAndWales,
            Self::Scotland => Jurisdiction::Scotland,
            Self::NorthernIreland => Jurisdiction::NorthernIreland,
        }
    }
}

impl fmt::Display for Nation {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.label())
    }
}

/// The part of the islands for which a rule, a body or a force stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
#[expect(missing_docs, reason = "the names say it")]
pub enum Jurisdiction {
    UnitedKingdom,
    GreatBritain,
    EnglandAndWales,
    England,
    Wales,
    Scotland,
    NorthernIreland,
    IsleOfMan,
    Jersey,
    Guernsey,
}

impl Jurisdiction {
    /// The stable code, as written in policy files.
    pub fn code(self) -> &'static str {
        match self {
            Self::UnitedKingdom => "united-kingdom",
            Self::GreatBritain => "great-britain",
            Self::EnglandAndWales => "england-and-wales",
            Self::England => "england",
            Self::Wales => "wales",
            Self::Scotland => "scotland",
            Self::NorthernIreland => "northern-ireland",
            Self::IsleOfMan => "isle-of-man",
            Self::Jersey => "jersey",
            Self::Guernsey => "guernsey",
        }
    }

    /// What people read.
    pub fn label(self) -> &'static str {
        match self {
            Self::UnitedKingdom => "United Kingdom",
            Self::GreatBritain => "Great Britain",
            Self::EnglandAndWales => "England and Wales",
            Self::England => "England",
            Self::Wales => "Wales",
            Self::Scotland => "Scotland",
            Self::NorthernIreland => "Northern Ireland",
            Self::IsleOfMan => "Isle of Man",
            Self::Jersey => "Jersey",
            Self::Guernsey => "Guernsey",
        }
    }

    /// Says whether a nation lies in this jurisdiction.
    pub fn covers(self, nation: Nation) -> bool {
        self.nations().contains(&nation)
    }

    /// The nations in this jurisdiction. None for the Crown dependencies.
    pub fn nations(self) -> &'static [Nation] {
        match self {
            Self::UnitedKingdom => &Nation::ALL,
            Self::GreatBritain => &[Nation::England, Nation::Wales, Nation::Scotland],
            Self::EnglandAndWales => &[Nation::England, Nation::Wales],
            Self::England => &[Nation::England],
            Self::Wales => &[Nation::Wales],
            Self::Scotland => &[Nation::Scotland],
            Self::NorthernIreland => &[Nation::NorthernIreland],
            Self::IsleOfMan | Self::Jersey | Self::Guernsey => &[],
        }
    }
}

impl fmt::Display for Jurisdiction {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.label())
    }
}

/// A nation of the United Kingdom, or the Isle of Man: the first level of the place where a person was met.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
#[expect(missing_docs, reason = "the names say it")]
pub enum Territory {
    England,
    Wales,
    Scotland,
    NorthernIreland,
    IsleOfMan,
}

impl Territory {
    /// Every territory, in a fixed order.
    pub const ALL: [Self; 5] = [Self::England, Self::Wales, Self::Scotland, Self::NorthernIreland, Self::IsleOfMan];

    /// The stable code, as stored.
    pub fn code(self) -> &'static str {
        self.nation().map_or("isle-of-man", Nation::code)
    }

    /// What people read.
    pub fn label(self) -> &'static str {
        self.nation().map_or("Isle of Man", Nation::label)
    }

    /// The territory with this code or label, in any case of letters.
    pub fn find(text: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|t| is_named(text, t.code(), t.label()))
    }

    /// The nation, unless it is the Isle of Man, which is in none.
    pub fn nation(self) -> Option<Nation> {
        match self {
            Self::England => Some(Nation::England),
            Self::Wales => Some(Nation::Wales),
            Self::Scotland => Some(Nation::Scotland),
            Self::NorthernIreland => Some(Nation::NorthernIreland),
            Self::IsleOfMan => None,
        }
    }

    /// The nation in which tables by United Kingdom country count this territory.
    ///
    /// The Isle of Man is not part of the United Kingdom. The 2013 report shows its one referral of 2012 apart in table 2
    /// and has no row for it in table 1, whose total is the same 1,186: England's 1,041 there are the English regions'
    /// 884, England's share of "not recorded" and the Isle of Man's one. It is therefore counted in England, and a table
    /// that does so should say so.
    pub fn counted_in(self) -> Nation {
        self.nation().unwrap_or(Nation::England)
    }
}

impl From<Nation> for Territory {
    fn from(nation: Nation) -> Self {
        match nation {
            Nation::England => Self::England,
            Nation::Wales => Self::Wales,
            Nation::Scotland => Self::Scotland,
            Nation::NorthernIreland => Self::NorthernIreland,
        }
    }
}

/// How closely a place is known.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[expect(missing_docs, reason = "the names say it")]
pub enum PlaceLevel {
    Country,
    Territory,
    Region,
    ForceArea,
    Town,
}

/// A place, as closely as it is known.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Place {
    /// Somewhere in a territory.
    Territory(Territory),
    /// Somewhere in a region.
    Region(Region),
    /// Somewhere in the area of a police force. Built with [`PoliceForce::place`].
    ForceArea {
        /// Code of the force.
        force: String,
        /// The region in which the force lies.
        region: Region,
    },
    /// A town, with the region in which it lies.
    Town {
        /// Its name, as given.
        name: String,
        /// The region in which it lies.
        region: Region,
    },
    /// Outside the United Kingdom and the Isle of Man, with the country where it is known.
    Overseas(Known<CountryCode>),
}

impl Place {
    /// How closely the place is known.
    pub fn level(&self) -> PlaceLevel {
        match self {
            Self::Overseas(_) => PlaceLevel::Country,
            Self::Territory(_) => PlaceLevel::Territory,
            Self::Region(_) => PlaceLevel::Region,
            Self::ForceArea { .. } => PlaceLevel::ForceArea,
            Self::Town { .. } => PlaceLevel::Town,
        }
    }

    /// The territory, unless the place is overseas.
    pub fn territory(&self) -> Option<Territory> {
        match self {
            Self::Territory(territory) => Some(*territory),
            _ => self.region().map(Region::territory),
        }
    }

    /// The region, where it is known. A territory that is one region gives it.
    pub fn region(&self) -> Option<Region> {
        match self {
            Self::Territory(territory) => Region::whole(*territory),
            Self::Region(region) | Self::ForceArea { region, .. } | Self::Town { region, .. } => Some(*region),
            Self::Overseas(_) => None,
        }
    }

    /// Says whether the place is outside the United Kingdom and the Isle of Man.
    pub fn is_overseas(&self) -> bool {
        matches!(self, Self::Overseas(_))
    }
}

fn is_named(text: &str, code: &str, label: &str) -> bool {
    let text = text.trim();
    text.eq_ignore_ascii_case(code) || text.eq_ignore_ascii_case(label)
}
