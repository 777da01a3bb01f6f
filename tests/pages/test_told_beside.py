"""What another system told beside a report stands on the case's page, for the desk's eyes alone."""

import pytest
from django.test import Client

from peygir.intake.details_rules import Details
from peygir.people.models import Staff
from tests import make
from tests.town import Town

pytestmark = pytest.mark.usefixtures("town_clock")


def test_answers_and_origin_are_on_the_desk_and_nowhere_else(town: Town) -> None:
    answer = {
        "code": "size", "fa": "اندازه؟", "en": "How large?", "datatype": "singlevaluelist",
        "values": [{"key": "l", "fa": "غول‌آسا", "en": "large"}],
    }  # fmt: skip
    details = Details(answers=(answer,), came_from="شهر همسایه", remote_id="REMOTE-1")
    code = make.referred(channel="api", details=details, may_publish=True)
    desk = Client()
    desk.force_login(Staff.objects.get(username="clerk"))
    page = desk.get(f"/desk/case/{code}/").content.decode()
    for words in ("اندازه؟", "غول‌آسا", "شهر همسایه", "REMOTE-1"):
        assert words in page
        assert words not in Client().get(f"/t/{code}/").content.decode()
