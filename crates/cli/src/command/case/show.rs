//! Where a case stands, and who looked at it.

use std::collections::BTreeMap;

use jiff::civil::Date;
use manumit_app::{AppError, Caller, Office, case};
use manumit_domain::{
    case::{Case, Decision, EnquiryState, Event, Findings, Outcome, Stage},
    clock::{self, ClockError, ConclusiveGrounds, Deadline, ProtectedPeriod},
    duty::{DutyChange, DutyKey},
    journal::StreamId,
    law::Law,
    reference::Reference,
};

use crate::output::{Format, Grid};

/// Shows where a case stands: nothing that names or narrates.
pub async fn show(office: &Office, caller: &Caller, reference: &Reference, format: Format) -> anyhow::Result<()> {
    let case = case::look(office, caller, reference).await?;
    let stream = stream_of(office, reference).await?;
    let mut shown = Shown(Grid::new(["part", "what", "value", "note"]));
    shown.record(&case);
    shown.states(&case, office.law());
    shown.decisions(&case);
    shown.clocks(&case, office.law());
    shown.duties(office, stream).await?;
    shown.enquiries(&case);
    shown.0.print(format, "")
}

/// Who looked at a record.
pub async fn readers(office: &Office, reference: &Reference, limit: u32, format: Format) -> anyhow::Result<()> {
    let stream = stream_of(office, reference).await?;
    let looks = office.store().list_access(stream, limit.max(1)).await?;
    let mut grid = Grid::new(["at", "organisation", "post", "role", "purpose"]);
    for look in &looks {
        grid.row([
            look.at.to_string(),
            look.actor.organisation.clone(),
            look.actor.post.clone(),
            look.actor.role.code().to_owned(),
            look.purpose.clone(),
        ]);
    }
    grid.print(format, &format!("{} looks at {reference}.", looks.len()))
}

async fn stream_of(office: &Office, reference: &Reference) -> anyhow::Result<StreamId> {
    let found = office.store().find_reference(reference).await?;
    Ok(found.ok_or_else(|| AppError::NotFound { reference: reference.to_string() })?)
}

struct Shown(Grid);

impl Shown {
    fn row(&mut self, part: &str, what: &str, value: impl Into<String>, note: impl Into<String>) {
        self.0.row([part.to_owned(), what.to_owned(), value.into(), note.into()]);
    }

    fn record(&mut self, case: &Case) {
        self.row("record", "case", case.reference.to_string(), "");
        self.row("record", "referral", case.referral_reference.to_string(), "");
        self.row("record", "received on", case.received_on.to_string(), "");
        self.row("record", "nation", case.nation.label(), "");
        self.row("record", "first responder organisation", &*case.first_responder_organisation, "");
        let host = case.hosted_by.as_ref().map(|host| format!("caseworkers hosted by {host}"));
        self.row("record", "competent authority", &*case.competent_authority, host.unwrap_or_default());
        let linked = match case.immigration_interest {
            None => "not known before screening",
            Some(true) => "yes",
            Some(false) => "no",
        };
        self.row("record", "immigration matter linked", linked, "");
        self.row("record", "latest step", case.latest_on.to_string(), "");
    }

    fn states(&mut self, case: &Case, law: &Law) {
        let mut state = |region: &str, code: &str| {
            let label = law.state_machine.state(region, code).map(|state| state.label.clone());
            self.row("state", region, code, label.unwrap_or_default());
        };
        state("identification", case.identification.code());
        state("safeguarding", case.safeguarding.code());
        state("reconsideration", case.reconsideration.code());
        state("disqualification", case.disqualification.code());
        for region in ["support", "police"] {
            self.row("state", region, "not shown", "kept in a compartment of its own");
        }
        if let Some(suspension) = &case.suspension {
            let note = format!("reason {}; looked at again on {}", suspension.reason, suspension.review_on);
            self.row("state", "suspended since", suspension.since.to_string(), note);
        }
        if let Some(proposal) = &case.proposal {
            let look = match proposal.agreed {
                None => "second look awaited",
                Some(true) => "second look agreed",
                Some(false) => "second look returned it",
            };
            let stage = proposal.stage.label();
            self.row("state", "negative proposed", stage, format!("by {}; {look}", proposal.maker));
        }
    }

    fn decisions(&mut self, case: &Case) {
        let decisions = [
            (Stage::ReasonableGrounds, &case.reasonable_grounds),
            (Stage::ConclusiveGrounds, &case.conclusive_grounds),
        ];
        for (stage, decision) in decisions {
            if let Some(Decision { outcome, on, maker, threshold, findings }) = decision {
                let found = findings.map_or_else(String::new, |Findings { act, means, purpose }| {
                    let [act, means, purpose] = [act, means, purpose].map(|finding| finding.label().to_lowercase());
                    format!("; found: act {act}, means {means}, purpose {purpose}")
                });
                let note = format!("on {on}, by {maker}; test: {threshold}{found}");
                self.row("decision", stage.label(), outcome_word(*outcome), note);
            }
        }
    }

    fn clocks(&mut self, case: &Case, law: &Law) {
        let target = clock::reasonable_grounds_target(law, case.received_on, law.division_for_authority());
        self.deadline("reasonable grounds target", target);
        let Some(reasonable_grounds) = &case.reasonable_grounds else { return };
        let decided = reasonable_grounds.on;
        if reasonable_grounds.outcome == Outcome::Positive {
            self.deadline("conclusive grounds earliest", clock::conclusive_grounds_earliest(law, decided));
            self.period("removal protection", clock::removal_protection(law, decided), case);
            if !case.treated_as_child() {
                let support = clock::support_before_conclusive_grounds(law, case.nation, decided);
                self.period(&format!("support in {}", case.nation.label()), support, case);
            }
        }
        if let Some((_, latest)) = case.latest_decision() {
            self.after(latest, case, law);
        }
    }

    fn after(&mut self, latest: &Decision, case: &Case, law: &Law) {
        let adult = !case.treated_as_child();
        let concluded = case.conclusive_grounds.is_some();
        match latest.outcome {
            Outcome::Positive if concluded && adult => {
                let support = clock::support_after_positive(law, case.nation, latest.on);
                self.period("support after a positive decision", support, case);
            }
            Outcome::Positive => {}
            Outcome::Negative => {
                if adult {
                    let support = clock::support_after_negative(law, case.nation, latest.on);
                    self.period("support after a negative decision", support, case);
                }
                match clock::reconsideration_window(law, latest.on) {
                    Ok(None) => self.row("clock", "reconsideration until", "no time limit", ""),
                    Ok(Some(window)) => self.deadline("reconsideration until", Ok(window)),
                    Err(error) => self.deadline("reconsideration until", Err(error)),
                }
            }
        }
    }

    fn deadline(&mut self, what: &str, deadline: Result<Deadline, ClockError>) {
        match deadline {
            Ok(deadline) => {
                let note = format!("from {}: {}; rule {}", deadline.anchor, deadline.counted, deadline.rule_key);
                self.row("clock", what, deadline.due.to_string(), note);
            }
            Err(error) => self.row("clock", what, "no rule gives it", error.to_string()),
        }
    }

    fn period(&mut self, what: &str, period: Result<ProtectedPeriod, ClockError>, case: &Case) {
        match period {
            Ok(period) => {
                let ended = period.end.given(conclusive_grounds(case));
                let value = ended.map_or_else(|| period.end.to_string(), |last: Date| format!("until {last}"));
                let note = format!("from {}: {}; rule {}", period.starts, period.counted, period.rule_key);
                self.row("clock", what, value, note);
            }
            Err(error) => self.row("clock", what, "no rule gives it", error.to_string()),
        }
    }

    /// The open duties as they were opened, and the tombstone if what the record sealed was erased.
    async fn duties(&mut self, office: &Office, stream: StreamId) -> anyhow::Result<()> {
        let mut open: BTreeMap<DutyKey, DutyChange> = BTreeMap::new();
        for recorded in office.store().load(stream).await? {
            if recorded.is_tombstone() {
                let said: serde_json::Value = serde_json::from_str(&recorded.body)?;
                let reason = said.get("reason").and_then(serde_json::Value::as_str).unwrap_or_default();
                self.row("record", "erased on", recorded.occurred_on.to_string(), reason);
                continue;
            }
            for change in recorded.decode::<Event>()?.duties {
                match change {
                    DutyChange::Opened { ref key, .. } => open.insert(key.clone(), change),
                    DutyChange::Closed { key, .. } => open.remove(&key),
                };
            }
        }
        for (key, change) in open {
            if let DutyChange::Opened { owner, due_on, rule, .. } = change {
                let due = due_on.map_or_else(|| "as soon as possible".to_owned(), |due| format!("due {due}"));
                let subject = if key.subject.is_empty() { String::new() } else { format!("; enquiry {}", key.subject) };
                self.row("duty", key.kind.code(), due, format!("owed by {owner}; rule {rule}{subject}"));
            }
        }
        Ok(())
    }

    fn enquiries(&mut self, case: &Case) {
        for (id, enquiry) in &case.enquiries {
            let state = match enquiry.state {
                EnquiryState::Open => "open",
                EnquiryState::Answered => "answered",
                EnquiryState::Lapsed => "no answer in time",
            };
            let note = format!("to {}, until {}", enquiry.body.code(), enquiry.due_on);
            self.row("enquiry", &id.to_string(), state, note);
        }
    }
}

fn conclusive_grounds(case: &Case) -> Option<ConclusiveGrounds> {
    let decision = case.conclusive_grounds.as_ref()?;
    Some(ConclusiveGrounds { decided_on: decision.on, positive: decision.outcome == Outcome::Positive })
}

fn outcome_word(outcome: Outcome) -> &'static str {
    match outcome {
        Outcome::Positive => "positive",
        Outcome::Negative => "negative",
    }
}
