//! Questions of an institution to this firm: who asks, the list, the way through it and out.

use sonae_engine::assessment::Step;
use sonae_engine::screen::Item;
use yew::prelude::*;

use super::answer::Asking;
use super::{said, shelf};
use crate::route::Page;
use crate::state::questions::asking::name;
use crate::state::questions::{Asked, OnTheWay, Standing, Told, page_of};
use crate::state::{Action, Case, State};
use crate::widgets::file_button::{ASSESSMENTS, FileButton};
use crate::widgets::notice::reasons;
use crate::widgets::progress;
use crate::widgets::side_list::{Line, Part, SideList};

/// The page.
pub fn view(state: &State, act: &Callback<Action>) -> Html {
    let words = state.words();
    let body = match (
        &state.questions.brought,
        &state.questions.asked,
        &state.case,
    ) {
        (Some(brought), _, _) => waiting(state, act, brought),
        (None, Some(asked), Some(case)) => list(state, act, case, asked),
        _ => html! {
            <>
                <p>{ words.t("asked.none") }</p>
                <div class="toolbar">{ open_file(state, act, "asked.open") }</div>
            </>
        },
    };
    html! {
        <div class="page">
            <main class="page-main" id="main" tabindex="-1">
                <h1 tabindex="-1">{ words.t("title.asked") }</h1>
                { body }
            </main>
        </div>
    }
}

fn open_file(state: &State, act: &Callback<Action>, key: &str) -> Html {
    let label = state.words().t(key).into_owned();
    let on_read = act.reform(|(name, bytes)| Action::CaseRead { name, bytes });
    html! { <FileButton {label} accept={ASSESSMENTS} {on_read} /> }
}

/// Who asks, and when.
fn whose(state: &State, asked: &Asked) -> String {
    let words = state.words();
    let institution = &asked.enquiry.institution;
    let who = if institution.is_empty() {
        words.t("asked.unnamed").into_owned()
    } else {
        institution.clone()
    };
    let day = words.date(&asked.enquiry.day);
    words.with("asked.by", &[("who", who), ("day", day)])
}

/// A list that belongs to no assessment yet: which one is to answer it?
fn waiting(state: &State, act: &Callback<Action>, asked: &Asked) -> Html {
    let words = state.words();
    let open = state.case.as_ref().filter(|case| !case.is_part());
    let taken = act.reform(|_: MouseEvent| Told::Taken.into());
    let away = act.reform(|_: MouseEvent| Told::PutAway.into());
    let open_key = open.map(|case| case.key.as_str());
    let others = state
        .shelf
        .iter()
        .filter(|entry| Some(entry.key.as_str()) != open_key && !entry.part);
    let others: Vec<Html> = others.map(|entry| {
        let (key, name) = (entry.key.clone(), shelf::title(state, entry));
        let onclick = act.reform(move |_: MouseEvent| Told::CaseChosen(key.clone()).into());
        let label = words.with("asked.choose_kept", &[("name", name)]);
        html! { <li><button type="button" class="button button-second" {onclick}>{ label }</button></li> }
    }).collect();
    html! {
        <>
            <p class="lead">{ whose(state, asked) }</p>
            { reasons(words, &asked.notices) }
            if open.is_some() {
                <section class="notice" data-kind="caution">
                    <h2>{ words.t("asked.not_ours") }</h2>
                    <p>{ words.t("asked.not_ours_text") }</p>
                    <div class="notice-actions"><button type="button" class="button button-second button-small" onclick={taken}>{ words.t("asked.take_anyway") }</button></div>
                </section>
            }
            <section class="section" aria-labelledby="which">
                <h2 id="which">{ words.t("asked.which") }</h2>
                <p>{ words.t("asked.which_text") }</p>
                if !others.is_empty() { <ul class="asked-shelf" role="list">{ for others }</ul> }
                <div class="toolbar">
                    { open_file(state, act, "asked.open_case") }
                    <button type="button" class="button button-quiet" onclick={away}>{ words.t("asked.put_away") }</button>
                </div>
            </section>
        </>
    }
}

/// The list with how far each is, and the way out.
fn list(state: &State, act: &Callback<Action>, case: &Case, asked: &Asked) -> Html {
    let (words, pack) = (state.words(), state.pack);
    let items = asked.items(pack);
    let settled = settled(case, &items);
    let open = items
        .iter()
        .find(|item| !case.standing_of(item).is_settled());
    let first = open
        .or(items.first())
        .map(|item| page_of(pack, item).address());
    let strong = words.with("asked.done", &[("done", settled), ("all", items.len())]);
    let handed = match case.handed_on(asked) {
        Some(entry) => {
            let level = words.t(&format!("dossier.level.{}.title", entry.level.key()));
            words.with(
                "asked.ours",
                &[
                    ("day", words.date(&entry.day)),
                    ("level", level.into_owned()),
                ],
            )
        }
        None => words.t("asked.not_in_log").into_owned(),
    };
    let told = |told: fn() -> Told| act.reform(move |_: MouseEvent| told().into());
    let all_done = settled == items.len();
    let primary = |is: bool| if is { "button" } else { "button button-second" };
    html! {
        <>
            <p class="lead">{ whose(state, asked) }</p>
            <p>{ handed }</p>
            { reasons(words, &asked.notices) }
            <p>{ words.t("asked.unknown_is_fine") }</p>
            { progress::line(&strong, "", settled, items.len(), &words.t("asked.progress")) }
            <ul class="task-list-items" role="list">
                { for items.iter().map(|item| one(state, case, item)) }
            </ul>
            <p class="soft">{ words.t(if state.keeps_questions() { "asked.kept" } else { "asked.not_kept" }) }</p>
            <section class="section" aria-labelledby="answer-out">
                <h2 id="answer-out">{ words.t("asked.hand_on") }</h2>
                <p>{ words.t("asked.hand_on_text") }</p>
                <div class="toolbar"><button type="button" class={primary(all_done)} onclick={told(|| Told::HandOnAsked)}>{ words.t("asked.hand_on_button") }</button></div>
            </section>
            <div class="actions">
                <button type="button" class="button button-second" onclick={told(|| Told::PutAway)}>{ words.t("asked.leave") }</button>
                if let Some(first) = first { <a class={primary(!all_done)} href={first}>{ words.t(if all_done { "asked.again" } else { "asked.begin" }) }</a> }
            </div>
        </>
    }
}

fn settled(case: &Case, items: &[Item]) -> usize {
    let settled = items
        .iter()
        .filter(|item| case.standing_of(item).is_settled());
    settled.count()
}

/// How the style knows it.
fn sign(standing: Standing) -> &'static str {
    match standing {
        Standing::Open => "none",
        Standing::Part => "part",
        Standing::Answered | Standing::Unknown | Standing::NotNeeded => "done",
    }
}

fn one(state: &State, case: &Case, item: &Item) -> Html {
    let (words, pack) = (state.words(), state.pack);
    let standing = case.standing_of(item);
    let says = match (item, standing) {
        (Item::Question(id), Standing::Answered) => pack.question(id.as_str()).map(|question| {
            let step = case.derived.path.step(id.as_str());
            let known = step.and_then(|step| said::known(words, question, &step.known));
            known
                .unwrap_or_else(|| said::given(words, question, case.assessment.given(id.as_str())))
        }),
        _ => None,
    };
    html! {
        <li>
            <a href={page_of(pack, item).address()}>{ name(words, pack, item) }</a>
            <span class="task-list-time">{ says.unwrap_or_default() }</span>
            <span class="state" data-state={sign(standing)}>{ words.t(&format!("asked.standing.{}", standing.key())) }</span>
        </li>
    }
}

/// A question of the list: what stands at its side, before and behind it is the list's.
pub fn question(
    state: &State,
    case: &Case,
    act: &Callback<Action>,
    step: &Step<'static>,
    way: OnTheWay,
) -> Html {
    let (words, pack) = (state.words(), state.pack);
    let Some(asked) = &state.questions.asked else {
        return Html::default();
    };
    let OnTheWay {
        at,
        all,
        before,
        after,
    } = way;
    let label = if after.is_some() {
        "action.next"
    } else {
        "asked.to_list"
    };
    let here = state.page.address();
    let lines = asked.items(pack).into_iter().map(|item| {
        let standing = case.standing_of(&item);
        let address = page_of(pack, &item).address();
        Line {
            text: name(words, pack, &item),
            state: sign(standing),
            says: format!(
                "{}{}",
                words.t(&format!("asked.standing.{}", standing.key())),
                words.t("frame.colon")
            ),
            current: address == here,
            address,
        }
    });
    let title = words.t("title.asked").into_owned();
    let parts = vec![Part {
        title: title.clone(),
        lines: lines.collect(),
    }];
    let place = [("number", at + 1), ("all", all)];
    let head = progress::line(
        &title,
        &words.with("asked.place", &place),
        at + 1,
        all,
        &words.t("asked.progress"),
    );
    let asking = Asking {
        state,
        case,
        act,
        step,
        rough: false,
        back: before,
        next: after.unwrap_or(Page::Asked),
        next_label: words.t(label).into_owned(),
    };
    html! {
        <div class="page page-with-side">
            <SideList label={words.t("asked.to_list").into_owned()} {parts} />
            { asking.view(head) }
        </div>
    }
}

/// What is being answered, above every page of the assessment; nothing where nothing is asked.
pub fn banner(state: &State, act: &Callback<Action>) -> Html {
    let words = state.words();
    if !(state.page.needs_case() || state.page == Page::Start) {
        return Html::default();
    }
    let link = |page: &Page, key: &str| html! { <a class="button button-second button-small" href={page.address()}>{ words.t(key) }</a> };
    let nav = |text: String, links: Html| {
        html! {
            <nav class="notices screen-only" aria-label={words.t("title.asked").into_owned()}>
                <div class="notice" data-kind="note"><p>{ text }</p><div class="notice-actions">{ links }</div></div>
            </nav>
        }
    };
    if let Some(brought) = &state.questions.brought {
        return nav(
            words.with("asked.waits", &[("whose", whose(state, brought))]),
            link(&Page::Asked, "asked.go_on"),
        );
    }
    let (Some(asked), Some(case)) = (&state.questions.asked, &state.case) else {
        return Html::default();
    };
    let items = asked.items(state.pack);
    let text = words.with(
        "asked.banner",
        &[
            ("whose", whose(state, asked)),
            ("done", settled(case, &items).to_string()),
            ("all", items.len().to_string()),
        ],
    );
    // A question has its own ways on; the pages of the firm and of the tables lead elsewhere.
    let way = state
        .on_the_way()
        .filter(|_| !matches!(state.page, Page::Question(_)));
    let here = items.iter().filter(|item| {
        matches!(item, Item::Question(_)) && page_of(state.pack, item) == state.page
    });
    let here: Vec<String> = here.map(|item| name(words, state.pack, item)).collect();
    let about = if way.is_some() && !here.is_empty() {
        let asked = [("asked", said::joined(words, &here))];
        words.with("asked.here", &asked)
    } else {
        String::new()
    };
    let away = act.reform(|_: MouseEvent| Told::PutAway.into());
    nav(
        format!("{text}{}{about}", words.t("said.space")),
        html! {
            <>
                if let Some(way) = way {
                    { link(&way.before, "asked.before") }
                    { link(way.after.as_ref().unwrap_or(&Page::Asked), "asked.after") }
                }
                { link(&Page::Asked, "asked.to_list") }
                <button type="button" class="button button-quiet button-small" onclick={away}>{ words.t("asked.leave") }</button>
            </>
        },
    )
}

#[cfg(test)]
mod tests {
    use sonae_engine::content::Language;

    use crate::pages::tests::rendered;
    use crate::route::Page;
    use crate::state::questions::Told;
    use crate::state::questions::tests::{asking, beside, firm, open, questions_about};
    use crate::state::tests::started;
    use crate::state::{Action, State};

    /// A key without its sentence would show itself.
    fn is_in_words(page: &str) {
        for lost in [
            "enquiry.", "answers.", "asked.", "bench.", "history.", "title.",
        ] {
            let at = page.find(&format!(">{lost}"));
            let about = at.and_then(|at| page.get(at..at + 60));
            assert!(at.is_none(), "{lost}: {about:?}");
        }
        assert!(!page.contains("%{"));
    }

    fn shown(state: &mut State, language: Language, page: Page) -> String {
        state.update(Action::LanguageChosen(language));
        state.update(Action::Went(page));
        let page = rendered(state);
        is_in_words(&page);
        page
    }

    #[test]
    fn the_lenders_pages_say_everything_in_both_languages() {
        let (mut state, number) = asking("in/0-full.json");
        for language in Language::ALL {
            let page = shown(&mut state, language, Page::Enquiry(number));
            assert!(page.contains("enquiry-sheet"));
            // The sheet keeps its own language.
            assert_eq!(page.matches("<article").count(), 1);
            assert!(page.contains("lang=\"ja\" aria-labelledby=\"sheet-heading\""));
        }
        for earlier in ["in/0-dimensionless.json", "in/0-saved.sonae"] {
            let mut state = beside("in/0-full.json", earlier);
            for language in Language::ALL {
                let at = state.page.clone();
                let page = shown(&mut state, language, at);
                assert!(page.contains("data-class=") && page.contains(earlier));
                // An applicant's answers have no page here.
                assert!(!page.contains("#/question"));
            }
        }
    }

    #[test]
    fn the_firms_pages_say_everything_in_both_languages() {
        for language in Language::ALL {
            let (mut state, dossier) = firm();
            open(&mut state, questions_about(&dossier));
            let page = shown(&mut state, language, Page::Asked);
            for address in ["#/profile", "#/markets", "#/question/tech.secret_marking"] {
                assert!(page.contains(&format!("href=\"{address}\"")), "{address}");
            }
            // On every other page one sees that it goes on, and on these what comes next.
            let page = shown(&mut state, language, Page::Markets);
            assert!(page.contains("href=\"#/asked\"") && page.contains("href=\"#/profile\""));
            let question = Page::Question("tech.secret_marking".into());
            let page = shown(&mut state, language, question);
            // At the side, and as the way back.
            assert_eq!(page.matches("href=\"#/markets\"").count(), 2);
            state.update(Told::PutAway.into());
            assert!(!rendered(&state).contains("#/asked"));
            let mut empty = started();
            open(&mut empty, questions_about(&dossier));
            shown(&mut empty, language, Page::Asked);
            empty.update(Action::Went(Page::Start));
            assert!(rendered(&empty).contains("#/asked"));
            shown(&mut started(), language, Page::Asked);
        }
    }
}
