//! Feeding the program what nobody would type, to see it hold: no tools beside the stable compiler are needed.
//!
//! `cargo bench --bench fuzz -- query 60` feeds the query language for 60 seconds (`--profile dev` before the `--` adds
//! the compiler's own checks of arithmetic). Texts are changed at random, beginning with those in `tests/fuzz/corpus`;
//! one that leads to something new is kept to be changed further. A text that breaks a rule is printed, and is to be
//! added to the corpus with its mend. `cargo bench --bench fuzz -- query 60 7` begins with seed 7.
#![expect(clippy::print_stdout, reason = "what was found is the point")]

mod mutate;
mod query;

use std::collections::HashSet;
use std::panic::{self, AssertUnwindSafe};
use std::process::ExitCode;
use std::time::{Duration, Instant};

use fastrand::Rng;

/// How many texts are kept to be changed further.
const MOST_KEPT: usize = 20_000;

fn main() -> ExitCode {
    // Cargo adds a flag of its own.
    let arguments: Vec<String> = std::env::args().skip(1).filter(|argument| !argument.starts_with("--")).collect();
    let number = |place: usize| arguments.get(place).and_then(|argument| argument.parse().ok());
    if arguments.first().is_some_and(|target| target == "query") {
        return fuzz(Duration::from_secs(number(1).unwrap_or(60)), number(2).unwrap_or(1));
    }
    println!("what to feed: cargo bench --bench fuzz -- query [SECONDS] [SEED]");
    ExitCode::SUCCESS
}

fn fuzz(time: Duration, seed: u64) -> ExitCode {
    let target = query::Target::new();
    let mut rng = Rng::with_seed(seed);
    let mut kept: Vec<String> = include_str!("corpus/query.txt").lines().map(String::from).collect();
    let mut outcomes = HashSet::new();
    let (start, mut tried) = (Instant::now(), 0_u64);
    // What panics is told below, with the text that made it.
    panic::set_hook(Box::new(|_| ()));
    let first: Vec<String> = kept.clone();
    let mut waiting = first.into_iter();
    while start.elapsed() < time {
        let text = waiting.next().unwrap_or_else(|| mutate::mutated(&mut rng, &kept));
        tried += 1;
        let outcome = panic::catch_unwind(AssertUnwindSafe(|| target.feed(&text)));
        let broken = match outcome {
            Ok(Ok(outcome)) => {
                if outcomes.insert(outcome) && kept.len() < MOST_KEPT {
                    kept.push(text);
                }
                continue;
            }
            Ok(Err(rule)) => rule,
            Err(panicked) => query::said(panicked.as_ref()),
        };
        println!("after {tried} texts of seed {seed}: {broken}\n{text:?}");
        return ExitCode::FAILURE;
    }
    println!("{tried} texts of seed {seed} in {} s, {} outcomes: every rule held", time.as_secs(), outcomes.len());
    ExitCode::SUCCESS
}
