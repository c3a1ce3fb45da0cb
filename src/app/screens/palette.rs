//! The palette: commands by name, for what has no key or needs a word.

use crate::app::action::Action;
use crate::app::editor::Editor;

/// The palette while it is open.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Palette {
    /// What is typed.
    pub editor: Editor,
    /// Why the last command could not be done.
    pub complaint: Option<String>,
}

/// A command of the palette.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Command {
    /// Go to the row with this number, counted from 1.
    Goto(u64),
    /// Sort by a column; `-` before its name turns the order round.
    Sort {
        /// The column's name.
        column: String,
        /// Largest first.
        descending: bool,
    },
    /// Show or hide a column.
    Column(String),
    /// Ask for accounts.
    Query(String),
    /// Enable or disable the ISC sign-ins of the identities of the marked accounts.
    Identities {
        /// Whether they may sign in.
        enable: bool,
    },
    /// Take every account of a source out of the tenant.
    RemoveAll(String),
    /// Open a queue by its name.
    Queue(String),
    /// Save the query on the screen as a queue of this name.
    AddQueue(String),
    /// Take a queue out.
    RemoveQueue(String),
    /// Write accounts to a file of this name; empty for one that is proposed.
    Export(String),
    /// Open the plan of this file.
    Plan(String),
    /// Anything a key does.
    Act(Action),
}

/// The commands that take a word, with what they do.
pub const WITH_WORD: [(&str, &str); 9] = [
    ("goto", "go to the row with this number"),
    ("sort", "sort by a column; sort -modified for the newest first"),
    ("column", "show or hide a column, such as attr.department"),
    ("query", "ask for accounts"),
    ("queue", "open a queue; queue add NAME saves this query, queue remove NAME"),
    ("export", "write accounts to a file, such as export ~/locked.csv"),
    ("plan", "open the plan of a file, such as plan ~/leavers.json"),
    ("identities", "enable or disable the ISC sign-ins of the marked accounts' identities"),
    ("source", "source remove-accounts NAME: take every account of a source out of the tenant"),
];

/// Actions that make sense by name.
#[must_use]
pub fn actions() -> Vec<Action> {
    vec![
        Action::Top,
        Action::Bottom,
        Action::Open,
        Action::RawJson,
        Action::SortReverse,
        Action::Columns,
        Action::Refresh,
        Action::Pause,
        Action::AllAccounts,
        Action::Queues,
        Action::PreviousView,
        Action::Copy,
        Action::CopyRows,
        Action::CommandLine,
        Action::MarkRange,
        Action::MarkAll,
        Action::MarkInverse,
        Action::MarkNone,
        Action::Enable,
        Action::Disable,
        Action::Unlock,
        Action::Reload,
        Action::Remove,
        Action::Delete,
        Action::LastRun,
        Action::Tasks,
        Action::Watch,
        Action::Edit,
        Action::Replace,
        Action::Create,
        Action::Correlate,
        Action::Uncorrelate,
        Action::Log,
        Action::Help,
        Action::Quit,
    ]
}

impl Command {
    /// Reads a command as typed behind the colon.
    ///
    /// # Errors
    /// A sentence that says what is wrong and what would fit.
    pub fn read(text: &str) -> Result<Self, String> {
        let text = text.trim();
        let (word, rest) = text.split_once(char::is_whitespace).unwrap_or((text, ""));
        let rest = rest.trim();
        if word.bytes().all(|byte| byte.is_ascii_digit()) && !word.is_empty() {
            return Self::goto(word);
        }
        let needs =
            |what: &str| if rest.is_empty() { Err(format!("{word} needs {what}")) } else { Ok(rest.to_owned()) };
        match word {
            "goto" => Self::goto(&needs("the number of a row")?),
            "sort" => {
                let column = needs("the name of a column")?;
                let descending = column.starts_with('-');
                Ok(Self::Sort { column: column.trim_start_matches('-').to_owned(), descending })
            }
            "column" => Ok(Self::Column(needs("the name of a column")?)),
            "query" => Ok(Self::Query(rest.to_owned())),
            "queue" => Self::queue(&needs("the name of a queue; :queues lists them")?),
            "plan" => Ok(Self::Plan(needs("the name of a file")?)),
            "export" => Ok(Self::Export(rest.to_owned())),
            "identities" => match rest {
                "enable" => Ok(Self::Identities { enable: true }),
                "disable" => Ok(Self::Identities { enable: false }),
                _ => Err("identities needs enable or disable".to_owned()),
            },
            "source" => match rest.split_once(char::is_whitespace) {
                Some(("remove-accounts", name)) => Ok(Self::RemoveAll(name.trim().to_owned())),
                _ => Err("source needs remove-accounts and the name of a source".to_owned()),
            },
            "q" => Ok(Self::Act(Action::Quit)),
            _ => Self::action(word),
        }
    }

    fn goto(word: &str) -> Result<Self, String> {
        let digits = word.replace([',', '_', '.'], "");
        match digits.parse::<u64>() {
            Ok(row) if row > 0 => Ok(Self::Goto(row)),
            _ => Err(format!("{word:?} is not the number of a row: they count from 1")),
        }
    }

    fn queue(rest: &str) -> Result<Self, String> {
        let (word, name) = rest.split_once(char::is_whitespace).unwrap_or((rest, ""));
        let name = name.trim().to_owned();
        match word {
            "add" if name.is_empty() => Err("queue add needs a name".to_owned()),
            "add" => Ok(Self::AddQueue(name)),
            "remove" if name.is_empty() => Err("queue remove needs the name of a queue".to_owned()),
            "remove" => Ok(Self::RemoveQueue(name)),
            _ => Ok(Self::Queue(rest.to_owned())),
        }
    }

    fn action(word: &str) -> Result<Self, String> {
        let found = actions().into_iter().find(|action| action.name() == word);
        found.map(Self::Act).ok_or_else(|| match matching(word).first() {
            Some((name, _)) if !word.is_empty() => format!("there is no command {word:?}; did you mean {name}?"),
            _ => format!("there is no command {word:?}; Tab shows what there is"),
        })
    }
}

/// The commands that begin with what is typed, with what they do.
#[must_use]
pub fn matching(typed: &str) -> Vec<(&'static str, &'static str)> {
    let all = WITH_WORD.into_iter().chain(actions().into_iter().map(|action| (action.name(), action.description())));
    let mut found: Vec<_> = all.filter(|(name, _)| name.starts_with(typed)).collect();
    found.sort_unstable();
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn commands_are_read() {
        let sort = |column: &str, descending| Command::Sort { column: column.to_owned(), descending };
        let cases = [
            ("goto 40000", Ok(Command::Goto(40_000))),
            ("goto 40,000", Ok(Command::Goto(40_000))),
            ("  12 ", Ok(Command::Goto(12))),
            ("sort -modified", Ok(sort("modified", true))),
            ("sort native id", Ok(sort("native id", false))),
            ("column attr.dept", Ok(Command::Column("attr.dept".to_owned()))),
            ("query is:uncorrelated", Ok(Command::Query("is:uncorrelated".to_owned()))),
            ("queue locked in AD", Ok(Command::Queue("locked in AD".to_owned()))),
            ("queue add  my own", Ok(Command::AddQueue("my own".to_owned()))),
            ("queue remove my own", Ok(Command::RemoveQueue("my own".to_owned()))),
            ("queue add", Err("queue add needs a name".to_owned())),
            ("queues", Ok(Command::Act(Action::Queues))),
            ("quit", Ok(Command::Act(Action::Quit))),
            ("q", Ok(Command::Act(Action::Quit))),
            ("goto", Err("goto needs the number of a row".to_owned())),
            ("goto 0", Err("\"0\" is not the number of a row: they count from 1".to_owned())),
            ("qu", Err("there is no command \"qu\"; did you mean query?".to_owned())),
            ("frobnicate", Err("there is no command \"frobnicate\"; Tab shows what there is".to_owned())),
        ];
        for (text, expected) in cases {
            assert_eq!(Command::read(text), expected, "{text}");
        }
    }
}
