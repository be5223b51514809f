//! Page ↔ the address after `#`.
//!
//! *Why our own*: an enum and two functions do what a router of 32 kB would, and the address
//! never holds anything of the firm.

use sonae_engine::content::Id;

/// A page of the app.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Page {
    /// What Sonae is for, and the doors.
    Start,
    /// Where the data are, and how to check it.
    Data,
    /// How to check that nothing leaves, and which release this is.
    Proof,
    /// What an IT department asks.
    Security,
    /// Earlier versions of the open assessment.
    Versions,
    /// Everything is cleared away for whoever comes next.
    Next,
    /// The open assessment is saved, locked with a passphrase.
    Lock,
    /// A file is sealed to somebody's public key.
    Seal,
    /// A locked or sealed file is opened.
    Unlock,
    /// Keys for those whom files are sealed to.
    Keys,
    /// What the lender's bench is for.
    Lenders,
    /// The lender's bench: files, intake, queue.
    Bench,
    /// What the institution asks for.
    Policy,
    /// All applicants together.
    Portfolio,
    /// Figures of many institutions put together.
    Pool,
    /// One applicant, by the number of its file.
    Applicant(usize),
    /// The memo about one of them.
    Memo(usize),
    /// What is asked of an applicant.
    Enquiry(usize),
    /// What an applicant's answers changed.
    Answers(usize),
    /// Questions of an institution, and how far they are answered.
    Asked,
    /// The door to a workshop: to lead a room, to sit in one, to learn alone.
    Workshop,
    /// The room that is led here.
    Room,
    /// What all in the room see, in a window of its own.
    Projector,
    /// The kits of a workshop.
    Kits,
    /// One of them, to be printed.
    Kit(Id),
    /// One of them, taken alone.
    Course(Id),
    /// The five questions that go home, and the way to an assessment of one's own.
    Home,
    /// A team hands in.
    HandIn,
    /// A trainer collects.
    Collect,
    /// What the teams found and did, side by side.
    ClassPicture,
    /// What happened in a room, what was decided, what would have prevented it.
    After,
    /// Totals of rooms, put together.
    Totals,
    /// A team's seat in a workshop room.
    Seat,
    /// The words that need an explanation.
    Words,
    /// About the firm.
    Profile,
    /// A question of the five-minute check, from 1.
    Quick(usize),
    /// The rough picture after the five-minute check.
    First,
    /// All parts, and how far they are.
    Tasks,
    /// One question of the full questionnaires.
    Question(Id),
    /// The supplier table.
    Suppliers,
    /// Purchase ledgers on their way into the supplier table.
    Ledger,
    /// Which of many purchases matter: the list, or the one with this number among those chosen.
    Matters(Option<usize>),
    /// The market table.
    Markets,
    /// All answers, flags and contradictions.
    Check,
    /// The result.
    Result,
    /// The scenarios to choose from.
    Scenarios,
    /// One scenario, or two together, played for the firm.
    Scenario(Id, Option<Id>),
    /// All scenarios side by side.
    Stress,
    /// What to do, by whom, until when, and what comes of it.
    Plan,
    /// Parts for colleagues, and what they brought back.
    Parts,
    /// Results of earlier days, and an earlier file beside the open case.
    History,
    /// The report to print.
    Report,
    /// What is handed on: how much, what of it leaves, and the log of it.
    Dossier,
    /// An address nobody knows.
    NotFound,
}

impl Page {
    /// The number of the applicant it is about.
    #[must_use]
    pub fn applicant(&self) -> Option<usize> {
        match self {
            Self::Applicant(number) | Self::Memo(number) => Some(*number),
            _ => None,
        }
    }

    /// Whether it stands in what the browser fetches first (`pages::page`).
    #[must_use]
    pub fn comes_first(&self) -> bool {
        matches!(
            self,
            Self::Start | Self::Profile | Self::Quick(_) | Self::NotFound
        )
    }

    /// The page at an address such as `#/quick/3`.
    #[must_use]
    pub fn at(hash: &str) -> Self {
        let path = hash.trim_start_matches('#').trim_matches('/');
        match path.split_once('/') {
            None => match path {
                "" => Self::Start,
                "data" => Self::Data,
                "proof" => Self::Proof,
                "security" => Self::Security,
                "versions" => Self::Versions,
                "next" => Self::Next,
                "lock" => Self::Lock,
                "seal" => Self::Seal,
                "unlock" => Self::Unlock,
                "keys" => Self::Keys,
                "lenders" => Self::Lenders,
                "bench" => Self::Bench,
                "workshop" => Self::Workshop,
                "room" => Self::Room,
                "projector" => Self::Projector,
                "kits" => Self::Kits,
                "home" => Self::Home,
                "handin" => Self::HandIn,
                "collect" => Self::Collect,
                "picture" => Self::ClassPicture,
                "after" => Self::After,
                "totals" => Self::Totals,
                "seat" => Self::Seat,
                "words" => Self::Words,
                "profile" => Self::Profile,
                "first" => Self::First,
                "tasks" => Self::Tasks,
                "suppliers" => Self::Suppliers,
                "ledger" => Self::Ledger,
                "matters" => Self::Matters(None),
                "markets" => Self::Markets,
                "check" => Self::Check,
                "result" => Self::Result,
                "scenarios" => Self::Scenarios,
                "plan" => Self::Plan,
                "parts" => Self::Parts,
                "history" => Self::History,
                "report" => Self::Report,
                "asked" => Self::Asked,
                "dossier" => Self::Dossier,
                _ => Self::NotFound,
            },
            Some(("quick", number)) => number.parse().map_or(Self::NotFound, Self::Quick),
            Some(("bench", "policy")) => Self::Policy,
            Some(("bench", "portfolio")) => Self::Portfolio,
            Some(("bench", "pool")) => Self::Pool,
            Some(("bench", applicant)) => Self::of_applicant(applicant),
            Some(("matters", number)) => number
                .parse()
                .map_or(Self::NotFound, |number| Self::Matters(Some(number))),
            Some(("question", id)) => Self::Question(Id::from(id)),
            Some(("kits", id)) => Self::Kit(Id::from(id)),
            Some(("course", id)) => Self::Course(Id::from(id)),
            Some(("scenarios", "all")) => Self::Stress,
            Some(("scenarios", ids)) => match ids.split_once('/') {
                None => Self::Scenario(Id::from(ids), None),
                Some((first, second)) if !second.contains('/') && first != second => {
                    Self::Scenario(Id::from(first), Some(Id::from(second)))
                }
                Some(_) => Self::NotFound,
            },
            Some(_) => Self::NotFound,
        }
    }

    /// A page about an applicant. On the page and in the address files are counted from 1.
    fn of_applicant(path: &str) -> Self {
        let (number, about) = path.split_once('/').unwrap_or((path, ""));
        let number = number.parse().ok();
        match (
            number.and_then(|number: usize| number.checked_sub(1)),
            about,
        ) {
            (Some(number), "") => Self::Applicant(number),
            (Some(number), "memo") => Self::Memo(number),
            (Some(number), "ask") => Self::Enquiry(number),
            (Some(number), "answers") => Self::Answers(number),
            _ => Self::NotFound,
        }
    }

    /// The address of the page.
    #[must_use]
    pub fn address(&self) -> String {
        match self {
            Self::Start => "#/".into(),
            Self::Data => "#/data".into(),
            Self::Proof => "#/proof".into(),
            Self::Security => "#/security".into(),
            Self::Versions => "#/versions".into(),
            Self::Next => "#/next".into(),
            Self::Lock => "#/lock".into(),
            Self::Seal => "#/seal".into(),
            Self::Unlock => "#/unlock".into(),
            Self::Keys => "#/keys".into(),
            Self::Lenders => "#/lenders".into(),
            Self::Bench => "#/bench".into(),
            Self::Policy => "#/bench/policy".into(),
            Self::Portfolio => "#/bench/portfolio".into(),
            Self::Pool => "#/bench/pool".into(),
            Self::Applicant(number) => format!("#/bench/{}", number + 1),
            Self::Memo(number) => format!("#/bench/{}/memo", number + 1),
            Self::Enquiry(number) => format!("#/bench/{}/ask", number + 1),
            Self::Answers(number) => format!("#/bench/{}/answers", number + 1),
            Self::Asked => "#/asked".into(),
            Self::Workshop => "#/workshop".into(),
            Self::Room => "#/room".into(),
            Self::Projector => "#/projector".into(),
            Self::Kits => "#/kits".into(),
            Self::Kit(id) => format!("#/kits/{id}"),
            Self::Course(id) => format!("#/course/{id}"),
            Self::Home => "#/home".into(),
            Self::HandIn => "#/handin".into(),
            Self::Collect => "#/collect".into(),
            Self::ClassPicture => "#/picture".into(),
            Self::After => "#/after".into(),
            Self::Totals => "#/totals".into(),
            Self::Seat => "#/seat".into(),
            Self::Words => "#/words".into(),
            Self::Profile => "#/profile".into(),
            Self::Quick(number) => format!("#/quick/{number}"),
            Self::First => "#/first".into(),
            Self::Tasks => "#/tasks".into(),
            Self::Question(id) => format!("#/question/{id}"),
            Self::Suppliers => "#/suppliers".into(),
            Self::Ledger => "#/ledger".into(),
            Self::Matters(None) => "#/matters".into(),
            Self::Matters(Some(number)) => format!("#/matters/{number}"),
            Self::Markets => "#/markets".into(),
            Self::Check => "#/check".into(),
            Self::Result => "#/result".into(),
            Self::Scenarios => "#/scenarios".into(),
            Self::Scenario(first, None) => format!("#/scenarios/{first}"),
            Self::Scenario(first, Some(second)) => format!("#/scenarios/{first}/{second}"),
            Self::Stress => "#/scenarios/all".into(),
            Self::Plan => "#/plan".into(),
            Self::Parts => "#/parts".into(),
            Self::History => "#/history".into(),
            Self::Report => "#/report".into(),
            Self::Dossier => "#/dossier".into(),
            Self::NotFound => "#/not-found".into(),
        }
    }

    /// The key of the page's title in the words.
    #[must_use]
    pub fn title(&self) -> &'static str {
        match self {
            Self::Start => "title.start",
            Self::Data => "title.data",
            Self::Proof => "title.proof",
            Self::Security => "title.security",
            Self::Versions => "title.versions",
            Self::Next => "title.next",
            Self::Lock => "title.lock",
            Self::Seal => "title.seal",
            Self::Unlock => "title.unlock",
            Self::Keys => "title.keys",
            Self::Lenders => "title.lenders",
            Self::Bench => "title.bench",
            Self::Policy => "title.policy",
            Self::Portfolio => "title.portfolio",
            Self::Pool => "title.pool",
            Self::Applicant(_) => "title.applicant",
            Self::Memo(_) => "title.memo",
            Self::Enquiry(_) => "title.enquiry",
            Self::Answers(_) => "title.answers",
            Self::Asked => "title.asked",
            Self::Workshop => "title.workshop",
            Self::Room => "title.room",
            Self::Projector => "title.projector",
            Self::Kits => "title.kits",
            Self::Kit(_) => "title.kit",
            Self::Course(_) => "title.course",
            Self::Home => "title.home",
            Self::HandIn => "title.hand_in",
            Self::Collect => "title.collect",
            Self::ClassPicture => "title.class_picture",
            Self::After => "title.after",
            Self::Totals => "title.totals",
            Self::Seat => "title.seat",
            Self::Words => "title.words",
            Self::Profile => "title.profile",
            Self::Quick(_) => "title.quick",
            Self::First => "title.first",
            Self::Tasks => "title.tasks",
            Self::Question(_) => "title.question",
            Self::Suppliers => "title.suppliers",
            Self::Ledger => "title.ledger",
            Self::Matters(_) => "title.matters",
            Self::Markets => "title.markets",
            Self::Check => "title.check",
            Self::Result => "title.result",
            Self::Scenarios => "title.scenarios",
            Self::Scenario(..) => "title.scenario",
            Self::Stress => "title.stress",
            Self::Plan => "title.plan",
            Self::Parts => "title.parts",
            Self::History => "title.history",
            Self::Report => "title.report",
            Self::Dossier => "title.dossier",
            Self::NotFound => "title.not_found",
        }
    }

    /// Whether the page shows a clock that runs.
    #[must_use]
    pub fn has_clock(&self) -> bool {
        self.leads_room() || *self == Self::Projector
    }

    /// Whether a room is led on the page, and so what it shows is sent to the projector.
    #[must_use]
    pub fn leads_room(&self) -> bool {
        matches!(
            self,
            Self::Room | Self::Collect | Self::ClassPicture | Self::After
        )
    }

    /// Whether the page shows an assessment, and so needs one.
    #[must_use]
    pub fn needs_case(&self) -> bool {
        !matches!(
            self,
            Self::Start
                | Self::Data
                | Self::Proof
                | Self::Security
                | Self::Next
                | Self::Seal
                | Self::Unlock
                | Self::Keys
                | Self::Lenders
                | Self::Bench
                | Self::Policy
                | Self::Portfolio
                | Self::Pool
                | Self::Applicant(_)
                | Self::Memo(_)
                | Self::Enquiry(_)
                | Self::Answers(_)
                | Self::Asked
                | Self::Workshop
                | Self::Room
                | Self::Projector
                | Self::Kits
                | Self::Kit(_)
                | Self::Course(_)
                | Self::Home
                | Self::HandIn
                | Self::Collect
                | Self::ClassPicture
                | Self::After
                | Self::Totals
                | Self::Seat
                | Self::Words
                | Self::NotFound
        )
    }
}

#[cfg(test)]
mod tests {
    use super::Page;
    use sonae_engine::content::Id;

    #[test]
    fn every_address_leads_back_to_its_page() {
        for page in [
            Page::Start,
            Page::Data,
            Page::Proof,
            Page::Security,
            Page::Versions,
            Page::Next,
            Page::Lock,
            Page::Seal,
            Page::Unlock,
            Page::Keys,
            Page::Lenders,
            Page::Bench,
            Page::Policy,
            Page::Portfolio,
            Page::Pool,
            Page::Applicant(0),
            Page::Memo(0),
            Page::Enquiry(0),
            Page::Answers(1),
            Page::Asked,
            Page::Workshop,
            Page::Room,
            Page::Projector,
            Page::Kits,
            Page::Kit(Id::from("kit.soramame_pump")),
            Page::Course(Id::from("kit.soramame_pump")),
            Page::Home,
            Page::HandIn,
            Page::Collect,
            Page::ClassPicture,
            Page::After,
            Page::Totals,
            Page::Seat,
            Page::Words,
            Page::Profile,
            Page::Quick(3),
            Page::First,
            Page::Tasks,
            Page::Question(Id::from("supplier.top1_spend_share")),
            Page::Suppliers,
            Page::Ledger,
            Page::Matters(None),
            Page::Matters(Some(2)),
            Page::Markets,
            Page::Check,
            Page::Result,
            Page::Scenarios,
            Page::Scenario(Id::from("scn.casting_exit"), None),
            Page::Scenario(
                Id::from("scn.casting_exit"),
                Some(Id::from("scn.insider_leak")),
            ),
            Page::Stress,
            Page::Plan,
            Page::Parts,
            Page::History,
            Page::Report,
            Page::Dossier,
            Page::NotFound,
        ] {
            assert_eq!(Page::at(&page.address()), page);
        }
        assert_eq!(Page::at(""), Page::Start);
        assert_eq!(Page::at("#/quick/x"), Page::NotFound);
        assert_eq!(Page::at("#/bench/0"), Page::NotFound);
        assert_eq!(Page::at("#/bench/0/ask"), Page::NotFound);
        // A scenario is not played together with itself.
        assert_eq!(Page::at("#/scenarios/a/a"), Page::NotFound);
        assert_eq!(Page::at("#/scenarios/a/b/c"), Page::NotFound);
    }
}
