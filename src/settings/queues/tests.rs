//! A person's queues are read one by one, told where they are wrong, and changed without touching what is written around
//! them.

use tempfile::{TempDir, tempdir};

use super::*;

fn kept(text: &str) -> (TempDir, QueueFile) {
    let directory = tempdir().unwrap();
    fs::write(directory.path().join(FILE), text).unwrap();
    let file = QueueFile::within(directory.path());
    (directory, file)
}

fn names(queues: &Queues) -> Vec<&str> {
    queues.all.iter().map(|queue| queue.name.as_str()).collect()
}

fn asking(name: &str, query: &str) -> Queue {
    Queue { name: name.to_owned(), asks: Asks::Accounts(query.to_owned()) }
}

#[test]
fn without_a_file_there_are_the_shipped_ones() {
    let directory = tempdir().unwrap();
    let queues = QueueFile::within(&directory.path().join("nowhere")).read();
    let expected = [
        ("locked", Some("is:locked")),
        ("leavers", Some("is:leaver -is:disabled")),
        ("disabled active", Some("is:disabled is:active")),
        ("uncorrelated", Some("is:uncorrelated")),
        ("disabled holding", Some("is:disabled has:entitlements")),
        ("today", Some("modified:today")),
        ("machine", Some("is:machine")),
        ("failed work", None),
    ];
    let told: Vec<_> = queues.all.iter().map(|queue| (queue.name.as_str(), queue.query())).collect();
    assert_eq!(told, expected);
    assert_eq!(queues.left_out, Vec::<String>::new());
}

#[test]
fn a_file_takes_their_place_in_its_own_order() {
    let (_directory, file) =
        kept("z = 'source:\"Active Directory\"'\n\"a b\" = \"is:locked\"\nw = { tasks = \"failed\" }\n");
    let failed = Queue { name: "w".to_owned(), asks: Asks::FailedWork };
    assert_eq!(file.read().all, [asking("z", "source:\"Active Directory\""), asking("a b", "is:locked"), failed]);
    assert_eq!(kept("").1.read(), Queues::default(), "an empty file wants no queues");
}

#[test]
fn a_wrong_queue_is_left_out_and_told_with_its_line() {
    let long = format!("{} = 'is:locked'", "x".repeat(33));
    for (line, told) in [
        ("bad = 'is:lokced'", "is: does not know \"lokced\""),
        ("bad = 'name:'", "a value is missing"),
        ("bad = 7", "neither a query"),
        ("bad = { tasks = 'done' }", "neither a query"),
        ("'add me' = 'is:locked'", "commands"),
        ("'' = 'is:locked'", "no name"),
        ("GOOD = 'is:locked'", "twice"),
        (&long, "at most 32"),
    ] {
        let (_directory, file) = kept(&format!("# mine\ngood = 'is:locked'\n{line}\nlast = 'ada'\n"));
        let queues = file.read();
        assert_eq!(names(&queues), ["good", "last"], "{line}");
        let [complaint] = &queues.left_out[..] else { panic!("{:?}", queues.left_out) };
        assert!(complaint.contains("queues.toml, line 3: ") && complaint.contains(told), "{complaint}");
    }
}

#[test]
fn a_file_that_does_not_read_is_told_and_never_written() {
    let (directory, file) = kept("good = 'is:locked'\nbad = \n");
    let queues = file.read();
    assert_eq!(queues.all, shipped().all);
    assert!(queues.left_out[0].contains("line 2") && queues.left_out[0].contains("shipped"), "{queues:?}");
    assert!(file.change(&QueueChange::Remove("good".to_owned())).is_err());
    assert_eq!(fs::read_to_string(directory.path().join(FILE)).unwrap(), "good = 'is:locked'\nbad = \n");
}

#[test]
fn what_people_wrote_around_the_queues_stays() {
    let (directory, file) = kept("# ours\n\n'one' = 'is:locked' # the first\n# about two\ntwo = 'ada'\n# the end\n");
    file.change(&QueueChange::Add(asking("AD \"x\"", "source:\"Active Directory\" ada"))).unwrap();
    let queues = file.change(&QueueChange::Remove("TWO".to_owned())).unwrap();
    assert_eq!(names(&queues), ["one", "AD \"x\""]);
    let text = fs::read_to_string(directory.path().join(FILE)).unwrap();
    assert!(text.starts_with("# ours\n\n'one' = 'is:locked' # the first\n"), "{text}");
    assert!(text.ends_with("# the end\n") && !text.contains("two ="), "{text}");
    assert_eq!(file.read(), queues);
}

#[test]
fn the_first_change_begins_the_file_with_the_shipped_ones() {
    let directory = tempdir().unwrap();
    let file = QueueFile::within(&directory.path().join("ours"));
    let queues = file.change(&QueueChange::Add(asking("mine", "ada"))).unwrap();
    assert_eq!((queues.all.len(), queues.all.last()), (shipped().all.len() + 1, Some(&asking("mine", "ada"))));
    assert_eq!(file.read(), queues);
}

#[test]
fn what_cannot_be_changed_is_told_and_changes_nothing() {
    let (directory, file) = kept("one = 'is:locked'\n");
    for change in [
        QueueChange::Add(asking("ONE", "ada")),
        QueueChange::Add(asking("remove me", "ada")),
        QueueChange::Remove("two".to_owned()),
    ] {
        assert_eq!(file.change(&change).unwrap_err().kind, ProblemKind::Settings, "{change:?}");
    }
    assert_eq!(fs::read_to_string(directory.path().join(FILE)).unwrap(), "one = 'is:locked'\n");
}
