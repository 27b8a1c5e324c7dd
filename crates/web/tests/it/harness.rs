//! A site on a throw-away journal, and people who sit at its desks.

use axum::{
    Router,
    body::{Body, to_bytes},
    http::{HeaderMap, Request, StatusCode},
};
use jiff::Timestamp;
use manumit_app::{Office, demo};
use manumit_store::{Entropy, Store};
use manumit_web::{Settings, Site};
use tower::ServiceExt as _;

/// The moment at which every test visits: a Wednesday, with the questions of April 2026 in force.
pub fn now() -> Timestamp {
    "2026-09-16T09:30:00Z".parse().unwrap()
}

/// A site, and the office behind it.
pub struct Premises {
    pub office: Office,
    router: Router,
}

/// What a page answered.
pub struct Answer {
    pub status: StatusCode,
    pub headers: HeaderMap,
    pub body: String,
}

impl Answer {
    /// Where it leads, if it leads on.
    pub fn leads_to(&self) -> &str {
        self.headers.get("location").map_or("", |value| value.to_str().unwrap())
    }
}

/// Somebody with a browser.
pub struct Person {
    router: Router,
    cookie: String,
    form_token: String,
}

impl Premises {
    /// A site of made-up data, with a desk for every role.
    pub async fn new(store: &Store) -> Self {
        Self::at(store, now).await
    }

    /// The same, at another moment.
    pub async fn at(store: &Store, clock: fn() -> Timestamp) -> Self {
        let office = Office::open(store.clone(), Entropy::System).unwrap();
        demo::open_desks(&office, now()).await.unwrap();
        let settings = Settings { synthetic: true, ..Settings::new(clock) };
        let router = Site::new(office.clone(), settings).unwrap().router();
        Self { office, router }
    }

    /// Somebody who is not signed in.
    pub fn nobody(&self) -> Person {
        Person { router: self.router.clone(), cookie: String::new(), form_token: String::new() }
    }

    /// Somebody signed in at the demonstration desk of a post.
    pub async fn at_the_desk_of(&self, organisation: &str, post: &str) -> Person {
        let accounts = demo::accounts(&self.office).await.unwrap();
        let account =
            accounts.iter().find(|account| account.actor.organisation == organisation && account.actor.post == post);
        let account = account.unwrap_or_else(|| panic!("there is no desk of {organisation}/{post}"));
        let mut person = self.nobody();
        let answer = person.post("/sign-in/demonstration", &[("account", &account.id)]).await;
        assert_eq!(answer.leads_to(), "/duties", "{}", answer.body);
        let cookie = answer.headers["set-cookie"].to_str().unwrap();
        person.cookie = cookie.split(';').next().unwrap().to_owned();
        let home = person.get("/duties").await;
        let rest = home.body.split("name=\"form_token\" value=\"").nth(1);
        let rest = rest.unwrap_or_else(|| panic!("{organisation}/{post} has no home: {} {}", home.status, home.body));
        person.form_token = rest.split('"').next().unwrap().to_owned();
        person
    }
}

impl Person {
    /// The same person, who has chosen a language.
    pub fn reading(&self, language: &str) -> Self {
        let chosen = format!("manumit_language={language}");
        let cookie = if self.cookie.is_empty() { chosen } else { format!("{}; {chosen}", self.cookie) };
        Self { router: self.router.clone(), cookie, form_token: self.form_token.clone() }
    }

    /// The same browser, in front of a site that began anew.
    pub fn after_restart(&self, premises: &Premises) -> Self {
        Self { router: premises.router.clone(), cookie: self.cookie.clone(), form_token: self.form_token.clone() }
    }

    pub async fn get(&self, path: &str) -> Answer {
        self.ask(Request::get(path).body(Body::empty()).unwrap()).await
    }

    /// Sends a form, with the token of the session.
    pub async fn post(&self, path: &str, fields: &[(&str, &str)]) -> Answer {
        let mut fields = fields.to_vec();
        fields.push(("form_token", &self.form_token));
        self.post_exactly(path, &fields).await
    }

    /// Sends a form as it stands.
    pub async fn post_exactly(&self, path: &str, fields: &[(&str, &str)]) -> Answer {
        let mut form = form_urlencoded::Serializer::new(String::new());
        form.extend_pairs(fields);
        let request = Request::post(path).header("content-type", "application/x-www-form-urlencoded");
        self.ask(request.body(Body::from(form.finish())).unwrap()).await
    }

    /// Sends a form with a file.
    pub async fn upload(&self, path: &str, fields: &[(&str, &str)], file: (&str, &str, &[u8])) -> Answer {
        let mut body = Vec::new();
        let token = [("form_token", self.form_token.as_str())];
        for (name, value) in fields.iter().chain(&token) {
            body.extend(
                format!("--edge\r\ncontent-disposition: form-data; name=\"{name}\"\r\n\r\n{value}\r\n").bytes(),
            );
        }
        let (field, name, content) = file;
        let head = format!("--edge\r\ncontent-disposition: form-data; name=\"{field}\"; filename=\"{name}\"\r\n\r\n");
        body.extend(head.bytes());
        body.extend(content);
        body.extend(b"\r\n--edge--\r\n");
        let request = Request::post(path).header("content-type", "multipart/form-data; boundary=edge");
        self.ask(request.body(Body::from(body)).unwrap()).await
    }

    pub async fn ask(&self, mut request: Request<Body>) -> Answer {
        if !self.cookie.is_empty() {
            request.headers_mut().insert("cookie", self.cookie.parse().unwrap());
        }
        let answer = self.router.clone().oneshot(request).await.unwrap();
        let (parts, body) = answer.into_parts();
        let body = to_bytes(body, 8_000_000).await.unwrap();
        // As a browser reads it: the template engine writes a stroke as an entity.
        let body = String::from_utf8_lossy(&body).replace("&#x2f;", "/");
        Answer { status: parts.status, headers: parts.headers, body }
    }
}
