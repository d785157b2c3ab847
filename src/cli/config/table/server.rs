//! Where the server listens.

use std::path::PathBuf;

use crate::cli::config::flag::Flag;

pub(super) fn flags() -> Vec<Flag> {
    vec![
        Flag::text("host", &["MICRO_SERVICE_HOST"], "HOST", |it| &mut it.listening.host)
            .help("Where to listen; containers set 0.0.0.0"),
        Flag::whole("port", &["MICRO_SERVICE_PORT", "PORT"], 0..=u16::MAX, |it| {
            &mut it.listening.port
        })
        .unit("PORT")
        .help("The port; 0: any that is free"),
        Flag::switch("reuse-port", &["REUSE_PORT"], |it| &mut it.listening.reuse_port)
            .help("Share the port with other servers that do the same; the system spreads connections over them")
            .more("`SO_REUSEPORT`, on Unix."),
        Flag::optional("unix", &["UNIX_SOCKET"], "PATH", file, |it| &mut it.listening.unix)
            .help("Listen on this Unix socket instead of a port")
            .more("A file that a killed server left there is replaced."),
        Flag::parsed("unix-mode", &["UNIX_MODE"], "MODE", mode, |it| &mut it.listening.unix_mode)
            .default("660")
            .range("0 to 777".to_owned())
            .help("The permissions of that socket, in octal: who may write to it may connect"),
        Flag::optional("tls-cert", &["TLS_CERT"], "FILE", file, |it| {
            &mut it.listening.tls_certificate
        })
        .help("Speak TLS with this certificate: the chain in PEM, the server's own first")
        .more("Clients may choose HTTP/2 by ALPN. SIGHUP has the files read again. Needs the feature `tls`, which is on by default."),
        Flag::optional("tls-key", &["TLS_KEY"], "FILE", file, |it| &mut it.listening.tls_key)
            .help("The private key of the certificate, in PEM, without a password"),
        Flag::seconds("hsts", &["HSTS"], 0..=63_072_000, |it| &mut it.settings.hsts)
            .help("With TLS, how long browsers are to use nothing else for this host; 0: nothing is said")
            .more("`Strict-Transport-Security` (RFC 6797); never for localhost."),
        Flag::optional_whole("admin-port", &["ADMIN_PORT"], 0..=u16::MAX, |it| {
            &mut it.listening.admin_port
        })
        .unit("PORT")
        .default("the API's port")
        .help("Answer /live, /ready and /metrics on this port instead of the API's")
        .more("It speaks plain HTTP."),
        Flag::optional_text("admin-host", &["ADMIN_HOST"], "HOST", |it| &mut it.listening.admin_host)
            .default("that of --host")
            .help("Where to listen with that port"),
        Flag::seconds("drain-delay", &["DRAIN_DELAY"], 0..=3_600, |it| &mut it.listening.drain_delay)
            .help("How long a server that is told to stop goes on accepting connections, while /ready is 503")
            .more("Load balancers need that time to notice. A second signal ends it."),
        Flag::optional_text("app-name", &["APP_NAME"], "NAME", |it| &mut it.app_name)
            .default("the API's title")
            .help("What the service calls itself"),
    ]
}

fn file(text: &str) -> Result<PathBuf, String> {
    Ok(PathBuf::from(text))
}

/// Reads permissions of a file.
fn mode(text: &str) -> Result<u32, String> {
    let mode = u32::from_str_radix(text, 8).ok().filter(|mode| *mode <= 0o777);
    mode.ok_or_else(|| "expected permissions in octal, such as 660".to_owned())
}
