//! Ids as the vendor writes them: 32 hexadecimal characters, without meaning to a reader.
//!
//! An id is computed from the kind and number of its row and computed back, so that a million accounts need no table of
//! ids, and so that an id of the wrong kind (an identity's where an account's is asked) is not found.

use std::fmt;

/// What an id names. Ids of different kinds never meet.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[repr(u8)]
pub(super) enum Kind {
    Account = 1,
    Identity,
    Source,
    Schema,
    Entitlement,
    Task,
    Activity,
    Reference,
}

/// One id; prints as 32 lower-case hexadecimal characters and sorts as its text does.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Id(pub(super) u128);

impl fmt::Display for Id {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:032x}", self.0)
    }
}

/// The ids of one seed.
#[derive(Clone, Copy, Debug)]
pub(super) struct Ids {
    seed: u64,
}

/// Every id begins so, as those of a tenant of some years do.
const PREFIX: u128 = 0x002c_9180;

impl Ids {
    pub(super) fn of_seed(seed: u64) -> Self {
        Self { seed: mix(seed ^ 0x5eed) }
    }

    /// The id of row `number` of a kind.
    pub(super) fn id(self, kind: Kind, number: u32) -> Id {
        let low = mix((u64::from(kind as u8) << 40 | u64::from(number)) ^ self.seed);
        let middle = u128::from(mix(low ^ self.seed) >> 24);
        Id(PREFIX << 104 | middle << 64 | u128::from(low))
    }

    /// The row an id of this kind names, if `text` is one that [`Ids::id`] could have given out.
    pub(super) fn number(self, kind: Kind, text: &str) -> Option<u32> {
        if text.len() != 32 {
            return None;
        }
        let id = Id(u128::from_str_radix(text, 16).ok()?);
        let number = u32::try_from((unmix(low_half(id)) ^ self.seed) & 0xff_ffff_ffff).ok()?;
        (self.id(kind, number) == id).then_some(number)
    }

    /// A number that belongs to a row and a purpose, the same on every run of the seed: what is not worth storing is
    /// drawn from it.
    pub(super) fn noise(self, purpose: u64, number: u32) -> u64 {
        mix(mix(self.seed ^ purpose.wrapping_mul(0x9e37_79b9_7f4a_7c15)) ^ u64::from(number))
    }
}

#[expect(clippy::cast_possible_truncation, reason = "the lower half is what is wanted")]
fn low_half(id: Id) -> u64 {
    id.0 as u64
}

/// A one-to-one scrambling of 64 bits (the finaliser of splitmix64).
fn mix(mut z: u64) -> u64 {
    z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    z ^ (z >> 31)
}

/// The way back from [`mix`].
fn unmix(mut z: u64) -> u64 {
    z = (z ^ (z >> 31) ^ (z >> 62)).wrapping_mul(0x3196_42b2_d24d_8ec3);
    z = (z ^ (z >> 27) ^ (z >> 54)).wrapping_mul(0x96de_1b17_3f11_9089);
    z ^ (z >> 30) ^ (z >> 60)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_id_leads_back_to_its_row() {
        let ids = Ids::of_seed(7);
        for number in [0, 1, 249, 12_249, 999_999, u32::MAX] {
            let text = ids.id(Kind::Account, number).to_string();
            assert_eq!(text.len(), 32);
            assert_eq!(ids.number(Kind::Account, &text), Some(number));
        }
    }

    #[test]
    fn an_id_of_another_kind_or_seed_or_form_names_nothing() {
        let ids = Ids::of_seed(7);
        let text = ids.id(Kind::Account, 5).to_string();
        assert_eq!(ids.number(Kind::Identity, &text), None);
        assert_eq!(Ids::of_seed(8).number(Kind::Account, &text), None);
        assert_eq!(ids.number(Kind::Account, "39d010a0-5bb2-47fe-b4a5-6a231a83c99b"), None);
        assert_eq!(ids.number(Kind::Account, "zz"), None);
        assert_eq!(ids.number(Kind::Account, ""), None);
    }

    #[test]
    fn ids_sort_as_their_text_does() {
        let ids = Ids::of_seed(1);
        let mut by_number: Vec<Id> = (0..200).map(|n| ids.id(Kind::Account, n)).collect();
        let mut by_text: Vec<String> = by_number.iter().map(ToString::to_string).collect();
        by_number.sort();
        by_text.sort();
        assert_eq!(by_number.iter().map(ToString::to_string).collect::<Vec<_>>(), by_text);
    }
}
