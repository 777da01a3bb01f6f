"""Publishes the figures of a month in versions: the first, with the marks, a recount, a correction; and withdraws.

A version never changes. It is withdrawn when it counts records that are no longer public, and then a new one is counted
in the same transaction. Files are stored before the transaction; one that a crash leaves behind is of no row.
"""

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any, Final

from django.db import transaction
from django.db.models import Max

from peygir.city.facts import CityFacts
from peygir.core import clock
from peygir.core.translation import languages
from peygir.history.actions import record
from peygir.history.kinds.publications import FiguresPublished, FiguresWithdrawn
from peygir.media import files as storage
from peygir.outlook.insight.models import Publication, PublicationFile
from peygir.outlook.insight.publication_facts import PublicationFacts, PublishedMonth, RequestMaker
from peygir.outlook.insight.publishing.case_lists import (
    Codes,
    ListedRow,
    kept_lists,
    list_rows,
    written_lists,
)
from peygir.outlook.insight.publishing.catalogue import OPENED
from peygir.outlook.insight.publishing.columns import LISTS, OF_RECORDS
from peygir.outlook.insight.publishing.counting import CountedMonth
from peygir.outlook.insight.publishing.files import DrawnDistrict, MadeFile, district_file, figure_files, record_files
from peygir.outlook.insight.publishing.rows import FigureRow, digest_of, shares_hidden
from peygir.outlook.insight.publishing.versions import corrected_rows, with_marks
from peygir.outlook.insight.publishing.words import VersionReason
from peygir.people.rules import CLOCK

request_makers: Final[list[RequestMaker]] = []
"""Makes the service requests of Open311; set by the API when it starts."""


@dataclass(frozen=True, slots=True)
class MonthToPublish:
    """What a version is made of: the counted figures, the public cases as rows and as requests, and the map.

    `before`: the version that it follows, None for the first, and `counted_before` the codes of the cases that its file
    has (None: there is no such file), `lists_before` its lists of cases. `fewest`: groups below it are hidden. `words`:
    what was wrong, by language, of a correction, and `proposal` the change by two people that decided it. `codes`:
    those of the counted cases that are public.
    """

    city: CityFacts
    month: int
    counted: CountedMonth
    records: Sequence[Mapping[str, Any]]
    requests: Sequence[Mapping[str, Any]]
    districts: Sequence[DrawnDistrict]
    before: PublishedMonth | None
    fewest: int
    now: datetime
    words: Mapping[str, str] = field(default_factory=dict)
    counted_before: frozenset[str] | None = None
    codes: Codes = field(default_factory=dict)
    lists_before: Sequence[ListedRow] = ()
    proposal: int | None = None


def publish_figures(made: MonthToPublish, reason: VersionReason) -> int:
    """Publish a version of a month for a reason; returns its number.

    Of a correction the tables keep what they had where a change is too small to be told. A recount withdraws every
    version before it. Where cases are not counted anew, the files of cases get no others: subtracted from the figures,
    a case more would tell that it was not public when they were counted.
    """
    rows = _rows(made, reason)
    before = made.before.rows if made.before is not None and reason is not VersionReason.RECOUNT else None
    counted = made.counted_before
    if before is not None and counted is not None and _of_cases(before) == _of_cases(rows):
        made = replace(
            made,
            records=[one for one in made.records if one["code"] in counted],
            requests=[one for one in made.requests if one["service_request_id"] in counted],
        )
    lists = _lists(made, rows, before)
    hidden = shares_hidden(rows)
    about: dict[str, Any] = {
        "lake": dict(made.counted.lake),
        "snapshot": made.counted.snapshot,
        "fewest": made.fewest,
        "narrowest": made.counted.narrowest,
        "hidden": hidden,
        "records": len(made.records),
        "lists": list(lists),
        **({"proposal": made.proposal} if made.proposal is not None else {}),
    }
    code = f"{made.month // 100:04d}-{made.month % 100:02d}"
    in_file = {
        "city": made.city.code,
        "month": code,
        "root": str(about["lake"]["root"]),
        "last_event": str(about["lake"]["last_event"]),
        "as_of": str(about["lake"]["as_of"]),
        "hidden_share": str(hidden["all"]["share"]),
    }
    districts = district_file(code, rows, made.districts, in_file)
    files = [
        *figure_files(code, rows, in_file),
        *([districts] if districts is not None else []),
        *record_files(made.records, made.requests, in_file),
        MadeFile(LISTS, written_lists(lists.values()), sum(map(len, lists.values()))),
    ]
    stored = [(file, _stored(file)) for file in files]
    number, gone = _written(made, reason, rows, about, stored)
    _delete(gone)
    return number


def renew_records(
    publication: PublicationFacts, records: Sequence[Mapping[str, Any]], requests: Sequence[Mapping[str, Any]]
) -> None:
    """Put the files of single cases of a version anew, because a text or photo in them is no longer shown.

    The files before are deleted from the storage. The figures stay.
    """
    in_file = {"month": publication.code, "root": str(publication.about["lake"]["root"])}
    stored = [(file, _stored(file)) for file in record_files(records, requests, in_file)]
    with transaction.atomic():
        row = Publication.objects.select_for_update().get(pk=publication.id)
        gone = _removed(row)
        _keep_files(row, stored)
        _tell(row, row.about)
    _delete(gone)


def _rows(made: MonthToPublish, reason: VersionReason) -> list[FigureRow]:
    """The rows of a version: counted, or with those of the version before where these do not change."""
    before = list(made.before.rows) if made.before is not None else []
    if reason is VersionReason.MARKS:
        return with_marks(before, made.counted.rows)
    if reason is VersionReason.CORRECTED:
        return corrected_rows(before, made.counted.rows, fewest=made.fewest)
    return made.counted.rows


def _lists(
    made: MonthToPublish, rows: Sequence[FigureRow], before: Sequence[FigureRow] | None
) -> dict[str, list[ListedRow]]:
    """The lists of cases of a version by figure, those of the version before where its figures did not change."""
    fresh = {code: list_rows(code, cases, rows, made.codes) for code, cases in made.counted.cases.items()}
    return kept_lists(made.lists_before, before or (), rows, fresh)


def _of_cases(rows: Sequence[FigureRow]) -> list[FigureRow]:
    """The rows that tell how many cases were opened."""
    return [row for row in rows if row.figure == OPENED]


@transaction.atomic
def _written(
    made: MonthToPublish,
    reason: VersionReason,
    rows: Sequence[FigureRow],
    about: dict[str, Any],
    stored: Sequence[tuple[MadeFile, str]],
) -> tuple[int, list[str]]:
    """Write a version with its files; returns its number, and the names of stored files that are of no row now."""
    versions = Publication.objects.filter(city_id=made.city.id, month=made.month)
    number = (versions.aggregate(last=Max("number"))["last"] or 0) + 1
    row = Publication(
        city_id=made.city.id,
        month=made.month,
        number=number,
        reason=reason.value,
        words={language: made.words[language] for language in languages() if language in made.words},
        made_at=made.now,
        rows=[one.as_json() for one in rows],
        about=about,
        digest=digest_of(rows),
    )
    row.save(force_insert=True)
    _keep_files(row, stored)
    _tell(row, about)
    gone: list[str] = []
    for other in versions.exclude(pk=row.pk).select_for_update().order_by("pk"):
        gone += _removed(other)
        if reason is VersionReason.RECOUNT and other.withdrawn_at is None:
            gone += [file.stored for file in other.files.exclude(stored="")]
            other.files.update(stored="")
            other.withdrawn_at, other.rows = made.now, []
            event = FiguresWithdrawn(by_number=number)
            record(other, event, by=str(CLOCK), at=made.now, write=["withdrawn_at", "rows"])
    return number, gone


def _keep_files(row: Publication, stored: Sequence[tuple[MadeFile, str]]) -> None:
    for file, name in stored:
        PublicationFile.objects.update_or_create(
            publication=row,
            name=file.name,
            defaults={
                "stored": name,
                "digest": hashlib.sha256(file.content).hexdigest(),
                "size": len(file.content),
                "rows": file.rows,
            },
        )


def _tell(row: Publication, about: Mapping[str, Any]) -> None:
    event = FiguresPublished(
        month=row.month,
        number=row.number,
        reason=row.reason,
        root=str(about["lake"]["root"]),
        last_event=int(about["lake"]["last_event"]),
        digest=row.digest,
        files=dict(row.files.order_by("pk").values_list("name", "digest")),
    )
    record(row, event, by=str(CLOCK), at=clock.now())


def _removed(row: Publication) -> list[str]:
    """Take the files of single cases from a version; returns their names in the storage.

    Only the newest version of a month has them: they show cases as they were when they were made.
    """
    own = row.files.filter(name__in=OF_RECORDS).exclude(stored="")
    names = list(own.values_list("stored", flat=True))
    own.update(stored="")
    return names


def _stored(file: MadeFile) -> str:
    """Store a file under a name that no other shares, since it may be deleted; returns the name."""
    return storage.save(file.content, file.name.rpartition(".")[2], is_own=True)


def _delete(names: Sequence[str]) -> None:
    for name in names:
        if name:
            storage.delete(name)
