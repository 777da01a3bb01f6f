"""Single values of parsed JSON: each of its type, and a plain default for anything else."""

import pytest

from peygir.core.json_values import list_in, number_in, object_in, text_in

VALUES = {"text": "تهران", "number": 3, "list": [1, "a"], "object": {"a": 1}, "null": None}


def test_a_value_of_its_type_is_returned() -> None:
    assert text_in(VALUES, "text") == "تهران"
    assert text_in(VALUES, "number") == "3"
    assert number_in(VALUES, "number") == 3
    assert list_in(VALUES, "list") == [1, "a"]
    assert object_in(VALUES, "object") == {"a": 1}


@pytest.mark.parametrize("key", ["null", "absent", "text"])
def test_anything_else_is_the_default(key: str) -> None:
    assert number_in(VALUES, key) is None
    assert list_in(VALUES, key) == ()
    assert object_in(VALUES, key) == {}


@pytest.mark.parametrize("key", ["null", "absent"])
def test_a_missing_text_is_empty(key: str) -> None:
    assert text_in(VALUES, key) == ""
