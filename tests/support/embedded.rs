//! The embedded tenant, and a client of it.

use quarterdeck::api::{Client, Connection};
use quarterdeck::model::Generation;
use quarterdeck::tenant::{RunningTenant, TenantSettings, start};

/// Starts a tenant on a free port.
pub async fn tenant(settings: TenantSettings) -> RunningTenant {
    start(settings).await.unwrap()
}

/// How the tenant is reached.
pub fn connection(tenant: &RunningTenant, generation: Generation) -> Connection {
    let secret = tenant.client_secret().to_owned().into();
    Connection { generation, ..Connection::new(tenant.base_url(), tenant.client_id(), secret) }
}

/// A client that nobody watches.
pub fn client(tenant: &RunningTenant, generation: Generation) -> Client {
    Client::new(connection(tenant, generation), |_| ()).unwrap()
}
