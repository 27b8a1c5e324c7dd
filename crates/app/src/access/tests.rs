//! The policies as a matrix that people review, and against the reach of lists.

use std::{fmt::Write as _, sync::LazyLock};

use manumit_domain::{
    actor::{Actor, Role},
    journal::StreamKind,
};
use manumit_store::{Grant, Holder};
use proptest::prelude::*;

use super::*;

fn actor(role: Role) -> Actor {
    Actor::new("OWN", "desk", role)
}

fn holder(organisation: &str, post: &str, grant: Grant) -> Holder {
    Holder { organisation: organisation.to_owned(), post: post.to_owned(), grant }
}

/// Every way in which a post can stand to a record, with its name.
fn standings() -> Vec<(&'static str, Standing)> {
    let granted = |grants: Vec<Holder>| Standing { grants, ..Standing::default() };
    vec![
        ("a stranger", Standing::default()),
        ("made by the post", granted(vec![holder("OWN", "desk", Grant::Maker)])),
        ("made by a colleague", granted(vec![holder("OWN", "other", Grant::Maker)])),
        ("held by the organisation", granted(vec![holder("OWN", "", Grant::Holder)])),
        ("given to the post", granted(vec![holder("OWN", "", Grant::Holder), holder("OWN", "desk", Grant::Allocated)])),
        (
            "given to a colleague",
            granted(vec![holder("OWN", "", Grant::Holder), holder("OWN", "other", Grant::Allocated)]),
        ),
        (
            "given to the post, and kept away",
            granted(vec![
                holder("OWN", "", Grant::Holder),
                holder("OWN", "desk", Grant::Allocated),
                holder("OWN", "desk", Grant::Excluded),
            ]),
        ),
        (
            "glass broken by the post",
            Standing {
                grants: vec![holder("OWN", "", Grant::Holder)],
                glass_broken_by: vec!["OWN/desk".to_owned()],
                asked: Vec::new(),
            },
        ),
        ("asked", Standing { asked: vec!["OWN".to_owned()], ..Standing::default() }),
    ]
}

/// Everything that can be asked about, with its name.
fn resources(standings: &[(&'static str, Standing)]) -> Vec<(String, Resource<'static>)> {
    let mut all = vec![
        ("no record".to_owned(), Resource::Desk),
        ("a draft of the organisation".to_owned(), Resource::Draft("OWN", "other")),
        ("a draft of another".to_owned(), Resource::Draft("OTHER", "other")),
        ("an account of the organisation".to_owned(), Resource::Account("OWN")),
        ("an account of another".to_owned(), Resource::Account("OTHER")),
    ];
    for kind in StreamKind::ALL {
        for (name, standing) in standings {
            let standing: &'static Standing = Box::leak(Box::new(standing.clone()));
            all.push((format!("{} {name}", kind.code()), Resource::Record(kind, standing)));
        }
    }
    all
}

#[test]
fn the_matrix_of_who_may_do_what() {
    let access = Access::read().unwrap();
    let resources = resources(&standings());
    let mut matrix = String::new();
    // No account has the role of the person, of the system, or of the public.
    for role in
        Role::ALL.into_iter().filter(|role| !matches!(role, Role::Survivor | Role::SystemReminder | Role::Public))
    {
        for lead in [false, true] {
            let who = actor(role);
            for action in Action::ALL {
                let principal = Principal { actor: &who, lead };
                let mut to = resources.iter().filter(|(_, about)| access.permits(principal, *action, about).unwrap());
                let names: Vec<&str> = to.by_ref().map(|(name, _)| name.as_str()).collect();
                // What a lead may do beyond the role is listed by itself.
                let plain = Principal { actor: &who, lead: false };
                let more = names.iter().filter(|name| {
                    let (_, about) = resources.iter().find(|(known, _)| known == *name).unwrap();
                    !lead || !access.permits(plain, *action, about).unwrap()
                });
                let more: Vec<&str> = more.copied().collect();
                if !more.is_empty() {
                    let role = if lead { format!("{}, leading", role.code()) } else { role.code().to_owned() };
                    writeln!(matrix, "{role} | {} | {}", action.code(), more.join("; ")).unwrap();
                }
            }
        }
    }
    insta::assert_snapshot!("matrix", matrix);
}

#[test]
fn v03_and_v01_nobody_crosses_a_compartment() {
    let access = Access::read().unwrap();
    for role in Role::ALL {
        let kinds: Vec<StreamKind> = StreamKind::ALL
            .into_iter()
            .filter(|kind| {
                let who = actor(role);
                standings().iter().any(|(_, standing)| {
                    let principal = Principal { actor: &who, lead: true };
                    access.permits(principal, Action::look(*kind), &Resource::Record(*kind, standing)).unwrap()
                })
            })
            .collect();
        let rooms: std::collections::BTreeSet<_> = kinds.iter().map(|kind| kind.compartment()).collect();
        // Triage passes notices to the police, and sees no more of that room than what waits to be passed.
        let most = if role == Role::CaTriage { 2 } else { 1 };
        assert!(rooms.len() <= most, "{}: {rooms:?}", role.code());
    }
}

fn any_holder() -> impl Strategy<Value = Holder> {
    let organisations = prop::sample::select(vec!["OWN", "OTHER"]);
    let posts = prop::sample::select(vec!["", "desk", "other"]);
    (organisations, posts, prop::sample::select(Grant::ALL.to_vec()))
        .prop_map(|(organisation, post, grant)| holder(organisation, post, grant))
        // The journal keeps away posts, and gives cases to posts, never to whole organisations.
        .prop_filter("a post", |holder| {
            !holder.post.is_empty() || !matches!(holder.grant, Grant::Excluded | Grant::Allocated)
        })
}

/// What the SQL of a list says: in reach, and not kept away from.
fn listed(reached: Reached, grants: &[Holder], who: &Actor) -> bool {
    let own = |holder: &&Holder| holder.organisation == who.organisation;
    let reaches = grants.iter().filter(own).any(|holder| {
        holder.grant == reached.grant
            && (reached.whole_organisation || holder.post.is_empty() || holder.post == who.post)
    });
    let excluded = grants.iter().filter(own).any(|holder| holder.grant == Grant::Excluded && holder.post == who.post);
    reaches && !excluded
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(400))]
    #[test]
    fn what_a_list_shows_is_what_the_policies_let_be_opened(
        grants in prop::collection::vec(any_holder(), 0..5),
        role in prop::sample::select(Role::ALL.to_vec()),
        kind in prop::sample::select(StreamKind::ALL.to_vec()),
    ) {
        static ACCESS: LazyLock<Access> = LazyLock::new(|| Access::read().unwrap());
        let access = &*ACCESS;
        let who = actor(role);
        // Only cases keep posts away; and a record brought in for an organisation has its maker without a post.
        let grants: Vec<Holder> = grants
            .into_iter()
            .filter(|holder| holder.grant != Grant::Excluded || kind == StreamKind::Case)
            .filter(|holder| holder.grant != Grant::Maker || !holder.post.is_empty() || kind == StreamKind::PoliceNotice)
            .collect();
        let standing = Standing { grants: grants.clone(), ..Standing::default() };
        let principal = Principal { actor: &who, lead: false };
        let opened = access.permits(principal, Action::look(kind), &Resource::Record(kind, &standing)).unwrap();
        let shown = reach(role, kind).is_some_and(|reached| listed(reached, &grants, &who));
        prop_assert_eq!(opened, shown);
    }
}
