"""Sentences are translated where they are read; in a language made for these tests none is left behind."""

import ast
import importlib
import pkgutil
import re
import struct
from collections.abc import Iterator
from gettext import GNUTranslations
from itertools import pairwise
from pathlib import Path
from typing import Any, Final

import pytest

import peygir
from peygir.core.refusals import Invalid, Refusal
from peygir.core.translation import (
    FOLDER,
    Joined,
    Names,
    Text,
    catalogues_in,
    gettext_lazy,
    in_every,
    languages,
    ngettext_lazy,
    pgettext_lazy,
)
from peygir.desks.answers.texts import DEFAULTS, SHIPPED, shipped
from peygir.web.kit import durations

MARKED: Final = "az"
"""The code under which the tests' own language is read."""


def catalogue(folder: Path, entries: dict[str, str], language: str = MARKED, head: str = "") -> Path:
    """Write a compiled catalogue (the format of GNU gettext's .mo) and give the folder of all languages."""
    file = folder / language / "LC_MESSAGES" / "django.mo"
    file.parent.mkdir(parents=True)
    header = "Content-Type: text/plain; charset=UTF-8\nPlural-Forms: nplurals=2; plural=(n != 1);\n" + head
    rows = [(key.encode(), value.encode()) for key, value in sorted({"": header, **entries}.items())]
    rows.sort()
    start, tables, texts = 28 + 16 * len(rows), [b"", b""], b""
    for side in (0, 1):
        for row in rows:
            tables[side] += struct.pack("<2I", len(row[side]), start + len(texts))
            texts += row[side] + b"\0"
    beginning = struct.pack("<7I", 0x950412DE, 0, len(rows), 28, 28 + 8 * len(rows), 0, 28 + 16 * len(rows))
    file.write_bytes(beginning + tables[0] + tables[1] + texts)
    return folder


def every_entry() -> dict[str, str]:
    """Each entry of our catalogue, its English in brackets as its translation."""
    with (FOLDER / "fa" / "LC_MESSAGES" / "django.mo").open("rb") as file:
        known = GNUTranslations(file)._catalog  # type: ignore[attr-defined]
    entries = {}
    for key in known:
        if key == "":
            continue
        if isinstance(key, tuple):
            continue
        entries[key] = f"⟦{key.split(chr(4))[-1]}⟧"
    for one in ("year", "month", "day", "hour", "minute"):
        entries[f"{{count}} {one}\0{{count}} {one}s"] = f"⟦{{count}} {one}⟧\0⟦{{count}} {one}s⟧"
    return entries


@pytest.fixture
def marked(tmp_path: Path) -> Iterator[str]:
    """A language in which each translated text stands in brackets."""
    with catalogues_in(catalogue(tmp_path, every_entry())):
        yield MARKED


def everything() -> Iterator[tuple[str, Any]]:
    """Every value at the top of every module, with its address."""
    for info in pkgutil.walk_packages(peygir.__path__, "peygir."):
        if ".migrations" in info.name or info.name.endswith((".__main__", ".wsgi", ".asgi")):
            continue
        module = importlib.import_module(info.name)
        for name, value in vars(module).items():
            yield f"{info.name}.{name}", value


def texts_in(value: Any) -> Iterator[Text]:
    """The texts in a value and, two steps deep, in what it holds."""
    if isinstance(value, Text):
        yield value
    elif isinstance(value, dict):
        for part in value.values():
            yield from texts_in(part)
    elif isinstance(value, list | tuple):
        for part in value:
            yield from texts_in(part)


def test_a_sentence_is_read_in_each_language() -> None:
    text = gettext_lazy("There is no case with this code.")
    assert text.in_language("fa") == "پرونده‌ای با این کد پیدا نشد."
    assert text.in_language("fa-IR") == text.in_language("fa")
    assert text.in_language("en") == str(text) == "There is no case with this code."
    assert text.in_language("tlh") == text.in_language("../fa") == str(text)
    assert {"en", "fa"} <= set(languages())


def test_values_are_filled_in_and_translated_too() -> None:
    unit = pgettext_lazy("what a move needs", "a unit")
    text = gettext_lazy("“{label}” needs {field}.", label=Names.of("ارجاع", "Refer"), field=unit)
    assert text.in_language("fa") == "برای «ارجاع» واحد لازم است."
    assert text.in_language("en") == "“Refer” needs a unit."


def test_without_values_braces_stay() -> None:
    assert gettext_lazy("{code}").in_language("fa") == "{code}"
    assert gettext_lazy("{code}").filled({"code": 5}).in_language("fa") == "5"


def test_one_word_has_a_translation_for_each_context(tmp_path: Path) -> None:
    entries = {"state\x04Open": "open as a state", "verb\x04Open": "to open"}
    with catalogues_in(catalogue(tmp_path, entries)):
        assert pgettext_lazy("state", "Open").in_language(MARKED) == "open as a state"
        assert pgettext_lazy("verb", "Open").in_language(MARKED) == "to open"
        assert gettext_lazy("Open").in_language(MARKED) == "Open"
        assert MARKED in languages()
    assert MARKED not in languages()


def test_a_number_chooses_its_form() -> None:
    assert [ngettext_lazy("{count} year", "{count} years", n).in_language("en") for n in (1, 2)] == [
        "1 year",
        "2 years",
    ]
    assert ngettext_lazy("{count} year", "{count} years", 2).in_language("fa") == "2 سال"


def test_names_without_a_translation_are_read_in_the_first_language() -> None:
    assert Names.of("تهران").in_language("en") == "تهران"
    assert Names.of("تهران", "Tehran").in_language("en") == "Tehran"
    assert Names.of("تهران", "Tehran").in_language("az") == "تهران"


def test_parts_are_joined_in_the_reader_s_language() -> None:
    listed = Joined((Names.of("الف", "A"), Names.of("ب", "B")), gettext_lazy(" and "))
    assert (listed.in_language("fa"), listed.in_language("en")) == ("الف و ب", "A and B")


def test_a_terminal_shows_every_language() -> None:
    assert in_every(pgettext_lazy("terminal", "Nothing changed.")) == "چیزی تغییر نکرد · Nothing changed."


def test_a_refusal_fills_its_sentence_even_without_details() -> None:
    class BraceIsOpen(Invalid):
        message = gettext_lazy("Write each as {{code}}.")

    assert BraceIsOpen().words("fa") == "Write each as {code}."


def refusals(of: type[Refusal] = Refusal) -> Iterator[type[Refusal]]:
    """Every refusal of the package that has been imported."""
    for kind in of.__subclasses__():
        if kind.__module__.startswith("peygir."):
            yield kind
        yield from refusals(kind)


def test_every_refusal_can_be_read_in_a_third_language(marked: str) -> None:
    assert list(everything())
    left = [one.__name__ for one in refusals() if not one.message.in_language(marked).startswith(("⟦", "{"))]
    assert left == []
    assert len(set(refusals())) > 300


def test_every_label_can_be_read_in_a_third_language(marked: str) -> None:
    seen = [(name, text) for name, value in everything() for text in texts_in(value) if text.message.strip("{reason}")]
    left = [f"{name}: {text}" for name, text in seen if text.message and not text.in_language(marked).startswith("⟦")]
    assert [one for one in left if "زبان را برگزینید" not in one] == []
    assert len(seen) > 300


def test_every_message_can_be_read_in_a_third_language(marked: str) -> None:
    left = [kind for kind in DEFAULTS for text in shipped(kind, marked) if text and not text.startswith(("⟦", "{"))]
    assert left == ["talk_language"]  # it is in two languages for everybody
    assert {shipped(kind, "fa") for kind, _ in SHIPPED} != {shipped(kind, "en") for kind, _ in SHIPPED}


def test_spans_can_be_read_in_a_third_language(marked: str) -> None:
    assert durations.relative(7200, marked) == "⟦⟦2 hours⟧ ago⟧"
    assert durations.left(-90000, marked) == "⟦⟦1 day⟧ late⟧"
    assert durations.distance(20, marked) == "⟦less than 100 m⟧"


# Words to look for in what people write, and texts that are kept in both languages as data.
NOT_SENTENCES: Final = (
    "city/offdays.py",
    "city/rules.py",
    "core/greetings.py",
    "core/personal/",
    "desks/earlier/rules.py",
    "desks/intake/inbound/rules.py",
    "desks/intake/verdicts/",
    "desks/routing/actions/corrections.py",
    "desks/understanding/",
    "ops/commands/backup.py",
    "people/password_rules.py",
)
_PERSIAN: Final = re.compile("[\u0600-\u06ff]")
_LATIN: Final = re.compile("[A-Za-z]")


def _letters(node: ast.AST | None) -> str:
    if isinstance(node, ast.JoinedStr):
        return "".join(map(_letters, node.values))
    return node.value if isinstance(node, ast.Constant) and isinstance(node.value, str) else ""


def in_two_languages(source: str) -> list[int]:
    """The lines on which a Persian text and its English stand side by side."""
    numbers = []
    for node in ast.walk(ast.parse(source)):
        pairs: list[tuple[ast.AST, ast.AST]] = []
        if isinstance(node, ast.Tuple):
            pairs = list(pairwise(node.elts))
        elif isinstance(node, ast.Call):
            pairs = list(pairwise(node.args))
        elif isinstance(node, ast.IfExp):
            pairs = [(node.body, node.orelse)]
        elif isinstance(node, ast.ClassDef):
            texts = [row.value for row in node.body if isinstance(row, ast.Assign)]
            pairs = list(pairwise(texts))
        for fa, en in pairs:
            if _PERSIAN.search(_letters(fa)) and _LATIN.search(_letters(en)) and not _PERSIAN.search(_letters(en)):
                numbers.append(node.lineno)  # type: ignore[attr-defined]
                break
    return sorted(numbers)


def test_no_sentence_stands_in_two_languages() -> None:
    root = Path(peygir.__file__).parent
    places = []
    for path in sorted(root.rglob("*.py")):
        name = path.relative_to(root).as_posix()
        if "migrations" not in path.parts and not name.startswith(NOT_SENTENCES):
            places += [f"{name}:{line}" for line in in_two_languages(path.read_text(encoding="utf-8"))]
    assert places == []


def test_a_sentence_in_two_languages_is_found() -> None:
    assert in_two_languages('class A:\n    fa = "نه"\n    en = "No"\n') == [1]
    assert in_two_languages('x = {"a": ("نه", "No")}\ny = f("نه", f"No {z}")\nw = "نه" if q else "No"\n') == [1, 2, 3]
    assert in_two_languages('x = ("نه", "آری", "No"[0:1])') == []
