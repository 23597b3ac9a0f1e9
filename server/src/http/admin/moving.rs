//! A running cycle to another instrument: `/api/v1/admin/cycles/move`. For an admin of its own office or
//! of one above.

use std::sync::Arc;

use app::admin::shelf::{Move, MoveAnswer};
use axum::Json as Answer;
use axum::extract::State;
use model::instrument::{Change, Instrument};
use model::rights::Action;

use super::super::body::Json;
use super::super::identity::Settled;
use super::super::problem::Problem;
use super::instruments::{by_digest, only_who_may, titled};
use crate::serve::App;
use crate::sistem::{Moved, Moving};

/// Shows what a move changes, and does it where it is asked to.
pub(super) async fn move_cycle(
    State(app): State<Arc<App>>,
    Settled(session): Settled,
    Json(body): Json<Move>,
) -> Result<Answer<MoveAnswer>, Problem> {
    let directory = app.ledger().directory().await?;
    let known = directory.cycle(body.cycle);
    let known = known.ok_or_else(Problem::not_found)?;
    only_who_may(&app, session.person, Action::Administer, known.office).await?;
    let (to, text) = by_digest(&app, &body.to).await?;
    let ledger = app.ledger();
    let (moving, moved) = match body.go {
        true => ledger.move_cycle(body.cycle, &to).await?,
        false => (ledger.plan_move(body.cycle, &to).await?, Moved::default()),
    };
    let new = Instrument::parse(&text).map_err(Problem::internal)?;
    let old = ledger.instrument(&moving.from.digest).await?;
    let old = old.ok_or_else(Problem::not_found)?;
    Ok(Answer(answer(&old, &new, &moving, moved)))
}

fn answer(old: &Instrument, new: &Instrument, moving: &Moving, moved: Moved) -> MoveAnswer {
    let moves = &moving.moves;
    let changed = |change: Change| {
        let all = moves.maps.iter().filter(move |one| one.change == change);
        let ids: Vec<String> = all.map(|one| one.to.clone()).collect();
        titled(new, &ids)
    };
    MoveAnswer {
        same: changed(Change::Same).len(),
        reworded: changed(Change::Reworded),
        other_answers: changed(Change::OtherAnswers),
        new: titled(new, &moves.new),
        gone: titled(old, &moves.gone),
        kept: titled(old, &moving.kept),
        anew: titled(new, &moving.anew),
        refused: moved.refused,
    }
}
