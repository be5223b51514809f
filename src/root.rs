//! The loop, and the one component with state.

use std::rc::Rc;

use gloo::events::EventListener;
use gloo::timers::callback::Interval;
use sonae_engine::content::Pack;
use wasm_bindgen_futures::spawn_local;
use yew::prelude::*;

use crate::browser::{self, Tell, clock, files, page, tabs, typing};
use crate::effects;
use crate::later;
use crate::pages;
use crate::state::shelf::Told;
use crate::state::{Action, Shared, Start, State, edition};
use crate::widgets::frame;

/// How often the app looks at the clock, and where one is shown.
const TICK_MS: u32 = 20_000;
const SECOND_MS: u32 = 1000;

/// What the app starts with.
#[derive(Properties, PartialEq)]
pub struct Props {
    /// What the browser knows.
    pub start: Shared<Start>,
}

/// The whole app.
pub struct Root {
    state: State,
    act: Callback<Action>,
    tell: Tell,
    /// Told of the address and of stray drops for as long as the app lives.
    _listeners: Vec<EventListener>,
    /// Tells the time.
    clock: Interval,
}

impl Component for Root {
    type Message = Action;
    type Properties = Props;

    fn create(ctx: &Context<Self>) -> Self {
        #[expect(
            clippy::expect_used,
            reason = "the build embeds the pack; a damaged app shows the crash card"
        )]
        let pack = Pack::read_first(crate::FIRST_PACK).expect("the embedded pack");
        // It lives as long as the page, and everything derived points into it.
        let pack: &'static Pack = Box::leak(Box::new(pack));
        #[cfg(feature = "bench")]
        crate::bench::run();
        let act = ctx.link().callback(|action| action);
        let told = act.clone();
        let mut listeners = files::ignore_stray_drops();
        listeners.extend(page::on_change(move |page| told.emit(Action::Went(page))));
        listeners.extend(page::notice_people());
        listeners.extend(page::ask_before_leaving());
        let told = act.clone();
        let tell: Tell = Rc::new(move |action| told.emit(action));
        listeners.extend(typing::listen(&tell));
        listeners.extend(browser::edition::listen(&tell));
        tabs::listen(&tell);
        let clock = ticking(&act, page::current().has_clock());
        let told = act.clone();
        // The first drawing is in the person's language already.
        let mut state = State::new(pack, page::current());
        let start = (*ctx.props().start).clone();
        let mut effects = state.update(Action::Started(Box::new(start)));
        effects.extend(state.update(edition::Told::Looked(browser::edition::edition()).into()));
        if later::get().is_some() {
            effects.extend(state.update(Action::LaterCame(true)));
        } else {
            spawn_local(async move { told.emit(Action::LaterCame(later::came().await)) });
        }
        effects::carry_out(effects, state.pack, &tell);
        Self {
            state,
            act,
            tell,
            _listeners: listeners,
            clock,
        }
    }

    fn update(&mut self, _: &Context<Self>, action: Action) -> bool {
        let waits = action.can_wait() && typing::is_under_way();
        let had_case = self.state.case.is_some();
        let had_clock = self.state.page.has_clock();
        let effects = self.state.update(action);
        self.state.requests = page::requests();
        page::set_at_risk(self.state.is_at_risk());
        effects::carry_out(effects, self.state.pack, &self.tell);
        let has_clock = self.state.page.has_clock();
        if has_clock != had_clock {
            self.act.emit(Told::Ticked(clock::moment()).into());
            self.clock = ticking(&self.act, has_clock);
        }
        !waits || self.state.case.is_some() != had_case
    }

    fn view(&self, _: &Context<Self>) -> Html {
        #[cfg(feature = "crash")]
        crash_on_purpose(&self.state.page);
        frame::frame(&self.state, &self.act, pages::page(&self.state, &self.act))
    }
}

/// Tells the time and how long nobody did anything, by the second where a clock is shown.
fn ticking(act: &Callback<Action>, clock_shown: bool) -> Interval {
    let told = act.clone();
    let every = if clock_shown { SECOND_MS } else { TICK_MS };
    Interval::new(every, move || {
        told.emit(Told::Ticked(clock::moment()).into());
        told.emit(Told::Quiet(page::quiet_ms()).into());
    })
}

/// What the crash card's test needs: a page that panics.
#[cfg(feature = "crash")]
fn crash_on_purpose(page: &crate::route::Page) {
    assert_ne!(*page, crate::route::Page::NotFound, "on purpose");
}
