//! The decoders on bytes as tenants send them.

use super::*;
use crate::model::{AccountRow, ConnectionKind, IdentityRef};

const PAGE: &str = include_str!("../../../assets/wire/accounts-page.json");

fn decode<T>(decode: &Decode<T>, body: &str) -> Result<T, Unreadable> {
    decode(Answer { body: body.to_owned(), total: Some(7) }, &Names::default())
}

fn rows(columns: &[&str]) -> Vec<AccountRow> {
    let columns: Vec<String> = columns.iter().map(|&column| column.to_owned()).collect();
    decode(&account_rows(&columns), PAGE).unwrap().rows
}

fn row(id: &str) -> AccountRow {
    rows(&[]).into_iter().find(|row| row.id.as_str() == id).unwrap()
}

#[test]
fn a_full_account_is_read_whole() {
    let row = row("2c9180867c184ff6017c2a2fbf031667");
    let identity = row.identity.as_deref().unwrap();
    assert_eq!(row.name.as_deref(), Some("Geovanni.0a7cad6df"));
    assert_eq!(
        row.native_identity.as_deref(),
        Some("CN=Geovanni 0a7cad6df,OU=hpun,OU=org-data-service,DC=TestAutomationAD,DC=local")
    );
    assert_eq!(row.source.id.as_deref(), Some("2c91808b7c28b350017c2a2ec5790aa1"));
    assert_eq!(row.source.name.as_deref(), Some("Active \"Directory\""));
    assert_eq!(row.source.connection, Some(ConnectionKind::Direct));
    assert_eq!(row.source.features.as_deref().map(|words| words.split(", ").count()), Some(4));
    assert_eq!(row.source.owner.as_deref(), Some("Olga Owner"));
    assert_eq!(identity.id.as_deref(), Some("2c9180867c184ff6017c2a2fbf031666"));
    assert_eq!(identity.name.as_deref(), Some("Geovanni Ärger 中村"));
    assert_eq!((identity.state.as_deref(), identity.lifecycle.as_deref()), (Some("ACTIVE"), Some("active")));
    assert_eq!(row.created, Some("2021-09-28T02:15:44.644Z".parse().unwrap()));
    assert_eq!(row.modified, Some("2021-09-28T02:16:12.207Z".parse().unwrap()));
    assert_eq!((row.disabled, row.locked, row.uncorrelated), (Some(false), Some(true), Some(false)));
    assert_eq!((row.manually_correlated, row.has_entitlements), (Some(false), Some(true)));
    assert_eq!((row.is_machine, row.system_account, row.authoritative), (Some(false), Some(false), Some(false)));
    assert_eq!(row.origin.as_deref(), Some("AGGREGATED"));
}

#[test]
fn a_slim_account_lacks_what_it_lacks() {
    let row = row("slim");
    assert_eq!(row.source.id.as_deref(), Some("s2"));
    assert_eq!(row.source.name, None);
    assert_eq!(row.identity.unwrap().id.as_deref(), Some("2c9180867c184ff6017c2a2fbf031666"));
    assert_eq!((row.authoritative, row.uncorrelated, row.is_machine), (None, None, None));
}

#[test]
fn nulls_missing_and_mistyped_fields_are_unknown() {
    for id in ["nulls", "bare", "mistyped"] {
        assert_eq!(row(id), AccountRow::bare(id.into()), "{id}");
    }
}

#[test]
fn new_words_are_kept_and_new_fields_passed_over() {
    let row = row("new-words");
    let identity = row.identity.as_deref().unwrap();
    assert_eq!(row.name.as_deref(), Some("a\u{0}b\u{1b}[31mc\nd"));
    assert_eq!(row.origin.as_deref(), Some("IMPORTED_BY_AGENT"));
    assert_eq!(row.source.connection, Some(ConnectionKind::Other("quantum".into())));
    assert_eq!((identity.id.as_deref(), identity.name.as_deref()), (Some("i9"), None));
    assert_eq!(identity.state.as_deref(), Some("LIMBO"));
    assert_eq!(row.modified, Some("2026-11-23T08:00:00Z".parse().unwrap()));
    assert_eq!(row.disabled, Some(true));
}

#[test]
fn a_field_told_twice_counts_as_told_last() {
    assert_eq!(row("twice").name.as_deref(), Some("second"));
}

#[test]
fn added_columns_come_in_the_order_asked_for() {
    let columns = ["attr.memberOf", "uuid", "name", "attr.logins", "attr.odd", "recommendation", "attr.none", "nope"];
    let rows = rows(&columns);
    let shown: Vec<Option<&str>> = rows[0].extra.iter().map(Option::as_deref).collect();
    assert_eq!(
        shown,
        [
            Some("CN=A,DC=x, CN=B"),
            Some("{e4218fa4-da52-4bb0-aa41-d2dcc08a7ad8}"),
            Some("Geovanni.0a7cad6df"),
            Some("7"),
            Some(r#"{"k":[1]}"#),
            Some(r#"{"type":"HUMAN","method":"CRITERIA"}"#),
            None,
            None,
        ]
    );
    assert_eq!(rows[0].name.as_deref(), Some("Geovanni.0a7cad6df"), "a column beside the field, not instead of it");
    assert!(rows[3].extra.iter().all(Option::is_none));
    assert_eq!(rows[4].extra[2].as_deref(), Some("7"), "a column shows what is there, whatever its type");
}

#[test]
fn rows_of_a_page_share_their_source() {
    let names = Names::default();
    let body = r#"[{"id":"a","sourceId":"s"},{"id":"b","sourceId":"s"}]"#.to_owned();
    let page = account_rows(&[])(Answer { body, total: None }, &names).unwrap();
    assert!(std::sync::Arc::ptr_eq(&page.rows[0].source, &page.rows[1].source));
}

#[test]
fn what_cannot_be_read_is_told_with_its_place() {
    let place = |body: &str| decode(&account_rows(&["uuid".into()]), body).unwrap_err();
    let without_id = include_str!("../../../assets/wire/accounts-without-id.json");
    assert_eq!(place(without_id).path, "[3]");
    assert!(place(without_id).message.starts_with("missing field `id`"), "{}", place(without_id));
    assert_eq!(place(r#"[{"id":"a"},7]"#).path, "[1]");
    assert_eq!(place(r#"[{"id":"a","attributes":{"x":nul}}]"#).path, "[0].attributes");
    assert_eq!(place(r#"{"id":"a"}"#).path, ".");
    assert_eq!(place("[] []").path, ".");
}

#[test]
fn a_text_that_ends_early_is_told_as_cut() {
    for end in [0, 1, 100, 1_000, PAGE.trim_end().len() - 1] {
        let (rows, raw) = (decode(&account_rows(&[]), &PAGE[..end]), decode(&raw_page(), &PAGE[..end]));
        assert!(rows.unwrap_err().cut, "rows to {end}");
        assert!(raw.unwrap_err().cut, "raw to {end}");
    }
}

#[test]
fn a_raw_page_passes_every_byte_through() {
    let page = decode(&raw_page(), PAGE).unwrap();
    let ids: Vec<&str> = page.rows().map(|row| row.id.as_str()).collect();
    assert_eq!(ids, ["2c9180867c184ff6017c2a2fbf031667", "slim", "nulls", "bare", "mistyped", "new-words", "twice"]);
    assert_eq!(page.rows().nth(3).unwrap().json, r#"{"id": "bare"}"#);
    assert_eq!(page.total(), Some(7));
    let first = page.rows().next().unwrap();
    assert!(first.json.contains('\n') && !first.line().contains('\n'));
    let (shown, line): (serde_json::Value, serde_json::Value) =
        (serde_json::from_str(first.json).unwrap(), serde_json::from_str(&first.line()).unwrap());
    assert_eq!(shown, line);
    let without_id = include_str!("../../../assets/wire/accounts-without-id.json");
    let page = decode(&raw_page(), without_id).unwrap();
    assert_eq!((page.rows().len(), page.without_id()), (3, 1), "one nobody can name keeps none from us");
}

#[test]
fn a_raw_row_tells_its_source_and_its_attributes() {
    let body = r#"[{"id":"a","sourceId":"s","attributes":{"x":1,"y":[2]}},{"sourceId":null,"id":"b","attributes":[]}]"#;
    let page = decode(&raw_page(), body).unwrap();
    let sources: Vec<Option<&str>> = page.rows().map(|row| row.source).collect();
    assert_eq!(sources, [Some("s"), None]);
    let attributes: Vec<_> = page.rows().map(|row| row.attributes()).collect();
    assert_eq!(attributes, [vec![("x".to_owned(), 1.into()), ("y".to_owned(), vec![2].into())], vec![]]);
    let whole = decode(&account(), page.rows().next().unwrap().json).unwrap();
    assert_eq!(attributes[0], whole.attributes);
}

#[test]
fn a_raw_row_reads_as_the_row_of_the_list() {
    let page = decode(&raw_page(), PAGE).unwrap();
    let read: Vec<AccountRow> = page.rows().map(|row| row.to_row(&["uuid".to_owned()]).unwrap()).collect();
    assert_eq!(read, rows(&["uuid"]));
}

#[test]
fn a_whole_account_keeps_everything_in_the_tenants_order() {
    let page = decode(&raw_page(), PAGE).unwrap();
    let whole = decode(&account(), page.rows().next().unwrap().json).unwrap();
    let names: Vec<&str> = whole.attributes.iter().map(|(name, _)| name.as_str()).collect();
    assert_eq!(names, ["dept", "memberOf", "logins", "ok", "odd", "none"]);
    assert_eq!(whole.raw["recommendation"]["type"], "HUMAN");
    assert_eq!(whole.row, row("2c9180867c184ff6017c2a2fbf031667"));
    let odd = decode(&account(), r#"{"id":"x","attributes":[1]}"#).unwrap();
    assert_eq!(odd.attributes, []);
    assert_eq!(decode(&account(), "[]").unwrap_err().path, ".");
}

#[test]
fn entitlements_need_nothing() {
    let page = decode(&entitlements(), include_str!("../../../assets/wire/entitlements.json")).unwrap();
    assert_eq!(page.rows[0].attribute.as_deref(), Some("memberOf"));
    assert_eq!(page.rows[0].privileged, Some(true));
    assert_eq!(page.rows[1], page.rows[2]);
    assert_eq!(page.total, Some(7));
}

#[test]
fn a_source_without_name_goes_by_its_id() {
    let page = decode(&sources(), include_str!("../../../assets/wire/sources.json")).unwrap();
    assert_eq!(page.rows.iter().map(|source| source.name.as_str()).collect::<Vec<_>>(), ["Active Directory", "s2"]);
}

#[test]
fn one_record_without_an_id_does_not_keep_the_others() {
    let body = r#"[{"id":"a"},{"name":"b"},{"id":7},null,{"id":"c"}]"#;
    let ids = |ids: Vec<String>| assert_eq!(ids, ["a", "c"]);
    ids(decode(&sources(), body).unwrap().rows.into_iter().map(|source| source.id).collect());
    ids(decode(&identities(), body).unwrap().rows.into_iter().map(|identity| identity.id).collect());
    ids(decode(&task_statuses(), body).unwrap().rows.into_iter().map(|task| task.id).collect());
}

#[test]
fn an_identity_reads_the_same_from_both_places() {
    let own = decode(&identities(), include_str!("../../../assets/wire/identities.json")).unwrap();
    let public = decode(&identities(), include_str!("../../../assets/wire/public-identities.json")).unwrap();
    let told = |identity: &IdentityRef| IdentityRef { state: None, ..identity.clone() };
    assert_eq!(told(&own.rows[0]), told(&public.rows[0]));
    assert_eq!(public.rows[0].state.as_deref(), Some("ACTIVE"));
    assert_eq!(own.rows[0].email.as_deref(), Some("ada@example.com"));
    assert_eq!(own.rows[1].email, None);
}

#[test]
fn an_identity_tells_its_sign_in_where_the_tenant_does() {
    let own = decode(&identities_with_sign_in(), include_str!("../../../assets/wire/identities.json")).unwrap();
    let public =
        decode(&identities_with_sign_in(), include_str!("../../../assets/wire/public-identities.json")).unwrap();
    let (own, public) = (&own.rows[0], &public.rows[0]);
    assert_eq!((own.sign_in.as_deref(), own.known_as.state.as_deref()), (Some("NEW_WORD"), None));
    assert_eq!((public.sign_in.as_deref(), public.known_as.state.as_deref()), (None, Some("ACTIVE")));
}

#[test]
fn an_activity_is_read_as_far_as_it_tells() {
    let page = decode(&activities(), include_str!("../../../assets/wire/account-activities.json")).unwrap();
    let first = &page.rows[0];
    assert_eq!((first.kind.as_deref(), first.status()), (Some("AccountStateUpdate"), Some("FAILURE")));
    assert_eq!(first.created, Some("2026-11-20T08:00:00Z".parse().unwrap()));
    assert_eq!(first.requester.as_deref(), Some("Irene Ops"));
    assert_eq!(first.errors, ["sailpoint.connector.ConnectorException: Timeout"]);
    let item = &first.items[0];
    assert_eq!((item.operation.as_deref(), item.provisioning.as_deref()), (Some("DISABLE"), Some("FAILED")));
    assert_eq!((item.native_identity.as_deref(), item.source.as_deref()), (Some("CN=ada"), Some("s1")));
    assert_eq!(page.rows[1], crate::model::Activity { id: Some("bare".to_owned()), ..Default::default() });
    assert_eq!(page.rows[2], crate::model::Activity::default());
}

#[test]
fn a_task_says_each_thing_once() {
    let task = decode(&task_status(), include_str!("../../../assets/wire/task-status.json")).unwrap();
    assert_eq!(task.completion.as_deref(), Some("Error"));
    assert_eq!(task.messages, ["Failed to update attribute password", "k2"]);
    assert_eq!(task.percent, Some(100));
    assert_eq!(task.completed, Some("2026-11-23T10:00:04.5Z".parse().unwrap()));
}
