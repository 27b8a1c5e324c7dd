//! Made-up referrals, as many as wanted: one command each, or a file of them for the import.

use std::{fs::File, io::Write as _};

use manumit_app::import::COLUMNS;
use manumit_domain::{
    claim::Claims,
    code_list::Sex,
    encounter::Encounter,
    facts::{AgeAtReferral, Facts},
    known::{Blank, Known},
    person::{ContactChannel, Identity, Words},
    place::{ExploitationPlaces, Nation, Place, PresentationPlace, Region},
    referral::{Consent, Particulars, Submit},
};

/// The referral of a number: an adult who wants support, so that every share is owed.
pub fn referral(number: u64) -> anyhow::Result<Submit> {
    Ok(Submit {
        first_responder_organisation: "POLICE-EW".to_owned(),
        nation: Nation::England,
        received_on: jiff::civil::date(2012, 3, 1),
        consent: Consent::Given {
            explained_by: "officer-1".to_owned(),
            language: "en".to_owned(),
            notice_version: "2012-1".to_owned(),
        },
        support_wanted: Known::Value(true),
        police_contact: Known::Missing(Blank::AskLater),
        immediate_threat: false,
        facts: Facts {
            age: AgeAtReferral::Adult,
            sex: Known::Value(if number.is_multiple_of(3) { Sex::Male } else { Sex::Female }),
            nationality: Claims::as_claimed("VN".parse()?),
            nationality_as_recorded: None,
            presented_at: PresentationPlace::in_region(Region::London),
            exploited_at: ExploitationPlaces::new(vec![Place::Region(Region::London)]),
            exploitation_types: Known::Missing(Blank::DoesNotKnow),
            child_when_exploited: Known::Missing(Blank::NotRecorded),
            encounter: Encounter::default(),
        },
        particulars: Particulars {
            source_reference: Some(format!("BENCH-{number}")),
            identity: Identity {
                name: Known::Value(format!("Synthetic {number}")),
                other_names: Vec::new(),
                date_of_birth: Known::Value(format!("{}", 1960 + number % 34).parse()?),
            },
            contact: vec![ContactChannel::as_told(
                "telephone".to_owned(),
                format!("0{number:010}"),
                Known::Value(true),
                "after six".to_owned(),
            )],
            second_contact: "duty desk".to_owned(),
            local_authority_contact: None,
            operation: None,
            account: Words("A made-up account, of the length of a short paragraph, to be sealed. ".repeat(6)),
            answered: None,
        },
    })
}

/// Writes a file of so many referrals for `manumit import referrals`: `manumit-bench referrals FILE COUNT`.
pub fn write_file() -> anyhow::Result<()> {
    let mut arguments = std::env::args().skip(2);
    let (Some(path), Some(count)) = (arguments.next(), arguments.next()) else {
        anyhow::bail!("give a file and a number of referrals");
    };
    let mut file = std::io::BufWriter::new(File::create(path)?);
    writeln!(file, "{}", COLUMNS.map(|column| column.name).join(","))?;
    let account = "A made-up account of the length of a short paragraph. ".repeat(6);
    for number in 0..count.parse::<u64>()? {
        let (year, day) = (2010 + number % 3, number % 28 + 1);
        writeln!(
            file,
            "BENCH-{number},{year}-{:02}-{day:02},england,adult,female,Vietnam,,,London,London,Labour exploitation,\
             officer-1,en,1,yes,ask_later,no,Synthetic {number},,{},telephone,0{number:010},duty desk,,{account}",
            number % 12 + 1,
            1960 + number % 34,
        )?;
    }
    Ok(file.flush()?)
}
