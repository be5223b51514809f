//! Where the points come from: a receipt for each module, and what was left out and why.

use sonae_engine::content::Module;
use sonae_engine::measure::Interval;
use sonae_engine::score::{Entry, ModuleScore, Score, shown_parts};
use yew::prelude::*;

use super::{module_title, theme_title};
use crate::pages::said;
use crate::route::Page;
use crate::state::{Case, State};
use crate::widgets::receipt::{self, Group, Line, Receipt};

/// Parts are shown to a tenth of a point.
const STEP: f64 = 0.1;

/// The receipts of all modules, the worst first.
pub fn receipts(state: &State, case: &Case, score: &Score) -> Html {
    let words = state.words();
    html! {
        <div class="disclosure-list">
            { for score.worst_first().into_iter().enumerate().map(|(index, module)| {
                let receipt = receipt_of(state, case, module);
                html! {
                    <details class="disclosure receipt-of" open={index == 0}>
                        <summary>{ &receipt.caption }</summary>
                        { receipt::receipt(words, &receipt) }
                        { skipped(state, module) }
                    </details>
                }
            }) }
        </div>
    }
}

/// The receipt of a module. What is shown adds up to what is shown as the total.
fn receipt_of(state: &State, case: &Case, module: &ModuleScore) -> Receipt {
    let words = state.words();
    let ends = |end: fn(&Entry) -> f64| {
        shown_parts(&module.receipt.iter().map(end).collect::<Vec<_>>(), STEP)
    };
    let parts: Vec<Interval> = ends(|entry| entry.part.low)
        .into_iter()
        .zip(ends(|entry| entry.part.high))
        .map(|(low, high)| Interval { low, high })
        .collect();
    let sum = |parts: &mut dyn Iterator<Item = Interval>| {
        parts.fold(Interval::known(0.0), |sum, part| Interval {
            low: sum.low + part.low,
            high: sum.high + part.high,
        })
    };
    let groups = module.themes.iter().map(|theme| {
        let own: Vec<(&Entry, Interval)> = module
            .receipt
            .iter()
            .zip(parts.iter().copied())
            .filter(|(entry, _)| entry.theme == theme.id)
            .collect();
        Group {
            name: theme_title(words, state.pack, &module.id, &theme.id),
            part: sum(&mut own.iter().map(|(_, part)| *part)),
            lines: own
                .into_iter()
                .map(|(entry, part)| line(state, case, entry, part))
                .collect(),
        }
    });
    Receipt {
        caption: words.with(
            "result.receipt_caption",
            &[
                ("module", module_title(words, state.pack, &module.id)),
                ("range", words.range(module.score, 1)),
            ],
        ),
        groups: groups.collect(),
        total: sum(&mut parts.iter().copied()),
    }
}

fn line(state: &State, case: &Case, entry: &Entry, part: Interval) -> Line {
    let words = state.words();
    let item = entry.item.as_str();
    // The answers of an applicant stand in its own file, and on no page here.
    let is_own = !matches!(state.page, Page::Applicant(_));
    let address = is_own.then(|| said::place(state.pack, item, Some(entry.origin)).address());
    Line {
        name: said::label(words, state.pack, item),
        why: said::why(words, state.pack, item),
        link: address.map(|address| (address, words.t("result.to_answer").into_owned())),
        answer: said::shown(words, state.pack, item, &entry.answer, entry.origin),
        mark: said::mark(words, &case.derived.path, item, entry.origin),
        part,
    }
}

/// What was left out of a module, and why.
fn skipped(state: &State, module: &ModuleScore) -> Html {
    let words = state.words();
    if module.skipped.is_empty() {
        return Html::default();
    }
    let title = state
        .pack
        .module(module.id.as_str())
        .map(|known: &Module| words.text(&known.title))
        .unwrap_or_default();
    let count = module.skipped.len().to_string();
    html! {
        <details class="disclosure">
            <summary>{ words.with("result.skipped", &[("module", title), ("count", count)]) }</summary>
            <div class="disclosure-body">
                <dl class="pairs">
                    { for module.skipped.iter().map(|skipped| {
                        let because = skipped.because.as_ref().map_or_else(
                            || words.t("result.skipped_na").into_owned(),
                            |question| words.with("result.skipped_because", &[("question", said::label(words, state.pack, question.as_str()))]),
                        );
                        html! { <div><dt>{ said::label(words, state.pack, skipped.item.as_str()) }</dt><dd>{ because }</dd></div> }
                    }) }
                </dl>
            </div>
        </details>
    }
}

#[cfg(test)]
mod tests {
    use sonae_engine::content::Language;
    use sonae_engine::measure::Interval;

    use super::receipt_of;
    use crate::pages::result::tests::of_firm;
    use crate::route::Page;
    use crate::state::tests::started;

    /// As the page shows it: tenths of a point.
    fn tenths(points: f64) -> i64 {
        #[expect(clippy::cast_possible_truncation, reason = "at most a thousand tenths")]
        let tenths = (points * 10.0).round() as i64;
        tenths
    }

    #[test]
    fn what_is_shown_adds_up_to_the_total_and_the_total_is_the_score() {
        for firm in started().pack.firms.iter().map(|firm| firm.id.clone()) {
            let state = of_firm(firm.as_str(), Language::En, Page::Result);
            let case = state.case.as_ref().expect("a case");
            let score = case.score(state.pack).as_ref().expect("a score");
            for module in &score.modules {
                let receipt = receipt_of(&state, case, module);
                for end in [|part: Interval| part.low, |part: Interval| part.high] {
                    let lines = receipt.groups.iter().flat_map(|group| &group.lines);
                    let lines: i64 = lines.map(|line| tenths(end(line.part))).sum();
                    let groups: i64 = receipt
                        .groups
                        .iter()
                        .map(|group| tenths(end(group.part)))
                        .sum();
                    assert_eq!([lines, groups], [tenths(end(receipt.total)); 2]);
                    assert_eq!(lines, tenths(end(module.score)), "{firm} {}", module.id);
                }
            }
        }
    }
}
