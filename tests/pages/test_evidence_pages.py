"""The pages of evidence: rules that the administrator sets, the form of “done” that asks for them, and signals."""

import pytest
from django.test import Client
from django.urls import reverse

from peygir.city.queries import day_of
from peygir.core import clock
from peygir.desks.fieldwork.models import EvidenceRule, EvidenceSignal, EvidenceStandIn
from peygir.people.models import Staff
from tests import make
from tests.drain import drain
from tests.pictures import encoded
from tests.rules.test_likeness import scene
from tests.town import Town

pytestmark = pytest.mark.usefixtures("town_clock")
RULE = {
    "topic": "CIV-01",
    "after": "on",
    "stand_ins": ["dark"],
    "field-0-code": "",
    "field-0-fa": "مساحت",
    "field-0-en": "Area",
    "field-0-type": "number",
    "field-0-unit": "m²",
    "field-0-required": "on",
}


def signed_in(username: str) -> Client:
    client = Client(headers={"Accept-Language": "en"})
    client.force_login(Staff.objects.get(username=username))
    return client


def set_rule(day: str, **more: object) -> tuple[int, str]:
    answer = signed_in("admin").post(reverse("admin_evidence"), {**RULE, "since": day, **more})
    return answer.status_code, answer.content.decode()


def today_in(town: Town) -> str:
    return day_of(town.city_id, clock.now()).isoformat()


def test_a_rule_is_set_and_the_form_of_done_asks_for_it(live_town: Town) -> None:
    status, text = set_rule(today_in(live_town))
    assert status == 302, text
    rule = EvidenceRule.objects.get()
    assert (rule.needs_after, rule.stand_ins, rule.fields[0]["label_fa"]) == (True, ["dark"], "مساحت")
    page = signed_in("admin").get(reverse("admin_evidence"), {"topic": "CIV-01"}).content.decode()
    assert "photo after · Area" in page
    code = make.in_hand()
    clerk = signed_in("clerk")
    form = clerk.get(reverse("case", args=[code])).content.decode()
    assert "answer-f1" in form
    assert "For this topic a photo of the finished work is needed." in form
    address = reverse("case_move", args=[code, "finish"])
    given = {"note": "Done.", "form": "x", "answer-f1": "12", "version": make.case(code).version}
    refused = clerk.post(address, given)
    assert refused.status_code == 422
    assert "a photo of the finished work" in refused.content.decode()
    assert clerk.post(address, {**given, "stand_in": "dark"}).status_code == 302
    assert EvidenceStandIn.objects.get().reason == "dark"
    assert "Too dark" in clerk.get(reverse("case", args=[code])).content.decode()


def test_bad_rules_are_told_and_what_was_typed_stays(town: Town) -> None:
    today = today_in(town)
    status, text = set_rule(today, metres="900000")
    assert status == 422
    status, text = set_rule(today, **{"field-0-type": "choice"})
    assert status == 422
    assert "Field 1 of the form needs a name" in text
    assert 'value="مساحت"' in text
    status, _text = set_rule("2001-01-01")
    assert status == 422
    assert not EvidenceRule.objects.exists()


def test_signals_stand_side_by_side_and_are_explained(town: Town) -> None:
    for _ in range(2):
        code = make.in_hand()
        make.command(code, "finish", town.clerk, note="انجام شد.", photo=encoded(scene(1)))
        drain(twice=True)
    manager = signed_in("manager")
    text = manager.get(reverse("evidence_signals")).content.decode()
    assert "The same file again" in text
    assert "0 of 64 bits differ" in text
    same = EvidenceSignal.objects.get(kind="same_file")
    assert reverse("case_photo", args=[code, "work", same.evidence_id, "thumb"]) in text
    only = manager.get(reverse("evidence_signals"), {"kind": "same_file"}).content.decode()
    assert only.count("<article") == 1
    address = reverse("evidence_signal_explain", args=[same.pk])
    refused = manager.post(address, {"why": "other", "note": ""})
    assert refused.status_code == 422
    assert "write it" in refused.content.decode()
    done = manager.post(address, {"why": "shared", "back": "https://elsewhere.example/"})
    assert done.status_code == 302
    assert done["Location"] == reverse("evidence_signals")
    assert (
        "One photo rightly shows several cases"
        in manager.get(reverse("evidence_signals"), {"state": "explained"}).content.decode()
    )


def test_another_unit_s_signals_are_not_shown(town: Town) -> None:
    code = make.in_hand()
    make.command(code, "finish", town.clerk, note="انجام شد.", photo=encoded(scene(1)))
    drain(twice=True)
    EvidenceSignal.objects.update(unit_id=town.units["D-02"])
    assert "<article" not in signed_in("manager").get(reverse("evidence_signals")).content.decode()
    assert "<article" in signed_in("inspectorate").get(reverse("evidence_signals")).content.decode()
