//! Tests of the referral.
