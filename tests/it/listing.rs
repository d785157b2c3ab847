//! Lists of a handler's own: the declared filters, search, order and paging, on rows that it chooses.

use serde_json::{Value, json};
use warp_openapi::prelude::*;
use warp_openapi::sea_orm::{ExprTrait as _, JoinType, RelationDef};
use warp_openapi::testing::{App, Reply, databases};

use crate::support::{column, link, refuses};

api! {
    api Plans { title: "Plans", version: "1.0.0", base_path: "/v1" }

    /// A thing to do
    resource Task {
        path: "/tasks",
        key: { id: i64 },
        fields: {
            /// What it is called
            title: String,
            /// How bad it is
            severity: Option<i32>,
            /// Whose it is
            project: i64,
            /// Whatever else is known
            more: Option<Json<Vec<String>>>,
        },
        filters: {
            title: [eq, contains],
            severity: [eq, ge, null],
            /// Bad ones, or others
            bad(bool) = is_bad,
        },
        search: [title],
        order: [title, severity],
        ops: [list(offset.limit(2).max(5)), create_many],
    }

    /// What a task bears
    resource Label {
        path: "/labels",
        key: { task: i64, title: String },
        fields: { weight: i32 [default(1)] },
        filters: { weight: [ge] },
        ops: [create_many],
    }

    /// A step on the way
    resource Step {
        path: "/steps",
        key: { id: i64 },
        fields: { level: Option<i32>, hidden: bool [default(false)] },
        filters: { level: [ge] },
        ops: [list(cursor(-level).limit(2)), create_many],
    }

    /// How much there is of a title
    schema Line {
        /// The title
        title: String,
        /// How long it is
        length: i64,
    }

    /// Tasks of a project
    op project_tasks(project: i64, query: task::Query, reversed: Option<bool>) -> Page<Task> { route: GET "/projects/{project}/tasks" }

    /// Tasks as they are
    op all_tasks(query: task::Query) -> Page<Task> { route: GET "/all" }

    /// Tasks with one of some labels
    op labelled(query: task::Query, label: Vec<String>) -> Page<Task> { route: GET "/labelled" }

    /// The same, by another way
    op distinct(query: task::Query) -> Page<Task> { route: GET "/distinct" }

    /// Those with several labels
    op grouped(query: task::Query) -> Page<Task> { route: GET "/grouped" }

    /// The four last ones
    op latest(query: task::Query) -> Page<Task> { route: GET "/latest" }

    /// Titles and their lengths
    op lines(query: task::Query) -> Page<Line> { route: GET "/lines" }

    /// Titles and labels
    op labelled_lines(query: task::Query) -> Page<Line> { route: GET "/labelled_lines" }

    /// Labels of bad tasks
    op bad_labels(query: label::Query) -> Page<Label> { route: GET "/bad_labels" }

    /// Steps that aren't hidden
    op visible_steps(query: step::Query) -> Page<Step> { route: GET "/visible_steps" }

    /// In a transaction
    op fresh_tasks(query: task::Query) -> Page<Task> { route: POST "/fresh" }
}

fn is_bad(bad: bool) -> Condition {
    let severity = task::Column::Severity;
    Condition::all().add(if bad {
        severity.gte(5)
    } else {
        severity.lt(5).or(severity.is_null())
    })
}

/// From tasks to their labels.
fn labels() -> RelationDef {
    task::Entity::belongs_to(label::Entity)
        .from(task::Column::Id)
        .to(label::Column::Task)
        .into()
}

async fn project_tasks(
    ctx: Ctx,
    project: i64,
    query: task::Query,
    reversed: Option<bool>,
) -> Result<Page<Task>, Error> {
    assert_eq!(reversed, None);
    let of_project = task::Entity::find().filter(task::Column::Project.eq(project));
    query.page(&ctx, of_project).await
}

async fn all_tasks(ctx: Ctx, query: task::Query) -> Result<Page<Task>, Error> {
    query.page(&ctx, task::Entity::find()).await
}

async fn labelled(ctx: Ctx, query: task::Query, label: Vec<String>) -> Result<Page<Task>, Error> {
    let joined = task::Entity::find()
        .join(JoinType::InnerJoin, labels())
        .filter(label::Column::Title.is_in(label));
    query.page(&ctx, joined).await
}

async fn distinct(ctx: Ctx, query: task::Query) -> Result<Page<Task>, Error> {
    query
        .page(
            &ctx,
            task::Entity::find().join(JoinType::InnerJoin, labels()).distinct(),
        )
        .await
}

async fn grouped(ctx: Ctx, query: task::Query) -> Result<Page<Task>, Error> {
    let several = task::Entity::find()
        .join(JoinType::InnerJoin, labels())
        .group_by(task::Column::Id)
        .having(label::Column::Title.count().gt(1));
    query.page(&ctx, several).await
}

async fn latest(ctx: Ctx, query: task::Query) -> Result<Page<Task>, Error> {
    query
        .page(&ctx, task::Entity::find().order_by_desc(task::Column::Id).limit(4))
        .await
}

fn line(task: Task) -> Line {
    let length = task.title.len() as i64;
    Line {
        title: task.title,
        length,
    }
}

async fn lines(ctx: Ctx, query: task::Query) -> Result<Page<Line>, Error> {
    let found = query.select(&ctx, task::Entity::find())?;
    let total = found.clone().count(&ctx.db()).await?;
    let rows = found.limit(query.limit()).offset(query.offset()).all(&ctx.db()).await?;
    Ok(query.answer(&rows.into_iter().map(line).collect(), total))
}

/// `labels` has a column `title` too.
async fn labelled_lines(ctx: Ctx, query: task::Query) -> Result<Page<Line>, Error> {
    let joined = task::Entity::find().find_also_related_by_label();
    let rows = query.select(&ctx, joined)?.all(&ctx.db()).await?;
    Ok(Page::new(&rows.into_iter().map(line).collect(), None))
}

trait ByLabel {
    fn find_also_related_by_label(self) -> Self;
}

impl ByLabel for warp_openapi::sea_orm::Select<task::Entity> {
    fn find_also_related_by_label(self) -> Self {
        self.join(JoinType::InnerJoin, labels())
            .filter(label::Column::Weight.gt(1))
    }
}

async fn bad_labels(ctx: Ctx, query: label::Query) -> Result<Page<Label>, Error> {
    let tasks: RelationDef = label::Entity::belongs_to(task::Entity)
        .from(label::Column::Task)
        .to(task::Column::Id)
        .into();
    let bad = label::Entity::find()
        .join(JoinType::InnerJoin, tasks)
        .filter(is_bad(true));
    query.page(&ctx, bad).await
}

async fn visible_steps(ctx: Ctx, query: step::Query) -> Result<Page<Step>, Error> {
    query
        .page(&ctx, step::Entity::find().filter(step::Column::Hidden.eq(false)))
        .await
}

async fn fresh_tasks(ctx: Ctx, query: task::Query) -> Result<Page<Task>, Error> {
    ctx.transaction(async |tx| {
        let fresh = task::ActiveModel {
            id: Set(100),
            title: Set("fresh".to_owned()),
            severity: Set(None),
            project: Set(9),
            more: Set(None),
        };
        fresh.insert(&tx.db()).await?;
        query
            .page(tx, task::Entity::find().filter(task::Column::Project.eq(9)))
            .await
    })
    .await
}

/// Tasks 1 to 6 of two projects, labels, and steps 1 to 6.
async fn on_every_database(case: impl AsyncFn(&App)) {
    for database in databases().await {
        let app = App::start(Plans::API, database).await;
        let tasks = json!([
            {"id": 1, "title": "ash", "severity": 5, "project": 1, "more": ["x"]},
            {"id": 2, "title": "birch", "severity": 1, "project": 1},
            {"id": 3, "title": "cedar", "project": 2},
            {"id": 4, "title": "date", "severity": 7, "project": 1},
            {"id": 5, "title": "elm", "severity": 5, "project": 1},
            {"id": 6, "title": "fir", "severity": 9, "project": 2},
        ]);
        app.post("/v1/tasks/bulk", tasks).await.expect(201);
        let labels = json!([
            {"task": 1, "title": "a", "weight": 3}, {"task": 1, "title": "b"}, {"task": 2, "title": "a"},
            {"task": 4, "title": "c", "weight": 2}, {"task": 4, "title": "a", "weight": 2}, {"task": 6, "title": "b"},
        ]);
        app.post("/v1/labels/bulk", labels).await.expect(201);
        let steps: Vec<Value> = (1..=6)
            .map(|id| json!({"id": id, "level": if id == 6 { None } else { Some(id / 2) }, "hidden": id == 3}))
            .collect();
        app.post("/v1/steps/bulk", json!(steps)).await.expect(201);
        case(&app).await;
    }
}

fn ids(reply: &Reply) -> String {
    let rows = reply.json();
    let ids: Vec<String> = rows
        .as_array()
        .expect("a list")
        .iter()
        .map(|row| row["id"].to_string())
        .collect();
    ids.join(" ")
}

/// The ids on all pages from `path` on, and the count if there is one.
async fn walk(app: &App, path: &str) -> String {
    let mut pages = Vec::new();
    let mut next = Some(path.to_owned());
    let mut count = None;
    while let Some(path) = next {
        let reply = app.get(&path).await.expect(200);
        pages.push(ids(&reply));
        assert!(pages.len() < 9, "a circle: {pages:?}");
        count = reply.header("X-Total-Count").map(str::to_owned);
        next = link(app, &reply, "next");
    }
    let count = count.map_or(String::new(), |count| format!(" of {count}"));
    format!("{}{count}", pages.join(" | "))
}

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
async fn keys_of_several_columns_are_told_apart() {
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
async fn breaches_of_list_and_op_are_told_together() {
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
    let document: Value = serde_json::from_str(Plans::OPENAPI).expect("JSON");
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
