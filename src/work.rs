//! Jobs on the tenant: what is asked, and how it is carried through.

pub mod protocol;
