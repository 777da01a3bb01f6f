"""Coming from an earlier system: the reconciliation, whether it counts, the cut-over, and the way back."""

import csv
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from django.contrib import messages
from django.core.files.uploadedfile import UploadedFile
from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from peygir.city import queries as city
from peygir.core.bodies import TABLE
from peygir.core.refusals import Missing, Refusal
from peygir.core.translation import gettext_lazy as _text
from peygir.desks.earlier import queries as earlier
from peygir.desks.earlier.actions import count_system, record_way_back
from peygir.desks.earlier.report_queries import unsigned_report
from peygir.desks.earlier.rules import EarlierState
from peygir.desks.partners.queries import BatchLine, batches, columns_of, open_orders
from peygir.journey.moving_in import BACK, CountPair, Reconciled, reconcile, rows_back
from peygir.journey.reconciliation import keep_comparison
from peygir.people.permissions import Permission
from peygir.people.rules import may_administer
from peygir.web.admin.moving_reports import SignedComparison, signed_comparisons
from peygir.web.kit.access import actor, staff, takes
from peygir.web.kit.current_city import current_city
from peygir.web.kit.middleware.refusals import status_of, words_of
from peygir.web.kit.templatetags.ui import digits, in_language, named

MOST_NUMBERS: Final = 200
"""So many numbers of missing and differing cases are listed; the file has all."""
_MONTHS: Final = 100  # a month is 140503


class NoSuchEarlierSystem(Missing):
    """Nothing was imported of a system of this name."""

    message = _text("No table of a system with this name was taken over.")


@dataclass(frozen=True, slots=True)
class CutOverStep:
    """One line of the checklist: what must be so before the earlier system is switched off, and whether it is."""

    words: str
    is_done: bool


@dataclass(frozen=True, slots=True)
class ShownPair:
    """A line of the reconciliation with its key in words."""

    name: str
    pair: CountPair


@staff(Permission.LOOK_AFTER)
@require_GET
def admin_moving(request: HttpRequest) -> HttpResponse:
    """List the earlier systems from which cases came."""
    return render(request, "admin/moving.html", {"systems": [_system(source) for source in _sources()]})


@takes(TABLE)
@staff(Permission.LOOK_AFTER)
@require_http_methods(["GET", "POST"])
def admin_moving_system(request: HttpRequest, source: str) -> HttpResponse:
    """Show one system with its checklist and signed comparisons; POST compares a table of it with the cases here.

    What an administrator compares is kept until it is signed, or another comparison takes its place.
    """
    _refuse_unknown(source)
    if request.method != "POST":
        return _page(request, source)
    file, columns = request.FILES.get("file"), columns_of(source)
    if not isinstance(file, UploadedFile) or columns is None:
        return _page(request, source, fault=_("Choose the table."), status=422)
    try:
        with tempfile.TemporaryDirectory() as folder:
            path = Path(folder) / f"table{Path(file.name or '').suffix.lower()[:6]}"
            with path.open("wb") as copy:
                for chunk in file.chunks():
                    copy.write(chunk)
            compared = reconcile(path, columns, source)
        if may_administer(actor(request)):
            keep_comparison(compared, source=source, table_name=file.name or "", by=actor(request))
    except Refusal as refusal:
        return _page(request, source, fault=words_of(refusal), status=status_of(refusal))
    return _page(request, source, compared=compared)


@staff(Permission.ADMINISTER)
@require_POST
def admin_moving_count(request: HttpRequest, source: str) -> HttpResponse:
    """Decide whether the cases of a system count in figures and marks."""
    _refuse_unknown(source)
    is_counted = request.POST.get("is_counted") == "yes"
    count_system(current_city().id, source, is_counted=is_counted, by=actor(request))
    messages.success(request, _("It is decided; the figures follow with the next night."))
    return redirect("admin_moving_system", source=source)


@staff(Permission.ADMINISTER)
@require_POST
def admin_moving_back(request: HttpRequest, source: str) -> HttpResponseBase:
    """Return every case with its number in the earlier system as CSV; that it was taken out is recorded."""
    _refuse_unknown(source)
    record_way_back(current_city().id, source, rows=len(earlier.cases_by_number(source)), by=actor(request))
    headers = {"Content-Disposition": f'attachment; filename="back-to-{source}.csv"'}
    return StreamingHttpResponse(_back(source), content_type="text/csv; charset=utf-8", headers=headers)


class _LineBack:
    """What the writer of CSV writes into: it gives each line back."""

    def write(self, line: str) -> str:
        """Return the line."""
        return line


def _back(source: str) -> Iterator[str]:
    writer = csv.writer(_LineBack())
    yield "\ufeff" + str(writer.writerow(BACK))
    for row in rows_back(source):
        yield str(writer.writerow(row))


def _sources() -> list[str]:
    return sorted({*earlier.sources(), *(batch.source for batch in batches())})


def _refuse_unknown(source: str) -> None:
    if source not in _sources():
        raise NoSuchEarlierSystem()


def _system(source: str) -> dict[str, Any]:
    own = [batch for batch in batches() if batch.source == source]
    return {
        "source": source,
        "batches": own,
        "rows": sum(batch.rows for batch in own),
        "taken": sum(batch.taken for batch in own),
        "is_counted": earlier.is_counted(current_city().id, source),
    }


def _page(
    request: HttpRequest, source: str, *, compared: Reconciled | None = None, fault: str = "", status: int = 200
) -> HttpResponse:
    system, signed = _system(source), signed_comparisons(source)
    context = {
        "system": system,
        "compared": compared,
        "signed": signed,
        "unsigned": unsigned_report(current_city().id, source),
        "most_numbers": f":{MOST_NUMBERS}",
        "most_listed": MOST_NUMBERS,
        "tables": _tables(compared) if compared is not None else [],
        "steps": _steps(system["batches"], compared, signed),
        "fault": fault,
        "may_change": may_administer(actor(request)),
    }
    return render(request, "admin/moving_system.html", context, status=status)


def _steps(own: list[BatchLine], compared: Reconciled | None, signed: list[SignedComparison]) -> list[CutOverStep]:
    """The checklist of the cut-over, as far as the system itself can see it."""
    newest = signed[0].report if signed else None
    last_end = max((batch.ended_at for batch in own if batch.ended_at is not None), default=None)
    is_signed = (
        newest is not None
        and (last_end is None or newest.compared_at >= last_end)
        and newest.rows >= max((batch.rows for batch in own), default=0)  # a part of a table accepts nothing
    )
    is_whole = bool(own) and all(batch.ended_at is not None for batch in own)
    is_equal = compared.is_equal if compared is not None else newest is not None and is_signed and newest.is_equal
    refused = sum(batch.rows - batch.taken - batch.known for batch in own)
    return [
        CutOverStep(_("Every table was taken over to its end."), is_whole),
        CutOverStep(_("No table waits, runs or has stopped."), not open_orders()),
        CutOverStep(
            _("No row was left out, or somebody accepted it by name."), is_whole and (refused == 0 or is_signed)
        ),
        CutOverStep(_("The last table was compared, and all counts are equal."), is_equal),
        CutOverStep(_("The comparison since the last table is signed."), is_signed),
    ]


def _tables(compared: Reconciled) -> list[tuple[str, list[ShownPair], int, int]]:
    city_id = current_city().id
    units = {unit.code: named(unit) for unit in city.units(city_id)}
    states = {one.value: in_language(one.label) for one in EarlierState}

    def table(title: str, pairs: list[CountPair], names: dict[str, str]) -> tuple[str, list[ShownPair], int, int]:
        rows = [ShownPair(names.get(pair.key) or pair.key or _("no unit named"), pair) for pair in pairs]
        return title, rows, sum(pair.there for pair in pairs), sum(pair.here for pair in pairs)

    months = {
        pair.key: digits(f"{int(pair.key) // _MONTHS}/{int(pair.key) % _MONTHS:02d}") for pair in compared.by_month
    }
    return [
        table(_("By state"), compared.by_state, states),
        table(_("By month"), compared.by_month, months),
        table(_("By unit"), compared.by_unit, units),
    ]
