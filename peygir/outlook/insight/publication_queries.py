"""Questions about published figures: months, versions, their rows and files; every read of pages, API and feeds."""

import hashlib
from collections import defaultdict
from collections.abc import Iterable
from typing import Final

from django.db import connection
from django.db.models import Q, QuerySet

from peygir.core.refusals import Missing
from peygir.core.translation import gettext_lazy as _
from peygir.outlook.insight.models import Publication, PublicationFile
from peygir.outlook.insight.publication_facts import PublicationFacts, PublicationFileFacts, PublishedMonth
from peygir.outlook.insight.publishing.rows import FigureRow

MOST_MONTHS: Final = 240
_COLUMNS: Final = (
    "pk",
    "month",
    "number",
    "reason",
    "words",
    "made_at",
    "withdrawn_at",
    "about",
    "digest",
)


class NoSuchPublication(Missing):
    """Nothing is published of this month, or not this version or file."""

    message = _("Nothing of this name is published of this month.")


class VersionIsWithdrawn(Missing):
    """A version was withdrawn, since it counts records that are no longer public."""

    message = _(
        "This version was withdrawn, because it counted records that are no longer public. The newest version of the "
        "month stands in its place."
    )


def published_months(city_id: int) -> list[PublicationFacts]:
    """The newest version of each month with its files, the latest month first; two statements."""
    rows = Publication.objects.filter(city_id=city_id).order_by("-month", "-number").distinct("month")
    return _facts(rows.values_list(*_COLUMNS)[:MOST_MONTHS])


def versions_of_month(city_id: int, month: int) -> list[PublicationFacts]:
    """Every version of a month, the newest first, those that were withdrawn too; two statements."""
    rows = Publication.objects.filter(city_id=city_id, month=month).order_by("-number")
    return _facts(rows.values_list(*_COLUMNS))


def changelog(city_id: int, *, most: int = 100) -> list[PublicationFacts]:
    """Every version of every month, the one that was made last first; two statements."""
    rows = Publication.objects.filter(city_id=city_id).order_by("-made_at", "-pk")
    return _facts(rows.values_list(*_COLUMNS)[:most])


def version_of(city_id: int, month: int, number: int | None = None) -> PublicationFacts:
    """A version of a month, the newest without a number. Raises NoSuchPublication, VersionIsWithdrawn."""
    versions = versions_of_month(city_id, month)
    version = next((one for one in versions if number is None or one.number == number), None)
    if version is None:
        raise NoSuchPublication()
    if version.withdrawn_at is not None:
        raise VersionIsWithdrawn()
    return version


def published_month(city_id: int, month: int, number: int | None = None) -> PublishedMonth:
    """A version with its figures; three statements. Raises NoSuchPublication, VersionIsWithdrawn."""
    facts = version_of(city_id, month, number)
    stored = Publication.objects.values_list("rows", flat=True).get(pk=facts.id)
    return PublishedMonth(facts, tuple(FigureRow.of(row) for row in stored))


def series_of(city_id: int, until: int, *, most: int = 13) -> list[PublishedMonth]:
    """The newest version of each of the last months up to one, the earliest first; two statements."""
    return _series(Publication.objects.filter(city_id=city_id, month__lte=until), most)


def series_before(city_id: int, version: PublicationFacts, *, most: int = 13) -> list[PublishedMonth]:
    """A version, and before it the versions of the months before as they stood when it was made; two statements.

    It stays as it is, but for versions that are withdrawn later: those have no figures any more.
    """
    earlier = Q(month__lt=version.month, pk__lt=version.id)
    return _series(Publication.objects.filter(earlier | Q(pk=version.id), city_id=city_id), most)


def _series(rows: QuerySet[Publication], most: int) -> list[PublishedMonth]:
    newest = rows.order_by("-month", "-number").distinct("month")
    newest_rows = list(newest.values_list(*_COLUMNS, "rows")[:most])
    facts = _facts(row[:-1] for row in newest_rows)
    return [
        PublishedMonth(one, tuple(FigureRow.of(stored) for stored in row[-1]))
        for one, row in zip(reversed(facts), reversed(newest_rows), strict=True)
    ]


def publication_stamp(city_id: int) -> bytes:
    """The SHA-256 of the heads of all versions' histories: every publication and withdrawal gives another one."""
    statement = """SELECT string_agg(event_head, ''::bytea ORDER BY id) FROM insight_publication WHERE city_id = %s"""
    with connection.cursor() as cursor:
        cursor.execute(statement, [city_id])
        (heads,) = cursor.fetchone()
    return hashlib.sha256(bytes(heads or b"")).digest()


def _facts(rows: Iterable[tuple[object, ...]]) -> list[PublicationFacts]:
    versions = [PublicationFacts(*row) for row in rows]  # type: ignore[arg-type]
    files: dict[int, list[PublicationFileFacts]] = defaultdict(list)
    own = PublicationFile.objects.filter(publication_id__in=[version.id for version in versions]).order_by("pk")
    for key, name, stored, digest, size, rows_of_file in own.values_list(
        "publication_id", "name", "stored", "digest", "size", "rows"
    ):
        files[key].append(PublicationFileFacts(name, stored, digest, size, rows_of_file))
    return [
        PublicationFacts(
            version.id,
            version.month,
            version.number,
            version.reason,
            version.words,
            version.made_at,
            version.withdrawn_at,
            version.about,
            version.digest,
            tuple(files[version.id]),
        )
        for version in versions
    ]
