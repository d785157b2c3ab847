//! What a handler's lists answer.

use serde_json::{Value, json};

use super::*;
use crate::support::refuses;

#[tokio::test]
async fn a_handler_s_rows_are_filtered_ordered_and_paged() {
    on_every_database(async |app| {
        for (path, expected) in [
            ("/projects/1/tasks", "1 2 | 4 5 of 4"),
            ("/projects/2/tasks", "3 6 of 2"),
            ("/projects/3/tasks", " of 0"),
            ("/projects/1/tasks?severity=5", "1 5 of 2"),
            ("/projects/1/tasks?severity=5&severity=1&limit=5", "1 2 5 of 3"),
            (
                "/projects/1/tasks?severity:ge=5&order_by=-severity&limit=1",
                "4 | 1 | 5 of 3",
            ),
            ("/projects/1/tasks?search=IR&title:contains=b", "2 of 1"),
            ("/projects/2/tasks?severity:null=true", "3 of 1"),
            ("/projects/1/tasks?bad=true&order_by=-title", "5 4 | 1 of 3"),
            ("/projects/1/tasks?bad=false", "2 of 1"),
            ("/projects/1/tasks?offset=3", "5 of 4"),
            ("/projects/1/tasks?offset=7", " of 4"),
            ("/all?limit=4", "1 2 3 4 | 5 6 of 6"),
            ("/all?bad=true", "1 4 | 5 6 of 4"),
            // Each row once, whatever is joined.
            ("/labelled?label=a&label=b", "1 2 | 4 6 of 4"),
            ("/labelled?label=a&severity:ge=5", "1 4 of 2"),
            ("/labelled?label=x", " of 0"),
            ("/distinct?order_by=-title", "6 4 | 2 1 of 4"),
            ("/grouped", "1 4 of 2"),
            ("/grouped?title=date", "4 of 1"),
            // Among the last four, not the last four of those.
            ("/latest", "3 4 | 5 6 of 4"),
            ("/latest?bad=false", "3 of 1"),
            // The resource's own list is as it was.
            ("/tasks?severity=5", "1 5 of 2"),
        ] {
            assert_eq!(walk(app, &format!("/v1{path}")).await, expected, "{path}");
        }
        let reply = app.get("/v1/projects/1/tasks?limit=1").await.expect(200);
        let row = json!([{"id": 1, "title": "ash", "severity": 5, "project": 1, "more": ["x"]}]);
        assert_eq!(reply.json(), row);
        let last = link(app, &reply, "last").expect("a link");
        assert_eq!(last, "/v1/projects/1/tasks?limit=1&offset=3");
    })
    .await;
}

#[tokio::test]
async fn keys_of_several_columns_are_distinguished() {
    on_every_database(async |app| {
        let mut rows = Vec::new();
        let mut next = Some("/v1/bad_labels?limit=2".to_owned());
        while let Some(path) = next {
            let reply = app.get(&path).await.expect(200);
            assert_eq!(reply.header("X-Total-Count"), Some("5"));
            rows.extend(column(&reply, "title"));
            next = link(app, &reply, "next");
        }
        assert_eq!(rows, ["a", "b", "a", "c", "b"]);
        let heavy = app.get("/v1/bad_labels?weight:ge=2").await.expect(200);
        assert_eq!(column(&heavy, "weight"), ["3", "2", "2"]);
    })
    .await;
}

#[tokio::test]
async fn lists_by_cursor_walk_there_and_back() {
    on_every_database(async |app| {
        for (path, expected) in [
            ("/visible_steps", "6 4 | 5 2 | 1"),
            ("/visible_steps?direction=desc", "1 5 | 4 2 | 6"),
            ("/visible_steps?level:ge=1&limit=1", "4 | 5 | 2"),
        ] {
            let expected = match path {
                // Ties run against the key too.
                "/visible_steps?direction=desc" => "1 2 | 5 4 | 6",
                _ => expected,
            };
            assert_eq!(walk(app, &format!("/v1{path}")).await, expected, "{path}");
        }
        let first = app.get("/v1/visible_steps").await.expect(200);
        let next = link(app, &first, "next").expect("a link");
        let second = app.get(&next).await.expect(200);
        let back = link(app, &second, "prev").expect("a link");
        assert_eq!(ids(&app.get(&back).await.expect(200)), "6 4");
        // A cursor is bound to its list and filters.
        let cursor = next.split_once('?').expect("a query").1;
        for foreign in [
            format!("/v1/steps?{cursor}"),
            format!("/v1/visible_steps?{cursor}&level:ge=1"),
            "/v1/visible_steps?cursor=x".to_owned(),
        ] {
            refuses(app.get(&foreign).await, &[("cursor", "invalid cursor")]);
        }
    })
    .await;
}

#[tokio::test]
async fn a_select_of_one_s_own_takes_filters_and_order() {
    on_every_database(async |app| {
        let reply = app
            .get("/v1/lines?severity:ge=5&search=I&title:contains=f&order_by=-title")
            .await
            .expect(200);
        assert_eq!(reply.json(), json!([{"title": "fir", "length": 3}]));
        let mut pages = Vec::new();
        let mut next = Some("/v1/lines?order_by=-severity".to_owned());
        while let Some(path) = next {
            let reply = app.get(&path).await.expect(200);
            assert_eq!(reply.header("X-Total-Count"), Some("6"));
            pages.push(column(&reply, "title").join(" "));
            next = link(app, &reply, "next");
        }
        // Nulls are greatest, ties are by key.
        assert_eq!(pages, ["cedar fir", "date ash", "elm birch"]);
        // Names that both tables have are no riddle.
        let joined = app
            .get("/v1/labelled_lines?title=date&title=ash&search=a&bad=true&order_by=-title")
            .await
            .expect(200);
        assert_eq!(column(&joined, "title"), ["date", "date", "ash"]);
        assert_eq!((joined.header("Link"), joined.header("X-Total-Count")), (None, None));
    })
    .await;
}

#[tokio::test]
async fn violations_of_list_and_op_are_reported_together() {
    on_every_database(async |app| {
        refuses(
            app.get("/v1/projects/1/tasks?limit=6&offset=-1&order_by=id&severity=x&bad=1&reversed=y&weight=1")
                .await,
            &[
                ("limit", "greater than 5"),
                ("offset", "less than 0"),
                ("order_by", "not one of title, -title, severity, -severity"),
                ("severity", "not an integer"),
                ("bad", "not a boolean"),
                ("reversed", "not a boolean"),
                ("weight", "unknown parameter"),
            ],
        );
        refuses(
            app.get("/v1/visible_steps?direction=up&cursor=x&order_by=level").await,
            &[("direction", "not one of asc, desc"), ("order_by", "unknown parameter")],
        );
        app.get("/v1/projects/x/tasks").await.expect(404);
    })
    .await;
}

#[tokio::test]
async fn a_page_in_a_transaction_sees_its_rows() {
    on_every_database(async |app| {
        let reply = app.request("POST", "/v1/fresh?search=FRE").await.expect(200);
        assert_eq!(
            (ids(&reply).as_str(), reply.header("X-Total-Count")),
            ("100", Some("1"))
        );
    })
    .await;
}

#[test]
fn the_document_lists_the_parameters() {
    let document: Value = serde_json::from_str(Plans::openapi()).expect("JSON");
    let names = |path: &str| -> Vec<String> {
        let parameters = document["paths"][path]["get"]["parameters"].as_array().expect("a list");
        let name = |parameter: &Value| {
            let target = parameter["$ref"]
                .as_str()
                .map(|reference| reference.trim_start_matches('#'));
            let parameter = target.map_or(parameter, |path| document.pointer(path).expect("a component"));
            format!(
                "{} {}",
                parameter["in"].as_str().unwrap(),
                parameter["name"].as_str().unwrap()
            )
        };
        parameters.iter().map(name).collect()
    };
    assert_eq!(
        names("/projects/{project}/tasks"),
        [
            "path project",
            "query title",
            "query title:contains",
            "query severity",
            "query severity:ge",
            "query severity:null",
            "query bad",
            "query search",
            "query limit",
            "query offset",
            "query order_by",
            "query reversed",
        ]
    );
    assert_eq!(
        names("/visible_steps"),
        ["query level:ge", "query limit", "query cursor", "query direction"]
    );
    assert_eq!(names("/bad_labels"), ["query weight:ge", "query limit", "query offset"]);
    let replies = &document["paths"]["/all"]["get"]["responses"];
    assert_eq!(
        replies["200"]["headers"]["X-Total-Count"]["$ref"],
        "#/components/headers/TotalCount"
    );
    assert!(replies["422"].is_object());
}
