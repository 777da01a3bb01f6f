"""Everything that a stranger may ask of the city, as a list of probes that each test of privacy sends."""

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, Final

from django.db import transaction
from django.test import Client

from peygir.assets.models import Asset
from peygir.desks.answers.links import following_token
from peygir.people.actions import make_system_token
from tests.doors import operations, pages

# Pages that anybody may open and that read no case, but those of one's own: forms, texts, choices. What a report may
# name by a code has a test of its own (`joining`).
NO_CASES: Final = frozenset(
    {
        "agency_case",
        "agency_case_deed",
        "agency_enter",
        "agency_home",
        "agency_link",
        "agency_link_deed",
        "agency_link_new",
        "agency_out",
        "agency_question",
        "areas",
        "contractor_case",
        "contractor_deed",
        "contractor_work",
        "crew_phone",
        "answer",
        "answers",
        "drop_box",
        "drop_box_file",
        "drop_box_open",
        "drop_box_receipt",
        "drop_box_reply",
        "drop_box_words",
        "drop_box_write",
        "days_off",
        "favicon",
        "gallery",
        "health",
        "honour_certificate",
        "ranking_certificate",
        "record",
        "record_checkpoint",
        "record_beginning",
        "record_check",
        "record_check_file",
        "record_contradiction",
        "record_earlier",
        "record_growth_proof",
        "record_head",
        "record_head_sheet",
        "record_heads",
        "record_key_change",
        "record_place_proof",
        "record_witness",
        "record_sign",
        "record_tile",
        "record_verifier",
        "health_serving",
        "metrics",
        "manifest",
        "me",
        "me_code",
        "me_out",
        "shell",
        "report_waiting",
        "report_hint",
        "report_places",
        "report_at",
        "report_token",
        "rights",
        "service_worker",
        "sessions",
        "set_language",
        "set_theme",
        "staff_login",
        "staff_logout",
        "staff_oidc",
        "staff_oidc_back",
        "staff_oidc_logout",
        "staff_passkey",
        "staff_passkey_ask",
        "staff_second_step",
        "track",
        "ways",
        "follow_sent",
        "live_session",
        "verdict",
        "objection_by_link",
        "charter_statement",
        "report",
        "map_tiles",
        "published_reports",
        "published_report",
        "published_report_file",
        "upload",
        "uploads",
    }
)
_MARKS: Final = {
    "marks": "/marks/",
    "marks_method": "/marks/method/",
    "marks_scheme": "/marks/method/1/",
    "marks_changes": "/marks/changes/",
    "marks_unit": "/marks/of/D-01/",
    "marks_month": "/marks/1405-02/",
    "marks_file": "/marks/1405-02/marks.csv",
    "marks_unit_month": "/marks/1405-02/D-01/",
}
_PLANS: Final = {
    "published_plans": "/plans/",
    "published_problem": "/plans/problems/1/",
    "published_programme": "/plans/programmes/1/",
    "published_goal": "/plans/goals/1/",
    "published_sitting": "/plans/sessions/1/",
    "published_sitting_pack": "/plans/sessions/1/pack.pdf",
    "published_plan_file": "/plans/problems/1.json",
    "published_paper": "/plans/papers/1.pdf",
    "votes": "/votes/",
    "vote": "/votes/1/",
    "vote_project": "/votes/1/projects/1/",
    "vote_file": "/votes/1/result.pb",
}
_PANEL: Final = {
    "panel": "/panel/",
    "panel_lot": "/panel/lot/1/",
    "panel_lot_file": "/panel/lot/1/list.csv",
    "panel_sample": "/panel/samples/1/",
    "panel_sample_file": "/panel/samples/1/sample.json",
    "panel_findings": "/panel/findings/",
    "panel_finding": "/panel/findings/1/",
    "panel_session": "/panel/sessions/1/",
    "panel_minutes": "/panel/sessions/1/minutes.pdf",
    "panel_year": "/panel/1/1405.pdf",
    "panel_photo": "/panel/photo/1/full/",
    "petitions": "/panel/petitions/",
    "petition": "/panel/petitions/1/",
}
_FIGURES: Final = {
    "city_figures": "/city/",
    "city_figures_month": "/city/1405-02/",
    "city_cases": "/city/1405-02/cases/?figure=cases_opened",
    "city_cases_version": "/city/1405-02/v1/cases/?figure=cases_opened",
    "city_embed": "/city/embed/cases_opened/",
    "city_chart": "/city/embed/cases_opened.svg",
    "city_embed_version": "/city/embed/cases_opened/1405-02/v1/",
    "city_chart_version": "/city/embed/cases_opened/1405-02/v1.svg",
    "open_data": "/data/",
    "open_data_feed": "/data/feed.atom",
    "open_data_catalogue": "/data/catalog.ttl",
    "open_data_schema": "/data/schema/cases.csvw.json",
    "open_data_version": "/data/1405-02/v1/cases.csv",
    "open_data_file": "/data/1405-02/figures.csv",
    "list_data": "/api/v1/data",
    "data_of_month": "/api/v1/data/1405-02",
}
_CHANGES_EACH_TIME: Final = re.compile(
    r'name="csrfmiddlewaretoken" value="[^"]*"|value="[0-9a-f]{32}"|"updated_datetime": ?"[^"]*"'
)


@dataclass(frozen=True, slots=True)
class Probe:
    """One request of a stranger (or of a system with a key to report) and the door it knocks at."""

    door: str
    method: str
    path: str
    values: dict[str, Any]
    key: str = ""

    def ask(self) -> str:
        """Status and body, without what differs each time."""
        client = Client(headers={"Accept-Language": "fa", "Host": "localhost"})
        headers = {"Authorization": f"Bearer {self.key}"} if self.key else {}
        with transaction.atomic():
            answer = getattr(client, self.method)(self.path, self.values, headers=headers)
        body = answer.getvalue().decode(errors="replace")
        return f"{answer.status_code} {_CHANGES_EACH_TIME.sub('', body)}"


def points_around(lat: float, lon: float, *, steps: int = 2, step: float = 0.00067) -> Iterator[tuple[float, float]]:
    """A square of points around one, in degrees, whose spacing is no multiple of the public grid's."""
    for north in range(-steps, steps + 1):
        for east in range(-steps, steps + 1):
            yield lat + north * step, lon + east * step


def boxes_around(lat: float, lon: float) -> Iterator[tuple[float, float, float, float]]:
    """(west, south, east, north) of boxes whose edges come nearer and nearer to a point."""
    for half in (0.0011, 0.0006, 0.00025, 0.00001):
        for shift in (-half, 0.0, half / 2):
            yield lon - half + shift, lat - half, lon + half + shift, lat + half


def probes(*, lat: float, lon: float, codes: tuple[str, ...], area: str, following_id: int) -> list[Probe]:
    """Everything worth asking about what lies around a point and about some tracking codes."""
    return [
        *_of_codes(codes),
        *_of_points(lat, lon),
        *_of_boxes(lat, lon),
        *_of_lists(area),
        *_of_assets(),
        Probe("following", "get", f"/f/{following_token(following_id)}/", {}),
    ]


def _of_codes(codes: tuple[str, ...]) -> Iterator[Probe]:
    for code in codes:
        yield Probe("public_case", "get", f"/t/{code}/", {})
        yield Probe("report_done", "get", f"/report/done/{code}/", {})
        yield Probe("follow_case", "get", f"/follow/{code}/", {})
        yield Probe("join", "get", f"/t/{code}/join/", {})
        yield Probe("report_proof", "get", f"/t/{code}/receipt/", {})
        yield Probe("answer_by_code", "get", f"/t/{code}/answer/", {})
        yield Probe("public_objection", "get", f"/t/{code}/objection/", {})
        yield Probe("public_photo", "get", f"/t/{code}/photo/report/1/full/", {})
        yield Probe("track_report", "get", f"/api/v1/reports/{code}", {})
        yield Probe("open311_request", "get", f"/api/open311/v2/requests/{code}.json", {"extensions": "true"})
        yield Probe("open311_token", "get", f"/api/open311/v2/tokens/{code}.json", {})


def joining(code: str) -> Probe:
    """A report that says it is the same as the one of a code."""
    place = {"lat": "29.6051", "lon": "52.5101", "topic": "CIV-01"}
    return Probe("report", "post", "/report/", {**place, "join": code, "heard": "1", "text": "چاله"})


def _of_points(lat: float, lon: float) -> Iterator[Probe]:
    key = make_system_token("stranger's app", channel="app")
    for point in points_around(lat, lon):
        there = {"lat": f"{point[0]:.6f}", "lon": f"{point[1]:.6f}"}
        for topic, text in (("CIV-01", ""), ("CIV-01", "چالهٔ بزرگی وسط خیابان است"), ("", "چاله")):
            said = {**there, "topic": topic, "text": text, "address": "پلاک ۷"}
            yield Probe("report_known", "post", "/report/known/", said)
            yield Probe("nearby", "get", "/api/v1/nearby", said, key=key)
    for point in points_around(lat, lon, steps=1):
        there = {"lat": f"{point[0]:.6f}", "lon": f"{point[1]:.6f}"}
        yield Probe("home", "get", "/", there)
        yield Probe("figures", "get", "/figures/", {})
        yield Probe("map", "get", "/map/", there)
        yield Probe("inspection_results", "get", "/inspections/", {})
        yield Probe("honours", "get", "/honours/", {})
        for door, path in (_MARKS | _PLANS | _PANEL | _FIGURES).items():
            yield Probe(door, "get", path, {})
        yield Probe("ranking", "get", "/ranking/", {})
        yield Probe("ranking_season", "get", "/ranking/1/", {})
        yield Probe("ranking_poster", "get", "/ranking/1/poster.pdf", {})
        yield Probe("honours_of_year", "get", "/honours/1405/", {})
        yield Probe("inspection_month", "get", "/inspections/2026-04-21/", {})
        yield Probe("comparisons", "get", "/comparisons/", {})
        yield Probe("comparisons_month", "get", "/comparisons/1405-03/", {})
        yield Probe("comparisons_file", "get", "/comparisons/1405-03/standings.json", {})
        yield Probe("inspection_file", "get", "/inspections/2026-04-21/draws.csv", {})


def _of_boxes(lat: float, lon: float) -> Iterator[Probe]:
    for box in boxes_around(lat, lon):
        text = ",".join(f"{edge:.6f}" for edge in box)
        yield Probe("map_box", "get", "/api/v1/map", {"bbox": text})
        for state in ("open", "late", "finished"):
            yield Probe("map_cases", "get", "/map/cases.json", {"box": text, "state": state})
            yield Probe("map_list", "get", "/map/list/", {"box": text, "state": state})


def _of_lists(area: str) -> Iterator[Probe]:
    for query in ({}, {"area": area}):
        yield Probe("home", "get", "/", query)
        yield Probe("map", "get", "/map/", query)
    yield Probe("follow_area", "get", "/follow/", {"area": area})
    for status in ("open", "closed"):
        for more in ({}, {"extensions": "true"}):
            yield Probe("open311_requests", "get", "/api/open311/v2/requests.json", {"status": status, **more})
    yield Probe("open311_updates", "get", "/api/open311/v2/servicerequestupdates.json", {})


def _of_assets() -> Iterator[Probe]:
    for tag in [*Asset.objects.values_list("tag", flat=True)[:20], "0000000"]:
        yield Probe("asset_page", "get", f"/a/{tag}/", {})


def public_pages() -> set[str]:
    """The names of the pages that anybody may open."""
    return {door.name for door in pages() if door.rule is not None and door.rule.kind == "public"}


def public_operations() -> set[tuple[str, str]]:
    """The operations of the JSON API that need no key."""
    from peygir.api.endpoint import api

    described = json.loads(json.dumps(api.get_openapi_schema(), default=str))["paths"]
    return {(method, path) for method, path in operations() if not described[path][method].get("security")}
