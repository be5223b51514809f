//! One end of what is not known: every input as a number, and what one draw of the shocks does.
//!
//! *Why two ends*: each result is monotone in every input, so the good end of all and the bad end
//! of all bound it exactly (method A1). The contribution margin and the sales pull both ways (a
//! stop costs more, and more comes in before and after), so the loss and the cash path take
//! them from opposite ends.

use super::struck::{Hit, Input, Strike, Struck, WEEKS_PER_MONTH, WEEKS_PER_YEAR, product};
use crate::content::{Id, PriceOf};
use crate::measure::{Interval, Truth};

/// The end of a range: the one that is good for the firm, or the bad one.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Side {
    Good,
    Bad,
}

impl Side {
    fn flipped(self) -> Self {
        match self {
            Self::Good => Self::Bad,
            Self::Bad => Self::Good,
        }
    }

    /// The end of a range of which more is worse.
    pub(super) fn of_cost(self, range: Interval) -> f64 {
        match self {
            Self::Good => range.low,
            Self::Bad => range.high,
        }
    }

    /// The end of a range of which more is better.
    pub(super) fn of_means(self, range: Interval) -> f64 {
        self.flipped().of_cost(range)
    }
}

/// Three drawn numbers and a cost: one event as it comes.
#[derive(Clone, Copy, Debug)]
pub(super) struct Drawn {
    pub weeks: f64,
    pub lost: f64,
    pub price: f64,
    pub once: f64,
}

/// What comes of one draw.
#[derive(Clone, Copy, Debug)]
pub(super) struct Outcome {
    /// Contribution on sales that are lost, yen.
    pub lost: f64,
    /// Extra cost, yen; below zero where the firm gains.
    pub extra: f64,
    /// The first week in which sales stop; infinite if none.
    pub stop: f64,
    /// The first month at whose end cash is below zero; infinite if none.
    pub runway: f64,
    /// The deepest point of cash below zero, yen.
    pub need: f64,
}

/// Every input as a number.
#[derive(Clone, Debug)]
pub(super) struct End {
    /// Contribution that a week without any sales costs, yen, after what is made up for.
    lost_per_week: f64,
    /// Contribution in a week of usual sales, yen, for the cash path.
    earned_per_week: f64,
    /// The part of lost sales that stays lost, for the cash path.
    stays_lost: f64,
    /// Fixed cost a month, yen.
    pub fixed: f64,
    /// Cash at the beginning, yen, after what was spent beforehand.
    cash: f64,
    /// Unused credit lines, yen.
    pub lines: f64,
    /// Equity, yen.
    pub equity: f64,
    switch_weeks: f64,
    events: Vec<EventEnd>,
    /// Whether the whole path of an event is one formula.
    simple: bool,
    weeks: usize,
}

#[derive(Clone, Debug)]
struct EventEnd {
    starts: f64,
    /// The share of sales that stops in each week, if the event lasts that long.
    stopped: Vec<f64>,
    /// The sums of it up to each week.
    sums: Vec<f64>,
    first: f64,
    market: f64,
    other: f64,
    /// Yen a week that one step of the price multiple costs: where it falls and where it rises.
    priced: [f64; 2],
    price_weeks: f64,
}

impl End {
    /// All inputs at one side, but for one of them at the other.
    pub(super) fn of(struck: &Struck, side: Side, but: Option<&Input>, spent_before: f64) -> Self {
        let sides = Sides { side, but };
        let question = |id: &str| sides.of_question(id);
        let (sales, margin) = (question("profile.annual_sales"), question(MARGIN));
        let weekly = |range: Interval| range.map(|yen| yen / WEEKS_PER_YEAR);
        let recapture = struck.recapture;
        let lost_per_week = product(
            product(
                sales.of_cost(weekly(struck.sales)),
                margin.of_cost(struck.margin),
            ),
            1.0 - side.of_means(recapture),
        );
        let earned_per_week = product(
            sales.of_means(weekly(struck.sales)),
            margin.of_means(struck.margin),
        );
        let weeks = struck.over();
        let events: Vec<EventEnd> = struck
            .events
            .iter()
            .map(|event| EventEnd::of(struck, event, sides))
            .collect();
        let simple = match events.as_slice() {
            [event] => {
                let most = event.stopped.iter().copied().fold(0.0, f64::max);
                most + event.market + event.other <= 1.0
            }
            events => events.is_empty(),
        };
        #[expect(
            clippy::cast_possible_truncation,
            clippy::cast_sign_loss,
            reason = "whole, and within the longest run"
        )]
        Self {
            lost_per_week,
            earned_per_week,
            stays_lost: 1.0 - side.of_means(recapture),
            fixed: question("profile.monthly_fixed_cost").of_cost(struck.fixed),
            cash: question("profile.cash").of_means(struck.cash) - spent_before,
            lines: question("profile.credit_line").of_means(struck.lines),
            equity: question("profile.equity").of_means(struck.equity),
            switch_weeks: sides
                .by(struck.switch_by.as_ref())
                .of_cost(struck.switch_weeks),
            events,
            simple,
            weeks: weeks as usize,
        }
    }

    /// Contribution of a month of usual sales, yen.
    pub(super) fn earned_per_month(&self) -> f64 {
        self.earned_per_week * WEEKS_PER_MONTH
    }

    /// What a draw does, and the cash at the end of each month.
    pub(super) fn play(&self, drawn: &[Drawn], cash: &mut [f64]) -> Outcome {
        let courses = Courses::of(self, drawn);
        let (mut runway, mut lowest, mut month) = (f64::INFINITY, 0.0_f64, 0.0);
        for cash in cash.iter_mut() {
            month += 1.0;
            let time = month * WEEKS_PER_MONTH;
            let sold = time - self.stays_lost * courses.lost(time);
            let earned = product(self.earned_per_week, sold);
            *cash = self.cash + earned - product(self.fixed, month) - courses.extra(time);
            if *cash < 0.0 && runway.is_infinite() {
                runway = month;
            }
            lowest = lowest.min(*cash);
        }
        let events = self.events.iter().zip(drawn);
        let stop = events.map(|(event, drawn)| event.stop(drawn));
        Outcome {
            lost: product(self.lost_per_week, courses.lost(f64::INFINITY)),
            extra: courses.extra(f64::INFINITY),
            stop: stop.fold(f64::INFINITY, f64::min),
            runway,
            need: -lowest,
        }
    }

    /// What a draw costs: contribution lost, and extra cost, yen.
    pub(super) fn loss(&self, drawn: &[Drawn]) -> f64 {
        let courses = Courses::of(self, drawn);
        product(self.lost_per_week, courses.lost(f64::INFINITY)) + courses.extra(f64::INFINITY)
    }

    /// Weeks of usual sales lost up to each week, where events overlap: of rows, and of one market, the larger loss
    /// counts; what is lost otherwise is added; together they are never more than all sales.
    fn week_by_week(&self, drawn: &[Drawn]) -> Vec<f64> {
        let mut sums = Vec::with_capacity(self.weeks + 1);
        let mut sum = 0.0;
        let mut week = 0.0;
        sums.push(sum);
        for _ in 0..self.weeks {
            let (mut rows, mut market, mut other) = (0.0_f64, 0.0_f64, 0.0);
            for (event, drawn) in self.events.iter().zip(drawn) {
                let since = week - event.starts;
                if since < 0.0 || since >= drawn.weeks {
                    continue;
                }
                let part = (drawn.weeks.min(self.switch_weeks) - since).clamp(0.0, 1.0);
                rows = rows.max(drawn.lost * event.stopped_in(since));
                market = market.max(drawn.lost * event.market * part);
                other += drawn.lost * event.other * part;
            }
            sum += (rows + market + other).min(1.0);
            sums.push(sum);
            week += 1.0;
        }
        sums
    }
}

/// How the events of a draw take their course.
enum Courses<'a> {
    /// One event, alone: a formula.
    Alone {
        sums: &'a [f64],
        starts: f64,
        lost: f64,
        share: f64,
        stops: f64,
        gone: f64,
        extra: Extra,
    },
    /// Several, week by week.
    Together(Vec<f64>, Vec<Extra>),
}

/// Extra cost as it runs up.
struct Extra {
    starts: f64,
    once: f64,
    per_week: f64,
    weeks: f64,
}

impl Extra {
    fn of(event: &EventEnd, drawn: &Drawn) -> Self {
        let [falling, rising] = event.priced;
        let step = drawn.price - 1.0;
        let per_week = if step < 0.0 { falling } else { rising };
        Self {
            starts: event.starts,
            once: drawn.once,
            per_week: product(per_week, step * (1.0 - drawn.lost)),
            weeks: drawn.weeks.min(event.price_weeks),
        }
    }

    fn until(&self, time: f64) -> f64 {
        let since = time - self.starts;
        if since <= 0.0 {
            return 0.0;
        }
        self.once + product(self.per_week, self.weeks.min(since))
    }
}

impl<'a> Courses<'a> {
    fn of(end: &'a End, drawn: &[Drawn]) -> Self {
        let events = || end.events.iter().zip(drawn);
        match events().next() {
            Some((event, drawn)) if end.simple => Self::Alone {
                sums: &event.sums,
                starts: event.starts,
                lost: drawn.lost,
                share: event.market + event.other,
                stops: drawn.weeks.ceil(),
                gone: drawn.weeks.min(end.switch_weeks),
                extra: Extra::of(event, drawn),
            },
            _ => {
                let extra = events().map(|(event, drawn)| Extra::of(event, drawn));
                Self::Together(end.week_by_week(drawn), extra.collect())
            }
        }
    }

    /// Weeks of usual sales that are lost up to a point in time.
    fn lost(&self, time: f64) -> f64 {
        match self {
            Self::Alone {
                sums,
                starts,
                lost,
                share,
                stops,
                gone,
                ..
            } => {
                let since = time - starts;
                let gone = since.min(*gone).max(0.0);
                lost * (at(sums, since.min(*stops)) + product(*share, gone))
            }
            Self::Together(sums, _) => at(sums, time),
        }
    }

    /// Extra cost up to a point in time, yen.
    fn extra(&self, time: f64) -> f64 {
        match self {
            Self::Alone { extra, .. } => extra.until(time),
            Self::Together(_, extras) => extras.iter().map(|extra| extra.until(time)).sum(),
        }
    }
}

/// The sum up to a point in time, between the whole weeks in proportion.
fn at(sums: &[f64], time: f64) -> f64 {
    if time <= 0.0 {
        return 0.0;
    }
    #[expect(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        reason = "above zero; beyond the end the last one counts"
    )]
    let week = time as usize;
    let last = sums.last().copied().unwrap_or(0.0);
    let (Some(before), Some(after)) = (sums.get(week), sums.get(week.saturating_add(1))) else {
        return last;
    };
    before + (after - before) * time.fract()
}

impl EventEnd {
    fn of(struck: &Struck, event: &Strike, sides: Sides<'_>) -> Self {
        let hit = |row: &&Hit| row.certainty == Truth::Certain || sides.takes_possible();
        let rows: Vec<&Hit> = event.rows.iter().filter(hit).collect();
        let stopped = if event.stops {
            stopped(&rows, event, sides)
        } else {
            Vec::new()
        };
        let mut sums = vec![0.0];
        let mut sum = 0.0;
        for share in &stopped {
            sum += share;
            sums.push(sum);
        }
        let first = stopped.iter().position(|share| *share > 0.0);
        #[expect(clippy::cast_precision_loss, reason = "some hundred weeks")]
        let first = first.map_or(f64::INFINITY, |week| week as f64);
        let market = sides.of(&Input::Markets).of_cost(event.market);
        let customer = event
            .customer
            .as_ref()
            .map(|id| sides.of_question(id.as_str()));
        let other = customer.unwrap_or(sides.of(&Input::Product));
        let other = other.of_cost(event.other);
        Self {
            starts: event.starts,
            stopped,
            sums,
            first,
            market,
            other,
            priced: priced(struck, event, &rows, market + other, sides),
            price_weeks: event.price_weeks,
        }
    }

    fn stopped_in(&self, since: f64) -> f64 {
        #[expect(
            clippy::cast_possible_truncation,
            clippy::cast_sign_loss,
            reason = "a week of this event, from 0"
        )]
        let week = since as usize;
        self.stopped.get(week).copied().unwrap_or(0.0)
    }

    fn stop(&self, drawn: &Drawn) -> f64 {
        if drawn.lost > 0.0 && self.first < drawn.weeks {
            self.starts + self.first
        } else {
            f64::INFINITY
        }
    }
}

/// The share of sales that stops in each week of an event, if it lasts that long: the largest of
/// the rows whose stock is used up and that are not yet supplied otherwise. Weeks are whole.
fn stopped(rows: &[&Hit], event: &Strike, sides: Sides<'_>) -> Vec<f64> {
    #[expect(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        reason = "within the longest run; what is infinite becomes the largest"
    )]
    let whole = |weeks: f64| weeks.ceil() as usize;
    let mut stopped = vec![0.0_f64; whole(event.weeks.high)];
    let cells = |column| sides.of(&Input::Cells(column));
    for row in rows {
        let share = cells(super::Column::SalesDependentPct).of_cost(row.share) * event.exposed;
        let from = whole(cells(super::Column::StockWeeks).of_means(row.tts));
        let until = whole(sides.of_recovery().of_cost(row.ttr));
        let weeks = stopped.iter_mut().take(until).skip(from);
        weeks.for_each(|week| *week = week.max(share));
    }
    while stopped.last() == Some(&0.0) {
        stopped.pop();
    }
    stopped
}

/// Yen a week that one step of the price multiple costs, where it falls and where it rises.
fn priced(
    struck: &Struck,
    event: &Strike,
    rows: &[&Hit],
    share: f64,
    sides: Sides<'_>,
) -> [f64; 2] {
    // Below one, a multiple costs what it takes away: there less is worse.
    let ends = |range: Interval, side: Side| {
        [side.of_means(range), side.of_cost(range)].map(|yen| yen / WEEKS_PER_YEAR)
    };
    let paid = |yen: Interval| {
        let kept = struck.pass_through.map(|share| 1.0 - share);
        let corners = [
            product(yen.low, kept.low),
            product(yen.low, kept.high),
            product(yen.high, kept.low),
            product(yen.high, kept.high),
        ];
        Interval {
            low: corners.into_iter().fold(f64::INFINITY, f64::min),
            high: corners.into_iter().fold(f64::NEG_INFINITY, f64::max),
        }
    };
    match event.price_of {
        None => [0.0; 2],
        Some(PriceOf::Purchases) => {
            let side = sides.of(&Input::Cells(super::Column::AnnualSpend));
            let known: f64 = rows.iter().map(|row| row.spend.low).sum();
            // What is open is bounded for all rows together.
            let open = rows.iter().map(|row| row.spend.width()).fold(0.0, f64::max);
            let spend = Interval {
                low: known * event.exposed,
                high: (known + open) * event.exposed,
            };
            ends(paid(spend), side)
        }
        Some(PriceOf::Sales) => {
            let side = sides.all();
            let sales = struck.sales.map(|yen| -product(yen, share));
            ends(
                Interval {
                    low: sales.high,
                    high: sales.low,
                },
                side,
            )
        }
        Some(PriceOf::Currency) => {
            let against = Interval {
                low: -event.currency.high,
                high: -event.currency.low,
            };
            ends(paid(against), sides.of_currency())
        }
    }
}

const MARGIN: &str = "profile.contribution_margin";

/// Which side each input is taken from.
#[derive(Clone, Copy, Debug)]
struct Sides<'a> {
    side: Side,
    but: Option<&'a Input>,
}

impl Sides<'_> {
    fn all(self) -> Side {
        self.side
    }

    fn of(self, input: &Input) -> Side {
        if self.but == Some(input) {
            self.side.flipped()
        } else {
            self.side
        }
    }

    fn of_question(self, id: &str) -> Side {
        match self.but {
            Some(Input::Question(question)) if question.as_str() == id => self.side.flipped(),
            _ => self.side,
        }
    }

    /// The side of what an answer stands for.
    fn by(self, question: Option<&Id>) -> Side {
        question.map_or(self.side, |id| self.of_question(id.as_str()))
    }

    fn of_currency(self) -> Side {
        match self.but {
            Some(Input::Cells(super::Column::Country)) => self.side.flipped(),
            _ => self.of_question("profile.foreign_sales_share"),
        }
    }

    /// The side of the time to recover, which rests on several columns.
    fn of_recovery(self) -> Side {
        use super::Column::{Alternatives, LeadTimeWeeks, RequalWeeks};
        match self.but {
            Some(Input::Cells(Alternatives | LeadTimeWeeks | RequalWeeks)) => self.side.flipped(),
            _ => self.side,
        }
    }

    /// Whether rows that may be hit are.
    fn takes_possible(self) -> bool {
        use super::Column::{Category, Country};
        let side = match self.but {
            Some(Input::Country | Input::Cells(Country | Category)) => self.side.flipped(),
            _ => self.side,
        };
        side == Side::Bad
    }
}
