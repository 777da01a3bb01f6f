"""Help: guides for screens that exist, in words that stand on the screen, in both languages; search and manuals."""

import re
from pathlib import Path
from typing import Final

import pytest
from babel.messages.pofile import read_po
from django.test import Client

from peygir.people.models import Staff
from peygir.web.help.catalogue import Guide, guide_of, guides, guides_found, manual_roles, picture_path
from peygir.web.help.markdown import html_of, names_in, read_guide, with_quotes
from tests.doors import pages
from tests.stories.walk import EVERY, WITHOUT_PICTURE
from tests.town import Town

CATALOGUE: Final = Path(__file__).parents[2] / "peygir" / "locale" / "fa" / "LC_MESSAGES" / "django.po"
SCREENS: Final = Path(__file__).parents[2] / "docs" / "screens"
_QUOTED: Final = {"fa": re.compile(r"«([^»]+)»"), "en": re.compile(r"“([^”]+)”")}
_HOLE: Final = re.compile(r"%\(\w+\)s|\{\w*\}")


def words_on_screen() -> dict[str, set[str]]:
    """Every text of the pages and the product's vocabularies, by language."""
    with CATALOGUE.open("rb") as file:
        entries = list(read_po(file, locale="fa"))
    on_screen: dict[str, set[str]] = {"fa": set(), "en": set()}
    for entry in entries:
        for language, given in (("fa", entry.string), ("en", entry.id)):
            texts = given if isinstance(given, tuple | list) else (given,)
            on_screen[language] |= {_HOLE.sub("", text).strip() for text in texts if text}
    return on_screen


ON_SCREEN: Final = words_on_screen()


@pytest.mark.parametrize("language", ["fa", "en"])
@pytest.mark.parametrize("guide", guides(), ids=lambda guide: guide.name)
def test_a_guide_names_what_stands_on_the_screen(guide: Guide, language: str) -> None:
    text = guide.text(language)
    lines = [text.title, *(line for block in text.blocks for line in block.lines)]
    named = [name for line in lines for name in (*names_in(line), *_QUOTED[language].findall(line))]
    assert [name for name in named if name.strip("*") not in ON_SCREEN[language]] == []
    assert len(lines) > 3


def test_a_word_that_no_screen_has_is_noticed() -> None:
    text = read_guide("# آزمون\n\n**دکمه‌ای که نیست** را بزنید.")
    assert not set(names_in(text.blocks[0].lines[0])) & ON_SCREEN["fa"]


def test_guides_are_for_screens_and_roles_that_exist() -> None:
    there = {page.name for page in pages()}
    named = [screen for guide in guides() for screen in guide.screens]
    assert set(named) <= there
    assert len(named) == len(set(named)), "a screen has one guide"
    used = {"operator", "clerk", "manager", "inspector", "supervisor", "council", "admin", "deputy", "mayor", "crew"}
    assert used <= set(manual_roles())


def test_pictures_are_those_that_the_stories_write_or_git_keeps() -> None:
    kept = {line[1:] for line in (SCREENS / ".gitignore").read_text().splitlines() if line.startswith("!")}
    walked = {f"{name}-desk-fa.png" for name in EVERY if name not in WITHOUT_PICTURE}
    assert {guide.picture for guide in guides() if guide.picture} <= kept | walked
    assert [name for name in kept if not (SCREENS / name).is_file()] == []


def test_a_picture_is_in_the_readers_language_where_it_is_here(tmp_path: Path) -> None:
    guide = guide_of("surveys")
    assert picture_path(guide, "fa", [tmp_path]) is None
    (tmp_path / "survey-results-desk-en.png").touch()
    assert picture_path(guide, "fa", [tmp_path]) == tmp_path / "survey-results-desk-en.png"
    (tmp_path / "survey-results-desk-fa.png").touch()
    assert picture_path(guide, "fa", [tmp_path]) == tmp_path / "survey-results-desk-fa.png"
    assert picture_path(guide, "en", [tmp_path]) == tmp_path / "survey-results-desk-en.png"


def test_both_languages_say_as_much() -> None:
    for guide in guides():
        shapes = [[(block.kind, len(block.lines)) for block in guide.text(one).blocks] for one in ("fa", "en")]
        assert shapes[0] == shapes[1], guide.name


def test_marks_become_html_and_nothing_else_does() -> None:
    text = read_guide("# T\n\n## H\n1. **A** <b>\n2. two\n\n- one\n\nwords\nmore")
    html = str(html_of(text.blocks))
    assert "<strong>A</strong> &lt;b&gt;" in html
    assert [block.kind for block in text.blocks] == ["heading", "steps", "bullets", "paragraph"]
    assert text.plain() == "T\nH\nA <b>\ntwo\none\nwords more"
    assert with_quotes("press **A**", "en") == "press “A”"
    assert with_quotes("**A** را بزنید", "fa") == "«A» را بزنید"
    with pytest.raises(ValueError, match="title"):
        read_guide("no title")


def test_search_finds_in_any_spelling() -> None:
    assert guide_of("inbox") in guides_found("كارتابل", "fa")
    assert guides_found("كارتابل", "fa")[0].name == "inbox"
    assert guides_found("inbox filters", "en")[0].name == "inbox"
    assert guides_found("", "fa") == guides_found("zzzz", "fa") == []


def test_the_sign_leads_to_the_guide_and_the_manual_is_a_pdf(town: Town, client: Client) -> None:
    client.force_login(Staff.objects.get(username="clerk"))
    assert 'href="/desk/help/of/inbox/"' in client.get("/desk/inbox/").content.decode()
    assert client.get("/desk/help/of/inbox/")["Location"] == "/desk/help/inbox/"
    assert client.get("/desk/help/of/nothing/")["Location"] == "/desk/help/"
    assert client.get("/desk/help/nothing/").status_code == 404
    assert client.get("/desk/help/inbox/picture.png").content[:4] == b"\x89PNG"
    home = client.get("/desk/help/").content.decode()
    assert home.index("کارتابل</a>") < home.index("مدیریت سامانه</a>")
    assert "راهنمایی با این واژه‌ها نیست" in client.get("/desk/help/?q=zzzz").content.decode()
    for language in ("fa", "en"):
        manual = client.get("/desk/help/manual/clerk.pdf", headers={"Accept-Language": language})
        assert (manual.status_code, manual.content[:5]) == (200, b"%PDF-")
        again = client.get("/desk/help/manual/clerk.pdf", headers={"Accept-Language": language})
        assert again.content == manual.content
    assert client.get("/desk/help/manual/nobody.pdf").status_code == 404
