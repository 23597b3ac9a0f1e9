//! Counts of a percentage, and the value that follows from them.

use crate::table::Table;

use rust_decimal::Decimal;

use super::{Row, RowRole};

/// A typed percentage and the one that its counts give may differ by this much.
pub const ROWS_TOLERANCE: Decimal = Decimal::from_parts(5, 0, 0, false, 3);

/// What is typed in each row, lowest and highest: they differ where two people differ.
pub type Counts = Table<String, (Decimal, Decimal)>;

/// Why counts give no value.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum RowsProblem {
    /// Nothing is typed in any row of the whole.
    #[error("the whole is empty: type what is counted")]
    NoWhole,
    /// The whole is 0: type the percentage itself, or leave the item unanswered.
    #[error("the whole is 0: nothing can be divided by it")]
    ZeroWhole,
    /// Nothing is typed for the part.
    #[error("the part is empty: type what is counted")]
    NoPart,
    /// No row is known to be the whole, or none the part: settle their roles.
    #[error("the rows don't say what is divided by what")]
    NoRoles,
}

/// Whether rows say what is divided by what: a whole, and a part or a rest, not both.
pub(super) fn are_whole(rows: &[Row]) -> bool {
    let has = |role| rows.iter().any(|row| row.role == role);
    has(RowRole::Seluruh) && has(RowRole::Bagian) != has(RowRole::Sisa)
}

/// The value of a percentage from its counts: part ÷ whole, or (whole − rest) ÷ whole, cut off at 0 and 1.
/// Several rows of a role are added; an empty one among them adds nothing. Where two people differ about a
/// count, the lowest value that can follow.
///
/// # Errors
/// [`RowsProblem`]: the item stays unanswered.
pub fn value_of_rows(rows: &[Row], counts: &Counts) -> Result<Decimal, RowsProblem> {
    if !are_whole(rows) {
        return Err(RowsProblem::NoRoles);
    }
    let sum = |role: RowRole, pick: fn(&(Decimal, Decimal)) -> Decimal| {
        let typed = rows.iter().filter(|row| row.role == role);
        let mut typed = typed.filter_map(|row| counts.get(&row.code)).peekable();
        typed.peek()?;
        typed.map(pick).reduce(|a, b| a.checked_add(b).unwrap_or(a))
    };
    let (low, high) = (|c: &(Decimal, Decimal)| c.0, |c: &(Decimal, Decimal)| c.1);
    let decrease = rows.iter().any(|row| row.role == RowRole::Sisa);
    let whole = sum(RowRole::Seluruh, if decrease { low } else { high });
    let whole = whole.ok_or(RowsProblem::NoWhole)?;
    let part = if decrease {
        sum(RowRole::Sisa, high).and_then(|rest| whole.checked_sub(rest))
    } else {
        sum(RowRole::Bagian, low)
    };
    // The whole is looked at first: without one, the part doesn't matter.
    if whole.is_zero() {
        return Err(RowsProblem::ZeroWhole);
    }
    let value = part.ok_or(RowsProblem::NoPart)?.checked_div(whole);
    let value = value.ok_or(RowsProblem::ZeroWhole)?;
    Ok(value.clamp(Decimal::ZERO, Decimal::ONE))
}

/// The value that the counts give, where a typed one differs from it by more than 0.005.
#[must_use]
pub fn rows_differ(rows: &[Row], counts: &Counts, typed: Decimal) -> Option<Decimal> {
    let computed = value_of_rows(rows, counts).ok()?;
    ((computed - typed).abs() > ROWS_TOLERANCE).then_some(computed)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn rows(of: &[(&str, RowRole)]) -> Vec<Row> {
        let row = |(code, role): &(&str, RowRole)| Row {
            code: (*code).to_owned(),
            title: String::new(),
            role: *role,
        };
        of.iter().map(row).collect()
    }

    fn counts(of: &[(&str, i64)]) -> Counts {
        let one =
            |(code, n): &(&str, i64)| ((*code).to_owned(), (Decimal::from(*n), Decimal::from(*n)));
        of.iter().map(one).collect()
    }

    const PLAIN: &[(&str, RowRole)] = &[("1", RowRole::Seluruh), ("2", RowRole::Bagian)];
    const LESS: &[(&str, RowRole)] = &[
        ("1", RowRole::Seluruh),
        ("2", RowRole::Sisa),
        ("3", RowRole::Lewati),
    ];
    const SUM: &[(&str, RowRole)] = &[
        ("1", RowRole::Lewati),
        ("2", RowRole::Seluruh),
        ("3", RowRole::Seluruh),
        ("4", RowRole::Bagian),
    ];

    /// Rows, what is typed in them, and the value.
    type Case<'a> = (
        &'a [(&'a str, RowRole)],
        &'a [(&'a str, i64)],
        Result<&'a str, RowsProblem>,
    );

    #[test]
    fn values_follow_from_counts() {
        let cases: &[Case<'_>] = &[
            // 3 ÷ 4.
            (PLAIN, &[("1", 4), ("2", 3)], Ok("0.75")),
            // More than the whole is the whole; less than nothing is nothing.
            (PLAIN, &[("1", 4), ("2", 9)], Ok("1")),
            (PLAIN, &[("1", 4), ("2", -1)], Ok("0")),
            // (10 − 4) ÷ 10; an increase earns nothing.
            (LESS, &[("1", 10), ("2", 4), ("3", 99)], Ok("0.6")),
            (LESS, &[("1", 10), ("2", 12)], Ok("0")),
            // 9 ÷ (4 + 6); an empty row of the whole adds nothing.
            (SUM, &[("1", 50), ("2", 4), ("3", 6), ("4", 9)], Ok("0.9")),
            (SUM, &[("2", 4), ("4", 3)], Ok("0.75")),
            (PLAIN, &[("2", 3)], Err(RowsProblem::NoWhole)),
            (PLAIN, &[("1", 0), ("2", 3)], Err(RowsProblem::ZeroWhole)),
            (PLAIN, &[("1", 4)], Err(RowsProblem::NoPart)),
            (&PLAIN[..1], &[("1", 4)], Err(RowsProblem::NoRoles)),
        ];
        for (of, typed, value) in cases {
            let value = value.map(|v| v.parse::<Decimal>().unwrap());
            assert_eq!(value_of_rows(&rows(of), &counts(typed)), value, "{typed:?}");
        }
    }

    #[test]
    fn where_two_differ_the_lowest_value_follows() {
        let n = Decimal::from;
        let both = |whole: (i64, i64), part: (i64, i64)| {
            let pair = |(a, b): (i64, i64)| (n(a), n(b));
            Counts::from([("1".into(), pair(whole)), ("2".into(), pair(part))])
        };
        // 2 ÷ 5, not 3 ÷ 4; (4 − 3) ÷ 4, not (5 − 2) ÷ 5.
        let low = value_of_rows(&rows(PLAIN), &both((4, 5), (2, 3)));
        assert_eq!(low, Ok(Decimal::new(4, 1)));
        let low = value_of_rows(&rows(LESS), &both((4, 5), (2, 3)));
        assert_eq!(low, Ok(Decimal::new(25, 2)));
    }

    #[test]
    fn a_typed_percentage_may_differ_a_little() {
        let (rows, counts) = (rows(PLAIN), counts(&[("1", 200), ("2", 199)]));
        // Counted: 0.995.
        assert_eq!(rows_differ(&rows, &counts, Decimal::ONE), None);
        let typed = Decimal::new(9235, 4);
        let counted = Decimal::new(995, 3);
        assert_eq!(rows_differ(&rows, &counts, typed), Some(counted));
    }
}
