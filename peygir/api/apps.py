"""The Django app configuration of the api package."""

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from django.apps import AppConfig

if TYPE_CHECKING:
    from peygir.cases.listing import CaseListEntry
    from peygir.city.facts import CityFacts


def make_requests(city_facts: "CityFacts", entries: "Sequence[CaseListEntry]") -> list[dict[str, Any]]:
    """Return public cases as service requests of Open311; its modules are loaded when a month is published."""
    from peygir.api.open311.dump import requests_of

    return requests_of(city_facts, entries)


class ApiConfig(AppConfig):
    name = "peygir.api"

    def ready(self) -> None:
        """Let months be published with their service requests."""
        from peygir.outlook.insight.actions.publishing import request_makers

        if make_requests not in request_makers:
            request_makers.append(make_requests)
