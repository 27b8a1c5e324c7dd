//! What is safe for whom: thresholds by audience, stricter for children.

use crate::{refusal::Refusal, release::Release, table::Edition};

/// Who will see a release.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Audience {
    /// Anybody.
    #[default]
    Public,
    /// An organisation that works with the people counted, and so knows its own cases.
    Partner,
    /// Those who may see every record.
    Internal,
}

/// Rules for cells about one kind of people.
#[derive(Clone, Copy, Debug, PartialEq, Eq, serde::Serialize)]
pub struct Rules {
    /// A count above 0 and below this is unsafe, and an unsafe count must stay unknown within an interval of at least
    /// this width.
    pub threshold: u64,
    /// Whether a count is unsafe too if without one of those in it, who knows their own part, it is below the threshold.
    pub one_removed: bool,
    /// From how many people on a group must not be seen to fall wholly into one category; none for never.
    pub group_from: Option<u64>,
}

/// The rules for an audience.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize)]
pub struct Policy {
    /// The audience.
    pub audience: Audience,
    /// For cells about adults, or about everybody.
    pub adults: Rules,
    /// For cells about children.
    pub children: Rules,
    /// Sets of dimensions that one table never crosses (V-33).
    pub never_together: Vec<Vec<String>>,
    /// Whether a change of a cell between editions by fewer people than the threshold makes it unsafe.
    pub differences: bool,
}

impl Policy {
    /// The default rules for an audience.
    #[must_use]
    pub fn of(audience: Audience) -> Self {
        let rules = |threshold, one_removed, group_from| Rules { threshold, one_removed, group_from };
        let names = |names: [&str; 4]| names.map(str::to_owned).to_vec();
        let (adults, children) = match audience {
            Audience::Public => (rules(5, false, Some(5)), rules(10, false, Some(10))),
            Audience::Partner => (rules(3, true, None), rules(5, true, Some(5))),
            Audience::Internal => (rules(0, false, None), rules(0, false, None)),
        };
        let never_together = match audience {
            Audience::Public => vec![
                names(["nationality", "sex", "exploitation_type", "nation"]),
                names(["nationality", "sex", "exploitation_type", "uk_country"]),
            ],
            Audience::Partner | Audience::Internal => Vec::new(),
        };
        Self { audience, adults, children, never_together, differences: audience != Audience::Internal }
    }

    /// The same with one threshold for everybody, and groups judged from it on.
    #[must_use]
    pub fn with_threshold(mut self, threshold: u64) -> Self {
        for rules in [&mut self.adults, &mut self.children] {
            rules.threshold = threshold;
            rules.group_from = rules.group_from.map(|_| threshold.max(2));
        }
        self
    }

    /// The same without the rule on groups.
    #[must_use]
    pub const fn without_groups(mut self) -> Self {
        self.adults.group_from = None;
        self.children.group_from = None;
        self
    }

    /// The rules for a cell about children or not.
    #[must_use]
    pub const fn rules(&self, about_children: bool) -> &Rules {
        if about_children { &self.children } else { &self.adults }
    }

    /// Refuses tables that cross what is never published together.
    ///
    /// # Errors
    /// [`Refusal::NeverTogether`].
    pub fn check(&self, release: &Release) -> Result<(), Refusal> {
        for table in release.tables.iter().filter(|table| table.edition == Edition::Current) {
            let names: Vec<String> = table
                .dimensions
                .iter()
                .filter_map(|number| release.dimensions.get(*number))
                .map(|dimension| dimension.name.to_lowercase().replace([' ', '-'], "_"))
                .collect();
            let crossed = self.never_together.iter().find(|set| set.iter().all(|name| names.contains(name)));
            if let Some(set) = crossed {
                return Err(Refusal::NeverTogether { table: table.id.clone(), dimensions: set.clone() });
            }
        }
        Ok(())
    }
}
