//! What can be written after `manumit`.

use clap::{Parser, Subcommand};

use crate::{
    command::{
        account::AccountCommand,
        assess::AssessCommand,
        backlog::Backlog,
        bulletin::BulletinCommand,
        case::CaseCommand,
        check::CheckCommand,
        config::ConfigCommand,
        demo::DemoCommand,
        disclosure::DisclosureCommand,
        duties::Duties,
        estimate::{EstimateCommand, Simulate},
        form::FormCommand,
        funnel::Funnel,
        import::ImportCommand,
        journal::JournalCommand,
        link::LinkCommand,
        reference::Page,
        rules::Rules,
        serve::Serve,
        trends::TrendsCommand,
    },
    common::Common,
};

/// An open system for a National Referral Mechanism: referrals, decisions, and figures that can be traced.
#[derive(Debug, Parser)]
#[command(name = "manumit", version, arg_required_else_help = true, max_term_width = 110)]
#[command(after_help = "Example: manumit --data demo-data demo load idmg-2012\n\n\
    Exit status: 0 done, 1 refused by the rules, 2 wrong use, 3 something broke.")]
pub struct Manumit {
    #[command(flatten)]
    pub common: Common,
    #[command(subcommand)]
    pub command: Command,
}

/// The commands.
#[derive(Debug, Subcommand)]
pub enum Command {
    /// Begin a new journal: make the data directory, its keys and its database.
    #[command(after_help = "Example: manumit --data /var/lib/manumit init")]
    Init,
    /// Load demonstration data, through the ordinary verbs.
    #[command(subcommand)]
    Demo(DemoCommand),
    /// Make the statistical bulletin.
    #[command(subcommand)]
    Bulletin(BulletinCommand),
    /// Check printed figures.
    #[command(subcommand)]
    Check(CheckCommand),
    /// Estimate how many people are on no list: every accepted method, the range first.
    Estimate(EstimateCommand),
    /// Draw tables from a known population and count how often each interval holds it.
    Simulate(Simulate),
    /// Watch counts for what changes: one file of series, or every series of the record.
    #[command(subcommand)]
    Trends(TrendsCommand),
    /// Protect what is published: withhold, audit, round, make synthetic records, keep the privacy ledger.
    #[command(subcommand)]
    Disclosure(DisclosureCommand),
    /// Follow a cohort of waiting cases: how it went down, and what blocks those still open.
    Backlog(Backlog),
    /// Show a cohort by stage, with the named gap at each.
    Funnel(Funnel),
    /// List open duties: what is owed, by whom, until when, by which rule.
    Duties(Duties),
    /// Print the questions put to first responders, and check or send answers to them.
    #[command(subcommand)]
    Form(FormCommand),
    /// Bring referrals in from a file.
    #[command(subcommand)]
    Import(ImportCommand),
    /// Look at a case, and take its steps.
    Case(CaseCommand),
    /// Look after accounts: invite, list, suspend, reopen, close.
    Account(AccountCommand),
    /// Link records: find those that are one person, within a list and between lists.
    Link(LinkCommand),
    /// Assess what several bodies know together.
    #[command(subcommand)]
    Assess(AssessCommand),
    /// Look after the journal: verify, rebuild, export, checkpoint, back up, restore, erase.
    #[command(subcommand)]
    Journal(JournalCommand),
    /// List the rules in force on a day.
    Rules(Rules),
    /// Serve the pages.
    Serve(Serve),
    /// Say how much is recorded, and where.
    #[command(after_help = "Example: manumit --data demo-data status")]
    Status,
    /// Explain the configuration.
    #[command(subcommand)]
    Config(ConfigCommand),
    /// Print completions for a shell.
    #[command(after_help = "Example: manumit completions bash > /etc/bash_completion.d/manumit")]
    Completions {
        /// The shell.
        shell: clap_complete::Shell,
    },
    /// Print the manual page.
    #[command(after_help = "Example: manumit man > manumit.1 && man ./manumit.1")]
    Man,
    /// Print a generated reference page, in Markdown.
    #[command(hide = true, after_help = "Example: manumit reference rules > docs/reference/rules.md")]
    Reference {
        /// Which page.
        #[arg(value_enum)]
        page: Page,
    },
}
