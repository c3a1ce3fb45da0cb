//! Lines that can be cut: a listener whose connections end before an answer, or in the middle of one, when told to.

use std::io;
use std::net::SocketAddr;
use std::pin::Pin;
use std::sync::Arc;
use std::sync::atomic::{AtomicU8, Ordering};
use std::task::{Context, Poll, ready};
use std::time::Duration;

use axum::extract::connect_info::Connected;
use axum::serve::{IncomingStream, Listener};
use tokio::io::{AsyncRead, AsyncWrite, ReadBuf};
use tokio::net::{TcpListener, TcpStream};

/// What a request's handler cuts its line with.
#[derive(Clone, Debug, Default)]
pub(super) struct Scissors(Arc<AtomicU8>);

const WHOLE: u8 = 0;
const CUT_BEFORE_ANSWER: u8 = 1;
const CUT_IN_BODY: u8 = 2;

impl Scissors {
    /// Nothing of the next answer is sent.
    pub(super) fn cut_before_answer(&self) {
        self.0.store(CUT_BEFORE_ANSWER, Ordering::Release);
    }

    /// The head and half of the body of the next answer are sent.
    pub(super) fn cut_in_body(&self) {
        self.0.store(CUT_IN_BODY, Ordering::Release);
    }
}

impl Connected<IncomingStream<'_, Lines>> for Scissors {
    fn connect_info(stream: IncomingStream<'_, Lines>) -> Self {
        stream.remote_addr().clone()
    }
}

/// A listener for lines that can be cut.
#[derive(Debug)]
pub(super) struct Lines(pub(super) TcpListener);

impl Lines {
    pub(super) fn address(&self) -> io::Result<SocketAddr> {
        self.0.local_addr()
    }
}

impl Listener for Lines {
    type Io = Line;
    /// Handlers have no use for the address; the scissors travel in its place.
    type Addr = Scissors;

    async fn accept(&mut self) -> (Line, Scissors) {
        loop {
            match self.0.accept().await {
                Ok((stream, _)) => {
                    // A line that cannot be hurried is a line all the same.
                    drop(stream.set_nodelay(true));
                    let scissors = Scissors::default();
                    return (Line { stream, scissors: scissors.clone(), sent_half: false }, scissors);
                }
                // Out of file descriptors, say: better in a moment.
                Err(_) => tokio::time::sleep(Duration::from_millis(50)).await,
            }
        }
    }

    fn local_addr(&self) -> io::Result<Scissors> {
        Ok(Scissors::default())
    }
}

/// One connection.
#[derive(Debug)]
pub(super) struct Line {
    stream: TcpStream,
    scissors: Scissors,
    sent_half: bool,
}

impl AsyncRead for Line {
    fn poll_read(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
        buffer: &mut ReadBuf<'_>,
    ) -> Poll<io::Result<()>> {
        Pin::new(&mut self.stream).poll_read(context, buffer)
    }
}

impl AsyncWrite for Line {
    fn poll_write(mut self: Pin<&mut Self>, context: &mut Context<'_>, bytes: &[u8]) -> Poll<io::Result<usize>> {
        match self.scissors.0.load(Ordering::Acquire) {
            WHOLE => Pin::new(&mut self.stream).poll_write(context, bytes),
            CUT_IN_BODY if !self.sent_half => {
                let sent = ready!(Pin::new(&mut self.stream).poll_write(context, half_of_body(bytes)))?;
                self.sent_half = true;
                Poll::Ready(Ok(sent))
            }
            cut => {
                if cut == CUT_BEFORE_ANSWER {
                    // Without waiting for anything: the other side sees a reset, not an orderly end.
                    drop(self.stream.set_zero_linger());
                }
                Poll::Ready(Err(io::ErrorKind::ConnectionReset.into()))
            }
        }
    }

    fn poll_flush(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.stream).poll_flush(context)
    }

    fn poll_shutdown(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.stream).poll_shutdown(context)
    }
}

/// The head and half of what follows it. Without vectored writes the server hands over both in one piece.
fn half_of_body(bytes: &[u8]) -> &[u8] {
    let head = bytes.windows(4).position(|window| window == b"\r\n\r\n").map_or(0, |at| at + 4);
    &bytes[..head + (bytes.len() - head) / 2]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn half_of_the_body_goes_with_the_whole_head() {
        assert_eq!(half_of_body(b"HTTP/1.1 200 OK\r\n\r\nabcdef"), b"HTTP/1.1 200 OK\r\n\r\nabc");
        assert_eq!(half_of_body(b"HTTP/1.1 200 OK\r\n\r\na"), b"HTTP/1.1 200 OK\r\n\r\n");
    }
}
