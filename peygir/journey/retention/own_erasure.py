"""Carries out a citizen's request for erasure: case by case, then the person."""

from collections import Counter, defaultdict
from collections.abc import Collection, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Final

from django.conf import settings
from django.db import transaction

from peygir.cases import actions as cases
from peygir.cases import retention as case_data
from peygir.cases.models import Case, Report
from peygir.cases.states import ENDED
from peygir.centre.contacts import actions as contacts
from peygir.centre.quality import actions as quality
from peygir.centre.sessions import actions as sessions
from peygir.core import clock
from peygir.core.names import folded, is_known
from peygir.desks.answers import actions as answers
from peygir.desks.answers import retention as answered
from peygir.desks.intake import actions as intake
from peygir.desks.surveys import actions as surveys
from peygir.gateways.outbox_erasing import erase_written
from peygir.journey.retention.erasing import erase_own_reports, unlink_reports, unname_reports
from peygir.journey.retention.holding import held_data, is_held
from peygir.journey.retention.unwanted import let_go
from peygir.outlook.honours import actions as honours
from peygir.outlook.panel import actions as panel
from peygir.people import retention_queries as kept
from peygir.people.actions.retention_requests import end_copies_of, end_erasure, keep_erased
from peygir.people.actions.retention_runs import erase_citizen
from peygir.people.actions.retention_times import lock_citizens
from peygir.people.privacy_rules import OPEN_STATES, Traces, traces_of
from peygir.people.retention_kinds import RetentionKind
from peygir.people.rules import Actor

NO_CASE: Final = 0
CASES_AT_ONCE: Final = 20
"""In one transaction, which holds their locks."""


def carry_out(request_id: int) -> None:
    """Erase what a citizen asked to have erased; open and held cases are looked at again a day later.

    Some cases in each transaction, in the order of their ids, and the person in the last one: killed anywhere, it goes
    on with what is left. What a hold keeps is asked anew in each.
    """
    request = kept.privacy_request(request_id)
    if request is None or request.state not in OPEN_STATES or request.due_at > clock.now():
        return
    work = _Erasure(request)
    for reports in work.batches():
        with transaction.atomic():
            work.reports(reports)
            keep_erased(request_id, work.take_counts(), reports=work.waiting)
    with transaction.atomic():
        work.person_if_free()
        end_erasure(request_id, work.take_counts(), open_cases=work.open_cases, held=work.held, reports=work.waiting)


class _Erasure:
    """One request while it is carried out: what was erased, by kind, and what waits."""

    def __init__(self, request: kept.PrivacyRequestFacts) -> None:
        self._request = request
        self._citizens = kept.citizens_behind(request.citizens)
        self._phones, self._emails = kept.phones_of(self._citizens), kept.emails_of(self._citizens)
        self._names = [row.name for row in kept.citizens_by_id(self._citizens)]
        self._by = Actor("citizen", request.citizens[0])
        self._counts: Counter[str] = Counter()
        self._has_erased = False
        self.open_cases = self.held = 0
        self.waiting: set[int] = set()  # reports that are unlinked already, and whose cases are open

    def batches(self) -> Iterator[Mapping[int, Sequence[Report]]]:
        """The reports by case, in the order of the cases, some cases at a time."""
        since = self._request.since
        rows = case_data.reports_with_people(self._citizens, self._request.reports, since=since)
        self.waiting = set(self._request.reports)
        by_case = _by_case([*rows, *case_data.reports_spoken_for(self._citizens, since=since)])
        ids = sorted(by_case)
        for start in range(0, len(ids), CASES_AT_ONCE):
            yield {case_id: by_case[case_id] for case_id in ids[start : start + CASES_AT_ONCE]}

    def take_counts(self) -> Counter[str]:
        """What was erased since the last call."""
        counts, self._counts = self._counts, Counter()
        self._has_erased = self._has_erased or counts.total() > 0
        return counts

    def reports(self, by_case: Mapping[int, Sequence[Report]]) -> None:
        """Erase the reports of ended cases; take the person off open ones, if that was asked for."""
        for case_id, reports in by_case.items():
            with cases.open_file(case_id) as case:  # who ends it, opens it again or holds it waits, or is seen
                self._in_case(case, reports)

    def _in_case(self, case: Case, reports: Collection[Report]) -> None:
        spoken_for = {row.pk for row in reports if row.spoken_for_id in self._citizens}
        own = [row for row in reports if row.citizen_id in self._citizens or row.pk in self._request.reports]
        ids = {report.pk for report in own}
        is_open = case.state not in ENDED
        if is_held(case):
            self.held += bool(own)
            return
        if is_open and own:
            self.open_cases += 1
            if self._request.with_open:
                self._unlink(case.pk, own, ids)
        elif own:
            self._erase(case.pk, own, ids)
        if spoken_for and not is_open:
            self._counts += unname_reports(case.pk, spoken_for, by=self._by, request=self._request.pk)

    def person_if_free(self) -> None:
        """Erase the person at every desk, unless a case of theirs is held, or is open and waited for."""
        lock_citizens(self._citizens)
        if not self.held and not self._citizens.isdisjoint(held_data(clock.now()).citizens):
            self.held = 1
        self.open_cases = self.open_cases or len(case_data.open_case_ids_of(self._citizens))  # reported meanwhile
        if not self.held and (self._request.with_open or not self.open_cases):
            self._person()
        if self._has_erased or self._counts.total():
            let_go(end_copies_of(self._citizens))  # they hold what is erased

    def _person(self) -> None:
        now, since = clock.now(), self._request.since
        traces = self._traces(NO_CASE, [], texts=[])
        for phone in sorted(self._phones):
            # What others on the same phone have in common with them stays.
            if not kept.is_known_elsewhere(phone, besides=self._citizens):
                self._counts[RetentionKind.CONTACTS] += (
                    quality.erase_scores_of(phone, since=since)
                    + contacts.erase_calls_of(phone, since=since, at=now)
                    + sessions.erase_talks_of(phone, since=since, traces=traces)
                )
                self._counts[RetentionKind.PHONES] += panel.erase_petitions_of(phone, since=since)
                self._addresses([phone])
        self._addresses(self._emails)
        surveys.drop_asks_of(self._citizens, at=now)
        honours.erase_honours_of(self._citizens)
        panel.erase_panel_of(self._citizens)
        for citizen_id in sorted(self._citizens):
            self._counts[RetentionKind.PHONES] += erase_citizen(
                citizen_id, by=self._by, at=now, request=self._request.pk
            )

    def _unlink(self, case_id: int, reports: Collection[Report], ids: Collection[int]) -> None:
        """Take name and number off reports of an open case, and off the notes about it."""
        traces, chats = self._traces(case_id, reports, texts=[]), answered.chats_of(ids)
        self._counts += unlink_reports(case_id, ids, traces=traces, by=self._by, request=self._request.pk)
        self._messages(ids)
        self._addresses(chats)
        self.waiting |= set(ids)

    def _erase(self, case_id: int, reports: Collection[Report], ids: Collection[int]) -> None:
        traces = self._traces(case_id, reports, texts=[report.text for report in reports])
        authors = {str(Actor("citizen", citizen_id)) for citizen_id in self._citizens}
        chats = answered.chats_of(ids)
        self._counts += erase_own_reports(
            case_id, ids, traces=traces, authors=authors, by=self._by, request=self._request.pk
        )
        self._messages(ids)
        self._addresses(chats)
        self.waiting -= set(ids)

    def _traces(self, case_id: int, reports: Collection[Report], *, texts: Collection[str]) -> Traces:
        names = {*self._names, *(name for row in reports for name in (row.reporter_name, row.spoken_for_name))}
        return _telling(traces_of(names=names, phones=self._phones, texts=texts), case_id)

    def _messages(self, report_ids: Collection[int]) -> None:
        count, names = intake.erase_mails_behind(report_ids)
        let_go(names)
        self._counts[RetentionKind.MESSAGES] += count + answers.erase_messages_about(report_ids)

    def _addresses(self, addresses: Collection[str]) -> None:
        if not addresses:
            return
        since = self._request.since
        count, names = intake.erase_messages_of(addresses, since=since)
        let_go(names)
        count += answers.erase_messages_to(addresses, since=since) + erase_written(Path(settings.HOME), to=addresses)
        self._counts[RetentionKind.MESSAGES] += count
        self._counts[RetentionKind.PHONES] += answers.erase_followings_of(
            addresses, at=clock.now()
        ) + answers.erase_blocks_of(addresses)


def _telling(traces: Traces, case_id: int) -> Traces:
    """The traces without what many notes hold: nobody has their colleagues' notes erased by a name such as “street”.

    Of the sentences only those that stand in a note of the case are looked for in the notes of all.
    """
    notes = case_data.note_keys(case_id)
    names = (
        name for name in traces.names if is_known(folded(name)) or not case_data.is_ordinary(name, besides=case_id)
    )
    sentences = (
        text
        for text in traces.sentences
        if not any(text in note for note in notes) or not case_data.is_ordinary(text, besides=case_id)
    )
    return Traces(frozenset(names), traces.numbers, frozenset(sentences))


def _by_case(rows: Collection[Report]) -> dict[int, list[Report]]:
    by_case: dict[int, dict[int, Report]] = defaultdict(dict)
    for row in rows:
        by_case[row.case_id][row.pk] = row
    return {case_id: list(reports.values()) for case_id, reports in by_case.items()}
