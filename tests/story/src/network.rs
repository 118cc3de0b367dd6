//! The network between a device and the server: it loses questions and answers, asks twice, and has bad days; and it
//! keeps a transcript of every byte that passed.
use crate::Dice;
use axum::Router;
use axum::body::{Body, to_bytes};
use axum::http;
use std::cell::{Cell, RefCell};
use std::rc::Rc;
use tower::ServiceExt;
use webmynd_engine::ports::remote::LONGEST;
use webmynd_engine::ports::{Method, Remote, RemoteError, Request, Response};

/// How often, in a thousand, something goes wrong.
#[derive(Clone, Copy, Default)]
pub struct Moods {
    /// The question is lost.
    pub lost: u64,
    /// It is answered, and the answer is lost.
    pub unanswered: u64,
    /// It is asked twice.
    pub twice: u64,
    /// Something in between answers 502.
    pub bad_gateway: u64,
}

/// Whose turn it is at a server: devices that ask at once take turns, and with the same seed always the same ones.
pub type Turns = Rc<tokio::sync::Mutex<()>>;

/// A way to the server.
pub struct Network {
    router: Router,
    turns: Turns,
    moods: RefCell<Moods>,
    dice: RefCell<Dice>,
    transcript: RefCell<Vec<u8>>,
    trace: RefCell<Vec<String>>,
    /// So many answers come; then none any more.
    left: Cell<Option<u32>>,
    /// Requests on their way, and most of them at once.
    under_way: Cell<(usize, usize)>,
}

impl Network {
    pub fn new(router: Router, turns: Turns, seed: u64) -> Self {
        Self {
            router,
            turns,
            moods: RefCell::default(),
            dice: RefCell::new(Dice(seed)),
            transcript: RefCell::default(),
            trace: RefCell::default(),
            left: Cell::default(),
            under_way: Cell::default(),
        }
    }

    pub fn set_moods(&self, moods: Moods) {
        *self.moods.borrow_mut() = moods;
    }

    /// All that went over it, both ways.
    pub fn transcript(&self) -> Vec<u8> {
        self.transcript.borrow().clone()
    }

    /// What was asked, what was answered and what went wrong, in order: the same for the same seed.
    pub fn trace(&self) -> Vec<String> {
        self.trace.borrow().clone()
    }

    /// How many requests were under way at once, at most.
    pub fn most_at_once(&self) -> usize {
        self.under_way.get().1
    }

    /// After so many answers the next one is lost, and from then on nothing gets through.
    pub fn break_after(&self, answers: u32) {
        self.left.set(Some(answers));
    }

    /// All gets through again.
    pub fn mend(&self) {
        self.left.set(None);
    }

    fn happens(&self, often: u64) -> bool {
        self.dice.borrow_mut().below(1_000) < often
    }

    async fn ask(&self, request: &Request) -> Result<Response, RemoteError> {
        let _turn = self.turns.lock().await;
        let method = match request.method {
            Method::Get => http::Method::GET,
            Method::Put => http::Method::PUT,
            Method::Post => http::Method::POST,
            Method::Delete => http::Method::DELETE,
        };
        let mut asked = http::Request::builder().method(method).uri(&request.path);
        for (name, value) in &request.headers {
            asked = asked.header(*name, value);
        }
        self.note(request.path.as_bytes());
        self.note(&request.body);
        let answer =
            self.router.clone().oneshot(asked.body(Body::from(request.body.clone())).unwrap()).await.unwrap();
        let retry_after =
            answer.headers().get("retry-after").and_then(|value| value.to_str().ok()?.parse().ok());
        let status = answer.status().as_u16();
        self.mark(request, &status.to_string());
        let body = to_bytes(answer.into_body(), LONGEST)
            .await
            .map_err(|_| RemoteError("the answer is longer than any".to_owned()))?;
        self.note(&body);
        Ok(Response { status, retry_after, body: body.to_vec() })
    }

    fn mark(&self, request: &Request, what: &str) {
        self.trace.borrow_mut().push(format!("{:?} {} {what}", request.method, request.path));
    }

    fn note(&self, bytes: &[u8]) {
        self.transcript.borrow_mut().extend_from_slice(bytes);
    }
}

impl Remote for Network {
    async fn call(&self, request: Request) -> Result<Response, RemoteError> {
        let moods = *self.moods.borrow();
        match self.left.get() {
            Some(u32::MAX) => return Err(RemoteError("nothing gets through".to_owned())),
            Some(0) => {
                self.left.set(Some(u32::MAX));
                self.ask(&request).await?;
                return Err(RemoteError("the answer was lost".to_owned()));
            }
            Some(left) => self.left.set(Some(left - 1)),
            None => {}
        }
        // All at once: requests that are under way together are answered sooner or later, and the dice are to fall alike.
        let [lost, bad_gateway, unanswered, twice] =
            [moods.lost, moods.bad_gateway, moods.unanswered, moods.twice].map(|often| self.happens(often));
        if lost {
            self.mark(&request, "lost");
            return Err(RemoteError("the question was lost".to_owned()));
        }
        if bad_gateway {
            self.mark(&request, "bad gateway");
            return Ok(Response { status: 502, retry_after: None, body: b"<h1>Bad Gateway</h1>".to_vec() });
        }
        let (now, most) = self.under_way.get();
        self.under_way.set((now + 1, most.max(now + 1)));
        let answer = self.ask(&request).await;
        self.under_way.set((self.under_way.get().0 - 1, self.under_way.get().1));
        let answer = answer?;
        if unanswered {
            self.mark(&request, "unanswered");
            return Err(RemoteError("the answer was lost".to_owned()));
        }
        if twice { self.ask(&request).await } else { Ok(answer) }
    }
}
