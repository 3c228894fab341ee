"""The part of JSON Schema 2020-12 that docs/openapi.json uses; anything else in it is refused."""

import re

TYPES = {
    "object": dict, "array": list, "string": str, "null": type(None), "boolean": bool,
}
KNOWN = {"type", "properties", "required", "additionalProperties", "items", "minItems", "maxItems", "enum", "const",
         "pattern", "format", "minimum", "maximum", "minLength", "maxLength", "anyOf", "$ref", "description", "default"}


def is_type(value, name):
    if name == "integer":
        return isinstance(value, int) and not isinstance(value, bool)
    if name == "number":
        return isinstance(value, (int, float)) and not isinstance(value, bool)
    return isinstance(value, TYPES[name])


def problems(value, schema, root, where="$"):
    """Each way in which the value does not fit."""
    unknown = set(schema) - KNOWN
    if unknown:
        yield f"{where}: the checker does not know {unknown}"
    if "$ref" in schema:
        target = root
        for part in schema["$ref"].removeprefix("#/").split("/"):
            target = target[part]
        yield from problems(value, target, root, where)
    if "anyOf" in schema:
        tries = [list(problems(value, option, root, where)) for option in schema["anyOf"]]
        if all(tries):
            yield min(tries, key=len)[0]
    if "type" in schema:
        types = schema["type"] if isinstance(schema["type"], list) else [schema["type"]]
        if not any(is_type(value, name) for name in types):
            yield f"{where}: {value!r} is not {types}"
            return
    if "enum" in schema and value not in schema["enum"]:
        yield f"{where}: {value!r} is none of {schema['enum']}"
    if "const" in schema and value != schema["const"]:
        yield f"{where}: {value!r} is not {schema['const']!r}"
    if isinstance(value, str):
        if "pattern" in schema and not re.search(schema["pattern"], value):
            yield f"{where}: {value!r} does not match {schema['pattern']}"
        if len(value) > schema.get("maxLength", len(value)) or len(value) < schema.get("minLength", 0):
            yield f"{where}: the length of {value!r}"
    if is_type(value, "number") and not schema.get("minimum", value) <= value <= schema.get("maximum", value):
        yield f"{where}: {value} is out of range"
    if isinstance(value, list):
        if not schema.get("minItems", 0) <= len(value) <= schema.get("maxItems", len(value)):
            yield f"{where}: {len(value)} items"
        for number, item in enumerate(value):
            yield from problems(item, schema.get("items", {}), root, f"{where}[{number}]")
    if isinstance(value, dict):
        properties = schema.get("properties", {})
        for name in schema.get("required", []):
            if name not in value:
                yield f"{where}: no {name}"
        for name, item in value.items():
            if name in properties:
                yield from problems(item, properties[name], root, f"{where}.{name}")
            elif schema.get("additionalProperties") is False:
                yield f"{where}: {name} is not in the contract"
