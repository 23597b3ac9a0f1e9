//! Another sort for an office: `/api/v1/admin/offices/kind`. For an admin of the office or of one above.

use std::sync::Arc;

use app::admin::shelf::{Rekind, RekindAnswer, RekindCycle};
use axum::Json as Answer;
use axum::extract::State;
use model::instrument::Instrument;
use model::rights::Action;

use super::super::body::Json;
use super::super::identity::Settled;
use super::super::problem::Problem;
use super::instruments::{only_who_may, titled};
use crate::serve::App;
use crate::sistem::CycleChange;

/// Shows what another sort changes, and gives it where that is asked for.
pub(super) async fn rekind(
    State(app): State<Arc<App>>,
    Settled(session): Settled,
    Json(body): Json<Rekind>,
) -> Result<Answer<RekindAnswer>, Problem> {
    only_who_may(&app, session.person, Action::Administer, body.office).await?;
    let ledger = app.ledger();
    let plan = match body.go {
        true => ledger.set_kind(body.office, &body.kind).await?,
        false => ledger.plan_kind(body.office, &body.kind).await?,
    };
    let mut cycles = Vec::new();
    for one in plan.cycles {
        let instrument = ledger.instrument(&one.instrument).await?;
        cycles.extend(instrument.map(|instrument| answer(&instrument, one)));
    }
    let (from, to) = (plan.from, plan.to);
    Ok(Answer(RekindAnswer { from, to, cycles }))
}

fn answer(instrument: &Instrument, one: CycleChange) -> RekindCycle {
    RekindCycle {
        name: one.name,
        weight: one.change.weight,
        comes: titled(instrument, &one.change.comes),
        goes: titled(instrument, &one.change.goes),
        kept: titled(instrument, &one.kept),
    }
}
