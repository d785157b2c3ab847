// From a Swagger 2.0 file. Comments list what the block can't express.
// Operation ids are handlers' names, and errors are problems (RFC 9457), in every operation.
// Schemas refuse members that they don't know.

use std::{collections::BTreeMap, process::ExitCode};

use warp_openapi::prelude::*;

api! {
    /// Sells pets.
    ///
    /// Use the key `special-key` to try.
    // info.x-logo: {"url":"https://pets.example.com/logo.png"}
    // externalDocs: https://pets.example.com
    api PetShopApi {
        title: "Pet Shop",
        version: "1.0.7",
        base_path: "/v2",
        terms_of_service: "https://pets.example.com/terms",
        contact: { name: "The shop", email: "api@pets.example.com" },
        license: { name: "Apache 2.0", url: "https://www.apache.org/licenses/LICENSE-2.0.html" },
        servers: ["https://pets.example.com", "http://pets.example.com"],
        tags: {
            // externalDocs: https://pets.example.com/docs
            pet: "All about \"pets\"",
            // "pet store" in the file
            PetStore: "Orders",
        },
        security: {
            // "api-key" in the file
            api_key: ApiKey::header("X-Api-Key") = check_api_key,
            /// Signs in at the shop
            petstore_auth: OAuth2::authorization_code(
                "https://pets.example.com/oauth/authorize",
                "https://pets.example.com/oauth/token",
            )
            .scopes(&[("read:pets", "read pets"), ("write:pets", "change pets")]) = check_petstore_auth,
            plain: Basic::new() = check_plain,
            /// Replaces security rules of the file that this block can't express; rejects every request
            unknown: Bearer::new() = check_unknown,
        },
        access: api_key,
        // schemes: wss
    }

    // xml: {"name":"Category"}
    schema Category {
        id: Option<i64>,
        name: Option<String>,
    }

    /// A pet.
    // discriminator: kind
    schema Pet {
        id: Option<i64> [example(10), read_only],
        kind: Option<String>,
        category: Option<Category>,
        name: String [len(1..=u32::MAX), example("Rex")],
        // xml: {"wrapped":true}
        photo_urls: Vec<String> [name("photoUrls"), len(0..=8), each(format(url))],
        tags: Vec<Tag> [default_empty],
        /// In the shop
        status: PetStatus [default("available")],
        /// kg
        // minimum: 0
        // exclusiveMinimum: true
        weight: Option<f64> [max(250.5)],
        born: Option<DateTime<Utc>>,
        self_: Option<String> [name("self")],
        // pattern: ^(?!cat)
        type_: String [name("type"), default("dog")],
        /// Chip number
        // format: chip
        chip: Option<String>,
    }

    /// In the shop
    enum PetStatus { Available = "available", Pending = "pending", Sold = "sold" }

    /// A cat
    schema Cat {
        id: Option<i64> [example(10), read_only],
        kind: Option<String>,
        category: Option<Category>,
        name: String [len(1..=u32::MAX), example("Rex")],
        // xml: {"wrapped":true}
        photo_urls: Vec<String> [name("photoUrls"), len(0..=8), each(format(url))],
        tags: Vec<Tag> [default_empty],
        /// In the shop
        status: PetStatus [default("available")],
        /// kg
        // minimum: 0
        // exclusiveMinimum: true
        weight: Option<f64> [max(250.5)],
        born: Option<DateTime<Utc>>,
        self_: Option<String> [name("self")],
        // pattern: ^(?!cat)
        type_: String [name("type"), default("dog")],
        /// Chip number
        // format: chip
        chip: Option<String>,
        // default: 9
        // maximum: 4294967295
        lives: i32 [min(0)],
    }

    schema Tag {
        id: Option<i64>,
        name: Option<String>,
    }

    schema Order {
        id: Option<Uuid> [read_only],
        pet_id: Option<i64> [name("petId")],
        pet_id2: Option<i64> [name("pet_id")],
        quantity: i32 [min(1), default(1)],
        ship_date: Option<DateTime<Utc>> [name("shipDate"), example("2020-01-02T03:04:05Z")],
        status: Option<OrderStatus>,
        complete: bool [default(false)],
        // "$price": number
        // left out: its name isn't letters, digits, `_` and `-` alone
        lines: Option<Vec<OrderLine>>,
    }

    enum OrderStatus { Placed = "placed", Approved = "approved", Delivered = "delivered" }

    schema OrderLine {
        sku: String,
        count: Option<i64>,
    }

    schema ApiResponse {
        code: Option<i32>,
        type_: Option<String> [name("type")],
        message: Option<String>,
    }

    schema ApiError as "Error" {
        message: String,
    }

    enum FindPetsSort { Name = "name", MinusName = "-name", PlusAge = "+age", Empty = "" }

    schema UploadFileForm {
        /// What it shows
        additional_metadata: Option<String> [name("additionalMetadata")],
        /// The image
        file: File,
    }

    schema UpdatePetWithFormForm {
        name: String [len(0..=40)],
        status: Option<PetStatus>,
    }

    /// Find pets
    ///
    /// Several tags are alternatives.
    // query parameter "filter[name]" left out: its name isn't letters, digits, `_` and `-` alone
    // header parameter "Accept" left out: the server reads it itself, or it is no header
    // 200 has the header X-Rate-Limit: Calls left
    // 200 has examples: {"application/json":[{"name":"Rex"}]}
    // 206 ({"type":"array","items":{"$ref":"#/definitions/Pet"}}): Some of them
    // 400 with the body Error
    // default (Error): anything else
    // produces application/xml, too
    op find_pets(
        /// At most so many
        limit: i32 [range(1..=100), default(20)],
        /// Only these
        // items.default: available
        status: Vec<PetStatus>,
        // collectionFormat: csv; here it is repeated
        // len(1..=u32::MAX), or none at all
        tags: Vec<String> [each(len(0..=20))],
        sort: FindPetsSort [default("name")],
        // collectionFormat: pipes; here it is repeated
        // `ids[]` in the file
        ids: Vec<i64>,
        born: Option<NaiveDate> [example("2020-02-29")],
        type_: Option<String> [name("type"), len(2..=8), pattern("^[a-z]+$")],
        ctx_: bool [name("ctx"), default(false)],
        x_trace_id: Option<Uuid> [header("X-Trace-Id")],
        // a list, as the text that the header holds
        x_groups: Option<String> [header("X-Groups")],
    ) -> Vec<Pet> {
        route: GET "/pets",
        tag: pet,
        errors: { 400: "bad \"filter\"" },
        access: public,
    }

    /// Add a pet
    // tags: admin, too
    // produces application/xml, too
    op add_pet(
        /// The pet
        // consumes application/xml, too
        body: Pet,
    ) -> Created<Pet> {
        route: POST "/pets",
        tag: pet,
        errors: { 405: "Invalid input" },
        access: petstore_auth[write:pets, read:pets] | api_key,
    }

    // 404 with the body Error
    // produces application/xml, too
    // security requires several schemes at once: {"api-key":[],"plain":[]}
    op get_pet_by_id(
        /// Which pet
        pet_id: i64 [name("petId")],
    ) -> Pet {
        route: GET "/pets/{petId}",
        tag: pet,
        errors: { 404: "no such pet" },
        access: unknown,
    }

    /// Remove a pet
    // body parameter "why" left out: a body means nothing in GET and DELETE
    // 404 with the body Error
    op delete(
        /// Which pet
        pet_id: i64 [name("petId")],
    ) {
        route: DELETE "/pets/{petId}",
        deprecated: true,
        errors: { 404: "no such pet" },
    }

    // HEAD /pets/{petId} is left out: the server answers HEAD and OPTIONS itself

    /// Upload an image
    // produces application/xml, too
    op upload_file(
        /// Which pet
        pet_id: i64 [name("petId")],
        body: Multipart<UploadFileForm>,
    ) -> ApiResponse {
        route: POST "/pets/{petId}/image",
        tag: pet,
    }

    // 200 without a body in the file; here 204
    op update_pet_with_form(
        /// Which pet
        pet_id: i64 [name("petId")],
        body: Form<UpdatePetWithFormForm>,
    ) {
        route: POST "/pets/{petId}/rename",
    }

    op get_inventory() -> BTreeMap<String, i32> {
        route: GET "/store/inventory",
        tag: PetStore,
    }

    // x-internal: true
    // produces application/xml, too
    // 202 in the file; here 200
    op place_order(
        body: Option<Order>,
    ) -> Order {
        route: POST "/store/orders",
        tag: PetStore,
    }

    // POST /store/orders/{id}:cancel is left out: `{id}:cancel` is neither a parameter nor plain text
    // cancelOrder

    // `/login/` in the file: routes have no `/` at their end
    // produces application/xml, too
    op login(
        user: String,
    ) -> String {
        route: GET "/login",
    }

    // paths.x-paths: extended
}

async fn check_api_key(_ctx: &Ctx, _credentials: Credentials) -> Result<Principal, Error> {
    Err(Error::internal("check_api_key isn't written yet"))
}

async fn check_petstore_auth(_ctx: &Ctx, _credentials: Credentials) -> Result<Principal, Error> {
    Err(Error::internal("check_petstore_auth isn't written yet"))
}

async fn check_plain(_ctx: &Ctx, _credentials: Credentials) -> Result<Principal, Error> {
    Err(Error::internal("check_plain isn't written yet"))
}

async fn check_unknown(_ctx: &Ctx, _credentials: Credentials) -> Result<Principal, Error> {
    Err(Error::internal("check_unknown isn't written yet"))
}

#[allow(clippy::too_many_arguments, reason = "the operation has as many")]
async fn find_pets(
    _ctx: Ctx,
    _limit: i32,
    _status: Vec<PetStatus>,
    _tags: Vec<String>,
    _sort: FindPetsSort,
    _ids: Vec<i64>,
    _born: Option<NaiveDate>,
    _type_: Option<String>,
    _ctx_: bool,
    _x_trace_id: Option<Uuid>,
    _x_groups: Option<String>,
) -> Result<Vec<Pet>, Error> {
    Err(Error::internal("find_pets isn't written yet"))
}

async fn add_pet(_ctx: Ctx, _body: Pet) -> Result<Created<Pet>, Error> {
    Err(Error::internal("add_pet isn't written yet"))
}

async fn get_pet_by_id(_ctx: Ctx, _pet_id: i64) -> Result<Pet, Error> {
    Err(Error::internal("get_pet_by_id isn't written yet"))
}

async fn delete(_ctx: Ctx, _pet_id: i64) -> Result<NoContent, Error> {
    Err(Error::internal("delete isn't written yet"))
}

async fn upload_file(
    _ctx: Ctx,
    _pet_id: i64,
    _body: Multipart<UploadFileForm>,
) -> Result<ApiResponse, Error> {
    Err(Error::internal("upload_file isn't written yet"))
}

async fn update_pet_with_form(
    _ctx: Ctx,
    _pet_id: i64,
    _body: Form<UpdatePetWithFormForm>,
) -> Result<NoContent, Error> {
    Err(Error::internal("update_pet_with_form isn't written yet"))
}

async fn get_inventory(_ctx: Ctx) -> Result<BTreeMap<String, i32>, Error> {
    Err(Error::internal("get_inventory isn't written yet"))
}

async fn place_order(_ctx: Ctx, _body: Option<Order>) -> Result<Order, Error> {
    Err(Error::internal("place_order isn't written yet"))
}

async fn login(_ctx: Ctx, _user: String) -> Result<String, Error> {
    Err(Error::internal("login isn't written yet"))
}

fn main() -> ExitCode {
    PetShopApi::cli().run()
}
