//! Which scenarios touch a firm, and by what.

use super::struck::{Struck, hits_row};
use crate::assessment::{Assessment, Path, Run};
use crate::content::{Id, Pack, PriceOf, Scenario};
use crate::measure::{Interval, Truth};
use crate::table::{Country, Row};

/// What speaks for it that a scenario touches the firm.
#[derive(Clone, Debug, PartialEq)]
pub struct Touch {
    /// Whether it does.
    pub touches: Truth,
    /// The rows of the supplier table it hits for certain, by their index.
    pub rows: Vec<usize>,
    /// Those it may hit.
    pub possible_rows: Vec<usize>,
    /// The questions whose answers say so.
    pub answers: Vec<Id>,
    /// The questions that are still open.
    pub open: Vec<Id>,
    /// Whether sales are hit.
    pub sales: Truth,
    /// Which share of them a market, a customer or a product makes up, 0 to 1.
    pub share: Interval,
    /// Whether what is paid and received in foreign money is.
    pub currency: Truth,
}

/// Whether a scenario touches the firm: by the rows it hits, by answers that carry at least the
/// risk the pack names, by sales, by foreign money.
#[must_use]
pub fn touch(
    pack: &Pack,
    assessment: &Assessment,
    path: &Path<'_>,
    scenario: &Scenario,
    country: Option<Country>,
) -> Touch {
    let (mut rows, mut possible_rows) = (Vec::new(), Vec::new());
    for (index, row) in assessment.suppliers.iter().enumerate() {
        if row.is_blank() {
            continue;
        }
        match hits_row(scenario, row, country) {
            Truth::Certain => rows.push(index),
            Truth::Possible => possible_rows.push(index),
            Truth::No => {}
        }
    }
    let (mut answers, mut open) = (Vec::new(), Vec::new());
    for (question, least) in &scenario.answers {
        let Some(step) = path.step(question.as_str()) else {
            continue;
        };
        let known = path.answer(question.as_str());
        let not_asked = matches!(
            known,
            crate::content::Known::NotAsked | crate::content::Known::NotApplicable
        );
        if not_asked {
            continue;
        }
        match Truth::at_least(step.question.risk(known), *least) {
            Truth::Certain => answers.push(question.clone()),
            Truth::Possible => open.push(question.clone()),
            Truth::No => {}
        }
    }
    let run = Run {
        country,
        ..Run::of([scenario.id.clone()])
    };
    let struck = Struck::of(pack, assessment, path, &run);
    let (mut sales, mut currency) = (Truth::No, Truth::No);
    let mut hit = Interval::known(0.0);
    for event in &struck.events {
        let share = [event.market, event.other];
        let high = share.iter().any(|share| share.high > 0.0);
        let low = share.iter().any(|share| share.low > 0.0);
        sales = sales.max(truth(low, high));
        hit = Interval {
            low: (hit.low + event.market.low + event.other.low).min(1.0),
            high: (hit.high + event.market.high + event.other.high).min(1.0),
        };
        if event.price_of == Some(PriceOf::Currency) {
            let net = event.currency;
            let surely = net.low > 0.0 || net.high < 0.0;
            currency = truth(surely, net.low < 0.0 || net.high > 0.0);
        }
    }
    let by_rows = truth(!rows.is_empty(), !possible_rows.is_empty());
    let by_answers = truth(!answers.is_empty(), !open.is_empty());
    let touches = [by_rows, by_answers, sales, currency].into_iter().max();
    Touch {
        touches: touches.unwrap_or(Truth::No),
        rows,
        possible_rows,
        answers,
        open,
        sales,
        share: hit,
        currency,
    }
}

/// What two ends of a range say.
pub(super) fn truth(certain: bool, possible: bool) -> Truth {
    if certain {
        Truth::Certain
    } else if possible {
        Truth::Possible
    } else {
        Truth::No
    }
}
