//! Today's quarterly bulletin from the made-up present: what leaves, and what does not.

use std::sync::OnceLock;

use jiff::civil::{Date, date};
use manumit_bulletin::{
    audit::Audit,
    causes::Explained,
    compute::{Bulletin, Release, Sources},
    definition::Definitions,
    demonstration::Demonstration,
    extract::day_number,
    gate::{Candidate, Earlier, Verdict, judge},
    prose::Told,
    protection::Protection,
    publication::{Material, Provenance, Publication},
    published::Published,
    render::OutputFile,
};
use manumit_disclosure::policy::{Audience, Policy};

/// The demonstration, and both editions cut from it.
pub struct Editions {
    pub definitions: Definitions,
    pub demonstration: Demonstration,
    /// The second quarter of 2026 as at 31 July, as it was published.
    pub earlier: Release,
    /// The third quarter as at 31 October, before protection.
    pub later: Release,
}

pub fn editions() -> &'static Editions {
    static EDITIONS: OnceLock<Editions> = OnceLock::new();
    EDITIONS.get_or_init(|| {
        let definitions = Definitions::quarterly().unwrap();
        let demonstration = Demonstration::draw().unwrap();
        let release = |period: &str, day| compute(&definitions, &demonstration, period, day);
        let (earlier, later) = (release("2026-Q2", date(2026, 7, 31)), release("2026-Q3", date(2026, 10, 31)));
        let earlier = earlier.protected(&audit(&earlier, None), &definitions).unwrap();
        Editions { definitions, demonstration, earlier, later }
    })
}

fn sources(demonstration: &Demonstration, day: Date) -> Sources<'_> {
    Sources {
        referrals: demonstration.referrals.as_at(day_number(day)),
        notifications: Some(demonstration.notifications.as_at(day_number(day))),
    }
}

fn compute(definitions: &Definitions, demonstration: &Demonstration, period: &str, day: Date) -> Release {
    let published = Published::default();
    let bulletin = Bulletin { definitions, published: &published };
    bulletin.compute(sources(demonstration, day), period.parse().unwrap()).unwrap()
}

/// The audit of an edition by disclosure control, for readers who know another one.
pub fn audit(release: &Release, earlier: Option<&Release>) -> Audit {
    let definitions = &Definitions::quarterly().unwrap();
    let mut policy = Policy::of(Audience::Public).with_threshold(definitions.bulletin.small_cell_threshold);
    policy.differences = false;
    let protected = Protection { definitions, release, earlier, beside: &[], stood: &[], policy }
        .protect(&mut |_, _, _| {})
        .unwrap();
    assert!(protected.is_safe(), "{:?}", protected.attack.narrow().collect::<Vec<_>>());
    protected.audit
}

/// The audit of the later edition, whose readers know the earlier one.
pub fn audit_of_later() -> Audit {
    audit(&editions().later, Some(&editions().earlier))
}

/// What moved since an edition as published, in the later release.
pub fn explained_from(earlier: &Release, later: &Release) -> Vec<Explained> {
    let editions = editions();
    let published = Published::default();
    let bulletin = Bulletin { definitions: &editions.definitions, published: &published };
    let sources = sources(&editions.demonstration, date(2026, 10, 31));
    bulletin.explain(earlier, later, &sources).unwrap()
}

/// The tables of the third quarter by other definitions, protected as ours are.
pub fn files_of(definitions: &Definitions) -> Vec<OutputFile> {
    let release = compute(definitions, &editions().demonstration, "2026-Q3", date(2026, 10, 31));
    release.protected(&audit(&release, None), definitions).unwrap().files().unwrap()
}

/// Everything that stood at the gate.
pub struct Released {
    pub release: Release,
    pub audit: Audit,
    pub revisions: Vec<Explained>,
    pub files: Vec<OutputFile>,
    pub sentences: Vec<Told>,
}

impl Released {
    /// What the gate says, after something was changed.
    pub fn judged<'a>(
        &'a self,
        files: &[OutputFile],
        sentences: &[Told],
        change: impl FnOnce(&mut Candidate<'a>),
    ) -> Verdict {
        let editions = editions();
        let mut candidate = Candidate {
            definitions: &editions.definitions,
            release: &self.release,
            audit: Some(&self.audit),
            earlier: Earlier::Edition(&editions.earlier),
            revisions: &self.revisions,
        };
        change(&mut candidate);
        judge(&candidate, files, &sentences.iter().collect::<Vec<_>>()).unwrap()
    }
}

/// The protected release.
pub fn released() -> &'static Released {
    static RELEASED: OnceLock<Released> = OnceLock::new();
    RELEASED.get_or_init(|| {
        let editions = editions();
        let audit = audit_of_later();
        let release = editions.later.protected(&audit, &editions.definitions).unwrap();
        let revisions = explained_from(&editions.earlier, &release);
        let provenance = Provenance {
            referrals: editions.demonstration.referrals.digest().unwrap(),
            notifications: Some(editions.demonstration.notifications.digest().unwrap()),
            earlier: None,
        };
        let material = Material {
            definitions: &editions.definitions,
            release: &release,
            audit: Some(&audit),
            revisions: &revisions,
            provenance,
        };
        let publication = Publication::prepare(material).unwrap();
        let files = publication.files().unwrap();
        let sentences = publication.sentences();
        if let Ok(folder) = std::env::var("MANUMIT_LOOK") {
            files.iter().for_each(|file| std::fs::write(format!("{folder}/{}", file.name), &file.bytes).unwrap());
        }
        Released { release, audit, revisions, files, sentences }
    })
}

pub fn file(name: &str) -> &'static [u8] {
    &released().files.iter().find(|file| file.name == name).unwrap().bytes
}

fn text(name: &str) -> &'static str {
    std::str::from_utf8(file(name)).unwrap()
}

#[test]
fn a_protected_release_passes_the_gate() {
    let released = released();
    let verdict = released.judged(&released.files, &released.sentences, |_| {});
    assert!(verdict.passes(), "{}", verdict.text());
    assert!(verdict.checks > 300, "{}", verdict.checks);
}

#[test]
fn what_leaves_reads_as_agreed() {
    insta::assert_snapshot!(text("statements.csv"));
    insta::assert_snapshot!(text("nationality.csv-metadata.json"));
    insta::assert_snapshot!(text("revisions.csv"));
    insta::assert_snapshot!(text("nrm-quarterly.html"));
}
