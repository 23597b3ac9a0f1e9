//! Room written ahead, which the first full disk gives up: the capture in hand is then still kept.

use indexed_db_futures::error::Error;
use indexed_db_futures::prelude::*;
use model::sync::store::StoreError;

use super::connection::{Connection, Durability, KeyRange, Stores};
use super::schema::keys::RESERVE;
use super::value::encode_bytes;
use crate::platform::random;

/// Its object store.
pub const STORE: &str = RESERVE;
/// 16 MiB: more than a photograph with its thumbnail, its op and what the database needs beside them.
const PIECES: u32 = 16;
const PIECE_BYTES: usize = 1024 * 1024;

/// Writes what is missing of the reserve, one piece in a transaction. Noise, because the database
/// compresses: zeros would keep no room.
pub async fn keep(connection: &Connection) -> Result<bool, StoreError> {
    let there = connection
        .read(&[RESERVE], async |stores| {
            stores.get(RESERVE)?.count().build()?.await
        })
        .await?;
    for piece in there..PIECES {
        let mut noise = vec![0_u8; PIECE_BYTES];
        random::fill(&mut noise);
        let value = encode_bytes(&noise);
        let write = connection
            .write_once(&[RESERVE], Durability::Relaxed, async |stores| {
                stores.put(RESERVE, &piece.into(), &value)
            })
            .await;
        match write {
            Ok(()) => {}
            Err(StoreError::Full) => return Ok(false),
            Err(error) => return Err(error),
        }
    }
    Ok(true)
}

/// Gives the reserve up, inside a transaction. Says whether there was one.
pub async fn clear(stores: &Stores<'_>) -> Result<bool, Error> {
    let there: u32 = stores.get(RESERVE)?.count().build()?.await?;
    stores.delete(RESERVE, KeyRange::LowerBound(0.into(), false))?;
    Ok(there > 0)
}
