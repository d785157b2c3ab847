//! Several processes that migrate at once.

use std::process::Stdio;

use warp_openapi::sea_orm::ConnectionTrait as _;

use super::{command, on_each, outcome, run};

#[tokio::test]
async fn processes_that_start_at_once_apply_each_migration_once() {
    on_each(async |database| {
        let start = || {
            let mut command = command("slow", database.url(), &["migrate"]);
            command
                .stdout(Stdio::piped())
                .stderr(Stdio::piped())
                .spawn()
                .expect("a process")
        };
        let racing: Vec<_> = (0..4).map(|_| start()).collect();
        let mut applied: Vec<String> = Vec::new();
        for process in racing {
            let out = outcome(process.wait_with_output().expect("an end")).fine();
            applied.extend(
                out.lines()
                    .filter_map(|line| line.strip_prefix("applied "))
                    .map(str::to_owned),
            );
        }
        applied.sort();
        assert_eq!(applied, ["m1_books", "m2", "m3", "m4", "m5", "m6", "m7", "m8"]);
        let rows = database
            .connection()
            .execute_unprepared("UPDATE books SET pages = 1")
            .await
            .expect("rows");
        assert_eq!(rows.rows_affected(), 7);
        let status = run("slow", database.url(), &["migrate", "status"]).fine();
        assert!(!status.contains("pending"), "{status}");
    })
    .await;
}
