//! What holds after any history of keys, answers, failures, delays and resizes.

use proptest::prelude::*;

use super::*;

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
    ]
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
        _ => {}
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 96, ..ProptestConfig::default() })]

    #[test]
    fn the_rules_hold_after_any_history(
        accounts in prop::sample::select(vec![0usize, 1, 250, 251, 700]),
        history in prop::collection::vec(happening(), 1..80),
    ) {
        let mut player = Player::new(accounts);
        let mut answered = Vec::new();
        for happening in history {
            live(&mut player, &mut answered, &happening);

            let list = &player.state.list;
            prop_assert!(list.cursor.at < list.len().max(1), "the cursor is outside the list");
            let jobs_of_the_window: Vec<JobId> = list.window.jobs().collect();
            let siblings = player.state.detail.siblings.iter().flat_map(|siblings| siblings.window.jobs());
            let view = player.state.identity_view().into_iter().flat_map(|view| view.accounts.window.jobs());
            let jobs_of_windows: Vec<JobId> = list.window.jobs().chain(siblings).chain(view).collect();
            for (id, job) in &player.pending {
                if matches!(job, Job::Page { .. }) {
                    prop_assert!(jobs_of_windows.contains(id), "{id:?} is under way and nobody waits for it");
                }
            }
            let settled = list.narrowing.is_none() && jobs_of_the_window.is_empty();
            if let Some(here) = list.current().filter(|_| settled) {
                prop_assert_eq!(Some(&here.id), list.anchor.as_ref(), "the cursor is not on the person's account");
            }
            for id in jobs_of_windows {
                prop_assert!(player.pending.iter().any(|(pending, _)| *pending == id), "{id:?} is waited for in vain");
            }
        }

        for _ in 0..player.state.screens.len() {
            player.act(Action::Back);
        }
        player.happen(Fact::Resized(Size { columns: 80, rows: 24 }));
        player.act(Action::AllAccounts);
        player.answer_all();
        player.act(Action::Refresh);
        player.at += SignedDuration::from_secs(1);
        player.answer_all();
        player.act(Action::Bottom);
        player.answer_all();
        prop_assert_eq!(player.state.list.len(), player.accounts.len());
        for (place, row) in player.state.list.window.rows() {
            prop_assert_eq!(row.id.as_str(), player.accounts[place].as_str());
        }
        for _ in 0..20 {
            player.act(Action::Back);
        }
        prop_assert_eq!(player.act(Action::Leave), [Effect::Exit]);
    }
}
