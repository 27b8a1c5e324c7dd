//! One file for each page, or for pages that belong together.

pub(crate) mod accounts;
pub(crate) mod audit;
pub(crate) mod cases;
pub(crate) mod drafts;
pub(crate) mod duties;
pub(crate) mod enquiries;
pub(crate) mod health;
pub(crate) mod invitation;
pub(crate) mod language;
pub(crate) mod law;
pub(crate) mod not_found;
pub(crate) mod notices;
pub(crate) mod questions;
pub(crate) mod reconsideration;
pub(crate) mod referrals;
pub(crate) mod report;
pub(crate) mod reports;
pub(crate) mod sign_in;
pub(crate) mod sign_in_elsewhere;
pub(crate) mod start;
pub(crate) mod statistics;
pub(crate) mod support;
pub(crate) mod team;
pub(crate) mod tokens;
