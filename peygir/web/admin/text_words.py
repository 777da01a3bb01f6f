"""What each message is called and when it is sent, and what stands in its gaps, for whoever writes its words."""

from typing import Final

from django.utils.translation import gettext_lazy as _

# kind → (its name, when it is sent)
KINDS: Final = {
    "received": (_("Report received"), _("at once, to whoever reports")),
    "referred": (_("Referred to a unit"), _("when a unit has it, with the promised moment")),
    "referred_out": (_("Passed to an agency"), _("when an outside agency is told")),
    "done": (_("Work is done"), _("when a unit says done; it asks whether it is fixed")),
    "declined": (_("No action needed"), _("when an expert sees nothing to do; it tells how to object")),
    "closed": (_("Case closed"), _("at the end of a case")),
    "reopened": (_("Open again"), _("when somebody said that it is not fixed")),
    "late": (_("We are late"), _("when the promised moment passed")),
    "new_date": (_("A new date"), _("when the centre granted more time")),
    "renewed": (_("Topic corrected"), _("when another topic gives another promise")),
    "climbed": (_("A case has climbed (mail to staff)"), _("to those whom the ladder names")),
    "mentioned": (_("Named by a colleague (mail to staff)"), _("when a note names somebody")),
    "account_changed": (
        _("Account of the highest roles (mail to staff)"),
        _("to the inspectorate and the mayor's desk, when one of their accounts is changed"),
    ),
    "one_time_code": (_("One-time code"), _("when somebody proves a phone")),
    "followed": (_("News of a case that is followed"), _("to whoever follows a case")),
    "evening": (_("News of the day"), _("once in the evening, to whoever follows an area")),
    "follow_asked": (_("Confirm following"), _("by mail, before anything else is sent")),
    "survey": (_("Survey"), _("to some whose case was closed, when they are asked by SMS")),
    "session_order": (_("An order of a session is done"), _("to whoever spoke with a manager, with the unit's answer")),
    "session_off": (_("A live session is called off"), _("to whoever had registered for it")),
    "several": (_("News of several reports"), _("instead of many messages to a number that nobody proved")),
    "not_you": (_("If it was not you"), _("at the end of the first short message to a number that nobody proved")),
    "answer_by_number": (_("Answer by number"), _("at the end of a short message that asks whether it is fixed")),
    "talk_state": (_("Talk: where it stands"), _("to whoever sends a tracking code")),
    "talk_no_code": (_("Talk: code not found"), _("to whoever sends a code that we do not have")),
    "talk_ask_words": (_("Talk: what is it?"), _("when a report has no words yet")),
    "talk_ask_place": (_("Talk: where is it?"), _("when a report names no place")),
    "talk_ask_photo": (_("Talk: a photo?"), _("in a messenger, before the report is recorded")),
    "talk_ask_code": (_("Talk: which code?"), _("when somebody wants to follow a report")),
    "talk_kept": (_("Talk: photo kept"), _("when a photo came")),
    "talk_yes": (_("Talk: thank you"), _("when somebody says that it is fixed")),
    "talk_no": (_("Talk: open again"), _("when somebody says that it is not fixed")),
    "talk_not_asked": (_("Talk: nothing is asked"), _("when an answer comes and no question is open")),
    "talk_survey": (_("Talk: thank you for the survey"), _("when somebody answers a survey")),
    "talk_unclear": (_("Talk: answer by number, please"), _("when an answer to “is it fixed?” is not clear")),
    "talk_unclear_survey": (_("Talk: survey by number, please"), _("when an answer to a survey is not clear")),
    "talk_noted": (_("Talk: kept for a colleague"), _("when an answer is unclear a second time")),
    "talk_stopped": (_("Talk: no more messages"), _("to whoever wants no more messages")),
    "talk_started": (_("Talk: messages again"), _("to whoever wants messages again")),
    "talk_help": (_("Talk: how it goes"), _("at the first greeting, and when help is asked for")),
    "talk_language": (_("Talk: language"), _("when the language is chosen")),
    "talk_refused": (_("Talk: refused"), _("when a report cannot be taken, with the reason")),
    "talk_emergency": (_("Talk: danger"), _("when the words tell of danger, with the number to call")),
}

VARIABLE_WORDS: Final = {
    "code": _("tracking code"), "link": _("address of the page"), "unit": _("unit"), "due": _("promised moment"),
    "agency": _("agency"), "phone": _("phone of the agency"), "answer": _("the unit's answer"),
    "days": _("days to answer"), "reason": _("reason"), "topic": _("topic"), "percent": _("share of the time"),
    "name": _("colleague"), "account": _("whose account"), "event": _("what was done"),
    "otp": _("the code to type"), "minutes": _("minutes it is valid"), "news": _("what happened"),
    "stop": _("address to stop it"), "lines": _("the news, line by line"), "what": _("what is followed"),
    "state": _("how it stands"), "count": _("how many"), "codes": _("tracking codes"), "order": _("the order"),
}  # fmt: skip
