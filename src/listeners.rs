//! Who hears what happens.

use crate::AutoFixError;
use autofix_core::config::nearest;
use autofix_core::model::{Event, EventType};
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::{Arc, Mutex, PoisonError};

/// An event, by its type or by its name such as `fix_applied`.
pub trait EventName {
    /// The type; an error for a name that no event has.
    fn event_type(self) -> Result<EventType, AutoFixError>;
}

impl EventName for EventType {
    fn event_type(self) -> Result<EventType, AutoFixError> {
        Ok(self)
    }
}

impl EventName for &str {
    fn event_type(self) -> Result<EventType, AutoFixError> {
        EventType::ALL.into_iter().find(|event| event.as_str() == self).ok_or_else(|| {
            let names = EventType::ALL.map(EventType::as_str);
            let hint = match nearest(self, names) {
                Some(meant) => format!("did you mean `{meant}`?"),
                None => format!("the events are {}", names.join(", ")),
            };
            AutoFixError::InvalidInput(format!("no event is called `{self}`; {hint}"))
        })
    }
}

/// Names a listener, to take it away again.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct ListenerId(u64);

type Hears = Arc<dyn Fn(&Event) + Send + Sync>;

#[derive(Clone)]
struct Listener {
    id: ListenerId,
    event: EventType,
    once: bool,
    hears: Hears,
}

/// Every listener, in the order in which they came.
#[derive(Default)]
pub(crate) struct Listeners {
    inner: Mutex<(u64, Vec<Listener>)>,
}

impl Listeners {
    pub(crate) fn add(&self, event: EventType, once: bool, hears: Hears) -> ListenerId {
        let mut inner = self.inner.lock().unwrap_or_else(PoisonError::into_inner);
        inner.0 += 1;
        let id = ListenerId(inner.0);
        inner.1.push(Listener { id, event, once, hears });
        id
    }

    pub(crate) fn remove(&self, id: ListenerId) -> bool {
        let mut inner = self.inner.lock().unwrap_or_else(PoisonError::into_inner);
        let before = inner.1.len();
        inner.1.retain(|listener| listener.id != id);
        inner.1.len() < before
    }

    /// A listener may add and remove listeners, so none is called under the lock; one that panics
    /// loses its own event only.
    pub(crate) fn tell(&self, event: &Event) {
        let called: Vec<Hears> = {
            let mut inner = self.inner.lock().unwrap_or_else(PoisonError::into_inner);
            let called = inner.1.iter().filter(|it| it.event == event.event_type);
            let called = called.map(|it| Arc::clone(&it.hears)).collect();
            inner.1.retain(|listener| !(listener.once && listener.event == event.event_type));
            called
        };
        for hears in called {
            catch_unwind(AssertUnwindSafe(|| hears(event))).ok();
        }
    }
}
