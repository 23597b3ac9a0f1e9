//! Sign-in in SQLite.

use async_trait::async_trait;
use model::id::{DeviceId, PersonId};
use model::time::Millis;
use model::wire::DeviceReport;
use sqlx::{Row as _, sqlite::SqliteRow};

use super::{SqliteStore, begin, failed, moment, parsed};
use crate::store::StoreError;
use crate::store::accounts::{Accounts, Credential, DeviceState, Session, Tries};

/// Failed tries are forgotten after so long: a day.
const TRIES_KEPT_MS: i64 = Millis::DAY;

#[async_trait]
impl Accounts for SqliteStore {
    async fn credential(&self, person: PersonId) -> Result<Option<Credential>, StoreError> {
        let row =
            sqlx::query("SELECT hash, must_change, changed FROM credential WHERE person = ?1")
                .bind(person.to_string())
                .fetch_optional(&mut *self.reader.line().await?)
                .await
                .map_err(failed)?;
        Ok(row.map(|row| Credential {
            person,
            hash: row.get("hash"),
            must_change: row.get("must_change"),
            changed: moment(row.get("changed")),
        }))
    }

    async fn set_credential(
        &self,
        credential: &Credential,
        keep: Option<&str>,
    ) -> Result<(), StoreError> {
        let person = credential.person.to_string();
        let mut line = self.writer.line().await?;
        let mut tx = begin(&mut line).await?;
        sqlx::query(
            "INSERT INTO credential (person, hash, must_change, changed) VALUES (?1, ?2, ?3, ?4)
             ON CONFLICT (person) DO UPDATE SET hash = excluded.hash,
                 must_change = excluded.must_change, changed = excluded.changed",
        )
        .bind(&person)
        .bind(&credential.hash)
        .bind(credential.must_change)
        .bind(credential.changed.0)
        .execute(&mut *tx)
        .await
        .map_err(failed)?;
        sqlx::query("DELETE FROM session WHERE person = ?1 AND token IS NOT ?2")
            .bind(&person)
            .bind(keep)
            .execute(&mut *tx)
            .await
            .map_err(failed)?;
        tx.commit().await.map_err(failed)
    }

    async fn has_people(&self) -> Result<bool, StoreError> {
        sqlx::query_scalar("SELECT EXISTS (SELECT 1 FROM credential)")
            .fetch_one(&mut *self.reader.line().await?)
            .await
            .map_err(failed)
    }

    async fn put_session(&self, session: &Session) -> Result<(), StoreError> {
        sqlx::query(
            "INSERT INTO session (token, person, created, password_at, expires, device)
             VALUES (?1, ?2, ?3, ?4, ?5, ?6)
             ON CONFLICT (token) DO UPDATE SET password_at = excluded.password_at,
                 expires = excluded.expires, device = excluded.device",
        )
        .bind(&session.token)
        .bind(session.person.to_string())
        .bind(session.created.0)
        .bind(session.password_at.0)
        .bind(session.expires.0)
        .bind(session.device.map(|device| device.to_string()))
        .execute(&mut *self.writer.line().await?)
        .await
        .map_err(failed)?;
        Ok(())
    }

    async fn session(&self, token: &str) -> Result<Option<Session>, StoreError> {
        let row = sqlx::query("SELECT * FROM session WHERE token = ?1")
            .bind(token)
            .fetch_optional(&mut *self.reader.line().await?)
            .await
            .map_err(failed)?;
        let Some(row) = row else { return Ok(None) };
        let device: Option<String> = row.get("device");
        Ok(Some(Session {
            token: token.to_owned(),
            person: parsed(row.get("person"))?,
            created: moment(row.get("created")),
            password_at: moment(row.get("password_at")),
            expires: moment(row.get("expires")),
            device: device.as_deref().map(parsed).transpose()?,
        }))
    }

    async fn end_session(&self, token: &str) -> Result<(), StoreError> {
        sqlx::query("DELETE FROM session WHERE token = ?1")
            .bind(token)
            .execute(&mut *self.writer.line().await?)
            .await
            .map_err(failed)?;
        Ok(())
    }

    async fn put_link(&self, key: &str, expires: Millis) -> Result<(), StoreError> {
        let mut line = self.writer.line().await?;
        let mut tx = begin(&mut line).await?;
        sqlx::query("DELETE FROM link")
            .execute(&mut *tx)
            .await
            .map_err(failed)?;
        sqlx::query("INSERT INTO link (key, expires) VALUES (?1, ?2)")
            .bind(key)
            .bind(expires.0)
            .execute(&mut *tx)
            .await
            .map_err(failed)?;
        tx.commit().await.map_err(failed)
    }

    async fn link_open(&self, key: &str, now: Millis) -> Result<bool, StoreError> {
        sqlx::query_scalar("SELECT EXISTS (SELECT 1 FROM link WHERE key = ?1 AND expires > ?2)")
            .bind(key)
            .bind(now.0)
            .fetch_one(&mut *self.reader.line().await?)
            .await
            .map_err(failed)
    }

    async fn take_link(&self, key: &str, now: Millis) -> Result<bool, StoreError> {
        let done = sqlx::query("DELETE FROM link WHERE key = ?1 AND expires > ?2")
            .bind(key)
            .bind(now.0)
            .execute(&mut *self.writer.line().await?)
            .await
            .map_err(failed)?;
        Ok(done.rows_affected() == 1)
    }

    async fn tries(&self, key: &str) -> Result<Tries, StoreError> {
        let row = sqlx::query("SELECT failures, until, last FROM tries WHERE key = ?1")
            .bind(key)
            .fetch_optional(&mut *self.reader.line().await?)
            .await
            .map_err(failed)?;
        Ok(row.map_or_else(Tries::default, |row| Tries {
            failures: row.get("failures"),
            until: moment(row.get("until")),
            last: moment(row.get("last")),
        }))
    }

    async fn set_tries(&self, key: &str, tries: Tries) -> Result<(), StoreError> {
        let query = if tries.failures == 0 {
            sqlx::query("DELETE FROM tries WHERE key = ?1").bind(key)
        } else {
            sqlx::query(
                "INSERT INTO tries (key, failures, until, last) VALUES (?1, ?2, ?3, ?4)
                 ON CONFLICT (key) DO UPDATE SET failures = excluded.failures,
                     until = excluded.until, last = excluded.last",
            )
            .bind(key)
            .bind(tries.failures)
            .bind(tries.until.0)
            .bind(tries.last.0)
        };
        query
            .execute(&mut *self.writer.line().await?)
            .await
            .map_err(failed)?;
        Ok(())
    }

    async fn device(&self, device: DeviceId) -> Result<Option<DeviceState>, StoreError> {
        let row = sqlx::query("SELECT * FROM device WHERE device = ?1")
            .bind(device.to_string())
            .fetch_optional(&mut *self.reader.line().await?)
            .await
            .map_err(failed)?;
        row.as_ref().map(device_state).transpose()
    }

    async fn device_signed_in(
        &self,
        device: DeviceId,
        person: PersonId,
        now: Millis,
    ) -> Result<(), StoreError> {
        sqlx::query(
            "INSERT INTO device (device, person, signed_in, seen) VALUES (?1, ?2, ?3, ?3)
             ON CONFLICT (device) DO UPDATE SET person = excluded.person,
                 signed_in = excluded.signed_in, seen = excluded.seen",
        )
        .bind(device.to_string())
        .bind(person.to_string())
        .bind(now.0)
        .execute(&mut *self.writer.line().await?)
        .await
        .map_err(failed)?;
        Ok(())
    }

    async fn device_seen(&self, device: DeviceId, now: Millis) -> Result<(), StoreError> {
        sqlx::query("UPDATE device SET seen = ?2 WHERE device = ?1")
            .bind(device.to_string())
            .bind(now.0)
            .execute(&mut *self.writer.line().await?)
            .await
            .map_err(failed)?;
        Ok(())
    }

    async fn device_reported(
        &self,
        device: DeviceId,
        report: DeviceReport,
        now: Millis,
    ) -> Result<(), StoreError> {
        sqlx::query(
            "UPDATE device SET waiting = ?2, attention = ?3, since = ?4, reported = ?5, seen = ?5
             WHERE device = ?1",
        )
        .bind(device.to_string())
        .bind(report.waiting)
        .bind(report.attention)
        .bind(report.since.map(|since| since.0))
        .bind(now.0)
        .execute(&mut *self.writer.line().await?)
        .await
        .map_err(failed)?;
        Ok(())
    }

    async fn devices(&self) -> Result<Vec<DeviceState>, StoreError> {
        let rows = sqlx::query("SELECT * FROM device")
            .fetch_all(&mut *self.reader.line().await?)
            .await
            .map_err(failed)?;
        rows.iter().map(device_state).collect()
    }

    async fn sweep_accounts(&self, now: Millis) -> Result<(), StoreError> {
        let mut line = self.writer.line().await?;
        let mut tx = begin(&mut line).await?;
        sqlx::query("DELETE FROM session WHERE expires < ?1")
            .bind(now.0)
            .execute(&mut *tx)
            .await
            .map_err(failed)?;
        sqlx::query("DELETE FROM tries WHERE last < ?1")
            .bind(now.plus(-TRIES_KEPT_MS).0)
            .execute(&mut *tx)
            .await
            .map_err(failed)?;
        tx.commit().await.map_err(failed)?;
        // What the tables have grown to, for the choice of indexes: connections stay open for months.
        sqlx::query("PRAGMA optimize")
            .execute(&mut *line)
            .await
            .map_err(failed)?;
        Ok(())
    }
}

fn device_state(row: &SqliteRow) -> Result<DeviceState, StoreError> {
    let reported: Option<i64> = row.get("reported");
    let report = DeviceReport {
        waiting: row.get("waiting"),
        attention: row.get("attention"),
        since: row.get::<Option<i64>, _>("since").map(moment),
    };
    Ok(DeviceState {
        device: parsed(row.get("device"))?,
        person: parsed(row.get("person"))?,
        signed_in: moment(row.get("signed_in")),
        seen: moment(row.get("seen")),
        report: reported.map(|at| (report, moment(at))),
    })
}
