//! What the page of a request for support says.

use jiff::civil::Date;
use manumit_app::support_request::{DecisionFact, Shown, Step, clock};
use manumit_domain::{
    actor::Role, clock::ProtectedPeriod, law::Law, organisation::SupportRole, person::ContactChannel, place::Nation,
    refusal::Refusal, support_request::Fact,
};
use minijinja::{Value, context};

use crate::{Texts, asked};

/// How many ways to reach a person one form has room for.
pub(super) const CHANNELS: usize = 5;

/// Everything.
pub(super) fn shown((texts, law): (&Texts, &Law), shown: &Shown, (role, today): (Role, Date)) -> Value {
    let state = shown.request.state_code();
    let may =
        |step: &str| law.state_machine.transition(step).is_some_and(|known| known.may(role) && known.leaves(state));
    let clock = clock(law, shown.nation, shown.decision);
    let ends_on = clock.as_ref().and_then(|clock| clock.as_ref().ok()).map(|period| period.end.period_day());
    let ends_on = ends_on.filter(|day| *day >= today);
    context! {
        state => law.state_machine.state("support", state).map_or(state, |state| state.label.as_str()),
        state_code => state,
        nation => texts.nation(shown.nation),
        child => shown.child,
        requested_on => texts.day(shown.requested_on),
        from => law.organisation_name(&shown.from),
        decision => decision(texts, shown.decision),
        eligible => eligibility(texts, shown),
        can_begin => !shown.child && shown.decision.lets_support_begin(),
        clock => clock.map(|clock| clock_in_words((texts, law), shown, clock)),
        contact => shown.contact.iter().map(|one| channel(texts, one)).collect::<Vec<_>>(),
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
        exit_reasons => exit_reasons(texts, law),
        providers => providers((texts, law), shown.nation, today),
        today => asked::shown(today),
        ends_on => ends_on.map(asked::shown),
        history => shown.history.iter().map(|step| happened((texts, law), step)).collect::<Vec<_>>(),
    }
}

fn decision(texts: &Texts, fact: DecisionFact) -> String {
    let (key, day) = match fact {
        DecisionFact::Awaited => return texts.text("support-decision-awaited"),
        DecisionFact::Ended => return texts.text("support-decision-none"),
        DecisionFact::ReasonableGroundsPositive(day) => ("support-decision-reasonable-positive", day),
        DecisionFact::ReasonableGroundsNegative(day) => ("support-decision-reasonable-negative", day),
        DecisionFact::ConclusiveGroundsPositive(day) => ("support-decision-conclusive-positive", day),
        DecisionFact::ConclusiveGroundsNegative(day) => ("support-decision-conclusive-negative", day),
    };
    texts.with(key, [("on", texts.day(day))])
}

/// What support depends on, each with whether it holds (AT32).
fn eligibility(texts: &Texts, shown: &Shown) -> Vec<Value> {
    let line = |what: &str, holds: Option<bool>, so: Option<&str>| {
        let word = match holds {
            Some(true) => "support-holds",
            Some(false) => "support-does-not-hold",
            None => "support-to-be-asked",
        };
        let so = so.map(|key| texts.text(key));
        context! { what => texts.text(what), word => texts.text(word), holds, so }
    };
    let decision = match shown.decision {
        DecisionFact::Awaited => (Some(false), Some("support-not-yet-decided")),
        DecisionFact::Ended => (Some(false), Some("support-decision-none")),
        fact if fact.lets_support_begin() => (Some(true), None),
        _ => (Some(false), Some("support-after-a-negative-decision")),
    };
    vec![
        line("support-an-adult", Some(!shown.child), shown.child.then_some("support-a-child-is-supported-by")),
        line("support-a-positive-decision", decision.0, decision.1),
        line("support-own-consent", None, Some("support-own-consent-is-apart")),
    ]
}

/// The clock, with the rule that set it, its source and how it was counted.
fn clock_in_words((texts, law): (&Texts, &Law), shown: &Shown, clock: Result<ProtectedPeriod, Refusal>) -> Value {
    let period = match clock {
        Ok(period) => period,
        Err(refusal) => return context! { none => texts.said(&refusal.sentence) },
    };
    let rule = law.rules.rule(&period.rule_key, shown.nation, "adult", period.starts).ok();
    context! {
        starts => texts.day(period.starts),
        ends => end_in_words(texts, &period),
        counted => period.counted.to_string(),
        rule => period.rule_key.as_str(),
        nation => rule.map(|rule| rule.jurisdiction.label()),
        basis => rule.and_then(|rule| rule.basis.clone()),
        sources => rule.map(|rule| rule.sources.join(", ")),
        certainty => rule.map(|rule| format!("{:?}", rule.certainty).to_lowercase()),
        note => rule.and_then(|rule| rule.ends_note.clone().or_else(|| rule.note.clone())),
    }
}

fn end_in_words(texts: &Texts, period: &ProtectedPeriod) -> String {
    use manumit_domain::clock::PeriodEnd as P;
    let day = texts.day(period.end.period_day());
    let key = match period.end {
        P::On(_) => return day,
        P::LaterOf(_) => "support-ends-later-of",
        P::EarlierOf(_) => "support-ends-earlier-of",
        P::DecisionOrDayIfPositive(_) => "support-ends-decision-or-day",
        P::AtLeast(_) => "support-ends-not-before",
    };
    texts.with(key, [("day", day)])
}

fn channel(texts: &Texts, channel: &ContactChannel) -> Value {
    let safe = channel.safe.value().copied();
    context! {
        channel => in_words(&channel.channel, &texts.text("support-through-somebody-else")),
        detail => channel.detail.as_str(),
        safe,
        usable => channel.may_be_used(),
        conditions => channel.conditions.as_str(),
        hours => channel.hours.as_str(),
        seen_by => channel.seen_by.as_str(),
        disguise => channel.disguise.as_str(),
        checked_on => channel.checked_on.map(|day| texts.day(day)),
    }
}

/// A way as people read it: the code of a question set in words, other words as they are.
fn in_words(code: &str, through: &str) -> String {
    if code == "through" {
        return through.to_owned();
    }
    let plain = code.replace('_', " ");
    let mut letters = plain.chars();
    letters.next().map(|first| first.to_uppercase().chain(letters).collect()).unwrap_or_default()
}

fn channel_row(row: usize, channel: Option<&ContactChannel>) -> Value {
    context! {
        row,
        // What stands in the form is kept when it is sent, so it is the same whatever language somebody reads.
        channel => channel.map(|channel| in_words(&channel.channel, "Through somebody else")),
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

fn exit_reasons(texts: &Texts, law: &Law) -> Vec<Value> {
    let choose = context! { value => "", text => texts.text("support-choose-a-reason") };
    let known = law.state_machine.exit_reasons.iter();
    let known = known.map(|reason| context! { value => reason.code.as_str(), text => reason.label.as_str() });
    std::iter::once(choose).chain(known).collect()
}

fn providers((texts, law): (&Texts, &Law), nation: Nation, on: Date) -> Vec<Value> {
    let choose = context! { value => "", text => texts.text("support-choose-a-provider") };
    let adult = law.organisations.support_providers_on(nation, on).filter(|provider| {
        matches!(provider.role, SupportRole::Prime | SupportRole::Subcontractor | SupportRole::Direct)
    });
    let items = adult.map(|provider| context! { value => provider.code.as_str(), text => provider.name.as_str() });
    std::iter::once(choose).chain(items).collect()
}

fn happened((texts, law): (&Texts, &Law), step: &Step) -> Value {
    let what = match &step.fact {
        Fact::Requested { .. } => texts.text("support-happened-asked-for"),
        Fact::Declined => texts.text("support-happened-declined"),
        Fact::NotSupported { reason } => {
            let known = law.state_machine.reason("not_supported", reason);
            let reason = known.map_or(reason.as_str(), |reason| reason.label.as_str());
            texts.with("support-happened-could-not-begin", [("reason", reason)])
        }
        Fact::ContactChecked => texts.text("support-happened-ways-checked"),
        Fact::EmergencyStarted => texts.text("support-happened-emergency-began"),
        Fact::Started { provider } => {
            texts.with("support-happened-began", [("provider", law.organisation_name(provider))])
        }
        Fact::MoveOnStarted { ends_on } => texts.with("support-happened-move-on", [("on", texts.day(*ends_on))]),
        Fact::Exited { reason } => {
            let known = law.state_machine.exit_reason(reason);
            let reason = known.map_or(reason.as_str(), |reason| reason.label.as_str());
            texts.with("support-happened-left", [("reason", reason)])
        }
    };
    context! {
        on => texts.day(step.on),
        what,
        by => format!("{}, {}", law.organisation_name(&step.by.organisation), texts.role(step.by.role)),
        note => step.note.as_ref().map(|words| words.0.as_str()),
    }
}
