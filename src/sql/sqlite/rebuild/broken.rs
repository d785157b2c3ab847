//! Views and triggers that an alteration would break.

use sea_orm::DbErr;

use super::super::super::connection::{Connection, refused};
use super::statements as words;
use crate::sql::message;

/// Views and triggers that name what isn't there.
pub(super) struct Broken(Option<Vec<String>>);

impl Broken {
    /// Those of the database, which has no table of this name. SQLite names only the first, so that they are looked for one by one, if
    /// there are any.
    pub(super) async fn of(connection: Connection<'_>, unused: &str) -> Result<Self, DbErr> {
        if Self::probe(connection, unused).await.is_ok() {
            return Ok(Self(None));
        }
        Ok(Self(Some(Self::each(connection).await?)))
    }

    async fn probe(connection: Connection<'_>, unused: &str) -> Result<(), DbErr> {
        let [create, rename, drop] = words::probe(unused);
        connection.execute(&create).await?;
        let renamed = connection.execute(&rename).await;
        if renamed.is_ok() {
            return connection.execute(&drop).await;
        }
        // Undone, and the failure stays the last statement that is reported.
        let _ = connection.execute(&drop).await;
        renamed
    }

    async fn each(connection: Connection<'_>) -> Result<Vec<String>, DbErr> {
        let mut broken = Vec::new();
        for row in connection.query(words::PROBES, Vec::new()).await? {
            let (what, sql): (String, String) = (row.try_get("", "what")?, row.try_get("", "sql")?);
            if let Err(error) = connection.query(&sql, Vec::new()).await {
                broken.push(format!("{what}: {}", message(&error)));
            }
        }
        Ok(broken)
    }

    /// Refuses what wasn't so before.
    pub(super) async fn refuse_more(self, connection: Connection<'_>, unused: &str) -> Result<(), DbErr> {
        let Some(before) = self.0 else {
            return Self::probe(connection, unused).await;
        };
        let after = Self::each(connection).await?;
        match after.into_iter().find(|broken| !before.contains(broken)) {
            None => Ok(()),
            Some(broken) => Err(refused(format!(
                "this breaks {broken}; drop that first, and create it again afterwards"
            ))),
        }
    }
}
