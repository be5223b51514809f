//! What the pack decides and the code does not know by type, for the schema: answers as they are
//! written.

use std::collections::BTreeMap;

use schemars::JsonSchema;

/// A value of the profile, or of an answer.
#[derive(JsonSchema)]
#[serde(untagged)]
#[expect(dead_code, reason = "its shape is all that is needed")]
pub(super) enum Plain {
    /// A number in the question's unit.
    Number(f64),
    /// The key of an option.
    Choice(String),
    /// Keys of options.
    Choices(#[schemars(length(min = 1))] Vec<String>),
    /// "Don't know"; of the profile only.
    Unknown(()),
}

/// An answer to a question, with what was put beside it.
#[derive(JsonSchema)]
#[expect(dead_code, reason = "its shape is all that is needed")]
#[expect(clippy::struct_excessive_bools, reason = "as the file has them")]
pub(super) struct Answer {
    /// What was given.
    #[schemars(skip_serializing_if = "never")]
    value: Plain,
    /// "Don't know".
    #[schemars(skip_serializing_if = "never", extend("const" = true))]
    unknown: bool,
    /// "Does not apply".
    #[schemars(skip_serializing_if = "never", extend("const" = true))]
    na: bool,
    /// Given in the five-minute check, not confirmed yet.
    #[schemars(skip_serializing_if = "never")]
    estimate: bool,
    /// To be looked at again.
    #[schemars(skip_serializing_if = "never")]
    flag: bool,
    /// A note of the firm's own.
    #[schemars(skip_serializing_if = "never", length(max = 5000))]
    note: String,
}

/// What makes a case a part for a colleague.
#[derive(JsonSchema)]
#[expect(dead_code, reason = "its shape is all that is needed")]
pub(super) struct Part {
    /// The questions that are asked.
    asked: Vec<String>,
    /// Who answers.
    #[schemars(skip_serializing_if = "never")]
    by: String,
    /// Their answers as they were sent.
    base: BTreeMap<String, Answer>,
}

/// An answer that a part brought back.
#[derive(JsonSchema)]
#[expect(dead_code, reason = "its shape is all that is needed")]
pub(super) struct Returned {
    /// Who answered.
    #[schemars(skip_serializing_if = "never")]
    by: String,
    /// As it was sent.
    #[schemars(skip_serializing_if = "never")]
    was: Answer,
    /// The answer.
    answer: Answer,
}
