//! Accounts: a person at a post, invited by the organisation, signed in with two factors.

mod change;
mod invite;
mod password;
mod second_factor;
mod session;
mod sign_in;
mod token;
mod vouched;

pub use self::{
    change::{close, list, reopen, suspend},
    invite::{Invitation, Invited, TakeUp, invite, open_invitation, take_up},
    session::{ABSOLUTE, IDLE, SignedIn, end, signed_in},
    sign_in::{Credentials, sign_in, sign_in_for_demonstration},
    token::{Issue, Issued, bearer, end_token, issue, list_tokens},
    vouched::{Vouched, sign_in_vouched},
};
