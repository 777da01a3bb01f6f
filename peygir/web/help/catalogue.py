"""The guides: which screens and roles each is for, its texts by language, its picture, and the search over them."""

import re
import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Final

from django.conf import settings

from peygir.core.persian import search_key
from peygir.core.refusals import Missing
from peygir.core.translation import gettext_lazy as _
from peygir.web.help.markdown import GuideText, read_guide

GUIDES: Final = Path(__file__).with_name("guides")
# Beside the guides in an installed package (see pyproject.toml); in a checkout the stories write them into the docs.
PICTURES: Final = (Path(__file__).with_name("pictures"), Path(settings.ROOT) / "docs" / "screens")
LANGUAGES: Final = ("fa", "en")
_IN_LANGUAGE: Final = re.compile(r"-(fa|en)\.png$")  # how the stories end the names of their pictures


class NoSuchGuide(Missing):
    """There is no guide of this name, or no manual of this role."""

    message = _("There is no such guide.")


@dataclass(frozen=True, slots=True)
class Guide:
    """One guide: `screens` are URL names, `texts` by language."""

    name: str
    screens: tuple[str, ...]
    roles: tuple[str, ...]
    picture: str
    texts: Mapping[str, GuideText]

    def text(self, language: str) -> GuideText:
        """The guide in a language, in English if it has no other."""
        return self.texts[language if language in self.texts else "en"]


@cache
def guides() -> tuple[Guide, ...]:
    """Return every guide in the order of the manuals."""
    index = tomllib.loads((GUIDES / "index.toml").read_text(encoding="utf-8"))
    return tuple(
        Guide(
            name,
            tuple(entry["screens"]),
            tuple(entry["roles"]),
            entry.get("picture", ""),
            {one: read_guide((GUIDES / f"{name}.{one}.md").read_text(encoding="utf-8")) for one in LANGUAGES},
        )
        for name, entry in index.items()
    )


def guide_of(name: str) -> Guide:
    """Return a guide by its name. Raises NoSuchGuide."""
    guide = next((one for one in guides() if one.name == name), None)
    if guide is None:
        raise NoSuchGuide()
    return guide


@cache
def guides_by_screen() -> Mapping[str, str]:
    """Return the name of the guide of each screen that has one."""
    return {screen: guide.name for guide in guides() for screen in guide.screens}


def guides_for(role: str) -> list[Guide]:
    """Return the guides of a role, in their order."""
    return [guide for guide in guides() if role in guide.roles]


def manual_roles() -> list[str]:
    """Return the roles that have a manual, in the order of the guides."""
    return list(dict.fromkeys(role for guide in guides() for role in guide.roles))


def guides_found(text: str, language: str) -> Sequence[Guide]:
    """Return the guides that hold every word of a text, in any spelling; those with it in the title first."""
    terms = [search_key(term) for term in text.split()]
    matching = [guide for guide in guides() if terms and _holds(guide.text(language).plain(), terms)]
    return sorted(matching, key=lambda guide: not _holds(guide.text(language).title, terms))


def _holds(text: str, terms: Sequence[str]) -> bool:
    key = search_key(text)
    return all(term in key for term in terms)


def picture_path(guide: Guide, language: str, folders: Sequence[Path] = PICTURES) -> Path | None:
    """Return the file of a guide's picture, in the language if it is here in it; None if no picture is here."""
    if not guide.picture:
        return None
    names = (_IN_LANGUAGE.sub(f"-{language}.png", guide.picture), guide.picture)
    return next((folder / name for name in names for folder in folders if (folder / name).is_file()), None)
