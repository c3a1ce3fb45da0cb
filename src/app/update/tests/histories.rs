//! What holds after any history of keys, answers, failures, delays and resizes.

use proptest::prelude::*;

use super::*;
use crate::app::screens::Screen;
use crate::app::selecting::{Selecting, Sweep};
use crate::model::Outcome;
use crate::work::protocol::Settled;

/// One thing that can happen.
#[derive(Debug, Clone, Copy)]
enum Happening {
    Act(Action),
    Type(char),
    Resize(u16, u16),
    Answer,
    AnswerOutOfOrder(prop::sample::Index),
    AnswerAgain(prop::sample::Index),
    Fail(ProblemKind),
    Wait(i64),
    RowsAppear,
    RowsVanish,
    /// The person asks for what only we can judge.
    AskLocked,
    /// The scan under way brings some rows.
    ScanGoesOn(usize),
    /// Something happens in a run under way, to one of its targets.
    Run(u8, prop::sample::Index),
}

fn happening() -> impl Strategy<Value = Happening> {
    prop_oneof![
        8 => prop::sample::select(Action::ALL.to_vec()).prop_map(Happening::Act),
        3 => prop::sample::select(vec!['a', '0', '7', ':', '"', 's', ' ']).prop_map(Happening::Type),
        1 => (0u16..200, 0u16..60).prop_map(|(columns, rows)| Happening::Resize(columns, rows)),
        4 => Just(Happening::Answer),
        2 => any::<prop::sample::Index>().prop_map(Happening::AnswerOutOfOrder),
        1 => any::<prop::sample::Index>().prop_map(Happening::AnswerAgain),
        1 => prop::sample::select(vec![ProblemKind::Unreachable, ProblemKind::Cancelled]).prop_map(Happening::Fail),
        2 => (0i64..90_000).prop_map(Happening::Wait),
        1 => Just(Happening::RowsAppear),
        1 => Just(Happening::RowsVanish),
        1 => Just(Happening::AskLocked),
        1 => (0usize..40).prop_map(Happening::ScanGoesOn),
        2 => (0u8..6, any::<prop::sample::Index>()).prop_map(|(what, whom)| Happening::Run(what, whom)),
    ]
}

/// What leads to a write is rare among all keys: marks, a key that acts, the plan, a rest, an answer.
fn towards_a_write() -> impl Strategy<Value = Vec<Happening>> {
    let acts = vec![Action::Disable, Action::Unlock, Action::Remove, Action::Retry];
    let answers = vec![Action::Confirm, Action::Confirm, Action::Accept, Action::Refuse, Action::KeepVisible];
    let parts = (0usize..4, prop::sample::select(acts), 0usize..4, prop::sample::select(answers), happening());
    parts.prop_map(|(marks, act, typed, answer, between)| {
        let mut steps = vec![Happening::Act(Action::Back); 2];
        steps.extend([Happening::Act(Action::Top), Happening::Answer, Happening::Wait(200)]);
        steps.extend(vec![Happening::Act(Action::Mark); marks]);
        steps.extend([Happening::Act(act), between, Happening::Answer, Happening::Answer]);
        steps.extend((typed > 0).then(|| Happening::Type(char::from(b'0' + u8::try_from(typed).unwrap()))));
        steps.extend([Happening::Wait(300), Happening::Act(answer)]);
        steps
    })
}

/// A history: single steps, and ways towards a write.
fn history() -> impl Strategy<Value = Vec<Happening>> {
    let steps = prop_oneof![4 => happening().prop_map(|one| vec![one]), 1 => towards_a_write()];
    prop::collection::vec(steps, 1..60).prop_map(|steps| steps.concat())
}

fn live(player: &mut Player, answered: &mut Vec<(JobId, Job)>, happening: &Happening) {
    match *happening {
        Happening::Act(action) => drop(player.act(action)),
        Happening::Type(character) => drop(player.happen(Fact::Typed(EditKey::Insert(character)))),
        Happening::Resize(columns, rows) => drop(player.happen(Fact::Resized(Size { columns, rows }))),
        Happening::Wait(milliseconds) => drop(player.wait(milliseconds)),
        Happening::Answer if !player.pending.is_empty() => {
            answered.push(player.pending[0].clone());
            player.answer_next();
        }
        Happening::AnswerOutOfOrder(index) if !player.pending.is_empty() => {
            let chosen = index.index(player.pending.len());
            player.pending.swap(0, chosen);
            answered.push(player.pending[0].clone());
            player.answer_next();
        }
        Happening::AnswerAgain(index) if !answered.is_empty() => {
            let (id, job) = answered[index.index(answered.len())].clone();
            let report = player.answer(id, &job);
            player.happen(Fact::Reported(report));
        }
        Happening::Fail(kind) if !player.pending.is_empty() => player.fail_next(kind),
        Happening::RowsAppear => {
            let name = format!("new-{}", player.accounts.len());
            player.accounts.insert(0, name);
        }
        Happening::RowsVanish => player.accounts.truncate(player.accounts.len() / 2),
        Happening::AskLocked => {
            player.act(Action::Palette);
            player.type_text("query is:locked");
            player.act(Action::Accept);
        }
        Happening::ScanGoesOn(rows) => scan_goes_on(player, rows),
        Happening::Run(what, whom) => run_goes_on(player, what, whom),
        _ => {}
    }
}

/// The first scan that is under way brings so many rows that it did not bring before.
fn scan_goes_on(player: &mut Player, count: usize) {
    let under_way = player.pending.iter().find(|(_, job)| matches!(job, Job::Scan { .. })).cloned();
    let Some((job, Job::Scan { epoch, scan })) = under_way else { return };
    let known = |id: &AccountId| player.state.list.rows.find(id).is_some();
    let rows = player.accounts.iter().rev().map(|id| row(id)).filter(|row| passes(&scan, row) && !known(&row.id));
    let rows: Vec<AccountRow> = rows.take(count).collect();
    let census = Census { have: 250, total: Some(player.accounts.len() as u64), ..Census::default() };
    player.happen(Fact::Reported(Report::Scanned { job, epoch, rows, census, is_last: false }));
}

/// Something happens in the first run that is going.
fn run_goes_on(player: &mut Player, what: u8, whom: prop::sample::Index) {
    let Some(run) = player.state.runs.going().next() else { return };
    let (job, target) = (run.job, run.plan.targets[whom.index(run.plan.targets.len())].id.clone());
    let event = match what {
        0 => RunEvent::Begun { run: 7 },
        1 => RunEvent::Sending { target },
        2 => RunEvent::Running { target, percent: Some(40) },
        3 => RunEvent::Settled(Box::new(Settled {
            target,
            outcome: Outcome::Verified,
            reason: None,
            before: Reading::Nothing,
            after: Reading::Account(Snapshot::default()),
            row: None,
        })),
        4 => RunEvent::Paused { why: "three lost".to_owned() },
        _ => RunEvent::Ended { exit_code: 0, head: String::new(), planned: 0 },
    };
    player.happen(Fact::Reported(Report::Run { job, event }));
}

/// The plan on top of the screens, if one is and it is whole.
fn plan_on_top(state: &State) -> Option<&Plan> {
    match state.screens.last() {
        Some(Screen::Plan(plan)) => plan.ready().map(Arc::as_ref),
        _ => None,
    }
}

/// What must hold of every step that could change the tenant.
fn writes_are_confirmed(
    before: &State,
    happening: &Happening,
    effects: &[Effect],
    after: &State,
) -> Result<(), TestCaseError> {
    let is_plan = |screen: &Screen| matches!(screen, Screen::Plan(_));
    let opened = after.screens.iter().any(is_plan) && !before.screens.iter().any(is_plan);
    let by_a_key = matches!(happening, Happening::Act(_));
    prop_assert!(!opened || by_a_key, "a dialog opened by itself: {happening:?}");
    for effect in effects {
        if let Effect::Submit(_, Job::Plan { targets, .. }) = effect
            && opened
            && !before.marks.is_empty()
            && !before.is_at_an_identity()
        {
            prop_assert_eq!(targets, &before.marks.resolve().ids, "what is counted is not what is done");
        }
        let Effect::Submit(_, Job::Act(confirmed)) = effect else { continue };
        prop_assert!(matches!(happening, Happening::Act(Action::Confirm)), "{happening:?} sent something");
        prop_assert_eq!(Some(&*confirmed.plan), plan_on_top(before), "what was shown is not what is done");
        prop_assert!(!before.tenant.read_only, "something was sent in read-only");
    }
    Ok(())
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 96, ..ProptestConfig::default() })]

    #[test]
    fn the_rules_hold_after_any_history(
        accounts in prop::sample::select(vec![0usize, 1, 250, 251, 700]),
        read_only in prop::sample::select(vec![false, false, false, true]),
        history in history(),
        whom in any::<prop::sample::Index>(),
    ) {
        let mut player = Player::new(accounts);
        let mut answered = Vec::new();
        player.state.tenant.read_only = read_only;
        for happening in history {
            let (before, told) = (player.state.clone(), player.effects.len());
            live(&mut player, &mut answered, &happening);
            writes_are_confirmed(&before, &happening, &player.effects[told..], &player.state)?;
            if player.effects[told..].contains(&Effect::Exit) {
                return Ok(());
            }

            let list = &player.state.list;
            let mut counted = player.state.marks.clone();
            counted.recount(list);
            prop_assert_eq!(&counted, &player.state.marks, "what is hidden is not what is counted as hidden");
            prop_assert!(list.cursor.at < list.len().max(1), "the cursor is outside the list");
            let jobs_of_the_list: Vec<JobId> = list.rows.jobs().collect();
            let siblings = player.state.detail.siblings.iter().flat_map(|siblings| siblings.window.jobs());
            let view = player.state.identity_view().into_iter().flat_map(|view| view.accounts.window.jobs());
            let sweep = player.state.selecting.as_ref().and_then(Selecting::sweep).and_then(Sweep::job);
            let jobs_of_windows: Vec<JobId> = list.rows.jobs().chain(siblings).chain(view).chain(sweep).collect();
            for (id, job) in &player.pending {
                if matches!(job, Job::Page { .. } | Job::Scan { .. }) {
                    prop_assert!(jobs_of_windows.contains(id), "{id:?} is under way and nobody waits for it");
                }
            }
            let settled = list.narrowing.is_none() && jobs_of_the_list.is_empty();
            if let Some(here) = list.current().filter(|_| settled) {
                prop_assert_eq!(Some(&here.id), list.anchor.as_ref(), "the cursor is not on the person's account");
            }
            for id in jobs_of_windows {
                prop_assert!(player.pending.iter().any(|(pending, _)| *pending == id), "{id:?} is waited for in vain");
            }
        }

        while player.state.runs.going().next().is_some() {
            run_goes_on(&mut player, 5, whom);
        }
        player.pending.retain(|(_, job)| !matches!(job, Job::Act(_)));
        if player.state.leaving.is_some() {
            // The person has left, and nothing is going any more.
            prop_assert!(player.effects.contains(&Effect::Exit), "nobody is let out");
            return Ok(());
        }
        // A document that was changed asks once.
        for _ in 0..=player.state.screens.len() {
            player.act(Action::Back);
        }
        prop_assert!(player.state.screens.is_empty(), "Back does not lead out");
        player.happen(Fact::Resized(Size { columns: 80, rows: 24 }));
        player.act(Action::AllAccounts);
        player.answer_all();
        player.act(Action::Refresh);
        player.at += SignedDuration::from_secs(1);
        player.answer_all();
        player.act(Action::Bottom);
        player.answer_all();
        prop_assert_eq!(player.state.list.len(), player.accounts.len());
        for (place, row) in player.state.list.rows.iter() {
            prop_assert_eq!(row.id.as_str(), player.accounts[place].as_str());
        }
        for _ in 0..20 {
            player.act(Action::Back);
        }
        prop_assert_eq!(player.act(Action::Leave), [Effect::Exit]);
    }
}
