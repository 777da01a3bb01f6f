"""The catalogue of open data is judged as RDF, by shapes of DCAT-AP 3, and by what its addresses answer.

The shapes are our own (`dcat_ap_3.ttl`), written from the specification and stricter where readers rely on more than it
asks for.
"""

import hashlib
from collections.abc import Callable
from pathlib import Path
from typing import Final
from urllib.parse import urlsplit

import pyshacl
import pytest
from django.conf import settings
from django.test import Client
from rdflib import DCAT, DCTERMS, FOAF, RDF, XSD, Graph, Literal, Namespace, URIRef
from rdflib.compare import isomorphic
from rdflib.term import Node

from tests import make
from tests.publications import FIRST, SECOND, publish, rows_of, two_months
from tests.town import Town

pytestmark = pytest.mark.usefixtures("town_clock")
SHAPES: Final = Path(__file__).with_name("dcat_ap_3.ttl")
SPDX: Final = Namespace("http://spdx.org/rdf/terms#")
SH: Final = Namespace("http://www.w3.org/ns/shacl#")
FILES: Final = 6
"""Of each month."""


def catalogue(client: Client, form: str = "ttl") -> Graph:
    """The catalogue as a program reads it."""
    content_type, name = {"ttl": ("text/turtle", "turtle"), "jsonld": ("application/ld+json", "json-ld")}[form]
    response = client.get(f"/data/catalog.{form}")
    assert response.headers["Content-Type"].partition(";")[0] == content_type
    return Graph().parse(data=response.content.decode(), format=name)


def faults(graph: Graph) -> set[str]:
    """What the shapes do not allow: the name of each property, "^" before one that should lead to a thing."""
    shapes = Graph().parse(SHAPES)
    is_good, report, _text = pyshacl.validate(graph, shacl_graph=shapes)
    assert isinstance(report, Graph)
    paths = [
        one
        for result in report.subjects(RDF.type, SH.ValidationResult)
        for one in report.objects(result, SH.resultPath)
    ]
    assert is_good == (not paths)
    return {_name(path, report) for path in paths}


def _name(path: Node, report: Graph) -> str:
    back = report.value(path, SH.inversePath)
    name = str(path if back is None else back)
    return ("" if back is None else "^") + name.rpartition("/")[2].rpartition("#")[2]


@pytest.mark.filterwarnings("ignore:ConjunctiveGraph is deprecated:DeprecationWarning")  # rdflib reads JSON-LD with it
def test_both_forms_say_the_same_and_keep_to_the_shapes(client: Client, town: Town) -> None:
    assert faults(catalogue(client)) == set(), "before the first month"
    two_months(town)
    graph = catalogue(client)
    assert isomorphic(graph, catalogue(client, "jsonld"))
    assert faults(graph) == set()
    assert len(set(graph.subjects(RDF.type, DCAT.Dataset))) == 2
    assert len(set(graph.subjects(RDF.type, DCAT.Distribution))) == 2 * FILES
    assert client.get("/data/catalog.xml").status_code == 404
    publish(town, SECOND, rows_of({"CIV": (200, 100), "WST": (800, 400)}, opened=1500, days=4.0), reason="corrected")
    assert faults(catalogue(client)) == set(), "with a correction"


def test_each_file_answers_with_the_type_size_and_digest_that_are_said(client: Client, town: Town) -> None:
    make.report()
    two_months(town)
    graph = catalogue(client)
    for file in graph.subjects(RDF.type, DCAT.Distribution):
        address = str(graph.value(file, DCAT.downloadURL))
        assert address.startswith(f"{settings.PUBLIC_URL.rstrip('/')}/data/1405-0")
        response = client.get(urlsplit(address).path)
        assert response.status_code == 200, address
        content = response.getvalue()
        media_type = str(graph.value(file, DCAT.mediaType)).partition("/media-types/")[2]
        assert response.headers["Content-Type"].partition(";")[0] == media_type, address
        assert len(content) == int(str(graph.value(file, DCAT.byteSize))), address
        digest = graph.value(graph.value(file, SPDX.checksum), SPDX.checksumValue)
        assert hashlib.sha256(content).hexdigest() == str(digest), address
    for name in (DCAT.accessURL, DCAT.landingPage, FOAF.homepage, DCAT.endpointURL, DCAT.endpointDescription):
        for target in set(graph.objects(None, name)):
            assert client.get(urlsplit(str(target)).path).status_code == 200, (name, target)


def test_a_withdrawn_version_is_in_the_catalogue_no_more(client: Client, town: Town) -> None:
    two_months(town)
    before = {str(one) for one in catalogue(client).objects(None, DCAT.downloadURL)}
    publish(town, FIRST, rows_of({"CIV": (400, 350), "WST": (500, 250)}, opened=1100, days=3.0), reason="recount")
    graph = catalogue(client)
    after = {str(one) for one in graph.objects(None, DCAT.downloadURL)}
    assert faults(graph) == set()
    assert {"1405-01/v1" in one for one in after} == {False}
    gone = before - after
    assert len(gone) == FILES
    assert {client.get(urlsplit(one).path).status_code for one in gone} == {404}


Change = Callable[[Graph, URIRef, URIRef], None]


def without(name: URIRef) -> Change:
    """Take a property off everything that has it."""

    def change(graph: Graph, _dataset: URIRef, _file: URIRef) -> None:
        graph.remove((None, name, None))

    return change


def with_value(name: URIRef, value: URIRef | Literal) -> Change:
    """Give the file one more value."""

    def change(graph: Graph, _dataset: URIRef, file: URIRef) -> None:
        graph.add((file, name, value))

    return change


@pytest.mark.parametrize(
    ("change", "name"),
    [
        (without(DCTERMS.title), "title"),
        (without(DCTERMS.publisher), "publisher"),
        (without(DCTERMS.license), "license"),
        (without(DCAT.accessURL), "accessURL"),
        (without(DCAT.byteSize), "byteSize"),
        (without(SPDX.checksumValue), "checksumValue"),
        (without(DCAT.dataset), "^dataset"),
        (without(DCAT.endpointURL), "endpointURL"),
        (without(DCAT.startDate), "startDate"),
        (without(FOAF.name), "name"),
        (with_value(DCTERMS.license, Literal("CC BY 4.0")), "license"),
        (with_value(DCTERMS.issued, Literal("Khordad 1405")), "issued"),
        (with_value(DCAT.mediaType, URIRef("https://example.org/csv")), "mediaType"),
        (with_value(DCAT.byteSize, Literal("-1", datatype=XSD.integer)), "byteSize"),
        (with_value(DCTERMS.title, Literal("Zahlen", lang="de")), "title"),
    ],
)
def test_the_shapes_see_each_planted_fault(client: Client, town: Town, change: Change, name: str) -> None:
    two_months(town)
    graph = catalogue(client)
    dataset = next(one for one in graph.subjects(RDF.type, DCAT.Dataset) if isinstance(one, URIRef))
    file = next(one for one in graph.objects(dataset, DCAT.distribution) if isinstance(one, URIRef))
    change(graph, dataset, file)
    assert name in faults(graph)
