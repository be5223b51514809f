//! Fictional dossiers, as many as are asked for: `cargo xtask dossiers`.
//!
//! What comes to a lender's desk in a year, for tests and measurements: firms that are like those
//! of the pack and yet others, as saved assessments and as dossiers of every level, and on request
//! among them everything that goes wrong with files, each with what must become of it. The same
//! seed and number give the same bytes. None is marked as a practice file, since those are refused;
//! that it is fictional (架空) stands in the name of the file and of every supplier.

mod chance;
mod firm;
mod trouble;

use sonae_engine::assessment::{Assessment, Level};
use sonae_engine::content::Pack;
use sonae_engine::disclose::{dossier, write};
use sonae_engine::screen::State;

use chance::Chance;
use firm::{Models, firm};
pub use trouble::{DESK_KEY, PASSPHRASE, TROUBLES};

/// The day they are made.
const DAY: &str = "2026-11-26";
/// With troubles, every file with this place among five is one.
const TROUBLED: (usize, usize) = (4, 5);

/// Whose dossiers: nobody's.
const NAMES: [&str; 8] = [
    "架空精機",
    "架空食品",
    "架空化成",
    "架空光学",
    "架空鋳造",
    "架空電子",
    "架空工業",
    "架空製作所",
];

/// A file as it comes to the desk, and what must become of it there.
#[derive(Clone, Debug, PartialEq)]
pub struct Dossier {
    /// Its name. Names sort in the order of the numbers.
    pub name: String,
    /// Its bytes.
    pub bytes: Vec<u8>,
    /// What must become of it.
    pub state: State,
    /// What is wrong with it, where something is.
    pub trouble: Option<&'static str>,
    /// The file before it that it is held against: its twin, or where the same text stands.
    pub like: Option<String>,
    /// The question that must be asked about it, by key.
    pub asks: Option<&'static str>,
}

/// What dossiers are made from.
pub struct Maker<'p> {
    pack: &'p Pack,
    older: Pack,
    reweighed: Pack,
    models: Models,
    seed: u64,
    plain: bool,
}

impl<'p> Maker<'p> {
    /// Dossiers of this seed. With `plain` every one is a saved assessment.
    #[must_use]
    pub fn new(pack: &'p Pack, seed: u64, plain: bool) -> Self {
        let older = Pack {
            version: "2025.4.1".to_owned(),
            hash: "0".repeat(64),
            ..pack.clone()
        };
        let mut reweighed = pack.clone();
        let questions = reweighed.modules.iter_mut();
        let questions = questions.flat_map(|module| &mut module.questions);
        for (number, weighed) in questions.filter_map(|it| it.weighed.as_mut()).enumerate() {
            if number % 2 == 0 {
                weighed.weight *= 3.0;
            }
        }
        Self {
            pack,
            older,
            reweighed,
            models: Models::of(pack),
            seed,
            plain,
        }
    }

    /// The dossier with this number, from 0: nothing is wrong with it.
    #[must_use]
    pub fn dossier(&self, number: usize) -> Dossier {
        let case = self.case(number);
        let level = if self.plain { None } else { level(number) };
        let bytes = level.map_or_else(
            || case.save(self.pack),
            |level| write(&dossier(self.pack, &case, level, DAY)),
        );
        Dossier {
            name: self.name(number),
            bytes,
            state: State::Read,
            trouble: None,
            like: None,
            asks: None,
        }
    }

    /// The file with this number, from 0, where every fifth is a trouble, in turns.
    #[must_use]
    pub fn with_troubles(&self, number: usize) -> Dossier {
        let (place, of) = TROUBLED;
        match TROUBLES.get(number / of % TROUBLES.len()) {
            Some(trouble) if number % of == place => self.trouble(number, trouble, number / of),
            _ => self.dossier(number),
        }
    }

    /// The same dossier on one line, for a stream of them.
    #[must_use]
    pub fn line(&self, number: usize) -> Vec<u8> {
        let value: serde_json::Value =
            serde_json::from_slice(&self.dossier(number).bytes).unwrap_or_default();
        let mut line = value.to_string().into_bytes();
        line.push(b'\n');
        line
    }

    fn case(&self, number: usize) -> Assessment {
        let name = format!("{}{number}", self.firm_name(number));
        let mut case = firm(self.pack, &self.models, &name, &mut self.chance(number));
        // What a trouble is held against has a note that could stand in it, too.
        if number % TROUBLED.1 + 1 == TROUBLED.0
            && let Some(answer) = case.answers.values_mut().next()
        {
            answer.note = format!("{name}の台帳と請求書を見て確かめました");
        }
        case
    }

    fn chance(&self, number: usize) -> Chance {
        Chance::of(self.seed, u64::try_from(number).unwrap_or_default())
    }

    fn firm_name(&self, number: usize) -> &'static str {
        let mut chance = Chance::of(self.seed ^ 1, u64::try_from(number).unwrap_or_default());
        chance.one(&NAMES).copied().unwrap_or_default()
    }

    fn name(&self, number: usize) -> String {
        let ending = match level(number).filter(|_| !self.plain) {
            None => ".sonae".to_owned(),
            Some(level) => format!("-{}.json", level.key()),
        };
        self.name_with(number, &ending)
    }

    fn name_with(&self, number: usize, ending: &str) -> String {
        format!("{number:07}-{}{ending}", self.firm_name(number))
    }
}

/// The level of the dossier with this number; none for a saved assessment. Those before a trouble
/// are saved assessments, so that they can be held against it.
fn level(number: usize) -> Option<Level> {
    match number % 10 {
        1 | 4 | 5 => Some(Level::Full),
        2 | 7 => Some(Level::Masked),
        6 => Some(Level::Dimensionless),
        _ => None,
    }
}
