"""Commands on live sessions that involve two packages: the change itself, and the messages to citizens."""

from django.db import transaction

from peygir.centre.sessions import actions as sessions
from peygir.centre.sessions import queries as sessions_queries
from peygir.city import queries as city
from peygir.core.jalali import format_datetime
from peygir.core.translation import Names
from peygir.desks.answers import actions as answers
from peygir.people.channels import Channel
from peygir.people.queries import is_phone_silent
from peygir.people.rules import Actor

LONGEST = 160


@transaction.atomic
def answer_order(order_id: int, *, answer: str, by: Actor) -> None:
    """Record that a unit has done what was ordered; the citizen who spoke with the manager is told by SMS.

    Raises what `sessions.finish_order` raises.
    """
    order_recipients = sessions.finish_order(order_id, answer=answer, by=by)
    if order_recipients.phone and not is_phone_silent(order_recipients.phone):
        values = {
            "unit": Names.of(*order_recipients.unit).in_language(order_recipients.language),
            "order": _short(order_recipients.words),
            "answer": _short(answer),
        }
        answers.say(
            "session_order",
            channel=Channel.SMS,
            address=order_recipients.phone,
            language=order_recipients.language,
            values=values,
        )


@transaction.atomic
def call_off(city_id: int, session_id: int, *, by: Actor) -> int:
    """Call a session off; everybody who had registered is told. Returns how many.

    Raises what `sessions.call_off_session` raises.
    """
    row = sessions_queries.session(city_id, session_id)
    if row is None:
        raise sessions.NoSuchSession()
    zone = city.city_by_id(city_id).time_zone
    waiting = [one for one in sessions.call_off_session(session_id, by=by) if not is_phone_silent(one[0])]
    for phone, language in waiting:
        who = Names.of(*row.who).in_language(language)
        values = {"what": who, "due": format_datetime(row.begins_at, zone, language)}
        answers.say("session_off", channel=Channel.SMS, address=phone, language=language, values=values)
    return len(waiting)


def _short(words: str) -> str:
    """The text cut to the length of an SMS; the unit's page has all of it."""
    return words if len(words) <= LONGEST else f"{words[: LONGEST - 1]}…"
