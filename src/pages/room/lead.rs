//! The trainer's screen: clock, controls, script, cards, notes.

use sonae_engine::content::{Inject, Kit, Step, Timed};
use sonae_engine::workshop::room::{Clock, Room, Stage, What};
use yew::prelude::*;

use super::{clock, facts};
use crate::pages::kits;
use crate::route::Page;
use crate::state::room::{Told, Turn, Wall, Window, time_of};
use crate::state::{Action, State};
use crate::widgets::check;
use crate::widgets::field::{self, Field};
use crate::widgets::keys::{Key, Keys};

/// The longest note, letters.
const LONGEST_NOTE: usize = 500;

/// What the page is about.
struct Led<'a> {
    state: &'a State,
    act: &'a Callback<Action>,
    room: &'a Room,
    kit: &'a Kit,
    steps: Vec<Timed<'a>>,
    clock: Clock,
}

/// What a key asks for.
pub fn turn(key: Key) -> Option<Turn> {
    match key {
        Key::Right | Key::Forward => Some(Turn::Forward),
        Key::Left | Key::Backward => Some(Turn::Backward),
        Key::Blank => Some(Turn::Blank),
        Key::Digit(_) | Key::Enter | Key::Slash => None,
    }
}

/// Tells what is pressed, where keys act.
pub fn listening(act: &Callback<Action>, keys: bool) -> Html {
    let act = act.clone();
    let on_key = Callback::from(move |key| {
        if let Some(turn) = turn(key) {
            act.emit(Told::Turned(turn).into());
        }
    });
    html! { if keys { <Keys {on_key} remote=true /> } }
}

/// The page.
pub fn view(state: &State, act: &Callback<Action>) -> Html {
    let words = state.words();
    let Some((room, kit, clock)) = state.room() else {
        return html! {
            <div class="page">
                <main class="page-main" id="main" tabindex="-1">
                    <h1 tabindex="-1">{ words.t(Page::Room.title()) }</h1>
                    <p>{ words.t("room.none") }</p>
                    <div class="actions"><a class="button" href={Page::Workshop.address()}>{ words.t("room.to_door") }</a></div>
                </main>
            </div>
        };
    };
    let steps = room.steps(kit);
    let led = Led {
        state,
        act,
        room,
        kit,
        steps,
        clock,
    };
    html! {
        <div class="page page-wide">
            <main class="page-main room" id="main" tabindex="-1">
                { listening(act, state.leading.keys) }
                <div class="prose">
                    <h1 tabindex="-1">{ words.t(Page::Room.title()) }</h1>
                    <p class="soft">{ words.text(&kit.title) }{ " · " }{ facts(state, room) }</p>
                </div>
                <div class="room-halves">
                    <div class="room-half">{ led.now() }{ led.script() }</div>
                    <div class="room-half">{ led.projector() }{ led.injects() }{ led.agenda() }{ led.notes() }</div>
                </div>
            </main>
        </div>
    }
}

impl Led<'_> {
    fn step(&self) -> Option<&Step> {
        match self.clock.stage {
            Stage::Step(at) => self.steps.get(at).map(|timed| timed.step),
            Stage::Waiting | Stage::Over => None,
        }
    }

    fn button(&self, class: &'static str, key: &str, what: What) -> Html {
        let disabled = !self.room.can(self.kit, &what);
        let onclick = self
            .act
            .reform(move |_: MouseEvent| Told::Asked(what.clone()).into());
        let onclick = (!disabled).then_some(onclick);
        html! { <button type="button" class={class} aria-disabled={disabled.then_some("true")} {onclick}>{ self.state.words().t(key) }</button> }
    }

    /// Where the room is, its clock, and what can be done.
    fn now(&self) -> Html {
        let words = self.state.words();
        let (title, text) = match (self.clock.stage, self.step()) {
            (Stage::Step(_), Some(step)) => (words.text(&step.title), words.text(&step.question)),
            (Stage::Over, _) => (words.t("room.over").into_owned(), String::new()),
            _ => (
                words.t("room.waiting").into_owned(),
                words.t("room.waiting_text").into_owned(),
            ),
        };
        let place = match self.clock.stage {
            Stage::Step(at) => Some([("step", at + 1), ("steps", self.steps.len())]),
            Stage::Waiting | Stage::Over => None,
        };
        html! {
            <section class="section" aria-labelledby="now">
                <h2 id="now">{ words.t("room.now") }</h2>
                <div role="status">
                    if let Some(place) = place { <p class="small">{ words.with("room.step_of", &place) }</p> }
                    <p class="room-title">{ title }</p>
                    if !text.is_empty() { <p class="lead">{ text }</p> }
                </div>
                { clock::step(self.state, &self.clock) }
                { clock::whole(self.state, &self.clock) }
                { self.controls() }
                if self.clock.stage == Stage::Over {
                    <div class="actions"><a class="button" href={Page::After.address()}>{ words.t("title.after") }</a></div>
                }
            </section>
        }
    }

    fn controls(&self) -> Html {
        let words = self.state.words();
        let (room, kit) = (self.room, self.kit);
        let forward = match self.clock.stage {
            Stage::Waiting => self.button("button", "room.start", What::Start),
            Stage::Step(at) if at + 1 < self.steps.len() => {
                self.button("button", "room.next", What::Next)
            }
            _ => self.button("button", "room.end", What::Next),
        };
        let pause = if room.can(kit, &What::Resume) {
            self.button("button button-second", "room.resume", What::Resume)
        } else {
            self.button("button button-second", "room.pause", What::Pause)
        };
        let last = room.done().last().map(|done| done.what.name());
        let undo = match last {
            Some(name) => {
                let what = words.t(&format!("room.did.{name}"));
                words.with("room.undo", &[("what", what)])
            }
            None => words.t("room.undo_none").into_owned(),
        };
        let on_undo = self.act.reform(|_: MouseEvent| Told::Undone.into());
        let on_keys = self.act.reform(|on| Told::KeysSwitched(on).into());
        html! {
            <>
                <div class="toolbar" role="group" aria-label={words.t("room.control").into_owned()}>
                    { forward }
                    { self.button("button button-second", "room.back", What::Back) }
                    { pause }
                    { self.button("button button-second", "room.more", What::More) }
                    <button type="button" class="button button-quiet" aria-disabled={last.is_none().then_some("true")} onclick={on_undo}>{ undo }</button>
                </div>
                { check::check(&words.t("room.keys"), self.state.leading.keys, &on_keys) }
                <p class="small soft">{ words.t("room.keys_text") }</p>
            </>
        }
    }

    /// What to say and ask, and what is missed: here, and nowhere else.
    fn script(&self) -> Html {
        let words = self.state.words();
        let Some(step) = self.step() else {
            return Html::default();
        };
        let debrief = self.room.shown(self.kit);
        html! {
            <section class="section" aria-labelledby="script">
                <h2 id="script">{ words.t("room.script") }</h2>
                <p class="small soft">{ words.t("room.script_text") }</p>
                <h3>{ words.t("room.say") }</h3>
                <p>{ words.text(&step.say) }</p>
                { kits::list(self.state, 3, "kits.ask", &step.ask) }
                { kits::list(self.state, 3, "kits.missed", &step.missed) }
                if let Some(inject) = debrief {
                    <h3>{ words.with("kits.card_is", &[("title", words.text(&inject.title))]) }</h3>
                    <p>{ words.text(&inject.debrief) }</p>
                }
            </section>
        }
    }

    /// What a team types to sit down, and the window that all see.
    fn projector(&self) -> Html {
        let (state, words) = (self.state, self.state.words());
        let open = self.act.reform(|_: MouseEvent| Told::WindowAsked.into());
        let blank = self
            .act
            .reform(|_: MouseEvent| Told::Turned(Turn::Blank).into());
        let (kind, said) = match (state.projects(), state.leading.window) {
            (true, _) => ("done", "room.window_there"),
            (false, Window::Shut) => ("error", "room.window_shut"),
            (false, _) => ("note", "room.window_none"),
        };
        let dark = state.leading.wall == Wall::Dark;
        html! {
            <section class="section" aria-labelledby="wall">
                <h2 id="wall">{ words.t("room.projector") }</h2>
                <p>{ words.t("room.join") }{ words.t("frame.colon") }<strong class="room-code">{ self.room.join_code(self.kit).to_string() }</strong></p>
                if state.is_led_elsewhere() {
                    <section class="notice" data-kind="caution" role="status"><p>{ words.t("room.elsewhere") }</p></section>
                }
                <section class="notice" data-kind={kind} role="status">
                    <p>{ words.t(said) }</p>
                    if dark { <p><strong>{ words.t("room.is_blank") }</strong></p> }
                    if state.leading.wall == Wall::Picture { <p><strong>{ words.t("room.is_picture") }</strong></p> }
                </section>
                <div class="toolbar">
                    <button type="button" class="button button-second" onclick={open}>{ words.t("room.window") }</button>
                    <button type="button" class="button button-second" onclick={blank}>{ words.t(if dark { "room.light" } else { "room.blank" }) }</button>
                    { picture_turned(state, self.act) }
                </div>
            </section>
        }
    }

    fn injects(&self) -> Html {
        let words = self.state.words();
        html! {
            <section class="section" aria-labelledby="injects">
                <h2 id="injects">{ words.t("room.injects") }</h2>
                <p>{ words.t("room.injects_text") }</p>
                <ul class="cards" role="list">{ for self.kit.injects.iter().map(|inject| self.inject(inject)) }</ul>
            </section>
        }
    }

    fn inject(&self, inject: &Inject) -> Html {
        let words = self.state.words();
        let is_next = self.step().and_then(|step| step.inject.as_ref()) == Some(&inject.id);
        let played = self.room.played(inject.id.as_str());
        let shown = self.room.shown(self.kit).map(|one| &one.id) == Some(&inject.id);
        let what = What::Inject(inject.id.clone());
        let can = self.room.can(self.kit, &what);
        let said = match (shown, played) {
            (true, _) => words.t("room.shown").into_owned(),
            (false, Some(at)) => {
                words.with("room.played", &[("time", time_of(&self.state.now, at))])
            }
            (false, None) if !can => words.t("room.not_yet").into_owned(),
            (false, None) => String::new(),
        };
        let cannot = !can || shown;
        let play = self
            .act
            .reform(move |_: MouseEvent| Told::Asked(what.clone()).into());
        let code = self.room.inject_code(self.kit, inject.id.as_str());
        html! {
            <li class="card" key={inject.id.as_str().to_owned()}>
                <h3>
                    { words.text(&inject.title) }
                    if is_next { { " " }<span class="tag">{ words.t("room.in_this_step") }</span> }
                </h3>
                if let Some(code) = code {
                    <p>{ words.t("room.code") }{ words.t("frame.colon") }<strong class="room-code">{ code.to_string() }</strong></p>
                }
                if !said.is_empty() { <p class="soft">{ said }</p> }
                <div class="toolbar">
                    <button type="button" class="button button-second button-small" aria-disabled={cannot.then_some("true")} onclick={(!cannot).then_some(play)}>
                        { words.t(if played.is_some() { "room.again" } else { "room.play" }) }
                        <span class="visually-hidden">{ words.t("frame.colon") }{ words.text(&inject.title) }</span>
                    </button>
                </div>
            </li>
        }
    }

    /// The agenda; clock times as planned, once it has begun.
    fn agenda(&self) -> Html {
        let words = self.state.words();
        html! {
            <section class="section" aria-labelledby="agenda">
                <h2 id="agenda">{ words.t("room.agenda") }</h2>
                { agenda(self.state, &self.steps, &self.clock) }
                <p class="soft">{ words.text(&self.kit.aim) }</p>
            </section>
        }
    }

    fn notes(&self) -> Html {
        let words = self.state.words();
        let note = Field {
            id: "note".into(),
            label: words.t("room.note").into_owned(),
            hint: Some(words.t("room.note_hint").into_owned()),
            value: self.state.leading.note.clone(),
            ..Field::default()
        };
        let on_typed = self.act.reform(|note| Told::NoteTyped(note).into());
        let text = self.state.leading.note.trim().to_owned();
        let keep = self
            .act
            .reform(move |_: MouseEvent| Told::Asked(What::Note(text.clone())).into());
        let save = self.act.reform(|_: MouseEvent| Told::SaveAsked.into());
        let notes: Vec<(u64, &str)> = self.room.notes().collect();
        html! {
            <section class="section" aria-labelledby="notes">
                <h2 id="notes">{ words.t("room.notes") }</h2>
                if !notes.is_empty() {
                    <ul>{ for notes.into_iter().map(|(at, note)| html! { <li class="kit-guess"><span class="soft">{ time_of(&self.state.now, at) }</span>{ " " }{ note.to_owned() }</li> }) }</ul>
                }
                <div class="field">{ field::sentences(&note, LONGEST_NOTE, &on_typed) }</div>
                <div class="toolbar"><button type="button" class="button button-second" onclick={keep}>{ words.t("room.note_add") }</button></div>
                <p>{ words.t("room.save_text") }</p>
                <div class="toolbar">
                    <button type="button" class="button button-second" onclick={save}>{ words.t("room.save") }</button>
                    <a class="button button-second" href={Page::Collect.address()}>{ words.t("title.collect") }</a>
                    <a class="button button-second" href={Page::ClassPicture.address()}>{ words.t("title.class_picture") }</a>
                    <a class="button button-second" href={Page::After.address()}>{ words.t("title.after") }</a>
                    <a class="button button-quiet" href={Page::Workshop.address()}>{ words.t("room.to_door") }</a>
                </div>
            </section>
        }
    }
}

/// The button that has the class picture projected, or the agenda again, once something is collected.
pub fn picture_turned(state: &State, act: &Callback<Action>) -> Html {
    let shown = state.leading.wall == Wall::Picture;
    let key = if shown {
        "room.no_picture"
    } else {
        "room.picture"
    };
    let all = state.hand_in.desk.collection.as_ref();
    let disabled = !shown && all.is_none_or(|all| all.teams().is_empty());
    let onclick = act.reform(|_: MouseEvent| Told::PictureTurned.into());
    let onclick = (!disabled).then_some(onclick);
    html! { <button type="button" class="button button-second" aria-disabled={disabled.then_some("true")} {onclick}>{ state.words().t(key) }</button> }
}

/// The steps in order, the present one marked; with clock times as planned once it has begun.
pub fn agenda(state: &State, steps: &[Timed<'_>], clock: &Clock) -> Html {
    let words = state.words();
    let one = |(at, timed): (usize, &Timed<'_>)| {
        let here = clock.stage == Stage::Step(at);
        let when = match clock.began {
            Some(began) => {
                let ms = began.saturating_add(u64::from(timed.starts) * 60_000);
                let when = [
                    ("time", time_of(&state.now, ms)),
                    ("minutes", timed.minutes.to_string()),
                ];
                words.with("room.at", &when)
            }
            None => words.with("kits.minutes", &[("minutes", timed.minutes)]),
        };
        html! {
            <li aria-current={here.then_some("step")}>
                { words.text(&timed.step.title) }{ " " }<span class="small">{ when }</span>
                if here { { " " }<span class="tag">{ words.t("room.here") }</span> }
            </li>
        }
    };
    html! { <ol class="room-agenda">{ for steps.iter().enumerate().map(one) }</ol> }
}
