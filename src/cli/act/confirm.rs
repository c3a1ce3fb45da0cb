//! Confirming a plan: by a flag, or by a person at a terminal. Anything else than the right answer is no.

use std::io::{self, BufRead, IsTerminal};

use crate::cli::arguments::Going;
use crate::cli::ending::Failure;
use crate::cli::remarks::Remarks;
use crate::cli::{lines, remarks};
use crate::model::text::{self, counted};
use crate::model::{ActsOn, Problem, ProblemKind};
use crate::settings::Tenant;
use crate::work::plan_file;
use crate::work::protocol::{Plan, Target, Tier};

/// What the person said.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::cli) enum Answer {
    Yes,
    No,
}

/// Asks whether the plan is to be carried out, unless the command line said so.
///
/// # Errors
///
/// Where nobody can be asked, or the command line confirmed something else.
pub(super) fn confirm(plan: &Plan, tenant: &Tenant, going: &Going, remarks: Remarks) -> Result<Answer, Failure> {
    let tier = plan.tier(tenant.production, 0);
    if by_flags(&tier, plan.to_send().count(), going.yes, going.confirm.as_deref())? {
        return Ok(Answer::Yes);
    }
    let headline = headline(plan, tenant);
    if !(io::stdin().is_terminal() && io::stderr().is_terminal()) {
        return Err(needs(&tier, &headline).into());
    }
    if remarks.are_few() {
        // It was not told before, and whoever is asked must know what.
        remarks::line(&headline);
    }
    Ok(ask(plan, &tier))
}

/// Whether the flags confirm it.
fn by_flags(tier: &Tier, count: usize, yes: bool, typed: Option<&str>) -> Result<bool, Problem> {
    let wanted = match tier {
        Tier::Name(name) => name.clone(),
        _ => count.to_string(),
    };
    match typed {
        Some(typed) if typed == wanted => Ok(true),
        Some(typed) => {
            let told = format!("--confirm says {typed}, and it is {wanted}: nothing was sent");
            Err(Problem::new(ProblemKind::Settings, told))
        }
        None => Ok(yes && matches!(tier, Tier::Yes | Tier::ReadThenYes)),
    }
}

fn needs(tier: &Tier, headline: &str) -> Problem {
    let flag = match tier {
        Tier::Yes | Tier::ReadThenYes => "--yes".to_owned(),
        Tier::Count(count) => format!("--confirm {count}"),
        Tier::Name(name) => format!("--confirm {}", text::for_shell(name)),
    };
    Problem::new(ProblemKind::Settings, format!("nothing was sent: nobody can be asked whether to {headline}"))
        .with_advice(format!("confirm it with {flag}, or look at it with --plan"))
}

/// The verb, what will be sent of what was named, and the tenant.
pub(super) fn headline(plan: &Plan, tenant: &Tenant) -> String {
    let mark = if tenant.production { " · PRODUCTION" } else { "" };
    format!("{} on {}{mark}", what(plan), tenant.name)
}

fn what(plan: &Plan) -> String {
    let (verb, count, all) = (plan.order.verb.word().to_uppercase(), plan.to_send().count(), plan.targets.len() as u64);
    let kind = match plan.order.verb.acts_on() {
        ActsOn::Account => "account",
        ActsOn::Identity => "sign-in",
        ActsOn::NewAccount => {
            let is_update = plan.to_send().any(|target| target.row.is_some());
            return format!("{} {}", if is_update { "UPDATE, not CREATE," } else { "CREATE" }, counted(all, "account"));
        }
        ActsOn::Source => {
            let name = plan.targets.first().map(Target::shown_name).unwrap_or_default();
            let accounts = plan.targets.first().and_then(plan_file::state).unwrap_or_default();
            return format!("REMOVE ALL ACCOUNTS of {name} ({accounts})");
        }
    };
    format!("{verb} {count} of {}", counted(all, kind))
}

fn ask(plan: &Plan, tier: &Tier) -> Answer {
    for target in &plan.targets {
        remarks::line(&format!("  {}", lines::sentence(target)));
    }
    let wanted = match tier {
        Tier::Yes | Tier::ReadThenYes => "y".to_owned(),
        Tier::Count(count) => count.to_string(),
        Tier::Name(name) => name.clone(),
    };
    remarks::ask(&match tier {
        Tier::Yes | Tier::ReadThenYes => "Send it? [y/N]".to_owned(),
        Tier::Count(_) => format!("To send it, type how many ({wanted}):"),
        Tier::Name(_) => format!("To send it, type the name of the source ({wanted}):"),
    });
    let mut line = String::new();
    let is_read = io::stdin().lock().read_line(&mut line).is_ok();
    if is_read && line.trim() == wanted.trim() { Answer::Yes } else { Answer::No }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_is_advised_so_that_no_shell_reads_anything_into_it() {
        let told = needs(&Tier::Name("HR $(reboot)'s".into()), "REMOVE");
        assert!(told.to_string().contains(r"--confirm 'HR $(reboot)'\''s'"), "{told}");
    }

    #[test]
    fn a_flag_confirms_what_its_key_would() {
        let rows = [
            (Tier::Yes, true, None, Ok(true)),
            (Tier::ReadThenYes, true, None, Ok(true)),
            (Tier::Yes, false, None, Ok(false)),
            (Tier::Count(3), true, None, Ok(false)),
            (Tier::Count(3), false, Some("3"), Ok(true)),
            (Tier::Count(3), true, Some("4"), Err(())),
            (Tier::Yes, false, Some("3"), Ok(true)),
            (Tier::Yes, true, Some("2"), Err(())),
            (Tier::Name("HR".into()), true, Some("3"), Err(())),
            (Tier::Name("HR".into()), false, Some("HR"), Ok(true)),
        ];
        for (tier, yes, typed, confirmed) in rows {
            assert_eq!(by_flags(&tier, 3, yes, typed).map_err(|_| ()), confirmed, "{tier:?} {yes} {typed:?}");
        }
    }
}
