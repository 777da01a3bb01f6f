"""History: one line after the other, changed by nobody, and every tampering shows."""

from collections.abc import Callable, Iterator

import pytest
from django.db import DatabaseError, connection, transaction

from peygir.cases.models import Case
from peygir.history.models import Event
from peygir.history.queries import chained_models, count_events, event, timeline, verify
from tests import make
from tests.drain import drain
from tests.town import PHONES, ROLES, Town

pytestmark = pytest.mark.usefixtures("tables_owner", "town_clock")


@pytest.fixture
def tamper() -> Iterator[Callable[[str], None]]:
    """Runs SQL as somebody would who owns the database and switched the trigger off."""

    def run(sql: str) -> None:
        with connection.cursor() as cursor:
            cursor.execute("ALTER TABLE history_event DISABLE TRIGGER history_event_insert_only")
            cursor.execute(sql)
            cursor.execute("ALTER TABLE history_event ENABLE TRIGGER history_event_insert_only")

    return run  # type: ignore[return-value]


def test_a_line_is_numbered_hashed_and_dated(town: Town) -> None:
    code = make.referred()
    case = make.case(code)
    story = timeline("case", case.pk)
    assert [line.number for line in story] == list(range(1, len(story) + 1))
    assert case.event_count == len(story)
    assert bytes(case.event_head) == bytes(story[-1].hash)
    assert event("case", case.pk, 1) == story[0]
    assert story[0].data["code"] == code
    assert str(story[0]) == f"case {case.pk} #1 case_opened"


def test_the_database_refuses_to_change_or_delete_a_line(town: Town) -> None:
    make.referred()
    for sql in (
        "UPDATE history_event SET kind = 'x'",
        "DELETE FROM history_event",
        "UPDATE history_event SET hash = hash",
    ):
        with pytest.raises(DatabaseError, match="insert-only"), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(sql)
    assert verify().breaks == []


def test_what_is_whole(town: Town) -> None:
    for phone in PHONES[:3]:
        make.referred(phone=phone)
    seen: list[int] = []
    verified = verify(seen.append)
    assert verified.breaks == []
    assert verified.events == count_events() == seen[-1]
    assert verified.files == 3 + 3 + 1 + 1 + len(ROLES), "cases, citizens, the town, its roles and staff"
    assert len(verified.root) == 64
    assert verify().root == verified.root
    make.report(phone=PHONES[4])
    assert verify().root != verified.root


@pytest.mark.parametrize(
    "sql",
    [
        "UPDATE history_event SET body = replace(body, 'web', 'app') WHERE number = 1 AND file = 'case'",
        "UPDATE history_event SET kind = 'case_closed' WHERE number = 2 AND file = 'case'",
        "UPDATE history_event SET at = at + interval '1 microsecond' WHERE number = 2 AND file = 'case'",
        "UPDATE history_event SET by = 'staff:1' WHERE number = 2 AND file = 'case'",
        "UPDATE history_event SET hash = decode(repeat('ab', 32), 'hex') WHERE number = 3 AND file = 'case'",
        "DELETE FROM history_event WHERE number = 2 AND file = 'case'",
        "DELETE FROM history_event WHERE number = 4 AND file = 'case'",
        "DELETE FROM history_event WHERE file = 'case'",
        "UPDATE history_event SET number = number + 10 WHERE number = 3 AND file = 'case'",
        "UPDATE history_event SET file_id = file_id + 1 WHERE file = 'case'",
        "UPDATE history_event SET file = 'citizen' WHERE number = 4 AND file = 'case'",
        "UPDATE cases_case SET event_count = event_count + 1",
        "UPDATE cases_case SET event_head = decode(repeat('00', 32), 'hex')",
        "INSERT INTO history_event (file, file_id, number, kind, at, by, body, hash)"
        " SELECT file, file_id, number + 1, kind, at, by, body, hash FROM history_event WHERE number = 4",
        "INSERT INTO history_event (file, file_id, number, kind, at, by, body, hash)"
        " SELECT file, 5, number, kind, at, by, body, hash FROM history_event WHERE number = 1 AND file = 'case'",
    ],
)
def test_every_tampering_shows(town: Town, tamper: Callable[[str], None], sql: str) -> None:
    make.referred()
    assert verify().breaks == []
    tamper(sql)
    found = verify().breaks
    assert found
    assert all(broken.why for broken in found)


def test_two_lines_with_one_number_are_refused(town: Town) -> None:
    from django.db import IntegrityError

    make.referred()
    event = Event.objects.filter(file="case").first()
    assert event is not None
    event.pk = None
    with pytest.raises(IntegrityError), transaction.atomic():
        event.save(force_insert=True)


def test_a_file_without_its_lock_cannot_fork(town: Town) -> None:
    from django.db import IntegrityError

    from peygir.history.actions import record
    from peygir.history.kinds.cases import NoteAdded
    from tests.town import MORNING

    code = make.referred()
    one, other = make.case(code), make.case(code)
    record(one, NoteAdded(), by="staff:1", at=MORNING)
    with pytest.raises(IntegrityError), transaction.atomic():
        record(other, NoteAdded(), by="staff:2", at=MORNING)


def test_erasing_a_citizens_words_breaks_no_chain(town: Town) -> None:
    from peygir.cases.models import Note, Report
    from peygir.people.models import Citizen

    make.done()
    drain()
    Report.objects.update(text="", address="", lat=None, lon=None)
    Note.objects.update(text="", salt="")
    Citizen.objects.update(name="", name_key="", email="")
    Case.objects.update(address="", lat=None, lon=None)
    assert verify().breaks == []


def test_files_with_a_history(town: Town) -> None:
    assert " ".join(model.history_file for model in chained_models()) == (
        "alarm article asset budget callback callgoal callterm candidate case citizen city cityreport contact "
        "contract crew dropbox dropkey edition goal inspplan letter maintenance mark menu order panel "
        "panelowed petition pfinding portfolio privacy problem programme proposal publication qboard rainday "
        "roles roster rule scanswer scappeal scgaming scmonth score scorform scorsamp scscheme scseason "
        "scweak session shift sitting squestion staff survey survterm voting work_order"
    )
