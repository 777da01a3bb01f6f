"""GET discovery: the endpoint's URL, its formats, and when its services last changed."""

from typing import Any

from django.conf import settings
from django.http import HttpResponse
from django.urls import reverse

from peygir.api.open311.endpoint import Call
from peygir.api.open311.forms import answer
from peygir.city import queries as city
from peygir.core.moments import written
from peygir.core.translation import gettext_lazy as _

SPECIFICATION = "http://wiki.open311.org/GeoReport_v2"


def discovery(call: Call) -> HttpResponse:
    """Return the discovery document; `changeset` changes with each load of the city's data."""
    loads = city.loads(call.city_facts.id)
    changed = written(loads[0].at) if loads else "1970-01-01T00:00:00Z"
    endpoint: dict[str, Any] = {
        "specification": SPECIFICATION,
        "url": f"{_base(call)}{reverse('open311_root')}".rstrip("/"),
        "changeset": changed,
        "type": "test" if call.city_facts.is_sample else "production",
        "formats": ["text/xml", "application/json"],
    }
    name = call.words(city.names_of(call.city_facts))
    return answer(
        "discovery",
        {
            "changeset": changed,
            "contact": call.words(_("The 137 centre of {name}: {call}", name=name, call=_base(call))),
            "key_service": call.words(
                _("Ask the administrator at the 137 centre for an api_key."),
            ),
            "endpoints": [endpoint],
        },
        call.form,
    )


def _base(call: Call) -> str:
    return settings.PUBLIC_URL.rstrip("/")
