//! What is asked of an applicant: what is ticked, the sheet in words, the file.

use sonae_engine::content::{Language, Pack, TableName};
use sonae_engine::finding::{Code, Finding};
use sonae_engine::screen::{Because, Enquiry, Item, Question, Wanted, suggested};

use super::{Task, Told, in_order};
use crate::route::Page;
use crate::state::bench::said;
use crate::state::{Effect, State};
use crate::words::Words;

/// So many digits of a seal are shown.
const DIGITS: usize = 12;

/// What is asked of an applicant.
#[derive(Clone, Debug)]
pub struct Asking {
    /// What is ticked.
    pub enquiry: Enquiry,
    /// What its file suggests, with the reasons.
    pub suggested: Vec<(Item, Because)>,
    /// Parts that are missing and that no question asks for.
    pub parts: Vec<Wanted>,
    /// The language of the sheet.
    pub language: Language,
    /// Until when an answer is hoped for, `YYYY-MM-DD`; may be empty.
    pub until: String,
    /// Whether the sheet was copied when that was last asked for; none where it was not.
    pub copied: Option<bool>,
}

/// The sheet in words: the same on the page, on paper and as a text.
#[derive(Clone, Debug, PartialEq)]
pub struct Sheet {
    /// The day.
    pub day: String,
    /// Who asks, where that is said.
    pub from: Option<String>,
    /// To whom it goes.
    pub to: String,
    /// The heading.
    pub heading: String,
    /// What stands before the list.
    pub before: Vec<String>,
    /// What is asked: what, and why.
    pub asked: Vec<(String, String)>,
    /// What stands behind the list.
    pub after: Vec<String>,
}

/// What something that is asked about is called.
#[must_use]
pub fn name(words: Words, pack: &Pack, item: &Item) -> String {
    match item {
        Item::Question(id) => said::item(words, pack, id.as_str()),
        Item::Table(TableName::Suppliers) => words.t("tasks.suppliers").into_owned(),
        Item::Table(TableName::Markets) => words.t("tasks.markets").into_owned(),
    }
}

/// Why something is asked, as a line of the sheet.
#[must_use]
pub fn reason(words: Words, because: Option<&Because>) -> String {
    match because {
        Some(Because::Wanted) => words.t("enquiry.because.wanted").into_owned(),
        Some(Because::Evidence) => words.t("enquiry.because.evidence").into_owned(),
        Some(Because::Narrows(points)) => {
            let points = [("points", words.number(*points, 1))];
            words.with("enquiry.because.narrows", &points)
        }
        Some(Because::Contradicts(finding)) => {
            let what = [("what", words.finding(finding, "what"))];
            words.with("enquiry.because.contradicts", &what)
        }
        None => words.t("enquiry.because.chosen").into_owned(),
    }
}

impl Asking {
    fn because(&self, item: &Item) -> Option<&Because> {
        let mut suggested = self.suggested.iter();
        let found = suggested.find(|(other, _)| other == item);
        found.map(|(_, because)| because)
    }

    /// The sheet, in its own language. `file` is the name of the file beside it.
    #[must_use]
    pub fn sheet(&self, pack: &Pack, file: &str) -> Sheet {
        let language = self.language;
        let words = Words { language };
        let t = |key: &str| words.t(&format!("enquiry.sheet.{key}")).into_owned();
        let title = |item: &Item| match item {
            Item::Question(id) => match pack.question(id.as_str()) {
                Some(question) => words.text(&question.text),
                None => id.to_string(),
            },
            Item::Table(_) => {
                let table = [("table", name(words, pack, item))];
                words.with("enquiry.sheet.table", &table)
            }
        };
        let mut asked: Vec<(String, String)> = in_order(pack, &self.enquiry)
            .iter()
            .map(|item| (title(item), reason(words, self.because(item))))
            .collect();
        asked.extend(self.parts.iter().map(|part| {
            let part = [("part", words.t(&format!("bench.part.{}", part.key())))];
            let wanted = reason(words, Some(&Because::Wanted));
            (words.with("enquiry.sheet.part", &part), wanted)
        }));
        let until = if self.until.is_empty() {
            None
        } else {
            let day = [("day", words.date(&self.until))];
            Some(words.with("enquiry.sheet.until", &day))
        };
        let institution = &self.enquiry.institution;
        let seal: String = self.enquiry.dossier.chars().take(DIGITS).collect();
        let about = words.with("enquiry.sheet.about", &[("seal", seal)]);
        let how = words.with("enquiry.sheet.how", &[("file", file)]);
        Sheet {
            day: words.date(&self.enquiry.day),
            from: (!institution.is_empty()).then(|| institution.clone()),
            to: t("to"),
            heading: t("heading"),
            before: vec![t("greeting"), about, t("no_decision"), t("unknown")],
            asked,
            after: [Some(how), until, Some(t("end"))]
                .into_iter()
                .flatten()
                .collect(),
        }
    }
}

impl Sheet {
    /// The sheet as a text.
    #[must_use]
    pub fn text(&self) -> String {
        let head = [Some(&self.day), Some(&self.to), self.from.as_ref()];
        let head: Vec<&str> = head.into_iter().flatten().map(String::as_str).collect();
        let mut paragraphs = vec![head.join("\n"), self.heading.clone()];
        paragraphs.extend(self.before.iter().cloned());
        let asked = (1..).zip(&self.asked);
        paragraphs.extend(asked.map(|(number, (what, why))| format!("{number}. {what}\n   {why}")));
        paragraphs.extend(self.after.iter().cloned());
        format!("{}\n", paragraphs.join("\n\n"))
    }
}

impl State {
    /// The name of the file says nothing of the firm.
    #[must_use]
    pub fn questions_name(&self) -> String {
        format!("sonae-questions-{}.json", self.today)
    }

    /// Takes in what happened beside what is asked of the applicant that is looked at.
    pub(super) fn asking_told(&mut self, told: Told) -> Vec<Effect> {
        let (pack, file) = (self.pack, self.questions_name());
        let Page::Enquiry(number) = self.page else {
            return Vec::new();
        };
        let Some(asking) = self.bench.asking.get_mut(&number) else {
            return Vec::new();
        };
        asking.copied = None;
        match told {
            Told::Switched(item, asked) => asking.enquiry.switch(item, asked),
            Told::SuggestedAsked => {
                asking.enquiry.questions.clear();
                asking.enquiry.tables.clear();
                for (item, _) in &asking.suggested {
                    asking.enquiry.switch(item.clone(), true);
                }
            }
            Told::LanguageChosen(language) => asking.language = language,
            Told::UntilSaid(day) => asking.until = day,
            Told::Copied(copied) => asking.copied = Some(copied),
            Told::CopyAsked => {
                let text = asking.sheet(pack, &file).text();
                return vec![Effect::Questions(Task::Copy(text))];
            }
            Told::SaveAsked if asking.enquiry.is_empty() => {
                return self.refuse("notice.nothing_asked", "", Vec::new());
            }
            Told::SaveAsked => {
                let bytes = asking.enquiry.write(pack);
                self.notices.retain(|it| it.key != "notice.nothing_asked");
                return vec![Effect::save(file, bytes)];
            }
            _ => {}
        }
        Vec::new()
    }

    /// What an applicant's file suggests to ask; what was ticked before stays.
    pub(super) fn suggest(&mut self, number: usize, bytes: &[u8]) -> Result<(), Vec<Finding>> {
        let gone = || vec![Finding::new(Code::UnreadableFile, "")];
        let screened = self.bench.applicant(number).cloned().ok_or_else(gone)?;
        let (pack, policy) = (self.pack, self.bench.policy.clone());
        let mut enquiry = Enquiry::about(pack, &policy, &screened, bytes, &self.today)?;
        let before = self.bench.asking.remove(&number);
        if let Some(before) = &before {
            enquiry.questions.clone_from(&before.enquiry.questions);
            enquiry.tables.clone_from(&before.enquiry.tables);
        }
        let mut parts = Vec::new();
        for question in screened.questions() {
            if let Question::MissingPart { part } = question
                && matches!(part, Wanted::Scenarios | Wanted::Plan)
            {
                parts.push(*part);
            }
        }
        let asking = Asking {
            enquiry,
            suggested: suggested(pack, &screened, bytes),
            parts,
            language: before.as_ref().map_or(self.language, |it| it.language),
            until: before.map(|it| it.until).unwrap_or_default(),
            copied: None,
        };
        self.bench.asking.insert(number, asking);
        Ok(())
    }
}
