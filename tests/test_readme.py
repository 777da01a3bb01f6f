"""The Persian README names the commands, the options and the pages that the English one names."""

import re
from pathlib import Path
from typing import Final

import pytest

ROOT: Final = Path(__file__).parents[1]
_CODE: Final = re.compile(r"`([^`\n]+)`")
_LINK: Final = re.compile(r"\]\(([^)\s]+)\)")
_ROW: Final = re.compile(r"^\| (`\./run.*?) \| (.+) \|$", re.MULTILINE)


def readme(language: str) -> str:
    """The text of a README."""
    return (ROOT / {"en": "README.md", "fa": "README.fa.md"}[language]).read_text(encoding="utf-8")


def code(text: str) -> set[str]:
    """What stands as code in a text."""
    return set(_CODE.findall(text))


def links(text: str) -> set[str]:
    """The targets of a text's links, without those between the two pages."""
    return {one for one in _LINK.findall(text) if not one.startswith("README")}


def test_the_commands_are_the_same_in_the_same_order() -> None:
    rows = {language: _ROW.findall(readme(language)) for language in ("en", "fa")}
    assert [command for command, _ in rows["fa"]] == [command for command, _ in rows["en"]]
    assert len(rows["en"]) > 20
    for (command, english), (_, persian) in zip(rows["en"], rows["fa"], strict=True):
        assert code(persian) == code(english), command
        assert links(persian) == links(english), command


def test_the_first_two_commands_are_the_same() -> None:
    first = [re.findall(r"^(\./run \w+) +#", readme(language), re.MULTILINE) for language in ("en", "fa")]
    assert first[0] == first[1] == ["./run demo", "./run test"]


def test_both_lead_to_the_same_pages() -> None:
    assert links(readme("fa")) == links(readme("en"))


@pytest.mark.parametrize("language", ["en", "fa"])
def test_every_page_is_there(language: str) -> None:
    targets = {one.partition("#")[0] for one in _LINK.findall(readme(language))}
    assert [one for one in targets if not (ROOT / one).exists()] == []


def test_a_persian_sentence_has_its_own_digits() -> None:
    words = re.sub(r"```.*?```|`[^`]*`|\([^)]*\)|<[^>]+>", "", readme("fa"), flags=re.DOTALL)
    assert re.findall(r"(?<![A-Za-z-])[0-9][0-9,.]*", re.sub(r"Apache-2\.0|kill -9|Open311", "", words)) == []
