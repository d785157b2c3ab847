//! What README and guide say of files of this repository.

use std::fs;
use std::path::Path;

fn file(path: &str) -> String {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join(path);
    fs::read_to_string(&path).unwrap_or_else(|error| panic!("{}: {error}", path.display()))
}

#[test]
fn the_first_page_shows_the_template() {
    let page = file("src/guide/start.md");
    for shown in [
        "Cargo.toml",
        "src/lib.rs",
        "src/main.rs",
        "tests/api.rs",
        "Containerfile",
    ] {
        let text = file(&format!("examples/template/{shown}"));
        assert!(
            page.contains(text.trim_end()),
            "src/guide/start.md doesn't show {shown} as it is"
        );
    }
}

#[test]
fn the_readme_is_short_and_links_every_page() {
    let readme = file("README.md");
    assert!(
        readme.lines().count() <= 220,
        "README.md has {} lines",
        readme.lines().count()
    );
    let pages = Path::new(env!("CARGO_MANIFEST_DIR")).join("src/guide");
    let pages = fs::read_dir(pages)
        .expect("the guide")
        .map(|entry| entry.expect("a page").file_name());
    for page in pages.map(|name| name.into_string().expect("a name in UTF-8")) {
        if page.ends_with(".md") {
            assert!(
                readme.contains(&format!("(src/guide/{page})")),
                "README.md doesn't link {page}"
            );
        }
    }
}
