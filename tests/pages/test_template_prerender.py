"""What is drawn once for each language reads as Django alone draws it; what depends on the page is not kept."""

import json
import os
import re
from copy import deepcopy
from pathlib import Path
from pkgutil import iter_modules
from typing import Any, Final, cast

import pytest
from django.template import Context, Engine
from django.test import Client, override_settings
from django.urls import set_script_prefix
from django.utils import translation

import peygir.web
from peygir.settings import TEMPLATES
from peygir.web.clerk.rows import _drawn
from peygir.web.kit import templatetags
from peygir.web.kit.template_prerender import PrerenderedNode, lists_within
from peygir.web.kit.templatetags.ui import _mark
from tests import make
from tests.markup import packed
from tests.pages.test_works import signed_in
from tests.town import Town

TEMPLATES_AT: Final = sorted(Path(peygir.web.__file__).parent.glob("*/templates"))
LIBRARIES: Final = {
    **{name: f"peygir.web.kit.templatetags.{name}" for _, name, _ in iter_modules(templatetags.__path__)},
    "i18n": "django.templatetags.i18n",
    "static": "django.templatetags.static",
    "l10n": "django.templatetags.l10n",
}
PLAIN: Final = ["django.template.loaders.app_directories.Loader"]
TEXT = """{% load i18n ui %}
<b>{% trans "Inbox" %}</b>{% icon "search" %}{% if on %}<i>{% trans "Show" %}</i>{{ word }}{% else %}
{% url 'inbox' %}{% endif %}{% for one in many %}{% trans "State" %} {{ one }}{% endfor %}
{% trans "Case" as title %}{{ title }}"""


def engine(text: str) -> Engine:
    """Templates of which one is `page`, folded as the house folds them."""
    own = [("django.template.loaders.locmem.Loader", {"page": text})]
    return Engine(
        loaders=[("peygir.web.kit.template_prerender.Loader", own)],
        libraries={"i18n": "django.templatetags.i18n", "ui": "peygir.web.kit.templatetags.ui"},
    )


def parts(template: Any) -> list[PrerenderedNode]:
    """The folded parts of a template, those within its branches as well."""
    found: list[PrerenderedNode] = template.nodelist.get_nodes_by_type(PrerenderedNode)
    return found


def test_words_icons_and_links_become_one_part_in_every_branch() -> None:
    template = engine(TEXT).get_template("page")
    assert len(parts(template)) == 4, "the head, each branch of the condition, and the loop"
    drawn = {}
    for language in ("fa", "en", "fa"):
        with translation.override(language):
            drawn[language] = template.render(Context({"on": True, "word": "<w>", "many": [1, 2]}))
            off = template.render(Context({"many": []}))
        assert "/desk/" in off
        assert "&lt;w&gt;" not in off
    assert "<b>Inbox</b><svg" in drawn["en"]
    assert drawn["en"].endswith("State 1State 2\nCase")
    assert "<b>کارتابل</b>" in drawn["fa"]
    assert drawn["fa"].count("وضعیت") == 2
    assert "&lt;w&gt;" in drawn["fa"]


@pytest.mark.parametrize(
    "text",
    [
        "{% load i18n %}{% trans word %}",
        "{% load i18n %}{% trans 'Inbox'|upper %}",
        "{% load i18n %}{% trans 'May' context 'month' %}",
        "{% load ui %}{% icon word %}",
        "{% load ui %}{% icon 'x' label=word %}",
        "{% url word %}",
        "{% url 'case' word %}",
        "<p>only text</p>",
        "{% url 'other:inbox' %}",
        "{% url 'inbox' as link %}",
        "{% load ui %}{% icon 'x' as drawn %}",
        "{% load i18n %}{% trans 'Inbox' as title %}",
        "{% load ui %}{% state_mark 'new' %}",
    ],
)
def test_what_depends_on_the_page_is_left_to_it(text: str) -> None:
    assert not parts(engine(text).get_template("page"))


def test_pages_built_anew_are_named_at_once(settings: Any, tmp_path: Path) -> None:
    settings.BUILT_PAGES = str(tmp_path)
    manifest, template = tmp_path / "manifest.json", engine("{% load ui %}{% icon 'x' %}!").get_template("page")
    for number, name in enumerate(("first", "second")):
        manifest.write_text(json.dumps({"src/kit/icons.svg": {"file": f"{name}.svg"}}), encoding="utf-8")
        os.utime(manifest, (1_000 + number, 1_000 + number))
        assert f"{name}.svg#x" in template.render(Context())


def test_links_begin_where_the_house_stands() -> None:
    template = engine("{% url 'inbox' %}").get_template("page")
    for prefix in ("/", "/city/", "/"):
        set_script_prefix(prefix)
        try:
            assert template.render(Context()) == f"{prefix}desk/"
        finally:
            set_script_prefix("/")


def test_no_template_says_anything_else(town: Town) -> None:
    """Of every template: the same parts in the same order, and each folded run as its parts draw it one by one."""
    folded, plain = Engine.get_default(), Engine(app_dirs=True, libraries=LIBRARIES)
    names = [path.relative_to(folder).as_posix() for folder in TEMPLATES_AT for path in folder.rglob("*.html")]
    assert len(names) > 200
    count = 0
    for name in names:
        ours, theirs = folded.get_template(name), plain.get_template(name)
        assert unfolded(ours.nodelist) == unfolded(theirs.nodelist), name
        for part in parts(ours):
            for language in ("fa", "en"):
                with translation.override(language):
                    alone = "".join(str(node.render_annotated(Context())) for node in part.nodes)
                    assert part.render(Context()) == alone, name
            count += 1
    assert count > 1000


def unfolded(nodes: Any) -> list[Any]:
    """The kinds of all parts with their places in the source; those of folded runs and inner lists stand in them."""
    plain_nodes: list[Any] = []
    for node in nodes:
        if isinstance(node, PrerenderedNode):
            plain_nodes += unfolded(node.nodes)
        else:
            plain_nodes.append((type(node).__name__, getattr(node.token, "position", None), str(node.token)))
            plain_nodes += [unfolded(inner) for inner in lists_within(node)]
    return plain_nodes


@pytest.mark.usefixtures("town_clock")
@pytest.mark.parametrize("language", ["fa", "en"])
def test_pages_are_the_same_as_without_it(town: Town, language: str) -> None:
    code = make.referred()
    public = ("/", "/report/", "/ui", "/map/", "/rights/")
    clerk, plainly = signed_in("clerk"), cast("Any", deepcopy(TEMPLATES))
    plainly[0]["OPTIONS"]["loaders"] = PLAIN
    for client, pages in ((clerk, ("/desk/", f"/desk/case/{code}/", "/desk/?state=done")), (Client(), public)):
        client.cookies["django_language"] = language
        folded = [shown(client, path) for path in pages]
        assert all(re.search(rf'<html\s+lang="{language}"', page) for page in folded)
        _drawn.cache_clear()
        _mark.cache_clear()
        with override_settings(TEMPLATES=plainly):
            assert [shown(client, path) for path in pages] == folded


def shown(client: Client, path: str) -> str:
    """A page without what is new each time it is asked for, and without the white space that the house takes out."""
    answer = client.get(path)
    assert answer.status_code == 200, path
    page = re.sub(r'(name="csrfmiddlewaretoken" value|name="key" value)="[^"]*"', r'\1=""', answer.content.decode())
    return packed(page)
