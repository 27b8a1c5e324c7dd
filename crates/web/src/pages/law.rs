//! The law in force on a date: rules, question sets, schemes, organisations. Everybody who is signed in may see it.

use axum::{Router, extract::Query, response::Response, routing::get};
use jiff::civil::Date;
use manumit_app::access::{Action, Resource};
use manumit_domain::{
    clock::Counted,
    law::Law,
    organisation::SupportRole,
    rule::{Rule, RuleValue},
};
use minijinja::{Value, context};
use serde::Deserialize;

use crate::{Site, Texts, asked, failure::Failure, visitor::Visitor};

/// The routes.
pub(crate) fn routes() -> Router<Site> {
    Router::new().route("/law", get(show))
}

/// Which day, as a text or in three parts.
#[derive(Debug, Default, Deserialize)]
struct On {
    on: Option<String>,
    #[serde(rename = "on-day")]
    day: Option<i8>,
    #[serde(rename = "on-month")]
    month: Option<i8>,
    #[serde(rename = "on-year")]
    year: Option<i16>,
}

impl On {
    /// The day asked for; an error where what was asked is no day.
    fn day(&self) -> Result<Option<Date>, ()> {
        if let Some(text) = &self.on {
            return text.parse().map(Some).map_err(|_| ());
        }
        let (Some(day), Some(month), Some(year)) = (self.day, self.month, self.year) else { return Ok(None) };
        Date::new(year, month, day).map(Some).map_err(|_| ())
    }
}

async fn show(
    site: Site,
    visitor: Visitor,
    query: Result<Query<On>, axum::extract::rejection::QueryRejection>,
) -> Response {
    let caller = visitor.caller("the law in force");
    if let Err(error) = site.office.require(&caller, Action::SeeLaw, &Resource::Desk).await {
        return Failure::from(error).answer(&site, Some(&visitor));
    }
    let today = match caller.today() {
        Ok(today) => today,
        Err(refusal) => return Failure::from(refusal).answer(&site, Some(&visitor)),
    };
    let asked = query.map_err(|_| ()).and_then(|Query(on)| on.day());
    let wrong = asked.is_err();
    let on = asked.ok().flatten().unwrap_or(today);
    let content = content((site.texts(), site.office.law()), on);
    site.show("law.html", &visitor, context! { wrong, today => on == today, ..content })
}

fn content((texts, law): (&Texts, &Law), on: Date) -> Value {
    let era = law.rules.era_on(on);
    let scheme = law.code_lists.exploitation_types.scheme_on(on);
    let types = scheme.map(|scheme| {
        let types = law.code_lists.exploitation_types.types_of(scheme);
        types.map(|entry| context! { code => entry.code.code(), label => entry.label.as_str() }).collect::<Vec<_>>()
    });
    context! {
        on => texts.day(on),
        on_parts => asked::shown(on),
        iso => on.to_string(),
        era => era.map(|era| context! { id => era.id.as_str(), title => era.title.as_str(), scheme => era.exploitation_scheme.as_str() }),
        scheme => scheme.map(|scheme| scheme.code()),
        types,
        rules => law.rules.rules_in_force(on).map(|one| rule(texts, one)).collect::<Vec<_>>(),
        sets => sets((texts, law), on),
        known_until => texts.day(law.rules.known_until()),
        authorities => law.organisations.competent_authorities_on(on)
            .map(|authority| organisation(&authority.code, &authority.name, &authority.remit)).collect::<Vec<_>>(),
        responders => law.organisations.first_responders().iter().filter(|known| known.in_force_on(on))
            .map(|known| organisation(&known.code, &known.name, known.jurisdiction.label())).collect::<Vec<_>>(),
        providers => providers((texts, law), on),
        forces => law.police_forces.iter().filter(|force| force.exists_on(on))
            .map(|force| organisation(&force.code, &force.name, force.jurisdiction.label())).collect::<Vec<_>>(),
    }
}

fn organisation(code: &str, name: &str, what: &str) -> Value {
    context! { code, name, what }
}

fn providers((texts, law): (&Texts, &Law), on: Date) -> Vec<Value> {
    let mut seen = std::collections::BTreeSet::new();
    let all = manumit_domain::place::Nation::ALL
        .into_iter()
        .flat_map(|nation| law.organisations.support_providers_on(nation, on));
    let once = all.filter(|provider| seen.insert(provider.code.as_str()));
    let shown = once.map(|provider| {
        let role = match provider.role {
            SupportRole::Prime => "law-provider-prime",
            SupportRole::Subcontractor => "law-provider-subcontractor",
            SupportRole::Direct => "law-provider-direct",
            SupportRole::Guardian => "law-provider-guardian",
            SupportRole::Statutory => "law-provider-statutory",
        };
        organisation(
            &provider.code,
            &provider.name,
            &format!("{}, {}", provider.jurisdiction.label(), texts.text(role)),
        )
    });
    shown.collect()
}

fn sets((texts, law): (&Texts, &Law), on: Date) -> Vec<Value> {
    let mut sets: Vec<_> = law.question_sets.iter().filter(|set| set.in_force_from <= on).collect();
    sets.sort_by_key(|set| std::cmp::Reverse(set.in_force_from));
    let mut seen = std::collections::BTreeSet::new();
    sets.retain(|set| seen.insert(set.id.as_str()));
    let shown = sets.iter().map(|set| {
        context! { id => set.id.as_str(), version => set.version.as_str(), title => set.title.as_str(), from => texts.day(set.in_force_from) }
    });
    shown.collect()
}

fn rule(texts: &Texts, rule: &Rule) -> Value {
    let says = match &rule.value {
        RuleValue::Period(period) => Counted { period: *period, division: None }.to_string(),
        RuleValue::Count(count) => count.to_string(),
        RuleValue::Text(text) => text.clone(),
        RuleValue::List(codes) => codes.join(", "),
    };
    context! {
        key => rule.key.as_str(),
        nation => rule.jurisdiction.label(),
        applies_to => rule.applies_to.as_str(),
        says,
        from => texts.day(rule.valid_from),
        to => rule.valid_to.map(|day| texts.day(day)),
        sources => rule.sources.join(", "),
        certainty => format!("{:?}", rule.certainty).to_lowercase(),
    }
}
