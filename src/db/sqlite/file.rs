//! The file of a database: created and removed.

use std::fs;
use std::io::{ErrorKind, Read as _};
use std::path::Path;

use super::open_file;
use crate::db::Config;
use crate::db::config::File;
use crate::db::whole::{WholeError, refused};

/// How an SQLite file begins (<https://sqlite.org/fileformat.html>, section 1.3.1).
const HEAD: &[u8; 16] = b"SQLite format 3\0";

/// Whether the file exists. It is an error if it isn't a database: a wrong path must not delete another file.
pub(in crate::db) fn exists(config: &Config, file: &File) -> Result<bool, WholeError> {
    let mut head = Vec::new();
    match fs::File::open(&file.path) {
        Ok(opened) if opened.metadata().is_ok_and(|about| about.is_file()) => {
            opened
                .take(16)
                .read_to_end(&mut head)
                .map_err(|error| refused(config, "read", error))?;
        }
        Ok(_) => return Err(WholeError::Foreign(config.to_string())),
        Err(error) if error.kind() == ErrorKind::NotFound => return Ok(false),
        Err(error) => return Err(refused(config, "read", error)),
    }
    // An empty file is an empty database.
    if head.is_empty() || head == HEAD {
        Ok(true)
    } else {
        Err(WholeError::Foreign(config.to_string()))
    }
}

pub(in crate::db) async fn create(config: &Config, file: &File, force: bool) -> Result<bool, WholeError> {
    let there = exists(config, file)?;
    if there && !force {
        return Err(WholeError::Exists(config.to_string()));
    }
    if !there
        && let Some(folder) = Path::new(&file.path)
            .parent()
            .filter(|folder| !folder.as_os_str().is_empty())
    {
        let missing = || format!("there is no folder {}; create it first", folder.display());
        if !folder.is_dir() {
            return Err(refused(config, "created", missing()));
        }
    }
    if there {
        remove(config, file)?;
    }
    // The URL may require that the file exists.
    let plain = File {
        parameters: String::new(),
        ..file.clone()
    };
    let made = open_file(config, &plain).await;
    let made = made.map_err(|reason| refused(config, "created", reason))?;
    made.close().await.map_err(|error| refused(config, "created", error))?;
    Ok(there)
}

pub(in crate::db) fn remove(config: &Config, file: &File) -> Result<(), WholeError> {
    if !exists(config, file)? {
        return Err(WholeError::Missing(config.to_string()));
    }
    // The file system would delete it all the same.
    let mut parameters = file.parameters.split('&');
    if parameters.any(|parameter| matches!(parameter, "mode=ro" | "immutable=true" | "immutable=1")) {
        let reason = "its URL says that it is read-only; remove that from the URL if you mean to drop it";
        return Err(refused(config, "dropped", reason));
    }
    let path = Path::new(&file.path);
    fs::remove_file(path).map_err(|error| refused(config, "dropped", error))?;
    for suffix in ["-wal", "-shm", "-journal"] {
        let mut name = path.as_os_str().to_owned();
        name.push(suffix);
        match fs::remove_file(&name) {
            Err(error) if error.kind() != ErrorKind::NotFound => return Err(refused(config, "dropped", error)),
            _ => {}
        }
    }
    Ok(())
}
