//! Commands on a PostgreSQL server that takes connections with TLS alone.

use std::process::ExitCode;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use super::tasks;
use crate::testing::encrypted::{Authority, EncryptedPostgres, parameter};

#[test]
fn commands_are_encrypted_as_the_url_says() {
    let authority = Authority::new();
    let runtime = tokio::runtime::Runtime::new().unwrap();
    let who = "hostssl all all 127.0.0.1/32 trust";
    let Some(server) = runtime.block_on(EncryptedPostgres::start(&authority, who)) else {
        return;
    };
    let url = |parameters: &str| server.url("localhost", parameters).replace("/postgres?", "/tasks?");
    let verified = url(&format!(
        "sslmode=verify-full&{}",
        parameter("sslrootcert", &authority.file())
    ));
    let plain = url("sslmode=disable");
    #[track_caller]
    fn case(url: &str, command: &[&str], expected: ExitCode) {
        let datastore = format!("--datastore={url}");
        let arguments = [&["tasks", &datastore], command].concat();
        assert_eq!(tasks().run_from(arguments), expected, "{command:?}");
    }
    for command in [
        &["db", "create"][..],
        &["migrate"],
        &["doctor"],
        &["db", "tables", "--db"],
        &["migrate", "check"],
    ] {
        case(&plain, command, ExitCode::FAILURE);
        case(&verified, command, ExitCode::SUCCESS);
    }
    for (url, expected) in [(plain, false), (verified, true)] {
        let begun = Arc::new(AtomicBool::new(false));
        let noted = Arc::clone(&begun);
        let serving = tasks().on_start(move |_| {
            noted.store(true, Ordering::Relaxed);
            async { Err::<(), _>("far enough") }
        });
        let code = serving.run_from(["tasks", &format!("--datastore={url}"), "serve", "--port=0"]);
        assert_eq!(code, ExitCode::FAILURE);
        assert_eq!(begun.load(Ordering::Relaxed), expected);
    }
}
