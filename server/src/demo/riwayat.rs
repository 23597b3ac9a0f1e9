//! Earlier years: what the institution's letters said of Trenggalek and Pacitan, so that their home has a line
//! to go on from. Invented like everything in the demo.

use model::id::RecordId;
use model::op::{OpError, Stream};
use model::schema::Kind;
use model::view::Past;
use rust_decimal::Decimal;
use serde_json::Value;

use super::board::{moment, server};
use super::pen::{About, Pen};
use super::people::{PACITAN, TRENGGALEK, office};
use crate::sistem::fields_of_past;

/// A year of an office in hundredths of a point: what its letter says.
struct Letter {
    office: &'static str,
    year: i32,
    index: i64,
    /// What the letter names as claimed beyond the index; then all of the index was verified.
    beyond: Option<i64>,
    source: &'static str,
}

const fn letter(office: &'static str, year: i32, index: i64, source: &'static str) -> Letter {
    let beyond = None;
    Letter {
        office,
        year,
        index,
        beyond,
        source,
    }
}

/// Under the worksheet of this year.
const THIS: &[Letter] = &[
    letter(TRENGGALEK, 2023, 58_40, "LHE ZI 2023, surat B-117/PW/2023"),
    Letter {
        beyond: Some(11_25),
        ..letter(TRENGGALEK, 2024, 64_75, "LHE ZI 2024, surat B-098/PW/2024")
    },
    Letter {
        beyond: Some(9_60),
        ..letter(TRENGGALEK, 2025, 69_10, "LHE ZI 2025, surat B-131/PW/2025")
    },
    letter(PACITAN, 2025, 61_05, "LHE ZI 2025, surat B-133/PW/2025"),
];

/// Under the worksheet of the year before.
const BEFORE: &[Letter] = &[
    letter(TRENGGALEK, 2023, 66_20, "Surat Sekjen 412/RB/2024"),
    letter(TRENGGALEK, 2024, 70_85, "Surat Sekjen 388/RB/2025"),
];

/// Enters them, for the families of both worksheets.
///
/// # Errors
/// [`OpError`], if an op can't be written down.
pub fn earlier_years(pen: &mut Pen, this: &str, before: &str) -> Result<(), OpError> {
    let of = |letters: &'static [Letter], family| letters.iter().map(move |one| (family, one));
    for (family, letter) in of(THIS, this).chain(of(BEFORE, before)) {
        let past = past(letter, family);
        let about = About {
            stream: Stream::board(past.office),
            cycle: None,
            kind: Kind::Riwayat,
            id: RecordId::past(past.office, family, past.year),
        };
        let fields = fields_of_past(&past);
        let said: Vec<(&str, Value)> = fields.into_iter().filter(|(_, is)| !is.is_null()).collect();
        pen.write(server(moment(1, 5, 9, 0)), &about, &said)?;
    }
    Ok(())
}

fn past(letter: &Letter, family: &str) -> Past {
    let points = |hundredths| Decimal::new(hundredths, 2);
    let (index, whole) = (points(letter.index), Decimal::ONE_HUNDRED);
    let beyond = letter.beyond.map(points);
    Past {
        office: office(letter.office),
        family: family.to_owned(),
        year: letter.year,
        index,
        whole,
        standing: beyond.map(|beyond| Past::parts(index, Decimal::ZERO, beyond, whole)),
        source: letter.source.to_owned(),
        cycle: None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_letter_says_what_can_be() {
        for letter in THIS.iter().chain(BEFORE) {
            assert_eq!(past(letter, "lke").check(), Ok(()), "{}", letter.source);
        }
    }
}
