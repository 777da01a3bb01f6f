"""The browser stories walk through every page that a person may open: none is forgotten when one is added."""

from typing import Any

import pytest
from django.test import Client
from django.urls import resolve

from peygir.people.models import Staff
from tests import test_doors
from tests.stories.walk import EVERY

# Pages with a story of their own, or whose look is another page's, and why.
ELSEWHERE = {
    "case_photo": "a picture, not a page",
    "case_news": "a part of the case's page",
    "case_around": "a part of the case's page",
    "case_asset": "a part of the case's page",
    "case_colleagues": "a part of the case's page",
    "case_alike": "says something only for a case with photos; the story of covers looks at it",
    "console_call": "opens only for a contact; its own story looks at it",
    "console_line": "a part of the console",
    "console_outcome": "a part of the console",
    "answer_by_code": "opens only for finished work of a report without a number; its own tests look at it",
    "call": "opens only for a contact; the story of the console looks at it",
    "agency_home": "the story of agencies looks at it",
    "agency_question": "the story of agencies looks at it",
    "letter_new": "the story of agencies looks at it",
    "letter_terms": "a form of the letterhead; its own tests look at it",
    "centre_dialplan": "a text for the exchange",
    "centre_quality_score": "opens only for a talk that was drawn; its own tests look at it",
    "map_list": "a part of the map's page",
    "case_objection": "says something only after a finding; its own tests look at it",
    "inspection_month": "opens only for a month with a plan; its own tests look at it",
    "objection_by_link": "the page of an objection by another address; its own tests look at it",
    "objection": "opens only for an objection; its own tests look at it",
    "live_session": "opens only for a session; its own tests look at it",
    "centre_session": "opens only for a session; its own tests look at it",
    "centre_session_edit": "opens only for a session; its own tests look at it",
    "centre_session_report": "opens only for a session; its own tests look at it",
    "centre_talk": "opens only for a talk; its own tests look at it",
    "session_order": "opens only for an order; its own tests look at it",
    "survey": "opens only for somebody who was drawn; its own tests look at it",
    "shell": "the report's page with nothing of anybody in it",
    "staff_second_step": "opens only between a password and a code",
}
WORDS = {
    "code": "0500000000",
    "verdict": "/v/x/",
    "case": "/desk/case/0500000000/",
    "rule": "/desk/routing/rules/1/",
    "person": "/desk/admin/people/1/",
    "asset": "/a/0000018/",
    "asset_life": "/desk/assets/0000018/",
    "alarm": "/desk/alarms/1/",
}

address, paths = test_doors.address, test_doors.paths
_WALKED = {resolve(path.format(**WORDS).split("?")[0]).url_name for path in EVERY.values()}


@pytest.mark.parametrize("name", test_doors.NAMES)
def test_every_page_is_walked(name: str, address: Any) -> None:
    client = Client()
    if test_doors.door(name).rule.kind == "staff":
        client.force_login(Staff.objects.get(username="supervisor"))
    answer = test_doors.knock(client, "get", address(name))
    is_page = answer.status_code == 200 and answer.headers["Content-Type"].startswith("text/html")
    assert not is_page or name in _WALKED or name in ELSEWHERE, f"{name} is walked by no story: tests/stories/walk.py"
