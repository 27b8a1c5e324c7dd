//! The published template of a referral file: one row a referral, every column explained.
//!
//! This list is the template, the reference page and the order of the columns in error messages: there is no other.

/// One column of the template.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Column {
    /// The heading.
    pub name: &'static str,
    /// Whether a cell may be left empty. Where it may not, a reason for the blank may be written instead.
    pub may_be_empty: bool,
    /// What belongs there.
    pub meaning: &'static str,
    /// A made-up example.
    pub example: &'static str,
}

const fn column(name: &'static str, meaning: &'static str, example: &'static str) -> Column {
    Column { name, may_be_empty: false, meaning, example }
}

const fn optional(name: &'static str, meaning: &'static str, example: &'static str) -> Column {
    Column { name, may_be_empty: true, meaning, example }
}

/// Words that may stand in a cell instead of a value: every blank has a reason.
pub const BLANKS: &str = "not_asked, does_not_know, prefers_not_to_say, ask_later, not_recorded, not_applicable";

/// The columns, in order.
pub const COLUMNS: [Column; 25] = [
    column(
        "source_reference",
        "your own reference, different for every row: sending a file twice changes nothing",
        "A-1001",
    ),
    column("received_on", "the day of receipt, year-month-day", "2012-03-01"),
    column("nation", "england, wales, scotland or northern-ireland", "england"),
    column("age", "adult, child or not_sure (which is a child)", "adult"),
    column("sex", "female, male or other", "female"),
    column("nationality_claimed", "a country, as the person gives it", "Vietnam"),
    optional("nationality_suspected", "a country that others suspect; several with a semicolon", ""),
    optional("nationality_as_recorded", "the words of the record, where they say more", ""),
    column("found_in", "a region (London, North East ...) or the nation, where no region is known", "London"),
    column(
        "exploited_in",
        "regions, nations, or overseas:COUNTRY; several with a semicolon",
        "London; overseas:Vietnam",
    ),
    column(
        "exploitation_types",
        "types of the scheme in force, the main one first; several with a semicolon",
        "Labour exploitation",
    ),
    optional("consent_explained_by", "for an adult: the post that explained what follows", "officer-12"),
    optional("consent_language", "for an adult: the language of the explanation", "vi"),
    optional("consent_notice_version", "for an adult: the version of the privacy notice", "2012-1"),
    column("support_wanted", "yes or no", "yes"),
    column("police_contact", "yes or no: whether the person is willing to be contacted", "ask_later"),
    column("immediate_threat", "yes or no", "no"),
    column("name", "the name, as given", "Example Person"),
    optional("other_names", "other names; several with a semicolon", ""),
    column("date_of_birth", "a date, a month, a year, or about a year", "about 1990"),
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
    let mut page = String::from(
        "# The referral file\n\nOne row a referral. A cell that may not be empty takes a value or the reason why there is none: ",
    );
    page.push_str(BLANKS);
    page.push_str(".\n\n| column | may be empty | what belongs there | example |\n| --- | --- | --- | --- |\n");
    for column in COLUMNS {
        let empty = if column.may_be_empty { "yes" } else { "no" };
        page.push_str(&format!("| {} | {empty} | {} | {} |\n", column.name, column.meaning, column.example));
    }
    page
}
