//! How a person holds back a long read: while the gate is closed nothing more of it is sent.

use std::future::pending;

use tokio::sync::watch;

/// What a long read passes through before each request. By default it stands open for good.
#[derive(Debug, Clone, Default)]
pub struct Gate(Option<watch::Receiver<bool>>);

/// The latch of a gate. Where it is let go of, the gate stays as it is.
#[derive(Debug)]
pub struct Latch(watch::Sender<bool>);

impl Gate {
    /// An open gate, and what closes it.
    #[must_use]
    pub fn with_latch() -> (Self, Latch) {
        let (latch, gate) = watch::channel(true);
        (Self(Some(gate)), Latch(latch))
    }

    /// Waits until the gate is open.
    pub(super) async fn opened(&self) {
        self.stands(true).await;
    }

    /// Waits until the gate is closed; for ever where nobody can close it.
    pub(super) async fn closed(&self) {
        if self.0.is_none() {
            pending::<()>().await;
        }
        self.stands(false).await;
    }

    async fn stands(&self, open: bool) {
        let Some(mut gate) = self.0.clone() else { return };
        if gate.wait_for(|is_open| *is_open == open).await.is_err() {
            // Nobody is left who could move it.
            pending::<()>().await;
        }
    }
}

impl Latch {
    /// Opens the gate.
    pub fn open(&self) {
        self.0.send_replace(true);
    }

    /// Closes the gate.
    pub fn close(&self) {
        self.0.send_replace(false);
    }
}
