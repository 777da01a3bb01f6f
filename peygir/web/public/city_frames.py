"""The HTML by which other pages show a chart: the newest month of a figure, or a version of a month that stays."""

from dataclasses import dataclass

from django.conf import settings
from django.urls import reverse
from django.utils.html import escape
from django.utils.translation import gettext as _

from peygir.outlook.insight.publication_facts import PublicationFacts
from peygir.web.kit.current_city import current_city
from peygir.web.kit.templatetags.ui import language, named


@dataclass(frozen=True, slots=True)
class ChartFrames:
    """The codes of a figure's chart: one that follows the newest month, and one of this version, which never changes.

    `version` is empty where the months before were withdrawn since, so that its chart has no line. `address`: the page
    in the last one's frame.
    """

    newest: str
    version: str
    address: str


def frames_of(figure: str, name: str, version: PublicationFacts | None) -> ChartFrames:
    """Return the codes for a figure by its code and its name as this reader reads it; None: no version's chart."""
    newest = frame_code(figure, name)
    if version is None:
        return ChartFrames(newest, "", reverse("city_embed", args=[figure]) + _in_this_language())
    address = reverse("city_embed_version", args=[figure, version.code, version.number]) + _in_this_language()
    return ChartFrames(newest, _code(address, name), address)


def frame_code(figure: str, name: str) -> str:
    """Return the code of a figure's chart that follows the newest month."""
    return _code(reverse("city_embed", args=[figure]) + _in_this_language(), name)


def _in_this_language() -> str:
    """A frame speaks the city's language unless its address says another."""
    return "" if language() == current_city().language else f"?lang={language()}"


def _code(path: str, name: str) -> str:
    """A text to copy, which pages show as text: its values are escaped, it is not."""
    address = escape(f"{settings.PUBLIC_URL.rstrip('/')}{path}")
    title = escape(_("%(figure)s, %(city)s") % {"figure": name, "city": named(current_city())})
    return f'<iframe src="{address}" title="{title}" width="600" height="380" loading="lazy"></iframe>'
