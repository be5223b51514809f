//! `sonae scenario`: a line of JSON for each scenario and file.

use std::ffi::OsString;
use std::io::{self, Write};
use std::path::Path;

use sonae_engine::assessment::{Assessment, EVENT_LIMIT, Event, LONGEST_WEEKS, Run};
use sonae_engine::content::{Id, Pack};
use sonae_engine::finding::{Code, Finding};
use sonae_engine::measure::{Number, Unit};
use sonae_engine::report::scenario::Line;
use sonae_engine::scenario::How;
use sonae_engine::table::Country;

use crate::Outcome;
use crate::read::read;
use crate::words::Words;

/// Which scenarios are played, and what is said differently.
#[derive(Debug, Default, PartialEq)]
pub struct Asked {
    /// The ids; two are played together.
    pub ids: Vec<String>,
    /// Every scenario of the pack, each alone.
    pub all: bool,
    /// Every most likely value instead of draws.
    pub mode: bool,
    /// What the draws begin with.
    pub seed: Option<u32>,
    /// What is put in place of the pack's and the answers' values.
    pub said: Said,
}

/// Values in place of the pack's and the answers'.
#[derive(Debug, Default, PartialEq)]
pub struct Said {
    /// The country it is about.
    pub country: Option<Country>,
    /// By how many weeks the second follows.
    pub offset: Option<Number>,
    /// The share of lost sales that is made up for later, per cent.
    pub recapture: Option<Number>,
    /// The share of a price rise that customers take over, per cent.
    pub pass_through: Option<Number>,
    /// Weeks until a lost market is made up for.
    pub switch_weeks: Option<Number>,
    /// The share of sales that rests on the know-how, per cent.
    pub product: Option<Number>,
}

impl Said {
    /// Takes the value of an option; the message where it is none.
    pub fn take(&mut self, option: &str, written: &str) -> Result<(), String> {
        let number = |lowest: f64, highest: f64| {
            let number = written.parse().ok();
            let number = number.and_then(|number| Number::within(number, lowest, highest));
            let wanted =
                || format!("--{option} wants a number from {lowest} to {highest}, not {written}");
            number.ok_or_else(wanted).map(Some)
        };
        let (least, most) = Unit::Percent.limits();
        match option {
            "country" => {
                let country = Country::new(written);
                let wanted = || format!("--country wants a code of two letters, not {written}");
                self.country = Some(country.ok_or_else(wanted)?);
            }
            "offset" => self.offset = number(0.0, LONGEST_WEEKS)?,
            "switch-weeks" => self.switch_weeks = number(0.0, LONGEST_WEEKS)?,
            "recapture" => self.recapture = number(least, most)?,
            "pass-through" => self.pass_through = number(least, most)?,
            "product" => self.product = number(least, most)?,
            other => return Err(format!("there is no option --{other}")),
        }
        Ok(())
    }

    fn put(&self, run: &mut Run) {
        run.country = self.country.or(run.country);
        run.offset_weeks = self.offset.or(run.offset_weeks);
        run.recapture_pct = self.recapture.or(run.recapture_pct);
        run.pass_through_pct = self.pass_through.or(run.pass_through_pct);
        run.switch_weeks = self.switch_weeks.or(run.switch_weeks);
        run.product_pct = self.product.or(run.product_pct);
    }
}

/// Plays scenarios on assessments. What the firm changed in a scenario that counts in its result
/// holds here too, unless the call says otherwise.
pub fn run(words: Words, pack: &Pack, files: &[OsString], asked: &Asked) -> Outcome {
    let mut out = io::stdout().lock();
    let mut done = true;
    for file in files {
        let name = file.to_string_lossy();
        let opened = read(Path::new(file))
            .map_err(|finding| vec![finding])
            .and_then(|bytes| Assessment::read(pack, &bytes));
        let opened = match opened {
            Ok(opened) => opened,
            Err(findings) => {
                for finding in &findings {
                    words.say(&name, finding);
                }
                done = false;
                continue;
            }
        };
        let runs = match asked.runs(pack, &opened.assessment) {
            Ok(runs) => runs,
            Err(finding) => {
                words.say(&name, &finding);
                return Outcome::Stopped;
            }
        };
        for run in runs {
            let notices = opened.notices.clone();
            let line = Line::of(&name, pack, &opened.assessment, &run, asked.how(), notices);
            for finding in line.findings() {
                words.say(&name, finding);
            }
            // A reader that went away wants no more lines.
            done &= writeln!(out, "{}", line.line()).is_ok();
        }
    }
    if done {
        Outcome::Done
    } else {
        Outcome::Stopped
    }
}

impl Asked {
    fn how(&self) -> How {
        let how = if self.mode { How::MODE } else { How::default() };
        How {
            seed: self.seed.unwrap_or(how.seed),
            thorough: true,
            ..how
        }
    }

    fn runs(&self, pack: &Pack, assessment: &Assessment) -> Result<Vec<Run>, Finding> {
        let known = |id: &String| {
            let scenario = pack.scenario(id);
            let unknown = || Finding::new(Code::UnknownScenario, "").with("id", id);
            scenario.map(|one| one.id.clone()).ok_or_else(unknown)
        };
        let ids: Vec<Id> = self.ids.iter().map(known).collect::<Result<_, _>>()?;
        let sets: Vec<Vec<Id>> = if self.all {
            let all = pack.scenarios.scenarios.iter();
            all.map(|scenario| vec![scenario.id.clone()]).collect()
        } else {
            vec![ids]
        };
        let kept = |set: &[Id]| {
            let mut kept = assessment.runs.iter();
            let kept = kept.find(|run| run.scenarios().eq(set.iter()));
            kept.cloned().unwrap_or_else(|| Run {
                events: set.iter().cloned().map(Event::of).collect(),
                offset_weeks: offset_of(pack, set),
                ..Run::default()
            })
        };
        let runs = sets.iter().map(|set| {
            let mut run = kept(set);
            self.said.put(&mut run);
            run
        });
        Ok(runs.collect())
    }
}

/// By how many weeks the second of a pair of the pack follows the first.
fn offset_of(pack: &Pack, set: &[Id]) -> Option<Number> {
    let combo = pack
        .scenarios
        .combos
        .iter()
        .find(|combo| combo.scenarios == set)?;
    Number::within(combo.offset_weeks, 0.0, LONGEST_WEEKS).filter(|_| set.len() == EVENT_LIMIT)
}
