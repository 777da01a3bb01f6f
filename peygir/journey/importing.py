"""Imports old records of another system: all are read and checked first, then each is imported in one transaction.

Each record is played at its own times.
"""

import hashlib
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path
from typing import Final

from django.conf import settings

from peygir.cases import actions as cases
from peygir.cases.new_report import NewReport, Reporter
from peygir.cases.queries import case_as_it_is
from peygir.cases.states import WORKABLE, CaseState, CloseKind
from peygir.city import queries as city
from peygir.city.facts import DistrictFacts, TopicFacts, UnitFacts
from peygir.core import clock
from peygir.core.persian import search_key
from peygir.core.sheets import Sheet, TableHasOnlyHeadings, read_sheet
from peygir.desks.earlier import actions as earlier_actions
from peygir.desks.earlier import queries as earlier
from peygir.desks.earlier.rules import state_codes
from peygir.desks.fieldwork.actions import finish_by_record
from peygir.desks.intake.actions import receive_report
from peygir.desks.partners import actions as partners
from peygir.desks.partners.record_rules import KnownCodes, OldRecord, RowFault, RowReader
from peygir.desks.promises.actions import leave_unscored, promise_by_record
from peygir.desks.routing.actions import refer_by_record
from peygir.desks.routing.queries import ruled_unit
from peygir.history.queries import timeline
from peygir.journey.moments import Drain, many_moments, old_moment
from peygir.people.channels import Channel
from peygir.people.rules import IMPORT, Actor
from peygir.storage.quick_commits import quick_commits

KEY: Final = "import:"


@dataclass(frozen=True, slots=True)
class Judged:
    """A table that was read: its valid records and all faults. Nothing is written yet.

    `rows`: how many rows it has.
    """

    sheet: Sheet
    rows: int
    digest: str
    records: list[tuple[int, OldRecord]]
    faults: list[RowFault]

    def without_cells(self) -> "Judged":
        """The same without the texts of its cells, for the hours of an import: they are half of what it holds."""
        return replace(self, sheet=Sheet(self.sheet.headings, []))


def judge_file(
    path: Path, columns: Mapping[str, str], *, progress: Callable[[int], None] = lambda done: None
) -> Judged:
    """Read a table by a column mapping and find every fault. Raises TableIsNotReadable, MappingIsWrong."""
    sheet = read_sheet(path, numbers_equals=True)
    if not sheet.rows:
        raise TableHasOnlyHeadings()
    row_reader = RowReader(
        partners.places_of(columns, sheet.headings), known_of(city.current_city(settings.CITY).id), clock.now()
    )
    row_reader.learn(cells for _number, cells in sheet.rows)
    records = []
    for done, (number, cells) in enumerate(sheet.rows, start=1):
        record = row_reader.read(number, cells, is_longer=number in sheet.too_long)
        if record is not None:
            records.append((number, record))
        progress(done)
    with path.open("rb") as file:
        digest = hashlib.file_digest(file, "sha256").hexdigest()
    return Judged(sheet, len(sheet.rows), digest, records, row_reader.faults)


def known_of(city_id: int) -> KnownCodes:
    """The city's topics, districts and units by code and name, and by the remembered words of an earlier system."""
    city_facts, topics, remembered = city.city_by_id(city_id), city.topics(city_id), earlier.words_of(city_id)
    return KnownCodes(
        topics=remembered.get("topic", {}) | _by_words(topics),
        districts=remembered.get("district", {})
        | _by_words(city.districts(city_id, on=city.day_of(city_id, clock.now()))),
        units=remembered.get("unit", {}) | _by_words(city.units(city_id)),
        states=state_codes() | remembered.get("state", {}),
        placeless=frozenset(one.code for one in topics if not one.needs_place),
        zone=city_facts.time_zone,
        region=city_facts.phone_region,
        centre=(city_facts.centre_lat, city_facts.centre_lon),
    )


def _by_words(rows: Iterable[TopicFacts | DistrictFacts | UnitFacts]) -> dict[str, str]:
    """Code by code and by each name; a code takes precedence over another's name."""
    words = ("name_en", "name_fa", "code")
    return {search_key(getattr(one, word)): one.code for word in words for one in rows if getattr(one, word)}


def take_over(
    judged: Judged, source: str, *, file_name: str, columns: Mapping[str, str], by: Actor
) -> Iterator[tuple[int, int]]:
    """Import the records not imported yet, one by one; yields (how many are done, how many there are) after each.

    An interrupted run is resumed with the same file: a row, its case and its bookkeeping are one transaction. A known
    number of the same source is skipped. Raises NotYourWork, SourceIsWrong, TableIsBeingTaken.
    """
    batch, last = partners.begin_batch(
        source, file_name=file_name, digest=judged.digest, columns=columns, rows=judged.rows, by=by
    )
    is_counted = earlier.is_counted(city.current_city(settings.CITY).id, source)
    with partners.nobody_else(batch):
        # An import that loses its last rows in a crash of the server takes them again.
        with quick_commits(), many_moments():
            for done, (row, record) in enumerate(judged.records, start=1):
                if row > last:
                    with old_moment() as drain:
                        partners.note_row(batch, row, is_new=_take(record, source, drain, is_counted=is_counted))
                yield done, len(judged.records)
        partners.end_batch(batch, by=by)


def _take(record: OldRecord, source: str, drain: Drain, *, is_counted: bool) -> bool:
    """Import one record with its whole history; returns whether it was new.

    One that is known and was closed there meanwhile is closed here too, unless people have worked on it: so tables of
    a system that still runs may be imported week after week. Its promise is scored only where the system counts.
    """
    city_facts, at = city.current_city(settings.CITY), record.opened_at
    with clock.simulated(lambda: record.opened_at):
        receipt = receive_report(
            city_facts.code,
            NewReport(
                channel=Channel.IMPORT,
                text=record.text,
                lat=record.lat,
                lon=record.lon,
                address=record.address,
                place_label=record.district,
                topic_code=record.topic,
                received_at=at,
                reporter=Reporter(phone=record.phone, name=record.name),
                idempotency_key=f"{KEY}{source}:{record.number}",
                language=city_facts.language,
            ),
            by=IMPORT,
        )
        case_id = receipt.case_id
        if not receipt.is_new:
            _catch_up(record, case_id, drain)
            return False
        earlier_actions.note_number(source, record.number, case_id)
        # It is read, and the rules' choice is recorded, before the record's own referral is written.
        drain()
        if record.due_at is not None:
            promise_by_record(case_id, due_at=record.due_at, at=at)
        unit = city.unit_by_code(city_facts.id, record.unit) if record.unit else None
        # The owner where the record names none: the rules' choice, as a last resort the centre.
        owner = unit.id if unit is not None else ruled_unit(case_id) or city.centre_of(city_facts.id).id
        refer_by_record(case_id, unit_id=owner, at=at, is_named=unit is not None)
        if unit is not None or record.closed_at is not None:
            with cases.open_file(case_id) as case:
                cases.accept(case, by=IMPORT, at=at)
        drain()
        if not is_counted:
            leave_unscored(case_id)
    if record.closed_at is not None:
        _close(case_id, record.closed_at, drain)
    return True


def _close(case_id: int, ended: datetime, drain: Drain) -> None:
    """Finish a case by its record, and close it as unconfirmed at its own time: nobody is asked any more."""
    with clock.simulated(lambda: ended):
        finish_by_record(case_id, at=ended)
        drain()
        with cases.open_file(case_id) as case:
            if case.state == CaseState.DONE:
                cases.close(case, kind=CloseKind.SILENCE, by=IMPORT, at=ended)
        drain()


def _catch_up(record: OldRecord, case_id: int, drain: Drain) -> None:
    case = case_as_it_is(case_id)
    if record.closed_at is None or case.state not in WORKABLE or record.closed_at < case.state_at:
        return
    if any(event.by.startswith("staff:") for event in timeline("case", case_id)):
        return
    if case.state == CaseState.REFERRED:
        with cases.open_file(case_id) as locked:
            cases.accept(locked, by=IMPORT, at=case.state_at)
    _close(case_id, record.closed_at, drain)
