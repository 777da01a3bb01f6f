"""Turns PBX events (facts) into actions on contacts; an event may arrive twice, and those of no contact are ignored."""

import contextlib
from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Final

from django.db import connection

from peygir.centre.contacts import actions as contacts
from peygir.centre.contacts import queries as contacts_queries
from peygir.core import clock
from peygir.desks.fieldwork.actions import masked_calls
from peygir.desks.surveys import actions as survey_actions
from peygir.gateways.ami import facts, records
from peygir.gateways.ami.facts import NO_NUMBER, Fact
from peygir.gateways.ami.live import LiveCall
from peygir.gateways.ami.queue_log import QueueStay
from peygir.gateways.ami.reading import extension_of
from peygir.journey.surveys import hear_survey
from peygir.telephony.lost_calls import lost_call, presses_of
from peygir.telephony.masked import MASKED, hear_masked

LOCK: Final = 0x70656780


class Bridge:
    """Applies the PBX's facts to one city's contacts, and hands the city's orders to the PBX."""

    def __init__(self, city_id: int, *, recordings: str = "") -> None:
        self.city_id, self._recordings = city_id, recordings
        self._voices: set[str] = set()

    def is_ours(self) -> bool:
        """Whether this session alone holds the city's PBX connection; another one waits until it ends."""
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_try_advisory_lock(%s, %s)", [LOCK, self.city_id])
            row = cursor.fetchone()
        return bool(row and row[0])

    def hear(self, found: Iterable[Fact]) -> None:
        """Apply the facts, in order."""
        for fact in found:
            # An internal call, or a call of another queue: no contact of ours.
            with contextlib.suppress(contacts.NoSuchContact):
                self._hear(fact)

    def _hear(self, fact: Fact) -> None:
        if fact.key.startswith(survey_actions.OURS):
            self._hear_survey(fact)
        elif fact.key.startswith(MASKED):
            hear_masked(fact)
        elif isinstance(fact, facts.Rang):
            contacts.ring_call(self.city_id, fact.key, at=fact.at, caller=fact.caller, pbx_line=fact.line)
        elif isinstance(fact, facts.Queued):
            contacts.ring_call(self.city_id, fact.key, at=fact.at, caller=fact.caller, queue=fact.queue)
            contacts.join_queue(fact.key, queue=fact.queue, at=fact.at)
        elif isinstance(fact, facts.LeftQueue):
            contacts.leave_queue(fact.key, queue=fact.queue, how=fact.how, at=fact.at)
        elif isinstance(fact, facts.PhoneRang):
            contacts.ring_phone(fact.key, uniqueid=fact.uniqueid, extension=fact.extension, at=fact.at)
        elif isinstance(fact, facts.Answered):
            contacts.answer_call(fact.key, uniqueid=fact.uniqueid, extension=fact.extension, at=fact.at)
        elif isinstance(fact, facts.NotAnswered):
            contacts.not_answered(fact.key, extension=fact.extension, text=fact.words, at=fact.at)
        elif isinstance(fact, facts.Transferred):
            contacts.transfer_call(fact.key, extension=fact.extension, at=fact.at)
        elif isinstance(fact, facts.PhoneHungUp):
            if fact.is_number_unknown:
                contacts.number_is_unknown(fact.uniqueid, text=NO_NUMBER)
            contacts.hang_up_phone(uniqueid=fact.uniqueid, at=fact.at)
        elif isinstance(fact, facts.Ended):
            contacts.end_call(fact.key, at=fact.at, left_voice=fact.key in self._voices)
            self._voices.discard(fact.key)
        else:
            self._hear_more(fact)

    def _hear_more(self, fact: Fact) -> None:
        if isinstance(fact, facts.MenuPlayed):
            contacts.hear_menu(
                fact.key, code=fact.code, number=fact.number, pressed=fact.pressed, season_code=fact.season_code
            )
        elif isinstance(fact, facts.NotReached):
            contacts.not_reached(fact.key, text=fact.words, at=fact.at)
        elif isinstance(fact, facts.FirstLegFailed):
            contacts.first_leg_failed(fact.key, text=fact.words, at=fact.at)
        elif isinstance(fact, facts.LeftVoice):
            self._voices.add(fact.key)
        elif isinstance(fact, facts.RecordingStarted):
            if self._recordings:
                contacts.keep_recording(fact.key, link=self._recordings + fact.name.rsplit("/", 1)[-1])
        elif isinstance(fact, facts.Present):
            contacts.note_presence(self.city_id, fact.extension, presence=fact.presence, why=fact.why, at=fact.at)
        elif isinstance(fact, facts.Originated):
            contacts.settle_order(fact.key, is_good=fact.is_good, text=fact.words, at=fact.at)

    def _hear_survey(self, fact: Fact) -> None:
        """A call of the survey's voice menu creates no contact: only whether the citizen answered, and the key, are
        recorded.
        """
        if isinstance(fact, facts.SurveyKeyPressed):
            hear_survey(fact.key, pressed=fact.key_pressed, at=fact.at)
        elif isinstance(fact, facts.Originated) and fact.is_good:
            survey_actions.note_answered(fact.key, at=fact.at)
        elif isinstance(fact, facts.Originated):
            survey_actions.fail_voice(fact.key, text=fact.words, at=fact.at)
        elif isinstance(fact, facts.NotReached | facts.FirstLegFailed):
            survey_actions.note_reason(fact.key, text=fact.words, at=fact.at)
        elif isinstance(fact, facts.Ended):
            survey_actions.end_voice(fact.key, at=fact.at)

    def catch_up(
        self, live: Iterable[LiveCall], *, stays: Mapping[str, tuple[QueueStay, ...]], now: datetime
    ) -> set[str]:
        """After a lost connection: create contacts for calls that began meanwhile, and record which extensions
        answered.

        Returns the keys of the calls with an inexact time.
        """
        in_doubt = set()
        for call in live:
            with contextlib.suppress(contacts.NoSuchContact):
                if self._catch_up(call, stays.get(call.key, ()), now):
                    in_doubt.add(call.key)
        return in_doubt

    def _catch_up(self, call: LiveCall, stays: tuple[QueueStay, ...], now: datetime) -> bool:
        is_new = not contacts_queries.is_known_call(call.key)
        if call.is_inbound:
            contacts.ring_call(
                self.city_id, call.key, at=call.began_at, caller=call.caller, pbx_line=call.line, queue=call.queue
            )
        contacts.complete_call(call.key, pbx_line=call.line, heard=presses_of(call.heard))
        if is_new and call.is_inbound and not call.line:
            contacts.doubt_call(call.key, at=now)
        if call.joined_at is not None:
            contacts.join_queue(call.key, queue=call.queue, at=call.joined_at)
        connected = {stay.uniqueid: stay.connected_at for stay in stays if stay.connected_at is not None}
        is_vague = False
        for phone in call.phones:
            at = connected.get(phone.uniqueid)
            is_vague |= contacts.answered_meanwhile(
                call.key,
                uniqueid=phone.uniqueid,
                extension=phone.extension,
                rang_at=phone.rang_at,
                at=at or now,
                is_exact=at is not None,
            )
        return is_vague

    def mend(self, record: records.CallRecord) -> bool:
        """Correct a doubtful answer by a call record; returns whether the record gave the time."""
        extension = extension_of(record.other)
        if not record.is_taken or record.answered_at is None or not extension:
            return False
        with contextlib.suppress(contacts.NoSuchContact):
            return contacts.mend_answer(record.key, extension=extension, at=record.answered_at)
        return False

    def gone(self, live: Iterable[LiveCall], *, began_before: datetime) -> set[str]:
        """The keys of open contacts from before `began_before` whose calls are no longer active at the PBX."""
        there = {call.key for call in live}
        return {
            key for key, at in contacts_queries.open_on_line(self.city_id) if key not in there and at < began_before
        }

    def close_by_records(self, calls: Iterable[records.Whole], *, besides: set[str]) -> set[str]:
        """Close, or create, the contacts of completed calls except those in `besides` (still active); returns their
        keys.
        """
        done = set()
        for call in calls:
            if call.key in besides or not (call.is_inbound or call.key.startswith("peygir-")):
                continue
            if contacts.close_lost_call(self.city_id, lost_call(call)):
                done.add(call.key)
        return done

    def give_up(self, keys: Iterable[str]) -> None:
        """Mark contacts of calls that no record explains, so that a person looks at them."""
        for key in keys:
            with contextlib.suppress(contacts.NoSuchContact):
                contacts.review_call(key, at=clock.now())

    def line(self, *, is_up: bool, text: str = "") -> datetime | None:
        """Record whether the PBX connection is up; returns until when it was up before."""
        row = contacts_queries.line_of(self.city_id)
        contacts.hear_line(self.city_id, is_up=is_up, at=clock.now(), text=text)
        return row.heard_at if row else None

    def orders(self) -> list[contacts.CallToPlace]:
        """The calls that the PBX is to place; orders that were never answered are given up first."""
        now = clock.now()
        contacts.give_up_orders(self.city_id, now=now)
        return contacts.take_orders(self.city_id, now=now)

    def surveys(self) -> list[survey_actions.VoiceCall]:
        """The citizens whom the voice menu is to call now; survey calls without further events are given up first."""
        now = clock.now()
        survey_actions.give_up_voice(self.city_id, now=now)
        return survey_actions.take_voice_calls(self.city_id, now=now)

    def masked(self) -> list[masked_calls.MaskedCallToPlace]:
        """The calls of crews to reporters that the PBX is to place; those without any event are given up first."""
        now = clock.now()
        masked_calls.give_up_masked_calls(self.city_id, now=now)
        return masked_calls.take_masked_calls(self.city_id, now=now)

    def not_masked(self, key: str, words: str) -> None:
        """The PBX refused a crew's call at once."""
        masked_calls.fail_masked_call(key, text=words, at=clock.now())

    def not_asked(self, key: str, words: str) -> None:
        """The PBX refused a survey call at once."""
        survey_actions.miss_voice(key, text=words, at=clock.now())

    def passes(self) -> list[contacts.Pass]:
        """The calls that the PBX is to transfer; transfers that no colleague picked up are given up first."""
        now = clock.now()
        contacts.give_up_passes(self.city_id, now=now)
        return contacts.take_passes(self.city_id, now=now)

    def ends(self) -> list[contacts.AskingEnds]:
        """The consultations before a transfer that are to be ended, and how."""
        return contacts.take_ends(self.city_id, now=clock.now())

    def not_ended(self, order_id: int, words: str) -> None:
        """The PBX refused to end the consultation."""
        contacts.refuse_end(order_id, text=words)

    def not_passed(self, order_id: int, words: str) -> None:
        """The PBX refused to transfer a call."""
        contacts.fail_pass(order_id, text=words, at=clock.now())

    def failed(self, key: str, text: str) -> None:
        """The PBX refused an order at once."""
        with contextlib.suppress(contacts.NoSuchContact):
            contacts.settle_order(key, is_good=False, text=text, at=clock.now())
