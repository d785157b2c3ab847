//! The flags that set where clients reach the service.

use clap::{Arg, ArgMatches};

use super::options::{flag, number, text, whole};
use crate::engine::{AllowedHost, Settings};

/// The flags.
pub(super) fn flags() -> [Arg; 3] {
    [
        flag(
            "public-url",
            "URL",
            &["PUBLIC_URL"],
            "Where clients reach the service, such as https://api.example.com [default: the request's host]",
        )
        .value_parser(public_url),
        trust_proxy(),
        flag(
            "allowed-hosts",
            "HOSTS",
            &["ALLOWED_HOSTS"],
            "The hosts under which clients reach the service, a.example,*.b.example; others are 400 [default: any, not used in links]",
        )
        .value_delimiter(',')
        .value_parser(str::parse::<AllowedHost>),
    ]
}

/// How many proxies are trusted.
pub(super) fn trust_proxy() -> Arg {
    flag(
        "trust-proxy",
        "N",
        &["TRUST_PROXY"],
        "Believe X-Forwarded-Proto, -Host, -Port and -For of the last N proxies; without a number, of one",
    )
    .num_args(0..=1)
    .require_equals(true)
    .default_missing_value("1")
    .value_parser(proxies)
}

/// Reads them.
pub(super) fn read(matches: &ArgMatches, settings: &mut Settings) {
    settings.public_url = text(matches, "public-url");
    settings.trusted_proxies = number(matches, "trust-proxy", 0);
    // None where the command has no such flag.
    let hosts = matches.try_get_many::<AllowedHost>("allowed-hosts").ok().flatten();
    settings.allowed_hosts = hosts.into_iter().flatten().cloned().collect();
}

/// Reads how many proxies are trusted; a yes is one.
fn proxies(text: &str) -> Result<usize, String> {
    match text.to_ascii_lowercase().as_str() {
        "true" | "yes" | "y" | "on" | "t" => Ok(1),
        "false" | "no" | "n" | "off" | "f" => Ok(0),
        digits => whole(0..=16)(digits),
    }
}

fn public_url(text: &str) -> Result<String, &'static str> {
    let refused = "expected a URL such as https://api.example.com";
    let url = url::Url::parse(text).map_err(|_| refused)?;
    let plain =
        url.query().is_none() && url.fragment().is_none() && url.username().is_empty() && url.password().is_none();
    if matches!(url.scheme(), "http" | "https") && plain {
        Ok(url.as_str().trim_end_matches('/').to_owned())
    } else {
        Err(refused)
    }
}

#[cfg(test)]
mod tests {
    use clap::Command;

    use super::*;

    fn read(flags: &[&str]) -> Result<Settings, String> {
        let command = Command::new("serve").args(super::flags());
        let matches = command.try_get_matches_from(std::iter::once("serve").chain(flags.iter().copied()));
        let mut settings = Settings::default();
        super::read(&matches.map_err(|error| error.to_string())?, &mut settings);
        Ok(settings)
    }

    #[test]
    fn proxies_are_a_number_or_a_yes() {
        for (flags, expected) in [
            (&[][..], 0),
            (&["--trust-proxy"], 1),
            (&["--trust-proxy=true"], 1),
            (&["--trust-proxy=off"], 0),
            (&["--trust-proxy=0"], 0),
            (&["--trust-proxy=2"], 2),
        ] {
            assert_eq!(read(flags).unwrap().trusted_proxies, expected, "{flags:?}");
        }
        for flag in ["--trust-proxy=-1", "--trust-proxy=many", "--trust-proxy=17"] {
            let refused = read(&[flag]).unwrap_err();
            assert!(refused.contains("expected a whole number from 0 to 16"), "{refused}");
        }
    }

    #[test]
    fn allowed_hosts_are_a_list() {
        let allowed = read(&["--allowed-hosts=a.example, *.b.example:8443"])
            .unwrap()
            .allowed_hosts;
        let expected = ["a.example", "*.b.example:8443"].map(|host| host.parse().unwrap());
        assert_eq!(allowed, expected);
        assert_eq!(read(&[]).unwrap().allowed_hosts, []);
        for flag in ["--allowed-hosts=http://a", "--allowed-hosts=a,,b", "--allowed-hosts="] {
            let refused = read(&[flag]).unwrap_err();
            assert!(refused.contains("expected a host such as api.example.com"), "{refused}");
        }
    }
}
