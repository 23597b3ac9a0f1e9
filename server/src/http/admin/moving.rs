//! A running cycle to another instrument: `/api/v1/admin/cycles/move`. For an admin of its own office or
//! of one above.

use std::sync::Arc;

use app::admin::shelf::{Move, MoveAnswer};
use axum::Json as Answer;
use axum::extract::State;
use model::instrument::{Change, Item};
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
    let (to, _) = by_digest(&app, &body.to).await?;
    let ledger = app.ledger();
    let (moving, moved) = match body.go {
        true => ledger.move_cycle(body.cycle, &to).await?,
        false => (ledger.plan_move(body.cycle, &to).await?, Moved::default()),
    };
    Ok(Answer(answer(&moving, moved)))
}

fn answer(moving: &Moving, moved: Moved) -> MoveAnswer {
    let (moves, [old, new]) = (&moving.moves, &moving.worksheets);
    let name = |item: &Item| format!("{} · {}", item.path, item.title);
    let pairs = |change: Change| -> Vec<[String; 2]> {
        let pairs = moving.pairs(change);
        pairs.map(|(was, is)| [name(was), name(is)]).collect()
    };
    MoveAnswer {
        same: pairs(Change::Same),
        reworded: pairs(Change::Reworded),
        other_answers: pairs(Change::OtherAnswers),
        new: titled(new, &moves.new),
        gone: titled(old, &moves.gone),
        kept: titled(old, &moving.kept),
        anew: titled(new, &moving.anew),
        refused: moved.refused,
    }
}
