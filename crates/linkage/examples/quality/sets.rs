//! The labelled sets, and what is asked of each.

/// One set: its files, the settings for its layout of columns, and the least that is asked.
pub struct Set {
    pub name: &'static str,
    pub settings: &'static str,
    pub files: &'static [&'static str],
    /// The column that names the person; empty where a file of links does.
    pub label: &'static str,
    /// F1 of pairs at P = 0.5.
    pub pair: f64,
    /// F1 of pairs at the best threshold.
    pub best: f64,
    /// Precision of pairs once groups are known.
    pub precision: f64,
    pub cluster: f64,
    /// F1 of clusters when no list has a person twice.
    pub one_to_one: Option<f64>,
}

const fn set(
    (name, settings): (&'static str, &'static str),
    files: &'static [&'static str],
    (pair, cluster): (f64, f64),
) -> Set {
    Set { name, settings, files, label: "cluster", pair, best: 0.0, precision: 0.0, cluster, one_to_one: None }
}

const SANCTIONS: &[&str] = &["uk_persons", "un_persons"];
const FEBRL4: &[&str] = &["febrl4_a", "febrl4_b"];

pub const SETS: &[Set] = &[
    set(("fake_1000", "fake"), &["fake_1000"], (0.94, 0.975)),
    Set { precision: 0.99, ..set(("historical_50k", "historical"), &["historical_50k"], (0.89, 0.93)) },
    set(("FEBRL 3, little information", "febrl_low"), &["febrl3"], (0.988, 0.993)),
    Set { one_to_one: Some(0.996), ..set(("FEBRL 4, little information", "febrl_low_link"), FEBRL4, (0.989, 0.991)) },
    set(("FEBRL C 1000, little information", "febrl_low"), &["febrl_c_1000"], (0.88, 0.94)),
    set(("FEBRL 3, all columns", "febrl"), &["febrl3"], (0.999, 0.999)),
    set(("FEBRL 4, all columns", "febrl_link"), FEBRL4, (0.999, 0.999)),
    set(("FEBRL C 1000, all columns", "febrl"), &["febrl_c_1000"], (0.999, 0.999)),
    set(("rldata500", "rldata"), &["rldata500"], (0.985, 0.985)),
    Set {
        label: "",
        best: 0.99,
        one_to_one: Some(0.997),
        ..set(("UK-UN, all fields", "sanctions"), SANCTIONS, (0.95, 0.0))
    },
    // No bar of its own: the primary name, date and nationality only.
    Set {
        label: "",
        one_to_one: Some(0.0),
        ..set(("UK-UN, primary name", "sanctions_primary"), SANCTIONS, (0.0, 0.0))
    },
];
