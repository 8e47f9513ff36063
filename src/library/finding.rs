//! Findings: what is wrong with a library, in which file and line, and what to do about it. Nothing here decides what is wrong.

use std::fmt;
use std::sync::Arc;

/// Whether a finding stops the library from being used.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub enum Severity {
    Error,
    Warning,
}

/// One thing to change. Printed as `prompts/en/gratitude.toml:17: error: what is wrong — what to do`.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub struct Finding {
    /// The file, as a path a person can open.
    pub file: Arc<str>,
    /// Counted from 1; none when the finding is about the file as a whole.
    pub line: Option<u32>,
    pub severity: Severity,
    pub code: Code,
    pub wrong: String,
    pub remedy: String,
}

impl fmt::Display for Finding {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.file)?;
        if let Some(line) = self.line {
            write!(f, ":{line}")?;
        }
        let severity = match self.severity {
            Severity::Error => "error",
            Severity::Warning => "warning",
        };
        write!(f, ": {severity}: {} — {}", self.wrong, self.remedy)
    }
}

/// The sort of a finding; stable, for tests and tools.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub enum Code {
    /// A folder or file cannot be read, is not UTF-8 or is far too large.
    Unreadable,
    /// Not TOML.
    Toml,
    /// A file that nothing reads.
    StrayFile,
    /// A folder whose name is not a language.
    BadLanguage,
    /// A file that every library has is not there.
    MissingFile,
    UnknownKey,
    MissingKey,
    /// A text where a number belongs, and the like.
    WrongType,
    BadId,
    DuplicateId,
    /// A file or a table of a kind that `kinds.toml` does not list.
    UnknownKind,
    KindWithoutPrompts,
    /// A word, a prompt or a file that English has and this language has not.
    MissingTranslation,
    /// A translation of a prompt that English does not have.
    UnknownPrompt,
    UnknownTag,
    UnknownShape,
    /// A number outside its bounds.
    OutOfRange,
    /// Depth 1 with a tag that is never light.
    DepthOfTag,
    /// `choice` without its options, or options without a choice.
    Options,
    /// `scale` without its ends, or ends without a scale.
    Ends,
    Empty,
    TooLong,
    TwoQuestions,
    /// Something in braces that nothing fills in, or a translation that lost its `{partner}`.
    Placeholder,
    Quotes,
    Spaces,
    /// A character that cannot be seen.
    Invisible,
    BadTheme,
    /// One theme holds too much of a kind.
    ThemeHeavy,
    SameText,
    NearText,
}

/// Findings as they are made, all for files of one library.
#[derive(Default, Debug)]
pub(super) struct Findings(pub(super) Vec<Finding>);

impl Findings {
    pub(super) fn error(&mut self, at: &At, code: Code, wrong: String, remedy: impl Into<String>) {
        self.push(at, Severity::Error, code, wrong, remedy.into());
    }

    pub(super) fn warning(
        &mut self,
        at: &At,
        code: Code,
        wrong: String,
        remedy: impl Into<String>,
    ) {
        self.push(at, Severity::Warning, code, wrong, remedy.into());
    }

    fn push(&mut self, at: &At, severity: Severity, code: Code, wrong: String, remedy: String) {
        self.0.push(Finding {
            file: at.file.clone(),
            line: at.line,
            severity,
            code,
            wrong,
            remedy,
        });
    }

    /// Whether files could not be read, so that what they would have said is not missing but unknown.
    pub(super) fn has_unreadable(&self) -> bool {
        self.0.iter().any(|f| f.code == Code::Unreadable)
    }

    /// All of them, by file and line.
    pub(super) fn sorted(mut self) -> Vec<Finding> {
        self.0.sort();
        self.0
    }
}

/// A place in a file.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(super) struct At {
    pub(super) file: Arc<str>,
    pub(super) line: Option<u32>,
}

impl At {
    pub(super) fn file(file: &Arc<str>) -> At {
        At {
            file: file.clone(),
            line: None,
        }
    }

    pub(super) fn line(file: &Arc<str>, line: u32) -> At {
        At {
            file: file.clone(),
            line: Some(line),
        }
    }
}

/// A value and the line it stands on.
#[derive(Clone, PartialEq, Debug)]
pub(super) struct Placed<T> {
    pub(super) value: T,
    pub(super) line: u32,
}
