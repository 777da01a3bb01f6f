"""What the sample prepares to be tried: a drop box with keys that open it, and fresh cases for the shown clerk."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from itertools import count
from pathlib import Path

import pytest
from django.apps import apps
from django.conf import settings
from django.core.management import call_command

from lab.sample.crew import PASSWORD
from lab.sample.drop_box import TEXT, drop_box_sample, key_files
from lab.sample.fresh import MINUTES_AGO, report_lately
from lab.sample.making import SEED, begin_sample_city, load_sample_city
from lab.sample.people import PREFIX
from peygir.cases.models import Case
from peygir.city import queries as city
from peygir.city.actions import load_city_rows
from peygir.city.reading import SHIPPED, read_city
from peygir.core import clock
from peygir.desks.dropbox import queries as dropbox
from peygir.desks.dropbox.models import DropBox
from peygir.desks.dropbox.sealing import CannotBeOpened, open_part, read_text_part, unseal
from peygir.people.models import Citizen
from tests.base_state import write_roles
from tests.dropped import opened_key_file

MADE_AT = datetime(2026, 11, 24, 9, 30, tzinfo=UTC)
# Only the database's owner lets sequences begin again.
pytestmark = [pytest.mark.usefixtures("tables_owner"), pytest.mark.slow]


@pytest.fixture
def no_city(transactional_db: None) -> Iterator[None]:
    """No city, and a clock that moves on."""
    call_command("flush", interactive=False, verbosity=0)
    write_roles(apps, None)
    city.forget()
    moments = count()
    with clock.simulated(lambda: MADE_AT + timedelta(microseconds=next(moments))):
        yield
    city.forget()


@pytest.fixture
def city_id(no_city: None) -> int:
    """A sample city with its people, before its year is made."""
    return begin_sample_city(lambda: load_sample_city(settings.CITY))[0]


def test_the_key_files_open_the_drop_box(city_id: int, tmp_path: Path) -> None:
    for _once_and_again in range(2):
        drop_box_sample(city_id, now=MADE_AT, home=tmp_path)
    keys = {file.stem: opened_key_file(file.read_text(), PASSWORD) for file in key_files(tmp_path)}
    in_force = {own.public: own for own in dropbox.drop_keys(city_id, list(keys)) if own.is_in_force}
    assert {key.public_key().public_bytes_raw() for key in keys.values()} == set(in_force)
    assert all(file.stat().st_mode & 0o077 == 0 for file in key_files(tmp_path))
    box = DropBox.objects.get()
    [message] = dropbox.sealed_messages(box.pk)
    own = in_force[keys["inspectorate"].public_key().public_bytes_raw()]
    content_key = unseal(keys["inspectorate"], message.seals[own.id])
    opened = open_part(content_key, 0, message.text, dropbox.context_of(box.reference, 1))
    assert read_text_part(opened)[0] == TEXT
    with pytest.raises(CannotBeOpened):
        unseal(keys["mayor"], message.seals[own.id])


@pytest.mark.usefixtures("no_city")
def test_a_city_that_is_no_sample_gets_no_keys(tmp_path: Path) -> None:
    rows, faults = read_city(SHIPPED / settings.CITY)
    assert faults == []
    real_id = load_city_rows(rows, by="system", on=MADE_AT.date()).city_id
    with pytest.raises(ValueError, match="real city"):
        drop_box_sample(real_id, now=MADE_AT, home=tmp_path)
    assert key_files(tmp_path) == []
    assert not dropbox.receivers_with_keys(real_id)


def test_the_shown_clerk_finds_work(city_id: int) -> None:
    report_lately(city_id, now=MADE_AT, seed=SEED)
    fresh = Case.objects.filter(unit__code="D-01", state="referred", opened_at__gt=MADE_AT - timedelta(hours=4))
    assert fresh.count() == len(MINUTES_AGO)
    assert fresh.exclude(district__code="1").count() == 0
    assert Citizen.objects.exclude(phone__startswith=PREFIX).count() == 0
