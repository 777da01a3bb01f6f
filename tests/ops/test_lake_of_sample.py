"""The lake of the sample city, which the demo shows: nothing of its made-up citizens is in it."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from itertools import count
from pathlib import Path
from typing import Final

import pytest
from django.apps import apps
from django.conf import settings
from django.core.management import call_command

from lab.sample.making import ensure_sample_city
from peygir.city import queries as city
from peygir.core import clock
from peygir.outlook.insight.lake.building import write_lake
from peygir.outlook.insight.lake.columns import FACTS, NAMES
from peygir.people.models import Citizen
from tests.base_state import write_roles
from tests.lake_persons import OF_STAFF, personal_texts, persons_in

CONTACTS: Final = 120
MADE_AT: Final = datetime(2026, 11, 24, 9, 30, tzinfo=UTC)
pytestmark = [pytest.mark.usefixtures("tables_owner", "sample_clock"), pytest.mark.slow]


@pytest.fixture
def sample_clock(transactional_db: None) -> Iterator[None]:
    """No city, and a clock that moves on."""
    call_command("flush", interactive=False, verbosity=0)
    write_roles(apps, None)
    city.forget()
    moments = count()
    with clock.simulated(lambda: MADE_AT + timedelta(microseconds=next(moments))):
        yield


def test_nothing_of_its_citizens_is_in_it(tmp_path: Path) -> None:
    ensure_sample_city(contacts=CONTACTS, processes=1)
    run = write_lake(tmp_path, city.current_city(settings.CITY), now=clock.now())
    assert all(run.manifest.rows_of(table.name) for table in FACTS if table.name in {"case", "report", "contact"})
    texts = [text for place, text in personal_texts() if place.split(".")[0] not in OF_STAFF]
    assert set(Citizen.objects.exclude(phone="").values_list("phone", flat=True)) <= set(texts)
    assert len(texts) > CONTACTS
    # The names of topics and places are those of the city's public files, also where somebody wrote the same words.
    public = {table.name for table in NAMES}
    assert [place for place in persons_in(tmp_path) if place[0] not in public] == []
