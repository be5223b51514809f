//! A text to hand in: the plan in the order that a continuity plan's form asks.
//!
//! Nothing is said in it that the firm did not say or that was not worked out; the rest is left to
//! be written, in brackets.

use sonae_engine::assessment::{Planned, Status};
use sonae_engine::report::plan::{Means, Outlook, Section, due, outlooks, written};

use super::said;
use crate::state::{Case, State};
use crate::words::JOINER;

impl State {
    /// A text for a continuity plan, in the order its form asks: from the plan, the scenarios that
    /// count and the industry. What nobody said is left to be written, in brackets.
    #[must_use]
    pub fn plan_text(&self, case: &Case) -> String {
        let words = self.words();
        let sections = [
            ("goal", self.goal(case)),
            ("events", self.events(case)),
            ("measures", self.measures(case)),
            ("usual", self.usual(case)),
            ("who", self.who(case)),
            ("cost", self.money_needed(case)),
        ];
        let sections = sections.map(|(key, points)| Section {
            heading: words.t(&format!("plan.written.{key}")).into_owned(),
            points,
        });
        let date = words.date(&self.today);
        let lead = words.with("plan.written.lead", &[("date", date)]);
        // What keeps a range on one line has no place in a text for other programs.
        written(&words.t("plan.written.title"), &lead, &sections).replace(JOINER, "")
    }

    fn goal(&self, case: &Case) -> Vec<String> {
        let words = self.words();
        let industry = case.assessment.industry();
        let industry = industry.and_then(|id| self.pack.industry(id.as_str()));
        let mut points: Vec<String> = industry
            .map(|it| {
                words.with(
                    "plan.written.industry",
                    &[("industry", words.text(&it.title))],
                )
            })
            .into_iter()
            .collect();
        points.push(words.t("plan.written.outline").into_owned());
        points.push(words.t("plan.written.aim").into_owned());
        let Some(ahead) = case.derived.lookout.ahead(self.pack, &case.assessment) else {
            return points;
        };
        for (id, before, after) in ahead.modules() {
            let (before, after) = (words.score(before), words.score(after));
            if before != after {
                let module = said::module(words, self.pack, id);
                let arguments = [("module", module), ("before", before), ("after", after)];
                points.push(words.with("plan.written.module", &arguments));
            }
        }
        for gate in ahead.freed() {
            let gate = said::gate_title(words, self.pack, gate);
            points.push(words.with("plan.written.gate", &[("gate", gate)]));
        }
        points
    }

    fn events(&self, case: &Case) -> Vec<String> {
        let words = self.words();
        let outlooks = outlooks(self.pack, &case.assessment);
        if outlooks.is_empty() {
            return vec![words.t("plan.written.events_none").into_owned()];
        }
        let mut points: Vec<String> = outlooks.iter().map(|one| self.event(one)).collect();
        points.push(words.t("plan.written.events_note").into_owned());
        points
    }

    fn event(&self, outlook: &Outlook) -> String {
        let words = self.words();
        let stop = outlook.stop_week;
        let mut arguments = vec![("scenario", said::run(words, self.pack, &outlook.run))];
        let stops = stop.high.is_finite();
        if stops {
            let weeks = words.range(stop, 0);
            arguments.push(("week", words.with("plan.written.week", &[("weeks", weeks)])));
        }
        if let Some(months) = outlook.months {
            arguments.push(("months", words.range(months, 1)));
        }
        let key = match (stops, outlook.months.is_some()) {
            (true, true) => "plan.written.event_stop",
            (true, false) => "plan.written.event_stop_only",
            // Nothing stops at either end.
            (false, true) if stop.low.is_infinite() => "plan.written.event_no_stop",
            (false, _) => "plan.written.event_unknown",
        };
        words.with(key, &arguments)
    }

    fn measures(&self, case: &Case) -> Vec<String> {
        let words = self.words();
        let plan = &case.assessment.plan;
        let mut points = Vec::new();
        for means in Means::ALL {
            points.push(
                words
                    .t(&format!("plan.written.{}", means.key()))
                    .into_owned(),
            );
            let here = plan
                .iter()
                .filter(|planned| Means::of(self.pack, planned) == means);
            let before = points.len();
            points.extend(here.map(|planned| {
                let arguments = [
                    ("title", said::full_title(words, self.pack, planned)),
                    ("what", said::what(words, self.pack, planned)),
                ];
                words.with("plan.written.measure", &arguments)
            }));
            if points.len() == before {
                points.push(words.t("plan.written.measure_none").into_owned());
            }
        }
        points
    }

    fn usual(&self, case: &Case) -> Vec<String> {
        let words = self.words();
        let line = |status: Status, key: &'static str| {
            let here = case.assessment.plan.iter();
            here.filter(move |planned| planned.status == status)
                .map(move |planned| {
                    let title = said::full_title(words, self.pack, planned);
                    words.with(key, &[("title", title)])
                })
        };
        let doing = line(Status::Doing, "plan.written.doing");
        let done = line(Status::Done, "plan.written.done");
        let review = words.t("plan.written.review").into_owned();
        doing.chain(done).chain([review]).collect()
    }

    /// Who does what until when, the earliest first; what is done is no more to do.
    fn who(&self, case: &Case) -> Vec<String> {
        let words = self.words();
        let open = |key: &str| words.t(key).into_owned();
        let plan = &case.assessment.plan;
        let dated = due(plan);
        let rest = plan
            .iter()
            .filter(|one| one.status != Status::Done && one.due.is_empty());
        let mut points: Vec<String> = dated
            .into_iter()
            .chain(rest)
            .map(|planned| {
                let role = if planned.role.is_empty() {
                    open("plan.written.role_open")
                } else {
                    planned.role.clone()
                };
                let due = if planned.due.is_empty() {
                    open("plan.written.due_open")
                } else {
                    let date = words.date(&planned.due);
                    words.with("plan.written.due_by", &[("date", date)])
                };
                let title = said::full_title(words, self.pack, planned);
                let arguments = [("role", role), ("title", title), ("due", due)];
                words.with("plan.written.who_line", &arguments)
            })
            .collect();
        if points.is_empty() {
            points.push(words.t("plan.written.measure_none").into_owned());
        }
        points
    }

    fn money_needed(&self, case: &Case) -> Vec<String> {
        let words = self.words();
        let plan = case.assessment.plan.iter();
        let open: Vec<&Planned> = plan.filter(|one| one.status != Status::Done).collect();
        let stated = open.iter().filter_map(|planned| {
            let cost = planned.cost_yen?.get();
            Some((said::full_title(words, self.pack, planned), cost))
        });
        let stated: Vec<(String, f64)> = stated.collect();
        let mut points: Vec<String> = stated
            .iter()
            .map(|(title, cost)| {
                let arguments = [("title", title.clone()), ("cost", words.yen(*cost))];
                words.with("plan.written.cost_line", &arguments)
            })
            .collect();
        if stated.len() > 1 {
            let total: f64 = stated.iter().map(|(_, cost)| cost).sum();
            let total = words.yen(total);
            points.push(words.with("plan.written.cost_total", &[("cost", total)]));
        }
        let without = open.len() - stated.len();
        if without > 0 {
            points.push(words.count("plan.written.cost_open", without));
        }
        points.push(words.t("plan.written.source").into_owned());
        points
    }
}
