//! Demonstration accounts: one desk for each role, in organisations of the caseloads. They have no password, and none
//! can sign in but on a site that says of everything that it is made up.

use jiff::Timestamp;
use manumit_domain::actor::{Actor, Role};
use manumit_store::desk::{Account, AccountState};

use super::NO_SUCH_HOST;
use crate::{AppError, Office};

/// Organisation, post, role, whether it leads, and a made-up name.
const DESKS: [(&str, &str, Role, bool, &str); 17] = [
    ("POLICE-EW", "officer-12", Role::FirstResponder, false, "Ada Example"),
    ("POLICE-EW", "supervisor-1", Role::FirstResponderSupervisor, true, "Ben Example"),
    ("SALVATION-ARMY", "caseworker-3", Role::FirstResponder, false, "Cai Example"),
    ("SCA", "triage-1", Role::CaTriage, true, "Dee Example"),
    ("SCA", "caseworker-1", Role::CaDecisionMaker, false, "Eve Example"),
    ("SCA", "reviewer-1", Role::CaSecondReviewer, false, "Fay Example"),
    ("SCA", "specialist-1", Role::CaTechnicalSpecialist, false, "Gus Example"),
    ("metropolitan", "point-of-contact", Role::PoliceReceiver, true, "Hal Example"),
    ("tsa", "coordinator-1", Role::SupportPrime, true, "Ivy Example"),
    ("tsa", "support-worker-4", Role::SupportWorker, false, "Jo Example"),
    ("LA-EW", "duty-social-worker", Role::LocalAuthority, false, "Kim Example"),
    ("HO-STATISTICS", "statistician-1", Role::Statistician, false, "Lee Example"),
    ("IASC", "auditor-1", Role::Oversight, false, "May Example"),
    ("SCA", "data-protection-officer", Role::Dpo, false, "Ned Example"),
    ("HO-PLATFORM", "administrator-1", Role::Sysadmin, true, "Oz Example"),
    ("HO-CA", "triage-2012", Role::CaTriage, true, "Pat Example"),
    ("UKHTC", "triage-2012", Role::CaTriage, true, "Quin Example"),
];

/// Opens the demonstration accounts that are not there yet.
///
/// # Errors
/// [`AppError::Store`] if they cannot be kept.
pub async fn open_desks(office: &Office, at: Timestamp) -> Result<(), AppError> {
    for (number, (organisation, post, role, lead, name)) in (1..).zip(DESKS) {
        let email = format!("desk-{number:02}{NO_SUCH_HOST}");
        if office.store().find_account_by_email(&email).await?.is_some() {
            continue;
        }
        let account = Account {
            id: format!("demonstration-{number:02}"),
            actor: Actor::new(organisation, post, role),
            lead,
            state: AccountState::Open,
            name: name.to_owned(),
            email,
            password: None,
            second_factor: None,
            vouched_by: None,
            invitation: None,
            changed_at: at,
        };
        office.store().keep_account(&account).await?;
    }
    Ok(())
}

/// The demonstration accounts.
///
/// # Errors
/// [`AppError::Store`] if the database does not answer.
pub async fn accounts(office: &Office) -> Result<Vec<Account>, AppError> {
    let mut all = office.store().list_accounts(None).await?;
    all.retain(|account| account.email.ends_with(NO_SUCH_HOST) && account.state == AccountState::Open);
    all.sort_by(|left, right| left.id.cmp(&right.id));
    Ok(all)
}
