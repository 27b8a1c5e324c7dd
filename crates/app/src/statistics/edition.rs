//! The fixed tables of an edition for somebody at a desk: protected as a whole, or the true ones for who may see them.

use jiff::civil::Date;
use manumit_bulletin::{
    compute::{Bulletin, Release, Sources},
    definition::Definitions,
    protection::{Protection, ProtectionError},
    published::Published,
};
use manumit_disclosure::policy::{Audience, Policy};

use manumit_domain::refusal::Refusal;

use super::{Calendar, Extracts, Look, Period, day_number};
use crate::AppError;

/// The tables of one period, as they may be shown.
#[derive(Clone, Debug)]
pub struct Edition {
    /// Those shown.
    pub release: Release,
    /// How they are protected, in one sentence; none where they are not.
    pub method: Option<String>,
    /// Identifier and title of those left out, because they hold small cells and could not be protected.
    pub withheld: Vec<(String, String)>,
    /// Why they could not.
    pub because: Option<String>,
    /// Cells below this are small.
    pub threshold: u64,
}

impl Edition {
    /// Refuses a quarter that is not over in the record, and a year that has not begun.
    ///
    /// # Errors
    /// Refused so.
    pub fn check(period: Period, as_at: Date) -> Result<(), AppError> {
        let (wanted, lacks) = match period.calendar() {
            Calendar::Quarter => (period.last_day(), "is not over"),
            Calendar::Year => (period.first_day(), "has not begun"),
        };
        if wanted.is_some_and(|wanted| wanted <= as_at) {
            return Ok(());
        }
        let said = format!("{} {lacks} in the record as at {}.", period.in_words(), as_at.strftime("%-d %B %Y"));
        Err(Refusal::new("statistics.not_over", said, "Choose an earlier period, or a later day.")
            .about("period")
            .into())
    }

    /// Makes the tables of a year in the form of the report on 2012, or of a quarter in that of today's bulletin.
    ///
    /// Protecting takes seconds: do it beside the threads that serve. Where an edition cannot be protected as a whole, its
    /// tables with small cells are left out.
    ///
    /// # Errors
    /// Refused for a quarter that is not over; [`AppError::Bulletin`] if the tables cannot be made.
    pub fn make(extracts: &Extracts, (period, as_at): (Period, Date), look: Look) -> Result<Self, AppError> {
        Self::check(period, as_at)?;
        let failed = |error: Box<dyn std::error::Error + Send + Sync>| AppError::Bulletin(error);
        let quarterly = period.calendar() == Calendar::Quarter;
        let definitions = if quarterly { Definitions::quarterly() } else { Definitions::idmg_2012() };
        let definitions = definitions.map_err(|error| failed(error.into()))?;
        let published = Published::shipped().map_err(|error| failed(error.into()))?;
        let bulletin = Bulletin { definitions: &definitions, published: &published };
        let day = day_number(as_at);
        let notifications = quarterly.then(|| extracts.notifications.as_at(day));
        let sources = Sources { referrals: extracts.referrals.as_at(day), notifications };
        let release = bulletin.compute(sources, period).map_err(|error| failed(error.into()))?;
        let threshold = definitions.bulletin.small_cell_threshold;
        let plain = Self { release, method: None, withheld: Vec::new(), because: None, threshold };
        if look.is_protected() { plain.protected(&definitions) } else { Ok(plain) }
    }

    fn protected(mut self, definitions: &Definitions) -> Result<Self, AppError> {
        let mut policy = Policy::of(Audience::Public).with_threshold(self.threshold);
        policy.differences = false;
        let protection = Protection { definitions, release: &self.release, earlier: None, policy };
        let because = match protection.protect(&mut |_, _, _| ()) {
            Ok(protected) if protected.is_safe() => {
                let release = self.release.protected(&protected.audit, definitions);
                self.release = release.map_err(|error| AppError::Bulletin(error.into()))?;
                self.method = Some(protected.audit.method);
                return Ok(self);
            }
            Ok(_) => "what is withheld could be computed back".to_owned(),
            Err(error @ (ProtectionError::Unsupported { .. } | ProtectionError::Refused(_))) => error.to_string(),
            Err(error) => return Err(AppError::Bulletin(error.into())),
        };
        self.because = Some(because);
        let withheld = &mut self.withheld;
        self.release.tables.retain(|table| {
            let shown = table.caption.small_cells.is_none();
            if !shown {
                withheld.push((table.id.clone(), table.caption.title.clone()));
            }
            shown
        });
        Ok(self)
    }
}
