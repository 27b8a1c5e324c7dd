//! What can be done, as the access policies name it.

use manumit_domain::{actor::Role, case::Command, journal::StreamKind, police_notice};

macro_rules! actions {
    ($($name:ident => $code:literal),+ $(,)?) => {
        /// What can be done. The codes are those of `policy/access/manumit.cedarschema`.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
        #[expect(missing_docs, reason = "the names are the codes of policy/access/manumit.cedarschema")]
        pub enum Action { $($name),+ }

        impl Action {
            /// Every action.
            pub const ALL: &'static [Self] = &[$(Self::$name),+];

            /// The stable code.
            pub fn code(self) -> &'static str {
                match self { $(Self::$name => $code),+ }
            }
        }
    };
}

actions! {
    SeeDuties => "see_duties",
    SeeLaw => "see_law",
    SeeOwnAccess => "see_own_access",
    SeeTeam => "see_team",
    SeeStatistics => "see_statistics",
    SeeUnprotectedStatistics => "see_unprotected_statistics",
    SeeAudit => "see_audit",
    VerifyJournal => "verify_journal",
    ReviewBrokenGlass => "review_broken_glass",
    SeeAccounts => "see_accounts",
    InviteAccount => "invite_account",
    ChangeAccount => "change_account",
    BeginDraft => "begin_draft",
    WriteDraft => "write_draft",
    CheckDraft => "check_draft",
    SendDraft => "send_draft",
    LookAtReferral => "look_at_referral",
    AddToReferral => "add_to_referral",
    AskReconsideration => "ask_reconsideration",
    LookAtNotification => "look_at_notification",
    LookAtCase => "look_at_case",
    AllocateCase => "allocate_case",
    ScreenCase => "screen_case",
    DecideCase => "decide_case",
    ReviewCase => "review_case",
    ReconsiderCase => "reconsider_case",
    RecordLetter => "record_letter",
    ExcludeFromCase => "exclude_from_case",
    BreakGlass => "break_glass",
    AnswerEnquiry => "answer_enquiry",
    LookAtNotice => "look_at_notice",
    PassNotice => "pass_notice",
    AcknowledgeNotice => "acknowledge_notice",
    LookAtReport => "look_at_report",
    TriageReport => "triage_report",
    LookAtSupport => "look_at_support",
    ActOnSupport => "act_on_support",
}

impl Action {
    /// The action that shows a record of a kind at all.
    pub fn look(kind: StreamKind) -> Self {
        match kind {
            StreamKind::Referral => Self::LookAtReferral,
            StreamKind::Notification => Self::LookAtNotification,
            StreamKind::Case => Self::LookAtCase,
            StreamKind::SupportRequest => Self::LookAtSupport,
            StreamKind::PoliceNotice => Self::LookAtNotice,
            StreamKind::PublicReport => Self::LookAtReport,
        }
    }

    /// The kind of record that an action shows, if showing is what it does.
    pub fn looks_at(self) -> Option<StreamKind> {
        StreamKind::ALL.into_iter().find(|kind| Self::look(*kind) == self)
    }

    /// The action that a step on a notice is.
    pub fn of_notice(command: &police_notice::Command) -> Self {
        match command {
            police_notice::Command::Pass { .. } => Self::PassNotice,
            police_notice::Command::Acknowledge { .. } => Self::AcknowledgeNotice,
        }
    }

    /// The action that a step on a case is, for a role.
    pub fn of_case(command: &Command, role: Role) -> Self {
        match command {
            Command::PassScreening { .. }
            | Command::FailScreening { .. }
            | Command::ProposeMerge { .. }
            | Command::ProposeUndo { .. }
            | Command::AnswerMerge { .. }
            | Command::ConfirmDuplicate { .. }
            | Command::UndoDuplicate { .. }
            | Command::Reallocate { .. } => Self::ScreenCase,
            Command::Allocate { .. } => Self::AllocateCase,
            Command::ExcludePost { .. } => Self::ExcludeFromCase,
            Command::RecordLetter { .. } => Self::RecordLetter,
            Command::ReviewNegative { .. } => Self::ReviewCase,
            Command::AnswerEnquiry { .. } if role != Role::CaDecisionMaker => Self::AnswerEnquiry,
            Command::RequestReconsideration { .. }
            | Command::AcceptReconsideration { .. }
            | Command::RefuseReconsideration { .. }
            | Command::ConsiderDisqualification { .. }
            | Command::ApplyDisqualification { .. }
            | Command::DeclineDisqualification { .. }
            | Command::LiftDisqualification { .. } => Self::ReconsiderCase,
            Command::SendEnquiry { .. }
            | Command::AnswerEnquiry { .. }
            | Command::LapseEnquiry { .. }
            | Command::ProposeNegative { .. }
            | Command::DecideReasonableGrounds { .. }
            | Command::DecideConclusiveGrounds { .. }
            | Command::DecideCombined { .. }
            | Command::Suspend { .. }
            | Command::Resume { .. }
            | Command::Withdraw { .. }
            | Command::CorrectFact { .. }
            | Command::AssessAge { .. }
            | Command::TurnEighteen => Self::DecideCase,
        }
    }
}
