"""The confidential desk: each confidential case with its promise and what can be done next."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Final

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_GET

from peygir.cases import queries as cases
from peygir.cases.commands import BY_COMMAND, COMMANDS
from peygir.cases.confidential import confidential_desk
from peygir.cases.facts import CaseFacts
from peygir.cases.inbox import lines_of
from peygir.core.greetings import without_greeting
from peygir.desks.dropbox import queries as dropbox
from peygir.desks.promises import queries as promises
from peygir.people.permissions import Permission
from peygir.people.rules import Actor
from peygir.web.inspectorate.looks import count_waiting_looks
from peygir.web.kit.access import actor, staff
from peygir.web.kit.badges import PROMISE_MARKS
from peygir.web.kit.clocks import colour_now
from peygir.web.kit.current_city import current_city, end_of, today
from peygir.web.kit.templatetags.ui import in_language, time_left

MOST_STEPS: Final = 2
_ORDER: Final = {command.verb: place for place, command in enumerate(COMMANDS)}
# Moves that only correct a mistake: none is what should be done next.
_NEVER_NEXT: Final = frozenset({"refer", "refer_out", "return", "merge", "split", "withdraw", "reopen", "close"})


@dataclass(frozen=True, slots=True)
class NextStep:
    """A move that is open now: its name, its icon, and where its form stands."""

    label: str
    icon: str
    href: str


@dataclass(frozen=True, slots=True)
class ConfidentialRow:
    """One case of the desk: the words with which it began, its promise, and the next steps."""

    case: CaseFacts
    words: str
    tone: str
    left: str
    steps: list[NextStep]


@staff(Permission.READ_CONFIDENTIAL)
@require_GET
def confidential(request: HttpRequest) -> HttpResponse:
    """Show the confidential cases and nothing else of the city; at most thirteen SQL statements."""
    by, city_facts = actor(request), current_city()
    desk = confidential_desk(by, city_facts.id, day_ends_at=end_of(today()))
    every = [row for _section, rows in desk.sections for row in rows] + desk.with_reporters
    opening_texts = {line.pk: line.text for line in lines_of([row.pk for row in every])}
    paused = promises.paused_among([row.pk for row in every]) if every else set()

    def made(rows: Sequence[CaseFacts]) -> list[ConfidentialRow]:
        return [_row(by, row, opening_texts.get(row.pk, ""), is_paused=row.pk in paused) for row in rows]

    parts = [(section, made(rows)) for section, rows in desk.sections]
    # What waits for others has no next step of ours.
    waiting = [replace(row, steps=[]) for row in made(desk.with_reporters)]
    looks, late_looks = count_waiting_looks()
    context = {
        "parts": parts,
        "asked": waiting,
        "total": desk.total,
        "looks": looks,
        "late_looks": late_looks,
        "dropped": dropbox.count_waiting(by, city_facts.id),
    }
    return render(request, "inspectorate/desk.html", context)


def _row(by: Actor, case: CaseFacts, text: str, *, is_paused: bool) -> ConfidentialRow:
    colour = "paused" if is_paused else colour_now(case)
    left = "" if is_paused or case.due_at is None else time_left(case.due_at)
    return ConfidentialRow(case, without_greeting(text), PROMISE_MARKS[colour].tone, left, _steps(by, case))


def _steps(by: Actor, case: CaseFacts) -> list[NextStep]:
    """Return the first moves that are open to this person now, in the order of use."""
    verbs = [one.move.verb for one in cases.allowed_moves(by, case) if one.is_allowed]
    chosen = sorted((verb for verb in verbs if verb not in _NEVER_NEXT), key=_ORDER.__getitem__)[:MOST_STEPS]
    address = reverse("case", args=[case.code])
    return [
        NextStep(in_language(BY_COMMAND[verb].label), BY_COMMAND[verb].icon, f"{address}#move-{verb}")
        for verb in chosen
    ]
