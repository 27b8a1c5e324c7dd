//! The published template of a referral file: one row a referral, every column explained.
//!
//! This list is the template, the reference page and the order of the columns in error messages: there is no other.

/// One column of the template.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Column {
    /// The heading.
    pub name: &'static str,
    /// Whether a cell may be left empty.
    pub may_be_empty: bool,
    /// Whether a reason why there is no value may stand there instead.
    pub takes_reason: bool,
    /// What belongs there.
    pub meaning: &'static str,
    /// A made-up example.
    pub example: &'static str,
}

const fn column(name: &'static str, meaning: &'static str, example: &'static str) -> Column {
    Column { name, may_be_empty: false, takes_reason: false, meaning, example }
}

const fn question(name: &'static str, meaning: &'static str, example: &'static str) -> Column {
    Column { name, may_be_empty: false, takes_reason: true, meaning, example }
}

const fn optional(name: &'static str, meaning: &'static str, example: &'static str) -> Column {
    Column { name, may_be_empty: true, takes_reason: false, meaning, example }
}

/// Words that may stand in a cell instead of a value: every blank has a reason.
pub const BLANKS: &str = "not_asked, does_not_know, prefers_not_to_say, ask_later, not_recorded, not_applicable";

/// The columns, in order.
pub const COLUMNS: [Column; 28] = [
    column(
        "source_reference",
        "your own reference, different for every row: sending a file twice changes nothing",
        "A-1001",
    ),
    column("received_on", "the day of receipt, year-month-day", "2012-03-01"),
    column("nation", "england, wales, scotland or northern-ireland", "england"),
    column("age", "adult, child or not_sure (which is a child)", "adult"),
    question("sex", "female, male or other", "female"),
    question("nationality_claimed", "a country, as the person gives it", "Vietnam"),
    optional("nationality_suspected", "a country that others suspect; several with a semicolon", ""),
    optional("nationality_as_recorded", "the words of the record, where they say more", ""),
    optional("found_on", "the day on which the person was found, if it is another than that of receipt", ""),
    column("found_in", "a region (London, North East ...) or the nation, where no region is known", "London"),
    optional(
        "operation",
        "the operation in which the person was found, or a word of your own for the group: the same for all who were found \
         together. Its name goes no further than the referral",
        "",
    ),
    question(
        "exploited_in",
        "regions, nations, or overseas:COUNTRY; several with a semicolon",
        "London; overseas:Vietnam",
    ),
    question(
        "exploitation_types",
        "types of the scheme in force, the main one first; several with a semicolon",
        "Labour exploitation",
    ),
    optional("child_when_exploited", "for an adult: yes or no, whether under 18 at any time while it happened", "no"),
    optional("consent_explained_by", "for an adult: the post that explained what follows", "officer-12"),
    optional("consent_language", "for an adult: the language of the explanation", "vi"),
    optional("consent_notice_version", "for an adult: the version of the privacy notice", "2012-1"),
    question("support_wanted", "yes or no", "yes"),
    question("police_contact", "yes or no: whether the person is willing to be contacted", "ask_later"),
    column("immediate_threat", "yes or no", "no"),
    question("name", "the name, as given", "Example Person"),
    optional("other_names", "other names; several with a semicolon", ""),
    question("date_of_birth", "a date, a month, a year, or about a year", "about 1990"),
    optional("safe_channel", "a way to reach the person: telephone, text, in person ...", "telephone"),
    optional("safe_detail", "the number or address, only if it is safe", ""),
    column("second_contact", "a second contact in your organisation", "duty desk"),
    optional("local_authority_contact", "for a child: the contact at the local authority", ""),
    column("account", "what was seen, said and suspected", "Found at a workplace; documents held by another."),
];

/// The template as a file: the headings and one made-up row.
pub fn template() -> Result<String, csv::Error> {
    let mut writer = csv::Writer::from_writer(Vec::new());
    writer.write_record(COLUMNS.map(|column| column.name))?;
    writer.write_record(COLUMNS.map(|column| column.example))?;
    let bytes = writer.into_inner().map_err(|error| csv::Error::from(error.into_error()))?;
    Ok(String::from_utf8_lossy(&bytes).into_owned())
}

/// The reference page of the template, in Markdown.
pub fn reference_page() -> String {
    let mut page = format!(
        "# The referral file\n\nOne row a referral, in UTF-8. Every blank has a reason: where a question has no answer, write one of \
         {BLANKS}.\n\n| column | what may stand there | what belongs there | example |\n| --- | --- | --- | --- |\n"
    );
    for Column { name, may_be_empty, takes_reason, meaning, example } in COLUMNS {
        let cell = match (may_be_empty, takes_reason) {
            (true, _) => "a value, or nothing",
            (false, true) => "a value, or a reason",
            (false, false) => "a value",
        };
        page.push_str(&format!("| {name} | {cell} | {meaning} | {example} |\n"));
    }
    page
}
