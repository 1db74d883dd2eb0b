"""The API described in OpenAPI 3.1, from the same table the answers are made from."""

from __future__ import annotations

from typing import Any

from app.api.problems import GREATEST
from app.api.shapes import METRIC, RESOURCES, RESULT, Field, Resource
from app.services.webhooks.kinds import KIND_OF, type_of

_BY_TOKEN: dict[str, list[str]] = {"token": []}
_NUMBER = {"type": "integer", "minimum": 1, "maximum": GREATEST}
_ID = {"name": "number", "in": "path", "required": True, "schema": _NUMBER}
_RETRY_AFTER = {
    "Retry-After": {
        "schema": {"type": "integer", "minimum": 1},
        "description": "Seconds to wait",
    }
}
_PAGING = [
    {
        "name": "after",
        "in": "query",
        "schema": {"type": "integer", "minimum": 0, "maximum": GREATEST, "default": 0},
        "description": "Rows with greater ids only",
    },
    {
        "name": "limit",
        "in": "query",
        "schema": {"type": "integer", "minimum": 1, "maximum": 100, "default": 50},
    },
]


def description(requests_a_minute: int) -> dict[str, Any]:
    paths: dict[str, Any] = {}
    for resource in (*RESOURCES, RESULT):
        one = {"$ref": f"#/components/schemas/{resource.kind}"}
        paths[f"/{resource.name}"] = _get(
            resource.title, resource.name, _PAGING, _page(one), (400,)
        )
        paths[f"/{resource.name}/{{number}}"] = _get(
            f"One of: {resource.title}", resource.name, [_ID], one, (404,)
        )
    paths["/projects/{number}/metrics"] = _get(
        "Where every metric of a project stands",
        "metrics",
        [_ID],
        _rows({"$ref": "#/components/schemas/metric"}),
        (404,),
    )
    return {
        "openapi": "3.1.0",
        "info": {
            "title": "Chongxian",
            "version": "1",
            "description": "Reads what the owner of the token sees on the pages. A token may "
            f"make {requests_a_minute} requests a minute; beyond that, 429 says in Retry-After "
            "how many seconds to wait.",
        },
        "servers": [{"url": "/api/v1"}],
        "security": [_BY_TOKEN],
        "paths": paths,
        "webhooks": {
            type_of(kind): _told_of(kind, scope, f"/api/v1/{scope}")
            for scope, kind in KIND_OF.items()
        },
        "components": {
            "securitySchemes": {"token": {"type": "http", "scheme": "bearer"}},
            "schemas": {
                **{resource.kind: _schema_of(resource) for resource in (*RESOURCES, RESULT)},
                "metric": _object(METRIC),
                "problem": _PROBLEM,
            },
        },
    }


def _get(
    summary: str,
    scope: str,
    parameters: list[Any],
    schema: dict[str, Any],
    refusals: tuple[int, ...],
) -> dict[str, Any]:
    answers = {"200": _answer("As asked for", "application/json", schema)}
    for code in (401, 403, *refusals, 429):
        answers[str(code)] = _answer(
            "Refused", "application/problem+json", {"$ref": "#/components/schemas/problem"}
        )
    answers["429"] |= {"headers": _RETRY_AFTER}
    return {
        "get": {
            "summary": summary,
            "description": f"Scope of the token: {scope}",
            "parameters": parameters,
            "responses": answers,
        }
    }


def _told_of(kind: str, scope: str, address: str) -> dict[str, Any]:
    return {
        "post": {
            "summary": f"A {kind} moved",
            "description": f"Scope of the webhook: {scope}. Of a case that the owner of the "
            "webhook may see. Signed by Standard Webhooks 1.0.0. Sent again until it is answered "
            "with 2xx, under the same webhook-id; 410 ends the webhook.",
            "security": [],
            "parameters": [
                _header("webhook-id", "The same for every repeat of this event"),
                _header("webhook-timestamp", "Seconds since 1970 of this attempt"),
                _header(
                    "webhook-signature",
                    "v1, and the HMAC-SHA256 of id.timestamp.body in Base64; several with spaces "
                    "between while a secret is being replaced",
                ),
            ],
            "requestBody": {
                "required": True,
                "content": {"application/json": {"schema": _event(kind, address)}},
            },
            "responses": {
                "2XX": {"description": "Taken"},
                "410": {"description": "Nothing more is wanted"},
            },
        }
    }


def _header(name: str, words: str) -> dict[str, Any]:
    schema = {"type": "string"}
    return {"name": name, "in": "header", "required": True, "schema": schema, "description": words}


def _event(kind: str, address: str) -> dict[str, Any]:
    case = {
        "kind": {"const": kind},
        "id": _NUMBER,
        "href": {
            "type": "string",
            "format": "uri",
            "description": f"Where it is: …{address}/{{id}}",
        },
    }
    told = {
        "id": {"type": "string"},
        "type": {"const": type_of(kind)},
        "timestamp": {"type": "string", "format": "date-time"},
        "data": {"type": "object", "properties": case, "required": list(case)},
    }
    return {"type": "object", "properties": told, "required": list(told)}


def _answer(words: str, media: str, schema: dict[str, Any]) -> dict[str, Any]:
    return {"description": words, "content": {media: {"schema": schema}}}


def _page(one: dict[str, Any]) -> dict[str, Any]:
    page = _rows(one)
    page["properties"]["next"] = {
        "type": ["string", "null"],
        "description": "The address of the rows that follow",
    }
    page["required"].append("next")
    return page


def _rows(one: dict[str, Any]) -> dict[str, Any]:
    rows = {"type": "array", "items": one}
    return {"type": "object", "properties": {"rows": rows}, "required": ["rows"]}


def _schema_of(resource: Resource) -> dict[str, Any]:
    return _object(resource.fields)


def _object(fields: tuple[Field, ...]) -> dict[str, Any]:
    return {
        "type": "object",
        "properties": {field.name: field.schema for field in fields},
        "required": [field.name for field in fields],
        "additionalProperties": False,
    }


_PROBLEM = {
    "type": "object",
    "properties": {
        "type": {"type": "string"},
        "status": {"type": "integer"},
        **{name: {"type": "string"} for name in ("title", "title_zh", "detail", "detail_zh")},
        "request_id": {"type": "string"},
    },
    "required": ["type", "status", "title", "title_zh", "detail", "detail_zh", "request_id"],
}
