//! Who dawdles, or goes away in the middle, keeps nobody else from the pages.

use std::time::{Duration, Instant};

use manumit_app::Office;
use manumit_store::Entropy;
use manumit_web::{Patience, Settings, Site};
use tokio::{
    io::{AsyncReadExt as _, AsyncWriteExt as _},
    net::{TcpListener, TcpStream},
    time::{sleep, timeout},
};

use crate::harness::now;

const SEATS: usize = 24;

/// A site with few seats and little patience, and where it is.
async fn served(store: &manumit_store::Store) -> std::net::SocketAddr {
    let patience = Patience {
        head: Duration::from_millis(600),
        piece: Duration::from_millis(400),
        form: Duration::from_millis(900),
        file: Duration::from_secs(5),
        end: Duration::from_millis(500),
        connections: SEATS,
    };
    let office = Office::open(store.clone(), Entropy::System).unwrap();
    let site = Site::new(office, Settings { patience, ..Settings::new(now) }).unwrap();
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = listener.local_addr().unwrap();
    tokio::spawn(manumit_web::serve(site, listener, std::future::pending()));
    address
}

/// Asks for the first page, and says whether it came.
async fn page_comes(address: std::net::SocketAddr) -> bool {
    let mut stream = TcpStream::connect(address).await.unwrap();
    stream.write_all(b"GET / HTTP/1.1\r\nhost: a\r\nconnection: close\r\n\r\n").await.unwrap();
    let mut answer = Vec::new();
    stream.read_to_end(&mut answer).await.is_ok() && answer.starts_with(b"HTTP/1.1 200 OK")
}

/// What somebody sends who will never finish: nothing, half a head, and a head with half a body.
const HALVES: [&str; 3] = [
    "",
    "GET / HTTP/1.1\r\nhost: a\r\nx-slow: ",
    "POST /sign-in HTTP/1.1\r\nhost: a\r\ncontent-type: application/x-www-form-urlencoded\r\ncontent-length: 900\r\n\r\nemail=",
];

#[test]
fn half_open_connections_do_not_keep_others_out() {
    manumit_testkit::on_sqlite(async |bench| {
        let address = served(&bench.store).await;
        let mut held = Vec::new();
        for turn in 0..SEATS * 3 {
            let mut stream = TcpStream::connect(address).await.unwrap();
            stream.write_all(HALVES[turn % HALVES.len()].as_bytes()).await.unwrap();
            held.push(stream);
        }
        let began = Instant::now();
        let came = timeout(Duration::from_secs(20), page_comes(address)).await;
        assert_eq!(came, Ok(true), "nobody gets in while half-open connections are held");
        // Three rounds of seats are let go one after another before it is this page's turn.
        assert!(began.elapsed() < Duration::from_secs(10), "{:?}", began.elapsed());
        for stream in &mut held {
            let mut rest = Vec::new();
            assert!(timeout(Duration::from_secs(5), stream.read_to_end(&mut rest)).await.is_ok(), "it is held still");
        }
    });
}

#[test]
fn who_sends_a_byte_at_a_time_is_let_go_all_the_same() {
    manumit_testkit::on_sqlite(async |bench| {
        let address = served(&bench.store).await;
        let mut stream = TcpStream::connect(address).await.unwrap();
        let mut let_go = false;
        for byte in b"GET / HTTP/1.1\r\nhost: a\r\nx-slow: aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa" {
            if stream.write_all(&[*byte]).await.is_err() {
                let_go = true;
                break;
            }
            sleep(Duration::from_millis(60)).await;
        }
        let mut rest = Vec::new();
        let_go |= timeout(Duration::from_secs(1), stream.read_to_end(&mut rest)).await.is_ok();
        assert!(let_go, "a head that took five times as long as it may is waited for still");
        assert!(page_comes(address).await);
    });
}

#[test]
fn a_form_that_trickles_in_is_not_waited_for() {
    manumit_testkit::on_sqlite(async |bench| {
        let address = served(&bench.store).await;
        let mut stream = TcpStream::connect(address).await.unwrap();
        stream.write_all(HALVES[2].as_bytes()).await.unwrap();
        let began = Instant::now();
        let (mut reading, mut writing) = stream.into_split();
        let trickle = tokio::spawn(async move {
            while writing.write_all(b"a").await.is_ok() {
                sleep(Duration::from_millis(150)).await;
            }
        });
        let mut answer = [0; 12];
        timeout(Duration::from_secs(5), reading.read_exact(&mut answer)).await.unwrap().unwrap();
        assert_eq!(&answer, b"HTTP/1.1 408");
        assert!(began.elapsed() >= Duration::from_millis(850));
        trickle.abort();
    });
}

#[test]
fn whoever_goes_away_in_the_middle_of_an_answer_breaks_nothing() {
    manumit_testkit::on_sqlite(async |bench| {
        let address = served(&bench.store).await;
        for _ in 0..SEATS * 2 {
            let mut stream = TcpStream::connect(address).await.unwrap();
            stream.write_all(b"GET /questions HTTP/1.1\r\nhost: a\r\n\r\n").await.unwrap();
            drop(stream);
        }
        assert_eq!(timeout(Duration::from_secs(10), page_comes(address)).await, Ok(true));
    });
}
