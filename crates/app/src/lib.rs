//! The verbs: authorise, load, decide, share, commit, tell.
//!
//! One public function for each thing a person does. Every route in (form, API, file, demonstration) calls the same
//! ones: there is no back door. Rules live in `domain`, SQL in `store`; here they meet.
#![forbid(unsafe_code)]

pub mod access;
pub mod account;
pub mod attachment;
pub mod audit;
pub mod backlog;
pub mod case;
pub mod demo;
pub mod draft;
pub mod duty;
pub mod erasure;
mod error;
pub mod form;
pub mod import;
pub mod listing;
pub mod notification;
mod office;
pub mod police_notice;
pub mod public_report;
pub mod reconsideration;
pub mod referral;
pub mod statistics;
pub mod support_request;
pub mod team;

pub use error::AppError;
pub use office::{Caller, Office};

/// What verbs take and give back that the store keeps: for faces, which know verbs and no store.
pub mod kept {
    pub use manumit_store::{
        Beginning, Count, DutyPlace, Listed, OpenDuty,
        desk::{Account, AccountState, ApiToken, DraftState, Look, Trail},
        instant,
        journal::{Idempotency, Report},
    };
}
