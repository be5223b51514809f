//! The queue and the intake report on their way out: the same lines as on the page.

use sonae_engine::report::sheets::{Sheet, Value, csv};
use sonae_engine::screen::{Line, Screened};

use super::desk::declared;
use super::{least_known, said};
use crate::state::{Effect, State};

/// What is taken out.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum TakeOut {
    /// The queue as it is shown, as a workbook.
    Workbook,
    /// The queue as it is shown, as CSV.
    Queue,
    /// What became of every file, as CSV.
    Intake,
}

/// The columns of the queue.
const QUEUE: [&str; 18] = [
    "rank",
    "file",
    "class",
    "reasons",
    "low",
    "high",
    "set_by",
    "coverage",
    "industry",
    "size",
    "countries",
    "items",
    "gap",
    "kind",
    "declared",
    "questions",
    "policy",
    "input",
];

/// The columns of the intake report.
const INTAKE: [&str; 8] = [
    "file",
    "state",
    "reasons",
    "kind",
    "seal",
    "duplicate_of",
    "policy",
    "input",
];

impl State {
    pub(super) fn take_out_of_bench(&mut self, what: TakeOut) -> Vec<Effect> {
        let name = |kind: &str, ending: &str| format!("sonae-{kind}-{}.{ending}", self.today);
        match what {
            TakeOut::Workbook => {
                let sheets = vec![self.queue_sheet(), self.intake_sheet()];
                vec![Effect::WriteWorkbook(name("queue", "xlsx"), sheets)]
            }
            TakeOut::Queue => vec![Effect::save(name("queue", "csv"), csv(&self.queue_sheet()))],
            TakeOut::Intake => vec![Effect::save(
                name("intake", "csv"),
                csv(&self.intake_sheet()),
            )],
        }
    }

    fn sheet(&self, name: &str, columns: &[&str], mut rows: Vec<Vec<Value>>) -> Sheet {
        let words = self.words();
        // The last row says what all of it is not.
        rows.push(vec![text(words.t("bench.no_decision"))]);
        Sheet {
            name: words.t(name).into_owned(),
            head: columns
                .iter()
                .map(|column| words.t(&format!("bench.column.{column}")).into_owned())
                .collect(),
            rows,
        }
    }

    fn queue_sheet(&self) -> Sheet {
        let desk = self.bench.desk.as_ref();
        let places = self.bench.shown.iter();
        let rows = places
            .filter_map(|place| desk?.queue.get(*place))
            .map(|place| {
                let columns = QUEUE.iter();
                #[expect(clippy::cast_precision_loss, reason = "a place in a queue")]
                let rank = place.rank as f64;
                columns
                    .map(|column| match *column {
                        "rank" => Value::Number(rank),
                        other => self.told(&place.screened, other),
                    })
                    .collect()
            });
        self.sheet("bench.queue", &QUEUE, rows.collect())
    }

    fn intake_sheet(&self) -> Sheet {
        let files = self.bench.desk.iter().flat_map(|desk| &desk.files);
        let rows = files.map(|(_, screened)| {
            let columns = INTAKE.iter();
            columns
                .map(|column| match *column {
                    "reasons" => text(self.why(screened)),
                    other => self.told(screened, other),
                })
                .collect()
        });
        self.sheet("bench.intake", &INTAKE, rows.collect())
    }

    /// What was noticed about a file, or what stopped it.
    fn why(&self, screened: &Screened) -> String {
        let words = self.words();
        let findings = screened.findings().iter();
        let sentences: Vec<String> = findings.map(|one| words.finding(one, "what")).collect();
        sentences.join(&words.t("said.space"))
    }

    pub(in crate::state) fn told(&self, screened: &Screened, column: &str) -> Value {
        let (words, pack) = (self.words(), self.pack);
        let line: &Line = screened.told();
        let firm = line.firm.as_ref();
        let joined = |names: Vec<String>| text(names.join(&words.t("said.and")));
        let optional = |value: Option<String>| value.map_or(Value::Blank, Value::Text);
        let key = |kind: &str, key: &str| text(words.t(&format!("bench.{kind}.{key}")));
        match column {
            "file" => text(&line.file),
            "class" => optional(line.class.map(|class| said::class(words, class))),
            "reasons" => text(said::reasons(words, pack, line)),
            "low" => line
                .overall
                .as_ref()
                .map_or(Value::Blank, |it| Value::Number(it.low)),
            "high" => line
                .overall
                .as_ref()
                .map_or(Value::Blank, |it| Value::Number(it.high)),
            "set_by" => {
                let set_by = line.overall.as_ref().map(|it| it.set_by.as_str());
                optional(set_by.map(|id| said::module(words, pack, id)))
            }
            "coverage" => least_known(line).map_or(Value::Blank, Value::Share),
            "industry" => {
                let industry = firm.and_then(|firm| firm.industry.as_ref());
                optional(industry.map(|id| said::industry(words, pack, id)))
            }
            "size" => {
                let size = firm.and_then(|firm| firm.size.as_ref());
                optional(size.map(|band| said::size(words, band)))
            }
            "gap" => {
                let gap = firm.and_then(|firm| firm.gap_weeks.as_ref());
                optional(gap.map(|band| said::weeks(words, band)))
            }
            "countries" => {
                let codes = firm.iter().flat_map(|firm| &firm.countries);
                joined(codes.map(|code| said::country(words, pack, code)).collect())
            }
            "items" => {
                let items = firm.iter().flat_map(|firm| &firm.items);
                joined(items.map(|key| said::kind(words, pack, key)).collect())
            }
            "state" => key("state", line.state.key()),
            "kind" => line
                .kind
                .map_or(Value::Blank, |kind| key("kind", kind.key())),
            "seal" => key("seal", line.seal.key()),
            "declared" => key("declared", declared(line)),
            "duplicate_of" => optional(line.duplicate_of.clone()),
            #[expect(clippy::cast_precision_loss, reason = "a few questions")]
            "questions" => Value::Number(line.questions.len() as f64),
            "policy" => text(&line.policy_hash),
            "input" => optional(line.input_hash.clone()),
            _ => Value::Blank,
        }
    }
}

fn text(text: impl AsRef<str>) -> Value {
    Value::Text(text.as_ref().to_owned())
}
