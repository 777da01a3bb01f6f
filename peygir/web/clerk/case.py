"""The case on one page: facts, map, photos, reporter, promises, story, and what may be done with it now."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Final

from django.forms import Form
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from peygir.cases import queries as cases
from peygir.cases.actions import NoSuchCase
from peygir.cases.drafts import drafts_of
from peygir.cases.lifecycle import RETURN_REASONS, WORKABLE
from peygir.cases.rules import visibility_of
from peygir.city import queries as city
from peygir.core.phones import mask_phone
from peygir.core.translation import Names
from peygir.desks.answers import queries as answers
from peygir.desks.answers.contact_channels import reached_by
from peygir.desks.answers.previews import MessagePreview
from peygir.desks.answers.template_rules import VERBS as TEMPLATE_VERBS
from peygir.desks.answers.template_rules import may_write_template
from peygir.desks.answers.templates import templates_for
from peygir.desks.fieldwork import queries as fieldwork
from peygir.desks.intake import queries as intake
from peygir.desks.routing import queries as routing
from peygir.history.queries import timeline
from peygir.people.queries import staff_names, staff_of_unit
from peygir.people.roles import MANAGER
from peygir.people.rules import Actor, may_see_phone, may_write
from peygir.web.clerk.foreign_details import ToldPart, told_parts
from peygir.web.clerk.ledger import ledger_parts
from peygir.web.clerk.moves import MoveForm, MovePart, move_parts
from peygir.web.clerk.place import place_panel
from peygir.web.clerk.possible_duplicates import heard_panel
from peygir.web.clerk.promises import promise_panel
from peygir.web.clerk.publishing_panel import publishing_panel
from peygir.web.clerk.refused_command import FieldConflict, RefusedCommand, wanted_move
from peygir.web.clerk.topic import topic_panel
from peygir.web.kit.access import actor, staff
from peygir.web.kit.clocks import colour_now
from peygir.web.kit.current_city import current_city
from peygir.web.kit.parts import MapPart, PhotoPart, pair_of
from peygir.web.kit.story import staff_ids, staff_story
from peygir.web.kit.templatetags.ui import in_language, language

CONFLICT: Final = 409


@dataclass(frozen=True, slots=True)
class ReporterPart:
    """One report with as much of its reporter as the work needs."""

    report: Any
    phone: str  # masked, or whole for the one who just asked
    may_look: bool
    is_shown: bool
    name: str = ""  # empty for who may not know it
    spoken_for: tuple[str, str] = ("", "")  # name and relation of whom the reporter speaks for; names as above
    beside: ToldPart | None = None
    way: str = ""  # chat or mail, where they hear of it by that and not by short message


@staff()
@require_GET
def case(request: HttpRequest, code: str) -> HttpResponse:
    """The page."""
    return case_page(request, code)


def open_case_of(by: Actor, code: str) -> Any:
    """The case behind a code, if this person may see it; else it is simply not there. Raises NoSuchCase."""
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
    make_refused: Callable[[Any], RefusedCommand] | None = None,
) -> HttpResponse:
    """The page in any mood: fresh, or with a refusal and what was typed kept; after a conflict with what happened
    since the event that was `seen` last, beside what was `make_refused` of the case as it is now."""
    by = actor(request)
    case = open_case_of(by, code)
    events = timeline("case", case.pk)
    evidence, pictures = fieldwork.evidence_of(case.pk), intake.pictures_of(case.pk)
    names, notes = staff_names(staff_ids(events), language()), cases.notes_of(case.pk)
    reports, drafts = cases.reports_of(case.pk), drafts_of(case, by)
    parts = move_parts(cases.allowed_moves(by, case), case.state, typed=typed, drafts=drafts)
    is_working = any(part.is_allowed for part in parts)
    panel = promise_panel(case, by, notes=notes, names=names, typed=asked_form)
    is_paused = any(clock.colour == "paused" for clock in panel.clocks)
    note_draft = drafts.get("note")
    is_beaten = status == CONFLICT and seen is not None
    news = [one for one in events if one.number > (seen or 0)] if is_beaten else []
    colleagues = staff_of_unit(case.unit_id) if _may_assign(by, case) else []
    asked_for = make_refused(case) if make_refused is not None else _asked_for(parts, typed)
    kept = {asked_for.deed: asked_for.kept} if asked_for is not None else {}
    open_now = {
        "topic": is_working,
        "place": is_working,
        "assign": bool(colleagues),
        "visit": panel.visit is not None,
        "ask": panel.ask is not None,
        "decide": panel.decide is not None,
    } | {part.verb: part.is_allowed for part in parts}
    context = {
        "may_write": may_write(by, visibility_of(case)),
        "case": case,
        "colour": "paused" if is_paused else colour_now(case),
        "panel": panel,
        "fault": fault,
        "status": status,
        "note": note or (note_draft.words.get("note", "") if note_draft else ""),
        "note_draft": None if note else note_draft,
        "reporters": _reporters(by, case, reports, shown_phone),
        **_photos(case, pictures, evidence),
        "map": _map(case),
        "open_moves": [part for part in parts if part.is_allowed or part.is_open],
        "closed_moves": [part for part in parts if not part.is_allowed and not part.is_open],
        "lines": staff_story(events, notes, names),
        "conflict": _conflict(asked_for, open_now, parts) if is_beaten and asked_for is not None else None,
        "kept": kept,
        "since": staff_story([one for one in news if _is_of_people(one)], notes, names),
        "since_by_house": staff_story([one for one in news if not _is_of_people(one)], notes, names),
        "choices": routing.choices_of(case.pk, topic=_names(case.topic), district=_names(case.district)),
        "returned": _returned(case),
        "ledger": ledger_parts(case, by, typed=asked_form),
        "verdicts": answers.verdicts_of(case.pk),
        "evidence": [piece for piece in evidence if piece.kind == "form"],
        "colleagues": colleagues,
        "topic_panel": topic_panel(case, chosen=kept.get("topic", {}).get("topic", "")),
        "place_panel": place_panel(
            case, _words(case, reports), pictures, chosen=kept.get("place", {}).get("neighbourhood", "")
        )
        if is_working
        else None,
        "heard": heard_panel(case, by, reports),
        "previews": previews,
        "templates": _templates(case, parts, reports),
        "may_write_templates": may_write_template(by, case.unit_id),
        "is_working": is_working,
        "showable": publishing_panel(case, by, pictures, evidence, notes, typed=_typed_version(request)),
    }
    return render(request, "clerk/case.html", context, status=status)


def _typed_version(request: HttpRequest) -> dict[int, str]:
    """The version of a report's words that came with a refused request, by the report's id."""
    version, at = request.POST.get("covered", ""), request.resolver_match
    return {int(at.kwargs["number"]): version} if version and at is not None and "number" in at.kwargs else {}


def _is_of_people(event: Any) -> bool:
    """What a person did; the clock's and the worker's lines follow from it."""
    return str(event.by).partition(":")[0] in ("staff", "citizen", "anonymous")


def _asked_for(parts: list[MovePart], typed: MoveForm | None) -> RefusedCommand | None:
    """The move whose form came back."""
    part = next((part for part in parts if typed is not None and part.verb == typed.verb), None)
    return wanted_move(part) if part is not None and part.form is not None else None


def _conflict(refused_command: RefusedCommand, open_now: dict[str, bool], parts: list[MovePart]) -> FieldConflict:
    if open_now.get(refused_command.deed):
        return FieldConflict(refused_command, "")
    why_not = next((part.why_not for part in parts if part.verb == refused_command.deed), "")
    return FieldConflict(refused_command, why_not or _("The case as it is now does not allow it any more."))


def _templates(case: Any, parts: list[MovePart], reports: list[Any]) -> dict[str, list[Any]]:
    """Answer templates by the move, those in the reporter's language first; only where such a move is open."""
    verbs = [part.verb for part in parts if part.is_allowed and part.verb in TEMPLATE_VERBS]
    ready: dict[str, list[Any]] = {}
    spoken = reports[0].language if reports else "fa"
    known = templates_for(case, verbs=verbs) if verbs else []
    for one in sorted(known, key=lambda one: one.language != spoken):
        ready.setdefault(one.verb, []).append(one)
    return ready


def _words(found: Any, reports: list[Any]) -> str:
    """All that tells of the place: the address, and what the reporters wrote."""
    return "\n".join([found.address, *(report.text for report in reports)])


def _may_assign(by: Actor, found: Any) -> bool:
    """The manager of the owning unit hands out its work."""
    return by.role == MANAGER and found.unit_id is not None and found.unit_id == by.unit_id and found.state in WORKABLE


def _returned(found: Any) -> list[dict[str, Any]]:
    """Each time that it came back, with the reason in words."""
    lines = routing.returns_of(found.pk) if found.return_count else []
    return [{"line": line, "reason": in_language(RETURN_REASONS.get(line.reason, (line.reason, "")))} for line in lines]


def _names(thing: Any) -> Names:
    return Names.of(thing.name_fa, thing.name_en) if thing else Names.of("—")


def _reporters(by: Actor, found: Any, reports: list[Any], shown: tuple[int, str] | None) -> list[ReporterPart]:
    may_look, beside = may_see_phone(by, visibility_of(found)), told_parts(found.pk, reports)
    rows, ways = [], reached_by(one for one in reports if not one.citizen_id or one.channel == "app")
    for report in reports:
        is_shown = shown is not None and shown[0] == report.pk
        phone = shown[1] if shown and is_shown else mask_phone(report.citizen.phone) if report.citizen else ""
        rows.append(
            ReporterPart(
                report,
                phone,
                may_look and bool(report.citizen) and not is_shown,
                is_shown,
                _name_of(report) if may_look else "",
                (report.spoken_for_name if may_look else "", report.spoken_for_relation),
                beside.get(report.code),
                ways.get(report.pk, ""),
            )
        )
    return rows


def _name_of(report: Any) -> str:
    if report.citizen:
        return str(report.citizen.name) or _("Without a name")
    return str(report.reporter_name) or _("Anonymous")


def _photos(case: Any, pictures: list[Any], evidence: list[Any]) -> dict[str, Any]:
    """The reporters' pictures, then those of the work; and the two that show what changed."""
    photo_parts = [_photo(case.code, "report", one, _("Photo of the report"), "") for one in pictures]
    work = [piece for piece in evidence if piece.kind == "photo"]
    visited = {visit.evidence_id for visit in fieldwork.visits_of(case.pk)} if work else set()
    seen = [_photo(case.code, "work", one, _("Photo of the visit"), _("visit")) for one in work if one.pk in visited]
    done = [_photo(case.code, "work", one, _("Photo of the work"), _("after")) for one in work if one.pk not in visited]
    return {"photos": photo_parts + seen + done, "pair": pair_of(photo_parts, done)}


def _photo(code: str, kind: str, picture: Any, alt: str, tag: str) -> PhotoPart:
    if picture.state == "ready":
        number = picture.id
        return PhotoPart(
            alt,
            reverse("case_photo", args=[code, kind, number, "full"]),
            reverse("case_photo", args=[code, kind, number, "thumb"]),
            tag,
        )
    is_pending = picture.state == "pending"
    return PhotoPart(_("The photo is being made ready.") if is_pending else _("This photo could not be read."))


def _map(case: Any) -> MapPart | None:
    here = current_city()
    if case.lat is None or not city.has_polygons(here.id):
        return None
    return MapPart("show", reverse("areas"), case.lat, case.lon, 14.5, True, _("Map of the place"))
