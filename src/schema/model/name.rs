//! Names of constraints and indexes, derived from what they constrain, so that every database and every migration agrees.

/// The longest name that PostgreSQL keeps, in bytes.
const LONGEST: usize = 63;

/// The name of a constraint or an index: `{table}_{columns}_{suffix}`.
pub(crate) fn of<S: AsRef<str>>(table: &str, parts: &[S], suffix: &str) -> String {
    let parts = parts.iter().map(AsRef::as_ref);
    let all: Vec<&str> = std::iter::once(table).chain(parts).chain([suffix]).collect();
    join(&all)
}

/// Joins the parts by `_`; a name that is too long ends in a hash of all of it instead.
fn join(parts: &[&str]) -> String {
    let name = parts.join("_");
    if name.len() <= LONGEST {
        return name;
    }
    let mut cut = LONGEST - 9;
    while !name.is_char_boundary(cut) {
        cut -= 1;
    }
    format!("{}_{:08x}", &name[..cut], hash(&name))
}

/// FNV-1a: names must stay the same for ever, which the standard library's hasher doesn't promise.
fn hash(text: &str) -> u32 {
    text.bytes().fold(0x811c_9dc5, |hash, byte| {
        (hash ^ u32::from(byte)).wrapping_mul(0x0100_0193)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn long_names_are_cut_and_stay_distinct() {
        assert_eq!(join(&["tasks", "title", "key"]), "tasks_title_key");
        let long = "a_very_long_name_of_a_column_in_a_table_that_has_many";
        let (one, other) = (join(&["tasks", long, "key"]), join(&["tasks", long, "fkey"]));
        assert_eq!(one, "tasks_a_very_long_name_of_a_column_in_a_table_that_has_many_key");
        assert_eq!(other.len(), LONGEST);
        assert_eq!(other, join(&["tasks", long, "fkey"]));
        assert_ne!(other, join(&["tasks", long, "fkez"]));
        assert!(join(&["é".repeat(60).as_str()]).len() <= LONGEST);
    }
}
