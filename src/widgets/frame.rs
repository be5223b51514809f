//! The frame around every page: name, language, zero meter, where the data are, notices, foot.

use sonae_engine::assessment::stray;
use sonae_engine::content::Language;
use yew::prelude::*;

use super::dialog::Dialog;
use super::notice::notice;
use crate::route::Page;
use crate::state::shelf::{Ago, Hold, Told};
use crate::state::{Action, Arrival, Case, Keeping, Notice, NoticeKind, Question, State, edition};
use crate::words::Words;

/// The page in its frame; what projects a room has none.
pub fn frame(state: &State, act: &Callback<Action>, page: Html) -> Html {
    let words = state.words();
    if state.page == Page::Projector {
        return page;
    }
    let practice = state
        .case
        .as_ref()
        .is_some_and(|case| case.assessment.practice);
    let part = state.case.as_ref().is_some_and(Case::is_part);
    html! {
        <>
            <a class="skip-link" href="#main" onclick={to_main()}>{ words.t("frame.skip") }</a>
            <header class="top-bar" data-practice={practice.then_some("true")}>
                <div class="top-bar-inner">
                    <a class="top-bar-name" href={Page::Start.address()}>{ words.t("app.name") }
                        if state.language == Language::Ja {
                            { " " }<span lang="en">{ "Sonae" }</span>
                        }
                    </a>
                    <div class="top-bar-facts">
                        if practice {
                            <p><span class="tag">{ words.t("frame.practice") }</span></p>
                        }
                        if part {
                            <p><span class="tag">{ words.t("parts.tag") }</span></p>
                        }
                        { zero_meter(state) }
                        { data_place(state) }
                        if !state.shelf.is_empty() || state.leading.room.is_some() {
                            <p><a href={Page::Next.address()}>{ words.t("title.next") }</a></p>
                        }
                    </div>
                    { languages(state.language, act) }
                </div>
                if practice { { practice_mark(state) } }
            </header>
            if practice { { watermark() } }
            { arrival(state) }
            { for state.rest().map(|later| (later.around)(state, act)) }
            { notices(state, act) }
            { page }
            <footer class="foot">
                <div class="foot-inner">
                    <p>{ words.t("frame.no_verdict") }</p>
                    <p>{ words.with("frame.versions", &[
                        ("pack", format!("{} {}", state.pack.id, state.pack.version)),
                        ("method", state.pack.method.clone()),
                    ]) }</p>
                    <p><a href={Page::Words.address()}>{ words.t("title.words") }</a></p>
                    if !state.running.edition.version.is_empty() {
                        <p><a href={Page::Proof.address()}>{ words.with("edition.version", &[("version", &state.running.edition.version)]) }</a></p>
                    }
                </div>
            </footer>
        </>
    }
}

/// What only the later part of the app can bring about: that another release is ready, that the
/// assessment is only looked at, and what waits for a yes.
pub fn around(state: &State, act: &Callback<Action>) -> Html {
    html! { <>{ update(state, act) }{ hold(state, act) }{ question(state, act) }</> }
}

/// That all of this is practice, in both languages, and the way back to the seat or the course.
fn practice_mark(state: &State) -> Html {
    let course = state.kits.progress.last.as_ref();
    let course = course.and_then(|kit| state.pack.kit(kit));
    let seated = state.seat().is_some() && state.page != Page::Seat;
    html! {
        <div class="practice-mark">
            <p>{ mark() }</p>
            if seated {
                <p><a href={Page::Seat.address()}>{ state.words().t("seat.back") }</a></p>
            } else if let Some(kit) = course {
                <p><a href={Page::Course(kit.id.clone()).address()}>{ state.words().t("kits.to_course") }</a></p>
            }
        </div>
    }
}

/// Large and pale across the window and across every printed sheet; those who hear the page have
/// heard it in the bar.
fn watermark() -> Html {
    let one = |language: Language| Words { language }.t("kits.mark");
    let mark = format!("{} / {}", one(Language::Ja), one(Language::En));
    html! { <div class="practice-water" aria-hidden="true" data-mark={mark}></div> }
}

fn mark() -> Html {
    let one = |language: Language| {
        html! { <span lang={language.tag()}>{ Words { language }.t("kits.mark") }</span> }
    };
    html! { <>{ one(Language::Ja) }{ " / " }{ one(Language::En) }</> }
}

/// The skip link stays on the page: the address belongs to the router.
fn to_main() -> Callback<MouseEvent> {
    Callback::from(|event: MouseEvent| {
        event.prevent_default();
        crate::browser::page::focus("#main");
    })
}

fn zero_meter(state: &State) -> Html {
    let words = state.words();
    let alarm = (state.requests > 0).then_some("error");
    html! {
        <p class="zero-meter" data-state={alarm}>
            <span class="wide-only">{ words.t("frame.requests_wide") }</span>
            { words.t("frame.requests") }{ " " }
            <a href={Page::Proof.address()}><output><strong>{ state.requests }</strong>{ words.t("frame.requests_unit") }</output></a>
        </p>
    }
}

fn data_place(state: &State) -> Html {
    let words = state.words();
    let place = match &state.kept {
        Keeping::Nothing => words.t("frame.place_nothing").into_owned(),
        Keeping::Here { at } => words.with("frame.place_here", &[("at", at)]),
        Keeping::Refused => words.t("frame.place_refused").into_owned(),
    };
    let own = state.case.as_ref().filter(|case| !case.assessment.practice);
    let file = own.map(|case| match &case.copy {
        Some(copy) => words.with(
            "frame.file",
            &[("when", ago(words, copy.at.ago(&state.now)))],
        ),
        None => words.t("frame.file_none").into_owned(),
    });
    let kept = state
        .case
        .as_ref()
        .is_none_or(|case| case.is_kept() || !case.is_writable());
    let alarm = (state.needs_a_copy() || !state.keeps()).then_some("caution");
    let pending = (state.keeps() && !kept).then_some("true");
    html! {
        <p class="data-place" data-state={alarm} aria-busy={pending}>
            { words.t("frame.data") }
            <span class="wide-only">{ words.t("frame.data_wide") }</span>
            { words.t("frame.colon") }
            <a href={Page::Data.address()}>{ place }{ file }</a>
        </p>
    }
}

/// How long ago something was, in words.
pub fn ago(words: Words, ago: Ago) -> String {
    match ago {
        Ago::Now => words.t("ago.now").into_owned(),
        Ago::Minutes(count) => words.count("ago.minutes", count),
        Ago::Hours(count) => words.count("ago.hours", count),
        Ago::Days(count) => words.count("ago.days", count),
    }
}

/// What is to be known of an assessment that is only looked at, and the way out.
fn hold(state: &State, act: &Callback<Action>) -> Html {
    let words = state.words();
    let Some(case) = &state.case else {
        return Html::default();
    };
    let button = |key: &str, told: fn() -> Told| {
        let onclick = act.reform(move |_: MouseEvent| told().into());
        html! { <button type="button" class="button button-second button-small" {onclick}>{ words.t(key) }</button> }
    };
    let (heading, text, buttons) = match &case.hold {
        Hold::Here => return Html::default(),
        Hold::Elsewhere => (
            words.t("hold.elsewhere").into_owned(),
            "hold.elsewhere_text",
            button("hold.take_over", || Told::TakeOverAsked),
        ),
        Hold::Past(at) => {
            let when = [("day", words.date(&at.day)), ("time", at.time.clone())];
            let when = words.with("versions.when", &when);
            let restore = button("hold.restore", || Told::RestoreAsked);
            let present = button("hold.present", || Told::PresentAsked);
            let heading = words.with("hold.past", &[("when", when)]);
            (
                heading,
                "hold.past_text",
                html! { <>{ restore }{ present }</> },
            )
        }
        Hold::Newer => {
            let heading = words.t("hold.newer").into_owned();
            (heading, "hold.newer_text", Html::default())
        }
    };
    html! {
        <div class="notices screen-only">
            <section class="notice" data-kind="caution" role="status">
                <h2>{ heading }</h2>
                <p>{ words.t(text) }</p>
                <div class="notice-actions">{ buttons }</div>
            </section>
        </div>
    }
}

/// What the person asked for is still on its way, or cannot come.
fn arrival(state: &State) -> Html {
    let words = state.words();
    let asked = !state.waiting.is_empty() || !state.page.comes_first();
    let arrival = if state.kits.own.is_awaited() {
        Arrival::Coming
    } else {
        state.later
    };
    match arrival {
        Arrival::Coming if asked => html! {
            <div class="notices screen-only">
                <p class="notice" data-kind="note" role="status">{ words.t("later.coming") }</p>
            </div>
        },
        Arrival::Missing => {
            let reload = Callback::from(|_: MouseEvent| crate::browser::page::reload());
            html! {
                <div class="notices screen-only">
                    <section class="notice" data-kind="error" role="alert">
                        <h2>{ words.t("later.missing") }</h2>
                        <p>{ words.t("later.missing_text") }</p>
                        <div class="notice-actions"><button type="button" class="button button-second button-small" onclick={reload}>{ words.t("later.reload") }</button></div>
                    </section>
                </div>
            }
        }
        Arrival::Coming | Arrival::Here => Html::default(),
    }
}

/// Another release is ready: it waits until somebody wants it.
fn update(state: &State, act: &Callback<Action>) -> Html {
    if !state.running.update {
        return Html::default();
    }
    let words = state.words();
    let onclick = act.reform(|_: MouseEvent| edition::Told::UpdateAsked.into());
    html! {
        <div class="notices screen-only">
            <section class="notice" data-kind="note" role="status">
                <h2>{ words.t("edition.update") }</h2>
                <p>{ words.t("edition.update_text") }</p>
                <div class="notice-actions"><button type="button" class="button button-second button-small" {onclick}>{ words.t("edition.use") }</button></div>
            </section>
        </div>
    }
}

fn languages(chosen: Language, act: &Callback<Action>) -> Html {
    let button = |language: Language, name: &'static str| {
        let onclick = act.reform(move |_: MouseEvent| Action::LanguageChosen(language));
        let pressed = (language == chosen).to_string();
        html! { <button type="button" lang={language.tag()} aria-pressed={pressed} {onclick}>{ name }</button> }
    };
    html! {
        <div class="language" role="group" aria-label="言語 / Language">
            { button(Language::Ja, "日本語") }
            { button(Language::En, "English") }
        </div>
    }
}

fn notices(state: &State, act: &Callback<Action>) -> Html {
    if state.notices.is_empty() {
        return Html::default();
    }
    let words = state.words();
    html! {
        <div class="notices screen-only">
            { for state.notices.iter().enumerate().map(|(index, news)| {
                let kind = match news.kind {
                    NoticeKind::Done => "done",
                    NoticeKind::Caution => "caution",
                    NoticeKind::Error => "error",
                };
                let close = act.reform(move |_: MouseEvent| Action::NoticeDismissed(index));
                let heading = words.with(news.key, &news.arguments);
                let rescue = Notice::DAMAGED.contains(&news.key).then(|| {
                    let open = act.reform(|_: MouseEvent| Action::RescueAsked);
                    (words.t("notice.rescue"), open)
                });
                let elsewhere = news.findings.iter().find_map(stray::told);
                let leads = elsewhere.and_then(Page::of_file).filter(|page| *page != state.page);
                let leads = leads.map(|page| to_page(state, &page));
                notice(words, kind, &heading, &news.findings, rescue, leads, Some(close))
            }) }
        </div>
    }
}

/// A link to the page on which a file opens.
pub fn to_page(state: &State, page: &Page) -> Html {
    let title = state.words().t(page.title());
    html! { <a class="button button-second button-small" href={page.address()}>{ title }</a> }
}

fn question(state: &State, act: &Callback<Action>) -> Html {
    let words = state.words();
    let Some(question) = &state.question else {
        return Html::default();
    };
    let (key, danger) = match question {
        Question::Replace(..) => ("dialog.replace", false),
        Question::Wipe => ("dialog.wipe", true),
        Question::Remove(_) => ("dialog.remove", true),
        Question::ClearBench => ("dialog.clear_bench", true),
        Question::Room(_) => ("dialog.room", true),
    };
    let part = |name: &str| AttrValue::from(words.t(&format!("{key}.{name}")).into_owned());
    let text = match question {
        Question::Replace(_, Some(differs)) => {
            let counts = [("answers", differs.answers), ("rows", differs.rows)];
            let differs = words.with("dialog.replace.differs", &counts);
            format!("{} {differs}", part("text")).into()
        }
        _ => part("text"),
    };
    html! {
        <Dialog
            heading={part("heading")}
            {text}
            agree={part("agree")}
            decline={AttrValue::from(words.t("action.cancel").into_owned())}
            {danger}
            on_agree={act.reform(|()| Action::Agreed)}
            on_decline={act.reform(|()| Action::Declined)}
        />
    }
}
