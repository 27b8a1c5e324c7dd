//! Bad input: what is wrong is named, with the line and what to write instead.

use std::fmt::Write;

use manumit_disclosure::{
    dimension::Dimension,
    policy::{Audience, Policy},
    protect::protect,
    read::{TableForm, table},
    release::Release,
    specification::Specification,
    statement::{Figure, Statement},
};

use crate::tables::{TABLE_8, tidy, wide};

#[test]
fn what_is_wrong_is_named_and_what_to_write_instead() {
    let mut told = String::new();
    for text in [
        "age,sex,count\nAdult,Male,3\nAdult,Male,4\n",
        "age,sex,count\nAdult,Male,3\nAdult,Female,4\nAdult,Total,8\n",
        "age,sex,count\nAdult,Male,-3\n",
        "age,sex,count\nAdult,Male,many\n",
        "age,sex,count\nAdult,Male,2.5\n",
        "age,sex,number\nAdult,Male,3\n",
        "age,age,count\nAdult,Male,3\n",
        "age,sex,count\nAdult,3\n",
        "age,sex,count\n",
        "",
    ] {
        writeln!(told, "{}", tidy(&[text]).unwrap_err()).unwrap();
    }
    let one = "age,count\nAdult,30\nChild,9\nTotal,39\n";
    writeln!(told, "{}", tidy(&[one, "age,count\nAdult,31\nChild,9\nTotal,40\n"]).unwrap_err()).unwrap();
    writeln!(told, "{}", tidy(&[one, "sex,count\nMale,31\nFemale,9\n"]).unwrap_err()).unwrap();
    let mut crossed = tidy(&["nationality,sex,exploitation type,nation,count\nA,Male,Labour,Wales,30\n"]).unwrap();
    writeln!(told, "{}", protect(&mut crossed, &[], &Policy::of(Audience::Public), &mut |_, _| {}).unwrap_err())
        .unwrap();
    let mut public = tidy(&["age,count\nAdult,[c]\nChild,9\nTotal,39\n"]).unwrap();
    writeln!(told, "{}", protect(&mut public, &[], &Policy::of(Audience::Public), &mut |_, _| {}).unwrap_err())
        .unwrap();
    let mut release = wide(&[("table 8", "country", TABLE_8)]).unwrap();
    let figure = Figure::Percentage { part: 0, base: 4, value: 12, decimals: 0 };
    let statement = Statement { text: "12% of domestic servitude".to_owned(), figure };
    writeln!(
        told,
        "{}",
        protect(&mut release, &[statement], &Policy::of(Audience::Public), &mut |_, _| {}).unwrap_err()
    )
    .unwrap();
    let missing = "[release]\nfollows = [\"2013-03\"]\n[[table]]\nfile = \"a.csv\"\n";
    let specification = Specification::read(missing, "release.toml").unwrap();
    writeln!(told, "{}", specification.assemble(&mut |_| Ok("age,count\nAdult,3\n".to_owned())).unwrap_err()).unwrap();
    writeln!(told, "{}", Specification::read("[release]\nwords = 3\n", "release.toml").unwrap_err()).unwrap();
    insta::assert_snapshot!(told);
}

#[test]
fn odd_files_are_read_as_they_are_meant() {
    let text = "\u{feff}Région d'origine , Alter (Jahre),count\nÅland,\" 18, or more \",\"1,204\"\nÅland,,-\n ÅLAND ,Total,1 204\nTotal,Total,1204.0\n\n";
    let mut dimensions: Vec<Dimension> = Vec::new();
    let read = table(text, &TableForm::default(), &mut dimensions).unwrap();
    assert_eq!(read.cells.len(), 4);
    let release = Release::new(dimensions, vec![read]).unwrap();
    let words: Vec<String> = (0..release.cells.len()).map(|id| release.words(id)).collect();
    assert_eq!(
        words,
        [
            "Région d'origine Åland, Alter (Jahre) 18, or more",
            "Région d'origine Åland, Alter (Jahre) (blank)",
            "Région d'origine Åland",
            "Total"
        ]
    );
}

#[test]
fn a_published_copy_can_be_audited_without_its_counts() {
    let text = "row,column,count\na,x,[c]\na,y,[c]\na,Total,7\nb,x,9\nb,y,12\nb,Total,21\nTotal,x,12\nTotal,y,16\nTotal,Total,28\n";
    let release = tidy(&[text]).unwrap();
    let audit = manumit_disclosure::audit::audit(&release, &[], &[], Default::default(), &mut |_, _| {}).unwrap();
    let found: Vec<(u64, Option<u64>)> = audit.findings.iter().map(|finding| (finding.low, finding.high)).collect();
    assert_eq!(found, [(3, Some(3)), (4, Some(4))]);
    let contradictory = text.replace("Total,x,12", "Total,x,8");
    assert!(
        manumit_disclosure::audit::audit(
            &tidy(&[&contradictory]).unwrap(),
            &[],
            &[],
            Default::default(),
            &mut |_, _| {}
        )
        .is_err()
    );
}
