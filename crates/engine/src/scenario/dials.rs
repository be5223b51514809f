//! The numbers of a run that a person may turn, as far as turning one changes something.

use super::Strike;
use super::struck::{Hit, Struck};
use crate::assessment::{Assessment, LARGEST_MULTIPLE, LONGEST_WEEKS, Path, Run};
use crate::content::{Id, Pack, PriceOf, SalesHit};
use crate::measure::{Interval, Number, Unit};

/// The finest step of a price multiple.
const PRICE_STEP: f64 = 0.05;
/// A fall in price is tried out down to this multiple.
const LOWEST_PRICE: f64 = 0.5;
/// A duration can be tried out up to this, weeks, where the pack's own is shorter.
const A_YEAR: f64 = 52.0;
/// Weeks until a lost market is made up for can be tried out up to this.
const FOUR_YEARS: f64 = 208.0;

/// A number of a run.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Dial {
    /// How long an event lasts, weeks, by its place in the run.
    Weeks(usize),
    /// The share that is lost in it, per cent.
    Lost(usize),
    /// What the price is multiplied by in it.
    Price(usize),
    /// The share of lost sales that is made up for later, per cent.
    Recapture,
    /// The share of a price rise that customers take over, per cent.
    PassThrough,
    /// Weeks until a lost market is made up for elsewhere.
    SwitchWeeks,
    /// The share of sales that rests on the know-how, per cent.
    Product,
    /// By how many weeks the second event follows the first.
    Offset,
}

/// Where a dial stands.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Setting {
    /// Which one.
    pub dial: Dial,
    /// Where it stands; a range where that is not known.
    pub value: Interval,
    /// Where it stands if nobody turns it.
    pub original: Interval,
    /// Whether somebody turned it.
    pub turned: bool,
    /// How far down and up it goes.
    pub range: Interval,
    /// By how much it moves at a time.
    pub step: f64,
}

impl Run {
    /// The run with a dial at another value; `None` puts it back. What is out of range changes
    /// nothing.
    #[must_use]
    pub fn turned(&self, dial: Dial, value: Option<f64>) -> Self {
        let mut run = self.clone();
        let unit = match dial {
            Dial::Weeks(_) | Dial::SwitchWeeks | Dial::Offset => Unit::Weeks,
            Dial::Lost(_) | Dial::Recapture | Dial::PassThrough | Dial::Product => Unit::Percent,
            Dial::Price(_) => Unit::YenFromZero,
        };
        let most = match dial {
            Dial::Weeks(_) => LONGEST_WEEKS,
            Dial::Price(_) => LARGEST_MULTIPLE,
            _ => f64::INFINITY,
        };
        let number = value.and_then(|value| unit.number(value.min(most)));
        if value.is_some() && number.is_none() {
            return run;
        }
        match dial {
            Dial::Weeks(place) => set(run.events.get_mut(place).map(|it| &mut it.weeks), number),
            Dial::Lost(place) => set(run.events.get_mut(place).map(|it| &mut it.lost_pct), number),
            Dial::Price(place) => set(
                run.events.get_mut(place).map(|it| &mut it.price_multiple),
                number,
            ),
            Dial::Recapture => run.recapture_pct = number,
            Dial::PassThrough => run.pass_through_pct = number,
            Dial::SwitchWeeks => run.switch_weeks = number,
            Dial::Product => run.product_pct = number,
            Dial::Offset => run.offset_weeks = number,
        }
        run
    }

    /// The scenarios as the pack has them, about the same country, one as long after the other as
    /// the pack says.
    #[must_use]
    pub fn original(&self, pack: &Pack) -> Self {
        let scenarios: Vec<Id> = self.scenarios().cloned().collect();
        let mut combos = pack.scenarios.combos.iter();
        let offset = combos.find(|combo| combo.scenarios == scenarios);
        Self {
            country: self.country,
            offset_weeks: offset.and_then(|combo| Unit::Weeks.number(combo.offset_weeks)),
            ..Self::of(scenarios)
        }
    }
}

fn set(place: Option<&mut Option<Number>>, number: Option<Number>) {
    if let Some(place) = place {
        *place = number;
    }
}

/// The dials that do something in a run, those of the events first.
#[must_use]
pub fn settings(pack: &Pack, assessment: &Assessment, path: &Path<'_>, run: &Run) -> Vec<Setting> {
    let original = run.original(pack);
    let plain = Struck::of(pack, assessment, path, &original);
    let struck = Struck::of(pack, assessment, path, run);
    let mut all = Vec::new();
    for (place, event) in struck.events.iter().enumerate() {
        let Some(was) = plain.events.get(place) else {
            continue;
        };
        all.extend(event_settings(place, event, was));
    }
    let sold = struck.events.iter().any(loses_sales);
    let market = struck.events.iter().any(Strike::hits_sales);
    let priced = struck.events.iter().any(|event| {
        let by_costs = !matches!(event.price_of, Some(PriceOf::Sales));
        by_costs && is_priced(event)
    });
    let percent = |range: Interval| range.map(|share| share * 100.0);
    let up_to = |high: f64| Interval { low: 0.0, high };
    let shared = |dial, value, original, range, step| Setting {
        dial,
        value,
        original,
        turned: false,
        range,
        step,
    };
    let hundred = up_to(100.0);
    if sold {
        let (now, was) = (percent(struck.recapture), percent(plain.recapture));
        all.push(shared(Dial::Recapture, now, was, hundred, 5.0));
    }
    if priced {
        let (now, was) = (percent(struck.pass_through), percent(plain.pass_through));
        all.push(shared(Dial::PassThrough, now, was, hundred, 5.0));
    }
    if market {
        let (now, was) = (struck.switch_weeks, plain.switch_weeks);
        all.push(shared(Dial::SwitchWeeks, now, was, up_to(FOUR_YEARS), 1.0));
    }
    if run.scenarios().any(|id| rests_on_product(pack, id)) {
        let stated = run.product_pct.map(|share| Interval::known(share.get()));
        let value = stated.unwrap_or(hundred);
        all.push(shared(Dial::Product, value, hundred, hundred, 5.0));
    }
    if run.events.len() > 1 {
        let weeks = |run: &Run| Interval::known(run.offset_weeks.map_or(0.0, Number::get));
        let (now, was) = (weeks(run), weeks(&original));
        all.push(shared(Dial::Offset, now, was, up_to(A_YEAR), 1.0));
    }
    for setting in &mut all {
        setting.turned = run.turned(setting.dial, None) != *run
            && !(setting.dial == Dial::Offset && run.offset_weeks == original.offset_weeks);
    }
    all
}

fn event_settings(place: usize, event: &Strike, was: &Strike) -> Vec<Setting> {
    let mut all = Vec::new();
    let mut push = |dial, now: f64, original: f64, range: Interval, step| {
        all.push(Setting {
            dial,
            value: Interval::known(now),
            original: Interval::known(original),
            turned: false,
            range: range.hull(Interval::known(now)),
            step,
        });
    };
    if loses_sales(event) || is_priced(event) {
        let range = Interval {
            low: 1.0,
            high: was.weeks.high.max(A_YEAR),
        };
        push(
            Dial::Weeks(place),
            event.weeks.mode,
            was.weeks.mode,
            range,
            1.0,
        );
        let (now, original) = (event.lost.mode * 100.0, was.lost.mode * 100.0);
        let range = Interval {
            low: 0.0,
            high: 100.0,
        };
        push(Dial::Lost(place), now, original, range, 1.0);
    }
    if is_priced(event) {
        let (now, original) = (event.price.mode, was.price.mode);
        let range = if original < 1.0 {
            Interval {
                low: was.price.low.min(LOWEST_PRICE),
                high: 1.0,
            }
        } else {
            Interval {
                low: 1.0,
                high: was.price.high,
            }
        };
        push(Dial::Price(place), now, original, range, PRICE_STEP);
    }
    all
}

impl Strike {
    /// Whether a market, a customer or a product is hit, or may be.
    #[must_use]
    pub fn hits_sales(&self) -> bool {
        self.market.high > 0.0 || self.other.high > 0.0
    }
}

impl Struck {
    /// The share of sales that is lost at once, because a market, a customer or a product is hit,
    /// 0 to 1, with every most likely value. Of one market hit twice the larger part counts.
    #[must_use]
    pub fn sales_hit(&self) -> Interval {
        let (mut market, mut other) = (Interval::known(0.0), Interval::known(0.0));
        for event in &self.events {
            market = market.max(event.market.map(|share| share * event.lost.mode));
            let more = event.other.map(|share| share * event.lost.mode);
            other = Interval {
                low: other.low + more.low,
                high: other.high + more.high,
            };
        }
        Interval {
            low: (market.low + other.low).min(1.0),
            high: (market.high + other.high).min(1.0),
        }
    }
}

/// Whether sales are lost if it lasts long enough.
fn loses_sales(event: &Strike) -> bool {
    let stops = |hit: &Hit| hit.share.high > 0.0 && hit.tts.low.ceil() < hit.ttr.high.ceil();
    event.hits_sales() || (event.stops && event.rows.iter().any(stops))
}

/// Whether its price changes something.
fn is_priced(event: &Strike) -> bool {
    let stays = event.price_weeks > 0.0;
    stays
        && match event.price_of {
            None => false,
            Some(PriceOf::Purchases) => event.rows.iter().any(|hit| hit.spend.high > 0.0),
            Some(PriceOf::Sales) => event.hits_sales(),
            Some(PriceOf::Currency) => event.currency.low < 0.0 || event.currency.high > 0.0,
        }
}

fn rests_on_product(pack: &Pack, scenario: &Id) -> bool {
    let scenario = pack.scenario(scenario.as_str());
    scenario.is_some_and(|scenario| scenario.sales == Some(SalesHit::Product))
}

/// Whether the choice of a country changes something in a run.
#[must_use]
pub fn asks_country(pack: &Pack, run: &Run) -> bool {
    let mut scenarios = run.scenarios().filter_map(|id| pack.scenario(id.as_str()));
    scenarios.any(|scenario| {
        let market = matches!(scenario.sales, Some(SalesHit::Market | SalesHit::Country));
        market || !scenario.rows.is_empty()
    })
}
