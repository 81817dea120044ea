"""The API's own description, OpenAPI 3.1, made from the views and the types they answer with."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cache
from importlib.resources import files
from typing import Any, TypeVar

import msgspec
from flask import Flask

from . import schemas

JSON, PROBLEM = "application/json", "application/problem+json"
_EVERYWHERE = {429: "Too many requests from one address. Retry-After says when to come again."}
_REF = "#/components/schemas/{name}"
_View = TypeVar("_View", bound=Callable[..., Any])


@dataclass(frozen=True, slots=True)
class Parameter:
    """A parameter of the query or a header. ``type`` is what its text has to mean."""

    name: str
    description: str
    type: Any = str
    place: str = "query"
    default: str | int | None = None


@dataclass(frozen=True, slots=True)
class Operation:
    """What a view promises, besides what its route and its docstring say.

    ``formats`` are the media types that it answers with beside JSON, ``problems`` the reasons for
    every status of an error.
    """

    answer: type[msgspec.Struct]
    parameters: tuple[Parameter, ...] = ()
    problems: Mapping[int, str] = field(default_factory=dict)
    formats: tuple[str, ...] = ()


_operations: dict[str, Operation] = {}


def describe(operation: Operation) -> Callable[[_View], _View]:
    """Return a decorator that enters a view, as ``operation``, into the document."""

    def enter(view: _View) -> _View:
        _operations[view.__name__] = operation
        return view

    return enter


@cache
def examples() -> dict[str, Any]:
    """Return an example for every operation: the address asked for, and the whole answer.

    ``tools/api_examples.py`` writes them; a test holds them against the real answers.
    """
    text = files(__package__).joinpath("examples.json").read_text(encoding="utf-8")
    data: dict[str, Any] = json.loads(text)
    return data


def document(app: Flask, prefix: str) -> dict[str, Any]:
    """Return the OpenAPI document of the views that ``app`` has under ``prefix``."""
    types = [operation.answer for operation in _operations.values()]
    _schemas, components = msgspec.json.schema_components(
        [*types, schemas.Problem], ref_template=_REF
    )
    paths = {}
    for rule in app.url_map.iter_rules():
        name = rule.endpoint.rpartition(".")[2]
        if rule.rule.startswith(f"{prefix}/") and name in _operations:
            path = re.sub(r"<(?:\w+:)?(\w+)>", r"{\1}", rule.rule.removeprefix(prefix))
            paths[path] = {"get": _described(name, sorted(rule.arguments), app.view_functions)}
    return {
        "openapi": "3.1.0",
        "info": {
            "title": "Multilingual Summary Service",
            "version": "1",
            "description": "Summaries of news articles. Every text is signed; “reviewers” says by "
            "whom, and whether that is a person, a team or a language model. "
            "Every answer has an ETag, can be asked for with HEAD, and may be read by scripts "
            "of any site.",
            "license": {"name": "BSD-3-Clause", "identifier": "BSD-3-Clause"},
        },
        "servers": [{"url": prefix}],
        "paths": paths,
        "components": {"schemas": components},
    }


def kind(schema: Mapping[str, Any]) -> str:
    """Return what people call ``schema``: "list of Statement", "date", "text or nothing"."""
    if "$ref" in schema:
        return str(schema["$ref"]).rpartition("/")[2]
    if "anyOf" in schema:
        return " or ".join(kind(part) for part in schema["anyOf"])
    if "enum" in schema:
        return " or ".join(f"“{value}”" for value in schema["enum"])
    if schema.get("type") == "array":
        return f"list of {kind(schema['items'])}"
    if schema.get("type") == "object" and "additionalProperties" in schema:
        return f"{kind(schema['additionalProperties'])} by name"
    names = {"string": "text", "null": "nothing", "integer": "number", "boolean": "true or false"}
    return str(schema.get("format") or names.get(schema.get("type", ""), schema.get("type", "")))


def init_app(app: Flask) -> None:
    """Give the page that describes the API what it needs."""
    app.jinja_env.filters["kind"] = kind
    app.jinja_env.filters["pretty"] = lambda data: json.dumps(data, ensure_ascii=False, indent=2)


def _described(name: str, arguments: list[str], views: Mapping[str, Any]) -> dict[str, Any]:
    operation = _operations[name]
    first, _, rest = (views[f"api.{name}"].__doc__ or "").partition("\n\n")
    example = examples().get(name, {})
    return {
        "operationId": name,
        "summary": first.rstrip("."),
        "description": " ".join(rest.split()) or first,
        "parameters": [*map(_path_parameter, arguments), *map(_parameter, operation.parameters)],
        "responses": dict(_responses(operation, example)),
    }


def _path_parameter(name: str) -> dict[str, Any]:
    schema = msgspec.json.schema(schemas.Slug)
    return {
        "name": name, "in": "path", "required": True, "schema": schema,
        "description": schema.pop("description"),
    }  # fmt: skip


def _parameter(parameter: Parameter) -> dict[str, Any]:
    schema = msgspec.json.schema(parameter.type)
    if parameter.default is not None:
        schema["default"] = parameter.default
    return {
        "name": parameter.name, "in": parameter.place, "schema": schema,
        "description": parameter.description,
    }  # fmt: skip


def _responses(
    operation: Operation, example: Mapping[str, Any]
) -> Iterator[tuple[str, dict[str, Any]]]:
    content: dict[str, Any] = {JSON: {"schema": _ref(operation.answer)}}
    if example:
        content[JSON]["example"] = example["answer"]
    for kind in operation.formats:
        content[kind] = {"schema": {"type": "string"}}
    headers = {"ETag": {"schema": {"type": "string"}, "description": "To ask again with."}}
    about = operation.answer.__doc__ or ""
    yield "200", {"description": about, "headers": headers, "content": content}
    yield "304", {"description": "What If-None-Match names still holds."}
    for status, reason in sorted({**operation.problems, **_EVERYWHERE}.items()):
        yield (
            str(status),
            {"description": reason, "content": {PROBLEM: {"schema": _ref(schemas.Problem)}}},
        )


def _ref(answer: type[msgspec.Struct]) -> dict[str, str]:
    return {"$ref": _REF.format(name=answer.__name__)}
