"""The catalogue of open data as DCAT (DCAT-AP 3): a catalogue of datasets, each with a distribution for each file.

One list of statements is written as JSON-LD and as Turtle, so that both say the same.
"""

import json
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Any, Final

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.views.decorators.http import require_GET

from peygir.city import queries as city
from peygir.core.translation import AnyText, Names, gettext_lazy
from peygir.outlook.insight import publication_queries as published
from peygir.outlook.insight.lake.calendar import LakeMonth
from peygir.outlook.insight.publication_facts import PublicationFacts, PublicationFileFacts
from peygir.outlook.insight.publishing.columns import OF_RECORDS, TYPES
from peygir.web.kit.access import public
from peygir.web.kit.current_city import current_city
from peygir.web.public.open_answers import kept_answer, opened
from peygir.web.public.open_data import LICENCE, WORDS, present_files

PREFIXES: Final = {
    "dcat": "http://www.w3.org/ns/dcat#",
    "dct": "http://purl.org/dc/terms/",
    "foaf": "http://xmlns.com/foaf/0.1/",
    "rdf": "http://www.w3.org/1999/02/22-rdf-syntax-ns#",
    "spdx": "http://spdx.org/rdf/terms#",
    "vcard": "http://www.w3.org/2006/vcard/ns#",
    "xsd": "http://www.w3.org/2001/XMLSchema#",
}
_AUTHORITY: Final = "http://publications.europa.eu/resource/authority"
_FORMATS: Final = {"csv": f"{_AUTHORITY}/file-type/CSV", "json": f"{_AUTHORITY}/file-type/JSON"}
_IANA: Final = "https://www.iana.org/assignments/media-types"
DATASETS: Final = {
    "figures": (
        gettext_lazy("Monthly figures of 137"),
        gettext_lazy(
            "Promises kept, what was solved and answered, times, reopened cases and false closures of each month, by "
            "district and topic, with intervals. Small groups are hidden."
        ),
    ),
    "cases": (
        gettext_lazy("Public cases of 137"),
        gettext_lazy(
            "Every case that everybody may see, by the month in which it was opened: what its public page shows, by "
            "days, with its place on a grid of about a hundred metres."
        ),
    ),
}


@dataclass(frozen=True, slots=True)
class DcatValue:
    """A value with its language or type."""

    text: str
    lang: str = ""
    type: str = ""


@dataclass(frozen=True, slots=True)
class DcatFact:
    """Of a subject (an address), by a name such as "dct:title", an address or a value."""

    subject: str
    name: str
    value: str | DcatValue


@public()
@require_GET
def open_data_catalogue(request: HttpRequest, form: str) -> HttpResponse:
    """Return the catalogue: `jsonld` or `ttl`. Raises NoSuchPublication."""
    writers = {"jsonld": (_as_json, "application/ld+json"), "ttl": (_as_turtle, "text/turtle; charset=utf-8")}
    if form not in writers:
        raise published.NoSuchPublication()
    write, content_type = writers[form]
    text = write(list(statements(published.published_months(current_city().id))))
    return kept_answer(request, opened(HttpResponse(text, content_type=content_type)), seconds=300)


def statements(months: Sequence[PublicationFacts]) -> Iterator[DcatFact]:
    """Yield every statement of the catalogue of these months."""
    root, city_facts = settings.PUBLIC_URL.rstrip("/"), current_city()
    page, agent = f"{root}{reverse('open_data')}", f"{root}/#city"
    catalogue, service = f"{page}#catalogue", f"{page}#api"
    centre = city.names_of(city.centre_of(city_facts.id))
    yield from _typed(agent, "foaf:Agent", ("foaf:name", centre), ("foaf:homepage", root + "/"))
    yield from _typed(
        catalogue,
        "dcat:Catalog",
        ("dct:title", gettext_lazy("Open data of 137")),
        ("dct:description", gettext_lazy("Published figures and public cases of the city's contact centre 137.")),
        ("dct:publisher", agent),
        ("dct:license", LICENCE),
        ("foaf:homepage", page),
        ("dcat:service", service),
        *(("dct:language", f"{_AUTHORITY}/language/{code}") for code in ("FAS", "ENG")),
    )
    if months:
        yield DcatFact(catalogue, "dct:modified", _moment(max(one.made_at for one in months).isoformat()))
    yield from _typed(
        service,
        "dcat:DataService",
        ("dct:title", gettext_lazy("Interface of the open data for programs")),
        ("dcat:endpointURL", f"{root}/api/v1/data"),
        ("dcat:endpointDescription", f"{root}/api/v1/openapi.json"),
    )
    for dataset, (title, about) in DATASETS.items():
        own = f"{page}#{dataset}"
        yield DcatFact(catalogue, "dcat:dataset", own)
        yield DcatFact(service, "dcat:servesDataset", own)
        yield from _typed(
            own,
            "dcat:Dataset",
            ("dct:title", title),
            ("dct:description", about),
            ("dct:publisher", agent),
            ("dcat:contactPoint", f"{page}#contact"),
            ("dcat:landingPage", page),
            ("dct:identifier", DcatValue(own)),
            ("dct:accrualPeriodicity", f"{_AUTHORITY}/frequency/MONTHLY"),
            ("dcat:theme", f"{_AUTHORITY}/data-theme/GOVE"),
            ("dct:accessRights", f"{_AUTHORITY}/access-right/PUBLIC"),
            ("dcat:keyword", Names.of("۱۳۷", "311")),
        )
        for month in months:
            for file in present_files(month):
                if (file.name in OF_RECORDS) == (dataset == "cases"):
                    yield from _distribution(own, month, file, city_facts.time_zone)
    name = gettext_lazy("Contact centre 137")
    # Its class in DCAT is Kind; who does not know that an Organization is one finds both.
    yield DcatFact(f"{page}#contact", "rdf:type", "vcard:Kind")
    yield from _typed(f"{page}#contact", "vcard:Organization", ("vcard:fn", name), ("vcard:hasURL", root + "/"))


def _distribution(dataset: str, month: PublicationFacts, file: PublicationFileFacts, zone: str) -> Iterator[DcatFact]:
    root = settings.PUBLIC_URL.rstrip("/")
    address = f"{root}{reverse('open_data_version', args=[month.code, month.number, file.name])}"
    own, check = f"{address}#distribution", f"{address}#sha256"
    period = f"{root}{reverse('city_figures_month', args=[month.code])}#period"
    yield DcatFact(dataset, "dcat:distribution", own)
    yield DcatFact(dataset, "dct:temporal", period)
    yield from _typed(
        period,
        "dct:PeriodOfTime",
        ("dcat:startDate", DcatValue(LakeMonth(month.month).since(zone).date().isoformat(), type="xsd:date")),
        ("dcat:endDate", DcatValue(_last_day(month.month, zone), type="xsd:date")),
    )
    facts: list[tuple[str, str | DcatValue | AnyText]] = [
        ("dct:title", WORDS[file.name]),
        ("dcat:accessURL", f"{root}{reverse('open_data')}"),
        ("dcat:downloadURL", address),
        ("dct:license", LICENCE),
        ("dct:issued", _moment(month.made_at.isoformat())),
        ("dcat:mediaType", f"{_IANA}/{TYPES[file.form].partition(';')[0]}"),
        ("dcat:byteSize", DcatValue(str(file.size), type="xsd:nonNegativeInteger")),
        ("spdx:checksum", check),
    ]
    if file.form in _FORMATS:
        facts.append(("dct:format", _FORMATS[file.form]))
    yield from _typed(own, "dcat:Distribution", *facts)
    yield from _typed(
        check,
        "spdx:Checksum",
        ("spdx:algorithm", "http://spdx.org/rdf/terms#checksumAlgorithm_sha256"),
        ("spdx:checksumValue", DcatValue(file.digest, type="xsd:hexBinary")),
    )


def _last_day(month: int, zone: str) -> str:
    return (LakeMonth(month).until(zone).date() - timedelta(days=1)).isoformat()


def _moment(text: str) -> DcatValue:
    return DcatValue(text, type="xsd:dateTime")


def _typed(subject: str, kind: str, *facts: tuple[str, str | DcatValue | AnyText]) -> Iterator[DcatFact]:
    """The statements of one thing; a text of ours is told in both languages."""
    yield DcatFact(subject, "rdf:type", kind)
    for name, value in facts:
        if isinstance(value, str | DcatValue):
            yield DcatFact(subject, name, value)
        else:
            for lang in ("fa", "en"):
                yield DcatFact(subject, name, DcatValue(value.in_language(lang), lang=lang))


def _as_json(found: Sequence[DcatFact]) -> str:
    nodes: dict[str, dict[str, list[Any]]] = defaultdict(lambda: defaultdict(list))
    for fact in dict.fromkeys(found):
        if fact.name == "rdf:type":
            nodes[fact.subject]["@type"].append(fact.value)
        else:
            nodes[fact.subject][fact.name].append(_json_value(fact.value))
    graph = [{"@id": subject, **values} for subject, values in nodes.items()]
    return json.dumps({"@context": PREFIXES, "@graph": graph}, ensure_ascii=False, indent=1)


def _json_value(value: str | DcatValue) -> dict[str, str]:
    if isinstance(value, str):
        return {"@id": value}
    if value.lang:
        return {"@value": value.text, "@language": value.lang}
    return {"@value": value.text, "@type": value.type} if value.type else {"@value": value.text}


def _as_turtle(found: Iterable[DcatFact]) -> str:
    lines = [f"@prefix {name}: <{address}> ." for name, address in PREFIXES.items()]
    lines += [f"<{one.subject}> {one.name} {_turtle_value(one.value, one.name)} ." for one in dict.fromkeys(found)]
    return "\n".join(lines) + "\n"


def _turtle_value(value: str | DcatValue, name: str) -> str:
    if isinstance(value, str):
        return value if name == "rdf:type" else f"<{value}>"
    # A string of JSON is one of Turtle too, once it is not escaped beyond ASCII.
    text = json.dumps(value.text, ensure_ascii=False)
    return f"{text}@{value.lang}" if value.lang else f"{text}^^{value.type}" if value.type else text
