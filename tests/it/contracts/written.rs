//! Documents for validators.

use warp_openapi::testing::{App, Database};

use super::{Press, documents};
use crate::relations::selection::Gallery;

/// Writes the documents into the folder `DOCUMENTS`, for the validators of `.ci/run document`.
#[tokio::test]
async fn documents_are_written_for_validators() {
    let Some(folder) = std::env::var_os("DOCUMENTS") else {
        return;
    };
    let apis = [("press", Press::API), ("gallery", Gallery::API)];
    for (name, api) in apis {
        let app = App::start(api, Database::sqlite().await).await;
        for (version, _) in documents(&app).await {
            let text = app
                .get(&format!("/spec?version={version}"))
                .await
                .expect(200)
                .text()
                .to_owned();
            let path = std::path::Path::new(&folder).join(format!("{name}-{version}.json"));
            std::fs::write(path, text).expect("a folder");
        }
    }
}
