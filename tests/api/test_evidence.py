"""“Done” by JSON in a topic with a rule: pictures as uploads of the same key, answers, a reason."""

import pytest

from peygir.city.queries import day_of
from peygir.core import clock
from peygir.core.typed_fields import FormField
from peygir.desks.fieldwork.actions import set_evidence_rule
from peygir.desks.fieldwork.evidence_needs import EvidenceNeeds
from peygir.desks.fieldwork.models import Evidence
from tests import make
from tests.api.caller import Caller, is_refusal, token_for
from tests.pictures import encoded
from tests.rules.test_likeness import scene
from tests.town import Town
from tests.tus_sender import TusSender

pytestmark = pytest.mark.usefixtures("town_clock")


def test_pictures_come_as_uploads(town: Town) -> None:
    needs = EvidenceNeeds(after=True, signature=True, fields=(FormField("ok", "سالم", "Safe", "yes_no"),))
    set_evidence_rule(town.city_id, ["CIV-01"], needs=needs, since=day_of(town.city_id, clock.now()), by="staff:1")
    code, token = make.in_hand(), token_for("clerk")
    system, sender = Caller(token), TusSender(token)
    given = {"version": make.case(code).version, "note": "انجام شد.", "form": "x"}
    assert is_refusal(*system.move(code, "finish", **given), 422, "EvidenceLacks")
    photo, signature = (sender.send(encoded(scene(seed))) for seed in (1, 2))
    stranger = Caller(token_for("supervisor"))
    assert stranger.move(code, "finish", **given, photo=photo, signature=signature)[0] == 404
    answers = {"ok": "yes"}
    status, answer = system.move(code, "finish", **given, photo=photo, signature=signature, answers=answers)
    assert status == 200, answer
    rows = {row.kind: row for row in Evidence.objects.filter(case__code=code)}
    assert set(rows) == {"photo", "sign"}
    assert rows["photo"].answers == answers
    assert is_refusal(*system.move(code, "finish", **{**given, "answers": {"ok": "x" * 500}}), 422)
