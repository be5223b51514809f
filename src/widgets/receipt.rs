//! Where the points come from: each answer with its part of both ends, adding up as shown.

use sonae_engine::measure::Interval;
use yew::prelude::*;

use crate::words::Words;

/// A receipt.
#[derive(Clone, Debug, PartialEq)]
pub struct Receipt {
    /// What it is of.
    pub caption: String,
    /// The themes.
    pub groups: Vec<Group>,
    /// The sum of all parts.
    pub total: Interval,
}

/// A theme.
#[derive(Clone, Debug, PartialEq)]
pub struct Group {
    /// Its name.
    pub name: String,
    /// The sum of its parts.
    pub part: Interval,
    /// Its answers.
    pub lines: Vec<Line>,
}

/// An answer.
#[derive(Clone, Debug, PartialEq)]
pub struct Line {
    /// What was asked.
    pub name: String,
    /// Why it counts.
    pub why: String,
    /// Where the answer can be seen again: an address and the words of the link.
    pub link: Option<(String, String)>,
    /// What was answered.
    pub answer: String,
    /// What should be known about the answer.
    pub mark: Option<String>,
    /// Its part of the low and of the high end.
    pub part: Interval,
}

/// The receipt as a table.
pub fn receipt(words: Words, receipt: &Receipt) -> Html {
    let unit = words.t("result.unit.points");
    let (low, high) = (words.t("result.low_end"), words.t("result.high_end"));
    let ends = |part: Interval| {
        html! {
            <>
                <td class="number" data-label={low.clone().into_owned()}>{ one_decimal(part.low) }</td>
                <td class="number" data-label={high.clone().into_owned()}>{ one_decimal(part.high) }</td>
            </>
        }
    };
    let line = |line: &Line| {
        html! {
            <tr>
                <th scope="row">
                    <details class="disclosure">
                        <summary>{ &line.name }</summary>
                        <div class="disclosure-body">
                            <p>{ &line.why }</p>
                            if let Some((address, text)) = &line.link {
                                <p><a href={address.clone()}>{ text }</a></p>
                            }
                        </div>
                    </details>
                    <span class="receipt-answer">
                        { &line.answer }
                        if let Some(mark) = &line.mark {
                            { " " }<span class="tag">{ mark }</span>
                        }
                    </span>
                </th>
                { ends(line.part) }
            </tr>
        }
    };
    html! {
        <table class="table table-cards receipt">
            <caption class="visually-hidden">{ &receipt.caption }</caption>
            <thead>
                <tr>
                    <th scope="col">{ words.t("result.receipt_item") }</th>
                    <th scope="col" class="number">{ low.clone() }<br /><span class="unit">{ unit.clone() }</span></th>
                    <th scope="col" class="number">{ high.clone() }<br /><span class="unit">{ unit.clone() }</span></th>
                </tr>
            </thead>
            { for receipt.groups.iter().map(|group| html! {
                <tbody>
                    <tr class="receipt-theme"><th scope="rowgroup">{ &group.name }</th>{ ends(group.part) }</tr>
                    { for group.lines.iter().map(line) }
                </tbody>
            }) }
            <tfoot>
                <tr><th scope="row">{ words.t("result.total") }</th>{ ends(receipt.total) }</tr>
            </tfoot>
        </table>
    }
}

/// Always with its decimal, so that the column can be added up by eye.
fn one_decimal(points: f64) -> String {
    // Adding zero turns −0 into 0.
    format!("{:.1}", points + 0.0)
}
