"""One command on many cases: a preview says for each what will happen or why not, then each runs separately."""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, QueryDict
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from peygir.cases import queries as cases
from peygir.cases.facts import CaseFacts
from peygir.cases.states import ENDED
from peygir.city import queries as city
from peygir.city.facts import DistrictFacts, TopicFacts
from peygir.core import translation
from peygir.core.persian import fa_digits
from peygir.core.refusals import Missing
from peygir.core.translation import HasNames
from peygir.journey.bulk_commands import BulkCommand, apply_commands
from peygir.people.permissions import Permission
from peygir.people.rules import Actor
from peygir.web.clerk.bulk_forms import AssignForm, BulkAnswerForm, BulkForm
from peygir.web.clerk.inbox_filters import chosen_in, kept_filters
from peygir.web.kit.access import actor, staff
from peygir.web.kit.current_city import current_city
from peygir.web.kit.middleware.refusals import words_of
from peygir.web.kit.templatetags.ui import in_language

MOST: Final = 100
"""Cases in one command."""
DEEDS: Final = ("accept", "assign", "answer")


class NoSuchBulkDeed(Missing):
    """A bulk command that does not exist."""

    message = translation.gettext_lazy("This command cannot be given for many cases at once.")


@dataclass(frozen=True, slots=True)
class BulkLine:
    """One case: the effect on it, or why there is none; `text` is what its citizen will read."""

    case: CaseFacts
    topic: TopicFacts | None
    district: DistrictFacts | None
    why_not: str
    text: str = ""


@dataclass(frozen=True, slots=True)
class Outcome:
    """The result for one case: "" if done, else the refusal as text."""

    line: BulkLine
    why_not: str


@staff()
@require_POST
def bulk(request: HttpRequest) -> HttpResponse:
    """Show the preview; with `step=go` run the command, each case in a transaction of its own."""
    by, said_here = actor(request), request.POST
    deed = said_here.get("deed", "")
    if deed not in DEEDS:
        raise NoSuchBulkDeed()
    picked = _picked(said_here.getlist("case"))
    back = f"{reverse('inbox')}?{kept_filters(chosen_in(said_here))}"
    if not picked:
        messages.warning(request, _("First select the cases that you mean."))
        return HttpResponseRedirect(back)
    chosen_cases = cases.cases_seen(by, list(picked))
    step = said_here.get("step", "")
    form = _form(deed, by, said_here if step else None)
    verb = form.verb if isinstance(form, BulkAnswerForm) else deed
    is_whole = form is None or (bool(step) and form.is_valid())
    lines = [_line(by, case, verb, form if is_whole else None) for case in chosen_cases]
    seal = _seal(form)
    if step == "go" and is_whole and said_here.get("seal", "") == seal:
        # The preview carries each case's version; a case that has changed since is reported as changed.
        going = [(line.case.code, picked[line.case.code]) for line in lines if not line.why_not]
        outcomes = _done(by, verb, going, lines, form)
        done = sum(not one.why_not for one in outcomes)
        context = {"deed": deed, "outcomes": outcomes, "back": back, "done": done}
        return render(request, "clerk/bulk_done.html", context)
    context = {
        "deed": deed,
        "lines": lines,
        "form": form,
        "back": back,
        "seal": seal,
        "is_whole": is_whole,
        "chosen": chosen_in(said_here),
        "missing": len(picked) - len(chosen_cases),
        "going": [line for line in lines if not line.why_not],
    }
    return render(request, "clerk/bulk.html", context, status=422 if step and not is_whole else 200)


def _picked(values: Sequence[str]) -> dict[str, int]:
    """Read checkboxes "code:version" as code → version; at most MOST of them."""
    pairs = (value.partition(":") for value in values if value.isascii() and len(value) < 20)
    found = {code: int(version) for code, _colon, version in pairs if version.isdigit()}
    return dict(list(found.items())[:MOST])


def _form(deed: str, by: Actor, data: QueryDict | None) -> BulkForm | None:
    if deed == "assign":
        return AssignForm(by, data)
    return BulkAnswerForm(data) if deed == "answer" else None


def _line(by: Actor, case: CaseFacts, verb: str, form: BulkForm | None) -> BulkLine:
    """Return the effect of this command on one case; a valid form also fills in the answer."""
    topic = city.topic(case.city_id, case.topic_id) if case.topic_id else None
    district = city.district(case.city_id, case.district_id) if case.district_id else None
    why_not, text = _why_not(by, case, verb), ""
    if not why_not and isinstance(form, BulkAnswerForm):
        text = form.answer_for(_code(case), topic=_for_citizens(topic), place=_place(case, district))
    return BulkLine(case, topic, district, why_not, text)


def _place(case: CaseFacts, district: DistrictFacts | None) -> str:
    """Return the place as its citizen would name it: the neighbourhood, else the address, else the district."""
    quarter = city.neighbourhood(case.city_id, case.neighbourhood_id) if case.neighbourhood_id else None
    return _for_citizens(quarter) or case.address or _for_citizens(district)


def _code(case: CaseFacts) -> str:
    return fa_digits(case.code) if current_city().language == "fa" else case.code


def _for_citizens(place: HasNames | None) -> str:
    """Return a name in the city's own language, since the answer goes to citizens, whatever language the clerk uses."""
    if place is None:
        return ""
    language = current_city().language
    text = city.names_of(place).in_language(language)
    return fa_digits(text) if language == "fa" else text


def _why_not(by: Actor, case: CaseFacts, verb: str) -> str:
    if verb == "assign":
        if case.state in ENDED:
            return _("The case has ended.")
        return (
            ""
            if by.may(Permission.LEAD_UNIT) and by.unit_id == case.unit_id
            else _("For the manager of the unit that has it.")
        )
    judgement = next(one for one in cases.allowed_moves(by, case) if one.move.verb == verb)
    return "" if judgement.is_allowed else in_language(judgement.why)


def _done(
    by: Actor, verb: str, going: list[tuple[str, int]], lines: Sequence[BulkLine], form: BulkForm | None
) -> list[Outcome]:
    texts = {line.case.code: line.text for line in lines}
    pressings = [
        BulkCommand(code, version, form.given(texts[code]) if form is not None else {}) for code, version in going
    ]
    refusals = {one.code: one.refusal for one in apply_commands(pressings, verb, by=by)}
    return [
        Outcome(line, words_of(refusal) if (refusal := refusals.get(line.case.code)) is not None else line.why_not)
        for line in lines
    ]


def _seal(form: BulkForm | None) -> str:
    """Return a digest of the previewed texts; a clerk can send only the texts that the preview showed."""
    return hashlib.sha256("\n".join(form.sealed() if form is not None else ()).encode()).hexdigest()
