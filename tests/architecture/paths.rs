//! The paths a source names (`a::b::c`), with the groups of `use` spelled out and `super` followed to the crate's root.

use super::tokens::Token;

/// A path and the line it begins on.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Path {
    pub line: usize,
    pub words: Vec<String>,
}

impl Path {
    /// Whether these words stand in the path, one behind the other.
    pub fn contains(&self, words: &[&str]) -> bool {
        self.words.windows(words.len()).any(|window| window == words)
    }
}

/// Every path in the source. `module` is where the source stands, such as `["api", "wire"]`.
pub fn paths(tokens: &[Token], module: &[String]) -> Vec<Path> {
    let mut found = Vec::new();
    let mut at = 0;
    let mut nested = Nesting::default();
    while at < tokens.len() {
        nested.pass(tokens, at);
        let here: Vec<String> = module.iter().chain(nested.modules()).cloned().collect();
        if is_word(&tokens[at]) {
            at = read(tokens, at, &[], &here, &mut found);
        } else {
            at += 1;
        }
    }
    found
}

/// Reads one path, or one branch of a group, and says where it ends.
fn read(tokens: &[Token], start: usize, before: &[String], here: &[String], found: &mut Vec<Path>) -> usize {
    let mut words = before.to_vec();
    let mut at = start;
    while let Some(token) = tokens.get(at) {
        if is_word(token) {
            words.extend(token.code().map(str::to_owned));
            at += 1;
        } else if token.is("{") && at > start {
            at += 1;
            while let Some(token) = tokens.get(at).filter(|token| !token.is("}")) {
                let branch = is_word(token) || token.is("*");
                at = if branch { read(tokens, at, &words, here, found).max(at + 1) } else { at + 1 };
            }
            return at + 1;
        } else {
            at += usize::from(token.is("*"));
            break;
        }
        let Some(next) = tokens.get(at) else { break };
        if !next.is("::") {
            break;
        }
        at += 1;
    }
    found.push(Path { line: tokens[start].line, words: absolute(words, here) });
    at
}

/// The path seen from the crate's root, where it is the crate's own; `crate` stands first in it.
fn absolute(words: Vec<String>, here: &[String]) -> Vec<String> {
    let up = words.iter().take_while(|word| *word == "super").count();
    match words.first().map(String::as_str) {
        Some("quarterdeck") => std::iter::once("crate".to_owned()).chain(words.into_iter().skip(1)).collect(),
        Some("super") => {
            let stays = here.len().saturating_sub(up);
            let root = std::iter::once("crate".to_owned());
            root.chain(here[..stays].iter().cloned()).chain(words.into_iter().skip(up)).collect()
        }
        _ => words,
    }
}

fn is_word(token: &Token) -> bool {
    matches!(token.kind, super::tokens::Kind::Word(_))
}

/// The modules written inside the file that are open at a place.
#[derive(Default)]
struct Nesting {
    depth: usize,
    open: Vec<(usize, String)>,
}

impl Nesting {
    fn pass(&mut self, tokens: &[Token], at: usize) {
        if tokens[at].is("{") {
            self.depth += 1;
            if at >= 2 && tokens[at - 2].is("mod") {
                self.open.push((self.depth, tokens[at - 1].code().unwrap_or_default().to_owned()));
            }
        } else if tokens[at].is("}") {
            self.open.retain(|(depth, _)| *depth < self.depth);
            self.depth = self.depth.saturating_sub(1);
        }
    }

    fn modules(&self) -> impl Iterator<Item = &String> {
        self.open.iter().map(|(_, name)| name)
    }
}
