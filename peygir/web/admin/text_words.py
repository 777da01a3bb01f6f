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
    "one_time_code": (_("One-time code"), _("when somebody proves a phone")),
    "followed": (_("News of a case that is followed"), _("to whoever follows a case")),
    "evening": (_("News of the day"), _("once in the evening, to whoever follows an area")),
    "follow_asked": (_("Confirm following"), _("by mail, before anything else is sent")),
}

VARIABLE_WORDS: Final = {
    "code": _("tracking code"), "link": _("address of the page"), "unit": _("unit"), "due": _("promised moment"),
    "agency": _("agency"), "phone": _("phone of the agency"), "answer": _("the unit's answer"),
    "days": _("days to answer"), "reason": _("reason"), "topic": _("topic"), "percent": _("share of the time"),
    "name": _("colleague"),
    "otp": _("the code to type"), "minutes": _("minutes it is valid"), "news": _("what happened"),
    "stop": _("address to stop it"), "lines": _("the news, line by line"), "what": _("what is followed"),
}  # fmt: skip
