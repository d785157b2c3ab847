//! Checks patterns when a program starts, since regular expressions can't be parsed in const.

use regex::Regex;

use super::{Api, Default, Field, Shape};
use crate::types::Literal;

/// Checks that all patterns are regular expressions, and that defaults and examples match them.
///
/// # Errors
///
/// The first mistake in one line: where, what, remedy.
pub(crate) fn check_patterns(api: &Api) -> Result<(), String> {
    let of_resources = api
        .resources()
        .map(|resource| ("resource", resource.name, resource.fields));
    let of_schemas = api.components().filter_map(|component| match component.shape {
        Shape::Object(fields) => Some(("schema", component.name, fields)),
        Shape::Enum(_) | Shape::Union(_) => None,
    });
    for (keyword, owner, fields) in of_resources.chain(of_schemas) {
        for field in fields {
            check(field).map_err(|fault| format!("{keyword} `{owner}`: field `{}`: {fault}", field.name))?;
        }
    }
    Ok(())
}

fn check(field: &Field) -> Result<(), String> {
    let Some(pattern) = field.limits.pattern else {
        return Ok(());
    };
    let regex = Regex::new(pattern).map_err(|error| {
        let reason = error.to_string();
        let reason = reason.lines().last().unwrap_or_default().trim_start_matches("error: ");
        format!("pattern `{pattern}` is not a valid regular expression: {reason}; fix it in the declaration")
    })?;
    let default = match field.default {
        Some(Default::Literal(literal)) => Some(("default", literal)),
        Some(Default::With(_)) | None => None,
    };
    let example = field.example.map(|literal| ("example", literal));
    for (what, literal) in default.into_iter().chain(example) {
        if let Literal::Text(text) = literal
            && !regex.is_match(text)
        {
            return Err(format!(
                "its {what} \"{text}\" doesn't match its pattern `{pattern}`; fix one of them"
            ));
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn case(pattern: &'static str, default: &'static str, expected: Option<&str>) {
        let field = Field::column::<String>("code", &[])
            .pattern(pattern)
            .default(default)
            .done();
        assert_eq!(check(&field).err().as_deref(), expected, "{pattern}");
    }

    #[test]
    fn patterns_are_regular_expressions_that_defaults_match() {
        case("^[a-z]+$", "abc", None);
        case(
            "^[a-z]+$",
            "ABC",
            Some("its default \"ABC\" doesn't match its pattern `^[a-z]+$`; fix one of them"),
        );
        case(
            "(",
            "abc",
            Some("pattern `(` is not a valid regular expression: unclosed group; fix it in the declaration"),
        );
    }
}
