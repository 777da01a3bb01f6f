"""The public pages of a city, as a stranger opens them: those of figures, and those of single cases."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from django.test import Client

PAGES: Final = (
    "city_figures",
    "open_data",
    "open_data_feed",
    "rights",
    "figures",
    "marks",
    "comparisons",
    "published_reports",
    "inspection_results",
)
"""Pages that show figures, by the names of their URLs."""


@dataclass(frozen=True, slots=True)
class PublishedPages:
    """Texts of pages by address, and of pages of cases by code."""

    texts: Mapping[str, str]
    cases: Mapping[str, str]


def stranger() -> "Client":
    """A browser that has never been here."""
    from django.test import Client

    return Client(SERVER_NAME="127.0.0.1")


def published_pages(months: Iterable[str], codes: Sequence[str]) -> PublishedPages:
    """Open the pages of figures and months, the charts for other pages, and the pages of cases."""
    from django.urls import reverse

    from peygir.outlook.insight.publishing.catalogue import FIGURES

    browser = stranger()
    addresses = [reverse(name) for name in PAGES]
    addresses += [reverse("open_data_catalogue", args=[form]) for form in ("jsonld", "ttl")]
    addresses += [reverse("city_figures_month", args=[month]) for month in months]
    addresses += [reverse("city_embed", args=[figure]) for figure in FIGURES]
    addresses += [reverse("city_chart", args=[figure]) for figure in FIGURES]
    texts = {address: browser.get(address, follow=True).content.decode() for address in addresses}
    cases = {code: browser.get(reverse("public_case", args=[code])).content.decode() for code in codes}
    return PublishedPages(texts, cases)
