//! Values that contain secrets.

use url::Url;

/// What of a value is secret.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::cli) enum Secret {
    /// The password and the parameters of a URL; other texts are shown unless a password may be in them.
    InUrl,
}

/// What is shown instead of a secret.
const MASK: &str = "***";

impl Secret {
    /// The value without what is secret.
    pub(in crate::cli) fn masked(self, value: &str) -> String {
        match self {
            Self::InUrl if !may_contain_password(value) => value.to_owned(),
            Self::InUrl => match Url::parse(value) {
                Ok(url) => url_without_password(url),
                Err(_) => "...".to_owned(),
            },
        }
    }

    /// Whether the value contains a secret, which nobody else should see.
    pub(in crate::cli) fn is_in(self, value: &str) -> bool {
        match self {
            Self::InUrl => Url::parse(value).is_ok_and(|url| {
                let names_password = |(name, _): (std::borrow::Cow<'_, str>, _)| name == "password";
                url.password().is_some() || url.query_pairs().any(names_password)
            }),
        }
    }
}

fn may_contain_password(value: &str) -> bool {
    value.contains(['@', '=', '?'])
}

fn url_without_password(mut url: Url) -> String {
    url.set_fragment(None);
    let parameters: Vec<String> = url
        .query_pairs()
        .map(|(name, value)| {
            // Of parameters only those are shown that are known to have no secret.
            let is_plain = name.starts_with("ssl") || name == "application_name" || name == "mode";
            format!("{name}={}", if is_plain { &value } else { MASK })
        })
        .collect();
    url.set_query((!parameters.is_empty()).then(|| parameters.join("&")).as_deref());
    if url.password().is_some() && url.set_password(Some(MASK)).is_err() {
        return format!("{}://...", url.scheme());
    }
    url.to_string()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn passwords_of_urls_are_masked() {
        #[track_caller]
        fn case(value: &str, shown: &str, is_secret: bool) {
            assert_eq!(Secret::InUrl.masked(value), shown);
            assert_eq!(Secret::InUrl.is_in(value), is_secret, "{value}");
        }
        case("sqlite:tasks.sqlite", "sqlite:tasks.sqlite", false);
        case("tasks.db", "tasks.db", false);
        case("postgres://me@host/tasks", "postgres://me@host/tasks", false);
        case("postgres://me:secret@host/tasks", "postgres://me:***@host/tasks", true);
        case("redis://:secret@host:6379/0", "redis://:***@host:6379/0", true);
        case(
            "postgres://host/tasks?password=secret&sslmode=require",
            "postgres://host/tasks?password=***&sslmode=require",
            true,
        );
        case("postgres://me:sec#ret@[host/tasks", "...", false);
    }
}
