//! The loop, and the one component with state.

use gloo::events::EventListener;
use sonae_engine::content::Pack;
use yew::prelude::*;

use crate::browser::{files, page};
use crate::effects;
use crate::pages;
use crate::state::{Action, Shared, State};
use crate::widgets::frame;

/// The whole app.
pub struct Root {
    state: Shared<State>,
    act: Callback<Action>,
    /// Told of the address and of stray drops for as long as the app lives.
    _listeners: Vec<EventListener>,
}

impl Component for Root {
    type Message = Action;
    type Properties = ();

    fn create(ctx: &Context<Self>) -> Self {
        #[expect(
            clippy::expect_used,
            reason = "the build embeds the pack; a damaged app shows the crash card"
        )]
        let pack = Pack::read(crate::PACK).expect("the embedded pack");
        // It lives as long as the page, and everything derived points into it.
        let pack: &'static Pack = Box::leak(Box::new(pack));
        #[cfg(feature = "bench")]
        crate::bench::run(pack);
        let act = ctx.link().callback(|action| action);
        let told = act.clone();
        let mut listeners = files::ignore_stray_drops();
        listeners.extend(page::on_change(move |page| told.emit(Action::Went(page))));
        act.emit(effects::start());
        Self {
            state: Shared::new(State::new(pack, page::current())),
            act,
            _listeners: listeners,
        }
    }

    fn update(&mut self, _: &Context<Self>, action: Action) -> bool {
        let mut state = (*self.state).clone();
        let effects = state.update(action);
        state.requests = page::requests_elsewhere();
        self.state = Shared::new(state);
        effects::carry_out(effects, &self.act);
        true
    }

    fn view(&self, _: &Context<Self>) -> Html {
        #[cfg(feature = "crash")]
        crash_on_purpose(&self.state.page);
        frame::frame(&self.state, &self.act, pages::page(&self.state, &self.act))
    }
}

/// What the crash card's test needs: a page that panics.
#[cfg(feature = "crash")]
fn crash_on_purpose(page: &crate::route::Page) {
    assert_ne!(*page, crate::route::Page::NotFound, "on purpose");
}
