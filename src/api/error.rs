//! What went wrong, told as a [`Problem`](crate::model::Problem): from a refusing answer, a line that failed, or a text
//! that cannot be read.

mod body;
mod line;
mod refusal;
mod retry_after;

pub(super) use line::line_failed;
pub(super) use refusal::{Asked, CHECK_BASE_URL, answered, refused};
pub(super) use retry_after::moment;
