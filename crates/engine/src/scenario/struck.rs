//! What a run means for one firm: every number it needs, each as a range, and what is missing.
//!
//! A missing input is the widest range it can have; it is named, and nothing is put in its place
//! (method A1, A12). Which end of a range is the bad one is decided where it is used.

use std::collections::BTreeSet;

use super::distribution::Triangular;
use crate::assessment::{Assessment, Event, LARGEST_MULTIPLE, LONGEST_WEEKS, Path, Run};
use crate::content::{
    ByAnswer, Id, Known, Measure, Pack, PriceOf, SalesHit, Scenario, ScenarioKind, Shock,
};
use crate::markets;
use crate::measure::{Interval, Number, Truth};
use crate::suppliers::{Column, Supplier};
use crate::table::{Cell, Country, Row};

/// Weeks in a year, as the method counts them.
pub const WEEKS_PER_YEAR: f64 = 52.0;
/// Weeks in a month.
pub const WEEKS_PER_MONTH: f64 = WEEKS_PER_YEAR / 12.0;

/// A number a result rests on.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Input {
    /// How long an event lasts, by its place in the run.
    Weeks(usize),
    /// Which share of the hit supply or sales is lost in it.
    Lost(usize),
    /// What the price is multiplied by in it.
    Price(usize),
    /// What it costs once.
    Once(usize),
    /// Which country it is about.
    Country,
    /// The answer to a question, of the profile or of a module.
    Question(Id),
    /// A column of the supplier table, in the rows that are hit.
    Cells(Column),
    /// The market table.
    Markets,
    /// The share of sales that rests on the know-how.
    Product,
}

impl Input {
    /// What it is called in files: the question's id, `suppliers.` and the column's key, or a
    /// word of its own; with the scenario before it where two are played.
    #[must_use]
    pub fn key(&self, struck: &Struck) -> String {
        let of_event = |place: usize, name: &str| match struck.events.get(place) {
            Some(event) if struck.events.len() > 1 => format!("{}.{name}", event.scenario),
            _ => name.to_owned(),
        };
        match self {
            Self::Weeks(place) => of_event(*place, "weeks"),
            Self::Lost(place) => of_event(*place, "share_lost"),
            Self::Price(place) => of_event(*place, "price_multiple"),
            Self::Once(place) => of_event(*place, "once_yen"),
            Self::Country => "country".to_owned(),
            Self::Question(id) => id.to_string(),
            Self::Cells(column) => format!("suppliers.{}", column.key()),
            Self::Markets => "markets".to_owned(),
            Self::Product => "product_pct".to_owned(),
        }
    }
}

/// A run as it strikes one firm.
#[derive(Clone, Debug)]
pub struct Struck {
    /// Yen a year.
    pub sales: Interval,
    /// The contribution margin, 0 to 1.
    pub margin: Interval,
    /// Fixed cost, yen a month.
    pub fixed: Interval,
    /// Cash at hand, yen.
    pub cash: Interval,
    /// Unused credit lines, yen.
    pub lines: Interval,
    /// Equity, yen; may be negative.
    pub equity: Interval,
    /// The share of lost sales that is made up for later, 0 to 1.
    pub recapture: Interval,
    /// The share of a price rise that customers take over, 0 to 1.
    pub pass_through: Interval,
    /// Weeks until a lost market is made up for.
    pub switch_weeks: Interval,
    /// The question that says so.
    pub switch_by: Option<Id>,
    /// What happens.
    pub events: Vec<Strike>,
    /// What is not known and widens the result, in a stable order.
    pub missing: Vec<Input>,
}

/// One event, as it strikes.
#[derive(Clone, Debug)]
pub struct Strike {
    /// Which scenario.
    pub scenario: Id,
    /// The week it begins in.
    pub starts: f64,
    /// How long it lasts, weeks.
    pub weeks: Triangular,
    /// The share that is lost, 0 to 1.
    pub lost: Triangular,
    /// The multiple of the price.
    pub price: Triangular,
    /// What it costs once, yen.
    pub once: Triangular,
    /// How long the price stays, weeks.
    pub price_weeks: f64,
    /// What the price is of.
    pub price_of: Option<PriceOf>,
    /// Whether rows stop: not where it is one of cost only.
    pub stops: bool,
    /// The share of what is hit that comes from where it is hit, 0 to 1.
    pub exposed: f64,
    /// The rows that are hit, or may be.
    pub rows: Vec<Hit>,
    /// The share of sales that a market or country hit makes up, 0 to 1.
    pub market: Interval,
    /// The share of sales hit otherwise: a customer, a product.
    pub other: Interval,
    /// The question that says how much the customer is.
    pub customer: Option<Id>,
    /// What is received in foreign money less what is paid in it, yen a year.
    pub currency: Interval,
}

/// A row of the supplier table that an event hits.
#[derive(Clone, Debug)]
pub struct Hit {
    /// Its index in the table.
    pub index: usize,
    /// Whether it is hit for certain.
    pub certainty: Truth,
    /// The share of sales that stops without it, 0 to 1.
    pub share: Interval,
    /// How long the stock lasts, weeks.
    pub tts: Interval,
    /// How long it takes to be supplied otherwise, weeks.
    pub ttr: Interval,
    /// Yen a year.
    pub spend: Interval,
}

impl Struck {
    /// What a run means for a firm. An event whose scenario the pack does not have is left out.
    #[must_use]
    pub fn of(pack: &Pack, assessment: &Assessment, path: &Path<'_>, run: &Run) -> Self {
        Self::by(pack, assessment, path, run, |id| pack.scenario(id))
    }

    /// What a run means for a firm, its scenarios looked up elsewhere than in the pack.
    pub(super) fn by<'s>(
        pack: &Pack,
        assessment: &Assessment,
        path: &Path<'_>,
        run: &Run,
        find: impl Fn(&str) -> Option<&'s Scenario>,
    ) -> Self {
        Asking {
            pack,
            assessment,
            path,
            missing: BTreeSet::new(),
        }
        .run(run, find)
    }

    /// The week by which everything is over at the latest.
    #[must_use]
    pub fn over(&self) -> f64 {
        let ends = self.events.iter();
        ends.map(|event| event.starts + event.weeks.high.ceil())
            .fold(0.0, f64::max)
    }
}

struct Asking<'a, 'p> {
    pack: &'a Pack,
    assessment: &'a Assessment,
    path: &'a Path<'p>,
    missing: BTreeSet<Input>,
}

impl Asking<'_, '_> {
    fn run<'s>(mut self, run: &Run, find: impl Fn(&str) -> Option<&'s Scenario>) -> Struck {
        let assumptions = &self.pack.scenarios.assumptions;
        let percent = |number: Number| Interval::known(number.get() / 100.0);
        let sales = self.number("profile.annual_sales", 1.0, Interval::UNBOUNDED);
        let margin = self.number("profile.contribution_margin", 0.01, Interval::UNKNOWN_RISK);
        let mut starts = 0.0;
        let mut events = Vec::new();
        for (place, event) in run.events.iter().enumerate() {
            if place > 0 {
                starts += run.offset_weeks.map_or(0.0, Number::get).ceil();
            }
            if let Some(scenario) = find(event.scenario.as_str()) {
                events.push(self.event(scenario, event, run, starts, sales, margin));
            }
        }
        let industry = self.assessment.industry();
        let usual = industry.and_then(|industry| assumptions.recapture_in.get(industry));
        let usual = *usual.unwrap_or(&assumptions.recapture);
        let priced = events.iter().any(|event| {
            let purchases = event.price_of == Some(PriceOf::Purchases) && !event.rows.is_empty();
            purchases || event.price_of == Some(PriceOf::Currency)
        });
        let markets_lost = events
            .iter()
            .any(|event| event.market.high > 0.0 || event.other.high > 0.0);
        let pass_through = match run.pass_through_pct {
            Some(stated) => percent(stated),
            None if priced => {
                self.by_answer(assumptions.pass_through.as_ref(), Interval::UNKNOWN_RISK)
            }
            None => Interval::known(0.0),
        };
        let switch_weeks = match run.switch_weeks {
            Some(stated) => Interval::known(stated.get()),
            None if markets_lost => {
                self.by_answer(assumptions.switch_weeks.as_ref(), Interval::UNBOUNDED)
            }
            None => Interval::known(0.0),
        };
        Struck {
            sales,
            margin,
            fixed: self.number("profile.monthly_fixed_cost", 1.0, Interval::UNBOUNDED),
            cash: self.number("profile.cash", 1.0, Interval::UNBOUNDED),
            lines: self.number("profile.credit_line", 1.0, Interval::UNBOUNDED),
            equity: self.number("profile.equity", 1.0, ANY),
            recapture: run.recapture_pct.map_or(Interval::known(usual), percent),
            pass_through,
            switch_weeks,
            switch_by: assumptions
                .switch_weeks
                .as_ref()
                .map(|by| by.question.clone()),
            events,
            missing: self.missing.into_iter().collect(),
        }
    }

    fn event(
        &mut self,
        scenario: &Scenario,
        event: &Event,
        run: &Run,
        starts: f64,
        sales: Interval,
        margin: Interval,
    ) -> Strike {
        let shock = &scenario.shock;
        let stops = scenario.kind != ScenarioKind::Cost;
        let rows = self.rows(scenario, run.country, sales, margin);
        self.name_cells(&rows, stops, shock);
        let market = match scenario.sales {
            Some(SalesHit::Market | SalesHit::Country) => self.market(scenario, run.country),
            Some(SalesHit::Product) | None => Interval::known(0.0),
        };
        let mut other = Interval::known(0.0);
        if let Some(question) = &shock.also_market_share {
            other = self.number(question.as_str(), 0.01, Interval::UNKNOWN_RISK);
        }
        if scenario.sales == Some(SalesHit::Product) {
            let stated = run.product_pct;
            let share = stated.map(|share| Interval::known(share.get() / 100.0));
            if share.is_none() {
                self.missing.insert(Input::Product);
            }
            let share = share.unwrap_or(Interval::UNKNOWN_RISK);
            other = Interval {
                low: (other.low + share.low).min(1.0),
                high: (other.high + share.high).min(1.0),
            };
        }
        let currency = if shock.price_of == Some(PriceOf::Currency) {
            self.currency(sales)
        } else {
            Interval::known(0.0)
        };
        let [weeks, lost, price] = shock_of(shock, event);
        let [low, mode, high] = shock.fixed_cost_jpy.unwrap_or_default();
        Strike {
            scenario: scenario.id.clone(),
            starts,
            weeks,
            lost,
            price,
            once: Triangular { low, mode, high },
            price_weeks: shock.price_weeks,
            price_of: shock.price_of,
            stops,
            exposed: event.exposed_pct.map_or(1.0, |share| share.get() / 100.0),
            rows,
            market,
            other,
            customer: shock.also_market_share.clone(),
            currency,
        }
    }

    /// The rows an event hits or may hit.
    fn rows(
        &mut self,
        scenario: &Scenario,
        country: Option<Country>,
        sales: Interval,
        margin: Interval,
    ) -> Vec<Hit> {
        if scenario.rows.is_empty() {
            return Vec::new();
        }
        let suppliers = &self.assessment.suppliers;
        // What is bought costs no more than what varies with sales: that bounds a missing spend.
        let variable = sales.high * (1.0 - margin.low);
        let known: f64 = suppliers
            .iter()
            .filter_map(|row| Some(row.annual_spend?.get().max(0.0)))
            .sum();
        let open = (variable - known).max(0.0);
        let mut hits = Vec::new();
        for (index, row) in suppliers.iter().enumerate() {
            let hit = hits_row(scenario, row, country);
            if row.is_blank() || hit == Truth::No {
                continue;
            }
            if hit == Truth::Possible {
                self.name_selectors(scenario, row, country);
            }
            let spend = row.annual_spend.map(|yen| yen.get().max(0.0));
            hits.push(Hit {
                index,
                certainty: hit,
                share: row.sales_stopped(),
                tts: row.tts(),
                ttr: row.ttr(),
                spend: spend.map_or(
                    Interval {
                        low: 0.0,
                        high: open,
                    },
                    Interval::known,
                ),
            });
        }
        hits
    }

    /// Names the cells that leave open whether a row is hit.
    fn name_selectors(&mut self, scenario: &Scenario, row: &Supplier, country: Option<Country>) {
        let by_country = scenario.rows.get(Column::Country.key());
        if row.country.is_none() && (by_country.is_some() || country.is_some()) {
            self.missing.insert(Input::Cells(Column::Country));
        }
        if by_country.is_some() && country.is_none() {
            self.missing.insert(Input::Country);
        }
        if row.category.is_none() && scenario.rows.contains_key(Column::Category.key()) {
            self.missing.insert(Input::Cells(Column::Category));
        }
    }

    /// Names the cells of the rows that are hit that widen the result.
    fn name_cells(&mut self, rows: &[Hit], stops: bool, shock: &Shock) {
        let suppliers = &self.assessment.suppliers;
        let mut missing = Vec::new();
        for row in rows.iter().filter_map(|hit| suppliers.get(hit.index)) {
            if stops {
                if row.sales_dependent_pct.is_none() {
                    missing.push(Column::SalesDependentPct);
                }
                if row.stock_weeks.is_none() {
                    missing.push(Column::StockWeeks);
                }
                if row.alternatives.is_none() {
                    missing.push(Column::Alternatives);
                } else if !row.ttr().is_known() {
                    missing.push(match row.lacks_alternative() {
                        Truth::No => Column::LeadTimeWeeks,
                        _ => Column::RequalWeeks,
                    });
                }
            }
            if row.annual_spend.is_none() && shock.price_of == Some(PriceOf::Purchases) {
                missing.push(Column::AnnualSpend);
            }
        }
        self.missing.extend(missing.into_iter().map(Input::Cells));
    }

    /// The share of sales that the market hit makes up, 0 to 1.
    fn market(&mut self, scenario: &Scenario, country: Option<Country>) -> Interval {
        let slices = markets::by_country(&self.assessment.markets);
        let share = match (country, slices.is_empty()) {
            (Some(country), false) => {
                let slice = slices.iter().find(|slice| slice.key == Some(country));
                let nameless = slices.iter().filter(|slice| slice.key.is_none());
                let nameless: f64 = nameless.map(|slice| slice.share.high).sum();
                let unlisted = markets::unlisted_share(&self.assessment.markets);
                let not_listed = Interval {
                    low: 0.0,
                    high: (nameless + unlisted).min(1.0),
                };
                slice.map_or(not_listed, |slice| slice.share)
            }
            _ => self.top_market(),
        };
        if scenario.sales == Some(SalesHit::Country) && country.is_none() {
            // Any country, or none that is sold to.
            self.missing.insert(Input::Country);
            return Interval { low: 0.0, ..share };
        }
        if !share.is_known() {
            self.missing.insert(Input::Markets);
        }
        share
    }

    /// The share of the largest foreign market, 0 to 1: as answered, or as the table has it.
    fn top_market(&mut self) -> Interval {
        let mut questions = self.pack.questions();
        let asked = questions.find(|question| {
            let from = question.from_table.as_ref();
            from.is_some_and(|from| from.measure == Measure::TopForeignMarketShare)
        });
        match asked {
            Some(question) => self
                .answered(question.id.as_str(), 0.01)
                .unwrap_or(Interval::UNKNOWN_RISK),
            None => markets::top_foreign_share(&self.assessment.markets)
                .unwrap_or(Interval::UNKNOWN_RISK),
        }
    }

    /// What is received in foreign money less what is paid in it, yen a year.
    ///
    /// Sales abroad less what is bought that was made abroad, in the table; what is bought
    /// without a known origin may be either. None of both where there are hardly any such deals.
    fn currency(&mut self, sales: Interval) -> Interval {
        const DEALS: &str = "profile.fx_currency";
        match self.path.answer(DEALS) {
            Known::OneOf(options) if options.iter().all(|it| it.as_str() == "none") => {
                return Interval::known(0.0);
            }
            Known::Open => {
                self.missing.insert(Input::Question(Id::from(DEALS)));
            }
            _ => {}
        }
        let share = self.number("profile.foreign_sales_share", 0.01, Interval::UNKNOWN_RISK);
        let received = Interval {
            low: product(sales.low, share.low),
            high: product(sales.high, share.high),
        };
        let mut paid = Interval::known(0.0);
        for row in &self.assessment.suppliers {
            let abroad = row.country.map(|country| country != Country::JAPAN);
            let Some(spend) = row.annual_spend.map(|yen| yen.get().max(0.0)) else {
                continue;
            };
            if abroad != Some(false) {
                paid.high += spend;
            }
            if abroad == Some(true) {
                paid.low += spend;
            }
            if abroad.is_none() {
                self.missing.insert(Input::Cells(Column::Country));
            }
        }
        Interval {
            low: received.low - paid.high,
            high: received.high - paid.low,
        }
    }

    /// The number an answer gives, times `unit`; the widest range, and a name among what is
    /// missing, where there is none.
    fn number(&mut self, question: &str, unit: f64, unknown: Interval) -> Interval {
        let known = self.answered(question, unit).unwrap_or(unknown);
        if !known.is_known() {
            self.missing.insert(Input::Question(Id::from(question)));
        }
        known
    }

    /// The same, and nothing where there is no answer.
    fn answered(&self, question: &str, unit: f64) -> Option<Interval> {
        match self.path.answer(question) {
            Known::Number(range) => Some(range.map(|number| number * unit)),
            Known::NotApplicable | Known::NotAsked => Some(Interval::known(0.0)),
            Known::Open | Known::OneOf(_) | Known::AllOf(_) => None,
        }
    }

    fn by_answer(&mut self, by_answer: Option<&ByAnswer>, unknown: Interval) -> Interval {
        let Some(by_answer) = by_answer else {
            return unknown;
        };
        let ByAnswer { question, options } = by_answer;
        let chosen = match self.path.answer(question.as_str()) {
            // Who does not sell abroad has nothing to move.
            Known::NotApplicable | Known::NotAsked => return Interval::known(0.0),
            Known::OneOf(keys) => keys.as_slice(),
            Known::Open | Known::AllOf(_) | Known::Number(_) => &[],
        };
        let numbers = chosen.iter().filter_map(|key| options.get(key));
        let range = numbers.map(|number| Interval::known(*number));
        range.reduce(Interval::hull).unwrap_or_else(|| {
            self.missing.insert(Input::Question(question.clone()));
            let all = options.values().map(|number| Interval::known(*number));
            all.reduce(Interval::hull).unwrap_or(unknown)
        })
    }
}

/// Equity may be anything.
const ANY: Interval = Interval {
    low: f64::NEG_INFINITY,
    high: f64::INFINITY,
};

/// `a × b`, where nothing of what is unbounded is nothing.
#[must_use]
pub(super) fn product(a: f64, b: f64) -> f64 {
    if a == 0.0 || b == 0.0 { 0.0 } else { a * b }
}

/// Whether a scenario hits a row: values of one column are joined by or, columns by and.
///
/// A country the firm chose holds for every scenario that hits rows.
#[must_use]
pub fn hits_row(scenario: &Scenario, row: &Supplier, country: Option<Country>) -> Truth {
    let by_country = |country: Option<Country>| match (country, row.country) {
        (None, _) | (Some(_), None) => Truth::Possible,
        (Some(wanted), Some(made)) => Truth::decided(wanted == made),
    };
    let selected = |column: &Id, values: &[Id]| {
        if values
            .iter()
            .any(|value| value.as_str() == Scenario::SELECTED)
        {
            return by_country(country);
        }
        let holds = |key: &str| values.iter().any(|value| value.as_str() == key);
        match row.cell(column.as_str()) {
            Cell::Key(key) => Truth::decided(holds(&key)),
            Cell::Keys(keys) => Truth::decided(keys.iter().any(|key| holds(key))),
            // No flag is set where none is known.
            Cell::Empty if column.as_str() == Column::Flags.key() => Truth::No,
            _ => Truth::Possible,
        }
    };
    let columns = scenario.rows.iter();
    let chosen = country.map(|_| by_country(country));
    columns
        .map(|(column, values)| selected(column, values))
        .chain(chosen)
        .min()
        .unwrap_or(Truth::No)
}

/// The three points of duration, share and price, as the firm changed them.
fn shock_of(shock: &Shock, event: &Event) -> [Triangular; 3] {
    let [_, weeks, _] = shock.weeks;
    let [_, lost, _] = shock.share_lost;
    let [_, price, _] = shock.price_mult;
    let number = |stated: Option<Number>, usual: f64| stated.map_or(usual, Number::get);
    let lost_stated = event.lost_pct.map(|percent| percent.get() / 100.0);
    [
        moved(shock.weeks, 0.0, number(event.weeks, weeks), LONGEST_WEEKS),
        moved(shock.share_lost, 0.0, lost_stated.unwrap_or(lost), 1.0),
        moved(
            shock.price_mult,
            1.0,
            number(event.price_multiple, price),
            LARGEST_MULTIPLE,
        ),
    ]
}

/// Three points with another middle: the others keep their proportion to it, seen from `origin`,
/// and stay within 0 and `highest`.
fn moved(points: [f64; 3], origin: f64, mode: f64, highest: f64) -> Triangular {
    let [low, usual, high] = points;
    let scale = |point: f64| {
        let width = usual - origin;
        #[expect(clippy::float_cmp, reason = "unmoved means the same number")]
        if mode == usual {
            point
        } else if width == 0.0 {
            mode
        } else {
            origin + (point - origin) * ((mode - origin) / width)
        }
    };
    let (one, other) = (scale(low), scale(high));
    let within = |point: f64| point.clamp(0.0, highest);
    let mode = within(mode);
    Triangular {
        low: within(one.min(other)).min(mode),
        mode,
        high: within(one.max(other)).max(mode),
    }
}
