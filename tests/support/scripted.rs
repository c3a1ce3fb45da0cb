//! A server that answers each request with the bytes a test gives it: for cut bodies, wrong codings, hanging and
//! counting, which a well-behaved server cannot do.

use std::io::{BufRead, BufReader, Read, Write};
use std::net::{TcpListener, TcpStream};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};
use std::thread;

/// A request as it arrived.
#[derive(Debug, Clone)]
pub struct Seen {
    pub method: String,
    /// Path and query, as on the request line.
    pub target: String,
    pub headers: Vec<(String, String)>,
    pub body: String,
}

impl Seen {
    pub fn header(&self, name: &str) -> Option<&str> {
        self.headers.iter().find(|(known, _)| known.eq_ignore_ascii_case(name)).map(|(_, value)| value.as_str())
    }

    pub fn path(&self) -> &str {
        self.target.split('?').next().unwrap()
    }
}

/// What to do with a request.
pub enum Act {
    /// Send these bytes and await the next request.
    Send(Vec<u8>),
    /// Send these bytes and close the line.
    SendAndClose(Vec<u8>),
    /// Say nothing until the client leaves.
    Hang,
}

/// An answer with these headers and a `Content-Length`.
pub fn answer(status: u16, headers: &[(&str, &str)], body: impl AsRef<[u8]>) -> Vec<u8> {
    let body = body.as_ref();
    let mut head = format!("HTTP/1.1 {status} Some Reason\r\nContent-Length: {}\r\n", body.len());
    for (name, value) in headers {
        head.extend([name, ": ", value, "\r\n"]);
    }
    head.push_str("\r\n");
    [head.as_bytes(), body].concat()
}

/// A 200 with JSON.
pub fn json(body: &str) -> Act {
    Act::Send(answer(200, &[("Content-Type", "application/json")], body))
}

/// The answer to the nth token request: `token-<n>`, good for ten minutes.
pub fn grant(nth: usize) -> Act {
    json(&format!(r#"{{"access_token":"token-{nth}","token_type":"bearer","expires_in":600}}"#))
}

type Handler = dyn Fn(&Seen, usize) -> Act + Send + Sync;

/// The server. Listens until the process ends.
pub struct Scripted {
    pub base: String,
    seen: Arc<Mutex<Vec<Seen>>>,
    connections: Arc<AtomicUsize>,
}

impl Scripted {
    /// Answers `/oauth/token` with a new token each time and everything else by `handler`, which is given the request
    /// and how many of its path came before.
    pub fn start(handler: impl Fn(&Seen, usize) -> Act + Send + Sync + 'static) -> Self {
        Self::start_with_sign_in(|_, nth| grant(nth + 1), handler)
    }

    /// The same, with token requests answered by `sign_in`.
    pub fn start_with_sign_in(
        sign_in: impl Fn(&Seen, usize) -> Act + Send + Sync + 'static,
        handler: impl Fn(&Seen, usize) -> Act + Send + Sync + 'static,
    ) -> Self {
        Self::start_raw(
            move |seen, nth| {
                if seen.path().ends_with("/oauth/token") { sign_in(seen, nth) } else { handler(seen, nth) }
            },
        )
    }

    fn start_raw(handler: impl Fn(&Seen, usize) -> Act + Send + Sync + 'static) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let base = format!("http://{}", listener.local_addr().unwrap());
        let (seen, connections): (Arc<Mutex<Vec<Seen>>>, Arc<AtomicUsize>) = Default::default();
        let handler: Arc<Handler> = Arc::new(handler);
        let (ledger, counter) = (Arc::clone(&seen), Arc::clone(&connections));
        thread::spawn(move || {
            for line in listener.incoming().flatten() {
                counter.fetch_add(1, Ordering::SeqCst);
                let (handler, ledger) = (Arc::clone(&handler), Arc::clone(&ledger));
                thread::spawn(move || serve(&line, &*handler, &ledger));
            }
        });
        Self { base, seen, connections }
    }

    /// Every request so far but those for tokens.
    pub fn seen(&self) -> Vec<Seen> {
        self.select(|seen| !seen.path().ends_with("/oauth/token"))
    }

    /// Every token request so far.
    pub fn sign_ins(&self) -> Vec<Seen> {
        self.select(|seen| seen.path().ends_with("/oauth/token"))
    }

    /// How many connections were made.
    pub fn connections(&self) -> usize {
        self.connections.load(Ordering::SeqCst)
    }

    fn select(&self, wanted: impl Fn(&Seen) -> bool) -> Vec<Seen> {
        self.seen.lock().unwrap().iter().filter(|seen| wanted(seen)).cloned().collect()
    }
}

fn serve(line: &TcpStream, handler: &Handler, ledger: &Mutex<Vec<Seen>>) -> Option<()> {
    let mut reader = BufReader::new(line);
    let mut writer = line;
    loop {
        let seen = read_request(&mut reader)?;
        let before = {
            let mut ledger = ledger.lock().unwrap();
            let before = ledger.iter().filter(|known| known.path() == seen.path()).count();
            ledger.push(seen.clone());
            before
        };
        match handler(&seen, before) {
            Act::Send(bytes) => writer.write_all(&bytes).ok()?,
            Act::SendAndClose(bytes) => return writer.write_all(&bytes).ok(),
            Act::Hang => return reader.read_to_end(&mut Vec::new()).ok().map(drop),
        }
    }
}

fn read_request(reader: &mut impl BufRead) -> Option<Seen> {
    let mut next = || {
        let mut line = String::new();
        (reader.read_line(&mut line).ok()? > 0).then(|| line.trim_end().to_owned())
    };
    let first = next()?;
    let mut words = first.split(' ').map(str::to_owned);
    let (method, target) = (words.next()?, words.next()?);
    let mut headers = Vec::new();
    loop {
        let line = next()?;
        if line.is_empty() {
            break;
        }
        let (name, value) = line.split_once(':')?;
        headers.push((name.to_owned(), value.trim().to_owned()));
    }
    let mut seen = Seen { method, target, headers, body: String::new() };
    let length = seen.header("content-length").and_then(|length| length.parse().ok()).unwrap_or(0);
    let mut body = vec![0; length];
    reader.read_exact(&mut body).ok()?;
    seen.body = String::from_utf8(body).ok()?;
    Some(seen)
}
