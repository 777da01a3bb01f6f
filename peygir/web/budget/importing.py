"""Import of a fiscal year's budget from a table: it is checked first; with any fault nothing is written."""

import tempfile
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final

from django.contrib import messages
from django.core.files.uploadedfile import UploadedFile
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from peygir.core.bodies import TABLE
from peygir.core.refusals import Invalid, Refusal
from peygir.core.translation import gettext_lazy
from peygir.core.words import plain
from peygir.outlook.planning import actions
from peygir.outlook.planning.actions.budget_import import ImportedBudget
from peygir.outlook.planning.budget_rules import COLUMNS, NEEDED, SUMS, rials_of
from peygir.outlook.planning.rules import fiscal_year_of
from peygir.people.permissions import Permission
from peygir.people.rules import Actor
from peygir.web.kit.access import actor, staff, takes
from peygir.web.kit.current_city import current_city, today
from peygir.web.kit.middleware.refusals import status_of, words_of
from peygir.web.kit.numbers import number_of
from peygir.web.kit.templatetags.ui import digits, in_language

SHOWN: Final = 200
"""So many faults are on the page."""


class BudgetFileIsMissing(Invalid):
    """No file came with the form."""

    message = gettext_lazy("Choose the file of the budget.")


@dataclass(frozen=True, slots=True)
class TypedImport:
    """What was typed beside the file: the fiscal year, the headings of the columns, and the totals of the book."""

    year: str = ""
    headings: Mapping[str, str] = field(default_factory=dict)
    totals: Mapping[str, str] = field(default_factory=dict)


@takes(TABLE)
@staff(Permission.KEEP_BUDGET)
@require_http_methods(["GET", "POST"])
def budget_import(request: HttpRequest) -> HttpResponse:
    """Show the form; POST checks a file, and with `step=do` writes its lines if none has a fault."""
    if request.method != "POST":
        return _page(request, TypedImport(year=digits(str(fiscal_year_of(today())))))
    typed = TypedImport(
        year=request.POST.get("year", "")[:8],
        headings={name: plain(request.POST.get(f"m-{name}", ""))[:120] for name in COLUMNS},
        totals={name: request.POST.get(f"total-{name}", "")[:40] for name in SUMS},
    )
    try:
        outcome = _imported(request, typed, actor(request))
    except Refusal as refusal:
        return _page(request, typed, fault=digits(words_of(refusal)), status=status_of(refusal))
    if outcome.is_written:
        words = _("%(made)s lines are new, %(changed)s have other sums, %(same)s are as they were.")
        counts = {name: digits(getattr(outcome, name)) for name in ("made", "changed", "same")}
        messages.success(request, words % counts)
        return redirect("budget")
    return _page(request, typed, outcome=outcome, status=422 if outcome.faults else 200)


def _imported(request: HttpRequest, typed: TypedImport, by: Actor) -> ImportedBudget:
    """Check or write the uploaded file. Raises BudgetFileIsMissing, and what the import raises."""
    file = request.FILES.get("file")
    if not isinstance(file, UploadedFile):
        raise BudgetFileIsMissing()
    name = plain(file.name or "")[-200:]
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / f"budget{Path(name).suffix.lower()[:8]}"
        with path.open("wb") as copy:
            for chunk in file.chunks():
                copy.write(chunk)
        return actions.import_budget(
            path,
            city_id=current_city().id,
            year=number_of(typed.year) or 0,
            file_name=name,
            mapping={column: heading for column, heading in typed.headings.items() if heading},
            totals={column: rials_of(total, column) for column, total in typed.totals.items() if total.strip()},
            dry_run=request.POST.get("step") != "do",
            by=by,
        )


def _page(
    request: HttpRequest,
    typed: TypedImport,
    *,
    outcome: ImportedBudget | None = None,
    fault: str = "",
    status: int = 200,
) -> HttpResponse:
    context: dict[str, Any] = {
        "typed": typed,
        "fault": fault,
        "outcome": outcome,
        "columns": [
            (name, in_language(label), name in NEEDED, typed.headings.get(name, "")) for name, label in COLUMNS.items()
        ],
        "totals": [(name, in_language(COLUMNS[name]), typed.totals.get(name, "")) for name in SUMS],
        "tab": "import",
    }
    if outcome is not None:
        context |= {
            "faulty": len({one.row for one in outcome.faults}),
            "faults": [(one.row, digits(words_of(one.why))) for one in outcome.faults[:SHOWN]],
            "more": max(0, len(outcome.faults) - SHOWN),
            "sums": [(in_language(COLUMNS[name]), amount) for name, amount in outcome.sums.items()],
        }
    return render(request, "budget/import.html", context, status=status)
