"""The page of a case: facts, map, photos, reporter, promises, story, and the commands possible now."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any, Final

from django.forms import Form
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from peygir.cases import queries as cases
from peygir.cases.actions import NoSuchCase
from peygir.cases.facts import CaseFacts, DraftFacts, ReportFacts
from peygir.cases.rules import visibility_of
from peygir.cases.states import WORKABLE, ReturnReason
from peygir.city import queries as city
from peygir.core.translation import HasNames, Names
from peygir.desks.answers import queries as answers
from peygir.desks.answers.previews import MessagePreview
from peygir.desks.answers.template_rules import may_write_template
from peygir.desks.earlier.queries import numbers_of_case
from peygir.desks.fieldwork import queries as fieldwork
from peygir.desks.inspection.rules import is_called_done, may_inspect
from peygir.desks.routing import queries as routing
from peygir.people.permissions import Permission
from peygir.people.queries import takers_in
from peygir.people.rules import Actor, may_write
from peygir.web.clerk.asset_panel import asset_panel
from peygir.web.clerk.case_contents import CaseContents, read_contents
from peygir.web.clerk.case_photos import photo_parts
from peygir.web.clerk.conflict import field_conflict, open_commands, refused_of, stories_since
from peygir.web.clerk.files_panel import file_parts
from peygir.web.clerk.hold_parts import hold_parts
from peygir.web.clerk.ledger import ledger_parts
from peygir.web.clerk.moves import MoveForm, MovePart, move_parts
from peygir.web.clerk.place import place_panel
from peygir.web.clerk.possible_duplicates import heard_panel
from peygir.web.clerk.promises import PromisePanel, promise_panel
from peygir.web.clerk.proposals import AnswerHelp, answer_help
from peygir.web.clerk.publishing_panel import may_publish, publishing_panel
from peygir.web.clerk.refused_command import RefusedCommand
from peygir.web.clerk.reporters import reporter_parts
from peygir.web.clerk.topic import topic_panel
from peygir.web.clerk.turning import turn_of
from peygir.web.clerk.unit_notices import unit_notices
from peygir.web.clerk.versions_panel import versions_parts
from peygir.web.clerk.work_orders_panel import work_orders_panel
from peygir.web.kit.access import actor, staff
from peygir.web.kit.clocks import colour_now
from peygir.web.kit.current_city import current_city
from peygir.web.kit.parts import MapPart
from peygir.web.kit.plan_words import plan_shown
from peygir.web.kit.story import staff_story
from peygir.web.kit.templatetags.ui import in_language

CONFLICT: Final = 409


@staff()
@require_GET
def case(request: HttpRequest, code: str) -> HttpResponse:
    """Show the page of a case."""
    return case_page(request, code)


def open_case_of(by: Actor, code: str) -> CaseFacts:
    """Return the case of a code. Raises NoSuchCase, also for a case that this person may not see."""
    case = cases.case_of(code)
    if case is None or not cases.may_open(by, case):
        raise NoSuchCase()
    return case


def case_page(
    request: HttpRequest,
    code: str,
    *,
    status: int = 200,
    typed: MoveForm | None = None,
    fault: str = "",
    shown_phone: tuple[int, str] | None = None,
    note: str = "",
    asked_form: Form | None = None,
    seen: int | None = None,
    previews: list[MessagePreview] | None = None,
    make_refused: Callable[[CaseFacts], RefusedCommand] | None = None,
) -> HttpResponse:
    """Render the page: fresh, or with a refusal and the typed values. After a conflict it also shows what happened
    since the event `seen`, beside the refused command, which `make_refused` builds from the current case.
    """
    by = actor(request)
    case = open_case_of(by, code)
    contents = read_contents(case, by)
    judgements = cases.allowed_moves(by, case)
    ready = answer_help(case, judgements, contents.reports)
    shown: dict[str, Any] = {
        "proposals": ready.proposals,
        "may_show": may_publish(by, case),
        "needs": fieldwork.needs_of(case),
    }
    parts = move_parts(judgements, case.state, typed=typed, drafts=contents.drafts, **shown)
    panel = promise_panel(case, by, notes=contents.notes, names=contents.names, typed=asked_form)
    colleagues = _colleagues(by, case)
    refused = refused_of(case, parts, typed=typed, make_refused=make_refused)
    is_beaten = status == CONFLICT and seen is not None
    conflict = None
    if is_beaten and refused is not None:
        conflict = field_conflict(refused, open_commands(parts, panel, may_assign=bool(colleagues)), parts)
    context = {
        "status": status,
        "fault": fault,
        "panel": panel,
        "previews": previews,
        "colleagues": colleagues,
        "conflict": conflict,
        "reporters": reporter_parts(by, case, contents.reports, shown_phone),
        **unit_notices(by, case.unit_id, contents.events),
        "ledger": ledger_parts(case, by, typed=asked_form),
        "versions": versions_parts(by, case, contents.events),
        **_facts(by, case, panel),
        **_moves(by, case, parts, ready),
        **_note(note, contents.drafts.get("note")),
        **_panels(request, case, contents, parts, kept={refused.deed: refused.kept} if refused is not None else {}),
        **photo_parts(case, contents),
        "files": file_parts(case, by, contents.events),
        **hold_parts(case, by, contents.events),
        "lines": staff_story(contents.events, contents.notes, contents.names),
        **stories_since(contents, seen if is_beaten else None),
        "turn": turn_of(request, by, case),
    }
    return render(request, "clerk/case.html", context, status=status)


def _facts(by: Actor, case: CaseFacts, panel: PromisePanel) -> dict[str, Any]:
    """Return the facts of the case, also those of other desks."""
    is_paused = any(clock.colour == "paused" for clock in panel.clocks)
    return {
        "case": case,
        "earlier": numbers_of_case(case.pk),
        "person": str(by),
        "may_write": may_write(by, visibility_of(case)),
        "colour": "paused" if is_paused else colour_now(case),
        "map": _map(case),
        "choices": routing.choices_of(case.pk, topic=_names(case.topic), district=_names(case.district)),
        "returned": _returned(case),
        "verdicts": answers.verdicts_of(case.pk),
        "may_inspect": is_called_done(case.state, case.close_kind) and may_inspect(by, visibility_of(case)),
    }


def _moves(by: Actor, case: CaseFacts, parts: list[MovePart], ready: AnswerHelp) -> dict[str, Any]:
    """Return the moves possible now, with their answer templates, and the impossible ones with the reason."""
    return {
        "is_working": _is_working(parts),
        "open_moves": [part for part in parts if part.is_allowed or part.is_open],
        "closed_moves": [part for part in parts if not part.is_allowed and not part.is_open],
        "templates": ready.templates,
        "may_write_templates": may_write_template(by, case.unit_id),
    }


def _is_working(parts: list[MovePart]) -> bool:
    return any(part.is_allowed for part in parts)


def _note(typed_note: str, draft: DraftFacts | None) -> dict[str, Any]:
    """Return the form of the note: with what was just typed, else the draft."""
    if typed_note:
        return {"note": typed_note, "note_draft": None}
    return {"note": draft.words.get("note", "") if draft else "", "note_draft": draft}


def _panels(
    request: HttpRequest,
    case: CaseFacts,
    contents: CaseContents,
    parts: list[MovePart],
    *,
    kept: Mapping[str, Mapping[str, str]],
) -> dict[str, Any]:
    """Return the panels of topic, place, duplicates and the public page; `kept` refills the forms, by command and
    field.
    """
    place = None
    if _is_working(parts):
        chosen = kept.get("place", {}).get("neighbourhood", "")
        place = place_panel(case, _words(case, contents.reports), contents.pictures, chosen=chosen)
    return {
        **work_orders_panel(actor(request), case, contents.events),
        "plan": plan_shown(case.pk, case.state, (event.kind for event in contents.events)),
        "kept": kept,
        "asset_panel": asset_panel(case),
        "topic_panel": topic_panel(case, chosen=kept.get("topic", {}).get("topic", "")),
        "place_panel": place,
        "heard": heard_panel(case, actor(request), contents.reports),
        "showable": publishing_panel(
            case,
            actor(request),
            contents.pictures,
            contents.evidence,
            contents.notes,
            typed=_typed_version(request),
        ),
    }


def _typed_version(request: HttpRequest) -> dict[int, str]:
    """Return the version of a report's text that came with a refused request, by the report's id."""
    version, at = request.POST.get("covered", ""), request.resolver_match
    return {int(at.kwargs["number"]): version} if version and at is not None and "number" in at.kwargs else {}


def _words(case: CaseFacts, reports: Sequence[ReportFacts]) -> str:
    """Return all text that may name the place: the address, and the reporters' descriptions."""
    return "\n".join([case.address, *(report.text for report in reports)])


def _colleagues(by: Actor, case: CaseFacts) -> Any:
    """Return whom this person may assign the case to."""
    return takers_in(case.unit_id) if case.unit_id is not None and _may_assign(by, case) else []


def _may_assign(by: Actor, case: CaseFacts) -> bool:
    """Whether this person is the manager of the owning unit, who assigns its work."""
    return (
        by.may(Permission.LEAD_UNIT)
        and case.unit_id is not None
        and case.unit_id == by.unit_id
        and case.state in WORKABLE
    )


def _returned(case: CaseFacts) -> list[dict[str, Any]]:
    """Return each return of the case, with the reason as text."""
    lines = routing.returns_of(case.pk) if case.return_count else []
    return [
        {"line": line, "reason": in_language(ReturnReason.labels().get(line.reason, (line.reason, "")))}
        for line in lines
    ]


def _names(place: HasNames | None) -> Names:
    return city.names_of(place) if place else Names.of("—")


def _map(case: CaseFacts) -> MapPart | None:
    here = current_city()
    if case.lat is None or case.lon is None or not city.has_polygons(here.id):
        return None
    return MapPart("show", reverse("areas"), case.lat, case.lon, 14.5, True, _("Map of the place"))
