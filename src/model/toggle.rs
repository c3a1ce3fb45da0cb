//! What can be set for enabling, disabling and unlocking an account.

/// What can be set for enabling, disabling and unlocking (`AccountToggleRequest`, `AccountUnlockRequest`). What is not
/// set is not sent.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Toggle {
    /// Provision the account at its source even where the tenant believes it to be so already.
    pub force_provisioning: bool,
    /// Unlock the person's sign-in as well; for unlocking only.
    pub unlock_sign_in: bool,
    /// What an external process is to verify the request by.
    pub external_verification_id: Option<String>,
}
