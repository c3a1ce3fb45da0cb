//! Finding out to whom something is to be done: the targets of a plan, by what the command line or a file says of them.

use super::Desk;
use super::given::Given;
use super::wish::{List, Whom, Wish};
use crate::cli::arguments::Acting;
use crate::cli::asking::Asking;
use crate::cli::ending::Failure;
use crate::model::text::counted;
use crate::model::{ActsOn, Content, Order, Problem, ProblemKind, Verb};
use crate::query;
use crate::work::lookup::{self, Listed, Matching, Meant};
use crate::work::plan::{self, Asked, SOURCE_ID};
use crate::work::plan_file::Filed;
use crate::work::protocol::{Census, Plan};

/// What is wished for, as a plan.
pub(super) fn planned(desk: &Desk, wish: Wish, acting: &Acting) -> Result<Plan, Failure> {
    let given = match (&acting.from, &wish.whom) {
        (None, _) => None,
        (Some(file), Whom::Listed(list)) => Some(Given::read(file, Some(list.by), list.column.as_deref())?),
        (Some(file), _) => Some(Given::read(file, None, None)?),
    };
    let lines = match given {
        Some(Given::Plan(filed)) => {
            fits(&filed, &wish, acting, &desk.engine.client.tenant())?;
            let whose = filed.provenance;
            let plan = desk.asking.wait(desk.engine.plan_anew(filed.order, filed.targets))?;
            desk.asking.remarks.say(&format!("the plan was {}", whose.told_to(plan.user.as_deref())));
            return Ok(plan);
        }
        Some(Given::List(lines)) => lines,
        None => Vec::new(),
    };
    let asked = Asked { put_in: acting.include.clone(), ..asked(&desk.asking, wish, lines)? };
    let plan = desk.asking.wait(desk.engine.plan(asked))?;
    all_are_targets(&acting.include, &plan)?;
    Ok(plan)
}

/// Whether the plan of a file is for this tenant and this verb. All else that can be said is said in it.
fn fits(filed: &Filed, wish: &Wish, acting: &Acting, tenant: &str) -> Result<(), Problem> {
    let verb = wish.order.verb;
    filed.must_be_for(tenant)?;
    let told = if filed.order.verb != verb {
        format!("the plan is to {}, not to {}: nothing was sent", filed.order.verb.word(), verb.word())
    } else if !wish.is_the_verb_alone() || !acting.include.is_empty() {
        "the plan says what is to be done, so nothing can be set beside it: nothing was sent".to_owned()
    } else {
        return Ok(());
    };
    Err(refused(told))
}

/// What is put in by hand has to be among what is acted on: else it was mistyped, or meant for another run.
fn all_are_targets(put_in: &[String], plan: &Plan) -> Result<(), Problem> {
    let is_target = |id: &&String| plan.targets.iter().any(|target| target.id == **id);
    match put_in.iter().find(|id| !is_target(id)) {
        None => Ok(()),
        Some(id) => Err(refused(format!("--include says {id}, which is none of the targets: nothing was sent"))),
    }
}

/// What is asked of the plan; `lines` are those of the list.
fn asked(asking: &Asking, wish: Wish, lines: Vec<String>) -> Result<Asked, Failure> {
    if wish.lacks_content() {
        return Err(refused(format!("there is nothing to {} with: nothing was sent", wish.order.verb.word())).into());
    }
    let Wish { mut order, whom } = wish;
    let (mut targets, mut unclear) = (Vec::new(), Vec::new());
    match whom {
        Whom::Ids(ids) => targets = ids,
        Whom::Matching(query) => targets = matching(asking, &order, &query)?,
        Whom::Listed(list) => Meant { ids: targets, unclear } = listed(asking, list, lines)?,
        Whom::Source(words) => {
            let source = asking.wait(plan::source_called(&asking.client, &words))?;
            match &mut order.content {
                Content::Attributes(attributes) => drop(attributes.insert(SOURCE_ID.to_owned(), source.id.into())),
                _ => targets = vec![source.id],
            }
        }
    }
    Ok(Asked { order, targets, put_in: Vec::new(), unclear })
}

/// The accounts of a list.
fn listed(asking: &Asking, list: List, values: Vec<String>) -> Result<Meant, Failure> {
    let source = list.source.map(|words| asking.wait(plan::source_called(&asking.client, &words))).transpose()?;
    let list = Listed { by: list.by, values, source };
    Ok(asking.wait(lookup::listed(&asking.client, &list))?)
}

/// The accounts that match, or their identities where it is those that are acted on.
fn matching(asking: &Asking, order: &Order, text: &str) -> Result<Vec<String>, Failure> {
    let text = query::from_arguments(std::slice::from_ref(&text.to_owned()));
    if order.verb == Verb::Put {
        let told = "put replaces all attributes, which are hardly the same for all that match: nothing was sent";
        return Err(refused(told.to_owned()).into());
    }
    // Whoever means every account has to say so with a query that every account passes.
    if query::parse(&text).is_ok_and(|query| query.all.is_empty()) {
        return Err(refused("--where needs a query: nothing was sent".to_owned()).into());
    }
    let prepared = asking.compile(&text, Vec::new())?;
    let told = |census: Census| asking.remarks.progress(census.have, census.total);
    let matching = asking.wait(lookup::matching(&asking.client, &prepared.scan(), told));
    asking.remarks.progress_ends();
    let Matching { accounts, identities, nobodys } = matching?;
    if accounts.is_empty() {
        let told = "nothing on the tenant matches: nothing was sent";
        return Err(Problem::new(ProblemKind::NotFound, told).into());
    }
    if order.verb.acts_on() != ActsOn::Identity {
        return Ok(accounts);
    }
    if nobodys > 0 {
        asking.remarks.say(&format!("{} that match belong to nobody", counted(nobodys, "account")));
    }
    if identities.is_empty() {
        return Err(Problem::new(ProblemKind::NotFound, "all that match belong to nobody: nothing was sent").into());
    }
    Ok(identities)
}

fn refused(told: String) -> Problem {
    Problem::new(ProblemKind::Settings, told)
}
