//! `qd demo`: the screen on the embedded tenant, over real HTTP.

use std::sync::mpsc;
use std::thread;

use super::ending::{Ending, Failure};
use super::screen;
use crate::model::{Problem, ProblemKind};
use crate::settings::{Environment, Flags, Settings, SignIn};
use crate::tenant::{self, TenantSettings};
