//! A pet shop, in JSON: the usual example, with all kinds of parameters.

pub(super) const FILE: &str = r##"{
  "swagger": "2.0",
  "info": {
    "title": "Pet Shop",
    "description": "Sells pets.\n\nUse the key `special-key` to try.",
    "version": "1.0.7",
    "termsOfService": "https://pets.example.com/terms",
    "contact": {"name": "The shop", "email": "api@pets.example.com"},
    "license": {"name": "Apache 2.0", "url": "https://www.apache.org/licenses/LICENSE-2.0.html"},
    "x-logo": {"url": "https://pets.example.com/logo.png"}
  },
  "host": "pets.example.com",
  "basePath": "/v2",
  "schemes": ["http", "https", "wss"],
  "consumes": ["application/json"],
  "produces": ["application/json", "application/xml"],
  "tags": [
    {"name": "pet", "description": "All about \"pets\"", "externalDocs": {"url": "https://pets.example.com/docs"}},
    {"name": "pet store", "description": "Orders"}
  ],
  "securityDefinitions": {
    "petstore_auth": {
      "type": "oauth2",
      "description": "Signs in at the shop",
      "flow": "accessCode",
      "authorizationUrl": "https://pets.example.com/oauth/authorize",
      "tokenUrl": "https://pets.example.com/oauth/token",
      "scopes": {"write:pets": "change pets", "read:pets": "read pets"}
    },
    "api-key": {"type": "apiKey", "name": "X-Api-Key", "in": "header"},
    "plain": {"type": "basic"}
  },
  "security": [{"api-key": []}],
  "externalDocs": {"description": "More", "url": "https://pets.example.com"},
  "parameters": {
    "Limit": {
      "name": "limit", "in": "query", "description": "At most so many", "type": "integer", "format": "int32",
      "minimum": 1, "maximum": 100, "default": 20
    },
    "PetId": {"name": "petId", "in": "path", "description": "Which pet", "required": true, "type": "integer", "format": "int64"}
  },
  "responses": {
    "NotFound": {"description": "no such pet", "schema": {"$ref": "#/definitions/Error"}}
  },
  "paths": {
    "/pets": {
      "get": {
        "tags": ["pet"],
        "summary": "Find pets",
        "description": "Several tags are alternatives.",
        "operationId": "findPets",
        "parameters": [
          {"$ref": "#/parameters/Limit"},
          {
            "name": "status", "in": "query", "description": "Only these", "type": "array", "collectionFormat": "multi",
            "items": {"type": "string", "enum": ["available", "pending", "sold"], "default": "available"}
          },
          {"name": "tags", "in": "query", "type": "array", "items": {"type": "string", "maxLength": 20}, "minItems": 1},
          {"name": "sort", "in": "query", "type": "string", "enum": ["name", "-name", "+age", ""], "default": "name"},
          {"name": "filter[name]", "in": "query", "type": "string"},
          {"name": "ids[]", "in": "query", "type": "array", "collectionFormat": "pipes", "items": {"type": "integer"}},
          {"name": "born", "in": "query", "type": "string", "format": "date", "example": "2020-02-29"},
          {"name": "type", "in": "query", "type": "string", "pattern": "^[a-z]+$", "minLength": 2, "maxLength": 8},
          {"name": "ctx", "in": "query", "type": "boolean", "default": false},
          {"name": "X-Trace-Id", "in": "header", "type": "string", "format": "uuid"},
          {"name": "Accept", "in": "header", "type": "string"},
          {"name": "X-Groups", "in": "header", "type": "array", "items": {"type": "string"}}
        ],
        "responses": {
          "200": {
            "description": "The pets",
            "schema": {"type": "array", "items": {"$ref": "#/definitions/Pet"}},
            "headers": {"X-Rate-Limit": {"type": "integer", "description": "Calls left"}},
            "examples": {"application/json": [{"name": "Rex"}]}
          },
          "206": {"description": "Some of them", "schema": {"type": "array", "items": {"$ref": "#/definitions/Pet"}}},
          "400": {"description": "bad \"filter\"", "schema": {"$ref": "#/definitions/Error"}},
          "default": {"description": "anything else", "schema": {"$ref": "#/definitions/Error"}}
        },
        "security": []
      },
      "post": {
        "tags": ["pet", "admin"],
        "summary": "Add a pet",
        "operationId": "addPet",
        "consumes": ["application/json", "application/xml"],
        "parameters": [{"name": "pet", "in": "body", "description": "The pet", "required": true, "schema": {"$ref": "#/definitions/Pet"}}],
        "responses": {"201": {"description": "Added", "schema": {"$ref": "#/definitions/Pet"}}, "405": {"description": "Invalid input"}},
        "security": [{"petstore_auth": ["write:pets", "read:pets"]}, {"api-key": []}]
      }
    },
    "/pets/{petId}": {
      "parameters": [{"$ref": "#/parameters/PetId"}],
      "get": {
        "tags": ["pet"],
        "operationId": "getPetById",
        "responses": {"200": {"description": "The pet", "schema": {"$ref": "#/definitions/Pet"}}, "404": {"$ref": "#/responses/NotFound"}},
        "security": [{"api-key": [], "plain": []}]
      },
      "delete": {
        "summary": "Remove a pet",
        "operationId": "delete",
        "deprecated": true,
        "parameters": [{"name": "why", "in": "body", "schema": {"type": "string"}}],
        "responses": {"204": {"description": "Gone"}, "404": {"$ref": "#/responses/NotFound"}}
      },
      "head": {"responses": {"200": {"description": "It is there"}}}
    },
    "/pets/{petId}/image": {
      "post": {
        "tags": ["pet"],
        "summary": "Upload an image",
        "operationId": "uploadFile",
        "consumes": ["multipart/form-data"],
        "parameters": [
          {"$ref": "#/parameters/PetId"},
          {"name": "additionalMetadata", "in": "formData", "type": "string", "description": "What it shows"},
          {"name": "file", "in": "formData", "type": "file", "required": true, "description": "The image"}
        ],
        "responses": {"200": {"description": "Done", "schema": {"$ref": "#/definitions/ApiResponse"}}}
      }
    },
    "/pets/{petId}/rename": {
      "post": {
        "operationId": "updatePetWithForm",
        "consumes": ["application/x-www-form-urlencoded"],
        "parameters": [
          {"$ref": "#/parameters/PetId"},
          {"name": "name", "in": "formData", "type": "string", "required": true, "maxLength": 40},
          {"name": "status", "in": "formData", "type": "string", "enum": ["available", "pending", "sold"]}
        ],
        "responses": {"200": {"description": "Done"}}
      }
    },
    "/store/inventory": {
      "get": {
        "tags": ["pet store"],
        "operationId": "getInventory",
        "produces": ["application/json"],
        "responses": {"200": {"description": "Pets by status", "schema": {"type": "object", "additionalProperties": {"type": "integer", "format": "int32"}}}}
      }
    },
    "/store/orders": {
      "post": {
        "tags": ["pet store"],
        "operationId": "placeOrder",
        "x-internal": true,
        "parameters": [{"name": "body", "in": "body", "schema": {"$ref": "#/definitions/Order"}}],
        "responses": {"202": {"description": "Taken", "schema": {"$ref": "#/definitions/Order"}}}
      }
    },
    "/store/orders/{id}:cancel": {
      "post": {"operationId": "cancelOrder", "responses": {"200": {"description": "Done"}}}
    },
    "/login/": {
      "get": {
        "operationId": "login",
        "parameters": [{"name": "user", "in": "query", "required": true, "type": "string"}],
        "responses": {"200": {"description": "A token", "schema": {"type": "string"}}}
      }
    },
    "x-paths": "extended"
  },
  "definitions": {
    "Category": {
      "type": "object",
      "properties": {"id": {"type": "integer", "format": "int64"}, "name": {"type": "string"}},
      "xml": {"name": "Category"}
    },
    "Pet": {
      "type": "object",
      "description": "A pet.",
      "required": ["name", "photoUrls"],
      "discriminator": "kind",
      "properties": {
        "id": {"type": "integer", "format": "int64", "readOnly": true, "example": 10},
        "kind": {"type": "string"},
        "category": {"$ref": "#/definitions/Category"},
        "name": {"type": "string", "example": "Rex", "minLength": 1},
        "photoUrls": {"type": "array", "items": {"type": "string", "format": "uri"}, "xml": {"wrapped": true}, "maxItems": 8},
        "tags": {"type": "array", "items": {"$ref": "#/definitions/Tag"}, "default": []},
        "status": {"type": "string", "description": "In the shop", "enum": ["available", "pending", "sold"], "default": "available"},
        "weight": {"type": "number", "minimum": 0, "exclusiveMinimum": true, "maximum": 250.5, "description": "kg"},
        "born": {"type": "string", "format": "date-time", "x-nullable": true},
        "self": {"type": "string"},
        "type": {"type": "string", "default": "dog", "pattern": "^(?!cat)"},
        "chip": {"type": "string", "format": "chip", "title": "Chip number"}
      }
    },
    "Cat": {
      "description": "A cat",
      "allOf": [
        {"$ref": "#/definitions/Pet"},
        {"type": "object", "required": ["lives"], "properties": {"lives": {"type": "integer", "format": "int32", "default": 9, "minimum": 0, "maximum": 4294967295}}}
      ]
    },
    "Tag": {"type": "object", "properties": {"id": {"type": "integer"}, "name": {"type": "string"}}},
    "Order": {
      "type": "object",
      "properties": {
        "id": {"type": "string", "format": "uuid", "readOnly": true},
        "petId": {"type": "integer", "format": "int64"},
        "pet_id": {"type": "integer", "format": "int64"},
        "quantity": {"type": "integer", "format": "int32", "default": 1, "minimum": 1},
        "shipDate": {"type": "string", "format": "date-time", "example": "2020-01-02T03:04:05Z"},
        "status": {"type": "string", "enum": ["placed", "approved", "delivered"]},
        "complete": {"type": "boolean", "default": false},
        "$price": {"type": "number"},
        "lines": {"type": "array", "items": {"type": "object", "required": ["sku"], "properties": {"sku": {"type": "string"}, "count": {"type": "integer"}}}}
      }
    },
    "ApiResponse": {"type": "object", "properties": {"code": {"type": "integer", "format": "int32"}, "type": {"type": "string"}, "message": {"type": "string"}}},
    "Error": {"type": "object", "required": ["message"], "properties": {"message": {"type": "string"}}}
  }
}
"##;
