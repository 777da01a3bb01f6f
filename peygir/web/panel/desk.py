"""A member's desk: what to do now, the seat, conflicts of interest, and the watch-list."""

from collections.abc import Callable
from typing import Any, Final

from django import forms
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_POST

from peygir.city import queries as city
from peygir.core.refusals import Missing
from peygir.core.translation import gettext_lazy as refusal_text
from peygir.outlook.panel import actions, finding_queries, sample_queries, watch_queries
from peygir.outlook.panel import term_queries as queries
from peygir.outlook.panel.actions import NotOfThePanel
from peygir.outlook.panel.facts import OwnSeat, PanelFacts, SampledFacts, SampleFacts
from peygir.outlook.panel.interest_queries import with_interest
from peygir.outlook.panel.states import InterestKind
from peygir.web.kit.access import citizen
from peygir.web.kit.current_city import current_city, today
from peygir.web.kit.form_fields import set_choices
from peygir.web.kit.numbers import row_id
from peygir.web.kit.panel_words import choices_of
from peygir.web.kit.submitting import confirmed
from peygir.web.kit.templatetags.ui import named
from peygir.web.panel.own_seat import own_citizens


class NoSuchDeed(Missing):
    """There is no such button on a member's desk."""

    message = refusal_text("There is no such step.")


class MatterForm(forms.Form):
    """One thing of the city: a unit, a district or a programme, to watch also a neighbourhood or a topic, in groups."""

    thing = forms.ChoiceField(label=gettext_lazy("About what?"))

    def __init__(self, city_id: int, data: QueryDict | None = None, *, with_topics: bool = True) -> None:
        super().__init__(data, auto_id="watch_%s" if with_topics else "interest_%s")
        units = [(f"unit:{row.id}", named(row)) for row in city.units(city_id) if row.is_open]
        places = [(f"place:{row.id}", named(row)) for row in city.districts(city_id, on=today())]
        topics = [(f"topic:{row.id}", named(row)) for row in city.topics(city_id) if row.is_public]
        plans = [(f"programme:{pk}", title) for pk, title in queries.public_programmes(city_id)]
        groups = [(_("Units"), units), (_("Districts"), places), (_("Programmes"), plans)]
        if with_topics:
            areas = [(f"area:{row.id}", named(row)) for row in city.neighbourhoods(city_id, on=today())]
            groups += [(_("Topics"), topics), (_("Neighbourhoods"), areas)]
        set_choices(self, "thing", [("", "—"), *((label, rows) for label, rows in groups if rows)])


class InterestForm(MatterForm):
    """A conflict of interest."""

    reason = forms.ChoiceField(label=gettext_lazy("Why?"))

    def __init__(self, city_id: int, data: QueryDict | None = None) -> None:
        super().__init__(city_id, data, with_topics=False)
        set_choices(self, "reason", choices_of(InterestKind))


@citizen
@require_GET
def panel_desk(request: HttpRequest) -> HttpResponse:
    """Show an offered seat, or what a member can do now; to others, how one becomes a member."""
    seat = queries.own_seat(current_city().id, own_citizens(request))
    panel = queries.panel(current_city().id, seat.term_id) if seat is not None else None
    if seat is None or panel is None:
        return render(request, "panel/not_member.html", {"coming": queries.coming_panel(current_city().id)}, status=403)
    if not seat.is_active:
        return render(request, "panel/seat.html", {"panel": panel, "seat": seat})
    actions.note_visit(panel.id, own=own_citizens(request))
    return render(request, "panel/desk.html", _desk(panel, seat))


@citizen
@require_POST
def panel_deed(request: HttpRequest, deed: str) -> HttpResponse:
    """Take or refuse the seat, leave, declare or end a conflict of interest, watch or stop watching."""
    own = own_citizens(request)
    seat = queries.own_seat(current_city().id, own)
    if seat is None:
        raise NotOfThePanel()
    step = _DEEDS.get(deed)
    if step is None:
        raise NoSuchDeed()
    done, act = step
    confirmed(request, done(), lambda: act(seat.term_id, request.POST, own))
    return redirect("panel_desk")


def _desk(panel: PanelFacts, seat: OwnSeat) -> dict[str, Any]:
    """The context of a member's desk: what waits first."""
    current, cases = _sample(panel, seat)
    waiting = [row for row in cases if not row.own]
    motions = finding_queries.open_motions(panel.id, seat.id)
    return {
        "panel": panel,
        "seat": seat,
        "sample": current,
        "cases": cases,
        "waiting": waiting,
        "next": waiting[0] if waiting else None,
        "motions": motions,
        "to_vote": [row for row in motions if not row[2]],
        "findings": finding_queries.findings(panel.id, only_public=False)[:20],
        "left": finding_queries.left_findings(panel.city_id),
        "interests": [row for row in queries.interests_of(seat.id) if row.to_on is None],
        "watches": watch_queries.watches_of(panel.city_id, seat.id),
        "since": watch_queries.last_visit_of(seat.id),
        "interest_form": InterestForm(panel.city_id),
        "watch_form": MatterForm(panel.city_id),
    }


def _sample(panel: PanelFacts, seat: OwnSeat) -> tuple[SampleFacts | None, list[SampledFacts]]:
    """The sample that is judged now, with its cases: of several the one with something to do that ends first."""
    open_samples = [row for row in sample_queries.samples(panel.id) if today() <= row.due_on and row.population]
    pairs = [(row, _without_interest(sample_queries.sampled(row.id, seat.id), seat.id)) for row in open_samples]
    pairs.sort(key=lambda pair: (all(case.own for case in pair[1]), pair[0].due_on))
    return pairs[0] if pairs else (None, [])


def _without_interest(rows: list[SampledFacts], member_id: int) -> list[SampledFacts]:
    """The cases in which a member takes part."""
    return [row for row in rows if not with_interest([member_id], unit_id=row.unit_id, district_id=row.district_id)]


def _thing(values: QueryDict) -> dict[str, Any]:
    kind, _found, number = values.get("thing", "").partition(":")
    return {"kind": kind, "thing": row_id(number) or 0}


Deed = Callable[[int, QueryDict, list[int]], object]
_DEEDS: Final[dict[str, tuple[Callable[[], str], Deed]]] = {
    "take": (
        lambda: _("Welcome to the panel."),
        lambda term, values, own: actions.answer_seat(
            term, accepts=True, conduct=values.get("conduct") == "on", own=own
        ),
    ),
    "refuse": (
        lambda: _("We respect that, and thank you all the same."),
        lambda term, _values, own: actions.answer_seat(term, accepts=False, conduct=False, own=own),
    ),
    "leave": (
        lambda: _("Your seat is free again. Thank you for your work."),
        lambda term, _values, own: actions.leave_panel(term, own=own),
    ),
    "interest": (
        lambda: _("It is declared. You take no part in what concerns it."),
        lambda term, values, own: actions.declare_interest(
            term, reason=values.get("reason", ""), own=own, **_thing(values)
        ),
    ),
    "interest-end": (
        lambda: _("It is noted that this conflict of interest is over."),
        lambda term, values, own: actions.end_interest(term, row_id(values.get("row", "")) or 0, own=own),
    ),
    "watch": (
        lambda: _("It is on your watch-list."),
        lambda term, values, own: actions.watch(term, own=own, **_thing(values)),
    ),
    "watch-end": (
        lambda: _("It is off your watch-list."),
        lambda term, values, own: actions.end_watch(term, row_id(values.get("row", "")) or 0, own=own),
    ),
}
