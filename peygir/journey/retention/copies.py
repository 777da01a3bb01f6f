"""Everything that the city holds about the citizens of a request, as plain values for their copy."""

from collections import defaultdict
from collections.abc import Collection, Mapping
from datetime import datetime

from peygir.cases.models import Report
from peygir.centre.contacts import retention as contacted
from peygir.centre.sessions import retention as sessions
from peygir.city import queries as city
from peygir.core.json_values import JsonObject
from peygir.core.moments import written
from peygir.desks.answers import queries as answers
from peygir.desks.answers import retention as answered
from peygir.desks.intake.details.queries import answers_among
from peygir.desks.intake.publishing.queries import words_among
from peygir.desks.surveys.queries import answers_of_citizens
from peygir.outlook.honours.queries import honours_of_citizens
from peygir.outlook.panel.own_queries import panel_of_citizens, petitions_of_phone
from peygir.people import retention_queries as kept


def data_of(
    request: kept.PrivacyRequestFacts,
    citizens: Collection[int],
    reports: Collection[Report],
    stored: Mapping[int, Collection[str]],
    *,
    now: datetime,
) -> dict[str, object]:
    """Everything about some citizens since their request's moment; no data of other reporters, and no names of staff.

    `stored` are the names of the photos and files in the copy, by the id of the report.
    """
    ids, since = [report.pk for report in reports], request.since
    phones = {phone for phone in kept.phones_of(citizens) if not kept.is_known_elsewhere(phone, besides=citizens)}
    addresses = phones | kept.emails_of(citizens) | answered.chats_of(ids)
    return {
        "made_at": written(now),
        "phone": request.phone,
        "names": _names(citizens),
        "reports": _reports(reports, stored),
        "messages": _messages(ids, addresses, since),
        **_conversations(phones, since),
        "surveys": [
            {"at": written(at), "answer": answer} for at, answer in answers_of_citizens(citizens) if at >= since
        ],
        "follows": [
            {"since": written(row.begun_at), "name": answers.followed_name(row, request.language)}
            for phone in sorted(phones)
            for row in answers.followings_of(phone)
            if row.begun_at >= since
        ],
        "honours": [
            {"edition": title, "at": written(at) if at is not None else "", "honour": honour, "reason": reason}
            for title, at, honour, reason in honours_of_citizens(citizens)
        ],
        "panel": [
            {"panel": title, "at": written(at), "seat": seat, "notes": note}
            for title, at, seat, note in panel_of_citizens(citizens)
        ],
        "petitions": [
            {"title": title, "at": written(at), "part": part}
            for phone in sorted(phones)
            for title, at, part in petitions_of_phone(phone, since=since)
        ],
        "signed_in": [
            {"at": written(opened), "until": written(expires)}
            for phone in sorted(phones)
            for opened, expires in kept.sessions_of_phone(phone)
        ],
    }


def _names(citizens: Collection[int]) -> list[JsonObject]:
    return [
        {
            "name": row.name,
            "email": row.email,
            "proven": row.is_proven,
            "language": row.language,
            "no_messages": row.is_silent,
            "since": written(row.created_at),
        }
        for row in kept.citizens_by_id(citizens)
    ]


def _messages(report_ids: Collection[int], addresses: Collection[str], since: datetime) -> list[JsonObject]:
    return [
        {
            "at": written(row.sent_at or row.created_at),
            "by": row.channel,
            "to": row.address,
            "text": row.body,
            "state": row.state,
        }
        for row in answered.messages_to(report_ids, addresses, since=since)
    ]


def _conversations(phones: Collection[str], since: datetime) -> dict[str, list[JsonObject]]:
    """Calls and visits, and what was spoken with managers in their sessions."""
    calls: list[JsonObject] = [
        {
            "at": written(row.began_at),
            "by": row.channel,
            "direction": row.direction,
            "seconds": row.seconds,
            "outcome": row.outcome,
            "notes": row.notes,
            "is_recorded": bool(row.recording),
        }
        for row in contacted.contacts_of_phones(phones, since=since)
    ]
    talks: list[JsonObject] = [
        {"at": written(row.at), "name": row.name, "question": row.words, "notes": row.notes}
        for row in sessions.registrations_of_phones(phones, since=since)
    ]
    return {"calls": calls, "sessions": talks}


def _reports(reports: Collection[Report], stored: Mapping[int, Collection[str]]) -> list[JsonObject]:
    ids = [report.pk for report in reports]
    published, further = words_among(ids), answers_among([report.code for report in reports])
    verdicts = defaultdict(list)
    for row in answered.verdicts_on(ids):
        verdicts[row.report_id].append(row)
    return [
        {
            "code": report.code,
            "case": report.case.code,
            "state": report.case.state,
            "received_at": written(report.received_at),
            "by": report.channel,
            "topic": _topic(report),
            "text": report.text,
            "address": report.address,
            "place": report.place_label,
            "lat": report.lat,
            "lon": report.lon,
            "spoken_for": {"name": report.spoken_for_name, "relation": report.spoken_for_relation},
            "answers": [
                {"question": row["fa"], "answer": " · ".join(value["fa"] for value in row["values"])}
                for row in further.get(report.code, [])
            ],
            "public_words": published[report.pk].shown if report.pk in published else "",
            "files": list(stored.get(report.pk, ())),
            "verdicts": [
                {"at": written(row.at), "by": row.channel, "is_fixed": row.is_fixed, "reason": row.reason}
                for row in verdicts[report.pk]
            ],
        }
        for report in reports
    ]


def _topic(report: Report) -> str:
    topic = city.topic(report.case.city_id, report.case.topic_id) if report.case.topic_id else None
    return topic.name_fa if topic else ""
