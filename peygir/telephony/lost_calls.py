"""Call records as the values that the contacts package takes."""

from collections.abc import Iterable

from peygir.centre.contacts import actions as contacts
from peygir.gateways.ami import records
from peygir.gateways.ami.noted_keys import NotedKey


def presses_of(heard: Iterable[NotedKey]) -> tuple[contacts.MenuPress, ...]:
    """The IVR keys of a call as the contacts package takes them."""
    return tuple(contacts.MenuPress(key.code, key.number, key.pressed, key.season_code) for key in heard)


def lost_call(call: records.Whole) -> contacts.LostCall:
    """The completed call as the contacts package's LostCall."""
    stays = tuple(
        contacts.LostStay(stay.queue, stay.joined_at, stay.left_at, stay.connected_at is not None)
        for stay in call.stays
    )
    return contacts.LostCall(
        call.key,
        call.caller,
        call.line,
        call.began_at,
        call.ended_at,
        call.queue,
        tuple(_lost_answer(answer) for answer in call.answers),
        call.left_voice,
        stays,
        presses_of(call.heard),
        _lost_answer(call.outside) if call.outside is not None else None,
        call.words,
    )


def _lost_answer(answer: records.RecordedAnswer) -> contacts.LostAnswer:
    return contacts.LostAnswer(answer.uniqueid, answer.extension, answer.at, answer.until, answer.is_exact)
