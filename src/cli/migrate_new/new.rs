//! `migrate new`: a file for a migration, entered in the crate's `lib.rs`.

use std::fs::{self, File};
use std::io::{self, Write as _};
use std::path::Path;

use chrono::{DateTime, TimeDelta, Utc};
use deunicode::deunicode;
use toml_edit::DocumentMut;

use super::super::Failure;
use super::super::migration_crate;
use super::{New, Written, init, lib_rs, rustfmt};
use crate::migration::{Source, render};
use crate::schema::change::Step;
use crate::schema::plan::{Risk, risks};

/// The longest name of what a migration does, in its file's name.
const LONGEST: usize = 60;

/// Writes a migration of these steps and registers it in the crate's `lib.rs`. Both happen or neither.
///
/// # Errors
///
/// When there is no crate, the message makes no name, `lib.rs` isn't understood, or a file can't be written.
pub(in crate::cli) fn new(options: &New, steps: &[Step]) -> Result<Written, Failure> {
    if options.auto && steps.is_empty() {
        return Ok(Written {
            file: None,
            message: "nothing to do: the database is as the API declares it\n".to_owned(),
        });
    }
    let slug = slug(&options.message)?;
    let source = options.folder.join("src");
    let lib = source.join("lib.rs");
    migration_crate::find(&options.folder, &options.program)?;
    let unwritten =
        |path: &Path, error: &dyn std::fmt::Display| format!("{} can't be written: {error}", path.display());
    let registered = fs::read_to_string(&lib).map_err(|error| format!("{} can't be read: {error}", lib.display()))?;
    let name = free_name(&source, &registered, options.now, &slug)?;
    let entered = lib_rs::register(&registered, &name).map_err(|unfit| format!("{} {unfit}", lib.display()))?;

    let edition = edition(&options.folder);
    let formatted = |text: &str| rustfmt::formatted("rustfmt", &source, &edition, text);
    let text = render(&Source {
        message: &options.message,
        steps,
        allow_loss: options.allow_loss,
    });
    let text = formatted(&text).unwrap_or(text);
    // What rustfmt would have changed before is left to its owner.
    let clean = formatted(&registered).is_some_and(|formatted| formatted == registered);
    let entered = if clean {
        formatted(&entered).unwrap_or(entered)
    } else {
        entered
    };

    let file = source.join(format!("{name}.rs"));
    let created = File::create_new(&file).and_then(|mut created| created.write_all(text.as_bytes()));
    if let Err(error) = created {
        // A file that was there before stays.
        if error.kind() != io::ErrorKind::AlreadyExists {
            let _ = fs::remove_file(&file);
        }
        return Err(unwritten(&file, &error).into());
    }
    if let Err(error) = replace(&lib, &entered) {
        let _ = fs::remove_file(&file);
        return Err(unwritten(&lib, &error).into());
    }
    let message = message(&file, steps, options.allow_loss);
    Ok(Written {
        file: Some(file),
        message,
    })
}

/// Whether the crate has migrations already.
pub(in crate::cli) fn has_migrations(folder: &Path) -> bool {
    let lib = fs::read_to_string(folder.join("src/lib.rs")).unwrap_or_default();
    lib_rs::declares(&lib, |_| true)
}

/// What was done. The caller prints the risks of the steps.
fn message(file: &Path, steps: &[Step], allow_loss: bool) -> String {
    let mut message = format!("wrote {}\n", file.display());
    let loses = |step| risks(step).iter().any(|(_, risk)| *risk == Risk::LosesData);
    if !allow_loss && steps.iter().any(loses) {
        message
            .push_str("steps that lose data are commented out there, with those that depend on them; --allow-loss writes them out\n");
    }
    if steps.is_empty() {
        message.push_str("it does nothing yet: write what is to change in `up`, and what undoes it in `down`\n");
    }
    message
}

/// The words of a message, as a part of a name: `add_severity`.
fn slug(message: &str) -> Result<String, Failure> {
    let mut slug = String::new();
    let message = deunicode(message);
    let words = message.split(|letter: char| !letter.is_ascii_alphanumeric());
    for word in words.filter(|word| !word.is_empty()) {
        let more = word.len() + usize::from(!slug.is_empty());
        if slug.len() + more > LONGEST {
            // At least the beginning of the first word.
            if slug.is_empty() {
                slug.push_str(&word[..LONGEST]);
            }
            break;
        }
        if !slug.is_empty() {
            slug.push('_');
        }
        slug.push_str(word);
    }
    slug.make_ascii_lowercase();
    if slug.is_empty() {
        let problem = if message.trim().is_empty() {
            "is empty"
        } else {
            "has no letter from a to z and no digit"
        };
        return Err(format!("the message {problem}: name what the migration does, such as -m \"add severity\"").into());
    }
    Ok(slug)
}

/// `m20261122_101500_add_severity`, at the first second from now that no other migration has.
fn free_name(source: &Path, registered: &str, now: DateTime<Utc>, slug: &str) -> Result<String, Failure> {
    let mut names = Vec::new();
    for entry in fs::read_dir(source).map_err(|error| format!("{} can't be read: {error}", source.display()))? {
        names.push(entry?.file_name().to_string_lossy().into_owned());
    }
    for second in 0..3600 {
        let time = now + TimeDelta::seconds(second);
        let time = time.format("m%Y%m%d_%H%M%S_").to_string();
        let taken = names.iter().any(|name| name.starts_with(&time));
        if !taken && !lib_rs::declares(registered, |name| name.starts_with(&time)) {
            return Ok(format!("{time}{slug}"));
        }
    }
    Err(format!(
        "{} has migrations for each second of the next hour; is the clock right?",
        source.display()
    )
    .into())
}

/// The edition of the crate: rustfmt needs it.
fn edition(folder: &Path) -> String {
    let read = |path: &Path| fs::read_to_string(path).ok()?.parse::<DocumentMut>().ok();
    let given = read(&folder.join("Cargo.toml")).and_then(|manifest| {
        let edition = manifest.get("package")?.get("edition")?;
        if let Some(edition) = edition.as_str() {
            return Some(edition.to_owned());
        }
        let (_, root) = init::workspace(folder).ok()??;
        Some(
            root.get("workspace")?
                .get("package")?
                .get("edition")?
                .as_str()?
                .to_owned(),
        )
    });
    given.unwrap_or_else(|| "2024".to_owned())
}

/// Replaces a file at once, so that a full disk leaves the one that is there.
pub(super) fn replace(path: &Path, text: &str) -> io::Result<()> {
    // A link stays one.
    let path = path.canonicalize()?;
    let permissions = fs::metadata(&path)?.permissions();
    if permissions.readonly() {
        return Err(io::ErrorKind::PermissionDenied.into());
    }
    let folder = path.parent().unwrap_or(Path::new("."));
    let mut file = tempfile::NamedTempFile::new_in(folder)?;
    file.write_all(text.as_bytes())?;
    file.as_file().set_permissions(permissions)?;
    file.persist(&path)?;
    Ok(())
}
