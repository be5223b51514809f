//! What a firm is looked up by on a desk with many: no name, and nothing finer than the third
//! level of a dossier tells.

use std::collections::BTreeSet;

use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

use crate::assessment::{Assessment, Path};
use crate::content::Known;
use crate::disclose::{gaps, size_of};

/// What a firm is looked up by.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Firm {
    /// Its industry.
    pub industry: Option<String>,
    /// Its headcount, as a band: `21-50`, `301-`.
    pub size: Option<String>,
    /// The countries it buys from, at first or second hand, or sells to.
    pub countries: BTreeSet<String>,
    /// What kinds of thing it buys.
    pub items: BTreeSet<String>,
    /// The longest time for which a purchase would be missing, in weeks as a band; `unknown`
    /// where no row tells.
    pub gap_weeks: Option<String>,
}

impl Firm {
    pub(super) fn of_case(case: &Assessment, path: &Path<'_>) -> Self {
        let people = match path.answer("profile.headcount") {
            Known::Number(people) if people.is_known() => Some(people.low),
            _ => None,
        };
        let rows = || case.suppliers.iter();
        let bought = rows().flat_map(|row| [row.country, row.tier2_country]);
        let sold = case.markets.iter().map(|row| row.country);
        let countries = bought.chain(sold).flatten();
        let items = rows().filter_map(|row| row.category);
        Self {
            industry: case.industry().map(ToString::to_string),
            size: people.map(size_of),
            countries: countries
                .map(|country| country.as_str().to_owned())
                .collect(),
            items: items.map(|item| item.key().to_owned()).collect(),
            gap_weeks: longest(gaps(&case.suppliers).into_keys()),
        }
    }

    pub(super) fn of_record(record: &Map<String, Value>) -> Self {
        let text = |value: Option<&Value>| value.and_then(Value::as_str).map(str::to_owned);
        let rows = |key: &str| {
            record
                .get(key)
                .and_then(Value::as_array)
                .into_iter()
                .flatten()
        };
        let of = |table: &str, key: &str| -> Vec<String> {
            rows(table).filter_map(|row| text(row.get(key))).collect()
        };
        let countries = [
            of("suppliers", "country"),
            of("suppliers", "tier2_country"),
            of("markets", "country"),
        ];
        let gaps = record.get("gap_weeks").and_then(Value::as_object);
        Self {
            industry: text(record.get("industry")),
            size: text(record.get("size")),
            countries: countries.into_iter().flatten().collect(),
            items: of("suppliers", "category").into_iter().collect(),
            gap_weeks: longest(gaps.into_iter().flat_map(Map::keys).cloned()),
        }
    }
}

/// The band of the most weeks; `unknown` only where there is no other.
fn longest(bands: impl Iterator<Item = String>) -> Option<String> {
    let weeks = |band: &String| -> Option<u32> { band.split('-').next()?.parse().ok() };
    bands.max_by_key(weeks)
}
