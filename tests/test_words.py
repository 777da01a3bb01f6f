"""Every sentence that a page may show has its Persian."""

import ast
import re
import shutil
from collections.abc import Iterator
from gettext import GNUTranslations
from pathlib import Path

from django.utils.translation.template import templatize

from lab import translations

ROOT = Path(__file__).parent.parent / "peygir"
LAB = ROOT.parent / "lab"
CALLS = {"_", "gettext", "gettext_lazy", "ngettext", "ngettext_lazy", "pgettext", "pgettext_lazy"}
CALL_IN_TEMPLATE = re.compile(r"""\b(?:_|n?gettext)\(\s*u?("(?:[^"\\]|\\.)*"|'(?:[^'\\]|\\.)*')""")


def in_python(source: str) -> Iterator[str]:
    """The first words of each call that asks for a translation."""
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Call) and (name := _called(node.func)) in CALLS:
            said = node.args[: 2 if name.startswith("pgettext") else 1]
            if all(isinstance(one, ast.Constant) and isinstance(one.value, str) for one in said):
                yield "\x04".join(str(one.value) for one in said if isinstance(one, ast.Constant))


def _called(function: ast.expr) -> str:
    return (
        function.attr if isinstance(function, ast.Attribute) else function.id if isinstance(function, ast.Name) else ""
    )


def in_template(source: str) -> Iterator[str]:
    """The same of a template, as Django itself reads it for its catalogues."""
    for found in CALL_IN_TEMPLATE.finditer(templatize(source)):
        yield ast.literal_eval(found[1])


def without_persian(sentences: Iterator[str], catalogue: set[str]) -> list[str]:
    """Those that the catalogue does not have."""
    return [sentence for sentence in sentences if sentence and sentence not in catalogue]


def known() -> set[str]:
    """What the compiled catalogue translates."""
    with (ROOT / "locale" / "fa" / "LC_MESSAGES" / "django.mo").open("rb") as file:
        entries = GNUTranslations(file)._catalog  # type: ignore[attr-defined]
    return {key[0] if isinstance(key, tuple) else key for key in entries}


def test_every_sentence_has_its_persian() -> None:
    catalogue, missing = known(), []
    for path in sorted(ROOT.rglob("*.html")) + sorted([*ROOT.rglob("*.py"), *LAB.rglob("*.py")]):
        read = in_template if path.suffix == ".html" else in_python
        source = path.read_text(encoding="utf-8")
        missing += [f"{path.relative_to(ROOT.parent)}: {one}" for one in without_persian(read(source), catalogue)]
    assert not missing, "\n".join(missing)


def test_the_compiled_catalogues_say_what_their_sources_say(tmp_path: Path) -> None:
    assert translations.check(ROOT.parent) == []
    folder = tmp_path / "peygir" / "locale" / "fa" / "LC_MESSAGES"
    folder.mkdir(parents=True)
    for name in ("django.po", "django.mo"):
        shutil.copy(ROOT / "locale" / "fa" / "LC_MESSAGES" / name, folder)
    with (folder / "django.po").open("a", encoding="utf-8") as file:
        file.write('\nmsgid "A bird"\nmsgstr "یک پرنده"\n')
    assert len(translations.check(tmp_path)) == 1
    assert translations.check(tmp_path, fix=True) == []
    assert translations.check(tmp_path) == []


def test_a_sentence_without_persian_is_found() -> None:
    page = "{% load i18n %}{% trans 'Report' %}{% blocktrans with n=count %}{{ n }} birds{% endblocktrans %}"
    assert without_persian(in_template(page), {"Report"}) == ["%(n)s birds"]
    assert without_persian(in_python('gettext_lazy("One " "word")\n_(name)\n'), set()) == ["One word"]
