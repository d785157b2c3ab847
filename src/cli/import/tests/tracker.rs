//! An issue tracker, in YAML as people write it: statuses without quotes, anchors, recursion, and names that Rust hasn't.

pub(super) const FILE: &str = r##"# Written by hand.
swagger: 2.0
info:
  title: Issue Tracker API
  version: 1.10
host: tracker.example.com
schemes: [https]
basePath: /
produces: [application/json]
securityDefinitions:
  token: {type: apiKey, in: query, name: token}
  implicit: {type: oauth2, flow: implicit, authorizationUrl: "https://tracker.example.com/auth", scopes: {"https://scopes.example.com/all": All}}
  public: {type: basic, description: For everybody who has a password}
  login: {type: oauth2, flow: password, tokenUrl: /login, scopes: {}}
  Admin: {type: basic}
paths:
  /projects/{project-key}/issues:
    parameters:
      - {name: project-key, in: path, required: true, type: string, pattern: "^[A-Z]+$"}
    get:
      summary: |
        List issues
        of a project
      description: >-
        Newest first. */ // `code` {braces} "quotes" \ backslash
      tags: [Issue]
      parameters:
        - {name: since, in: query, type: string, format: date-time}
        - {name: priority, in: query, type: integer, enum: [1, 2, 3]}
      responses:
        200:
          description: The issues
          schema: {$ref: "#/definitions/v1.IssueList"}
        401: {description: Who are you?}
    post:
      operationId: type
      tags: [Issue]
      security: [{implicit: ["https://scopes.example.com/all"]}]
      parameters:
        - name: issue
          in: body
          required: true
          schema:
            type: object
            required: [title]
            properties:
              title: {type: string, maxLength: 200}
              labels: &labels {type: array, uniqueItems: true, items: {type: string, pattern: "^[a-z-]+$"}}
              assignee: {type: object, properties: {name: {type: string}, mail: {type: string, format: email}}}
      responses:
        201:
          description: Made
          schema: {$ref: "#/definitions/v1.Issue"}
        422: {description: "no such label"}
  /projects/{key}/issues:
    put:
      operationId: replace issues
      parameters:
        - {name: key, in: path, required: true, type: string}
        - {name: issues, in: body, schema: {type: array, maxItems: 100, items: {$ref: "#/definitions/v1.Issue"}}}
      responses:
        default: {description: Whatever}
  /issues/{id}/attachments/{file}:
    get:
      operationId: download
      produces: [image/png, application/octet-stream]
      parameters:
        - {name: id, in: path, required: true, type: integer}
        - {name: unknown, in: path, required: true, type: integer}
      responses:
        200: {description: The file, schema: {type: file}}
        302: {description: Elsewhere}
    put:
      operationId: upload
      consumes: [image/png]
      parameters:
        - {name: id, in: path, required: true, type: integer, default: 1}
        - {name: data, in: body, required: true, schema: {type: string, format: binary}}
      responses:
        204: {description: Stored}
  /errors:
    get: {operationId: errors, responses: {200: {description: T, schema: {$ref: "#/definitions/T"}}}}
    put: {operationId: std, parameters: [{name: d, in: body, schema: {$ref: "#/definitions/D"}}], responses: {204: {description: d}}}
    post: {operationId: bool, responses: {200: {description: d, schema: {type: number}}}}
  /search:
    get:
      operationId: search
      security: [{public: []}, {login: [], implicit: [issues.read]}, {token: []}]
      externalDocs: {url: "https://tracker.example.com/help"}
      parameters:
        - {name: tag, in: query, type: string}
        - {name: route, in: query, type: string}
        - {name: call, in: query, type: string}
        - {name: token, in: query, type: string}
        - {name: future, in: query, type: string}
        - {name: body, in: query, type: string}
        - {name: q, in: query, required: true, type: array, items: {type: string}, collectionFormat: multi}
      responses:
        200: {description: Anything, schema: {}}
definitions:
  v1.IssueList:
    type: object
    properties:
      items: {type: array, items: {$ref: "#/definitions/v1.Issue"}}
      next: {$ref: "#/definitions/Link"}
  v1.Issue:
    type: object
    required: [id, title, state, createdAt]
    properties:
      id: {type: integer, format: int64, readOnly: true}
      title: {type: string, maxLength: 200, example: It's "broken"}
      state: {$ref: "#/definitions/State"}
      State: {type: string}
      labels: *labels
      createdAt: {type: string, format: date-time, readOnly: true}
      due: {type: string, format: date}
      estimate: {type: number, format: decimal, minimum: 0.25, multipleOf: 0.25}
      parent: {$ref: "#/definitions/v1.Issue"}
      children: {type: array, items: {$ref: "#/definitions/v1.Issue"}}
      comments: {$ref: "#/definitions/Comments"}
      fields: {type: object, additionalProperties: {$ref: "#/definitions/CustomField"}}
      extra: {type: object, example: {a: [1]}}
      checksum: {type: string, format: byte}
      votes: {type: integer, exclusiveMinimum: true, minimum: 0, maximum: 1000000000000, default: 1}
      größe: {type: string}
      "1st": {type: string}
      "if": {type: boolean}
      "@id": {type: string}
      priority:
        allOf: [{$ref: "#/definitions/Priority"}]
        description: How urgent it is
        default: high
  State: {type: string, enum: [open, "in progress", closed, "100%", self, ALL], description: Where it stands}
  Priority: {enum: [low, high]}
  Comments: {type: array, description: What was said, items: {type: object, required: [text], properties: {text: {type: string}, by: {$ref: "#/definitions/Person"}}}}
  Person: {type: object, properties: {name: {type: string}, boss: {$ref: "#/definitions/Person"}, team: {$ref: "#/definitions/Team"}}}
  Team: {type: object, properties: {lead: {$ref: "#/definitions/Person"}, size: {type: integer, format: int32, minimum: 1}}}
  CustomField: {type: object, required: [value], properties: {value: {}}, additionalProperties: {type: string}}
  Link: {type: string, format: uri, description: Where more is}
  Alias: {$ref: "#/definitions/State"}
  Option: {type: object, properties: {Vec: {$ref: "#/definitions/Alias"}}}
  T: {type: object, properties: {S: {$ref: "#/definitions/S"}, errors: {type: string}, json: {type: string}, object: {type: string}}}
  S: {type: string, enum: [none, some, ok, err, string, vec, all, values]}
  D: {type: object, additionalProperties: false}
  Broken:
    allOf:
      - {type: object, properties: {a: {type: string}}}
      - {type: string}
"##;
