//! The rooms of the house: who may import whom, and what each room never contains.

/// A room: a module at the crate's root with everything below it.
pub struct Room {
    pub name: &'static str,
    /// The parts of our crate it may use besides itself, as paths from the root.
    pub may_use: &'static [&'static str],
    /// What it never contains.
    pub never: &'static [&'static [Banned]],
}

/// Something a room does not contain.
pub struct Banned {
    /// Words in a row: of a path for [`What::Path`], of the code for [`What::Code`], a literal for [`What::Text`].
    pub what: What,
    /// Why, in a word or two.
    pub because: &'static str,
    /// The files below `src/` that are excepted, by the beginning of their path.
    pub except: &'static [&'static str],
}

pub enum What {
    Path(&'static [&'static str]),
    Code(&'static [&'static str]),
    Text(&'static str),
}

const fn path(words: &'static [&'static str], because: &'static str) -> Banned {
    Banned { what: What::Path(words), because, except: &[] }
}

const fn code(words: &'static [&'static str], because: &'static str) -> Banned {
    Banned { what: What::Code(words), because, except: &[] }
}

const fn field(name: &'static str) -> Banned {
    Banned {
        what: What::Text(name),
        because: "what the tenant's fields are called is known to api::wire alone",
        // The lines of `qd runs` and of plans are ours, and call things as the tenant does.
        except: &["api/wire", "api/error", "model/fields", "cli/lines"],
    }
}

const TIME_ENTERS: &str = "reads a clock: time enters as a value";
const PACED_CLOCK: Banned = Banned {
    what: What::Path(&["Instant", "now"]),
    because: "only the pace, the token's life and the measured request read a clock",
    except: &["api/pace", "api/auth", "api/transport"],
};
const CLOCKS: &[Banned] = &[
    path(&["Instant", "now"], TIME_ENTERS),
    path(&["SystemTime", "now"], TIME_ENTERS),
    path(&["Timestamp", "now"], TIME_ENTERS),
    path(&["Zoned", "now"], TIME_ENTERS),
];
const INPUT_AND_OUTPUT: &[Banned] = &[
    path(&["std", "fs"], "does I/O"),
    path(&["std", "io"], "does I/O"),
    path(&["std", "net"], "does I/O"),
    path(&["std", "env"], "reads the environment"),
    path(&["std", "process"], "starts or ends processes"),
    path(&["std", "thread"], "starts or holds threads"),
    path(&["reqwest"], "does I/O"),
];
const ASYNCHRONY: &[Banned] = &[
    path(&["tokio"], "waits"),
    path(&["futures_util"], "waits"),
    code(&["async"], "waits"),
    code(&["await"], "waits"),
];
const CHANNELS: &[Banned] =
    &[path(&["mpsc"], "holds a channel"), path(&["oneshot"], "holds a channel"), path(&["watch"], "holds a channel")];
const RANDOMNESS: &[Banned] = &[path(&["fastrand"], "is left to chance")];
const SCREEN: &[Banned] = &[path(&["ratatui"], "knows the screen"), path(&["crossterm"], "knows the terminal")];
const TERMINAL: &[Banned] = &[path(&["crossterm"], "knows the terminal")];
const TERMINAL_BUT_ITS_WIDTH: &[Banned] = &[
    path(&["ratatui"], "knows the screen"),
    Banned {
        what: What::Path(&["crossterm"]),
        because: "only the width of the terminal is asked, by the table",
        except: &["cli/output/table"],
    },
];
const DRAWING_CHANGES_NOTHING: &[Banned] = &[code(&["&", "mut", "State"], "drawing changes no state")];
const SERVER: &[Banned] = &[path(&["axum"], "serves HTTP: only the tenant does")];

/// The one wrapper around the text widget, and the one place that may name it.
const TEXT_WIDGET: &[Banned] = &[Banned {
    what: What::Path(&["tui_textarea"]),
    because: "app::editor alone wraps the text widget",
    except: &["app/editor"],
}];

/// Names of fields in the tenant's answers. What can be filtered and sorted by, `model::fields` says as well.
const WIRE_NAMES: &[Banned] = &[
    field("cloudLifecycleState"),
    field("isMachine"),
    field("systemAccount"),
    field("sourceOwner"),
    field("ownerIdentity"),
    field("emailAddress"),
    field("detailCode"),
    field("trackingId"),
    field("completionStatus"),
    field("percentComplete"),
];

/// The house, from left to right: each room may use rooms to its left only.
pub const HOUSE: [Room; 12] = [
    Room {
        name: "model",
        may_use: &[],
        never: &[ASYNCHRONY, SCREEN, CLOCKS, INPUT_AND_OUTPUT, RANDOMNESS, SERVER, TEXT_WIDGET, WIRE_NAMES],
    },
    Room {
        name: "query",
        may_use: &["model"],
        never: &[ASYNCHRONY, SCREEN, CLOCKS, INPUT_AND_OUTPUT, RANDOMNESS, SERVER, TEXT_WIDGET, WIRE_NAMES],
    },
    Room { name: "api", may_use: &["model"], never: &[SCREEN, SERVER, TEXT_WIDGET, WIRE_NAMES, &[PACED_CLOCK]] },
    Room { name: "work", may_use: &["model", "query", "api"], never: &[SCREEN, SERVER, TEXT_WIDGET, WIRE_NAMES] },
    Room {
        name: "app",
        may_use: &["model", "query", "work::protocol"],
        never: &[ASYNCHRONY, SCREEN, CLOCKS, INPUT_AND_OUTPUT, CHANNELS, RANDOMNESS, SERVER, TEXT_WIDGET, WIRE_NAMES],
    },
    Room {
        name: "keys",
        may_use: &["model", "app"],
        never: &[ASYNCHRONY, CLOCKS, INPUT_AND_OUTPUT, CHANNELS, RANDOMNESS, SERVER, TEXT_WIDGET, WIRE_NAMES],
    },
    Room {
        name: "ui",
        may_use: &["model", "app", "keys"],
        never: &[
            ASYNCHRONY,
            TERMINAL,
            CLOCKS,
            INPUT_AND_OUTPUT,
            CHANNELS,
            RANDOMNESS,
            SERVER,
            TEXT_WIDGET,
            WIRE_NAMES,
            DRAWING_CHANGES_NOTHING,
        ],
    },
    Room {
        name: "settings",
        may_use: &["model", "query", "api", "work", "app", "keys", "ui"],
        never: &[ASYNCHRONY, SCREEN, SERVER, TEXT_WIDGET, WIRE_NAMES],
    },
    Room {
        name: "runtime",
        may_use: &["model", "query", "api", "work", "app", "keys", "ui", "settings"],
        never: &[SERVER, TEXT_WIDGET, WIRE_NAMES],
    },
    Room {
        name: "cli",
        may_use: &["model", "query", "api", "work", "app", "keys", "ui", "settings", "runtime", "tenant"],
        never: &[TERMINAL_BUT_ITS_WIDTH, SERVER, TEXT_WIDGET, WIRE_NAMES],
    },
    Room { name: "main", may_use: &["cli"], never: &[SCREEN, SERVER, TEXT_WIDGET] },
    // If both sides of the line shared a type, both would drift together and no test would see it.
    Room { name: "tenant", may_use: &[], never: &[SCREEN, TEXT_WIDGET, &[path(&["reqwest"], "is a server")]] },
];
