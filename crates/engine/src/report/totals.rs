//! Totals of workshops to be read: tables of counts, and all of them as one sheet.

use super::sheets::{Sheet, Value};
use crate::content::{Kit, Language, Pack};
use crate::workshop::totals::{BANDS, Count, FEWEST, Figures, OPEN, Totals, theme_key};

/// A table of totals.
#[derive(Clone, Debug, PartialEq)]
pub struct Table {
    /// Its name in the words.
    pub key: &'static str,
    /// So many teams in all.
    pub of: u64,
    /// Its columns, by their names in the words.
    pub columns: Vec<String>,
    /// What each row is about, and its counts.
    pub rows: Vec<(String, Vec<Count>)>,
}

/// The words they are told in.
#[derive(Clone, Copy)]
pub struct Speech<'a> {
    /// The language.
    pub language: Language,
    /// The words under a key.
    pub word: &'a dyn Fn(&str) -> String,
}

impl Speech<'_> {
    /// The words under a key with their places filled.
    fn with(self, key: &str, places: &[(&str, String)]) -> String {
        let text = (self.word)(key);
        let fill = |text: String, (name, value): &(&str, String)| {
            text.replace(&format!("%{{{name}}}"), value)
        };
        places.iter().fold(text, fill)
    }
}

/// The tables of what the teams of a kit did: in its order, or, where it is not here, in that of
/// its ids, by which its cards are called then.
#[must_use]
pub fn tables(pack: &Pack, kit: Option<&Kit>, figures: &Figures, speech: Speech<'_>) -> Vec<Table> {
    let text = |text: &crate::content::Text| text.in_language(speech.language).to_owned();
    let columns = |keys: &[&str]| keys.iter().map(|key| format!("totals.{key}")).collect();
    let choices: Vec<&str> = match kit {
        Some(kit) => kit.choices.iter().map(|it| it.action.as_str()).collect(),
        None => figures.choices.keys().map(String::as_str).collect(),
    };
    let choices = choices.into_iter().filter_map(|id| {
        let counts = figures.choices.get(id)?;
        let action = pack.action(id)?;
        Some((text(&action.title), vec![counts.before, counts.after]))
    });
    let injects: Vec<(&str, String)> = match kit {
        Some(kit) => kit
            .injects
            .iter()
            .map(|it| (it.id.as_str(), text(&it.title)))
            .collect(),
        None => figures
            .injects
            .keys()
            .map(|id| (id.as_str(), id.clone()))
            .collect(),
    };
    let injects = injects.into_iter().filter_map(|(id, title)| {
        let it = figures.injects.get(id)?;
        let row = vec![
            it.teams,
            it.later_before,
            it.later_all,
            it.less_before,
            it.less_all,
        ];
        Some((title, row))
    });
    let questions = pack.questions().filter_map(|question| {
        let it = figures.questions.get(question.id.as_str())?;
        Some((text(&question.short), vec![it.unknown, it.otherwise]))
    });
    let mut questions: Vec<(String, Vec<Count>)> = questions.collect();
    // A stable sort: equal ones stay in the pack's order.
    questions.sort_by_key(|(_, counts)| std::cmp::Reverse(counts.first().copied()));
    let themes = pack.modules.iter().flat_map(|module| {
        let row = move |theme| {
            let bands = figures.themes.get(&theme_key(module, theme))?;
            let row = BANDS.map(|band| bands.get(band).copied().unwrap_or_default());
            let titles = [
                ("module", text(&module.title)),
                ("theme", text(&theme.title)),
            ];
            Some((speech.with("totals.theme", &titles), row.to_vec()))
        };
        module.themes.iter().filter_map(row)
    });
    let bands = BANDS.iter().map(|band| match *band {
        OPEN => "totals.open".to_owned(),
        band => format!("band.{band}"),
    });
    vec![
        Table {
            key: "choices",
            of: figures.teams,
            columns: columns(&["before", "after"]),
            rows: choices.collect(),
        },
        Table {
            key: "injects",
            of: figures.teams,
            columns: columns(&[
                "teams",
                "later_before",
                "later_all",
                "less_before",
                "less_all",
            ]),
            rows: injects.collect(),
        },
        Table {
            key: "questions",
            of: figures.results,
            columns: columns(&["unknown", "otherwise"]),
            rows: questions,
        },
        Table {
            key: "themes",
            of: figures.results,
            columns: bands.collect(),
            rows: themes.collect(),
        },
    ]
}

/// Every count of totals, one a row.
#[must_use]
pub fn sheet(pack: &Pack, totals: &Totals, speech: Speech<'_>) -> Sheet {
    let word = speech.word;
    let mut rows: Vec<Vec<Value>> = Vec::new();
    for (kit, figures) in &totals.kits {
        let here = pack.kit(kit);
        let title = here.map_or_else(
            || kit.clone(),
            |kit| kit.title.in_language(speech.language).to_owned(),
        );
        for table in tables(pack, here, figures, speech) {
            for (about, counts) in &table.rows {
                for (column, [low, high]) in table.columns.iter().zip(counts) {
                    let texts = [
                        title.clone(),
                        word(&format!("totals.{}", table.key)),
                        about.clone(),
                        word(column),
                    ];
                    let mut row: Vec<Value> = texts.into_iter().map(Value::Text).collect();
                    row.extend([*low, *high, table.of].map(number));
                    rows.push(row);
                }
            }
        }
    }
    let steps = speech.with("totals.in_steps", &[("few", FEWEST.to_string())]);
    rows.push(vec![Value::Text(steps)]);
    let head = ["kit", "table", "about", "what", "low", "high", "of"];
    Sheet {
        name: word("title.totals"),
        head: head
            .map(|column| word(&format!("totals.column.{column}")))
            .to_vec(),
        rows,
    }
}

#[expect(clippy::cast_precision_loss, reason = "a count of teams")]
fn number(count: u64) -> Value {
    Value::Number(count as f64)
}
