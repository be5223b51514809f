//! Which release runs here, what its page may do, and whether another one is ready.

use super::{Action, Effect, State};
use crate::route::Page;

/// What the page says of itself.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Edition {
    /// The version; empty in a build for development.
    pub version: String,
    /// The day of its source, `YYYY-MM-DD`; may be empty.
    pub day: String,
    /// The SHA-256 of the app's WebAssembly as the build noted it, in hex.
    pub hash: String,
    /// Whether everything stands in one file.
    pub in_one_file: bool,
    /// The content policies in force, each as it is written.
    pub policies: Vec<String>,
    /// What was loaded, by the browser's own records: names of files.
    pub loaded: Vec<String>,
}

/// What is known of it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Running {
    /// The edition.
    pub edition: Edition,
    /// The SHA-256 of what runs here, computed here; none where the browser does not compute it.
    pub computed: Option<String>,
    /// Whether another release is ready.
    pub update: bool,
}

/// What happened.
#[derive(Clone, Debug)]
pub enum Told {
    /// The page was looked at.
    Looked(Edition),
    /// The hash was computed, or cannot be.
    Hashed(Option<String>),
    /// Another release is ready to be used.
    UpdateReady,
    /// It is to be used now.
    UpdateAsked,
}

impl From<Told> for Action {
    fn from(told: Told) -> Self {
        Self::Edition(told)
    }
}

impl State {
    /// Takes in what happened.
    pub(super) fn edition_told(&mut self, told: Told) -> Vec<Effect> {
        match told {
            Told::Looked(edition) => self.running.edition = edition,
            Told::Hashed(hash) => self.running.computed = hash,
            Told::UpdateReady => self.running.update = true,
            Told::UpdateAsked => return vec![Effect::UseUpdate],
        }
        Vec::new()
    }

    /// What follows where the page that proves it was gone to.
    pub(super) fn edition_went(&self) -> Option<Effect> {
        (self.page == Page::Proof).then_some(Effect::LookAtEdition)
    }
}

#[cfg(test)]
mod tests {
    use super::{Edition, Told};
    use crate::route::Page;
    use crate::state::tests::started;
    use crate::state::{Action, Effect};

    #[test]
    fn another_release_is_used_when_it_is_asked_for_and_not_before() {
        let mut state = started();
        assert!(!state.running.update);
        assert_eq!(state.update(Told::UpdateReady.into()), []);
        assert!(state.running.update);
        assert_eq!(state.update(Told::UpdateAsked.into()), [Effect::UseUpdate]);
    }

    #[test]
    fn the_page_is_looked_at_when_it_is_to_prove_something() {
        let mut state = started();
        let effects = state.update(Action::Went(Page::Proof));
        assert!(effects.contains(&Effect::LookAtEdition));
        let edition = Edition {
            version: "1.2.3".to_owned(),
            ..Edition::default()
        };
        state.update(Told::Looked(edition.clone()).into());
        state.update(Told::Hashed(Some("ab".to_owned())).into());
        assert_eq!(state.running.edition, edition);
        assert_eq!(state.running.computed.as_deref(), Some("ab"));
    }
}
