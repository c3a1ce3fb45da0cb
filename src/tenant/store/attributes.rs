//! The attributes an account has on its source, as the connector reads them: named, nested and missing as they are there.
//! No attribute is a password or anything made from one.

use super::account::{Account, AccountRow, Draw, Holder, distinguished_name, windows_domain};
use super::entitlement::Entitlement;
use crate::tenant::catalogue::System;
use crate::tenant::json::Object;
use crate::tenant::moment::{self, DAY, Millis};

/// Writes all attributes of an account.
pub(in crate::tenant) fn write(account: &Account<'_>, o: &mut Object<'_>) {
    if let Some(written) = account.written() {
        for (name, value) in &written.attributes {
            o.value(name, value);
        }
        return;
    }
    match (account.row.holder, account.system()) {
        (Holder::Machine, system) if system != System::ActiveDirectory => machine(account, o),
        (_, System::ActiveDirectory) => active_directory(account, o),
        (_, System::Workday) => workday(account, o),
        (_, System::Contractors) => contractors(account, o),
        (_, System::Okta) => okta(account, o),
        (_, System::Sap) => sap(account, o),
        (_, System::Salesforce) => salesforce(account, o),
        (_, System::ServiceNow) => service_now(account, o),
        (_, System::Oracle) => oracle(account, o),
        (_, System::GitHub) => github(account, o),
        (_, System::Racf) => racf(account, o),
        (_, System::Badges) => badges(account, o),
        (_, System::Linux) => linux(account, o),
        (_, System::IdentityNow) => identity_now(account, o),
    }
    rights(account, o);
}

/// The attribute of entitlements: absent where there are none, a text where there is one, a list otherwise.
fn rights(account: &Account<'_>, o: &mut Object<'_>) {
    let Some(kind) = account.source().facts.rights else { return };
    let source = account.row.source;
    let mut values = account.rights().map(|number| Entitlement { store: account.store, source, number }.value());
    match values.len() {
        0 => {}
        1 => o.text_or_null(kind.attribute, values.next()),
        _ => o.texts(kind.attribute, values),
    }
}

fn active_directory(account: &Account<'_>, o: &mut Object<'_>) {
    let name = account.usual_name();
    let locked = account.row.is(AccountRow::LOCKED);
    let control = 512 + 2 * i64::from(account.row.is(AccountRow::DISABLED));
    let draw = account.noise(Draw::Attributes);
    o.text("distinguishedName", account.native_identity());
    o.text("sAMAccountName", name.chars().take(20).collect::<String>());
    o.text("userPrincipalName", format!("{name}@acme.test"));
    o.text("cn", &name);
    o.text("msDS-PrincipalName", format!("{}\\{name}", windows_domain()));
    if account.is_machine() {
        o.text("displayName", &name);
        o.text("description", account.machine().purpose);
        o.text("servicePrincipalName", format!("HOST/{name}.acme.test"));
    } else {
        let person = account.person();
        o.text("givenName", person.given());
        o.text("sn", person.family());
        o.text("displayName", person.display_name());
        o.text("mail", person.mail());
        o.text("department", person.department().name);
        o.text("title", person.title());
        o.text("company", "Acme Test Corporation");
        o.shown("employeeID", person.employee_number());
        o.text("telephoneNumber", person.telephone());
        o.text("l", person.place().city);
        o.text("co", person.place().country);
        o.text("physicalDeliveryOfficeName", format!("Floor {}", 1 + draw % 12));
        let manager = account.identity().and_then(|identity| identity.manager());
        o.text_or_null("manager", manager.map(|manager| distinguished_name(manager.person())));
    }
    o.text("objectSid", format!("S-1-5-21-3623811015-3361044348-30300820-{}", 1_000 + account.number));
    o.text_or_null("objectGUID", account.uuid());
    o.shown("userAccountControl", if account.is_machine() { control + 65_536 } else { control });
    o.text("accountExpires", "never");
    o.text("pwdLastSet", moment::text(some_time_ago(account, days(draw >> 8, 90))));
    o.text_or_null("lastLogonTimestamp", last_login(account));
    o.text("whenCreated", moment::text(account.row.created));
    o.text_or_null("lockoutTime", locked.then(|| moment::text(some_time_ago(account, days(draw >> 16, 3)))));
    o.flag("passwordNeverExpires", account.is_machine());
    o.texts("objectClass", ["top", "person", "organizationalPerson", "user"]);
    o.text("primaryGroupDN", "CN=Domain Users,CN=Users,DC=acme,DC=test");
}

fn workday(account: &Account<'_>, o: &mut Object<'_>) {
    let person = account.person();
    let left = account.row.is(AccountRow::DISABLED);
    o.shown("WORKER_ID", person.employee_number());
    o.text("USER_ID", person.user_name());
    o.text("FIRST_NAME", person.given());
    o.text("LAST_NAME", person.family());
    o.text("PREFERRED_NAME", person.display_name());
    o.text("EMAIL", person.mail());
    o.text("JOB_TITLE", person.title());
    o.text("DEPARTMENT", person.department().name);
    o.text("LOCATION", person.place().city);
    o.text("COUNTRY", person.place().country);
    o.text("TIME_ZONE", person.place().time_zone);
    let manager = account.identity().and_then(|identity| identity.manager());
    o.text_or_null("MANAGER_ID", manager.map(|manager| manager.person().employee_number().to_string()));
    o.text("HIRE_DATE", day(account.row.created));
    o.text_or_null("TERMINATION_DATE", left.then(|| day(account.row.modified)));
    o.text("WORKER_STATUS", if left { "Terminated" } else { "Active" });
    o.text("WORK_PHONE", person.telephone());
}

fn contractors(account: &Account<'_>, o: &mut Object<'_>) {
    let person = account.person();
    o.text("contractorId", account.native_identity());
    o.text("displayName", person.display_name());
    o.text("firstName", person.given());
    o.text("lastName", person.family());
    o.text("email", person.mail());
    o.text("agency", ["Northwind Staffing", "Meridian Temps", "Harbour & Sons"][choice(account, 3)]);
    o.text("department", person.department().name);
    o.text("location", person.place().city);
    let sponsor = account.identity().and_then(|identity| identity.manager());
    o.text_or_null("sponsor", sponsor.map(|sponsor| sponsor.person().user_name()));
    o.text("startDate", day(account.row.created));
    o.null("endDate");
    o.text("status", if account.row.is(AccountRow::DISABLED) { "inactive" } else { "active" });
    hash(account, o);
}

fn okta(account: &Account<'_>, o: &mut Object<'_>) {
    let person = account.person();
    let status = match (account.row.is(AccountRow::DISABLED), account.row.is(AccountRow::LOCKED)) {
        (true, _) => "SUSPENDED",
        (_, true) => "LOCKED_OUT",
        _ => "ACTIVE",
    };
    o.text("id", account.native_identity());
    o.text("login", person.mail());
    o.text("email", person.mail());
    o.text("firstName", person.given());
    o.text("lastName", person.family());
    o.text("displayName", person.display_name());
    o.text("status", status);
    o.text("mobilePhone", person.telephone());
    o.null("secondEmail");
    o.text("department", person.department().name);
    o.text("title", person.title());
    o.text("created", moment::text(account.row.created));
    o.text_or_null("lastLogin", last_login(account));
    o.text("timezone", person.place().time_zone);
}

fn sap(account: &Account<'_>, o: &mut Object<'_>) {
    let person = account.person();
    o.text("User Name", account.native_identity());
    o.text("Full Name", person.display_name());
    o.text("First Name", person.given());
    o.text("Last Name", person.family());
    o.text("E-Mail", person.mail());
    o.text("Department", person.department().name);
    o.text("Function", person.title());
    o.text("Cost Center", format!("{:06}", 100_000 + choice(account, 80) * 10));
    o.text("User Type", "Dialog");
    o.text("User Group", ["STAFF", "KEYUSER", "SHOPFLOOR"][choice(account, 3)]);
    o.text("Valid From", day(account.row.created));
    o.text("Valid To", "9999-12-31");
    o.text("Logon Language", person.place().country);
    o.text("Time Zone", person.place().time_zone);
    o.text("Telephone", person.telephone());
}

fn salesforce(account: &Account<'_>, o: &mut Object<'_>) {
    let person = account.person();
    o.text("Id", account.native_identity());
    o.text("Username", account.usual_name());
    o.text("FirstName", person.given());
    o.text("LastName", person.family());
    o.text("Name", person.display_name());
    o.text("Email", person.mail());
    o.text("Alias", person.user_name().chars().take(8).collect::<String>());
    o.text("Title", person.title());
    o.text("Department", person.department().name);
    o.text("ProfileName", ["Standard User", "Sales Manager", "Read Only"][choice(account, 3)]);
    o.null("UserRoleName");
    o.text("TimeZoneSidKey", person.place().time_zone);
    o.text_or_null("LastLoginDate", last_login(account));
    o.flag("IsActive", !account.row.is(AccountRow::DISABLED));
}

fn service_now(account: &Account<'_>, o: &mut Object<'_>) {
    let person = account.person();
    let locked = account.row.is(AccountRow::LOCKED);
    o.text("sys_id", account.native_identity());
    o.text("user_name", person.user_name());
    o.text("first_name", person.given());
    o.text("last_name", person.family());
    o.text("name", person.display_name());
    o.text("email", person.mail());
    o.text("title", person.title());
    o.text("department", person.department().name);
    o.text("location", person.place().city);
    o.text("phone", person.telephone());
    o.text("active", (!account.row.is(AccountRow::DISABLED)).to_string());
    o.text("locked_out", locked.to_string());
    o.number("failed_attempts", if locked { 5 } else { 0 });
    o.text_or_null("last_login_time", last_login(account));
}

fn oracle(account: &Account<'_>, o: &mut Object<'_>) {
    let person = account.person();
    o.text("USER_ID", account.native_identity());
    o.text("USER_NAME", person.user_name().to_uppercase());
    o.text("EMAIL_ADDRESS", person.mail());
    o.text("DESCRIPTION", person.display_name());
    o.shown("EMPLOYEE_NUMBER", person.employee_number());
    o.text("START_DATE", day(account.row.created));
    o.text_or_null("END_DATE", account.row.is(AccountRow::DISABLED).then(|| day(account.row.modified)));
    o.text_or_null("LAST_LOGON_DATE", last_login(account));
    o.null("FAX");
}

fn github(account: &Account<'_>, o: &mut Object<'_>) {
    let person = account.person();
    o.text("login", account.usual_name());
    o.text("name", person.display_name());
    o.text("email", person.mail());
    o.text("company", "@acme-test");
    o.text("location", person.place().city);
    o.flag("siteAdmin", choice(account, 40) == 0);
    o.flag("twoFactor", choice(account, 10) != 0);
    o.number("publicRepos", i64::try_from(choice(account, 60)).unwrap_or(0));
}

fn racf(account: &Account<'_>, o: &mut Object<'_>) {
    o.text("USER_ID", account.usual_name());
    o.text("NAME", account.person().display_name());
    o.text("OWNER", ["SYS1", "OPSGRP", "POLADM"][choice(account, 3)]);
    o.text("DEFAULT_GROUP", "STAFF");
    o.flag("REVOKED", account.row.is(AccountRow::DISABLED));
    o.text_or_null("LAST_ACCESS", last_login(account));
    o.flag("SPECIAL", choice(account, 50) == 0);
    o.text("TSO_ACCOUNT", format!("ACCT{:04}", choice(account, 9_000)));
}

fn badges(account: &Account<'_>, o: &mut Object<'_>) {
    let person = account.person();
    o.text("badgeNumber", account.native_identity());
    o.text("holder", person.display_name());
    o.shown("employeeNumber", person.employee_number());
    o.text("site", person.place().city);
    o.text("issued", day(account.row.created));
    o.text("expires", day(account.row.created + 10 * 365 * DAY));
    o.text_or_null("lastDoor", (choice(account, 9) != 0).then(|| format!("D{:03}", choice(account, 140))));
    hash(account, o);
}

fn linux(account: &Account<'_>, o: &mut Object<'_>) {
    let name = account.usual_name();
    o.text("username", &name);
    o.text("gecos", account.person().display_name());
    o.number("uid", 10_000 + i64::from(account.number));
    o.number("gid", 100);
    o.text("home", format!("/home/{name}"));
    o.text("shell", if account.row.is(AccountRow::DISABLED) { "/sbin/nologin" } else { "/bin/bash" });
    o.text_or_null("lastLogin", last_login(account));
}

fn identity_now(account: &Account<'_>, o: &mut Object<'_>) {
    let person = account.person();
    o.text("name", person.user_name());
    o.text("displayName", person.display_name());
    o.text("email", person.mail());
}

fn machine(account: &Account<'_>, o: &mut Object<'_>) {
    let name = account.usual_name();
    o.text(account.source().facts.schema.first().copied().unwrap_or("name"), &name);
    o.text("description", account.machine().purpose);
    o.text_or_null("owner", account.owner().map(|owner| owner.person().user_name()));
    o.text_or_null("lastLogin", last_login(account));
}

/// The fingerprint the vendor adds to the accounts of flat files.
fn hash(account: &Account<'_>, o: &mut Object<'_>) {
    o.text(
        "idNowDescription",
        format!("{:016x}{:016x}", account.noise(Draw::Attributes), account.noise(Draw::LastLogin)),
    );
}

fn choice(account: &Account<'_>, of: u64) -> usize {
    usize::try_from(account.noise(Draw::Attributes) % of).unwrap_or(0)
}

fn days(draw: u64, most: u64) -> Millis {
    i64::try_from(draw % most).unwrap_or(0) * DAY
}

fn last_login(account: &Account<'_>) -> Option<String> {
    let draw = account.noise(Draw::LastLogin);
    (!draw.is_multiple_of(12)).then(|| moment::text(some_time_ago(account, days(draw >> 8, 400))))
}

/// A moment in the account's life that stays where it is whatever is done to the account.
fn some_time_ago(account: &Account<'_>, ago: Millis) -> Millis {
    (account.store.started - ago).max(account.row.created)
}

/// `2021-09-28`.
fn day(at: Millis) -> String {
    moment::text(at).chars().take(10).collect()
}

#[cfg(test)]
mod tests {
    use crate::tenant::catalogue::System;
    use crate::tenant::seed;
    use crate::tenant::settings::Case;
    use crate::tenant::store::account::AccountRow;

    #[test]
    fn what_is_done_to_an_account_changes_nothing_else_of_it() {
        let mut store = seed::store(7, 600, Case::Insensitive, 1_795_000_000_000);
        let of = |number: &u32| store.account(*number).unwrap().system();
        let number = (0..600).find(|number| of(number) == System::ActiveDirectory).unwrap();
        let before = store.account(number).unwrap().attributes();
        store.change(number, |row| {
            row.set(AccountRow::DISABLED, !row.is(AccountRow::DISABLED));
            row.modified += 5_000;
        });
        let after = store.account(number).unwrap().attributes();
        let changed: Vec<_> = before.iter().filter(|(name, value)| after[name.as_str()] != **value).collect();
        assert_eq!(changed.iter().map(|(name, _)| name.as_str()).collect::<Vec<_>>(), ["userAccountControl"]);
    }
}
