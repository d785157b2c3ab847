//! What `serve` prints when it begins.

use crate::cli::serve;
use crate::db::Config;
use crate::engine::Settings;
use crate::http::Place;
use crate::http::tests::API;

#[test]
fn the_banner_has_all_addresses() {
    #[track_caller]
    fn case(address: &str, settings: &Settings, origin: &str) {
        let datastore = Config::parse("postgres://me:secret@db/tasks").unwrap();
        let docs = match &settings.docs_route {
            Some(route) if cfg!(feature = "docs") => format!("  docs      {origin}{route}\n"),
            _ => String::new(),
        };
        assert_eq!(
            serve::banner(
                &API,
                "Tasks API",
                &Place::Tcp(address.parse().unwrap()),
                settings,
                &datastore
            ),
            format!(
                "Tasks API 1.2.3\n  API       {origin}/v1\n{docs}  document  {origin}/spec\n  database  postgres://me:***@db/tasks\n"
            )
        );
    }
    let settings = Settings::default();
    case("127.0.0.1:8080", &settings, "http://127.0.0.1:8080");
    case("[::1]:8080", &settings, "http://[::1]:8080");
    case("0.0.0.0:81", &settings, "http://localhost:81");
    let public = Settings {
        public_url: Some("https://api.example.com".to_owned()),
        ..settings
    };
    case("127.0.0.1:8080", &public, "https://api.example.com");
    let without = Settings {
        docs_route: None,
        ..Settings::default()
    };
    case("127.0.0.1:8080", &without, "http://127.0.0.1:8080");
}
