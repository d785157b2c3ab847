//! Types of the user's that have the names of what the macros make, each in every place where a block names a type.
use warp_openapi::prelude::*;

api! {
    api Shop { title: "Shop", version: "1" }

    enum Entity { One = "one" }
    enum Model { One = "one" }
    enum ActiveModel { One = "one" }
    enum Column { One = "one" }
    enum PrimaryKey { One = "one" }
    enum Relation { One = "one" }
    enum Name { One = "one" }
    enum Query { One = "one" }
    enum Filters { One = "one" }
    enum Create { One = "one" }
    enum Update { One = "one" }
    enum Hooks { One = "one" }
    enum Sections { One = "one" }
    enum Lazy { One = "one" }
    enum T { One = "one" }
    enum I { One = "one" }
    enum S { One = "one" }
    enum D { One = "one" }
    enum E { One = "one" }
    enum Kind { One = "one" }
    enum Operation { One = "one" }
    enum Filter { One = "one" }
    enum Field { One = "one" }
    enum Storage { One = "one" }
    enum Limits { One = "one" }
    enum Value { One = "one" }
    enum Resource { One = "one" }
    enum Component { One = "one" }
    enum Schema { One = "one" }
    enum Part { One = "one" }
    enum Op { One = "one" }
    enum Socket { One = "one" }
    enum Item { One = "one" }

    schema Names {
        of_entity: Entity,
        of_model: Model,
        of_active_model: ActiveModel,
        of_column: Column,
        of_primary_key: PrimaryKey,
        of_relation: Relation,
        of_name: Name,
        of_query: Query,
        of_filters: Filters,
        of_create: Create,
        of_update: Update,
        of_hooks: Hooks,
        of_sections: Sections,
        of_lazy: Lazy,
        of_t: T,
        of_i: I,
        of_s: S,
        of_d: D,
        of_e: E,
        of_kind: Kind,
        of_operation: Operation,
        of_filter: Filter,
        of_field: Field,
        of_storage: Storage,
        of_limits: Limits,
        of_value: Value,
        of_resource: Resource,
        of_component: Component,
        of_schema: Schema,
        of_part: Part,
        of_op: Op,
        of_socket: Socket,
        of_item: Item,
    }

    union Any { Names(Names), Entity(Entity), Model(Model), ActiveModel(ActiveModel), Column(Column), PrimaryKey(PrimaryKey), Relation(Relation), Name(Name), Query(Query), Filters(Filters), Create(Create), Update(Update), Hooks(Hooks) }

    resource Task {
        path: "/tasks",
        key: { of_entity: Entity, of_model: Model },
        fields: {
            of_active_model: ActiveModel,
            of_column: Column,
            of_primary_key: PrimaryKey,
            of_relation: Relation,
            of_name: Name,
            of_query: Query,
            of_filters: Filters,
            of_create: Create,
            of_update: Update,
            of_hooks: Hooks,
            of_sections: Sections,
            of_lazy: Lazy,
            of_t: T,
            of_i: I,
            of_s: S,
            of_d: D,
            of_e: E,
            of_kind: Kind,
            of_operation: Operation,
            of_filter: Filter,
            of_field: Field,
            of_storage: Storage,
            of_limits: Limits,
            of_value: Value,
            of_resource: Resource,
            of_component: Component,
            of_schema: Schema,
            of_part: Part,
            of_op: Op,
            of_socket: Socket,
            of_item: Item,
            names: Option<Json<Names>>,
            any: Option<Json<Any>>,
        },
        filters: {
            of_column: [eq],
            is_active_model(ActiveModel) = |one| task::Column::OfActiveModel.eq(one).into(),
            is_column(Column) = |one| task::Column::OfColumn.eq(one).into(),
            is_primary_key(PrimaryKey) = |one| task::Column::OfPrimaryKey.eq(one).into(),
            is_relation(Relation) = |one| task::Column::OfRelation.eq(one).into(),
            is_name(Name) = |one| task::Column::OfName.eq(one).into(),
            is_query(Query) = |one| task::Column::OfQuery.eq(one).into(),
            is_filters(Filters) = |one| task::Column::OfFilters.eq(one).into(),
            is_create(Create) = |one| task::Column::OfCreate.eq(one).into(),
            is_update(Update) = |one| task::Column::OfUpdate.eq(one).into(),
            is_hooks(Hooks) = |one| task::Column::OfHooks.eq(one).into(),
            is_sections(Sections) = |one| task::Column::OfSections.eq(one).into(),
            is_lazy(Lazy) = |one| task::Column::OfLazy.eq(one).into(),
            is_t(T) = |one| task::Column::OfT.eq(one).into(),
            is_i(I) = |one| task::Column::OfI.eq(one).into(),
            is_s(S) = |one| task::Column::OfS.eq(one).into(),
            is_d(D) = |one| task::Column::OfD.eq(one).into(),
            is_e(E) = |one| task::Column::OfE.eq(one).into(),
            is_kind(Kind) = |one| task::Column::OfKind.eq(one).into(),
            is_operation(Operation) = |one| task::Column::OfOperation.eq(one).into(),
            is_filter(Filter) = |one| task::Column::OfFilter.eq(one).into(),
            is_field(Field) = |one| task::Column::OfField.eq(one).into(),
            is_storage(Storage) = |one| task::Column::OfStorage.eq(one).into(),
            is_limits(Limits) = |one| task::Column::OfLimits.eq(one).into(),
            is_value(Value) = |one| task::Column::OfValue.eq(one).into(),
            is_resource(Resource) = |one| task::Column::OfResource.eq(one).into(),
            is_component(Component) = |one| task::Column::OfComponent.eq(one).into(),
            is_schema(Schema) = |one| task::Column::OfSchema.eq(one).into(),
            is_part(Part) = |one| task::Column::OfPart.eq(one).into(),
            is_op(Op) = |one| task::Column::OfOp.eq(one).into(),
            is_socket(Socket) = |one| task::Column::OfSocket.eq(one).into(),
            is_item(Item) = |one| task::Column::OfItem.eq(one).into(),
        },
        hooks: { before_create: stamp },
        ops: [list(offset(-of_column)), create, read, update, put, delete],
    }

    op take(
        of_query: Query,
        of_entity: Option<Entity>,
        of_model: Option<Model>,
        of_active_model: Option<ActiveModel>,
        of_column: Option<Column>,
        of_primary_key: Option<PrimaryKey>,
        of_relation: Option<Relation>,
        of_name: Option<Name>,
        of_filters: Option<Filters>,
        of_create: Option<Create>,
        of_update: Option<Update>,
        of_hooks: Option<Hooks>,
        of_sections: Option<Sections>,
        of_lazy: Option<Lazy>,
        of_t: Option<T>,
        of_i: Option<I>,
        of_s: Option<S>,
        of_d: Option<D>,
        of_e: Option<E>,
        of_kind: Option<Kind>,
        of_operation: Option<Operation>,
        of_filter: Option<Filter>,
        of_field: Option<Field>,
        of_storage: Option<Storage>,
        of_limits: Option<Limits>,
        of_value: Option<Value>,
        of_resource: Option<Resource>,
        of_component: Option<Component>,
        of_schema: Option<Schema>,
        of_part: Option<Part>,
        of_op: Option<Op>,
        of_socket: Option<Socket>,
        of_item: Option<Item>,
        body: Names,
    ) -> Names { route: POST "/take/{of_query}" }

    op listed(query: task::Query) -> Page<Task> { route: GET "/listed" }

    socket Board {
        path: "/board",
        rpc: { echo(payload: Names) -> Vec<Update> },
        channels: { chat: { said: Filters, asked: Query, named: Name } },
        allow: [subscribe],
    }
}

async fn stamp(_: &Ctx, row: &mut task::ActiveModel) -> Result<(), Error> {
    row.of_name = warp_openapi::sea_orm::ActiveValue::Set(Name::One);
    Ok(())
}

#[allow(clippy::too_many_arguments, reason = "one for each name")]
async fn take(
    _: Ctx,
    _: Query,
    _: Option<Entity>,
    _: Option<Model>,
    _: Option<ActiveModel>,
    _: Option<Column>,
    _: Option<PrimaryKey>,
    _: Option<Relation>,
    _: Option<Name>,
    _: Option<Filters>,
    _: Option<Create>,
    _: Option<Update>,
    _: Option<Hooks>,
    _: Option<Sections>,
    _: Option<Lazy>,
    _: Option<T>,
    _: Option<I>,
    _: Option<S>,
    _: Option<D>,
    _: Option<E>,
    _: Option<Kind>,
    _: Option<Operation>,
    _: Option<Filter>,
    _: Option<Field>,
    _: Option<Storage>,
    _: Option<Limits>,
    _: Option<Value>,
    _: Option<Resource>,
    _: Option<Component>,
    _: Option<Schema>,
    _: Option<Part>,
    _: Option<Op>,
    _: Option<Socket>,
    _: Option<Item>,
    body: Names,
) -> Result<Names, Error> {
    Ok(body)
}

async fn listed(ctx: Ctx, query: task::Query) -> Result<Page<Task>, Error> {
    query.page(&ctx, task::Entity::find()).await
}

async fn echo(_: Ctx, _: warp_openapi::Socket, payload: Names) -> Result<Vec<Update>, Error> {
    Ok(vec![payload.of_update])
}

/// Schemas with those names, as JSON columns.
mod schemas {
    use warp_openapi::prelude::*;

    api! {
        api Library { title: "Library", version: "1" }

        schema Name { first: String }
        schema Query { name: Name }
        schema Model { query: Query, model: Option<Box<Model>> }
        union Column { Name(Name), Model(Model) }

        resource Book {
            path: "/books",
            key: { id: Uuid [default_with(Uuid::now_v7)] },
            fields: { name: Json<Name>, query: Json<Query>, model: Option<Json<Model>>, columns: Json<Vec<Column>> },
            ops: [list, create, read, update],
        }
    }

    #[test]
    fn the_types_are_the_users() {
        let row = book::Model {
            id: Uuid::nil(),
            name: Json(Name {
                first: String::from("Ada"),
            }),
            query: Json(Query {
                name: Name { first: String::new() },
            }),
            model: None,
            columns: Json(vec![Column::Name(Name { first: String::new() })]),
        };
        assert_eq!(row.name.0.first, "Ada");
    }
}

/// Resources with those names.
mod resources {
    use warp_openapi::prelude::*;

    api! {
        api Shelf { title: "Shelf", version: "1" }

        resource T { path: "/ts", key: { id: i64 }, ops: [list] }
        resource Lazy { path: "/lazies", key: { id: i64, parent: i64 }, ops: [list] }
        resource Entity { path: "/entities", key: { id: i64 }, fields: { t: i64 [references(T)] }, ops: [list] }
        resource Column { path: "/columns", key: { id: i64 }, fields: { of: Option<i64> [references(Entity, set_null)] }, ops: [list] }
        resource Query { path: "/queries", key: { id: i64 }, fields: { title: String }, ops: [list, read] }

        op first(query: query::Query) -> Page<Query> { route: GET "/first" }
    }

    async fn first(ctx: Ctx, query: query::Query) -> Result<Page<Query>, Error> {
        query.page(&ctx, query::Entity::find()).await
    }

    #[test]
    fn compiles() {
        let _ = Shelf::openapi();
    }
}

#[test]
fn the_types_are_the_users() {
    let _ = Shop::openapi();
    let row: fn(Task) -> Name = |row| row.of_name;
    let _ = row;
}
