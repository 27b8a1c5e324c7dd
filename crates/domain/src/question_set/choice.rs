//! What can be chosen, on a day.

use jiff::civil::Date;

use super::{Choices, Kind, LawList, Question};
use crate::{
    code_list::Sex,
    law::Law,
    place::{Nation, PoliceForceKind, Region},
};

/// One thing that can be chosen.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Choice {
    /// The code that is kept.
    pub code: String,
    /// What people read.
    pub label: String,
}

impl Choice {
    fn new(code: &str, label: &str) -> Self {
        Self { code: code.to_owned(), label: label.to_owned() }
    }
}

impl Question {
    /// What can be chosen on a day; none for a question that is not a choice.
    pub fn choices(&self, law: &Law, on: Date) -> Vec<Choice> {
        match &self.kind {
            Kind::One(choices) | Kind::Several(choices) => choices.on(law, on),
            _ => Vec::new(),
        }
    }
}

impl Choices {
    fn on(&self, law: &Law, on: Date) -> Vec<Choice> {
        match self {
            Self::Listed(choices) => choices.clone(),
            Self::Law(list) => list.on(law, on),
        }
    }
}

impl LawList {
    fn on(self, law: &Law, on: Date) -> Vec<Choice> {
        let lists = &law.code_lists;
        match self {
            Self::Nations => Nation::ALL.iter().map(|nation| Choice::new(nation.code(), nation.label())).collect(),
            Self::Regions => Region::ALL.iter().map(|region| Choice::new(region.code(), region.label())).collect(),
            Self::Sexes => Sex::ALL.iter().map(|sex| Choice::new(sex.code(), sex.label())).collect(),
            Self::Countries => {
                lists.countries.iter().map(|country| Choice::new(&country.code.to_string(), &country.label)).collect()
            }
            Self::ExploitationTypes => {
                let types =
                    lists.exploitation_types.scheme_on(on).map(|scheme| lists.exploitation_types.types_of(scheme));
                types.into_iter().flatten().map(|entry| Choice::new(entry.code.code(), &entry.label)).collect()
            }
            Self::PoliceForces => law
                .police_forces
                .iter()
                .filter(|force| force.exists_on(on) && force.kind != PoliceForceKind::SupportBody)
                .map(|force| Choice::new(&force.code, &force.name))
                .collect(),
            Self::Indicators => {
                let signs = lists.indicators.iter().filter(|sign| !sign.profiles());
                signs.map(|sign| Choice::new(&sign.code, &sign.wording)).collect()
            }
        }
    }
}
