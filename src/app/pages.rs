//! Asking for the pages of a window on the tenant: each page becomes a job.

use std::sync::Arc;

use super::Effect;
use super::window::{Ask, Nearness, Want, Window};
use crate::model::ListQuery;
use crate::work::protocol::{Epoch, Job, JobId, Urgency};

/// Asks for a page of a list, instead of a job that reads it with less haste.
pub(super) fn submit(
    window: &mut Window,
    query: &Arc<ListQuery>,
    epoch: Epoch,
    Want { page, nearness, instead_of }: Want,
    last_job: &mut JobId,
) -> Vec<Effect> {
    let job = last_job.advance();
    let Ask { span, count } = window.begin(page, job, nearness);
    let urgency = match nearness {
        Nearness::OnScreen => Urgency::Person,
        Nearness::Beside => Urgency::Ahead,
    };
    let ask = Effect::Submit(job, Job::Page { epoch, query: Arc::clone(query), span, count, urgency });
    instead_of.map(Effect::Cancel).into_iter().chain([ask]).collect()
}
