//! What is wrong with data from outside, as data: a code, a place, and the figures.
//!
//! The two sentences a person reads (what happened; what to do) stand in the words under
//! the code, in every language. Findings are collected and shown; nothing here ends a run.

use std::collections::BTreeMap;

use serde::ser::SerializeStruct;
use serde::{Deserialize, Serialize, Serializer};

/// One thing that is wrong, and where.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Finding {
    /// What is wrong; the key of its sentences in the words.
    pub code: Code,
    /// Where: a path into the data (`answers.supplier.top1_spend_share`), or `file:line`.
    pub place: String,
    /// The figures and names its sentences need.
    #[serde(default)]
    #[cfg_attr(
        feature = "schema",
        schemars(skip_serializing_if = "BTreeMap::is_empty")
    )]
    pub arguments: BTreeMap<String, String>,
}

/// JSON leaves out arguments that are not there; a form that does not name its fields must not.
impl Serialize for Finding {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let whole = !serializer.is_human_readable() || !self.arguments.is_empty();
        let mut fields = serializer.serialize_struct("Finding", 2 + usize::from(whole))?;
        fields.serialize_field("code", &self.code)?;
        fields.serialize_field("place", &self.place)?;
        if whole {
            fields.serialize_field("arguments", &self.arguments)?;
        }
        fields.end()
    }
}

impl Finding {
    /// A finding without arguments.
    #[must_use]
    pub fn new(code: Code, place: impl Into<String>) -> Self {
        Self {
            code,
            place: place.into(),
            arguments: BTreeMap::new(),
        }
    }

    /// The same finding with one more argument.
    #[must_use]
    #[expect(
        clippy::needless_pass_by_value,
        reason = "numbers, texts and errors are handed over as they stand"
    )]
    pub fn with(mut self, name: &str, value: impl ToString) -> Self {
        self.arguments.insert(name.to_owned(), value.to_string());
        self
    }
}

/// Findings as they are collected: those of a file that is wrong all over are counted, and not
/// all kept, since more of them tell a reader nothing new.
#[derive(Clone, Debug, Default)]
pub struct Findings {
    kept: Vec<Finding>,
    more: usize,
}

impl Findings {
    /// More findings than this are counted only.
    pub const LIMIT: usize = 200;

    /// Adds a finding.
    pub fn push(&mut self, finding: Finding) {
        if self.kept.len() < Self::LIMIT {
            self.kept.push(finding);
        } else {
            self.more += 1;
        }
    }

    /// How many are kept.
    #[must_use]
    pub fn len(&self) -> usize {
        self.kept.len()
    }

    /// Whether there is none.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.kept.is_empty()
    }

    /// Puts those after the first so many under the place of the part they were found in.
    pub fn within(&mut self, first: usize, part: &str) {
        within(self.kept.get_mut(first..).unwrap_or_default(), part);
    }

    /// The findings, and at the end how many more there are.
    #[must_use]
    pub fn into_vec(mut self) -> Vec<Finding> {
        if self.more > 0 {
            let more = Finding::new(Code::MoreFindings, "").with("count", self.more);
            self.kept.push(more);
        }
        self.kept
    }
}

/// Puts the findings of a part under the place of the part.
pub fn within(findings: &mut [Finding], part: &str) {
    for finding in findings {
        finding.place = if finding.place.is_empty() {
            part.to_owned()
        } else {
            format!("{part}.{}", finding.place)
        };
    }
}

macro_rules! codes {
    ($($(#[doc = $doc:literal])* $variant:ident = $name:literal,)*) => {
        /// What can be wrong. The names are part of the command line's contract.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
        #[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
        pub enum Code {
            $($(#[doc = $doc])* #[serde(rename = $name)] $variant,)*
        }

        impl Code {
            /// Every code, so that a test can ask whether each has its sentences.
            pub const ALL: &[Self] = &[$(Self::$variant,)*];

            /// The code as it is written in files and looked up in the words.
            #[must_use]
            pub fn name(self) -> &'static str {
                match self { $(Self::$variant => $name,)* }
            }
        }
    };
}

codes! {
    /// The bytes are not UTF-8 text.
    NotText = "not_text",
    /// The text is not JSON: arguments `line`, `column`.
    NotJson = "not_json",
    /// A key that stands twice in the same place: arguments `key`, `line`, `column`.
    DuplicateKey = "duplicate_key",
    /// The text ends before the JSON does: arguments `line`, `column`.
    Truncated = "truncated",
    /// The values are not those that were saved.
    Altered = "altered",
    /// A line, or a part of it, that cannot be read was left out: argument `line`.
    Damaged = "damaged",
    /// The file ends before it is complete, in this line: argument `line`.
    CutShort = "cut_short",
    /// The file is larger than is read: arguments `bytes`, `limit`.
    TooLarge = "too_large",
    /// The file is something else: argument `format`.
    ForeignFormat = "foreign_format",
    /// The file was written by a newer version: argument `version`.
    NewerVersion = "newer_version",
    /// The file was made with another pack: argument `pack`.
    ForeignPack = "foreign_pack",
    /// The file was made with another version of the pack: arguments `file`, `here`.
    OtherPackVersion = "other_pack_version",
    /// A question that has another id now: arguments `id`, `now`.
    Renamed = "renamed",
    /// A question the pack no longer has; its answer is left out: argument `id`.
    Retired = "retired",
    /// An option that is no longer offered; the answer is left out: arguments `id`, `option`.
    RetiredOption = "retired_option",
    /// A key nobody knows: argument `key`.
    UnknownKey = "unknown_key",
    /// A key that must be there is not: argument `key`.
    MissingKey = "missing_key",
    /// A value of the wrong kind: argument `wanted`, whose words stand under `finding.wanted`.
    WrongType = "wrong_type",
    /// A number out of its range: arguments `value`, `lowest`, `highest`.
    OutOfRange = "out_of_range",
    /// A number that must be whole and is not: argument `value`.
    NotWhole = "not_whole",
    /// A question the pack does not have: argument `id`.
    UnknownQuestion = "unknown_question",
    /// An option the question does not have: argument `option`.
    UnknownOption = "unknown_option",
    /// A scenario the pack does not have: argument `id`.
    UnknownScenario = "unknown_scenario",
    /// An input of a scenario is not known and widens its result: argument `input`.
    MissingInput = "missing_input",
    /// "None of these" beside another option.
    ExclusiveOption = "exclusive_option",
    /// A country that is not an ISO 3166 alpha-2 code or a known name: argument `value`.
    UnknownCountry = "unknown_country",
    /// Text where a number should stand: argument `value`.
    NotANumber = "not_a_number",
    /// More is wrong than is listed: argument `count`.
    MoreFindings = "more_findings",
    /// More rows than are taken: arguments `rows`, `limit`.
    TooManyRows = "too_many_rows",
    /// A text that is too long: arguments `length`, `limit`.
    TooLong = "too_long",
    /// The industry is not answered, so that no score can be shown.
    IndustryMissing = "industry_missing",
    /// A part of a case, in which there is no score.
    PartOnly = "part_only",
    /// A fictional firm where a real one is wanted.
    PracticeFile = "practice_file",
    /// A seat in a workshop room beside a real firm.
    SeatOfRealFirm = "seat_of_real_firm",
    /// No policy of an institution: argument `format`.
    NotAPolicy = "not_a_policy",
    /// No notes and judgements of a lender's desk: argument `format`.
    NotReviews = "not_reviews",
    /// The kit of a workshop is not here: argument `kit`.
    KitMissing = "kit_missing",
    /// No room of a workshop: argument `format`.
    NotARoom = "not_a_room",
    /// Something that could not have been done then: argument `what`.
    OutOfTurn = "out_of_turn",
    /// No totals of workshops: argument `format`.
    NotTotals = "not_totals",
    /// Too few teams for totals: arguments `teams`, `limit`.
    TooFewTeams = "too_few_teams",
    /// Totals that hold the same room and are not the same.
    SameRoomTwice = "same_room_twice",
    /// Totals of different packs: arguments `one`, `other`.
    TotalsDiffer = "totals_differ",
    /// No archive of a sitting, or damaged beyond reading: argument `message`.
    NotAnArchive = "not_an_archive",
    /// Parts of an archive are not as they were written, or do not come out again: argument
    /// `count`.
    ArchiveDiffers = "archive_differs",
    /// No pooled figures: argument `format`.
    NotAPool = "not_a_pool",
    /// No questions of an institution: argument `format`.
    NotQuestions = "not_questions",
    /// An enquiry that asks nothing.
    NothingAsked = "nothing_asked",
    /// A seal that does not fit the rest, where nothing is taken then.
    BrokenSeal = "broken_seal",
    /// Too few firms for figures to be published: arguments `firms`, `limit`.
    TooFewFirms = "too_few_firms",
    /// Pools that hold some of the same firms: argument `contribution`.
    CountedTwice = "counted_twice",
    /// Pools that were not worked out alike: arguments `one`, `other`.
    PoolsDiffer = "pools_differ",
    /// A file without an exposure where others have one.
    NoExposure = "no_exposure",
    /// An exposure of a file that did not come.
    ExposureWithoutFile = "exposure_without_file",
    /// Somebody noted something about a file that did not come.
    ReviewWithoutFile = "review_without_file",
    /// A file whose exposure stands twice.
    ExposureTwice = "exposure_twice",
    /// A whole case where a part of one is wanted.
    NotAPart = "not_a_part",
    /// Shares that add up to more than a hundred: argument `sum`.
    SharesOverHundred = "shares_over_hundred",
    /// An answer that says something else than the table: arguments `answer`, `table`.
    AnswerAgainstTable = "answer_against_table",
    /// Answers that do not go together: arguments `other`, `rule`.
    AnswerAgainstAnswer = "answer_against_answer",
    /// Rows that say the same twice.
    SameRow = "same_row",
    /// A table file with one column only.
    OneColumn = "one_column",
    /// No heading of the file is known: argument `headings`.
    NoKnownHeading = "no_known_heading",
    /// A column of the file that is not taken: argument `heading`.
    ColumnIgnored = "column_ignored",
    /// A column of money in another currency, which is not taken: argument `heading`.
    ForeignCurrency = "foreign_currency",
    /// The rows do not add up to what the sheet says: arguments `total`, `sheet_total`, `line`.
    TotalDiffers = "total_differs",
    /// The rows of a group do not add up to its total: arguments `total`, `sheet_total`, `line`.
    SubtotalDiffers = "subtotal_differs",
    /// The months of a row do not add up to its total: arguments `total`, `sheet_total`, `line`.
    RowTotalDiffers = "row_total_differs",
    /// A cell of a ledger that cannot be read: arguments `line`, `heading`, `value`.
    UnreadableCell = "unreadable_cell",
    /// A day that cannot be read: arguments `line`, `heading`, `value`.
    UnreadableDate = "unreadable_date",
    /// Characters that do not belong to the encoding: arguments `line`, `encoding`.
    UnreadableCharacters = "unreadable_characters",
    /// A number of which the spreadsheet has kept the first digits only: arguments `line`, `heading`, `value`.
    NumberCut = "number_cut",
    /// A ledger without a column of amounts: argument `headings`.
    NoAmountColumn = "no_amount_column",
    /// A ledger without a column of suppliers: argument `headings`.
    NoSupplierColumn = "no_supplier_column",
    /// Rows without a supplier's name: arguments `rows`, `yen`.
    NamelessRows = "nameless_rows",
    /// A ledger without headings, whose columns were told by what stands in them.
    GuessedColumns = "guessed_columns",
    /// More columns than are read: arguments `columns`, `limit`.
    TooManyColumns = "too_many_columns",
    /// A workbook that unpacks to more than is read: argument `limit`.
    UnpacksTooLarge = "unpacks_too_large",
    /// A workbook that cannot be read: argument `message`.
    DamagedWorkbook = "damaged_workbook",
    /// A workbook that is locked with a password.
    LockedWorkbook = "locked_workbook",
    /// A sheet the workbook does not have: argument `sheet`.
    UnknownSheet = "unknown_sheet",
    /// Rows of accounts that do not count as purchases: arguments `rows`, `yen`.
    OtherAccounts = "other_accounts",
    /// Amounts in more than one unit: arguments `first`, `second`.
    MixedUnits = "mixed_units",
    /// A ledger of more or less than a year: argument `months`.
    NotAYear = "not_a_year",
    /// A route that is none of those known: argument `value`.
    UnknownRoute = "unknown_route",
    /// The reader of ledgers could not be loaded with the page.
    ReaderMissing = "reader_missing",
    /// The reader of ledgers stopped in the middle.
    ReaderStopped = "reader_stopped",
    /// A table file without a row.
    EmptyTable = "empty_table",
    /// A line that could not be read: argument `line`.
    UnreadableLine = "unreadable_line",
    /// The browser or the system could not read the file.
    UnreadableFile = "unreadable_file",
    /// The file could not be written.
    UnwritableFile = "unwritable_file",
    /// What is read and what is to be written are the same file.
    SameFile = "same_file",
    /// What is to be written stands there already.
    FileExists = "file_exists",
    /// The file is locked with a passphrase.
    LockedFile = "locked_file",
    /// The file is sealed to a public key.
    SealedFile = "sealed_file",
    /// No passphrase was given.
    EmptyPassphrase = "empty_passphrase",
    /// The passphrase does not open the file.
    WrongPassphrase = "wrong_passphrase",
    /// The secret key does not open the file.
    WrongKey = "wrong_key",
    /// A locked file of which a part is missing or not as it was.
    DamagedLock = "damaged_lock",
    /// Opening it takes more work than is done: arguments `factor`, `limit`.
    TooMuchWork = "too_much_work",
    /// The locked file did not hold what was locked.
    NotLocked = "not_locked",
    /// No public key of this kind.
    NotAKey = "not_a_key",
    /// No secret key of this kind.
    NotASecretKey = "not_a_secret_key",
    /// A secret key where a public one belongs.
    SecretKey = "secret_key",
    /// Bytes that are neither UTF-8 nor CP932.
    UnknownEncoding = "unknown_encoding",
    /// A spreadsheet in its program's own format.
    SpreadsheetFile = "spreadsheet_file",
    /// A spend larger than the year's sales: arguments `spend`, `sales`.
    SpendOverSales = "spend_over_sales",
    /// Sales abroad that are not those of the market table: arguments `stated`, `table`.
    AbroadAgainstMarkets = "abroad_against_markets",
    /// Purchases that the contribution margin leaves no room for: arguments `spend`, `costs`.
    SpendOverCosts = "spend_over_costs",
    /// Stock for more than a year of what is delivered soon.
    StockAgainstLeadTime = "stock_against_lead_time",
    /// A pack's file is missing.
    PackFileMissing = "pack_file_missing",
    /// A pack's file is not YAML: argument `message`.
    NotYaml = "not_yaml",
    /// An entry of a pack is not of its form: argument `message`.
    WrongEntry = "wrong_entry",
    /// A text is missing in a language: argument `language`.
    MissingText = "missing_text",
    /// A text is the same in two languages: argument `text`.
    SameText = "same_text",
    /// A rule of kits is broken: argument `amiss` (which one), and what it is about.
    KitRule = "kit_rule",
    /// The code of a kit is that of another one: arguments `code`, `other`.
    CodeTaken = "code_taken",
    /// A kit or firm of one's own is called as one of the pack: argument `id`.
    IdTaken = "id_taken",
    /// Neither a kit nor a firm.
    NotAKit = "not_a_kit",
    /// No text in UTF-8.
    NotUtf8 = "not_utf8",
    /// An id stands twice: argument `id`.
    DuplicateId = "duplicate_id",
    /// An id that names nothing: arguments `id`, `kind`.
    UnknownReference = "unknown_reference",
    /// Conditions that depend on each other in a circle: argument `circle`.
    ConditionCycle = "condition_cycle",
    /// Bands that do not rise, or do not end open.
    BandsOutOfOrder = "bands_out_of_order",
    /// A question asks for nationality: argument `word`.
    AsksNationality = "asks_nationality",
    /// The file is not a pack, or was damaged.
    NotAPack = "not_a_pack",
    /// The pack's weights are made for another version of the method: arguments `pack`, `here`.
    OtherMethod = "other_method",
    /// An example of the pack does not get the score it states: arguments `figure`, `stated`, `computed`.
    ExampleDiffers = "example_differs",
}

/// Whether a finding stops what was asked, or only tells.
impl Code {
    /// Whether the data can be used all the same.
    #[must_use]
    pub fn is_notice(self) -> bool {
        matches!(
            self,
            Self::OtherPackVersion
                | Self::Renamed
                | Self::Retired
                | Self::RetiredOption
                | Self::MissingInput
                | Self::Altered
                | Self::SharesOverHundred
                | Self::AnswerAgainstTable
                | Self::AnswerAgainstAnswer
                | Self::SameRow
                | Self::ColumnIgnored
                | Self::ForeignCurrency
                | Self::SpendOverSales
                | Self::NoExposure
                | Self::ExposureWithoutFile
                | Self::ReviewWithoutFile
                | Self::AbroadAgainstMarkets
                | Self::SpendOverCosts
                | Self::StockAgainstLeadTime
                | Self::UnreadableLine
                | Self::TotalDiffers
                | Self::SubtotalDiffers
                | Self::RowTotalDiffers
                | Self::UnreadableCell
                | Self::UnreadableDate
                | Self::UnreadableCharacters
                | Self::NumberCut
                | Self::NamelessRows
                | Self::GuessedColumns
                | Self::OtherAccounts
                | Self::MixedUnits
                | Self::NotAYear
                | Self::UnknownRoute
        )
    }
}
