//! A table and a set are what the standard library's are, whatever is done to them.

use std::collections::{BTreeMap, BTreeSet};
use std::ops::Bound;

use proptest::prelude::*;

use super::{KeySet, Table};

#[derive(Debug, Clone)]
enum Deed {
    Insert(u8, u16),
    Remove(u8),
    GetOrInsert(u8, u16),
    Retain(u8),
}

fn deed() -> impl Strategy<Value = Deed> {
    prop_oneof![
        (any::<u8>(), any::<u16>()).prop_map(|(key, value)| Deed::Insert(key, value)),
        any::<u8>().prop_map(Deed::Remove),
        (any::<u8>(), any::<u16>()).prop_map(|(key, value)| Deed::GetOrInsert(key, value)),
        (1..9u8).prop_map(Deed::Retain),
    ]
}

fn bound() -> impl Strategy<Value = Bound<u8>> {
    prop_oneof![
        Just(Bound::Unbounded),
        any::<u8>().prop_map(Bound::Included),
        any::<u8>().prop_map(Bound::Excluded),
    ]
}

/// Bounds at which the standard library's own map panics: they cross, or exclude one key twice.
fn crosses(bounds: (Bound<u8>, Bound<u8>)) -> bool {
    match bounds {
        (Bound::Excluded(from), Bound::Excluded(to)) => from >= to,
        (
            Bound::Included(from) | Bound::Excluded(from),
            Bound::Included(to) | Bound::Excluded(to),
        ) => from > to,
        _ => false,
    }
}

proptest! {
    #[test]
    fn a_table_is_a_map_in_order(deeds in prop::collection::vec(deed(), 0..80), bounds in (bound(), bound())) {
        let (mut ours, mut theirs) = (Table::new(), BTreeMap::new());
        for deed in deeds {
            match deed {
                Deed::Insert(key, value) => prop_assert_eq!(ours.insert(key, value), theirs.insert(key, value)),
                Deed::Remove(key) => prop_assert_eq!(ours.remove(&key), theirs.remove(&key)),
                Deed::GetOrInsert(key, value) => prop_assert_eq!(
                    &*ours.get_or_insert_with(key, || value),
                    &*theirs.entry(key).or_insert(value)
                ),
                Deed::Retain(by) => {
                    ours.retain(|key, _| !key.is_multiple_of(by));
                    theirs.retain(|key, _| !key.is_multiple_of(by));
                }
            }
        }
        prop_assert!(ours.iter().eq(theirs.iter()));
        prop_assert_eq!(ours.last_key_value(), theirs.last_key_value());
        for key in 0..=u8::MAX {
            prop_assert_eq!(ours.get(&key), theirs.get(&key));
        }
        if crosses(bounds) {
            prop_assert_eq!(ours.range(bounds).count(), 0);
        } else {
            prop_assert!(ours.range(bounds).eq(theirs.range(bounds)));
        }
        let text = serde_json::to_string(&ours).map_err(|error| TestCaseError::fail(error.to_string()))?;
        prop_assert_eq!(&text, &serde_json::to_string(&theirs).map_err(|error| TestCaseError::fail(error.to_string()))?);
        prop_assert_eq!(serde_json::from_str::<Table<u8, u16>>(&text).ok(), Some(ours));
    }

    #[test]
    fn a_set_is_one_in_order(deeds in prop::collection::vec(deed(), 0..80), other: BTreeSet<u8>) {
        let (mut ours, mut theirs) = (KeySet::new(), BTreeSet::new());
        for deed in deeds {
            match deed {
                Deed::Insert(key, _) | Deed::GetOrInsert(key, _) => {
                    prop_assert_eq!(ours.insert(key), theirs.insert(key));
                }
                Deed::Remove(key) => prop_assert_eq!(ours.remove(&key), theirs.remove(&key)),
                Deed::Retain(by) => {
                    ours.retain(|key| !key.is_multiple_of(by));
                    theirs.retain(|key| !key.is_multiple_of(by));
                }
            }
        }
        prop_assert!(ours.iter().eq(theirs.iter()));
        prop_assert_eq!(ours.last(), theirs.last());
        let mixed: KeySet<u8> = other.iter().copied().collect();
        prop_assert_eq!(ours.is_subset(&mixed), theirs.is_subset(&other));
        prop_assert!(ours.difference(&mixed).eq(theirs.difference(&other)));
        let text = serde_json::to_string(&ours).map_err(|error| TestCaseError::fail(error.to_string()))?;
        prop_assert_eq!(serde_json::from_str::<KeySet<u8>>(&text).ok(), Some(ours));
    }
}

#[test]
fn what_stands_twice_in_json_counts_once() {
    let table: Table<String, u8> =
        serde_json::from_str(r#"{"b":1,"a":2,"b":3}"#).unwrap_or_default();
    assert!(
        table
            .iter()
            .map(|(key, value)| (key.as_str(), *value))
            .eq([("a", 2), ("b", 3)])
    );
    let set: KeySet<u8> = serde_json::from_str("[3,1,3]").unwrap_or_default();
    assert!(set.iter().eq(&[1, 3]));
}
