//! Lists of a map, which may be as long as its text and hold what they should not.

use serde::de::{DeserializeSeed, Deserializer, IgnoredAny, MapAccess, SeqAccess, Visitor};
use std::fmt;

/// Texts behind one another: millions of them cost four bytes each on top.
#[derive(Debug, Clone, Default)]
pub(super) struct Texts {
    text: String,
    ends: Vec<u32>,
}

impl Texts {
    /// A text of the list; `None` for an empty one, and for what is no text.
    pub(super) fn get(&self, at: usize) -> Option<&str> {
        let end = usize::try_from(*self.ends.get(at)?).ok()?;
        let start = match at.checked_sub(1) {
            Some(before) => usize::try_from(*self.ends.get(before)?).ok()?,
            None => 0,
        };
        self.text.get(start..end).filter(|text| !text.is_empty())
    }
}

/// Numbers in their order; what is no number is left out.
#[derive(Debug, Clone, Default)]
pub(super) struct Numbers(Vec<u32>);

impl Numbers {
    pub(super) fn holds(&self, number: i64) -> bool {
        u32::try_from(number).is_ok_and(|number| self.0.binary_search(&number).is_ok())
    }
}

impl<'de> serde::Deserialize<'de> for Texts {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let mut texts = Self::default();
        let add = |item: Item<'_>| {
            if let Item::Text(text) = item {
                texts.text.push_str(text);
            }
            texts.ends.push(u32::try_from(texts.text.len()).unwrap_or(u32::MAX));
        };
        deserializer.deserialize_any(List(add))?;
        Ok(texts)
    }
}

impl<'de> serde::Deserialize<'de> for Numbers {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let mut numbers = Vec::new();
        let add = |item: Item<'_>| {
            if let Item::Number(number) = item {
                numbers.push(number);
            }
        };
        deserializer.deserialize_any(List(add))?;
        numbers.sort_unstable();
        Ok(Self(numbers))
    }
}

/// What may stand in a list.
enum Item<'t> {
    Text(&'t str),
    Number(u32),
    Other,
}

/// A list whose items are told one by one; anything but a list is an empty one.
struct List<F>(F);

impl<'de, F: FnMut(Item<'_>)> Visitor<'de> for List<F> {
    type Value = ();

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a list")
    }

    fn visit_seq<A: SeqAccess<'de>>(mut self, mut items: A) -> Result<(), A::Error> {
        while items.next_element_seed(One(&mut self.0))?.is_some() {}
        Ok(())
    }

    fn visit_unit<E>(self) -> Result<(), E> {
        Ok(())
    }
}

/// One item, whatever it is.
struct One<'f, F>(&'f mut F);

impl<'de, F: FnMut(Item<'_>)> DeserializeSeed<'de> for One<'_, F> {
    type Value = ();

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<(), D::Error> {
        deserializer.deserialize_any(self)
    }
}

impl<'de, F: FnMut(Item<'_>)> Visitor<'de> for One<'_, F> {
    type Value = ();

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("anything")
    }

    fn visit_str<E>(self, text: &str) -> Result<(), E> {
        (self.0)(Item::Text(text));
        Ok(())
    }

    fn visit_u64<E>(self, number: u64) -> Result<(), E> {
        (self.0)(u32::try_from(number).map_or(Item::Other, Item::Number));
        Ok(())
    }

    fn visit_i64<E>(self, _: i64) -> Result<(), E> {
        (self.0)(Item::Other);
        Ok(())
    }

    fn visit_f64<E>(self, _: f64) -> Result<(), E> {
        (self.0)(Item::Other);
        Ok(())
    }

    fn visit_bool<E>(self, _: bool) -> Result<(), E> {
        (self.0)(Item::Other);
        Ok(())
    }

    fn visit_unit<E>(self) -> Result<(), E> {
        (self.0)(Item::Other);
        Ok(())
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut items: A) -> Result<(), A::Error> {
        while items.next_element::<IgnoredAny>()?.is_some() {}
        (self.0)(Item::Other);
        Ok(())
    }

    fn visit_map<A: MapAccess<'de>>(self, mut items: A) -> Result<(), A::Error> {
        while items.next_entry::<IgnoredAny, IgnoredAny>()?.is_some() {}
        (self.0)(Item::Other);
        Ok(())
    }
}
