//! Where clients reach the service.

use crate::cli::config::flag::{Flag, yes_or_no};
use crate::cli::options::whole;
use crate::engine::{AllowedHost, AllowedOrigin};

pub(super) fn flags() -> Vec<Flag> {
    vec![
        Flag::optional("public-url", &["PUBLIC_URL"], "URL", public_url, |it| {
            &mut it.settings.public_url
        })
        .default("the request's host")
        .help("The URL under which clients reach the service, such as https://api.example.com")
        .more(
            "`Link`, `Location` and the document's first server begin with it. Its path is the prefix under which a proxy serves it.",
        )
        .in_documents(),
        Flag::parsed("trust-proxy", &["TRUST_PROXY"], "N", proxies, |it| {
            &mut it.settings.trusted_proxies
        })
        .alone("1")
        .default("0")
        .range("0 to 16".to_owned())
        .help("How many proxies are in front of the service; true, or the flag alone: 1")
        .more(
            "Only what these proxies wrote into `X-Forwarded-Proto`, `-Host`, `-Port` and `-For` is believed, the last for the log and rate limits. Links have a forwarded host only if \
             `ALLOWED_HOSTS` lists it.",
        ),
        Flag::parsed("allowed-hosts", &["ALLOWED_HOSTS"], "HOSTS", hosts, |it| {
            &mut it.settings.allowed_hosts
        })
        .default("any, not used in links")
        .help("The hosts under which clients reach the service, a.example,*.b.example; others are 400")
        .more("Unless set, every host is accepted, and links are paths unless the host is this machine."),
        Flag::optional("cors-origins", &["CORS_ORIGINS"], "ORIGINS", origins, |it| {
            &mut it.settings.cors_origins
        })
        .default("those that the API declares")
        .help("The origins whose pages may call the API, https://a.example,https://*.b.example; none: no others than its own")
        .more("They replace those that its `cors` declares; its other rules stay."),
    ]
}

/// Reads how many proxies are trusted; a yes is one.
fn proxies(text: &str) -> Result<usize, String> {
    match yes_or_no(text) {
        Some(trusted) => Ok(usize::from(trusted)),
        None => whole(0..=16)(text),
    }
}

fn hosts(text: &str) -> Result<Vec<AllowedHost>, String> {
    text.split(',')
        .map(|host| host.parse().map_err(str::to_owned))
        .collect()
}

fn origins(text: &str) -> Result<Vec<AllowedOrigin>, String> {
    if text.trim().eq_ignore_ascii_case("none") {
        return Ok(Vec::new());
    }
    text.split(',').map(str::parse).collect()
}

fn public_url(text: &str) -> Result<String, String> {
    let refused = || "expected a URL such as https://api.example.com".to_owned();
    let url = url::Url::parse(text).map_err(|_| refused())?;
    let plain =
        url.query().is_none() && url.fragment().is_none() && url.username().is_empty() && url.password().is_none();
    if matches!(url.scheme(), "http" | "https") && plain {
        Ok(url.as_str().trim_end_matches('/').to_owned())
    } else {
        Err(refused())
    }
}
