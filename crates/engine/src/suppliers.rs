//! What a firm buys, from whom, made where: the supplier table and its figures.
//!
//! An unknown cell makes a figure a range, never a guess (method A1, A11). Shares are of the
//! listed spend, 0 to 1; countries are those of production, not of the trader; Japan's share
//! is shown and never scored; an unknown origin is a slice of its own. Rows that share an
//! alias are one supplier, so that splitting a supplier into rows changes nothing.

mod book;
mod candidates;
mod concentration;
mod figures;
mod merger;
mod months;
mod ways;

use std::collections::BTreeSet;

pub use book::{Because, Book, Group, Merge, MonthsOf, Part, Source};
pub use candidates::{Candidate, CandidateOptions, Why, candidates, sounds_like_a_trader};
pub use concentration::{Concentration, HHI_SCALE, concentration, concentration_ratio, hhi, hill};
pub(crate) use figures::largest_first;
pub use figures::{Exposure, Figures, Slice, by_category, exposures};
pub use merger::{ITEM_MARK, MORE_MARK, shortened};
pub use months::{MonthFigures, months};
use serde::Serialize;
pub use ways::{ThreeWays, Way, WhatIf, if_unknown_from};

use crate::measure::{Interval, Number, Truth, Unit};
use crate::table::{Cell, Country, Row, field, keyed};

keyed! {
    /// What kind of thing is bought.
    Category {
        /// Raw material.
        RawMaterial = "raw_material",
        /// A part.
        Part = "part",
        /// A chip or memory.
        Chip = "chip",
        /// A magnet.
        Magnet = "magnet",
        /// A casting or forging.
        CastingForging = "casting_forging",
        /// A tool or consumable.
        ToolConsumable = "tool_consumable",
        /// A chemical or drug substance.
        ChemicalApi = "chemical_api",
        /// Packaging.
        Packaging = "packaging",
        /// Energy.
        Energy = "energy",
        /// Software or cloud.
        SoftwareCloud = "software_cloud",
        /// A process bought outside.
        OutsourcedProcess = "outsourced_process",
        /// Transport and storage.
        Logistics = "logistics",
        /// Equipment and its spare parts.
        Equipment = "equipment",
    }
}

impl Category {
    /// A service has no stock; its gap is ranked apart, or electricity would always come first.
    #[must_use]
    pub fn is_service(self) -> bool {
        matches!(
            self,
            Self::Energy | Self::SoftwareCloud | Self::Logistics | Self::OutsourcedProcess
        )
    }
}

keyed! {
    /// How a thing is bought.
    BuyVia {
        /// From the maker.
        Direct = "direct",
        /// Through a trader in Japan.
        TraderJp = "trader_jp",
        /// Through a trader abroad.
        TraderAbroad = "trader_abroad",
    }
}

keyed! {
    /// Which other sources there are.
    Alternatives {
        /// None.
        None = "0",
        /// One, not qualified.
        OneUnqualified = "1_unqualified",
        /// One, qualified.
        OneQualified = "1_qualified",
        /// Two or more, qualified.
        TwoQualified = "2plus_qualified",
    }
}

impl Alternatives {
    /// A list of unqualified names never reduces risk (method §2.7).
    #[must_use]
    pub fn is_qualified(self) -> bool {
        matches!(self, Self::OneQualified | Self::TwoQualified)
    }
}

keyed! {
    /// What else is known of a row.
    Flag {
        /// One of the designated critical goods.
        CriticalGood = "critical_good",
        /// Needs a foreign export licence.
        ExportLicenceItem = "export_licence_item",
        /// Comes from a single plant.
        SinglePlant = "single_plant",
        /// The customer designates the source.
        CustomerDesignated = "customer_designated",
        /// The supplier's owner is over seventy.
        OwnerOver70 = "owner_over_70",
        /// Comes through a strait or canal.
        SeaChokepoint = "sea_chokepoint",
    }
}

keyed! {
    /// The columns of the table.
    Column {
        /// The supplier, by an alias.
        Alias = "alias",
        /// What is bought.
        Item = "item",
        /// What kind of thing it is.
        Category = "category",
        /// Where it is really made.
        Country = "country",
        /// How it is bought.
        BuyVia = "buy_via",
        /// Yen a year.
        AnnualSpend = "annual_spend",
        /// The share of sales that stops without it, per cent.
        SalesDependentPct = "sales_dependent_pct",
        /// Which other sources there are.
        Alternatives = "alternatives",
        /// Stock, weeks.
        StockWeeks = "stock_weeks",
        /// The normal lead time, weeks.
        LeadTimeWeeks = "lead_time_weeks",
        /// Weeks to switch to another source, approval included.
        RequalWeeks = "requal_weeks",
        /// The country one step further up.
        Tier2Country = "tier2_country",
        /// What else is known.
        Flags = "flags",
    }
}

/// The columns, in order.
pub const COLUMNS: [Column; 13] = [
    Column::Alias,
    Column::Item,
    Column::Category,
    Column::Country,
    Column::BuyVia,
    Column::AnnualSpend,
    Column::SalesDependentPct,
    Column::Alternatives,
    Column::StockWeeks,
    Column::LeadTimeWeeks,
    Column::RequalWeeks,
    Column::Tier2Country,
    Column::Flags,
];

/// One row: an item from a supplier. An absent cell is not known.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Supplier {
    /// The supplier, by an alias; rows with the same alias are one supplier.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub alias: String,
    /// What is bought.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub item: String,
    /// What kind of thing it is.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub category: Option<Category>,
    /// Where it is really made.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub country: Option<Country>,
    /// How it is bought.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub buy_via: Option<BuyVia>,
    /// Yen a year; a credit note is negative.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub annual_spend: Option<Number>,
    /// The share of sales that stops without it, per cent.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub sales_dependent_pct: Option<Number>,
    /// Which other sources there are.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub alternatives: Option<Alternatives>,
    /// Stock, weeks.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub stock_weeks: Option<Number>,
    /// The normal lead time, weeks.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub lead_time_weeks: Option<Number>,
    /// Weeks to switch, approval included.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub requal_weeks: Option<Number>,
    /// The country one step further up.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub tier2_country: Option<Country>,
    /// What else is known.
    #[serde(skip_serializing_if = "BTreeSet::is_empty")]
    pub flags: BTreeSet<Flag>,
}

impl Row for Supplier {
    fn cell(&self, column: &str) -> Cell {
        let Some(column) = Column::named(column) else {
            return Cell::Empty;
        };
        match column {
            Column::Alias => field::text(&self.alias),
            Column::Item => field::text(&self.item),
            Column::Category => field::key(self.category, Category::key),
            Column::Country => field::country(self.country),
            Column::BuyVia => field::key(self.buy_via, BuyVia::key),
            Column::AnnualSpend => field::number(self.annual_spend),
            Column::SalesDependentPct => field::number(self.sales_dependent_pct),
            Column::Alternatives => field::key(self.alternatives, Alternatives::key),
            Column::StockWeeks => field::number(self.stock_weeks),
            Column::LeadTimeWeeks => field::number(self.lead_time_weeks),
            Column::RequalWeeks => field::number(self.requal_weeks),
            Column::Tier2Country => field::country(self.tier2_country),
            Column::Flags if self.flags.is_empty() => Cell::Empty,
            Column::Flags => Cell::Keys(
                self.flags
                    .iter()
                    .map(|flag| flag.key().to_owned())
                    .collect(),
            ),
        }
    }

    fn set(&mut self, column: &str, cell: Cell) -> bool {
        let Some(column) = Column::named(column) else {
            return false;
        };
        match column {
            Column::Alias => field::take_text(&mut self.alias, cell),
            Column::Item => field::take_text(&mut self.item, cell),
            Column::Category => field::take_key(&mut self.category, Category::named, &cell),
            Column::Country => field::take_key(&mut self.country, Country::new, &cell),
            Column::BuyVia => field::take_key(&mut self.buy_via, BuyVia::named, &cell),
            Column::AnnualSpend => field::take_number(&mut self.annual_spend, Unit::Yen, &cell),
            Column::SalesDependentPct => {
                field::take_number(&mut self.sales_dependent_pct, Unit::Percent, &cell)
            }
            Column::Alternatives => {
                field::take_key(&mut self.alternatives, Alternatives::named, &cell)
            }
            Column::StockWeeks => field::take_number(&mut self.stock_weeks, Unit::Weeks, &cell),
            Column::LeadTimeWeeks => {
                field::take_number(&mut self.lead_time_weeks, Unit::Weeks, &cell)
            }
            Column::RequalWeeks => field::take_number(&mut self.requal_weeks, Unit::Weeks, &cell),
            Column::Tier2Country => field::take_key(&mut self.tier2_country, Country::new, &cell),
            Column::Flags => self.set_flags(cell),
        }
    }
}

impl Supplier {
    fn set_flags(&mut self, cell: Cell) -> bool {
        let keys = match cell {
            Cell::Empty => Vec::new(),
            Cell::Keys(keys) => keys,
            Cell::Text(_) | Cell::Key(_) | Cell::Number(_) => return false,
        };
        let flags: Option<BTreeSet<Flag>> = keys.iter().map(|key| Flag::named(key)).collect();
        let known = flags.is_some();
        if let Some(flags) = flags {
            self.flags = flags;
        }
        known
    }

    /// Whether the row is a good, which can be stocked, and not a service.
    #[must_use]
    pub fn is_good(&self) -> Truth {
        self.category.map_or(Truth::Possible, |category| {
            Truth::decided(!category.is_service())
        })
    }

    /// Whether the row has no qualified alternative.
    #[must_use]
    pub fn lacks_alternative(&self) -> Truth {
        self.alternatives.map_or(Truth::Possible, |there| {
            Truth::decided(!there.is_qualified())
        })
    }

    /// The share of sales that stops without it, 0 to 1.
    #[must_use]
    pub fn sales_stopped(&self) -> Interval {
        self.sales_dependent_pct
            .map_or(Interval::UNKNOWN_RISK, |percent| {
                Interval::known(percent.get() / 100.0)
            })
    }

    /// Time to survive, weeks: how long the stock lasts.
    ///
    /// Source: Simchi-Levi et al. (HBR 2014); method A11.
    #[must_use]
    pub fn tts(&self) -> Interval {
        weeks(self.stock_weeks)
    }

    /// Time to recover, weeks: 0 with two or more qualified alternatives, the normal lead time
    /// with one, otherwise the weeks to switch. With the alternatives unknown, from 0 to the
    /// largest of them.
    ///
    /// Source: Simchi-Levi et al. (HBR 2014); method A11.
    #[must_use]
    pub fn ttr(&self) -> Interval {
        match self.alternatives {
            Some(Alternatives::TwoQualified) => Interval::known(0.0),
            Some(Alternatives::OneQualified) => weeks(self.lead_time_weeks),
            Some(Alternatives::None | Alternatives::OneUnqualified) => weeks(self.requal_weeks),
            None => Interval::known(0.0)
                .hull(weeks(self.lead_time_weeks))
                .hull(weeks(self.requal_weeks)),
        }
    }

    /// `max(0, TTR − TTS)`, weeks: how long sales stop if supply stops for good.
    #[must_use]
    pub fn gap(&self) -> Interval {
        let (tts, ttr) = (self.tts(), self.ttr());
        // Where nothing at all is known the difference of two infinities would be NaN.
        let low = if tts.high.is_infinite() {
            0.0
        } else {
            (ttr.low - tts.high).max(0.0)
        };
        Interval {
            low,
            high: (ttr.high - tts.low).max(0.0),
        }
    }

    /// `(TTR − TTS)⁺ / TTR × share of sales that stops`, 0 to 1 (method A11 and `recovery_gap`).
    #[must_use]
    pub fn recovery_gap(&self) -> Interval {
        let (tts, ttr, sales) = (self.tts(), self.ttr(), self.sales_stopped());
        let uncovered = |tts: f64, ttr: f64| {
            if ttr <= tts {
                0.0
            } else if ttr.is_infinite() {
                1.0
            } else {
                (ttr - tts) / ttr
            }
        };
        Interval {
            low: uncovered(tts.high, ttr.low) * sales.low,
            high: uncovered(tts.low, ttr.high) * sales.high,
        }
    }

    /// Whether this row alone stops at least `share` (0 to 1) of sales: a good, without a
    /// qualified alternative, that takes longer to replace than the stock lasts (gate A7).
    #[must_use]
    pub fn is_single_point(&self, share: f64) -> Truth {
        if self.is_blank() {
            return Truth::No;
        }
        let outlasted = Truth::exceeds(self.ttr_without_alternative(), self.tts());
        let stops = Truth::at_least(self.sales_stopped(), share);
        [self.is_good(), self.lacks_alternative(), outlasted, stops]
            .into_iter()
            .min()
            .unwrap_or(Truth::No)
    }

    fn ttr_without_alternative(&self) -> Interval {
        weeks(self.requal_weeks)
    }

    /// Yen a year that count for shares: `None` for a credit note (zero or less), which is left out.
    fn spend(&self) -> Option<Interval> {
        match self.annual_spend {
            None => Some(Interval::UNBOUNDED),
            Some(yen) if yen.get() > 0.0 => Some(Interval::known(yen.get())),
            Some(_) => None,
        }
    }
}

fn weeks(cell: Option<Number>) -> Interval {
    cell.map_or(Interval::UNBOUNDED, |weeks| Interval::known(weeks.get()))
}
