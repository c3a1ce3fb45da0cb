//! How a run or a submission stands, as its entries say it: JSON made by the database itself, so that an entry and the
//! row it speaks of can be compared as they are.
//!
//! What stands here is in the chain. Once shipped it is not changed: older entries would seem forged. A later version
//! adds its facts in entries of a kind of its own.

/// A run, without the person's words.
pub(super) const RUN: &str = "json_object('verb', verb, 'tenant', tenant, 'tenantUser', tenant_user, 'osUser', os_user, \
     'host', host, 'version', version, 'ticket', ticket, 'options', json(options), 'started', started, \
     'confirmed', confirmed, 'parked', parked, 'ended', ended, 'lease', lease_token)";

/// The person's words for a run; null where there are none.
pub(super) const RUN_DETAILS: &str = "iif(reason IS NULL, NULL, json_object('reason', reason))";

/// A submission, without names and values.
pub(super) const SUBMISSION: &str = "json_object('kind', kind, 'target', target, 'outcome', outcome, 'skip', skip, \
     'status', status, 'taskId', task_id, 'trackingId', tracking_id, 'sent', sent, 'answered', answered, \
     'ended', ended, 'replacedBy', replaced_by)";

/// What is known of a target when its run begins; null where nothing is. Version 1 did not know of sources: what it wrote
/// reads the same as it did.
pub(super) const PLAN_DETAILS: &str = "iif(coalesce(name, native_id, expected, body, source) IS NULL, NULL, \
     iif(source IS NULL, \
     json_object('name', name, 'nativeId', native_id, 'expected', json(expected), 'body', json(body)), \
     json_object('name', name, 'nativeId', native_id, 'expected', json(expected), 'body', json(body), 'source', source)))";

/// What is learnt of it later; null where nothing is.
pub(super) const LATER_DETAILS: &str = "iif(coalesce(reason, after) IS NULL, NULL, \
     json_object('reason', reason, 'after', json(after)))";
