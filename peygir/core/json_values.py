"""Reads single values out of parsed JSON, whose types no annotation can know."""

from collections.abc import Mapping, Sequence

JsonObject = Mapping[str, object]
"""An object of parsed JSON: the values of an event, or a stored preference."""


def text_in(values: JsonObject, key: str) -> str:
    """The value of a key as text; "" if it is missing or null."""
    value = values.get(key)
    return "" if value is None else str(value)


def number_in(values: JsonObject, key: str) -> int | None:
    """The whole number of a key; None for anything else."""
    value = values.get(key)
    return value if isinstance(value, int) else None


def list_in(values: JsonObject, key: str) -> Sequence[object]:
    """The list of a key; empty if the key is missing or holds anything else."""
    value = values.get(key)
    return value if isinstance(value, list | tuple) else ()


def object_in(values: JsonObject, key: str) -> JsonObject:
    """The object of a key; empty if the key is missing or holds anything else."""
    value = values.get(key)
    return value if isinstance(value, dict) else {}
