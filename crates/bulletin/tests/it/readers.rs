//! Every reader takes any bytes: what is not understood is refused with a sentence, never with a panic.

use std::{io::Cursor, sync::OnceLock};

use manumit_bulletin::{
    audit::Audit,
    compute::Release,
    definition::Definitions,
    extract::{CURRENT, Extract, ExtractBuilder, VersionRow},
    published::Published,
};
use proptest::prelude::*;

const QUARTERLY: &str = include_str!("../../tables/quarterly.toml");
const PUBLISHED: &str = include_str!("../../data/published.csv");

fn small() -> &'static [u8] {
    static SMALL: OnceLock<Vec<u8>> = OnceLock::new();
    SMALL.get_or_init(|| {
        let mut builder = ExtractBuilder::synthetic();
        for row in 0..20 {
            builder.push(VersionRow { row, recorded_to: CURRENT, sex: "Female", ..VersionRow::default() }).unwrap();
        }
        let mut bytes = Vec::new();
        builder.finish().unwrap().write(&mut bytes).unwrap();
        bytes
    })
}

/// A text with a few letters from one place on replaced.
fn broken(text: &str, place: usize, with: &str) -> String {
    let letters: Vec<char> = text.chars().collect();
    let place = place % letters.len();
    let after = (place + with.len()).min(letters.len());
    letters[..place].iter().copied().chain(with.chars()).chain(letters[after..].iter().copied()).collect()
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(200))]

    #[test]
    fn definitions_with_anything_in_them(place in 0_usize..20_000, with in "[\\[\\]{}\"=|#a-z0-9 \n-]{0,12}") {
        if let Err(error) = Definitions::parse(&broken(QUARTERLY, place, &with)) {
            prop_assert!(!error.to_string().is_empty());
        }
    }

    #[test]
    fn published_figures_with_anything_in_them(place in 0_usize..20_000, with in "[,\"\n0-9a-z-]{0,12}") {
        if let Err(error) = Published::read(broken(PUBLISHED, place, &with).as_bytes()) {
            prop_assert!(error.to_string().starts_with("published figures"));
        }
    }

    #[test]
    fn audits_and_editions_of_any_bytes(bytes in proptest::collection::vec(any::<u8>(), 0..200)) {
        prop_assert!(Audit::read(&bytes).is_err());
        prop_assert!(Release::read(&bytes).is_err());
    }

    #[test]
    fn an_extract_with_a_changed_byte_is_refused_or_the_same(place in 0_usize..100_000, with in any::<u8>()) {
        let mut bytes = small().to_vec();
        let place = place % bytes.len();
        bytes[place] = with;
        if let Ok(read) = Extract::read(Cursor::new(&bytes)) {
            let whole = Extract::read(Cursor::new(small())).unwrap();
            prop_assert_eq!(read.checksum(), whole.checksum());
        }
    }
}
