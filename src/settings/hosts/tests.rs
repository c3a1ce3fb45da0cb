//! What is said of hosts is read exactly, or not at all; and what people wrote around it stays.

use tempfile::{TempDir, tempdir};

use super::*;

fn kept(text: &str) -> TempDir {
    let directory = tempdir().unwrap();
    fs::write(directory.path().join(FILE), text).unwrap();
    directory
}

fn host(name: &str) -> Host {
    Host::named(name).unwrap()
}

fn mark_in(text: &str, name: &str) -> Mark {
    Hosts::read(kept(text).path()).unwrap().mark_of(&host(name))
}

#[test]
fn a_mark_is_for_its_host_alone() {
    let text = "[\"ACME.api.identitynow.com\"]\nproduction = false\nread_only = true\n\n[\"b.example\"]\n";
    let acme = Mark { production: Some(false), read_only: Some(true) };
    for (name, mark) in [
        ("acme.api.identitynow.com", acme),
        ("https://acme.api.identitynow.com:8443/", acme),
        ("acme.api.identitynow.com.evil.example", Mark::default()),
        ("xacme.api.identitynow.com", Mark::default()),
        ("b.example", Mark::default()),
    ] {
        assert_eq!(mark_in(text, name), mark, "{name}");
    }
}

#[test]
fn where_there_is_no_file_nothing_was_said() {
    let directory = tempdir().unwrap();
    assert_eq!(Hosts::read(directory.path()).unwrap().marked().count(), 0);
    assert_eq!(Hosts::read(&directory.path().join("nowhere")).unwrap().marked().count(), 0);
}

#[test]
fn what_may_have_been_meant_to_forbid_something_is_not_passed_over() {
    for (text, told) in [
        ("[\"acme.example\"]\nread_only = true\nread_only", "line 3: "),
        ("[\"acme.example\"]\nreadonly = true\n", "did you mean read_only?"),
        ("[\"acme.example\"]\nforbid = true\n", "there are production and read_only"),
        ("[\"acme.example\"]\nread_only = \"yes\"\n", "read_only is true or false"),
        ("read_only = true\n", "read_only stands under no host"),
        ("[acme.api.identitynow.com]\nread_only = true\n", "stands in quotes too"),
        ("[\"a b\"]\n", "is no host"),
        ("[\"acme.example\"]\n[\"ACME.example\"]\nread_only = true\n", "twice"),
    ] {
        let directory = kept(text);
        let problem = Hosts::read(directory.path()).unwrap_err();
        assert_eq!(problem.kind, ProblemKind::Settings);
        assert!(problem.to_string().contains(told), "{text:?}: {problem}");
    }
}

#[test]
fn what_was_said_is_kept() {
    let directory = tempdir().unwrap();
    let place = directory.path().join("settings");
    let acme = host("acme.example");
    let mut hosts = Hosts::read(&place).unwrap();
    hosts.mark(&acme, Mark { read_only: Some(true), ..Mark::default() }).unwrap();
    hosts.mark(&acme, Mark { production: Some(false), ..Mark::default() }).unwrap();
    let both = Mark { production: Some(false), read_only: Some(true) };
    assert_eq!(hosts.mark_of(&acme), both);
    assert_eq!(Hosts::read(&place).unwrap().mark_of(&acme), both);
    let text = fs::read_to_string(place.join(FILE)).unwrap();
    assert_eq!(text, format!("{STORY}[\"acme.example\"]\nread_only = true\nproduction = false\n"));
}

#[test]
fn what_people_wrote_around_the_marks_stays() {
    let directory = kept(concat!(
        "# ours\n\n",
        "['ACME.example'] # the big one\n",
        "read_only   = true   # until the migration is over\n\n",
        "# the other\n[\"b.example\"]\nproduction = true\n# the end\n",
    ));
    let mut hosts = Hosts::read(directory.path()).unwrap();
    hosts.mark(&host("acme.example"), Mark { production: Some(true), read_only: Some(false) }).unwrap();
    hosts.mark(&host("c.example"), Mark { production: Some(false), read_only: None }).unwrap();
    let text = fs::read_to_string(directory.path().join(FILE)).unwrap();
    let expected = concat!(
        "# ours\n\n",
        "['ACME.example'] # the big one\n",
        "read_only   = false   # until the migration is over\n",
        "production = true\n\n",
        "# the other\n[\"b.example\"]\nproduction = true\n\n",
        "[\"c.example\"]\nproduction = false\n# the end\n",
    );
    assert_eq!(text, expected);
}

#[test]
fn what_cannot_be_written_was_not_said() {
    let directory = tempdir().unwrap();
    let place = directory.path().join("a file");
    fs::write(&place, "").unwrap();
    let mut hosts = Hosts::read(&place).unwrap();
    let problem = hosts.mark(&host("acme.example"), Mark { read_only: Some(true), ..Mark::default() }).unwrap_err();
    assert!(problem.summary.starts_with("cannot write "), "{problem}");
    assert_eq!(hosts.mark_of(&host("acme.example")), Mark::default());
}
