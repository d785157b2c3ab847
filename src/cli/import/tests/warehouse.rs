//! A warehouse, in YAML: large and regular, as generators write it.

use std::fmt::Write as _;

/// A schema: its name, and the property by which it refers to another.
const KEPT: [(&str, &str); 12] = [
    ("article", "supplier"),
    ("supplier", "address"),
    ("address", "country"),
    ("country", "currency"),
    ("currency", "country"),
    ("customer", "address"),
    ("order", "customer"),
    ("orderLine", "article"),
    ("shipment", "order"),
    ("invoice", "order"),
    ("stockMovement", "article"),
    ("goods-receipt", "supplier"),
];

/// The file: five operations and two definitions for each.
pub(super) fn file() -> String {
    let mut file = String::from(
        "swagger: '2.0'\ninfo: {title: Warehouse, version: '3'}\nbasePath: /api/v3/\nhost: warehouse.example.com\n\
         consumes: [application/json]\nproduces: [application/json]\ntags:\n",
    );
    for (name, _) in KEPT {
        let _ = writeln!(file, "  - {{name: {name}, description: 'Everything about {name}s'}}");
    }
    file.push_str(
        "parameters:\n  page: {name: page, in: query, type: integer, format: int32, minimum: 1, default: 1}\n  \
         size: {name: size, in: query, type: integer, format: int32, minimum: 1, maximum: 500, default: 50}\n\
         responses:\n  missing: {description: it isn't there}\npaths:\n",
    );
    for (name, _) in KEPT {
        let _ = write!(
            file,
            "  /{name}s:
    get:
      tags: [{name}]
      operationId: {name}_list
      summary: List {name}s
      parameters: [{{$ref: '#/parameters/page'}}, {{$ref: '#/parameters/size'}}]
      responses: {{200: {{description: A page, schema: {{$ref: '#/definitions/{name}Page'}}}}}}
    post:
      tags: [{name}]
      operationId: {name}_create
      summary: Add one
      parameters: [{{name: body, in: body, required: true, schema: {{$ref: '#/definitions/{name}'}}}}]
      responses: {{201: {{description: Added, schema: {{$ref: '#/definitions/{name}'}}}}, 409: {{description: it is there already}}}}
  /{name}s/{{id}}:
    parameters: [{{name: id, in: path, required: true, type: string, format: uuid}}]
    get:
      tags: [{name}]
      operationId: {name}_read
      responses: {{200: {{description: It, schema: {{$ref: '#/definitions/{name}'}}}}, 404: {{$ref: '#/responses/missing'}}}}
    put:
      tags: [{name}]
      operationId: {name}_update
      parameters: [{{name: body, in: body, required: true, schema: {{$ref: '#/definitions/{name}'}}}}]
      responses: {{200: {{description: It, schema: {{$ref: '#/definitions/{name}'}}}}, 404: {{$ref: '#/responses/missing'}}}}
    delete:
      tags: [{name}]
      operationId: {name}_delete
      responses: {{204: {{description: Gone}}, 404: {{$ref: '#/responses/missing'}}}}
"
        );
    }
    file.push_str(
        "definitions:\n  entity:\n    type: object\n    required: [id]\n    properties:\n      \
         id: {type: string, format: uuid}\n      version: {type: integer, format: int64, readOnly: true}\n",
    );
    for (name, other) in KEPT {
        let _ = write!(
            file,
            "  {name}:
    description: One {name}
    allOf:
      - $ref: '#/definitions/entity'
      - type: object
        required: [code]
        properties:
          code: {{type: string, minLength: 1, maxLength: 20, pattern: '^[A-Z0-9-]+$', description: Its number}}
          {other}: {{$ref: '#/definitions/{other}'}}
          state: {{type: string, enum: [new, active, closed], default: new}}
          amount: {{type: number, format: decimal, minimum: 0}}
          notes: {{type: array, items: {{type: string}}, maxItems: 10}}
          attributes: {{type: object, additionalProperties: {{type: string}}}}
  {name}Page:
    type: object
    required: [total, items]
    properties:
      total: {{type: integer, format: int64}}
      items: {{type: array, items: {{$ref: '#/definitions/{name}'}}}}
"
        );
    }
    file
}
