"""The templates: all are as the formatter leaves them, none is long, and none relies on white space that it changes."""

import re
import subprocess
import sys
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import pytest

from peygir.settings import TEMPLATES
from tests.form_laws import MOST_BYTES, MOST_LINES

ROOT: Final = Path(__file__).resolve().parent.parent
PACKAGE: Final = ROOT / "peygir"
STYLES: Final = ROOT / "frontend" / "src"
FORMATTER: Final = Path(sys.executable).parent / "djangofmt"
LOOSE: Final = re.compile(r'<(\w+)\b[^<>]*?class="([^"]*)"[^<>]*>\s+((?:\{%\s*(?:if|for|include|field_fault)\b|</)?)')
"""An opening tag with white space after it: its element, its classes, and what may turn out to be nothing."""
ICON: Final = re.compile(r'\{% icon "([\w-]+)"|\bsign="([\w-]+)"')
SELECTORS: Final = re.compile(r"([^{}]+)\{([^{}]*)\}")


def templates() -> dict[str, str]:
    """The text of every template by its path."""
    found = {str(path.relative_to(PACKAGE)): path.read_text(encoding="utf-8") for path in PACKAGE.rglob("*.html")}
    assert len(found) > 250
    return found


def unknown_icons(texts: Mapping[str, str], known: frozenset[str]) -> dict[str, set[str]]:
    """The icons that a template names and the sprite does not have."""
    named = {name: {one or two for one, two in ICON.findall(text)} for name, text in texts.items()}
    return {name: icons - known for name, icons in named.items() if icons - known}


def test_every_icon_is_in_the_sprite() -> None:
    listed = (STYLES / "kit" / "icons.ts").read_text(encoding="utf-8")
    known = frozenset(re.findall(r'^  "([a-z0-9-]+)",$', listed, re.MULTILINE))
    assert unknown_icons(templates(), known) == {}
    assert unknown_icons({"a": '{% icon "no-such" %}{% icon "check" "x" %}'}, known) == {"a": {"no-such"}}


def unformatted(folder: Path) -> list[str]:
    """The templates below a folder that the formatter would write otherwise, or cannot read."""
    config = ["--line-length=120", "--indent-width=2"]  # as in pyproject.toml, for folders outside the project
    return sorted(
        str(path.relative_to(folder))
        for path in folder.rglob("*.html")
        if subprocess.run([FORMATTER, "--check", "--quiet", *config, path], capture_output=True).returncode
    )


def long_ones(texts: Mapping[str, str]) -> list[str]:
    """The templates of more lines or bytes than a file may have."""
    return [
        name for name, text in texts.items() if len(text.splitlines()) > MOST_LINES or len(text.encode()) > MOST_BYTES
    ]


@dataclass(frozen=True)
class Minding:
    """Classes whose elements mind white space within them."""

    keeping: frozenset[str]  # they show its line breaks
    hiding: frozenset[str]  # they hide while they hold nothing, not even white space


def minding(sheet: str) -> Minding:
    """What a style sheet says of white space: `white-space: pre…`, and `:empty`."""
    keeping: set[str] = set()
    hiding: set[str] = set()
    for selectors, rules in SELECTORS.findall(sheet):
        for selector in selectors.split(","):
            last = selector.strip().split(" ")[-1]
            classes = re.findall(r"\.([a-z][\w-]*)", last)
            if re.search(r"white-space:\s*pre", rules):
                keeping.update(classes)
            if last.endswith(":empty"):
                hiding.update(classes)
    return Minding(frozenset(keeping), frozenset(hiding))


def our_minding() -> Minding:
    """That of our own sheets, and the classes of the style builder."""
    ours = minding("".join(path.read_text(encoding="utf-8") for path in STYLES.rglob("*.css")))
    of_builder = {"whitespace-pre-line", "whitespace-pre-wrap", "whitespace-pre"}
    return Minding(ours.keeping | of_builder, ours.hiding | {"empty:hidden"})


def loosened(texts: Mapping[str, str], minds: Minding) -> Iterator[str]:
    """Elements that mind white space and have some after their opening tag, where the formatter broke the line."""
    for name, text in texts.items():
        for tag, listed, may_be_nothing in LOOSE.findall(text):
            classes = set(re.sub(r"\{%.*?%\}", " ", listed).split())
            if classes & minds.keeping or (may_be_nothing and classes & minds.hiding):
                yield f"{name}: <{tag} class={listed!r}>"
        yield from (f"{name}: <{tag}>" for tag in re.findall(r"<(pre|textarea)\b[^>]*>\s", text))


def test_no_template_is_unformatted() -> None:
    done = subprocess.run([FORMATTER, "--check", PACKAGE], cwd=ROOT, capture_output=True, text=True)
    assert done.returncode == 0, done.stdout + done.stderr


def test_an_unformatted_template_is_found(tmp_path: Path) -> None:
    (tmp_path / "good.html").write_text("<p>{{ b }}</p>\n")
    (tmp_path / "packed.html").write_text("<div><p>{{ b }}</p><p>{%if c%}{{c}}{%endif%}</p></div>\n")
    (tmp_path / "torn.html").write_text(
        "{% if a %}<div>{% else %}<p>{% endif %}x{% if a %}</div>{% else %}</p>{% endif %}\n"
    )
    assert unformatted(tmp_path) == ["packed.html", "torn.html"]


def test_no_view_takes_the_name_of_the_frame() -> None:
    """A view that hands "page" to its template takes menu and header from it."""
    views = [path for path in (ROOT / "peygir" / "web").rglob("*.py") if path.name != "context.py"]
    assert [path.name for path in views if re.search(r'"page": (?!\[)', path.read_text(encoding="utf-8"))] == []


def test_no_template_is_long() -> None:
    assert long_ones(templates()) == []
    assert long_ones({"a": "\n" * (MOST_LINES + 1), "b": "x" * (MOST_BYTES + 1), "c": "\n" * MOST_LINES}) == ["a", "b"]


def test_no_element_that_minds_white_space_got_some() -> None:
    minds = our_minding()
    assert {"field-error", "draft-said", "waits-text"} <= minds.hiding
    assert {"timeline-more", "phone-words"} <= minds.keeping
    assert list(loosened(templates(), minds)) == []


def test_white_space_where_it_shows_is_seen() -> None:
    minds = minding(".a:empty { display: none; } .b .c { white-space: pre-line; } .d { color: red; }")
    assert minds == Minding(keeping=frozenset({"c"}), hiding=frozenset({"a"}))
    texts = {
        "tight": '<p class="a">{{ x }}</p><p class="c">{{ x }}</p><p class="d">\n  {{ x }}\n</p>',
        "full": '<p class="a">\n  {{ x }}\n</p>',
        "loose": '<p class="a {% if y %}e{% endif %}">\n  {% if x %}{{ x }}{% endif %}\n</p>',
        "bare": '<ul class="a">\n</ul>',
        "kept": '<p class="c">\n{{ x }}</p><pre>\n{{ x }}</pre>',
    }
    assert [finding.split(":")[0] for finding in loosened(texts, minds)] == ["loose", "bare", "kept", "kept"]


@pytest.mark.parametrize(
    ("written", "sent"),
    [
        ("<ul>\n    <li>a</li>\n\n    <li>b</li>\n</ul>\n", "<ul>\n<li>a</li>\n<li>b</li></ul>\n"),
        ("<a>\n  a\n</a> <b\n  class='b'\n>b\n</b>", "<a>\na\n</a> <b\nclass='b'\n>b\n</b>"),
        ("<button>\n  a<i>b</i>\n</button>", "<button>\na<i>b</i></button>"),
        ("<p>a  <b>b</b> c\t</p>", "<p>a  <b>b</b> c\t</p>"),
        ("{% if x %}\n  {% for y in x %}\n    {{ y }}  \n  {% endfor %}\n{% endif %}", "\n\n  1 \n\n  2 \n\n"),
    ],
)
def test_pages_are_sent_without_indentation(written: str, sent: str) -> None:
    from django.template import Context, Engine

    own = [("django.template.loaders.locmem.Loader", {"page": written})]
    loader = TEMPLATES[0]["OPTIONS"]["loaders"][0][0]  # type: ignore[index]
    engine = Engine(loaders=[(loader, own)])
    page = engine.get_template("page").render(Context({"x": ["  1 ", "  2 "]}))
    assert page == sent
