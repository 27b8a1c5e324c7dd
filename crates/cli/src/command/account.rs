//! `manumit account`: invite people to posts, and end what they were given. The first administrator is made here.

use clap::{Args, Subcommand};
use jiff::SignedDuration;
use manumit_app::{
    Office,
    account::{self, Invitation, Issue},
};
use manumit_domain::actor::Actor;

use crate::{
    acting::{Acting, actor},
    output::{Format, Grid, say},
};

/// Look after accounts: invite, list, suspend, reopen, close; tokens of other systems.
#[derive(Debug, Args)]
pub struct AccountCommand {
    #[command(flatten)]
    acting: Acting,
    #[command(subcommand)]
    asked: Asked,
}

/// What is asked of an account.
#[derive(Debug, Subcommand)]
enum Asked {
    /// Invite somebody to a post. The link that is printed is shown once, and holds for 72 hours.
    ///
    /// Nothing is sent to the email address. Give the link to the person by a way that is safe.
    #[command(after_help = "Example: manumit account invite HO-PLATFORM/administrator-1/sysadmin --lead \
        --name \"Ada Example\" --email ada@example.org --as HO-PLATFORM/keyholder/sysadmin")]
    Invite {
        /// The post: code of the organisation, post, role.
        #[arg(value_name = "ORGANISATION/POST/ROLE", value_parser = actor)]
        post: Actor,
        /// The person's name.
        #[arg(long)]
        name: String,
        /// The email address with which the person signs in.
        #[arg(long)]
        email: String,
        /// Whether the account leads its organisation: it confirms the others, and sees duties that were missed.
        #[arg(long)]
        lead: bool,
    },
    /// List accounts.
    #[command(
        after_help = "Example: manumit account list --organisation HO-PLATFORM --as HO-PLATFORM/keyholder/sysadmin"
    )]
    List {
        /// Only those of this organisation.
        #[arg(long, value_name = "CODE")]
        organisation: Option<String>,
    },
    /// Make a token with which another system acts for an account. It is printed once.
    #[command(after_help = "Example: manumit account token 019a0000-0000-7000-8000-000000000001 \
        --purpose \"the case system of the force\" --days 90 --as HO-PLATFORM/keyholder/sysadmin")]
    Token {
        /// The account's identifier, as listed.
        account: String,
        /// What the other system does with the records: it stands on every record and every look.
        #[arg(long)]
        purpose: String,
        /// For how many days it holds.
        #[arg(long, default_value_t = 90)]
        days: u16,
    },
    /// End a token before its time.
    #[command(after_help = "Example: manumit account end-token 019a0000-0000-7000-8000-000000000001 \
        019a0000-0000-7000-8000-000000000002 --as HO-PLATFORM/keyholder/sysadmin")]
    EndToken {
        /// The account's identifier, as listed.
        account: String,
        /// The token's identifier, as it was printed.
        token: String,
    },
    /// Take an account out of use for now, and end its sessions.
    #[command(after_help = "Example: manumit account suspend 019a0000-0000-7000-8000-000000000001 --as \
        HO-PLATFORM/keyholder/sysadmin")]
    Suspend {
        /// The account's identifier, as listed.
        account: String,
    },
    /// Take a suspended account into use again.
    #[command(after_help = "Example: manumit account reopen 019a0000-0000-7000-8000-000000000001 --as \
        HO-PLATFORM/keyholder/sysadmin")]
    Reopen {
        /// The account's identifier, as listed.
        account: String,
    },
    /// End an account for good, and its sessions.
    #[command(after_help = "Example: manumit account close 019a0000-0000-7000-8000-000000000001 --as \
        HO-PLATFORM/keyholder/sysadmin")]
    Close {
        /// The account's identifier, as listed.
        account: String,
    },
}

/// Runs it.
pub async fn run(office: &Office, command: AccountCommand, format: Format) -> anyhow::Result<()> {
    let caller = command.acting.caller()?;
    match command.asked {
        Asked::Invite { post, name, email, lead } => {
            let invited = account::invite(office, &caller, Invitation { actor: post, lead, name, email }).await?;
            say(&format!(
                "Invited, as account {}. The link follows the address of the site; it is shown once, and holds for 72 \
                 hours:\n/invitation/{}",
                invited.account, invited.token
            ))
        }
        Asked::List { organisation } => {
            let mut accounts = account::list(office, &caller).await?;
            accounts.retain(|account| organisation.as_ref().is_none_or(|code| account.actor.organisation == *code));
            let mut grid = Grid::new(["account", "organisation", "post", "role", "leads", "state", "name", "email"]);
            for account in &accounts {
                let leads = if account.lead { "yes" } else { "" };
                grid.row([
                    account.id.clone(),
                    account.actor.organisation.clone(),
                    account.actor.post.clone(),
                    account.actor.role.code().to_owned(),
                    leads.to_owned(),
                    account.state.code().to_owned(),
                    account.name.clone(),
                    account.email.clone(),
                ]);
            }
            grid.print(format, &format!("{} accounts.", accounts.len()))
        }
        Asked::Token { account, purpose, days } => {
            let holds = SignedDuration::from_hours(24 * i64::from(days));
            let issued = account::issue(office, &caller, Issue { account, purpose, holds }).await?;
            say(&format!(
                "Made the token {}, which holds for {days} days. It is shown here only:\n{}",
                issued.id, issued.secret
            ))
        }
        Asked::EndToken { account, token } => {
            account::end_token(office, &caller, &account, &token).await?;
            say(&format!("Ended the token {token}."))
        }
        Asked::Suspend { account } => {
            account::suspend(office, &caller, &account).await?;
            say(&format!("Suspended {account}, and ended its sessions."))
        }
        Asked::Reopen { account } => {
            account::reopen(office, &caller, &account).await?;
            say(&format!("{account} is open again."))
        }
        Asked::Close { account } => {
            account::close(office, &caller, &account).await?;
            say(&format!("Closed {account} for good, and ended its sessions."))
        }
    }
}
