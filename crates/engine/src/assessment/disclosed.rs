//! What a firm handed on: the log of it, which stays with the firm.

use serde::Serialize;

use crate::table::keyed;

keyed! {
    /// How much is told.
    Level {
        /// Everything, as it stands in the case.
        Full = "full",
        /// Everything but names and free text.
        Masked = "masked",
        /// Ratios, bands and levels only.
        Dimensionless = "dimensionless",
    }
}

keyed! {
    /// How it went out.
    Form {
        /// As a file anybody can read.
        File = "file",
        /// As a file only the recipient can open.
        Sealed = "sealed",
        /// As plain text that was copied.
        Text = "text",
    }
}

/// A dossier that was handed on, or at least written out to be.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Disclosure {
    /// The day, `YYYY-MM-DD`.
    pub day: String,
    /// How much was told.
    pub level: Level,
    /// How it went out.
    pub form: Form,
    /// To whom.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub to: String,
    /// What for.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub purpose: String,
    /// The seal of the dossier, SHA-256 in lower-case hex.
    pub sha256: String,
}
