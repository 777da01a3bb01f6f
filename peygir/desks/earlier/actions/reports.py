"""Keeps what a comparison of an earlier system's table with the cases found, and takes the signature under it."""

import hashlib
from dataclasses import dataclass

from django.db import transaction

from peygir.city.models import City
from peygir.core import clock
from peygir.core.refusals import Conflict, Invalid, Missing
from peygir.core.translation import gettext_lazy as _
from peygir.core.words import plain, says_something
from peygir.desks.earlier.models import EarlierReport
from peygir.history.actions import record
from peygir.history.kinds.earlier import EarlierReportSigned
from peygir.people.actions import NotYourWork
from peygir.people.rules import Actor, may_administer

LONGEST_WHY = 500


class ComparisonIsGone(Missing):
    """There is no such comparison, or a later one took its place."""

    message = _("This comparison is no longer here: a later one took its place. Compare the table again and sign that.")


class ComparisonIsSigned(Conflict):
    """Somebody has signed it already."""

    message = _("This comparison is signed already.")


class AcceptanceNeedsReason(Invalid):
    """Rows are refused, missing or different, and nobody said why that is accepted."""

    message = _("Write why it is accepted that these rows are not taken over or differ. It stays with your name.")


@dataclass(frozen=True, slots=True)
class ComparisonCounts:
    """How many rows a compared table has, and how many were refused, have no case here, or differ."""

    rows: int
    refused: int
    missing: int
    differing: int


def keep_report(
    city_id: int, source: str, content: str, counts: ComparisonCounts, *, table_name: str, by: Actor
) -> int:
    """Keep a comparison as a file until somebody signs it; returns its id.

    It takes the place of an earlier one of the system that nobody signed. Raises NotYourWork.
    """
    _refuse(by)
    values = {
        "table_name": plain(table_name)[-120:],
        "compared_at": clock.now(),
        "content": content,
        "digest": digest_of(content),
        "rows": counts.rows,
        "refused": counts.refused,
        "missing": counts.missing,
        "differing": counts.differing,
    }
    with transaction.atomic():
        City.objects.select_for_update(no_key=True).get(pk=city_id)
        EarlierReport.objects.filter(city_id=city_id, source=source, signed_at=None).delete()
        row = EarlierReport.objects.create(city_id=city_id, source=source, **values)
    return int(row.pk)


def sign_report(city_id: int, source: str, report_id: int, *, why: str, by: Actor) -> None:
    """Sign a comparison; where it is not equal, `why` says why that is accepted. It stays for good.

    Raises NotYourWork, ComparisonIsGone, ComparisonIsSigned, AcceptanceNeedsReason.
    """
    _refuse(by)
    with transaction.atomic():
        place = City.objects.select_for_update().get(pk=city_id)
        rows = EarlierReport.objects.select_for_update(no_key=True)
        row = rows.filter(city_id=city_id, source=source, pk=report_id).first()
        if row is None:
            raise ComparisonIsGone()
        if row.signed_at is not None:
            raise ComparisonIsSigned()
        if (row.refused or row.missing or row.differing) and not says_something(why):
            raise AcceptanceNeedsReason()
        row.signed_at, row.signed_by, row.why = clock.now(), str(by), plain(why)[:LONGEST_WHY]
        row.save(update_fields=["signed_at", "signed_by", "why"])
        event = EarlierReportSigned(
            source=source,
            report=row.pk,
            rows=row.rows,
            refused=row.refused,
            missing=row.missing,
            differing=row.differing,
            digest=row.digest,
        )
        record(place, event, by=str(by), at=row.signed_at)


def digest_of(content: str) -> str:
    """SHA-256 of a report's file, in hexadecimal digits."""
    return hashlib.sha256(content.encode()).hexdigest()


def _refuse(by: Actor) -> None:
    if not may_administer(by):
        raise NotYourWork()
