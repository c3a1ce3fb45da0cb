use std::collections::HashMap;

use serde_json::Value;

use super::desk::{Desk, lines};

fn text<'a>(account: &'a Value, field: &str) -> &'a str {
    account[field].as_str().unwrap()
}

/// How many accounts have each value of a field.
fn times<'d>(desk: &'d Desk, field: &str) -> HashMap<&'d str, usize> {
    let mut times = HashMap::new();
    for account in &desk.accounts {
        *times.entry(account[field].as_str().unwrap_or_default()).or_default() += 1;
    }
    times
}

/// The plan for a list, a line a target.
fn planned(desk: &Desk, list: &str, arguments: &[&str]) -> Vec<Value> {
    let plan = desk.fed(list, &[&["disable", "--plan", "-o", "ndjson", "--from", "-"], arguments].concat());
    assert!(matches!(plan.code, Some(0 | 1 | 4)), "{plan:?}");
    lines(&plan)
}

fn reasons(plan: &[Value]) -> Vec<(&str, &str)> {
    plan.iter().map(|line| (text(line, "accountId"), line["reason"].as_str().unwrap_or("-"))).collect()
}

#[test]
fn a_list_of_names_is_acted_on_where_each_means_one_account() {
    let desk = Desk::with(&["--case", "sensitive"]);
    let named = times(&desk, "name");
    let enabled = desk.enabled(4);
    let all: HashMap<&str, &Value> = desk.accounts.iter().map(|account| (text(account, "id"), account)).collect();
    let is_alone = |id: &&&str| named[text(all[**id], "name")] == 1;
    let one = enabled.iter().find(is_alone).map(|id| all[*id]);
    let one = one.unwrap_or_else(|| panic!("all of {enabled:?} share their names"));
    let several = *named.iter().find(|(name, times)| **times > 1 && !name.is_empty()).unwrap().0;
    let name = text(one, "name");
    let list = format!("{name}\nnobody-is-called-so\n\n{several}\n{name}\n");

    let plan = planned(&desk, &list, &["--by", "name"]);
    let reasons = reasons(&plan);
    assert_eq!(reasons.len(), 3, "{reasons:?}");
    assert_eq!(reasons[0], (text(one, "id"), "-"));
    assert_eq!(reasons[1], ("nobody-is-called-so", "impossible: no account has this name"));
    assert_eq!(reasons[2].0, several);
    assert!(reasons[2].1.starts_with(&format!("held: it means {} accounts: ", named[several])), "{reasons:?}");
    let candidate = desk.accounts.iter().find(|account| account["name"] == several).unwrap();
    assert!(reasons[2].1.contains(text(candidate, "id")) && reasons[2].1.contains(text(candidate, "sourceName")));

    let ended = desk.fed(&list, &["disable", "--from", "-", "--by", "name", "--yes", "-o", "ndjson"]);
    assert_eq!(ended.code, Some(1), "{ended:?}");
    assert!(ended.stderr.contains("DISABLE 1 of 3 accounts"), "{}", ended.stderr);
    assert_eq!(desk.ledger(), [format!("disable {}", text(one, "id"))]);
    let outcomes: Vec<Value> = lines(&ended).iter().map(|line| line["outcome"].clone()).collect();
    assert_eq!(outcomes, ["verified", "skipped", "skipped"]);

    // Nobody is asked for a held one by putting it in: which account it is, no flag says.
    let put_in = planned(&desk, &list, &["--by", "name", "--include", several]);
    assert!(put_in.iter().any(|line| line["accountId"] == several && line["outcome"] == "skipped"), "{put_in:?}");
}

#[test]
fn the_case_of_a_line_is_the_tenants_to_judge() {
    for (case, found) in [("sensitive", false), ("insensitive", true)] {
        let desk = Desk::with(&["--case", case]);
        let natives = times(&desk, "nativeIdentity");
        let one = desk.accounts.iter().find(|account| {
            let native = text(account, "nativeIdentity");
            natives[native] == 1 && native.is_ascii() && native.to_uppercase() != *native
        });
        let one = one.unwrap();
        let native = text(one, "nativeIdentity");
        let (upper, id) = (native.to_uppercase(), text(one, "id"));
        let plan = planned(&desk, &format!("{upper}\n"), &["--by", "native"]);
        assert_eq!(plan[0]["accountId"] == id, found, "{case}: {plan:?}");
        let both = planned(&desk, &format!("{upper}\n{native}\n"), &["--by", "native"]);
        let ids: Vec<&str> = both.iter().map(|line| text(line, "accountId")).collect();
        assert_eq!(ids, if found { vec![id] } else { vec![id, &upper] }, "{case}");
    }
}

#[test]
fn a_source_narrows_a_list() {
    let desk = Desk::with(&[]);
    let named = times(&desk, "name");
    let one = desk.accounts.iter().find(|account| {
        let same = |other: &&Value| other["name"] == account["name"] && other["sourceName"] == account["sourceName"];
        named.get(account["name"].as_str().unwrap_or_default()).is_some_and(|times| *times > 1)
            && desk.accounts.iter().filter(same).count() == 1
    });
    let one = one.unwrap();
    let list = format!("name,what\n\"{}\",x\n", text(one, "name"));
    let plan = planned(&desk, &list, &["--by", "name", "--source", text(one, "sourceName")]);
    assert_eq!((plan.len(), text(&plan[0], "accountId")), (1, text(one, "id")), "{plan:?}");
    let ids = planned(&desk, text(one, "id"), &["--by", "id", "--source", "Linux Servers"]);
    let expected = "impossible: no account on Linux Servers has this id";
    assert_eq!(reasons(&ids), [(text(one, "id"), expected)]);
    let nowhere = desk.fed(&list, &["disable", "--from", "-", "--by", "name", "--source", "nowhere"]);
    assert_eq!(nowhere.code, Some(4), "{nowhere:?}");
}

#[test]
fn an_address_means_the_account_of_whoever_has_it() {
    let desk = Desk::with(&[]);
    let of_somebody = |account: &&Value| account["attributes"]["mail"].is_string() && account["identityId"].is_string();
    let one = desk.accounts.iter().find(of_somebody).unwrap();
    let address = text(&one["attributes"], "mail");
    let count = desk.accounts.iter().filter(|account| account["identityId"] == one["identityId"]).count();
    assert!(count > 1, "somebody with one account alone would not show what several mean");

    let plan = planned(&desk, &format!("{address}\nnobody@nowhere.test\n"), &["--by", "email"]);
    let told = reasons(&plan);
    assert!(told[0].1.starts_with(&format!("held: it means {count} accounts: ")), "{told:?}");
    assert_eq!(told[1], ("nobody@nowhere.test", "impossible: no identity has this e-mail address"));
    let narrowed = planned(&desk, address, &["--by", "email", "--source", text(one, "sourceName")]);
    assert_eq!(text(&narrowed[0], "accountId"), text(one, "id"), "{narrowed:?}");
}

#[test]
fn what_a_file_is_has_to_be_clear() {
    let desk = Desk::with(&[]);
    let ids = desk.enabled(1);
    let plan = desk.qd(&["disable", ids[0], "--plan", "-o", "json"]);
    let plan = desk.file("plan.json", &plan.stdout).to_str().unwrap().to_owned();
    let list = desk.file("list", ids[0]).to_str().unwrap().to_owned();
    let empty = desk.file("empty", "# nothing\n").to_str().unwrap().to_owned();
    let rows: [(&[&str], &str); 7] = [
        (&["disable", "--from", &list], "say what its lines are: --by"),
        (&["disable", "--from", &plan, "--by", "id"], "a plan is taken without --by"),
        (&["disable", "--from", &plan, "--force-provisioning"], "nothing can be set beside it"),
        (&["disable", "--from", &plan, "--include", ids[0]], "nothing can be set beside it"),
        (&["disable", "--from", &empty, "--by", "id"], "nothing stands in the list"),
        (&["disable", "--by", "id", ids[0]], "--from"),
        (&["correlate", "--from", &list, "--by", "id"], "nothing to correlate with"),
    ];
    for (arguments, told) in rows {
        let refused = desk.qd(&[arguments, &["--yes"]].concat());
        assert_eq!(refused.code, Some(2), "{arguments:?} {refused:?}");
        assert!(refused.stderr.contains(told), "{told}: {}", refused.stderr);
    }
    assert!(desk.ledger().is_empty());
    let forced = desk.qd(&["disable", "--from", &list, "--by", "id", "--force-provisioning", "--yes", "-o", "ndjson"]);
    assert_eq!((forced.code, &lines(&forced)[0]["outcome"]), (Some(0), &Value::from("completed")), "{forced:?}");
}
