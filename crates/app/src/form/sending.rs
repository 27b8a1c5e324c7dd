//! From answers to the command they amount to.

use jiff::civil::Date;
use manumit_domain::{
    claim::{Basis, Claim, Claims},
    code_list::{CountryCode, ExploitationType, Sex},
    encounter::Encounter,
    facts::{AgeAtReferral, Facts, child_when_it_began},
    known::{Blank, Known},
    law::Law,
    notification::{self, Notice},
    partial_date::PartialDate,
    person::{ContactChannel, Identity, Words},
    place::{ExploitationPlaces, Nation, Place, PresentationPlace, Region, Territory},
    question_set::{Answer, Answers, Finding, Given, Kind, QuestionSet, Row},
    referral::{Answered, Consent, Particulars, Submit},
};

use crate::Caller;

/// The command that answers amount to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Sending {
    /// A referral.
    Referral(Box<Submit>),
    /// The notification of an adult who does not agree to be referred.
    Notification(Box<notification::Submit>),
}

/// Reads the command out of answers that the question set has passed.
///
/// # Errors
/// What the questions alone cannot know to be wrong.
pub fn read(
    set: &QuestionSet,
    answers: &Answers,
    law: &Law,
    (caller, today): (&Caller, Date),
) -> Result<Sending, Vec<Finding>> {
    let reader = Reader { set, answers, law, today };
    let organisation = caller.actor.organisation.clone();
    let sending = if answers.text("consent") == Some("no") {
        reader.notification(organisation).map(|command| Sending::Notification(Box::new(command)))
    } else {
        reader.referral(organisation).map(|command| Sending::Referral(Box::new(command)))
    };
    sending.map_err(|finding| vec![finding])
}

struct Reader<'a> {
    set: &'a QuestionSet,
    answers: &'a Answers,
    law: &'a Law,
    today: Date,
}

impl Reader<'_> {
    fn referral(&self, organisation: String) -> Result<Submit, Finding> {
        let age = self.age()?;
        Ok(Submit {
            first_responder_organisation: organisation,
            nation: self.nation()?,
            received_on: self.today,
            consent: self.consent(age)?,
            support_wanted: self.yes_or_no("support_wanted"),
            police_contact: self.yes_or_no("police_contact"),
            immediate_threat: self.yes_or_no("immediate_threat") == Known::Value(true),
            facts: self.facts(age)?,
            particulars: self.particulars()?,
        })
    }

    fn notification(&self, organisation: String) -> Result<notification::Submit, Finding> {
        let exploited_in: Known<Vec<Region>> = self.chosen("notice_regions", Region::find)?;
        let notice = Notice {
            nation: self.nation()?,
            encountered_on: self.one("met_on", |text| text.parse().ok())?,
            sex: self.known("notice_sex", Sex::find)?,
            nationality: self.known("notice_nationality", |text| text.parse().ok())?,
            child_when_it_began: self.yes_or_no("notice_child_then"),
            exploited_in,
            exploited_overseas: self.yes_or_no("notice_overseas"),
            exploitation_types: self.types("notice_types")?,
            police_force: self.known("notice_force", |text| Some(text.to_owned()))?,
        };
        Ok(notification::Submit { first_responder_organisation: organisation, age: self.age()?, notice })
    }

    fn nation(&self) -> Result<Nation, Finding> {
        self.one("nation", Nation::find)
    }

    fn age(&self) -> Result<AgeAtReferral, Finding> {
        self.one("under_18", |text| match text {
            "yes" => Some(AgeAtReferral::Child),
            "no" => Some(AgeAtReferral::Adult),
            "not_sure" => Some(AgeAtReferral::NotSure),
            _ => None,
        })
    }

    /// Consent means something only if everything was explained before.
    fn consent(&self, age: AgeAtReferral) -> Result<Consent, Finding> {
        if age.treated_as_child() {
            return Ok(Consent::NotRequired);
        }
        let explained = self.texts("explained").len();
        let all = self.set.find("explained").map_or(0, |(_, question)| question.choices(self.law, self.today).len());
        if explained < all {
            return Err(Finding {
                question: "explained".to_owned(),
                row: None,
                problem: "does not hold everything that has to be explained before consent".to_owned(),
                instead: "explain the rest, ask again, and then send".to_owned(),
            });
        }
        let text = |question: &str| self.answers.text(question).unwrap_or_default().to_owned();
        Ok(Consent::Given {
            explained_by: text("explained_by"),
            language: text("explained_in"),
            notice_version: text("notice_version"),
        })
    }

    fn facts(&self, age: AgeAtReferral) -> Result<Facts, Finding> {
        Ok(Facts {
            age,
            sex: self.known("sex", Sex::find)?,
            nationality: self.nationality()?,
            nationality_as_recorded: None,
            presented_at: self.found_in()?,
            exploited_at: self.exploited_at()?,
            exploitation_types: self.types("exploitation_types")?,
            child_when_exploited: self.child_when_exploited(age),
            encounter: Encounter { on: self.found_on()?, operation: None },
        })
    }

    /// Who is a child now was one then. Of others it is asked; what was not answered may follow from the dates.
    fn child_when_exploited(&self, age: AgeAtReferral) -> Known<bool> {
        if age == AgeAtReferral::Child {
            return Known::Value(true);
        }
        let answered = self.yes_or_no("under_18_then");
        if answered.is_value() {
            return answered;
        }
        let date = |text: Option<&str>| text.and_then(|text| text.parse::<PartialDate>().ok());
        let begun: Option<Vec<PartialDate>> =
            self.answers.rows("episodes").iter().map(|row| date(in_row(row, "episode_began"))).collect();
        let told = date(self.answers.text("date_of_birth"))
            .and_then(|birth| child_when_it_began(birth, &begun.unwrap_or_default()));
        match (told, age) {
            (Some(true), _) => Known::Value(true),
            (Some(false), AgeAtReferral::Adult) => Known::Value(false),
            _ => answered,
        }
    }

    fn found_on(&self) -> Result<Option<Date>, Finding> {
        let met: Option<Date> = self.answers.text("met_on").and_then(|text| text.parse().ok());
        if met.is_some_and(|met| met > self.today) {
            return Err(Finding {
                question: "met_on".to_owned(),
                row: None,
                problem: "is a day that is still to come".to_owned(),
                instead: "give the day on which your organisation met the person".to_owned(),
            });
        }
        Ok(met)
    }

    fn nationality(&self) -> Result<Claims<CountryCode>, Finding> {
        let mut claims = Claims::default();
        let questions = [
            ("nationality", Basis::Claimed),
            ("second_nationality", Basis::Claimed),
            ("suspected_nationality", Basis::Suspected),
        ];
        for (question, basis) in questions {
            if self.answers.text(question).is_some() {
                claims.add(Claim::new(self.one(question, |text| text.parse().ok())?, basis));
            }
        }
        Ok(claims)
    }

    /// The region, or, where it is not known, the territory of the nation in which the referral is made.
    fn found_in(&self) -> Result<PresentationPlace, Finding> {
        let region = self.known("found_in", Region::find)?;
        let territory = match (region, self.nation()?) {
            (Known::Value(region), _) => region.territory(),
            (_, Nation::England) => Territory::England,
            (_, Nation::Wales) => Territory::Wales,
            (_, Nation::Scotland) => Territory::Scotland,
            (_, Nation::NorthernIreland) => Territory::NorthernIreland,
        };
        PresentationPlace::new(territory, region).map_err(|refusal| Finding {
            question: "found_in".to_owned(),
            row: None,
            problem: refusal.sentence,
            instead: refusal.remedy,
        })
    }

    fn exploited_at(&self) -> Result<ExploitationPlaces, Finding> {
        let places =
            (1..).zip(self.answers.rows("places")).filter_map(|(number, row)| self.place(number, row).transpose());
        Ok(ExploitationPlaces::new(places.collect::<Result<_, _>>()?))
    }

    /// A town in a region, a region, a country; a row with none of these names no place that can be counted.
    fn place(&self, number: usize, row: &Row) -> Result<Option<Place>, Finding> {
        let wrong = |question: &str, problem: &str, instead: &str| Finding {
            question: question.to_owned(),
            row: Some(number),
            problem: problem.to_owned(),
            instead: instead.to_owned(),
        };
        let region = in_row(row, "place_region").and_then(Region::find);
        let country: Option<CountryCode> = in_row(row, "place_country").and_then(|text| text.parse().ok());
        match (region, in_row(row, "place_town"), country) {
            (Some(_), _, Some(_)) => Err(wrong(
                "place_country",
                "stands beside a region of the United Kingdom",
                "make one row for each place",
            )),
            (Some(region), Some(town), None) => Ok(Some(Place::Town { name: town.to_owned(), region })),
            (Some(region), None, None) => Ok(Some(Place::Region(region))),
            (None, _, Some(country)) => Ok(Some(Place::Overseas(Known::Value(country)))),
            (None, Some(_), None) => Err(wrong(
                "place_region",
                "is not answered, so the police force to tell is not known",
                "choose the region in which the town lies, or the country",
            )),
            (None, None, None) => Ok(None),
        }
    }

    fn types(&self, question: &str) -> Result<Known<Vec<ExploitationType>>, Finding> {
        let list = &self.law.code_lists.exploitation_types;
        self.chosen(question, |code| list.find_on(code, self.today).ok().map(|entry| entry.code.clone()))
    }

    fn particulars(&self) -> Result<Particulars, Finding> {
        let other_names = self.answers.text("other_names").unwrap_or_default();
        let local_authority = match (self.answers.text("local_authority"), self.answers.text("local_authority_contact"))
        {
            (Some(authority), Some(contact)) => Some(format!("{authority}: {contact}")),
            _ => None,
        };
        Ok(Particulars {
            source_reference: self.answers.text("own_reference").map(str::to_owned),
            identity: Identity {
                name: self.known("name", |text| Some(text.to_owned()))?,
                other_names: other_names
                    .split(';')
                    .map(str::trim)
                    .filter(|name| !name.is_empty())
                    .map(str::to_owned)
                    .collect(),
                date_of_birth: self.known("date_of_birth", |text| text.parse::<PartialDate>().ok())?,
            },
            contact: self.answers.rows("contacts").iter().map(contact).collect(),
            second_contact: self.answers.text("second_contact").unwrap_or_default().to_owned(),
            local_authority_contact: local_authority,
            operation: self.answers.text("operation").map(str::to_owned),
            account: Words(self.account()),
            answered: Some(Answered {
                question_set: self.set.id.clone(),
                version: self.set.version.clone(),
                given: self.answers.clone(),
            }),
        })
    }

    /// The long answers, one after the other, each under its question.
    fn account(&self) -> String {
        let long = self.set.questions().filter(|(_, _, question)| question.kind == Kind::Long);
        let told = long.filter_map(|(_, _, question)| {
            self.answers.text(&question.code).map(|answer| format!("{}\n{answer}", question.ask))
        });
        told.collect::<Vec<_>>().join("\n\n")
    }

    fn texts(&self, question: &str) -> Vec<String> {
        self.answers.find(question).and_then(Known::value).map(Given::texts).unwrap_or_default()
    }

    /// The one answer to a question that only an answer will do for.
    fn one<T>(&self, question: &str, read: impl Fn(&str) -> Option<T>) -> Result<T, Finding> {
        self.answers.text(question).and_then(read).ok_or_else(|| unreadable(question))
    }

    fn known<T>(&self, question: &str, read: impl Fn(&str) -> Option<T>) -> Result<Known<T>, Finding> {
        match self.answers.find(question) {
            Some(Known::Value(Given::Text(text))) => read(text).map(Known::Value).ok_or_else(|| unreadable(question)),
            Some(Known::Missing(blank)) => Ok(Known::Missing(*blank)),
            Some(Known::Value(_)) => Err(unreadable(question)),
            None => Ok(Known::Missing(Blank::NotAsked)),
        }
    }

    fn chosen<T>(&self, question: &str, read: impl Fn(&str) -> Option<T>) -> Result<Known<Vec<T>>, Finding> {
        match self.answers.find(question) {
            Some(Known::Missing(blank)) => Ok(Known::Missing(*blank)),
            None => Ok(Known::Missing(Blank::NotAsked)),
            Some(Known::Value(_)) => {
                let read: Option<Vec<T>> = self.texts(question).iter().map(|code| read(code)).collect();
                read.map(Known::Value).ok_or_else(|| unreadable(question))
            }
        }
    }

    fn yes_or_no(&self, question: &str) -> Known<bool> {
        match (self.answers.find(question), self.answers.text(question)) {
            (_, Some(text)) => Known::Value(text == "yes"),
            (Some(Known::Missing(blank)), _) => Known::Missing(*blank),
            _ => Known::Missing(Blank::NotApplicable),
        }
    }
}

fn in_row<'a>(row: &'a Row, question: &str) -> Option<&'a str> {
    row.get(question).and_then(Known::value).and_then(Given::text)
}

/// Safe means that the person said so: anything else is not used (V-19).
fn contact(row: &Row) -> ContactChannel {
    let text = |question: &str| in_row(row, question).unwrap_or_default().to_owned();
    let safe = match row.get("contact_safe") {
        Some(Known::Value(given)) => Known::Value(given.text() == Some("yes")),
        Some(Answer::Missing(blank)) => Known::Missing(*blank),
        None => Known::Missing(Blank::NotAsked),
    };
    ContactChannel::as_told(text("contact_channel"), text("contact_detail"), safe, text("contact_conditions"))
}

fn unreadable(question: &str) -> Finding {
    Finding {
        question: question.to_owned(),
        row: None,
        problem: "cannot be read".to_owned(),
        instead: "answer it again".to_owned(),
    }
}
