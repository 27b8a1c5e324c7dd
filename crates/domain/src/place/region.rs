//! Regions in two schemes: the police regions of the 2013 report, and those of the Office for National Statistics.

use std::fmt;

use serde::{Deserialize, Serialize};

use super::{Territory, is_named};

/// A police region or country, as the 2013 report divides the islands: eight regions of England, and four countries.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
#[expect(missing_docs, reason = "the names say it")]
pub enum Region {
    EastMidlands,
    Eastern,
    London,
    NorthEast,
    NorthWest,
    SouthEast,
    SouthWest,
    WestMidlands,
    Wales,
    NorthernIreland,
    Scotland,
    IsleOfMan,
}

impl Region {
    /// Every region, in the order of table 2 of the 2013 report.
    pub const ALL: [Self; 12] = [
        Self::EastMidlands,
        Self::Eastern,
        Self::London,
        Self::NorthEast,
        Self::NorthWest,
        Self::SouthEast,
        Self::SouthWest,
        Self::WestMidlands,
        Self::Wales,
        Self::NorthernIreland,
        Self::Scotland,
        Self::IsleOfMan,
    ];

    /// The stable code, as stored.
    pub fn code(self) -> &'static str {
        match self {
            Self::EastMidlands => "east-midlands",
            Self::Eastern => "eastern",
            Self::London => "london",
            Self::NorthEast => "north-east",
            Self::NorthWest => "north-west",
            Self::SouthEast => "south-east",
            Self::SouthWest => "south-west",
            Self::WestMidlands => "west-midlands",
            _ => self.territory().code(),
        }
    }

    /// What the 2013 report prints.
    pub fn label(self) -> &'static str {
        match self {
            Self::EastMidlands => "East Midlands",
            Self::Eastern => "Eastern",
            Self::London => "London",
            Self::NorthEast => "North East",
            Self::NorthWest => "North West",
            Self::SouthEast => "South East",
            Self::SouthWest => "South West",
            Self::WestMidlands => "West Midlands",
            _ => self.territory().label(),
        }
    }

    /// The region with this code or label, in any case of letters.
    pub fn find(text: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|r| is_named(text, r.code(), r.label()))
    }

    /// The territory in which the region lies.
    pub fn territory(self) -> Territory {
        match self {
            Self::Wales => Territory::Wales,
            Self::NorthernIreland => Territory::NorthernIreland,
            Self::Scotland => Territory::Scotland,
            Self::IsleOfMan => Territory::IsleOfMan,
            _ => Territory::England,
        }
    }

    /// The region that is a whole territory. `None` for England, which has eight.
    pub fn whole(territory: Territory) -> Option<Self> {
        match territory {
            Territory::England => None,
            Territory::Wales => Some(Self::Wales),
            Territory::Scotland => Some(Self::Scotland),
            Territory::NorthernIreland => Some(Self::NorthernIreland),
            Territory::IsleOfMan => Some(Self::IsleOfMan),
        }
    }
}

impl fmt::Display for Region {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.label())
    }
}

/// A region or country of the Office for National Statistics. Nine in England, where the 2013 report has eight.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
#[expect(missing_docs, reason = "the names say it")]
pub enum OnsRegion {
    NorthEast,
    NorthWest,
    YorkshireAndTheHumber,
    EastMidlands,
    WestMidlands,
    EastOfEngland,
    London,
    SouthEast,
    SouthWest,
    Wales,
    Scotland,
    NorthernIreland,
}

impl OnsRegion {
    /// Every region, in the order the Office lists them.
    pub const ALL: [Self; 12] = [
        Self::NorthEast,
        Self::NorthWest,
        Self::YorkshireAndTheHumber,
        Self::EastMidlands,
        Self::WestMidlands,
        Self::EastOfEngland,
        Self::London,
        Self::SouthEast,
        Self::SouthWest,
        Self::Wales,
        Self::Scotland,
        Self::NorthernIreland,
    ];

    /// What people read.
    pub fn label(self) -> &'static str {
        match self {
            Self::YorkshireAndTheHumber => "Yorkshire and The Humber",
            Self::EastOfEngland => "East of England",
            _ => self.police_region().label(),
        }
    }

    /// The region with this label, in any case of letters.
    pub fn find(text: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|r| r.label().eq_ignore_ascii_case(text.trim()))
    }

    /// The police region of the 2013 report that holds this region. Yorkshire and The Humber lies in its "North East", so
    /// there is no way back from there.
    pub fn police_region(self) -> Region {
        match self {
            Self::NorthEast | Self::YorkshireAndTheHumber => Region::NorthEast,
            Self::NorthWest => Region::NorthWest,
            Self::EastMidlands => Region::EastMidlands,
            Self::WestMidlands => Region::WestMidlands,
            Self::EastOfEngland => Region::Eastern,
            Self::London => Region::London,
            Self::SouthEast => Region::SouthEast,
            Self::SouthWest => Region::SouthWest,
            Self::Wales => Region::Wales,
            Self::Scotland => Region::Scotland,
            Self::NorthernIreland => Region::NorthernIreland,
        }
    }
}
