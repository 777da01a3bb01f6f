"""Mails that answer a letter, or a mail to an agency: registered as letters, or kept as the agency's question."""

import re
from collections.abc import Sequence
from typing import Final

from django.conf import settings

from peygir.city import queries as city
from peygir.core import clock
from peygir.core.refusals import Refusal
from peygir.desks.answers import sending as sent
from peygir.desks.letters import queries as registered
from peygir.desks.letters.letter_facts import LetterFacts
from peygir.desks.letters.letter_states import LetterWay
from peygir.desks.letters.rules import LONGEST_BODY, LONGEST_PARTY, LONGEST_SUBJECT, LetterDraft, numbers_in
from peygir.desks.partners.actions.agency_telling import LINK, REMINDED, REPLIED, TOLD
from peygir.desks.partners.agency_states import QuestionTo
from peygir.journey.agencies.deeds import access_by_link, ask
from peygir.journey.conversation.enclosed import documents_among
from peygir.journey.letters.sending import register_incoming
from peygir.media.kinds import TakenFile
from peygir.people.rules import SYSTEM

_OUR_ID: Final = re.compile(r"<?(peygir-\d{1,18})@")
_LINK: Final = re.compile(r"/ag/([0-9]+-[0-9a-f]{12}:[A-Za-z0-9_\-]{22})/")
_TO_AGENCIES: Final = frozenset({TOLD, REMINDED, LINK, REPLIED})


def hear_official_reply(
    sender: str, subject: str, text: str, *, kept: Sequence[str], replies_to: Sequence[str], name: str = ""
) -> str:
    """Take an email that answers a letter of ours or a mail to an agency; "" for any other, which is a citizen's.

    Only the address to which ours went, or its office, may answer it; nothing is answered automatically.
    """
    ours = [found[1] for each in replies_to if (found := _OUR_ID.match(each))]
    letter = registered.letter_answered(ours, numbers_in(subject), sender=sender)
    if letter is not None:
        _register(letter, sender, subject, text, kept, name)
        return "letter"
    answered = sent.answered_by_letter(list(replies_to), address=sender)
    if answered is None or answered.kind not in _TO_AGENCIES:
        return ""
    return _keep_question(answered.body, sender, subject, text, kept, name)


def _register(letter: LetterFacts, sender: str, subject: str, text: str, kept: Sequence[str], name: str) -> None:
    draft = LetterDraft(
        party=(name or letter.party or sender)[:LONGEST_PARTY],
        subject=(subject or letter.subject)[:LONGEST_SUBJECT],
        body=text[:LONGEST_BODY],
        dated_on=city.day_of(letter.city_id, clock.now()),
        way=LetterWay.MAIL,
        address=sender,
        answers=letter.id,
        case_id=letter.case_id,
        agency_id=letter.agency_id,
        proposal_id=letter.proposal_id,
    )
    register_incoming(letter.city_id, draft, annexes=_documents(kept, sender), by=SYSTEM)


def _keep_question(body: str, sender: str, subject: str, text: str, kept: Sequence[str], name: str) -> str:
    """An agency answered our mail instead of opening its link: the centre reads it, and answers or records it."""
    link = _LINK.search(body)
    try:
        if link is not None and not kept:
            ask(access_by_link(link[1]), to=str(QuestionTo.CENTRE), question_text=text)
            return "agency"
    except Refusal:  # it is closed by now, or a question is open: nothing of it may be lost
        pass
    city_id = city.current_city(settings.CITY).id
    draft = LetterDraft(
        party=(name or sender)[:LONGEST_PARTY],
        subject=(subject or sender)[:LONGEST_SUBJECT],
        body=text[:LONGEST_BODY],
        dated_on=city.day_of(city_id, clock.now()),
        way=LetterWay.MAIL,
        address=sender,
    )
    register_incoming(city_id, draft, annexes=_documents(kept, sender), by=SYSTEM)
    return "letter"


def _documents(kept: Sequence[str], sender: str) -> list[TakenFile]:
    try:
        return documents_among(kept, owner=f"mail:{sender}"[:80])
    except Refusal:  # a file of a kind that is not kept: the letter is registered without it
        return []
