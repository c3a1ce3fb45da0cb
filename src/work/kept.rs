//! An order as it is kept: in the journal beside its run, and in the file of a plan.

use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

use crate::model::{Content, Order, Problem, ProblemKind, Toggle, Verb};

const FORCE: &str = "forceProvisioning";
const SIGN_IN: &str = "unlockIDNAccount";
const VERIFICATION: &str = "externalVerificationId";

/// What an order says besides its verb, in the words of the requests.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct KeptOrder {
    /// What was set for every target; an object.
    #[serde(default)]
    pub options: Value,
    /// What is written: an identity, attributes, or the steps of a patch.
    #[serde(default)]
    pub body: Option<Value>,
}

impl KeptOrder {
    /// The order as it is kept.
    #[must_use]
    pub fn of(order: &Order) -> Self {
        let toggle = &order.toggle;
        let mut options = Map::new();
        if toggle.force_provisioning {
            options.insert(FORCE.to_owned(), true.into());
        }
        if toggle.unlock_sign_in {
            options.insert(SIGN_IN.to_owned(), true.into());
        }
        if let Some(id) = &toggle.external_verification_id {
            options.insert(VERIFICATION.to_owned(), id.as_str().into());
        }
        let body = match &order.content {
            Content::Nothing => None,
            Content::Owner(identity) => Some(identity.as_str().into()),
            Content::Attributes(attributes) => Some(attributes.clone().into()),
            Content::Steps(steps) => Some(steps.clone().into()),
        };
        Self { options: options.into(), body }
    }

    /// The order of this verb.
    ///
    /// # Errors
    ///
    /// A [`ProblemKind::Settings`] where what is kept does not go with the verb.
    pub fn order(self, verb: Verb) -> Result<Order, Problem> {
        let flag = |name: &str| self.options.get(name).and_then(Value::as_bool).unwrap_or_default();
        let toggle = Toggle {
            force_provisioning: flag(FORCE),
            unlock_sign_in: flag(SIGN_IN),
            external_verification_id: self.options.get(VERIFICATION).and_then(Value::as_str).map(str::to_owned),
        };
        let content = match (verb, self.body) {
            (Verb::Correlate, Some(Value::String(identity))) => Content::Owner(identity),
            (Verb::Create | Verb::Put, Some(Value::Object(attributes))) => Content::Attributes(attributes),
            (Verb::Patch, Some(Value::Array(steps))) => Content::Steps(steps),
            (Verb::Correlate | Verb::Create | Verb::Put | Verb::Patch, _) | (_, Some(_)) => {
                let told = format!("what is kept to be written does not go with {}", verb.word());
                return Err(Problem::new(ProblemKind::Settings, told));
            }
            (_, None) => Content::Nothing,
        };
        Ok(Order { toggle, content, ..Order::plain(verb) })
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn an_order_comes_back_as_it_was() {
        let toggle =
            Toggle { force_provisioning: true, unlock_sign_in: true, external_verification_id: Some("v-1".to_owned()) };
        let attributes = Map::from_iter([("city".to_owned(), json!("Bonn"))]);
        let orders = [
            Order::plain(Verb::Disable),
            Order::plain(Verb::RemoveAll),
            Order { toggle, ..Order::plain(Verb::Unlock) },
            Order { content: Content::Owner("i1".to_owned()), ..Order::plain(Verb::Correlate) },
            Order { content: Content::Attributes(attributes.clone()), ..Order::plain(Verb::Put) },
            Order { content: Content::Attributes(attributes), ..Order::plain(Verb::Create) },
            Order { content: Content::Steps(vec![json!({"op": "remove"})]), ..Order::plain(Verb::Patch) },
        ];
        for order in orders {
            let kept = serde_json::to_string(&KeptOrder::of(&order)).unwrap();
            let kept: KeptOrder = serde_json::from_str(&kept).unwrap();
            assert_eq!(kept.order(order.verb), Ok(order));
        }
    }

    #[test]
    fn what_does_not_go_together_is_no_order() {
        let kept = |body| KeptOrder { options: Value::Null, body };
        assert!(kept(Some(json!({}))).order(Verb::Patch).is_err());
        assert!(kept(None).order(Verb::Put).is_err());
        assert!(kept(Some(json!([]))).order(Verb::Disable).is_err());
        assert!(kept(Some(json!("i1"))).order(Verb::Create).is_err());
    }
}
