//! What the page of a request for support says.

use jiff::civil::Date;
use manumit_app::support_request::{DecisionFact, Shown, Step, clock};
use manumit_domain::{
    actor::Role, clock::ProtectedPeriod, law::Law, organisation::SupportRole, person::ContactChannel, place::Nation,
    refusal::Refusal, support_request::Fact,
};
use minijinja::{Value, context};

use crate::{asked, written};

/// How many ways to reach a person one form has room for.
pub(super) const CHANNELS: usize = 5;

/// Everything.
pub(super) fn shown(law: &Law, shown: &Shown, (role, today): (Role, Date)) -> Value {
    let state = shown.request.state_code();
    let may =
        |step: &str| law.state_machine.transition(step).is_some_and(|known| known.may(role) && known.leaves(state));
    let clock = clock(law, shown.nation, shown.decision);
    let ends_on = clock.as_ref().and_then(|clock| clock.as_ref().ok()).map(|period| period.end.period_day());
    let ends_on = ends_on.filter(|day| *day >= today);
    context! {
        state => law.state_machine.state("support", state).map_or(state, |state| state.label.as_str()),
        state_code => state,
        nation => shown.nation.label(),
        child => shown.child,
        requested_on => written::day(shown.requested_on),
        from => law.organisation_name(&shown.from),
        decision => decision(shown.decision),
        eligible => eligibility(shown),
        can_begin => !shown.child && shown.decision.lets_support_begin(),
        clock => clock.map(|clock| clock_in_words(law, shown, clock)),
        contact => shown.contact.iter().map(channel).collect::<Vec<_>>(),
        channel_rows => (1..=CHANNELS).map(|row| channel_row(row, shown.contact.get(row - 1))).collect::<Vec<_>>(),
        may => context! {
            decline => may("support_decline"),
            not_supported => may("support_not_supported"),
            contact => may("support_check_contact"),
            emergency => may("support_emergency") && !shown.decision.lets_support_begin(),
            start => may("support_start"),
            move_on => may("support_move_on") && shown.decision.ends_the_period(),
            exit => may("support_exit"),
        },
        reasons => reasons(law, today),
        exit_reasons => exit_reasons(law),
        providers => providers(law, shown.nation, today),
        today => asked::shown(today),
        ends_on => ends_on.map(asked::shown),
        history => shown.history.iter().map(|step| happened(law, step)).collect::<Vec<_>>(),
    }
}

fn decision(fact: DecisionFact) -> String {
    let on = |day: Date| written::day(day);
    match fact {
        DecisionFact::Awaited => "The reasonable grounds decision is awaited.".to_owned(),
        DecisionFact::ReasonableGroundsPositive(day) => {
            format!("Positive reasonable grounds decision on {}. The conclusive grounds decision is awaited.", on(day))
        }
        DecisionFact::ReasonableGroundsNegative(day) => format!("Negative reasonable grounds decision on {}.", on(day)),
        DecisionFact::ConclusiveGroundsPositive(day) => format!("Positive conclusive grounds decision on {}.", on(day)),
        DecisionFact::ConclusiveGroundsNegative(day) => format!("Negative conclusive grounds decision on {}.", on(day)),
        DecisionFact::Ended => "The case ended without a decision.".to_owned(),
    }
}

/// What support depends on, each with whether it holds (AT32).
fn eligibility(shown: &Shown) -> Vec<Value> {
    let line = |what: &str, holds: Option<bool>, so: &str| {
        let word = match holds {
            Some(true) => "Yes",
            Some(false) => "No",
            None => "To be asked",
        };
        context! { what, word, holds, so }
    };
    let decision = match shown.decision {
        DecisionFact::Awaited => {
            (Some(false), "Not yet. Emergency support can begin if the person is destitute or at risk.")
        }
        DecisionFact::Ended => (Some(false), "The case ended without a decision."),
        fact if fact.lets_support_begin() => (Some(true), ""),
        _ => (Some(false), "Support after a negative decision runs only for the days that the rule gives."),
    };
    vec![
        line(
            "An adult",
            Some(!shown.child),
            if shown.child { "A child is supported by the local authority, not under the adult contract." } else { "" },
        ),
        line("A positive reasonable grounds decision", decision.0, decision.1),
        line(
            "The person's own consent to support",
            None,
            "It is apart from consent to the referral, and never depends on helping the police.",
        ),
    ]
}

/// The clock, with the rule that set it, its source and how it was counted.
fn clock_in_words(law: &Law, shown: &Shown, clock: Result<ProtectedPeriod, Refusal>) -> Value {
    let period = match clock {
        Ok(period) => period,
        Err(refusal) => return context! { none => refusal.sentence },
    };
    let rule = law.rules.rule(&period.rule_key, shown.nation, "adult", period.starts).ok();
    context! {
        starts => written::day(period.starts),
        ends => end_in_words(&period),
        counted => period.counted.to_string(),
        rule => period.rule_key.as_str(),
        nation => rule.map(|rule| rule.jurisdiction.label()),
        basis => rule.and_then(|rule| rule.basis.clone()),
        sources => rule.map(|rule| rule.sources.join(", ")),
        certainty => rule.map(|rule| format!("{:?}", rule.certainty).to_lowercase()),
        note => rule.and_then(|rule| rule.ends_note.clone().or_else(|| rule.note.clone())),
    }
}

fn end_in_words(period: &ProtectedPeriod) -> String {
    use manumit_domain::clock::PeriodEnd as P;
    let day = written::day(period.end.period_day());
    match period.end {
        P::On(_) => day,
        P::LaterOf(_) => format!("The later of {day} and the conclusive grounds decision"),
        P::EarlierOf(_) => format!("The earlier of {day} and the conclusive grounds decision"),
        P::DecisionOrDayIfPositive(_) => {
            format!("The conclusive grounds decision, or {day} if a positive one comes sooner")
        }
        P::AtLeast(_) => format!("Not before {day}; a person sets the end"),
    }
}

fn channel(channel: &ContactChannel) -> Value {
    let safe = channel.safe.value().copied();
    context! {
        channel => in_words(&channel.channel),
        detail => channel.detail.as_str(),
        safe,
        usable => channel.may_be_used(),
        conditions => channel.conditions.as_str(),
        hours => channel.hours.as_str(),
        seen_by => channel.seen_by.as_str(),
        disguise => channel.disguise.as_str(),
        checked_on => channel.checked_on.map(written::day),
    }
}

/// A way as people read it: the code of a question set in words, other words as they are.
fn in_words(code: &str) -> String {
    if code == "through" {
        return "Through somebody else".to_owned();
    }
    let plain = code.replace('_', " ");
    let mut letters = plain.chars();
    letters.next().map(|first| first.to_uppercase().chain(letters).collect()).unwrap_or_default()
}

fn channel_row(row: usize, channel: Option<&ContactChannel>) -> Value {
    context! {
        row,
        channel => channel.map(|channel| in_words(&channel.channel)),
        detail => channel.map(|channel| channel.detail.as_str()),
        safe => channel.map(|channel| match channel.safe.value() {
            Some(true) => "yes",
            Some(false) => "no",
            None => "unknown",
        }),
        conditions => channel.map(|channel| channel.conditions.as_str()),
        hours => channel.map(|channel| channel.hours.as_str()),
        seen_by => channel.map(|channel| channel.seen_by.as_str()),
        disguise => channel.map(|channel| channel.disguise.as_str()),
    }
}

fn reasons(law: &Law, on: Date) -> Vec<Value> {
    let known =
        law.state_machine.reasons.iter().filter(|reason| reason.of == "not_supported" && reason.in_force_on(on));
    known.map(|reason| context! { value => reason.code.as_str(), text => reason.label.as_str() }).collect()
}

fn exit_reasons(law: &Law) -> Vec<Value> {
    let choose = context! { value => "", text => "Choose a reason" };
    let known = law.state_machine.exit_reasons.iter();
    let known = known.map(|reason| context! { value => reason.code.as_str(), text => reason.label.as_str() });
    std::iter::once(choose).chain(known).collect()
}

fn providers(law: &Law, nation: Nation, on: Date) -> Vec<Value> {
    let choose = context! { value => "", text => "Choose a provider" };
    let adult = law.organisations.support_providers_on(nation, on).filter(|provider| {
        matches!(provider.role, SupportRole::Prime | SupportRole::Subcontractor | SupportRole::Direct)
    });
    let items = adult.map(|provider| context! { value => provider.code.as_str(), text => provider.name.as_str() });
    std::iter::once(choose).chain(items).collect()
}

fn happened(law: &Law, step: &Step) -> Value {
    let what = match &step.fact {
        Fact::Requested { .. } => "Support was asked for by the first responder".to_owned(),
        Fact::Declined => {
            "The person did not feel able to accept support at this time. The offer stays open".to_owned()
        }
        Fact::NotSupported { reason } => {
            let known = law.state_machine.reason("not_supported", reason);
            format!("Support could not begin: {}", known.map_or(reason.as_str(), |reason| reason.label.as_str()))
        }
        Fact::ContactChecked => "The ways to reach the person were gone through with them".to_owned(),
        Fact::EmergencyStarted => "Emergency support began".to_owned(),
        Fact::Started { provider } => format!("Support began, with {}", law.organisation_name(provider)),
        Fact::MoveOnStarted { ends_on } => {
            format!("A decision was made. Funded support ends on {}", written::day(*ends_on))
        }
        Fact::Exited { reason } => {
            let known = law.state_machine.exit_reason(reason);
            format!("Left support: {}", known.map_or(reason.as_str(), |reason| reason.label.as_str()))
        }
    };
    context! {
        on => written::day(step.on),
        what,
        by => format!("{}, {}", law.organisation_name(&step.by.organisation), step.by.role.label()),
        note => step.note.as_ref().map(|words| words.0.as_str()),
    }
}
