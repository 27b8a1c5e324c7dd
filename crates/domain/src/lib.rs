//! What the law and the agencies mean: the vocabulary, the dated rules and the record kinds of a National Referral
//! Mechanism.
//!
//! This crate is pure. It reads no clock, no environment and no random source, and does no input or output: time,
//! identifiers and entropy are parameters, so that the same case always comes out the same.
#![forbid(unsafe_code)]

pub mod access_matrix;
pub mod actor;
pub mod calendar;
pub mod case;
pub mod claim;
pub mod clock;
pub mod code_list;
pub mod context;
pub mod duty;
pub mod encounter;
pub mod facts;
pub mod identifier;
pub mod journal;
pub mod known;
pub mod language;
pub mod law;
pub mod notification;
pub mod organisation;
pub mod partial_date;
pub mod permitted;
pub mod person;
pub mod place;
pub mod police_notice;
pub mod policy_file;
pub mod public_report;
pub mod question_set;
pub mod reference;
pub mod referral;
pub mod refusal;
pub mod rule;
pub mod state_machine;
pub mod statistics;
pub mod support_request;
