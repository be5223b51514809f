//! The plan to be read and taken out: what comes of it as a whole, a calendar of its days, and
//! what a continuity plan is written from.
//!
//! *Why the calendar is our own*: what is written is one kind of entry with five properties; a
//! crate for it brings a clock and a source of chance along.

use std::fmt::Write;

use sha2::{Digest, Sha256};

use crate::assessment::{Aim, Assessment, Path, Planned, Run, Status};
use crate::content::{Effect, Id, Pack};
use crate::hex;
use crate::measure::{Interval, Truth};
use crate::plan::{projected, runs};
use crate::scenario::{How, play};
use crate::score::{ModuleScore, Score, score};

/// What comes of things that are done together.
#[derive(Clone, Debug, PartialEq)]
pub struct Ahead {
    /// The score as it is.
    pub before: Score,
    /// The score once they are done.
    pub after: Score,
    /// The scenarios they are held against, with the loss before and after, yen: every value at
    /// its most likely, what is missing at its good end. A loss without bound is left out.
    pub losses: Vec<(Run, f64, f64)>,
    /// The case once they are done.
    pub case: Assessment,
}

impl Ahead {
    /// What comes of these things; `None` where no score can be worked out. What is done already
    /// counts as it is answered.
    #[must_use]
    pub fn of(pack: &Pack, assessment: &Assessment, plan: &[Planned]) -> Option<Self> {
        let case = projected(pack, assessment, plan);
        let runs = runs(pack, assessment);
        // Some actions change a run itself, and only one that is kept can hold that.
        let after_runs = if assessment.runs.is_empty() {
            &runs
        } else {
            &case.runs
        };
        let losses = losses(pack, assessment, &runs);
        let after = self::losses(pack, &case, after_runs);
        let losses = runs.iter().zip(losses.into_iter().zip(after));
        Some(Self {
            before: score(pack, assessment).ok()?,
            after: score(pack, &case).ok()?,
            losses: losses
                .filter(|(_, (before, after))| before.is_finite() && after.is_finite())
                .map(|(run, (before, after))| (run.clone(), before, after))
                .collect(),
            case,
        })
    }

    /// The modules with their score before and after, in the pack's order.
    pub fn modules(&self) -> impl Iterator<Item = (&Id, Interval, Interval)> {
        let both = self.before.modules.iter().zip(&self.after.modules);
        both.map(|(one, other)| (&one.id, one.score, other.score))
    }

    /// The gates that hold for certain before, and after no more for certain.
    pub fn freed(&self) -> impl Iterator<Item = &Id> {
        let certain = |score: &ModuleScore, id: &Id| {
            let mut gates = score.gates.iter();
            gates.any(|gate| gate.id == *id && gate.state == Truth::Certain)
        };
        let both = self.before.modules.iter().zip(&self.after.modules);
        both.flat_map(move |(one, other)| {
            let held = one.gates.iter().map(|gate| &gate.id);
            held.filter(move |id| certain(one, id) && !certain(other, id))
        })
    }

    /// How much less is lost in all scenarios together, yen.
    #[must_use]
    pub fn avoided(&self) -> f64 {
        let each = self.losses.iter();
        each.map(|(_, before, after)| (before - after).max(0.0))
            .sum()
    }
}

fn losses(pack: &Pack, assessment: &Assessment, runs: &[Run]) -> Vec<f64> {
    let path = Path::of(pack, assessment);
    let each = runs.iter();
    each.map(|run| play(pack, assessment, &path, run, How::MODE).loss.p10())
        .collect()
}

/// What a scenario that counts in the result does, with every value at its most likely; a range
/// where something is missing.
#[derive(Clone, Debug, PartialEq)]
pub struct Outlook {
    /// The scenario, or two together.
    pub run: Run,
    /// The first week in which sales stop, from 0; infinite where they do not.
    pub stop_week: Interval,
    /// The loss in months of fixed cost, where that is known.
    pub months: Option<Interval>,
}

/// What the scenarios do that count in the result, in their order.
#[must_use]
pub fn outlooks(pack: &Pack, assessment: &Assessment) -> Vec<Outlook> {
    let path = Path::of(pack, assessment);
    let each = assessment.runs.iter().map(|run| {
        let played = play(pack, assessment, &path, run, How::MODE);
        let fixed = played.standing.fixed;
        let months = played.loss.p50().map(|loss| loss / fixed.low);
        Outlook {
            run: run.clone(),
            stop_week: played.stop_week.p50(),
            months: (fixed.is_known() && fixed.low > 0.0 && months.high.is_finite())
                .then_some(months),
        }
    });
    each.collect()
}

/// What is made ready: the four headings under which a continuity plan lists its measures.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Means {
    /// ヒト: who steps in, who decides, who is trained.
    People,
    /// モノ: goods, sources, stock, equipment.
    Goods,
    /// カネ: sales, prices, liquidity.
    Money,
    /// 情報: know-how, records, rules.
    Information,
}

impl Means {
    /// All of them, in the order of the form.
    pub const ALL: [Self; 4] = [Self::People, Self::Goods, Self::Money, Self::Information];

    /// Its name in the words.
    #[must_use]
    pub fn key(self) -> &'static str {
        match self {
            Self::People => "people",
            Self::Goods => "goods",
            Self::Money => "money",
            Self::Information => "information",
        }
    }

    /// Under which heading a planned thing stands: by what it changes, or by the theme of the
    /// question. A proposal for the reader, who may put it elsewhere.
    #[must_use]
    pub fn of(pack: &Pack, planned: &Planned) -> Self {
        let action = pack.action(planned.id.as_str());
        if let (Aim::Action, Some(action)) = (planned.aim, action) {
            return match action.effect {
                Effect::StockWeeks(_) | Effect::Alternatives(_) | Effect::Ceiling(_) => Self::Goods,
                Effect::MarketMoved(_)
                | Effect::PassThrough(_)
                | Effect::CreditMonths(_)
                | Effect::Hedged(_) => Self::Money,
            };
        }
        let is_here = |gates: &[crate::content::Gate]| gates.iter().any(|it| it.id == planned.id);
        let module = match planned.aim {
            Aim::Gate => pack.modules.iter().find(|module| is_here(&module.gates)),
            _ => pack.module_of(planned.id.as_str()),
        };
        let theme = pack
            .question(planned.id.as_str())
            .and_then(|question| question.weighed.as_ref())
            .map_or("", |weighed| weighed.theme.as_str());
        match theme {
            "readiness" | "people" | "footprint" => Self::People,
            "visibility" | "rules" => Self::Information,
            "terms" => Self::Money,
            _ => match module.map_or("", |module| module.id.as_str()) {
                "coercion" => Self::Money,
                "technology" => Self::Information,
                _ => Self::Goods,
            },
        }
    }
}

/// A day in a calendar.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Appointment {
    /// What tells it from others, the same each time it is taken out ([`uid`]).
    pub uid: String,
    /// The day, `YYYY-MM-DD`.
    pub day: String,
    /// What it is.
    pub summary: String,
    /// What else should be known.
    pub description: String,
}

/// What tells a planned thing from others, in every calendar and at every time: what it is about,
/// and nothing the firm said about it.
#[must_use]
pub fn uid(planned: &Planned) -> String {
    let mut hash = Sha256::new();
    hash.update(planned.aim.key());
    for part in std::iter::once(&planned.id).chain(&planned.scenarios) {
        hash.update(b"\n");
        hash.update(part.as_str());
    }
    let half: String = hex(&hash.finalize()).chars().take(32).collect();
    format!("{half}@sonae")
}

/// The days as a calendar file (RFC 5545): an event of the whole day each. The stamp is the time
/// it is made, in UTC: `YYYYMMDDTHHMMSSZ`.
#[must_use]
pub fn calendar(days: &[Appointment], stamp: &str) -> Vec<u8> {
    let mut text = String::new();
    let mut line = |name: &str, value: &str| fold(&mut text, &format!("{name}:{value}"));
    line("BEGIN", "VCALENDAR");
    line("VERSION", "2.0");
    line("PRODID", "-//Sonae//Sonae//EN");
    line("CALSCALE", "GREGORIAN");
    for day in days {
        line("BEGIN", "VEVENT");
        line("UID", &escaped(&day.uid));
        line("DTSTAMP", stamp);
        line("DTSTART;VALUE=DATE", &day.day.replace('-', ""));
        line("SUMMARY", &escaped(&day.summary));
        if !day.description.is_empty() {
            line("DESCRIPTION", &escaped(&day.description));
        }
        // Whoever has something due is not away for the day.
        line("TRANSP", "TRANSPARENT");
        line("END", "VEVENT");
    }
    line("END", "VCALENDAR");
    text.into_bytes()
}

/// A text as the value of a property (RFC 5545 §3.3.11).
fn escaped(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for char in text.replace("\r\n", "\n").chars() {
        match char {
            '\\' | ';' | ',' => {
                out.push('\\');
                out.push(char);
            }
            '\n' | '\r' => out.push_str("\\n"),
            '\t' => out.push(' '),
            other if other.is_control() => {}
            other => out.push(other),
        }
    }
    out
}

/// So many octets stand in a line at the most, without its end (RFC 5545 §3.1).
const LINE: usize = 75;

/// Adds a line, folded where it is too long and never within a character.
fn fold(text: &mut String, line: &str) {
    let mut used = 0;
    for char in line.chars() {
        if used + char.len_utf8() > LINE {
            text.push_str("\r\n ");
            used = 1;
        }
        text.push(char);
        used += char.len_utf8();
    }
    text.push_str("\r\n");
}

/// A part of a text to hand in.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Section {
    /// Its heading.
    pub heading: String,
    /// What stands below it, a point a line.
    pub points: Vec<String>,
}

/// A plain text: a title, what must be known about it, then numbered sections.
#[must_use]
pub fn written(title: &str, lead: &str, sections: &[Section]) -> String {
    let mut text = format!("{title}\n\n{lead}\n");
    for (number, section) in (1..).zip(sections) {
        // Writing into a string cannot fail.
        let _ = write!(text, "\n{number}. {}\n", section.heading);
        for point in &section.points {
            let _ = writeln!(text, "{point}");
        }
    }
    text
}

/// What is planned or being done and has a day, the earliest first.
#[must_use]
pub fn due(plan: &[Planned]) -> Vec<&Planned> {
    let open = plan.iter().filter(|one| one.status != Status::Done);
    let mut due: Vec<&Planned> = open.filter(|one| !one.due.is_empty()).collect();
    due.sort_by(|one, other| one.due.cmp(&other.due));
    due
}

#[cfg(test)]
mod tests {
    use super::{Appointment, LINE, Section, calendar, due, uid, written};
    use crate::assessment::{Aim, Planned, Status};
    use crate::content::Id;

    const STAMP: &str = "20261126T031500Z";

    fn planned(id: &str) -> Planned {
        Planned::new(
            Aim::Action,
            Id::from(id),
            vec![Id::from("scn.casting_exit")],
        )
    }

    fn day(summary: &str, description: &str) -> Appointment {
        Appointment {
            uid: uid(&planned("action.stock")),
            day: "2027-03-31".to_owned(),
            summary: summary.to_owned(),
            description: description.to_owned(),
        }
    }

    /// The lines as a reader unfolds them.
    fn unfolded(bytes: &[u8]) -> Vec<String> {
        let text = String::from_utf8(bytes.to_vec()).unwrap();
        text.replace("\r\n ", "")
            .split_terminator("\r\n")
            .map(str::to_owned)
            .collect()
    }

    #[test]
    fn an_event_has_what_the_rules_ask_for() {
        let lines = unfolded(&calendar(&[day("Order stock", "Purchasing")], STAMP));
        let expected = [
            "BEGIN:VCALENDAR",
            "VERSION:2.0",
            "PRODID:-//Sonae//Sonae//EN",
            "CALSCALE:GREGORIAN",
            "BEGIN:VEVENT",
            &format!("UID:{}", uid(&planned("action.stock"))),
            "DTSTAMP:20261126T031500Z",
            "DTSTART;VALUE=DATE:20270331",
            "SUMMARY:Order stock",
            "DESCRIPTION:Purchasing",
            "TRANSP:TRANSPARENT",
            "END:VEVENT",
            "END:VCALENDAR",
        ];
        assert_eq!(lines, expected);
    }

    #[test]
    fn texts_cannot_end_their_line_or_begin_a_property() {
        let said = "a;b,c\\d\r\nBEGIN:VEVENT\nx\ty\u{7}";
        let lines = unfolded(&calendar(&[day(said, "")], STAMP));
        assert!(lines.contains(&"SUMMARY:a\\;b\\,c\\\\d\\nBEGIN:VEVENT\\nx y".to_owned()));
        assert_eq!(lines.iter().filter(|it| *it == "BEGIN:VEVENT").count(), 1);
        assert!(!lines.iter().any(|line| line.starts_with("DESCRIPTION")));
    }

    #[test]
    fn lines_are_folded_at_75_octets_and_never_within_a_character() {
        let said = "止まると困る品目だけ、置き場所と使用期限を確かめて積み増します。".repeat(4);
        for said in [said.clone(), format!("a{said}"), "x".repeat(300)] {
            let bytes = calendar(&[day(&said, &said)], STAMP);
            let text = String::from_utf8(bytes.clone()).expect("whole characters");
            assert!(text.split("\r\n").all(|line| line.len() <= LINE));
            assert!(!text.replace("\r\n", "").contains(['\r', '\n']));
            assert!(unfolded(&bytes).contains(&format!("SUMMARY:{said}")));
        }
    }

    #[test]
    fn what_a_thing_is_about_names_it_and_nothing_else() {
        let mut later = planned("action.stock");
        later.role = "Purchasing".to_owned();
        later.due = "2027-01-01".to_owned();
        later.status = Status::Doing;
        assert_eq!(uid(&later), uid(&planned("action.stock")));
        assert_ne!(uid(&later), uid(&planned("action.ceiling")));
        let mut other = later.clone();
        other.scenarios.clear();
        assert_ne!(uid(&other), uid(&later));
    }

    #[test]
    fn only_what_is_open_and_has_a_day_is_due() {
        let with = |id: &str, due: &str, status| Planned {
            due: due.to_owned(),
            status,
            ..planned(id)
        };
        let plan = [
            with("b", "2027-02-01", Status::Planned),
            with("done", "2027-01-01", Status::Done),
            with("open", "", Status::Doing),
            with("a", "2027-01-15", Status::Doing),
        ];
        let due: Vec<&str> = due(&plan).iter().map(|one| one.id.as_str()).collect();
        assert_eq!(due, ["a", "b"]);
    }

    #[test]
    fn a_text_is_plain_and_numbered() {
        let section = |heading: &str, points: &[&str]| Section {
            heading: heading.to_owned(),
            points: points.iter().map(|&it| it.to_owned()).collect(),
        };
        let sections = [section("目標", &["・一", "・二"]), section("期限", &[])];
        let text = written("計画", "下書きです。", &sections);
        assert_eq!(
            text,
            "計画\n\n下書きです。\n\n1. 目標\n・一\n・二\n\n2. 期限\n"
        );
    }
}

#[cfg(test)]
#[cfg(feature = "yaml")]
mod tests_with_the_pack {
    use super::{Ahead, Means, outlooks};
    use crate::assessment::{Aim, Edit, Given, Planned, Status};
    use crate::content::Id;
    use crate::plan::offers;
    use crate::plan::tests_of_offers::{firm, pack};
    use crate::score::score;

    #[test]
    fn what_is_seen_ahead_is_what_comes_once_it_is_answered_so() {
        let pack = pack();
        let case = firm(&pack);
        let answers = [
            ("tech.secret_marking", "both"),
            ("tech.key_person_dependence", "documented"),
        ];
        let (mut plan, mut better) = (Vec::new(), case.clone());
        for (id, key) in answers {
            plan.push(Planned::new(Aim::Answer, Id::from(id), vec![]));
            better.apply(Edit::Answered {
                question: Id::from(id),
                given: Given::Choice(Id::from(key)),
                estimate: false,
            });
        }
        let ahead = Ahead::of(&pack, &case, &plan).expect("an industry");
        assert_eq!(ahead.after, score(&pack, &better).expect("an industry"));
        assert_eq!(ahead.before, score(&pack, &case).expect("an industry"));
        // What is done is done, and answered by itself.
        for one in &mut plan {
            one.status = Status::Done;
        }
        let ahead = Ahead::of(&pack, &case, &plan).expect("an industry");
        assert_eq!(ahead.after, ahead.before);
    }

    #[test]
    fn one_thing_avoids_what_its_offer_says() {
        let pack = pack();
        let case = firm(&pack);
        for offer in offers(&pack, &case) {
            let ahead =
                Ahead::of(&pack, &case, std::slice::from_ref(&offer.planned)).expect("an industry");
            let gap = (ahead.avoided() - offer.avoided()).abs();
            assert!(gap < 1.0, "{:?}: {gap}", offer.planned);
        }
    }

    #[test]
    fn losses_are_said_in_months_of_fixed_cost() {
        let pack = pack();
        let mut case = firm(&pack);
        let all = outlooks(&pack, &case);
        assert_eq!(all.len(), 2);
        assert!(all.iter().all(|one| one.months.is_some()));
        case.profile.remove("profile.monthly_fixed_cost");
        let all = outlooks(&pack, &case);
        assert!(all.iter().all(|one| one.months.is_none()));
    }

    #[test]
    fn everything_stands_under_one_of_four_headings() {
        let pack = pack();
        let of = |aim, id: &str| Means::of(&pack, &Planned::new(aim, Id::from(id), vec![]));
        assert_eq!(of(Aim::Action, "action.stock"), Means::Goods);
        assert_eq!(of(Aim::Action, "action.credit_line"), Means::Money);
        assert_eq!(of(Aim::Gate, "single_point"), Means::Goods);
        assert_eq!(of(Aim::Answer, "tech.secret_marking"), Means::Information);
        assert_eq!(of(Aim::Answer, "tech.exit_procedure"), Means::People);
        assert_eq!(of(Aim::Answer, "supplier.bcp_geopolitical"), Means::People);
    }
}
