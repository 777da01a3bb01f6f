"""An answer to "is it fixed?" or to a survey, by number, by button, or in a citizen's own words."""

from collections.abc import Sequence
from contextlib import suppress
from typing import Any

from django.db import transaction

from peygir.cases.models import Report
from peygir.cases.questions import QuestionKind, SurveyAnswer
from peygir.city import queries as city
from peygir.core.quoting import own_words
from peygir.core.refusals import Conflict, Refusal
from peygir.core.writing import writing_of
from peygir.desks.answers import actions as answers
from peygir.desks.answers import sending as sent
from peygir.desks.intake import actions as intake
from peygir.desks.intake.inbound.complaint_rules import is_complaint
from peygir.desks.intake.inbound.rules import ParsedInbound, verdict_reason
from peygir.desks.intake.verdicts.rules import AnswerReading, read_answer
from peygir.desks.understanding.address import address_in
from peygir.desks.understanding.proposing import proposal_for
from peygir.journey.conversation.enclosed import pictures_among
from peygir.journey.conversation.owning import last_asked_of, own_report
from peygir.journey.conversation.reporting import ConversationContext, go_on
from peygir.people.rules import Actor

NUMBERS = {"yes": 1, "badly": 2, "no": 3}
"""The number that stands for each verdict."""
_MOST_REASON = 500


def give(context: ConversationContext, parsed: ParsedInbound, *, text: str = "", report: Report | None = None) -> str:
    """Give a verdict on a report: that of the code in the message, the given one, or the one last asked about.

    Returns the result in one word. `text` is the citizen's own, where the verdict was read from it; the unit reads it
    as the reason.
    """
    report = report or (own_report(context, parsed.code) if parsed.code else last_asked_of(context))
    if report is None or not parsed.verdict:
        context.say("talk_not_asked")
        return "not_asked"
    is_fixed, is_survey = parsed.verdict == 1, sent.is_survey(report)
    reason, by = verdict_reason(parsed.verdict, report.language), Actor("citizen", report.citizen_id or 0)
    if text and not is_fixed:
        reason = f"{reason}: {text[:_MOST_REASON]}"
    verdict_arguments: dict[str, Any] = {"reason": reason, "channel": context.spoken, "by": by}
    try:
        with transaction.atomic():
            if is_survey:
                answers.answer_survey(report.pk, answer=list(SurveyAnswer)[parsed.verdict - 1], **verdict_arguments)
            else:
                answers.give_verdict(report.pk, is_fixed=is_fixed, **verdict_arguments)
    except Conflict as refusal:
        context.say("talk_refused", reason=refusal.words(context.language))
        return "not_asked"
    if is_survey and list(SurveyAnswer)[parsed.verdict - 1] != SurveyAnswer.NOT_DONE:
        context.say("talk_survey", code=_code(context, report))
    elif is_fixed:
        context.say("talk_yes", code=_code(context, report))
    else:
        context.say("talk_no", code=_code(context, report), link=context.link(report.code))
    return "verdict"


def hear_answer(
    context: ConversationContext, text: str, *, report: Report | None = None, kept: Sequence[str] = ()
) -> str:
    """Take a text as the answer to the open question; returns "" where it is no answer or no question is open.

    `report` is the one that an email replies to; without it, the report that this person was last asked about, unless
    the conversation has turned to something else since. `kept` are the names of the uploaded pictures that came with
    the text; they go to the report. An unclear answer is asked once more, and kept for a person to read.
    """
    question = sent.open_question_to(report) if report is not None else None
    is_tied = report is not None
    if report is None:
        report = last_asked_of(context)
        question = sent.open_question_to(report) if report is not None else None
        if question is not None and sent.spoke_of_else(context.channel, context.address, since=question.asked_at):
            return ""
    if report is None or question is None:
        return ""
    own_text = own_words(text).strip()
    reading = read_answer(own_text)
    if not is_tied and reading.may_be_report and _is_another_report(own_text, reading, report):
        return ""  # a reply to our email may contain its writer's address
    if reading.verdict is not None and not (question.kind == QuestionKind.OBJECTION and not reading.is_on_the_work):
        became = give(context, ParsedInbound("verdict", verdict=NUMBERS[reading.verdict]), text=own_text, report=report)
        if became == "verdict" and kept and reading.verdict != "yes":
            _add_pictures(report, kept)
        if reading.speaks_of_more:
            go_on(context, {"text": own_text}, key=context.key)  # the answer, and a further complaint
        return became
    # A picture with unclear text, or a text while a place is asked for, is rather a report than no answer.
    return "" if kept or context.talk.asked else _unclear(context, report, own_text, reading)


def _is_another_report(text: str, reading: AnswerReading, report: Report) -> bool:
    """Whether the text reports something else than the report's case: at a place, or with a topic of another group."""
    if reading.is_learned and address_in(text):
        return True  # «چاله در خیابان زند نبش کوچه ۳»: an answer need not give the place
    case = report.case
    proposal = proposal_for(case.city_id, text)
    if proposal is None or not proposal.chosen or case.topic_id is None:
        return False
    theirs = city.topic_by_code(case.city_id, proposal.chosen)
    ours = city.topic(case.city_id, case.topic_id)
    return theirs is not None and ours is not None and theirs.group_code != ours.group_code


def _add_pictures(report: Report, kept: Sequence[str]) -> None:
    """Add the pictures to the report; if it takes no more, the verdict is kept without them."""
    by = Actor("citizen", report.citizen_id or 0)
    with suppress(Refusal), transaction.atomic():
        intake.add_photos(report.pk, photos_raw=pictures_among(kept), by=by)


def _unclear(context: ConversationContext, report: Report, text: str, reading: AnswerReading) -> str:
    """Ask once more, plainly; returns "" for a complaint of its own, which becomes a report. Thanks are not kept."""
    if not text or is_complaint(text) or not (reading.is_about_it or reading.is_short):
        return ""
    if not reading.is_courtesy:
        by = Actor("citizen", report.citizen_id or 0)
        answers.keep_unclear(report.pk, text=text, channel=context.spoken, by=by)
    question = sent.open_question_to(report)
    assert question is not None
    was_asked_again = sent.has_been_told(
        context.channel, context.address, ("talk_unclear", "talk_unclear_survey"), since=question.asked_at
    )
    if not was_asked_again:
        context.say("talk_unclear_survey" if sent.is_survey(report) else "talk_unclear", code=_code(context, report))
    elif not reading.is_courtesy:
        context.say("talk_noted", code=_code(context, report))
    return "unclear"


def _code(context: ConversationContext, report: Report) -> str:
    return writing_of(context.language).number(report.code)
