//! What is on the screen: snapshots to read, and rules that hold on every screen.

#[path = "view/desk.rs"]
mod desk;
#[path = "view/people.rs"]
mod people;

use desk::Desk;

#[test]
fn bytes() {
    for (c, r) in [(80, 24), (120, 40), (200, 50)] {
        let mut desk = Desk::with_rows(c, r);
        let mut all = Vec::new();
        for _ in 0..15 {
            let before = desk.draw().0;
            desk.keys("j");
            all.push(desk::bytes_between(&before, &desk.draw().0));
        }
        println!("{c}x{r} {all:?}");
    }
}
#[test]
fn look() {
    for (c, r) in [(120, 40)] {
        let mut desk = Desk::with_rows(c, r);
        desk.keys("j j");
        println!("{c}x{r}\n{}", desk.screen());
        desk.keys("enter tab tab").answer_details();
        println!("{c}x{r}\n{}", desk.screen());
        desk.keys("tab").answer_details();
        desk.keys("/").typed("sales");
        desk.keys("enter n n");
        println!("{c}x{r}\n{}", desk.screen());
    }
    let mut desk = Desk::with_rows(80, 24);
    desk.keys("enter tab").answer_details();
    desk.keys("G");
    println!("{}", desk.screen());
    desk.keys("tab").answer_details();
    println!("{}", desk.screen());
}
#[test]
fn runs() {
    let mut desk = Desk::with_rows(200, 50);
    desk.keys("j j");
    for _ in 0..2 {
        let before = desk.draw().0;
        desk.keys("j");
        let after = desk.draw().0;
        let mut sent = Vec::new();
        use ratatui::backend::Backend as _;
        ratatui::backend::CrosstermBackend::new(&mut sent).draw(before.diff(&after).into_iter()).unwrap();
        println!("{}", String::from_utf8_lossy(&sent).replace("\u{1b}", "\n^").replace("H", "H "));
    }
}
