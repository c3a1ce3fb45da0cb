//! `qd profiles`: the hosts known, and what is said of them. The tenant is not asked.

use std::collections::BTreeSet;

use jiff::tz::TimeZone;
use serde::Serialize;

use super::arguments::{Marking, Profiles, ProfilesCommand};
use super::ending::{Ending, Failure};
use super::lines::{self, Line};
use super::output::Cut;
use super::remarks::Remarks;
use crate::model::{Problem, ProblemKind};
use crate::settings::{Environment, Flags, Host, Hosts, Preferences, SignIn};

/// Lists the hosts, or says something of one.
///
/// # Errors
///
/// Where the settings do not read or cannot be written, or the output cannot be written.
pub fn profiles(profiles: Profiles, flags: &Flags) -> Result<Ending, Failure> {
    let environment = Environment::read()?;
    let preferences = Preferences::settle(flags, &environment)?;
    match profiles.command {
        None => list(&environment, preferences),
        Some(ProfilesCommand::Mark(marking)) => mark(&environment, preferences, &marking),
    }
}

fn list(environment: &Environment, preferences: Preferences) -> Result<Ending, Failure> {
    let hosts = environment.hosts()?;
    let signed_in = SignIn::from_environment(environment)?.and_then(|sign_in| Host::written(sign_in.base_url()));
    let known: BTreeSet<&Host> = hosts.marked().chain(&signed_in).collect();
    let all = known.iter().copied().map(|host| HostLine::of(host, &hosts, signed_in.as_ref() == Some(host)));
    lines::print(all, preferences.output)?;
    let remarks = Remarks::new(preferences);
    if known.is_empty() {
        remarks.say("no host is marked, and SAIL_BASE_URL names none");
        return Ok(Ending::Nothing);
    }
    if preferences.read_only {
        remarks.say("read-only everywhere, whatever is said of a host: --read-only or QD_READ_ONLY");
    }
    Ok(Ending::Done)
}

fn mark(environment: &Environment, preferences: Preferences, marking: &Marking) -> Result<Ending, Failure> {
    let host = &marking.host;
    let mark = marking.mark().ok_or_else(|| {
        let told = format!("one word takes back another: nothing is said of {host}");
        Problem::new(ProblemKind::Settings, told)
    })?;
    let mut hosts = Hosts::read(&environment.settings_directory()?)?;
    hosts.mark(host, mark)?;
    let line = HostLine::of(host, &hosts, false);
    let told = format!("{host} is {}, and {}", line.production_in_words(), line.writing_in_words());
    Remarks::new(preferences).say(&told);
    Ok(Ending::Done)
}

/// A host and what is said of it.
#[derive(Debug, Serialize)]
#[serde(rename_all = "camelCase")]
struct HostLine<'a> {
    host: &'a str,
    /// Whether it counts as production.
    production: bool,
    /// Whether anybody said so, or its name alone does.
    production_marked: bool,
    read_only: bool,
    /// Where the sign-in there comes from.
    sign_in: Option<&'static str>,
}

impl<'a> HostLine<'a> {
    fn of(host: &'a Host, hosts: &Hosts, is_signed_in: bool) -> Self {
        let mark = hosts.mark_of(host);
        Self {
            host: host.as_str(),
            production: mark.production.unwrap_or_else(|| host.counts_as_production()),
            production_marked: mark.production.is_some(),
            read_only: mark.read_only.unwrap_or_default(),
            sign_in: is_signed_in.then_some("environment"),
        }
    }

    fn production_in_words(&self) -> &'static str {
        if self.production { "PRODUCTION" } else { "not production" }
    }

    fn writing_in_words(&self) -> &'static str {
        if self.read_only { "READ-ONLY" } else { "writable" }
    }
}

impl Line for HostLine<'_> {
    const HEADINGS: &'static [(&'static str, Cut)] = &[
        ("HOST", Cut::Distinct),
        ("COUNTS AS", Cut::Never),
        ("BECAUSE", Cut::Never),
        ("CHANGES", Cut::Never),
        ("SIGN-IN", Cut::Never),
    ];
    const WORDS: &'static [&'static str] = &["host", "production", "productionMarked", "readOnly", "signIn"];

    fn for_people(&self, _: &TimeZone) -> Vec<String> {
        let because = match (self.production_marked, self.production) {
            (true, _) => "marked",
            (false, true) => "never marked",
            (false, false) => "by its name",
        };
        let sign_in = self.sign_in.unwrap_or_default();
        [self.host, self.production_in_words(), because, self.writing_in_words(), sign_in].map(str::to_owned).to_vec()
    }

    fn for_programs(&self) -> Vec<String> {
        vec![
            self.host.to_owned(),
            self.production.to_string(),
            self.production_marked.to_string(),
            self.read_only.to_string(),
            self.sign_in.unwrap_or_default().to_owned(),
        ]
    }
}
