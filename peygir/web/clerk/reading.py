"""Accuracy of the classifier: its first guesses compared with the final values, by month and by topic."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from peygir.city import queries as city
from peygir.city.facts import TopicFacts
from peygir.core import clock
from peygir.core.jalali import calendar_months, to_jalali
from peygir.desks.answers.draft_rules import DraftSource
from peygir.desks.answers.proposed_drafts import DraftCounts, draft_counts
from peygir.desks.understanding.accuracy import GuessAccuracy, accuracy, nights
from peygir.people.permissions import Permission
from peygir.web.kit.access import staff
from peygir.web.kit.current_city import current_city
from peygir.web.kit.templatetags.ui import language

YEAR: Final = timedelta(days=365)


@dataclass(frozen=True, slots=True)
class ReadingScoreRow:
    """One row of a table: its label, the number of cases, and the percentage guessed right."""

    label: TopicFacts | str
    count: int
    first: int
    among: int


@dataclass(frozen=True, slots=True)
class DraftScoreRow:
    """Proposed drafts of one source (None: of all): how many, and the percentages of their outcomes."""

    source: DraftSource | None
    count: int
    unchanged: int
    changed: int
    discarded: int


@staff(Permission.SEE_READING)
@require_GET
def reading(request: HttpRequest) -> HttpResponse:
    """Show the last twelve months."""
    city_facts = current_city()
    scores = accuracy(city_facts.id, since=clock.now() - YEAR)
    named = {topic.code: topic for topic in city.topics(city_facts.id)}
    topics = [_line(named[code], share) for code, share in scores.by_topic.items() if code in named]
    return render(
        request,
        "clerk/reading.html",
        {
            "whole": _line("", scores.whole),
            "months": _months(scores.by_day),
            "topics": sorted(topics, key=lambda line: (line.first, -line.count)),
            "mixed_up": [
                (named[right], named[said], times)
                for right, said, times in scores.mixed_up
                if right in named and said in named
            ],
            "nights": nights(city_facts.id),
            "drafts": _drafts(draft_counts(city_facts.id, since=clock.now() - YEAR)),
        },
    )


def _line(label: TopicFacts | str, share: GuessAccuracy) -> ReadingScoreRow:
    count = max(share.count, 1)
    return ReadingScoreRow(label, share.count, round(100 * share.first / count), round(100 * share.among / count))


def _drafts(counts: list[DraftCounts]) -> list[DraftScoreRow]:
    """Return a row for each source, and before them one for all, if there is more than one."""
    rows = [_draft_row(one.source, one.unchanged, one.changed, one.discarded) for one in counts]
    if len(rows) < 2:
        return rows
    sums = (sum(getattr(one, name) for one in counts) for name in ("unchanged", "changed", "discarded"))
    return [_draft_row(None, *sums), *rows]


def _draft_row(source: DraftSource | None, *outcomes: int) -> DraftScoreRow:
    total = sum(outcomes)
    return DraftScoreRow(source, total, *(round(100 * one / total) for one in outcomes))


def _months(by_day: dict[date, GuessAccuracy]) -> list[ReadingScoreRow]:
    """Return the months of the viewer's calendar, the newest first."""
    tallies: defaultdict[tuple[int, int], list[GuessAccuracy]] = defaultdict(list)
    for day, share in by_day.items():
        when = to_jalali(day) if language() == "fa" else day
        tallies[(when.year, when.month)].append(share)
    names = calendar_months(language())
    return [
        _line(f"{names[month - 1]} {year}", _sum(shares)) for (year, month), shares in sorted(tallies.items())[::-1]
    ]


def _sum(shares: list[GuessAccuracy]) -> GuessAccuracy:
    return GuessAccuracy(*(sum(getattr(one, part) for one in shares) for part in ("count", "first", "among")))
