//! What each construct looks like in each version of the document.

use serde_json::{Value, json};
use warp_openapi::testing::{App, Database};

use super::{Press, documents};

/// The document in one version, which has the same parts in other places.
struct Look {
    version: &'static str,
    document: Value,
}

impl Look {
    fn is_swagger(&self) -> bool {
        self.version == "2.0"
    }

    /// What a component is called in references.
    fn reference(&self, name: &str) -> Value {
        let place = if self.is_swagger() {
            "definitions"
        } else {
            "components/schemas"
        };
        json!({ "$ref": format!("#/{place}/{name}") })
    }

    #[track_caller]
    fn component(&self, name: &str) -> &Value {
        let place = if self.is_swagger() {
            &self.document["definitions"]
        } else {
            &self.document["components"]["schemas"]
        };
        assert!(place[name].is_object(), "{}: no component {name}", self.version);
        &place[name]
    }

    /// A property without its description.
    #[track_caller]
    fn property(&self, component: &str, name: &str) -> Value {
        let mut property = self.component(component)["properties"][name].clone();
        let members = property.as_object_mut();
        let members = members.unwrap_or_else(|| panic!("{}: {component} has no {name}", self.version));
        members.remove("description");
        property
    }

    #[track_caller]
    fn required(&self, component: &str) -> Vec<&str> {
        let names = self.component(component)["required"].as_array().into_iter().flatten();
        names.map(|name| name.as_str().expect("a name")).collect()
    }

    #[track_caller]
    fn operation(&self, method: &str, path: &str) -> &Value {
        let operation = &self.document["paths"][path][method];
        assert!(operation.is_object(), "{}: no {method} {path}", self.version);
        operation
    }

    /// The schema of a body.
    #[track_caller]
    fn body(&self, method: &str, path: &str) -> Value {
        let operation = self.operation(method, path);
        if self.is_swagger() {
            let parameters = operation["parameters"].as_array().expect("parameters");
            let body = parameters.iter().find(|parameter| parameter["in"] == "body");
            return body.expect("a body")["schema"].clone();
        }
        operation["requestBody"]["content"]["application/json"]["schema"].clone()
    }

    /// The schema of a reply; null if it has none.
    #[track_caller]
    fn reply(&self, method: &str, path: &str, status: &str) -> Value {
        let reply = &self.operation(method, path)["responses"][status];
        assert!(reply.is_object(), "{}: {method} {path} has no {status}", self.version);
        let reply = match reply["$ref"].as_str() {
            Some(reference) => self.document.pointer(&reference[1..]).expect("a reply"),
            None => reply,
        };
        if self.is_swagger() {
            return reply["schema"].clone();
        }
        reply["content"]["application/json"]["schema"].clone()
    }

    /// The schema of a parameter, which lies flat in Swagger 2.0.
    #[track_caller]
    fn parameter(&self, method: &str, path: &str, name: &str) -> Value {
        let item = &self.document["paths"][path];
        let all = [&item["parameters"], &self.operation(method, path)["parameters"]];
        let mut all = all.iter().filter_map(|list| list.as_array()).flatten();
        let found = all.find(|parameter| parameter["name"] == name);
        let mut parameter = found
            .unwrap_or_else(|| panic!("{}: {method} {path} has no {name}", self.version))
            .clone();
        if !self.is_swagger() {
            return parameter["schema"].clone();
        }
        let members = parameter.as_object_mut().expect("a parameter");
        for word in ["name", "in", "description", "required"] {
            members.remove(word);
        }
        parameter
    }

    /// A reference with something beside it, which only OpenAPI 3.1 has: elsewhere it is in an `allOf`.
    fn reference_and(&self, name: &str, mut beside: Value) -> Value {
        let reference = self.reference(name);
        let members = beside.as_object_mut().expect("an object");
        match self.version {
            "3.1" => members.insert("$ref".to_owned(), reference["$ref"].clone()),
            _ => members.insert("allOf".to_owned(), json!([reference])),
        };
        beside
    }

    /// A schema that allows null, too.
    fn nullable(&self, mut schema: Value) -> Value {
        match self.version {
            "3.1" => schema["type"] = json!([schema["type"], "null"]),
            "3.0" => schema["nullable"] = json!(true),
            _ => schema["x-nullable"] = json!(true),
        }
        schema
    }

    /// A reference that allows null, too. `kind` is the type of its component.
    fn nullable_reference(&self, name: &str, kind: &str) -> Value {
        let reference = self.reference(name);
        match self.version {
            "3.1" => json!({ "anyOf": [reference, { "type": "null" }] }),
            "3.0" => json!({ "allOf": [reference], "nullable": true, "type": kind }),
            _ => json!({ "allOf": [reference], "x-nullable": true }),
        }
    }

    /// An example beside a schema.
    fn with_example(&self, mut schema: Value, example: Value) -> Value {
        match self.version {
            "3.1" => schema["examples"] = json!([example]),
            _ => schema["example"] = example,
        }
        schema
    }
}

/// Looks at the document in each version.
async fn each(look: impl Fn(&Look)) {
    let app = App::start(Press::API, Database::sqlite().await).await;
    for (version, document) in documents(&app).await {
        look(&Look { version, document });
    }
}

/// An object with these properties, all of them required.
fn object(closed: bool, properties: Value) -> Value {
    let names: Vec<&String> = properties.as_object().expect("an object").keys().collect();
    let mut object = json!({ "type": "object", "required": names, "properties": properties });
    if closed {
        object["additionalProperties"] = json!(false);
    }
    object
}

/// The reply or body with sorted names, as required properties come in the order of the declaration.
fn sorted(mut schema: Value) -> Value {
    if let Some(required) = schema["required"].as_array_mut() {
        required.sort_by_key(Value::to_string);
    }
    schema
}

#[tokio::test]
async fn optional_sign_in_and_prefixed_tokens() {
    each(|look| {
        let optional = json!([{}, { "token": [] }]);
        assert_eq!(look.document["security"], json!([{ "token": [] }]));
        for (method, path, security) in [
            ("get", "/articles", json!([{}, { "token": [] }, { "clerk": [] }])),
            ("get", "/articles/{slug}", optional.clone()),
            ("get", "/log-in/{name}", optional),
            ("post", "/accounts", json!([])),
            // The API's own.
            ("post", "/articles", Value::Null),
            ("get", "/account", Value::Null),
        ] {
            assert_eq!(
                look.operation(method, path)["security"],
                security,
                "{}: {method} {path}",
                look.version
            );
        }
        let schemes = if look.is_swagger() {
            &look.document["securityDefinitions"]
        } else {
            &look.document["components"]["securitySchemes"]
        };
        let description = "Token of an author\n\n`Token`, a space and the token.";
        let expected = json!({ "type": "apiKey", "in": "header", "name": "Authorization", "description": description });
        assert_eq!(schemes["token"], expected, "{}", look.version);
    })
    .await;
}

#[tokio::test]
async fn fields_for_some_clients() {
    each(|look| {
        for component in ["Press.Article", "Press.ArticleCreate", "Press.ArticleUpdate"] {
            let description = &look.component(component)["properties"]["lettersTo"]["description"];
            let expected = "Where the author gets letters\n\nOnly for the owner of the row or clients with `clerk`; other clients neither see nor set it.";
            assert_eq!(description, expected, "{}: {component}", look.version);
            assert!(!look.required(component).contains(&"lettersTo"));
            assert_eq!(
                look.property(component, "lettersTo"),
                look.nullable(json!({ "type": "string" }))
            );
        }
        look.parameter("get", "/articles", "lettersTo");
    })
    .await;
}

#[tokio::test]
async fn addresses_and_singletons() {
    each(|look| {
        let slug = json!({ "type": "string", "minLength": 1, "maxLength": 40, "pattern": "^[a-z]+$" });
        assert_eq!(
            look.parameter("get", "/articles/{slug}", "slug"),
            slug,
            "{}",
            look.version
        );
        let path = "/sheets/{book}/{sheet-number}";
        let number = json!({ "type": "integer", "format": "int32", "minimum": 1, "maximum": 999 });
        assert_eq!(look.parameter("put", path, "sheet-number"), number, "{}", look.version);
        assert_eq!(
            look.parameter("get", path, "book"),
            json!({ "type": "string", "minLength": 1, "maxLength": 20 })
        );
        let paths = look.document["paths"].as_object().expect("paths");
        let of_account: Vec<_> = paths.keys().filter(|path| path.starts_with("/account/")).collect();
        assert_eq!(of_account, [""; 0]);
        assert!(paths["/account"].get("parameters").is_none(), "{}", look.version);
        // The key is nowhere.
        for component in ["Account", "Press.Article", "Sheet"] {
            assert!(look.component(component)["properties"].get("id").is_none());
        }
    })
    .await;
}

#[tokio::test]
async fn nulls_that_replies_show_or_leave_out() {
    each(|look| {
        let text = || json!({ "type": "string" });
        let bio = json!({ "type": "string", "maxLength": 100 });
        assert_eq!(look.property("Account", "bio"), look.nullable(bio), "{}", look.version);
        assert_eq!(look.property("Account", "image"), text());
        assert_eq!(look.property("AccountUpdate", "image"), look.nullable(text()));
        assert_eq!(look.required("Account"), ["name", "bio", "defaultLevel"]);
        assert_eq!(look.property("Sheet", "text"), text());
        assert_eq!(look.property("Sheet", "foot-note"), look.nullable(text()));
        assert_eq!(look.required("Sheet"), ["book", "sheet-number", "foot-note"]);
        assert_eq!(look.property("Job", "note"), text());
        assert_eq!(look.property("JobRequest", "note"), look.nullable(text()));
        assert_eq!(look.required("Job"), ["number", "level", "until", "limits"]);
        assert_eq!(look.required("JobRequest"), ["number", "level"]);
        let level = look.nullable_reference("Level", "integer");
        assert_eq!(look.property("Press.Article", "formerLevel"), level, "{}", look.version);
        let cut = look.reference_and("Cut", json!({}));
        assert_eq!(look.property("Press.Article", "cut"), cut, "{}", look.version);
        assert_eq!(
            look.property("Press.ArticleCreate", "cut"),
            look.nullable_reference("Cut", "string")
        );
    })
    .await;
}

#[tokio::test]
async fn names_of_properties_parameters_components_and_operations() {
    each(|look| {
        let order = look.parameter("get", "/articles", "orderBy");
        let values = json!(["createdAt", "-createdAt", "level", "-level"]);
        assert_eq!(order["items"]["enum"], values, "{}", look.version);
        look.parameter("get", "/articles", "wordCount:ge");
        look.parameter("get", "/articles", "formerLevel:null");
        look.parameter("get", "/authors", "formerLevel");
        for (method, path, id, tag) in [
            ("get", "/account", "GetAccount", "Accounts"),
            ("put", "/account", "Account.Change", "Articles"),
            ("delete", "/account", "delete_account", "Accounts"),
            ("get", "/articles", "GetArticles", "Articles"),
            ("put", "/articles/{slug}", "update_article", "Articles"),
            ("post", "/accounts", "CreateAccount", "Accounts"),
            ("put", "/sheets/{book}/{sheet-number}", "put_sheet", "Articles"),
        ] {
            let operation = look.operation(method, path);
            assert_eq!(
                (&operation["operationId"], &operation["tags"]),
                (&json!(id), &json!([tag])),
                "{}",
                look.version
            );
        }
        // A partial update with this method has the schema of a partial update.
        let update = object(true, json!({ "article": look.reference("Press.ArticleUpdate") }));
        assert_eq!(look.body("put", "/articles/{slug}"), update, "{}", look.version);
        assert_eq!(look.required("Press.ArticleUpdate"), [""; 0]);
        for path in ["/account", "/articles/{slug}"] {
            assert!(look.document["paths"][path].get("patch").is_none(), "{}", look.version);
        }
    })
    .await;
}

#[tokio::test]
async fn envelopes_of_rows_lists_and_ops() {
    let total = json!({
        "type": "integer", "format": "int64", "minimum": 0, "description": "How many rows there are on all pages",
    });
    each(|look| {
        let version = look.version;
        let article = || look.reference("Press.Article");
        let list = |items: Value| json!({ "type": "array", "items": items });
        let one = object(false, json!({ "article": article() }));
        for (method, path, status) in [
            ("post", "/articles", "201"),
            ("get", "/articles/{slug}", "200"),
            ("put", "/articles/{slug}", "200"),
        ] {
            assert_eq!(look.reply(method, path, status), one, "{version}: {method} {path}");
        }
        let body = object(true, json!({ "article": look.reference("Press.ArticleCreate") }));
        assert_eq!(look.body("post", "/articles"), body, "{version}");
        let many = object(false, json!({ "articles": list(article()), "articlesCount": total }));
        assert_eq!(sorted(look.reply("get", "/articles", "200")), many, "{version}");
        let created = object(false, json!({ "articles": list(article()) }));
        assert_eq!(look.reply("post", "/articles/bulk", "201"), created, "{version}");
        let mut items = list(look.reference("Press.ArticleCreate"));
        items["maxItems"] = json!(1000);
        assert_eq!(
            look.body("post", "/articles/bulk"),
            object(true, json!({ "articles": items })),
            "{version}"
        );
        // Of ops.
        let body = object(true, json!({ "account": look.reference("NewAccount") }));
        assert_eq!(look.body("post", "/accounts"), body, "{version}");
        let reply = object(false, json!({ "account": look.reference("Account") }));
        assert_eq!(look.reply("post", "/accounts", "201"), reply, "{version}");
        assert_eq!(look.reply("get", "/account", "200"), reply, "{version}");
        let page = object(
            false,
            json!({ "authors": list(look.reference("Author")), "authorsCount": total }),
        );
        assert_eq!(sorted(look.reply("get", "/authors", "200")), page, "{version}");
    })
    .await;
}

#[tokio::test]
async fn statuses_and_forms_of_errors() {
    each(|look| {
        let failure = look.reference("Failure");
        let mut count = 0;
        for (path, item) in look.document["paths"].as_object().expect("paths") {
            for (method, operation) in item.as_object().expect("operations") {
                if method == "parameters" {
                    continue;
                }
                for status in operation["responses"].as_object().expect("replies").keys() {
                    if status.starts_with(['4', '5']) {
                        let schema = look.reply(method, path, status);
                        assert_eq!(schema, failure, "{}: {method} {path} {status}", look.version);
                        count += 1;
                    }
                    // Conflicts and bodies that can't be read are 422.
                    let declared = path == "/jobs" && status == "409";
                    assert!(declared || !["400", "409"].contains(&status.as_str()), "{method} {path} {status}");
                }
            }
        }
        assert!(count > 100, "{count}");
        assert!(!look.document.to_string().contains("problem+json"), "{}", look.version);
        let of_failure = object(
            false,
            json!({ "errors": { "type": "object", "additionalProperties": { "type": "array", "items": { "type": "string" } } } }),
        );
        assert_eq!(look.property("Failure", "errors"), of_failure["properties"]["errors"]);
        assert_eq!(look.required("Failure"), ["errors"]);
        // Those of an enum.
        for (status, description) in [("401", "no such author"), ("423", "locked")] {
            let reply = &look.operation("get", "/log-in/{name}")["responses"][status];
            assert_eq!(reply["description"], description, "{}", look.version);
        }
    })
    .await;
}

#[tokio::test]
async fn statuses_of_success() {
    each(|look| {
        let version = look.version;
        assert_eq!(look.reply("post", "/jobs", "202"), look.reference("Job"), "{version}");
        assert!(look.operation("post", "/jobs")["responses"].get("200").is_none());
        let path = "/jobs/{job_number}";
        assert_eq!(look.reply("get", path, "200"), look.reference("Job"), "{version}");
        assert_eq!(look.reply("get", path, "202"), look.reference("Author"), "{version}");
        assert_eq!(look.reply("get", path, "204"), Value::Null, "{version}");
    })
    .await;
}

#[tokio::test]
async fn schemas_made_of_others() {
    each(|look| {
        let version = look.version;
        let bio = json!({ "type": "string", "maxLength": 100 });
        let mut password = json!({ "type": "string", "minLength": 8, "maxLength": 20 });
        if !look.is_swagger() {
            password["writeOnly"] = json!(true);
        }
        assert_eq!(look.property("NewAccount", "password"), password, "{version}");
        assert_eq!(
            look.property("NewAccount", "bio"),
            look.nullable(bio.clone()),
            "{version}"
        );
        let level = look.reference_and("Level", json!({ "default": 5 }));
        assert_eq!(look.property("NewAccount", "defaultLevel"), level, "{version}");
        assert_eq!(look.required("NewAccount"), ["password", "name"], "{version}");
        assert_eq!(look.component("NewAccount")["additionalProperties"], false);
        // A whole view as the type of a field.
        let first = look.nullable_reference("Press.ArticleCreate", "object");
        assert_eq!(look.property("NewAccount", "firstArticle"), first, "{version}");
        for part in ["AccountPart", "AccountPartRequest"] {
            assert_eq!(look.property(part, "bio"), look.nullable(bio.clone()), "{version}");
            let level = look.reference_and("Level", json!({}));
            assert_eq!(look.property(part, "defaultLevel"), level, "{version}: {part}");
            assert_eq!(look.required(part), [""; 0], "{version}");
        }
        assert_eq!(look.required("Author"), ["name", "bio", "articleCount"], "{version}");
    })
    .await;
}

#[tokio::test]
async fn limits_of_items_and_values() {
    each(|look| {
        let items = json!({ "type": "string", "minLength": 1, "maxLength": 10, "pattern": "^[a-z]+$" });
        let tags = json!({ "type": "array", "maxItems": 3, "items": items });
        assert_eq!(look.property("Press.Article", "tagList"), tags, "{}", look.version);
        let values = json!({ "type": "integer", "format": "int32", "minimum": 1, "maximum": 9 });
        let limits = json!({ "type": "object", "additionalProperties": values });
        assert_eq!(look.property("Job", "limits"), limits, "{}", look.version);
        assert_eq!(
            look.property("JobRequest", "limits")["default"],
            json!({}),
            "{}",
            look.version
        );
    })
    .await;
}

#[tokio::test]
async fn forms_of_values() {
    each(|look| {
        let version = look.version;
        let time = |pattern: &str| json!({ "type": "string", "format": "date-time", "pattern": pattern });
        let created = look.property("Press.Article", "createdAt");
        assert_eq!(created, time(":[0-9]{2}\\.[0-9]{3}Z$"), "{version}");
        let printed = look.property("Press.Article", "printedAt");
        assert_eq!(printed, look.nullable(time(":[0-9]{2}Z$")), "{version}");
        // Requests may have any number of digits.
        let any = look.nullable(json!({ "type": "string", "format": "date-time" }));
        assert_eq!(look.property("Press.ArticleCreate", "printedAt"), any, "{version}");

        let number = json!({ "type": "string", "format": "int64", "pattern": "^-?[0-9]+$" });
        let count = look.with_example(number.clone(), json!("9007199254740993"));
        assert_eq!(look.property("Press.Article", "wordCount"), count, "{version}");
        let mut new = count;
        new["default"] = json!("0");
        assert_eq!(look.property("Press.ArticleCreate", "wordCount"), new, "{version}");
        assert_eq!(look.property("Author", "articleCount"), number, "{version}");
        let price = json!({ "type": "string", "format": "decimal", "pattern": "^-?[0-9]{1,6}(\\.[0-9]{1,2})?$" });
        assert_eq!(
            look.property("Press.Article", "price"),
            look.nullable(price),
            "{version}"
        );
        let filter = json!({ "type": "integer", "format": "int64" });
        assert_eq!(look.parameter("get", "/articles", "wordCount:ge"), filter, "{version}");

        // An empty text is another way to say null, which a query or a form can't say otherwise.
        let day = look.parameter("get", "/authors", "day");
        assert_eq!(day, json!({ "type": "string", "format": "date" }), "{version}");
        let words = json!({ "type": "string", "minLength": 1, "maxLength": 20 });
        let (words_of_form, count_of_form) = if look.is_swagger() {
            let of = |name| look.parameter("post", "/search", name);
            (of("words"), of("wordCount"))
        } else {
            let form = look.operation("post", "/search")["requestBody"]["content"]["application/x-www-form-urlencoded"]
                ["schema"]
                .clone();
            assert_eq!(form, look.reference("SearchRequest"));
            (
                look.property("SearchRequest", "words"),
                look.property("SearchRequest", "wordCount"),
            )
        };
        let nullable = |schema| {
            if look.is_swagger() {
                schema
            } else {
                look.nullable(schema)
            }
        };
        assert_eq!(words_of_form, nullable(words), "{version}");
        assert_eq!(count_of_form, nullable(number), "{version}");
    })
    .await;
}

#[tokio::test]
async fn enums_of_numbers() {
    each(|look| {
        let version = look.version;
        let numbers = || json!({ "type": "integer", "enum": [-1, 0, 5], "x-enum-varnames": ["Low", "Middle", "High"] });
        let mut component = numbers();
        component["description"] = json!("How urgent it is");
        assert_eq!(*look.component("Level"), component, "{version}");
        let level = look.with_example(look.reference_and("Level", json!({})), json!(5));
        assert_eq!(look.property("Press.Article", "level"), level, "{version}");
        // Parameters of Swagger 2.0 have no references.
        let plain = || {
            if look.is_swagger() {
                numbers()
            } else {
                look.reference("Level")
            }
        };
        assert_eq!(look.parameter("get", "/articles", "level:ge"), plain(), "{version}");
        assert_eq!(
            look.parameter("get", "/articles", "level")["items"],
            plain(),
            "{version}"
        );
        let header = look.parameter("get", "/jobs/{job_number}", "X-Level");
        let expected = match version {
            "2.0" => {
                let mut flat = numbers();
                flat["default"] = json!(0);
                flat
            }
            _ => look.reference_and("Level", json!({ "default": 0 })),
        };
        assert_eq!(header, expected, "{version}");
        let in_form = match version {
            "2.0" => look.parameter("post", "/search", "level"),
            _ => look.property("SearchRequest", "level"),
        };
        let expected = match version {
            "2.0" => numbers(),
            _ => look.nullable_reference("Level", "integer"),
        };
        assert_eq!(in_form, expected, "{version}");
    })
    .await;
}
