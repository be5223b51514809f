use sonae_engine::content::Language;

use crate::pages::tests::rendered;
use crate::route::Page;
use crate::state::after::{Saved, Told, said, tests::looked_back};
use crate::state::tests::started;
use crate::state::{Action, Effect, State};

fn in_language(state: &mut State, language: Language, page: Page) -> String {
    state.update(Action::LanguageChosen(language));
    state.update(Action::Went(page));
    let page = rendered(state);
    for lost in [">after.", ">totals.", ">handin.", ">memo.", "%{"] {
        assert!(!page.contains(lost), "{lost}");
    }
    page
}

/// A cell of a table as it stands in a page.
fn row(name: &str, cells: &[String]) -> String {
    let first = format!("<th scope=\"row\">{}</th>", name.replace('&', "&amp;"));
    cells.iter().fold(first, |row, cell| {
        let at = cell.find('|').expect("a label and a text");
        let (label, text) = (&cell[..at], &cell[at + 1..]);
        row + &format!("<td data-label=\"{label}\">{text}</td>")
    })
}

#[test]
fn the_sheet_says_what_the_teams_did_in_both_languages() {
    let mut state = looked_back(5, &[(1, &[0], &[1]), (2, &[0], &[]), (4, &[2], &[1])]);
    for language in Language::ALL {
        let page = in_language(&mut state, language, Page::After);
        let words = state.words();
        let kit = state.pack.kit("kit.soramame_pump").expect("the kit");
        for key in [
            "after.timeline",
            "after.changes",
            "after.prevented",
            "after.no_ranking",
            "after.figures",
        ] {
            assert!(page.contains(&*words.t(key)), "{key}");
        }
        assert!(page.contains(&words.count("after.lost", 1)));
        for (at, [before, after]) in [[2, 0], [0, 2], [1, 0]].into_iter().enumerate() {
            let choice = &kit.choices[at];
            let action = state
                .pack
                .action(choice.action.as_str())
                .expect("an action");
            let cell = |head: &str, text: String| format!("{}|{text}", words.t(head));
            #[expect(clippy::cast_precision_loss, reason = "an amount")]
            let cost = words.yen(choice.cost as f64);
            let cells = [
                cell("after.cost", cost),
                cell(
                    "handin.before_head",
                    words.count("handin.teams_count", before),
                ),
                cell(
                    "handin.after_head",
                    words.count("handin.teams_count", after),
                ),
            ];
            let row = row(&words.text(&action.title), &cells);
            assert!(page.contains(&row), "{row}");
        }
        // A trainer's note is a text, whatever stands in it.
        assert!(page.contains("P-01 &lt;b&gt;"));
        // Nothing that would rank: no team's number.
        for team in 1..=4 {
            assert!(!page.contains(&words.with("handin.team", &[("team", team)])));
        }
        assert!(page.contains(&*words.t("after.keep_save")));
    }
}

#[test]
fn without_records_or_without_a_room_the_sheet_says_so_in_words() {
    let mut state = looked_back(5, &[]);
    let page = in_language(&mut state, Language::En, Page::After);
    let words = state.words();
    assert_eq!(page.matches(&*words.t("after.nothing_in")).count(), 3);
    assert!(page.contains(&words.count("after.lost", 4)));
    assert!(
        page.contains(&*words.t("after.prevented_text"))
            && page.contains(&*words.t("after.keep_none"))
    );
    let mut state = started();
    for language in Language::ALL {
        let page = in_language(&mut state, language, Page::After);
        assert!(page.contains(&*state.words().t("after.nothing")));
        let page = in_language(&mut state, language, Page::Totals);
        assert!(page.contains(&*state.words().t("totals.empty")));
    }
}

#[test]
fn it_is_saved_as_a_page_that_stands_alone() {
    let state = looked_back(5, &[(1, &[0], &[1])]);
    let of = state.afternoon().expect("an afternoon");
    let memo = super::memo(&state, of, state.after_sheet().expect("a sheet"));
    let mut state = state.clone();
    let effects = state.update(Told::PageAsked(memo).into());
    let [Effect::Save { name, bytes, .. }] = &effects[..] else {
        panic!("a page is saved");
    };
    assert_eq!(name, "sonae-after-2026-11-24.html");
    let page = String::from_utf8(bytes.clone()).expect("a text");
    assert!(page.contains("default-src 'none'") && page.contains("P-01 &lt;b&gt;"));
}

#[test]
fn totals_are_shown_as_ranges_kit_by_kit() {
    let mut state = looked_back(5, &[(1, &[0], &[1]), (2, &[0], &[]), (4, &[0], &[1])]);
    let effects = state.update(Told::SaveAsked(Saved::Own).into());
    let [Effect::Save { bytes, .. }] = &effects[..] else {
        panic!("totals are saved");
    };
    let file = ("<i>.json".to_owned(), Ok(bytes.clone()));
    state.update(Told::FilesRead(vec![file]).into());
    for language in Language::ALL {
        let page = in_language(&mut state, language, Page::Totals);
        let words = state.words();
        assert!(page.contains("&lt;i&gt;.json"));
        for table in ["choices", "injects", "questions", "themes"] {
            assert!(
                page.contains(&format!("id=\"{table}-of-kit.soramame_pump\"")),
                "{table}"
            );
        }
        // All three chose the first beforehand; two or fewer did anything afterwards.
        assert!(
            page.contains(">3</td>") && page.contains(&format!(">{}</td>", said(words, [0, 2])))
        );
    }
}
