//! A value after its gates, on one sheet.

use rust_decimal::Decimal;

use super::sheet::Own;
use crate::instrument::{Gate, ItemIndex, Unit};

/// One sheet, as far as gates ask.
pub(super) trait Values {
    /// The value of an item or node (its points ÷ its weight) after its own gates.
    fn value(&self, of: Unit) -> Option<Decimal>;
    /// An item's own answer.
    fn own(&self, of: ItemIndex) -> Option<Own<'_>>;
}

/// A value after its gates. What depends on something unanswered is unanswered; what is unanswered itself
/// stays so.
pub(super) fn gated(own: Option<Decimal>, gates: &[Gate], sheet: &dyn Values) -> Option<Decimal> {
    gates.iter().try_fold(own?, |value, gate| {
        let other = sheet.value(gate.on())?;
        Some(match gate {
            Gate::Times(_) => value * other,
            Gate::ZeroIf { item, waits, .. } => {
                let own = sheet.own(*item)?;
                let zero = waits.is(own.value, own.answer);
                if zero { Decimal::ZERO } else { value }
            }
        })
    })
}

/// The value of a node: its points ÷ its weight, at most 1 also where more is printed below it than on it.
pub(super) fn share(points: Decimal, weight: Decimal) -> Option<Decimal> {
    let share = points.checked_div(weight)?;
    Some(share.min(Decimal::ONE))
}
