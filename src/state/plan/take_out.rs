//! The plan on its way out: sheets, a calendar, and a text as a file, in words.

use sonae_engine::assessment::Planned;
use sonae_engine::plan::Offer;
use sonae_engine::report::plan::{Ahead, Appointment, calendar, due, uid};
use sonae_engine::report::sheets::{Sheet, Value, csv};

use super::{PlanFile, said};
use crate::state::{Case, Effect, State};
use crate::words::{JOINER, Words};

impl State {
    /// The file, or what must come first to make it. Names of files say nothing of the firm.
    pub(super) fn take_plan_out(&mut self, file: PlanFile) -> Vec<Effect> {
        let Some(case) = &self.case else {
            return Vec::new();
        };
        let name = |ending: &str| format!("sonae-plan-{}.{ending}", self.today);
        match file {
            PlanFile::Csv => {
                let bytes = csv(&self.plan_sheet(case));
                vec![Effect::save(name("csv"), bytes)]
            }
            PlanFile::Workbook => {
                let sheets = vec![self.plan_sheet(case), self.ahead_sheet(case)];
                vec![Effect::WriteWorkbook(name("xlsx"), sheets)]
            }
            PlanFile::Calendar => vec![Effect::TellTime],
            PlanFile::Text => {
                // Windows wants both its own line ends and a mark to know the letters by.
                let text = self.plan_text(case).replace('\n', "\r\n");
                vec![Effect::save(
                    name("txt"),
                    format!("\u{feff}{text}").into_bytes(),
                )]
            }
        }
    }

    /// The calendar, once the time is known.
    pub(super) fn calendar_stamped(&mut self, stamp: &str) -> Vec<Effect> {
        let Some(case) = &self.case else {
            return Vec::new();
        };
        let words = self.words();
        let days: Vec<Appointment> = due(&case.assessment.plan)
            .into_iter()
            .map(|planned| {
                let mut lines = vec![said::what(words, self.pack, planned)];
                if !planned.role.is_empty() {
                    lines.push(labelled(words, "plan.column.role", &planned.role));
                }
                if let Some(cost) = planned.cost_yen {
                    lines.push(labelled(words, "plan.cost", &words.yen(cost.get())));
                }
                lines.push(labelled(
                    words,
                    "plan.status",
                    &said::status(words, planned.status),
                ));
                Appointment {
                    uid: uid(planned),
                    day: planned.due.clone(),
                    summary: said::full_title(words, self.pack, planned),
                    description: lines.join("\n"),
                }
            })
            .collect();
        let name = format!("sonae-plan-{}.ics", self.today);
        vec![Effect::save(name, calendar(&days, stamp))]
    }

    /// What is planned, a row each.
    fn plan_sheet(&self, case: &Case) -> Sheet {
        let words = self.words();
        let offers = case.offers(self.pack);
        let rows = case.assessment.plan.iter().enumerate();
        let head = [
            "title",
            "what",
            "scenarios",
            "role",
            "due",
            "cost",
            "hours",
            "status",
            "effect",
        ];
        Sheet {
            name: words.t("plan.sheet_plan").into_owned(),
            head: columns(words, &head),
            rows: rows
                .map(|(place, planned)| {
                    let offer = offers.iter().find(|offer| offer.place == Some(place));
                    self.plan_row(words, planned, offer)
                })
                .collect(),
        }
    }

    fn plan_row(&self, words: Words, planned: &Planned, offer: Option<&Offer>) -> Vec<Value> {
        let scenarios = said::scenarios(words, self.pack, planned.scenarios.iter());
        let effects = offer.map(|offer| said::effects(words, self.pack, offer));
        vec![
            Value::Text(said::title(words, self.pack, planned)),
            Value::Text(said::what(words, self.pack, planned)),
            Value::Text(scenarios),
            Value::Text(planned.role.clone()),
            Value::Text(planned.due.clone()),
            planned
                .cost_yen
                .map_or(Value::Blank, |cost| Value::Yen(cost.get())),
            planned
                .hours
                .map_or(Value::Blank, |hours| Value::Number(hours.get())),
            Value::Text(said::status(words, planned.status)),
            Value::Text(
                effects
                    .unwrap_or_default()
                    .join(&words.t("said.space"))
                    .replace(JOINER, ""),
            ),
        ]
    }

    /// What comes of the plan, a row each module.
    fn ahead_sheet(&self, case: &Case) -> Sheet {
        let words = self.words();
        let ahead = case.derived.lookout.ahead(self.pack, &case.assessment);
        let modules = ahead.into_iter().flat_map(Ahead::modules);
        let head = ["now_low", "now_high", "then_low", "then_high"];
        let first = words.t("plan.part").into_owned();
        // A tenth of a point, as the receipt says it.
        let tenth = |points: f64| Value::Number((points * 10.0).round() / 10.0);
        Sheet {
            name: words.t("plan.sheet_ahead").into_owned(),
            head: std::iter::once(first)
                .chain(columns(words, &head))
                .collect(),
            rows: modules
                .map(|(id, before, after)| {
                    vec![
                        Value::Text(said::module(words, self.pack, id)),
                        tenth(before.low),
                        tenth(before.high),
                        tenth(after.low),
                        tenth(after.high),
                    ]
                })
                .collect(),
        }
    }
}

fn columns(words: Words, keys: &[&str]) -> Vec<String> {
    let title = |key: &&str| words.t(&format!("plan.column.{key}")).into_owned();
    keys.iter().map(title).collect()
}

fn labelled(words: Words, key: &str, value: &str) -> String {
    format!("{}{}{value}", words.t(key), words.t("frame.colon"))
}

#[cfg(test)]
mod tests {
    use sonae_engine::assessment::Status;
    use sonae_engine::content::Language;
    use sonae_engine::measure::Unit;

    use super::super::tests::{case, plan, pump};
    use crate::state::plan::{PlanFile, Told};
    use crate::state::{Action, Effect, State};

    /// Three things on the plan: one with everything said, one under way, one done.
    fn planned(language: Language) -> State {
        let mut state = pump(language);
        plan(&mut state, 0, |planned| {
            planned.role = "=購買".into();
            planned.due = "2027-03-31".into();
            planned.cost_yen = Unit::YenFromZero.number(300_000.0);
            planned.hours = Unit::Count.number(16.0);
        });
        plan(&mut state, 1, |planned| planned.status = Status::Doing);
        plan(&mut state, 2, |planned| planned.status = Status::Done);
        state
    }

    fn saved(state: &mut State, told: Told) -> (String, String) {
        let effects = state.update(Action::Plan(told));
        let Some(Effect::Save { name, bytes, .. }) = effects.into_iter().next() else {
            panic!("nothing saved")
        };
        (name, String::from_utf8(bytes).expect("a text"))
    }

    #[test]
    fn the_table_is_marked_guarded_and_whole() {
        let mut state = planned(Language::Ja);
        let (name, text) = saved(&mut state, Told::TakenOut(PlanFile::Csv));
        assert_eq!(name, "sonae-plan-2026-11-24.csv");
        assert!(text.starts_with("\u{feff}項目,すること,備える想定,担当,期限,費用（円）"));
        assert!(text.contains(",'=購買,2027-03-31,300000,16,予定,"));
        assert_eq!(text.matches("\r\n").count(), 4);
        let effects = state.update(Action::Plan(Told::TakenOut(PlanFile::Workbook)));
        let [Effect::WriteWorkbook(name, sheets)] = effects.as_slice() else {
            panic!("{effects:?}")
        };
        assert_eq!(name, "sonae-plan-2026-11-24.xlsx");
        assert_eq!((sheets[0].rows.len(), sheets[1].rows.len()), (3, 3));
    }

    #[test]
    fn the_calendar_waits_for_the_time_and_holds_what_is_open_and_dated() {
        let mut state = planned(Language::En);
        let effects = state.update(Action::Plan(Told::TakenOut(PlanFile::Calendar)));
        assert_eq!(effects, [Effect::TellTime]);
        let stamp = || Told::Stamped("20261124T000000Z".into());
        let (name, text) = saved(&mut state, stamp());
        assert_eq!(name, "sonae-plan-2026-11-24.ics");
        assert_eq!(text.matches("BEGIN:VEVENT").count(), 1);
        assert!(text.contains("\r\nDTSTART;VALUE=DATE:20270331\r\n"));
        let again = saved(&mut state, stamp()).1;
        assert_eq!(text, again);
    }

    #[test]
    fn the_text_follows_the_form_and_invents_nothing() {
        for (language, heads, brackets) in [
            (
                Language::Ja,
                [
                    "1. 目標",
                    "2. 想定される事象と影響",
                    "3. 対応策",
                    "4. 平時の取組",
                    "5. 推進体制・期限",
                    "6. 必要な資金",
                ],
                "〔",
            ),
            (
                Language::En,
                [
                    "1. Goal",
                    "2. What may happen",
                    "3. Measures",
                    "4. In normal times",
                    "5. Who and by when",
                    "6. Money needed",
                ],
                "[",
            ),
        ] {
            let state = planned(language);
            let text = state.plan_text(case(&state));
            let places: Vec<Option<usize>> = heads.iter().map(|head| text.find(head)).collect();
            assert!(places.iter().all(Option::is_some), "{text}");
            assert!(places.is_sorted(), "{text}");
            assert!(text.contains(brackets) && text.contains("=購買"));
            for lost in ["%{", "plan.", "scn.", "∞", "NaN"] {
                assert!(!text.contains(lost), "{lost} in {text}");
            }
        }
    }

    #[test]
    fn what_is_not_known_is_left_to_be_written() {
        let mut state = pump(Language::Ja);
        let text = state.plan_text(case(&state));
        assert!(text.contains("か月分") && text.contains("レアアース磁石の輸出許可が止まる"));
        let fixed = sonae_engine::content::Id::from("profile.monthly_fixed_cost");
        state.update(Action::Edited(sonae_engine::assessment::Edit::Profiled(
            fixed, None,
        )));
        let text = state.plan_text(case(&state));
        assert!(
            !text.contains("か月分") && text.contains("固定費などを入れて計算"),
            "{text}"
        );
    }

    #[test]
    fn the_text_that_is_copied_is_the_one_that_is_shown() {
        let mut state = planned(Language::En);
        let text = state.plan_text(case(&state));
        let effects = state.update(Action::Plan(Told::CopyAsked));
        assert_eq!(effects, [Effect::Copy(text.clone())]);
        state.update(Action::Plan(Told::Copied(true)));
        assert_eq!(state.planning.copied, Some(true));
        let (name, saved) = saved(&mut state, Told::TakenOut(PlanFile::Text));
        assert_eq!(name, "sonae-plan-2026-11-24.txt");
        assert_eq!(saved, format!("\u{feff}{}", text.replace('\n', "\r\n")));
        assert_eq!(state.planning.copied, None);
    }
}
