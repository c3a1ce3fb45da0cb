//! The entitlements of an account, all of them.

use serde_json::value::RawValue;

use crate::api::Request;
use crate::cli::asking::Asking;
use crate::cli::ending::{Ending, Failure};
use crate::cli::output::{self, Csv, Cut, Json, Layout, Table};
use crate::cli::remarks;
use crate::model::text::grouped;
use crate::model::{AccountId, Entitlement};
use crate::settings::Output;
use crate::work::every_page;

const HEADINGS: [(&str, Cut); 6] = [
    ("NAME", Cut::Distinct),
    ("ATTRIBUTE", Cut::Legible),
    ("PRIVILEGED", Cut::Legible),
    (VALUE, Cut::Distinct),
    ("DESCRIPTION", Cut::Legible),
    ("ID", Cut::Never),
];
const VALUE: &str = "VALUE";
const WORDS: [&str; 6] = ["name", "attribute", "privileged", "value", "description", "id"];

/// Shows the entitlements.
///
/// # Errors
///
/// Where there is no such account, the tenant does not answer, or the output cannot be written.
pub fn show(asking: &Asking, id: &AccountId) -> Result<Ending, Failure> {
    let (have, total) = match asking.preferences.output {
        Output::Table | Output::Csv => {
            let request = |span, count| Request::get_account_entitlements(id, span, count);
            let read = asking.wait(every_page(&asking.client, request, Entitlement::clone))?;
            write_cells(asking, &read.rows)?;
            (read.rows.len(), read.total)
        }
        form => {
            let request = |span, count| Request::get_account_entitlements_raw(id, span, count);
            let read = asking.wait(every_page(&asking.client, request, |record| record.get().to_owned()))?;
            write_json(form, &read.rows)?;
            (read.rows.len(), read.total)
        }
    };
    let missing = total.unwrap_or_default().saturating_sub(have as u64);
    if missing > 0 {
        remarks::line(&format!("{} entitlements are missing: the tenant did not send them", grouped(missing)));
        return Ok(Ending::Incomplete);
    }
    if have == 0 {
        asking.remarks.say("this account holds no entitlements");
    }
    Ok(Ending::Done)
}

fn write_cells(asking: &Asking, entitlements: &[Entitlement]) -> Result<(), Failure> {
    if asking.preferences.output == Output::Csv {
        let mut csv = Csv::under(WORDS.map(str::to_owned).to_vec(), output::stdout());
        for entitlement in entitlements {
            csv.add(&cells(entitlement))?;
        }
        return Ok(csv.finish()?);
    }
    // On many sources an entitlement is called by its value: said twice, each would have half the room.
    let says_more = entitlements.iter().any(|entitlement| entitlement.value != entitlement.name);
    let is_shown = |column: &str| says_more || column != VALUE;
    let mut table = Table::under(
        HEADINGS.into_iter().filter(|(heading, _)| is_shown(heading)).map(|(heading, cut)| (heading.to_owned(), cut)),
    );
    for entitlement in entitlements {
        let cells = cells(entitlement).into_iter().zip(HEADINGS);
        table.add(cells.filter(|(_, (heading, _))| is_shown(heading)).map(|(cell, _)| cell).collect());
    }
    Ok(table.print()?)
}

fn cells(entitlement: &Entitlement) -> [String; 6] {
    let told = |text: &Option<String>| text.clone().unwrap_or_default();
    let privileged = match entitlement.privileged {
        Some(true) => "yes",
        Some(false) => "no",
        None => "",
    };
    [
        told(&entitlement.name),
        told(&entitlement.attribute),
        privileged.to_owned(),
        told(&entitlement.value),
        told(&entitlement.description),
        told(&entitlement.id),
    ]
}

fn write_json(form: Output, records: &[Box<RawValue>]) -> Result<(), Failure> {
    let layout = if form == Output::Json { Layout::Array } else { Layout::Lines };
    let mut json = Json::new(output::stdout(), layout);
    for record in records {
        json.add(record.get())?;
    }
    Ok(json.finish()?)
}
