//! The demonstration caseload gives the tables of the report back.

use manumit_app::{Office, demo};
use manumit_store::Entropy;

#[test]
fn the_2012_caseload_gives_the_published_totals_on_both_engines() {
    manumit_testkit::on_both_engines(async |bench| {
        let office = Office::open(bench.store.clone(), Entropy::seeded(1)).unwrap();
        let loaded = demo::load_idmg_2012(&office, |_, _| {}).await.unwrap();
        assert_eq!((loaded.loaded, loaded.already_there), (1_186, 0));
        let again = demo::load_idmg_2012(&office, |_, _| {}).await.unwrap();
        assert_eq!((again.loaded, again.already_there), (0, 1_186), "loading it again changes nothing");
    });
}
