//! The trainer's side: camera, files and short codes, and which teams are there.

use sonae_engine::workshop::collect::{Collection, Taken};
use sonae_engine::workshop::record::Refused;
use yew::prelude::*;

use super::looking::{self, Says};
use super::misread;
use crate::route::Page;
use crate::state::handin::{Heard, Told};
use crate::state::{Action, State, room};
use crate::widgets::drop_zone::{DropZone, Read};
use crate::widgets::field::{self, Field};
use crate::widgets::frame::to_page;
use crate::widgets::help::disclosure;
use crate::widgets::notice::reasons;

/// Which files are offered first.
const RECORDS: &str = ".sonae-seat,.txt,text/plain";

/// The page.
pub fn view(state: &State, act: &Callback<Action>) -> Html {
    let words = state.words();
    let desk = &state.hand_in.desk;
    let brought = act.reform(|read: Vec<Read>| {
        let files = read.into_iter().map(|one| (one.name, one.bytes));
        Told::FilesBrought(files.collect()).into()
    });
    html! {
        <div class="page">
            <main class="page-main" id="main" tabindex="-1">
                <h1 tabindex="-1">{ words.t("title.collect") }</h1>
                <p class="lead">{ words.t("handin.collect_lead") }</p>
                { which_room(state, act) }
                if state.is_led_elsewhere() {
                    <p class="notice" data-kind="caution" role="status">{ words.t("room.elsewhere") }</p>
                }
                { heard(state) }
                <section class="section" aria-labelledby="by-camera">
                    <h2 id="by-camera">{ words.t("handin.by_camera") }</h2>
                    { camera(state, act) }
                </section>
                <section class="section" aria-labelledby="by-file">
                    <h2 id="by-file">{ words.t("handin.from_file") }</h2>
                    <DropZone {words} name="records" says="handin.drop" paste="handin.paste" accept={RECORDS} on_read={brought} />
                </section>
                if let Some(collection) = &desk.collection {
                    <section class="section" aria-labelledby="by-voice">
                        <h2 id="by-voice">{ words.t("handin.from_voice") }</h2>
                        { spoken(state, act) }
                    </section>
                    { teams(state, act, collection) }
                }
                <div class="toolbar">
                    if !desk.undo.is_empty() {
                        <button type="button" class="button button-second" onclick={act.reform(|_| Told::Undone.into())}>{ words.t("action.undo") }</button>
                    }
                    if desk.collection.as_ref().is_some_and(|all| !all.teams().is_empty()) {
                        <button type="button" class="button button-quiet" onclick={act.reform(|_| Told::Emptied.into())}>{ words.t("handin.empty") }</button>
                    }
                </div>
                if desk.collection.is_some() {
                    <p class="soft">{ words.t("handin.kept_with_room") }</p>
                    <div class="actions">
                        <a class="button button-second" href={Page::Room.address()}>{ words.t("title.room") }</a>
                        <button type="button" class="button button-second" onclick={act.reform(|_| room::Told::SaveAsked.into())}>{ words.t("room.save") }</button>
                        <a class="button button-second" href={Page::After.address()}>{ words.t("title.after") }</a>
                        <a class="button" href={Page::ClassPicture.address()}>{ words.t("title.class_picture") }</a>
                    </div>
                    { disclosure(&words.t("handin.other_room"), room_field(state, act)) }
                }
            </main>
        </div>
    }
}

/// Which room it is, or a field to say so.
fn which_room(state: &State, act: &Callback<Action>) -> Html {
    let words = state.words();
    let desk = &state.hand_in.desk;
    let (Some(collection), Some(kit)) = (&desk.collection, state.collected_kit()) else {
        return room_field(state, act);
    };
    let code = format!("{}-{}", collection.kit, collection.room);
    let unread = collection.unread();
    html! {
        <>
            <p><strong>{ words.with("handin.room", &[("code", code)]) }</strong>{ " " }{ words.text(&kit.title) }</p>
            if unread > 0 { <p class="notice" data-kind="caution">{ words.with("handin.unread", &[("count", unread)]) }</p> }
        </>
    }
}

fn room_field(state: &State, act: &Callback<Action>) -> Html {
    let words = state.words();
    let desk = &state.hand_in.desk;
    let wrong = desk.wrong_room.as_ref();
    let field = Field {
        id: "room".into(),
        label: words.t("handin.room_code").into(),
        hint: Some(words.t("handin.room_code_hint").into()),
        error: wrong.map(|(_, why)| match why {
            Some(why) => misread(words, *why),
            None => words.t("handin.no_kit").into_owned(),
        }),
        value: wrong.map(|(typed, _)| typed.clone()).unwrap_or_default(),
        ..Field::default()
    };
    html! { <div class="field">{ field::text(&field, &[], &act.reform(|typed| Told::RoomTyped(typed).into())) }</div> }
}

/// What came of what was brought last.
fn heard(state: &State) -> Html {
    let words = state.words();
    html! {
        <div role="status" class="handin-heard">
            { for state.hand_in.desk.heard.iter().map(|heard| match heard {
                Heard::Taken(team, taken) => {
                    let kind = if *taken == Taken::Stale { "caution" } else { "done" };
                    let text = words.with(&format!("handin.taken.{}", taken.key()), &[("team", team)]);
                    html! { <p class="notice" data-kind={kind}>{ text }</p> }
                }
                Heard::Refused(name, why) => html! {
                    <div class="notice" data-kind="error">
                        if let Some(name) = name { <p><strong>{ name }</strong></p> }
                        { refused(state, *why) }
                    </div>
                },
                Heard::Unread(name, finding) => html! {
                    <div class="notice" data-kind="error"><p><strong>{ name }</strong></p>{ reasons(words, std::slice::from_ref(finding)) }</div>
                },
            }) }
        </div>
    }
}

/// Why something was not taken; of a file of ours, what it is, and the way to where it opens.
fn refused(state: &State, why: Refused) -> Html {
    let words = state.words();
    let text = format!("handin.refused.{}", why.key());
    let Refused::OtherFile(format) = why else {
        return html! { <p>{ words.t(&text) }</p> };
    };
    let told = |which: &str| words.t(&format!("finding.format.{format}.{which}"));
    html! {
        <>
            <p>{ words.with(&text, &[("file", told("is"))]) }{ words.t("said.space") }{ told("opens") }</p>
            if let Some(page) = Page::of_file(format) { <div class="notice-actions">{ to_page(state, &page) }</div> }
        </>
    }
}

fn camera(state: &State, act: &Callback<Action>) -> Html {
    let says = Says {
        what_for: "handin.camera_what_for",
        looks: "handin.camera_looks",
        refused: "handin.camera_refused",
        broken: "handin.camera_broken",
    };
    looking::view(state, act, says)
}

fn spoken(state: &State, act: &Callback<Action>) -> Html {
    let words = state.words();
    let wrong = state.hand_in.desk.wrong_spoken.as_ref();
    let field = Field {
        id: "spoken".into(),
        label: words.t("handin.spoken").into(),
        hint: Some(words.t("handin.spoken_hint").into()),
        error: wrong.map(|(_, why)| misread(words, *why)),
        value: wrong.map(|(typed, _)| typed.clone()).unwrap_or_default(),
        ..Field::default()
    };
    html! { <div class="field">{ field::text(&field, &[], &act.reform(|typed| Told::SpokenTyped(typed).into())) }</div> }
}

fn teams(state: &State, act: &Callback<Action>, collection: &Collection) -> Html {
    let words = state.words();
    let room = state.leading.room.as_ref();
    let expected = room.map_or(0, |room| room.teams);
    let field = Field {
        id: "teams".into(),
        label: words.t("handin.expected").into(),
        value: expected.to_string(),
        short: true,
        ..Field::default()
    };
    let set = act.reform(move |typed: String| {
        Told::TeamsExpected(typed.trim().parse().unwrap_or(expected)).into()
    });
    let here = collection.teams();
    html! {
        <section class="section" aria-labelledby="teams-head">
            <h2 id="teams-head">{ words.with("handin.here", &[("here", here.len().to_string()), ("all", expected.to_string())]) }</h2>
            <div class="field">{ field::number(words, &field, &set, &Callback::noop()) }</div>
            <table class="table table-cards">
                <caption class="visually-hidden">{ words.t("handin.teams") }</caption>
                <thead>
                    <tr>
                        <th scope="col">{ words.t("handin.which_team") }</th>
                        <th scope="col">{ words.t("handin.state") }</th>
                        <th scope="col"><span class="visually-hidden">{ words.t("handin.remove") }</span></th>
                    </tr>
                </thead>
                <tbody>
                    { for (1..=expected).map(|team| {
                        let name = words.with("handin.team", &[("team", team)]);
                        let remove = act.reform(move |_| Told::TeamRemoved(team).into());
                        html! {
                            <tr key={team}>
                                <th scope="row">{ &name }</th>
                                <td data-label={words.t("handin.state").into_owned()}>{ standing(state, collection, team) }</td>
                                <td>
                                    if here.contains(&team) {
                                        <button type="button" class="button button-quiet button-small" onclick={remove}>
                                            { words.t("handin.remove") }<span class="visually-hidden">{ words.t("frame.colon") }{ name }</span>
                                        </button>
                                    }
                                </td>
                            </tr>
                        }
                    }) }
                </tbody>
            </table>
        </section>
    }
}

/// What is there of a team; a gap is a gap.
fn standing(state: &State, collection: &Collection, team: u8) -> String {
    let words = state.words();
    let Some(turn) = collection.turn(team) else {
        return words.t("handin.gap").into_owned();
    };
    let key = if collection.is_stale(team) {
        "handin.stands_stale"
    } else if collection.record(team).is_some() {
        "handin.stands"
    } else {
        "handin.stands_spoken"
    };
    words.with(key, &[("turn", turn)])
}
