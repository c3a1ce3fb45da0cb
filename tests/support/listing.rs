//! A list of accounts that answers like a tenant, and goes wrong exactly where a test says.

use std::sync::Mutex;

use super::scripted::{Act, Scripted, answer};

/// A page asked for.
#[derive(Debug, Clone, Copy)]
pub struct Asked {
    /// How many pages were asked for before.
    pub nth: usize,
    pub offset: usize,
    pub limit: usize,
}

/// What goes wrong with one answer.
#[derive(Debug, Clone, Default)]
pub struct Twist {
    /// Rows left out, by their place in the page.
    pub left_out: Vec<usize>,
    /// Added to the total.
    pub miscounted: isize,
    /// Another answer instead.
    pub instead: Option<Vec<u8>>,
}

/// A sorted list of ids on a server.
pub struct Listing {
    pub server: Scripted,
}

impl Listing {
    /// Serves that many accounts. `twist` is asked before each page; it may change the list, too.
    pub fn start(count: usize, twist: impl Fn(Asked, &mut Vec<String>) -> Twist + Send + Sync + 'static) -> Self {
        let list: Mutex<Vec<String>> = Mutex::new((0..count).map(id).collect());
        let server = Scripted::start(move |seen, nth| {
            let parameter = |name: &str| {
                let pairs = seen.target.split_once('?').map_or("", |(_, query)| query).split('&');
                pairs.filter_map(|pair| pair.split_once('=')).find(|(known, _)| *known == name).map(|(_, value)| value)
            };
            let number = |name| parameter(name).and_then(|value| value.parse().ok()).unwrap_or(0);
            let asked = Asked { nth, offset: number("offset"), limit: number("limit") };
            let mut ids = list.lock().unwrap();
            let twist = twist(asked, &mut ids);
            page(&ids, asked, parameter("count").is_some(), twist)
        });
        Self { server }
    }
}

/// The nth id: sorted as text like the numbers.
pub fn id(number: usize) -> String {
    format!("{number:06}")
}

fn page(ids: &[String], asked: Asked, count: bool, twist: Twist) -> Act {
    if let Some(bytes) = twist.instead {
        return Act::Send(bytes);
    }
    let rows = ids.iter().skip(asked.offset).take(asked.limit).enumerate();
    let kept = rows.filter(|(place, _)| !twist.left_out.contains(place));
    let rows: Vec<String> = kept.map(|(_, id)| format!(r#"{{"name":"n","id":"{id}"}}"#)).collect();
    let total = ids.len().saturating_add_signed(twist.miscounted).to_string();
    let headers = [("X-Total-Count", total.as_str())];
    Act::Send(answer(200, if count { &headers } else { &[] }, format!("[{}]", rows.join(","))))
}
