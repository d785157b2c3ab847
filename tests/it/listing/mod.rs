//! Lists of a handler's own: the declared filters, search, order and paging, on rows that it chooses.

use serde_json::{Value, json};
use warp_openapi::prelude::*;
use warp_openapi::sea_orm::{ExprTrait as _, JoinType, RelationDef};
use warp_openapi::testing::{App, Reply, databases};

use crate::support::{column, link};

mod rows;

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

    /// A label of a task
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
