//! The statistician's pages: tables of one's own and the fixed ones, protected for everybody who may see statistics; the true
//! figures for who may see them, asked for by name and written down.

use std::time::Duration;

use axum::{Router, http::StatusCode};
use manumit_app::{
    Office, demo,
    statistics::{self, Look},
};
use manumit_testkit::{Bench, on_both_engines, on_sqlite};

use super::{police::decided, seat::*};

const COUNT: &str = "/statistics/count?measure=referrals&from=2026-Q1&to=2026-Q3";

/// A caseload of thirty referrals at every stage, and everybody's desk.
async fn caseload(bench: &Bench) -> (Office, Router) {
    let office = office(&bench.store).await;
    demo::load_present_day(&office, now()).await.unwrap();
    let router = router(&office, now);
    (office, router)
}

/// The rows of a file below its caption, its header first.
async fn rows(seat: &Seat, query: &str) -> Vec<Vec<String>> {
    let address = COUNT.replace("/count?", "/count.csv?") + query;
    let file = seat.get(&address).await.is(StatusCode::OK);
    assert!(file.headers["content-type"].to_str().unwrap().starts_with("text/csv"));
    let (caption, rows) = file.body.split_once("\r\n\r\n").unwrap();
    assert!(caption.contains("as at,31 July 2026") || query.contains("unprotected"), "{caption}");
    assert!(caption.contains("synthetic data,every record is made up"), "{caption}");
    rows.lines().map(|row| row.split(',').map(str::to_owned).collect()).collect()
}

/// The count in the last column of the row that begins so.
fn of(rows: &[Vec<String>], first: &str) -> String {
    rows.iter().find(|row| row[0] == first).map_or("[low]".to_owned(), |row| row.last().unwrap().clone())
}

#[test]
fn the_same_people_are_counted_the_same_by_every_way_and_after_a_restart() {
    on_both_engines(async |bench| {
        let (office, router) = caseload(&bench).await;
        let seat = Seat::of(&router, STATISTICIAN).await;
        let by_sex = rows(&seat, "&by=sex").await;
        assert!(of(&by_sex, "Total").parse::<u64>().unwrap() >= 10, "{by_sex:?}");
        for sex in ["Female", "Male"] {
            let filtered = rows(&seat, &format!("&sex={sex}")).await;
            assert_eq!(of(&filtered, "Total"), of(&by_sex, sex), "{sex}");
            let crossed = rows(&seat, &format!("&by=location_of_exploitation&by=sex&sex={sex}")).await;
            assert_eq!(of(&crossed, "Total"), of(&by_sex, sex), "{sex}");
        }
        let crossed = rows(&seat, "&by=sex&by=quarter&by=age_group").await;
        assert_eq!(of(&crossed, "Total"), of(&by_sex, "Total"));
        // Several values say what they say apart.
        let both = rows(&seat, "&sex=Female&sex=Male").await;
        let apart: u64 = ["Female", "Male"].iter().filter_map(|sex| of(&by_sex, sex).parse::<u64>().ok()).sum();
        assert_eq!(of(&both, "Total"), apart.to_string());
        let page = seat.get(&format!("{COUNT}&sex=Female&sex=Male")).await.is(StatusCode::OK);
        drop(page.says("only sex Female or Male").says("id=\"sex-3\"").says("Sex, another value (3)"));
        let decided_by = rows(&seat, "&competent_authority=Single%20Competent%20Authority").await;
        assert_eq!(of(&decided_by, "Total"), of(&by_sex, "Total"));
        // Another extract of the same journal, and any day of the month after.
        let again = self::router(&office, later);
        let triage = Seat::of(&again, TRIAGE).await;
        assert_eq!(rows(&triage, "&by=sex").await, by_sex);
        assert_eq!(rows(&triage, "&by=sex&as_at=2026-08-02").await, by_sex);
        assert_eq!(rows(&triage, "&by=sex&as_at-day=31&as_at-month=7&as_at-year=2026").await, by_sex);
    });
}

#[test]
fn v33_no_small_count_is_shown_to_whoever_did_not_ask_for_it_by_right() {
    on_sqlite(async |bench| {
        let (_, router) = caseload(&bench).await;
        for desk in [STATISTICIAN, TRIAGE] {
            let seat = Seat::of(&router, desk).await;
            for query in ["&by=nationality", "&by=sex&by=exploitation_type", "&by=nationality&by=sex&by=quarter", ""] {
                let shown = rows(&seat, query).await;
                let counts =
                    shown.iter().skip(1).flat_map(|row| row.iter().skip(1)).filter_map(|cell| cell.parse().ok());
                assert!(counts.clone().all(|count: u64| count >= 10), "{shown:?}");
                let page = seat.get(&format!("{COUNT}{query}")).await.is(StatusCode::OK).says("Protected by cell keys");
                drop(page.says("31 July 2026").says_nothing_of("Not for publication"));
            }
            let of_few = rows(&seat, "&nationality=Ghana").await;
            let of_none = rows(&seat, "&nationality=Tuvalu").await;
            assert_eq!(of_few, of_none, "one person looks like nobody");
        }
        for desk in [RESPONDER, DECISION_MAKER, POLICE, SUPPORT] {
            let seat = Seat::of(&router, desk).await;
            seat.get("/statistics").await.is(StatusCode::FORBIDDEN);
            seat.get(COUNT).await.is(StatusCode::FORBIDDEN);
        }
    });
}

#[test]
fn true_figures_need_their_right_are_asked_for_by_name_and_every_look_is_in_the_trail() {
    on_both_engines(async |bench| {
        let (_, router) = caseload(&bench).await;
        let triage = Seat::of(&router, TRIAGE).await;
        let asked = format!("{COUNT}&by=nationality&unprotected=yes");
        let file = asked.replace("/count?", "/count.csv?");
        for address in [asked.as_str(), &file, "/statistics?unprotected=yes", "/statistics/sex?unprotected=yes"] {
            triage.get(address).await.is(StatusCode::FORBIDDEN);
        }
        drop(triage.get(COUNT).await.says_nothing_of("unprotected"));

        let statistician = Seat::of(&router, STATISTICIAN).await;
        drop(statistician.get(COUNT).await.says("The true figures").says_nothing_of("Not for publication"));
        let page = statistician.get(&asked).await.is(StatusCode::OK).says("Not for publication").says("3 August 2026");
        drop(page.says("not for publication").says_nothing_of("[low]"));
        let shown = statistician.get(&file).await.is(StatusCode::OK).says("not for publication,No disclosure control");
        drop(shown.says("\nGhana,1\r\n"));
        let fixed = "?period=2026-Q2&unprotected=yes";
        statistician.get(&format!("/statistics/sex{fixed}")).await.is(StatusCode::OK).says("Not for publication");
        statistician.get(&format!("/statistics/sex.csv{fixed}")).await.is(StatusCode::OK).says("not for publication");

        let auditor = Seat::of(&router, AUDITOR).await;
        let trail = auditor.get("/audit/trail?what=true-figures").await.is(StatusCode::OK);
        let trail = trail.says("see unprotected statistics").says("access.not_yours").says("statistician-1");
        let about = "Referrals received by nationality, 2026-Q1 to 2026-Q3, as at 2026-08-03";
        let trail = trail.says(&format!("page: {about}")).says(&format!("file: {about}"));
        let trail =
            trail.says("page: Table 3, 2026-Q2, as at 2026-08-03").says("file: Table 3, 2026-Q2, as at 2026-08-03");
        assert_eq!(trail.body.matches("see unprotected statistics").count(), 4 + 4, "four refused, four looks");
    });
}

#[test]
fn what_cannot_be_asked_is_refused_in_a_summary_and_the_form_keeps_what_was_typed() {
    on_sqlite(async |bench| {
        let (_, router) = caseload(&bench).await;
        let seat = Seat::of(&router, STATISTICIAN).await;
        for (query, said) in [
            ("measure=people", "is nothing that is counted"),
            ("measure=referrals&by=shoe_size", "is nothing to count by"),
            ("measure=referrals&shoe_size=44", "is nothing to count by"),
            ("measure=referrals&nationality_suspected=Ghana", "cannot be counted by nationality suspected"),
            ("measure=notifications&by=competent_authority", "cannot be counted by competent authority"),
            ("measure=referrals&as_at-day=31&as_at-month=2&as_at-year=2026", "not a day of the calendar"),
            ("measure=referrals&as_at=never", "not a day of the calendar"),
            ("measure=referrals&from=2026", "is no quarter"),
            ("measure=referrals&from=2026-Q3&to=2026-Q1", "2026-Q1 is before 2026-Q3"),
            ("measure=referrals&by=sex&by=sex", "Sex is asked for twice"),
            ("measure=referrals&by=sex&by=quarter&by=age_group&by=uk_country", "4 dimensions are too many"),
            ("measure=referrals&sex=Femal", "is no value of sex"),
            ("measure=referrals&sex=Male&sex=Femal", "is no value of sex"),
            ("measure=awaiting_reasonable_grounds&from=2026-Q1&to=2026-Q2&by=sex", "are a stock"),
            ("measure=awaiting_reasonable_grounds&from=2026-Q3&to=2026-Q3&by=sex", "is not over in the record"),
            ("measure=awaiting_reasonable_grounds&by=quarter&by=reasonable_grounds", "cannot be counted by"),
            (
                "measure=referrals&by=nationality&by=sex&by=exploitation_type&uk_country=England",
                "are never shown together",
            ),
            (
                "measure=referrals&by=first_responder&nationality=Ghana&sex=Male&exploitation_type=Labour",
                "are never shown together",
            ),
        ] {
            for kind in ["count", "count.csv"] {
                let answer =
                    seat.get(&format!("/statistics/{kind}?{query}")).await.is(StatusCode::UNPROCESSABLE_ENTITY);
                drop(answer.says("There is a problem").says(said).says("Make a table").says_nothing_of("<svg xmlns"));
            }
        }
        let kept = seat.get("/statistics/count?measure=notifications&by=sex&by=sex&nationality=Ghana").await;
        let kept = kept.says("<option value=\"notifications\" selected>").says("<option value=\"Ghana\" selected>");
        drop(kept.says("<details class=\"govuk-details\" id=\"filters\" open>"));
        // What is never published together may still be looked at by who may see every figure.
        let all = "measure=referrals&by=nationality&by=sex&by=exploitation_type&uk_country=England&unprotected=yes";
        seat.get(&format!("/statistics/count?{all}")).await.is(StatusCode::OK).says("Not for publication");
    });
}

#[test]
fn decisions_and_notifications_are_counted_and_drawn() {
    on_sqlite(async |bench| {
        let (_, router) = caseload(&bench).await;
        let seat = Seat::of(&router, STATISTICIAN).await;
        let true_count = async |measure: &str, query: &str| {
            let address =
                format!("/statistics/count.csv?measure={measure}&from=2026-Q1&to=2026-Q3&unprotected=yes{query}");
            let file = seat.get(&address).await.is(StatusCode::OK);
            let rows = file.body.split_once("\r\n\r\n").unwrap().1.to_owned();
            rows.lines().map(|row| row.split(',').map(str::to_owned).collect::<Vec<_>>()).collect::<Vec<_>>()
        };
        assert_eq!(of(&true_count("referrals", "").await, "Total"), "30");
        assert_eq!(of(&true_count("notifications", "&by=sex").await, "Total"), "4");
        let reasonable = true_count("reasonable_grounds", "&by=reasonable_grounds").await;
        let conclusive = true_count("conclusive_grounds", "&by=conclusive_grounds").await;
        assert!(of(&reasonable, "Positive").parse::<u64>().unwrap() > of(&conclusive, "Total").parse::<u64>().unwrap());
        assert_eq!((of(&conclusive, "Positive"), of(&conclusive, "Negative")), ("4".to_owned(), "2".to_owned()));
        let page = seat.get(&format!("{COUNT}&by=exploitation_type&by=sex&unprotected=yes")).await.is(StatusCode::OK);
        drop(
            page.says("<svg xmlns")
                .says("role=\"img\"")
                .says("Referrals received by exploitation type and sex")
                .says("Female"),
        );
    });
}

/// Asks until the edition is made: the page waits two seconds and then says that it goes on.
async fn settled(seat: &Seat, path: &str) -> Answer {
    for _ in 0..60 {
        let answer = seat.get(path).await.is(StatusCode::OK);
        if !answer.body.contains("The tables are being protected") {
            return answer;
        }
        tokio::time::sleep(Duration::from_millis(500)).await;
    }
    panic!("{path} is not made in half a minute");
}

#[test]
fn v33_the_fixed_tables_are_protected_as_a_whole_for_everybody() {
    on_both_engines(async |bench| {
        let (_, router) = caseload(&bench).await;
        let triage = Seat::of(&router, TRIAGE).await;
        let list = settled(&triage, "/statistics?period=2026-Q2").await.says("31 July 2026").says("are withheld");
        drop(list.says("Referrals by sex").says_nothing_of("Small cells").says_nothing_of("unprotected"));
        for table in ["sex", "nationality", "referrals", "exploitation"] {
            let page = settled(&triage, &format!("/statistics/{table}?period=2026-Q2")).await.says("[c]");
            drop(page.says("withheld, so that no count of few people can be seen or computed"));
            let file = triage.get(&format!("/statistics/{table}.csv?period=2026-Q2")).await.is(StatusCode::OK);
            let (_, rows) = file.body.split_once("\r\n\r\n").unwrap();
            let cells = rows.lines().skip(1).flat_map(|row| row.split(',').skip(1));
            let small = cells.filter_map(|cell| cell.parse::<u64>().ok()).filter(|count| (1..10).contains(count));
            assert_eq!(small.count(), 0, "{table}: {rows}");
        }
        // As at a day within a month the record is that of the month's end before.
        let early = settled(&triage, "/statistics/sex?period=2026-Q1&as_at=2026-05-30").await;
        drop(early.says("30 April 2026"));
        let statistician = Seat::of(&router, STATISTICIAN).await;
        drop(
            settled(&statistician, "/statistics?period=2026-Q2")
                .await
                .says("are withheld")
                .says_nothing_of("Small cells"),
        );
        let list = statistician.get("/statistics?period=2026-Q2&unprotected=yes").await.says("Not for publication");
        drop(list.says("Small cells").says("/statistics/sex?period=2026-Q2&amp;as_at=2026-08-03&amp;unprotected=yes"));

        statistician.get("/statistics/table99?period=2026-Q2").await.is(StatusCode::NOT_FOUND);
        statistician.get("/statistics?as_at=never").await.is(StatusCode::OK).says("not a day of the calendar");
        statistician.get("/statistics?period=twelve").await.is(StatusCode::OK).says("is no period");
        let soon = statistician.get("/statistics?period=2026-Q3").await.is(StatusCode::OK);
        drop(soon.says("July to September 2026 is not over in the record as at 31 July 2026"));
    });
}

#[test]
fn the_tables_of_a_year_show_no_small_count_whether_they_can_be_protected_or_not() {
    on_sqlite(async |bench| {
        let office = office(&bench.store).await;
        let router = router(&office, now);
        decided(&office, &referred(&office).await).await;
        let triage = Seat::of(&router, TRIAGE).await;
        let list = settled(&triage, "/statistics?year=2026").await;
        assert!(list.body.contains("are withheld") || list.body.contains("Left out"), "{}", list.body);
        let extracts = statistics::extracts(&office).await.unwrap();
        let (period, day) = ("2026".parse().unwrap(), "2026-07-31".parse().unwrap());
        let edition = statistics::Edition::make(&extracts, (period, day), Look::Protected, &[]).unwrap();
        assert!(edition.release.tables.iter().all(|table| !table.has_small_cells(edition.threshold)));
        let shown: Vec<&str> = edition.release.tables.iter().map(|table| table.id.as_str()).collect();
        for table in ["table01", "table04"] {
            let answer = triage.get(&format!("/statistics/{table}?year=2026")).await;
            let wanted = if shown.contains(&table) { StatusCode::OK } else { StatusCode::NOT_FOUND };
            assert_eq!(answer.status, wanted, "{table}");
        }
    });
}
