"""Publishes months: their figures and files, each night what is due, and out of turn what somebody corrects.

A month is published once it has been over for three days in the lake. A version follows when the month's marks are
published, and when a record of it is no longer public.
"""

import io
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from typing import Any, Final
from zoneinfo import ZoneInfo

from django.conf import settings
from django.urls import reverse

from peygir.cases.public import hidden_among, is_of_the_street
from peygir.cases.public_codes import public_codes
from peygir.city import queries as city
from peygir.city.facts import CityFacts
from peygir.core import clock
from peygir.history.queries import files_after
from peygir.journey.lake import lake_folder
from peygir.media import files as storage
from peygir.outlook.insight import publication_queries as published
from peygir.outlook.insight.actions.publishing import (
    MonthToPublish,
    publish_figures,
    renew_records,
    request_makers,
)
from peygir.outlook.insight.lake.calendar import LakeMonth, month_at, months_between
from peygir.outlook.insight.lake.manifest import Manifest, NoLakeYet, read_manifest
from peygir.outlook.insight.lake.shapes import VERSION
from peygir.outlook.insight.list_queries import lists_of
from peygir.outlook.insight.publication_facts import PublicationFacts, PublishedMonth
from peygir.outlook.insight.publishing.catalogue import FIGURES
from peygir.outlook.insight.publishing.columns import RECORDS_PARQUET
from peygir.outlook.insight.publishing.counting import CountedMonth, counted_month
from peygir.outlook.insight.publishing.files import DrawnDistrict
from peygir.outlook.insight.publishing.population import PublicRows
from peygir.outlook.insight.publishing.records import SHOWN_TEXTS, month_entries, records_of, still_public
from peygir.outlook.insight.publishing.words import VersionReason
from peygir.storage.jobs.actions import add_jobs
from peygir.storage.jobs.rules import OUTSIDE_QUEUE

PUBLISH: Final = "publish_figures"
"""The name of `publish_due_months` in jobs, whose file is the city."""
SETTLES: Final = timedelta(days=3)
"""So long after its end a month is published: what was said of its last days is in the lake by then."""
FEWEST: Final = 5
"""Groups of fewer are hidden; a city may ask for more, never for less."""
MOST_MONTHS: Final = 24
"""So many months back are published and looked after."""


@dataclass(frozen=True, slots=True)
class OpenDataRun:
    """What a night did: the months that got a version, with its reason, and those whose records were put anew."""

    versions: tuple[tuple[int, str], ...]
    renewed: tuple[int, ...]


def plan_publication() -> None:
    """Leave a job that publishes what is due."""
    add_jobs(PUBLISH, [one.id for one in city.cities() if one.code == settings.CITY], queue=OUTSIDE_QUEUE)


def publish_due_months(city_id: int) -> OpenDataRun:
    """Publish the months that are due, and put right what is no longer public in those that are; does nothing twice.

    Without a lake there is nothing to publish.
    """
    manifest = read_manifest(lake_folder())
    if manifest is None or manifest.version != VERSION:
        return OpenDataRun((), ())
    facts = city.city_by_id(city_id)
    known = {one.month: one for one in published.published_months(city_id)}
    versions: list[tuple[int, str]] = []
    renewed: list[int] = []
    for month in _due_months(facts, manifest):
        before = known.get(month)
        if before is None:
            versions.append((month, publish_month(facts, month, VersionReason.FIRST)))
        elif _counts_hidden(facts, before):
            versions.append((month, publish_month(facts, month, VersionReason.RECOUNT)))
        elif not _shows_only_public(facts, before):
            _renew(facts, before)
            renewed.append(month)
        elif not before.about["snapshot"] and _has_marks(manifest, before.code):
            versions.append((month, publish_month(facts, month, VersionReason.MARKS)))
    return OpenDataRun(tuple(versions), tuple(renewed))


def _renew(facts: CityFacts, before: PublicationFacts) -> None:
    """Put the files of single cases of a version anew."""
    shown = _shown_in(before)
    records, requests = _records(facts, before.month)
    renew_records(
        before,
        [one for one in records if one["code"] in shown],
        [one for one in requests if one["service_request_id"] in shown],
    )


def publish_month(
    facts: CityFacts,
    month: int,
    reason: VersionReason,
    *,
    correction: Mapping[str, str] | None = None,
    proposal: int | None = None,
) -> str:
    """Count and publish a version of a month; returns its reason. Raises NoLakeYet.

    A correction of a month that counts what is no longer public is a recount: nothing of it may stay. `proposal`: the
    change by two people that decided a correction.
    """
    folder = lake_folder()
    manifest = read_manifest(folder)
    if manifest is None:
        raise NoLakeYet()
    public = PublicRows(month, _public_topics(facts), _left_out(facts, manifest))
    fewest = max(FEWEST, settings.FEWEST_SHOWN)
    before = _before(facts, month)
    if reason is VersionReason.CORRECTED and before is not None and _counts_hidden(facts, before.facts):
        reason = VersionReason.RECOUNT
    only = [one.code for one in FIGURES.values() if one.is_of_marks] if reason is VersionReason.MARKS else []
    counted = counted_month(folder, public, fewest=fewest, only=only)
    codes = _codes(facts, counted)
    gone = {one.case_id for cases in counted.cases.values() for one in cases} - codes.keys()
    if gone:
        public = replace(public, left_out=frozenset(public.left_out) | gone)
        counted = counted_month(folder, public, fewest=fewest, only=only)
    records, requests = _records(facts, month)
    now = clock.now()
    made = MonthToPublish(
        facts,
        month,
        counted,
        records,
        requests,
        _districts(facts, city.day_of(facts.id, now)),
        before,
        fewest,
        now,
        correction or {},
        _counted_in(before.facts) if before is not None else None,
        codes,
        lists_of(before.facts) or () if before is not None else (),
        proposal,
    )
    publish_figures(made, reason)
    return reason.value


def _due_months(facts: CityFacts, manifest: Manifest) -> Iterator[int]:
    """The months that lie wholly in the lake and have been over for long enough, the last MOST_MONTHS."""
    months = sorted(int(one) for one in manifest.tables.get("case", {}) if one.isdigit())
    if not months:
        return
    taken = datetime.fromisoformat(manifest.as_of)
    last = month_at(taken, facts.time_zone)
    due = [
        one.number
        for one in months_between(LakeMonth(months[0]), last)
        if one.until(facts.time_zone) + SETTLES <= taken
    ]
    yield from due[-MOST_MONTHS:]


def _public_topics(facts: CityFacts) -> list[str]:
    return [topic.code for topic in city.topics(facts.id) if is_of_the_street(topic)]


def _left_out(facts: CityFacts, manifest: Manifest) -> frozenset[int]:
    """Cases that changed since the lake was written, and are not public now."""
    return hidden_among(facts.id, files_after("case", manifest.last_event))


def _codes(facts: CityFacts, counted: CountedMonth) -> dict[int, tuple[str, date]]:
    """The codes of the counted cases that are public, each with the day on which it was opened."""
    zone, ids = ZoneInfo(facts.time_zone), {one.case_id for cases in counted.cases.values() for one in cases}
    known = public_codes(facts.id, ids)
    return {case_id: (code, opened_at.astimezone(zone).date()) for case_id, (code, opened_at) in known.items()}


def _before(facts: CityFacts, month: int) -> PublishedMonth | None:
    try:
        return published.published_month(facts.id, month)
    except published.NoSuchPublication:
        return None


def _has_marks(manifest: Manifest, code: str) -> bool:
    return any(
        partition.startswith(f"{code}.")
        for table, files in manifest.tables.items()
        if table.startswith("snapshot_")
        for partition in files
    )


def _records(facts: CityFacts, month: int) -> tuple[list[dict[str, Any]], list[dict[str, Any]]]:
    """The public cases opened in a month, as rows and as service requests, by day and code.

    In the order of their moments they would tell the hour to whoever reported that day, too.
    """
    root = settings.PUBLIC_URL.rstrip("/")
    links: dict[str, Callable[..., str]] = {
        "case": lambda code: f"{root}{reverse('public_case', args=[code])}",
        "photo": lambda code, number: f"{root}{reverse('public_photo', args=[code, 'report', number, 'full'])}",
    }
    (make_requests,) = request_makers
    records: list[dict[str, Any]] = []
    requests: list[dict[str, Any]] = []
    for entries in month_entries(facts, month):
        records += records_of(facts, entries, links)
        requests += make_requests(facts, entries)
    records.sort(key=lambda one: (one["opened_on"], one["code"]))
    requests.sort(key=lambda one: (str(one["requested_datetime"])[:10], str(one["service_request_id"])))
    return records, requests


def _districts(facts: CityFacts, on: date) -> list[DrawnDistrict]:
    features = city.polygons(facts.id, on=on)["districts"]["features"]
    districts = []
    for feature in features:
        about = feature["properties"]
        names = (about["code"], about["name_fa"], about["name_en"])
        districts.append(DrawnDistrict(*names, about["is_approximate"], feature["geometry"]))
    return districts


def _shows_only_public(facts: CityFacts, publication: PublicationFacts) -> bool:
    """Whether every case, text and photo in the files of a version may still be shown."""
    shown = _shown_in(publication)
    return not shown or still_public(shown, _texts_of(facts, publication.month))


def _counts_hidden(facts: CityFacts, publication: PublicationFacts) -> bool:
    """Whether a version counts a case that is not public any more."""
    counted = {row.case_id for row in lists_of(publication) or ()}
    if hidden_among(facts.id, counted):
        return True
    shown = set(_shown_in(publication))
    return bool(shown) and not shown <= set(_texts_of(facts, publication.month))


def _counted_in(publication: PublicationFacts) -> frozenset[str] | None:
    """The codes of the cases in the file of a version; None where the file is gone."""
    file = publication.file(RECORDS_PARQUET)
    return frozenset(_shown_in(publication)) if file is not None and file.stored else None


def _shown_in(publication: PublicationFacts) -> dict[str, dict[str, str | None]]:
    """What the file of a version shows of each case."""
    from pyarrow import parquet

    file = publication.file(RECORDS_PARQUET)
    if file is None or not file.stored:
        return {}
    table = parquet.read_table(io.BytesIO(storage.read(file.stored)), columns=["code", *SHOWN_TEXTS])
    return {row["code"]: {name: row[name] for name in SHOWN_TEXTS} for row in table.to_pylist()}


def _texts_of(facts: CityFacts, month: int) -> dict[str, dict[str, str | None]]:
    records, _requests = _records(facts, month)
    return {one["code"]: {name: one[name] for name in SHOWN_TEXTS} for one in records}
