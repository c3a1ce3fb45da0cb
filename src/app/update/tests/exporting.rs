//! The export: what is asked for it, what is written, and what is never written without a word.

use super::*;
use crate::app::notice::Level;
use crate::app::screens::Screen;
use crate::app::screens::export::{ExportScreen, Stage};
use crate::model::Completeness;
use crate::work::protocol::{Accounts, Existing, Export, Form, Scope, Series};

/// The export, opened over so many accounts.
fn open(accounts: usize) -> Player {
    let mut player = Player::browsing(accounts);
    player.act(Action::Export);
    player
}

fn screen(player: &Player) -> &ExportScreen {
    match player.state.screens.last() {
        Some(Screen::Export(screen)) => screen,
        other => panic!("no export, but {other:?}"),
    }
}

/// What Enter asks the worker to write, with its job.
fn written(player: &mut Player) -> Option<(JobId, Arc<Export>)> {
    player.act(Action::Accept);
    player.pending.iter().rev().find_map(|(id, job)| match job {
        Job::Export(export) => Some((*id, Arc::clone(export))),
        _ => None,
    })
}

fn path(name: &str) -> std::path::PathBuf {
    name.into()
}

fn told(player: &Player) -> (Level, String) {
    let notice = player.state.notices.shown().expect("a notice");
    (notice.level, notice.text.clone())
}

#[test]
fn what_is_chosen_is_what_is_written() {
    let mut player = open(300);
    assert_eq!((screen(&player).scope, screen(&player).all), (Scope::All, Some(300)));
    let (_, export) = written(&mut player).unwrap();
    let Accounts::Listed(scan) = &export.accounts else { panic!("{export:?}") };
    assert_eq!((&scan.query.filter, &scan.here, &scan.series), (&None, &None, &Series::One));
    assert_eq!((export.form, export.existing, export.question.as_str()), (Form::Csv, Existing::Stays, ""));

    let mut player = open(300);
    player.act(Action::Down);
    let shown = player.state.layout().unwrap().table_rows();
    let (_, export) = written(&mut player).unwrap();
    let Accounts::Chosen(ids) = &export.accounts else { panic!("{export:?}") };
    assert_eq!((export.scope, ids.len()), (Scope::Visible, shown));
    let first = player.state.list.rows.row(0).unwrap();
    assert_eq!(ids[0], first.id);
}

#[test]
fn marks_come_first_to_mind_and_nothing_marked_writes_nothing() {
    let mut player = Player::browsing(10);
    player.act(Action::Mark);
    player.act(Action::Export);
    assert_eq!(screen(&player).scope, Scope::Marked);
    let (_, export) = written(&mut player).unwrap();
    assert!(matches!(&export.accounts, Accounts::Chosen(ids) if ids.len() == 1));

    let mut player = open(10);
    player.act(Action::Up);
    assert_eq!(screen(&player).scope, Scope::Marked);
    assert_eq!(written(&mut player), None);
    assert_eq!(screen(&player).remark.as_deref(), Some("nothing is marked"));
}

#[test]
fn a_file_that_is_there_is_replaced_only_when_asked_twice_for_that_name() {
    for (typed, existing) in [(None, Existing::Replaced), (Some('x'), Existing::Stays)] {
        let mut player = open(10);
        let (job, _) = written(&mut player).unwrap();
        player.happen(Fact::Reported(Report::Exported { job, exported: Exported::Exists(path("a.csv")) }));
        let remark = screen(&player).remark.clone().unwrap();
        assert_eq!(remark, "a.csv is there already: Enter again replaces it");
        if let Some(letter) = typed {
            player.happen(Fact::Typed(EditKey::Insert(letter)));
        }
        let (_, export) = written(&mut player).unwrap();
        assert_eq!(export.existing, existing, "{typed:?}");
    }
}

#[test]
fn the_notice_says_how_whole_the_file_is() {
    for (census, complete) in [
        (Census { have: 10, total: Some(10), ..Census::default() }, true),
        (Census { have: 9, total: Some(10), ..Census::default() }, false),
    ] {
        let mut player = open(10);
        let (job, _) = written(&mut player).unwrap();
        assert_eq!(census.completeness() == Completeness::All { total: 10 }, complete);
        let end = Written { path: path("a.csv"), accounts: census.have, unreadable: 0, chosen: None, census };
        player.happen(Fact::Reported(Report::Exported { job, exported: Exported::Written(end) }));
        assert!(player.state.screens.is_empty());
        let expected = if complete {
            (Level::Ok, "wrote a.csv: 10 accounts, complete")
        } else {
            (Level::Warn, "wrote a.csv: 9 accounts, NOT complete: 9 of 10 read, 1 missing")
        };
        let (level, text) = told(&player);
        assert_eq!((level, text.as_str()), expected);
    }
}

#[test]
fn while_it_is_written_nothing_is_typed_and_esc_gives_it_up() {
    let mut player = open(10);
    let name = screen(&player).file.text().to_owned();
    let (job, _) = written(&mut player).unwrap();
    let census = Census { have: 5, total: Some(10), ..Census::default() };
    player.happen(Fact::Reported(Report::Exporting { job, accounts: 5, census: census.clone() }));
    assert_eq!(screen(&player).stage, Stage::Writing { job, accounts: 5, census });
    player.happen(Fact::Typed(EditKey::Insert('x')));
    player.act(Action::Down);
    assert_eq!(written(&mut player).map(|(again, _)| again), Some(job), "nothing is written twice");
    assert_eq!((screen(&player).file.text(), screen(&player).scope), (name.as_str(), Scope::All));
    let effects = player.act(Action::Back);
    assert!(effects.contains(&Effect::Cancel(job)), "{effects:?}");
    assert_eq!(told(&player), (Level::Note, "given up: no file was written".to_owned()));
    // What was said before it heard of it changes nothing.
    player.happen(Fact::Reported(Report::Exporting { job, accounts: 9, census: Census::default() }));
    assert!(player.state.screens.is_empty());
}

#[test]
fn a_failure_stands_where_the_person_can_try_again() {
    let mut player = open(10);
    let (job, _) = written(&mut player).unwrap();
    let problem = Problem::new(ProblemKind::Settings, "a.csv cannot be written");
    player.happen(Fact::Reported(Report::Failed { job, epoch: None, problem }));
    assert_eq!(screen(&player).stage, Stage::Choosing);
    assert_eq!(screen(&player).remark.as_deref(), Some("a.csv cannot be written"));
}

#[test]
fn the_query_is_copied_as_a_command_line() {
    for (query, line) in [
        ("", "qd list --all"),
        ("name:o'neill", r"qd list 'name:o'\''neill' --all"),
        ("-is:locked", "qd list --all -- '-is:locked'"),
        ("identity:ada lovelace", "qd list ' identity:ada lovelace' --all"),
    ] {
        let mut player = Player::browsing(10);
        player.state.list.asked.text = query.to_owned();
        let effects = player.act(Action::CommandLine);
        assert!(effects.contains(&Effect::Copy(line.to_owned())), "{effects:?}");
    }
}
