"""Every page that a person may open, by who opens it; `{…}` stands for what the stories themselves brought about."""

from typing import Final

PUBLIC: Final = {
    "home": "/", "report": "/report/", "track": "/track/", "me": "/me/", "login": "/staff/login/",
    "health": "/health", "ui": "/ui", "missing": "/t/0500000000/", "report-thanks": "/report/done/{code}/",
    "public-case": "/t/{code}/", "verdict-asked": "{verdict}", "map": "/map/",
    "rights": "/rights/", "ways": "/help/", "report-waiting": "/report/waiting/", "follow": "/follow/",
    "answers": "/answers/", "answer": "/answers/street-lights/",
    "follow-case": "/follow/{code}/", "follow-sent": "/follow/sent/", "sessions": "/sessions/",
}  # fmt: skip
CITIZEN: Final = {"me-reports": "/me/reports/"}
CLERK: Final = {
    "inbox": "/desk/", "inbox-empty": "/desk/?state=withdrawn&q=zzzz", "account": "/staff/account/",
    "password": "/staff/account/password/", "second-step": "/staff/account/second-step/",
    "climbed": "/desk/climbed/", "case": "{case}", "search": "/desk/search/?q=آسفالت",
    "search-none": "/desk/search/?q=zzzz", "notices": "/desk/notices/",
    "views": "/desk/views/",
}  # fmt: skip
CENTRE: Final = {
    "agencies": "/desk/routing/agencies/", "rules": "/desk/routing/rules/", "lessons": "/desk/routing/lessons/",
    "rule-new": "/desk/routing/rules/new/", "rule": "{rule}", "returns": "/desk/routing/returns/",
    "calls": "/desk/calls/", "call-new": "/desk/calls/new/", "phone-menu": "/desk/centre/menu/",
    "call-terms": "/desk/centre/terms/", "more-time": "/desk/more-time/",
    "centre-answers": "/desk/centre/answers/", "centre-answer-new": "/desk/centre/answers/new/",
    "centre-answer": "/desk/centre/answers/street-lights/",
    "console": "/desk/console/", "console-answers": "/desk/console/answers/",
    "paper": "/desk/console/paper/", "paper-enter": "/desk/console/paper/enter/",
    "reading": "/desk/reading/", "works": "/desk/works/",
    "quality": "/desk/centre/quality/", "quality-form": "/desk/centre/quality/form/",
    "wall": "/desk/centre/wall/", "roster": "/desk/centre/roster/", "forecast": "/desk/centre/forecast/",
    "forecast-week": "/desk/centre/forecast/?span=week",
    "surveys": "/desk/centre/surveys/", "survey-results": "/desk/centre/surveys/results/",
    "survey-terms": "/desk/centre/surveys/terms/", "live-sessions": "/desk/centre/sessions/",
    "session-new": "/desk/centre/sessions/new/", "session-orders": "/desk/orders/",
}  # fmt: skip
MANAGER: Final = {"unit": "/desk/unit/", "share": "/desk/unit/share/", "absences": "/desk/absences/",
                  "templates": "/desk/templates/"}  # fmt: skip
ADMIN: Final = {
    "people": "/desk/admin/people/", "person-new": "/desk/admin/people/new/", "person": "{person}",
    "sight": "{person}sight/", "owners": "/desk/admin/owners/", "terms": "/desk/admin/terms/",
    "units": "/desk/admin/units/", "reorganise": "/desk/admin/units/D-01/reorganise/", "audit": "/desk/admin/audit/",
    "topics": "/desk/admin/topics/", "topic-new": "/desk/admin/topics/new/", "topic": "/desk/admin/topics/ASP-01/",
    "calendar": "/desk/admin/calendar/", "office": "/desk/admin/office/", "ladders": "/desk/admin/ladders/",
    "texts": "/desk/admin/texts/", "text": "/desk/admin/texts/done/fa/", "seasons": "/desk/admin/seasons/",
    "season-new": "/desk/admin/seasons/new/", "season": "/desk/admin/seasons/nowruz/",
    "areas": "/desk/admin/areas/", "unit-name": "/desk/admin/units/D-01/name/",
    "messages": "/desk/messages/",
    "account-changes": "/desk/accounts/",
    "keys": "/desk/admin/keys/", "key": "/desk/admin/keys/1/",
    "webhooks": "/desk/admin/webhooks/",
    "import": "/desk/admin/import/",
}  # fmt: skip
EVERY: Final = PUBLIC | CITIZEN | CLERK | CENTRE | MANAGER | ADMIN
# Of these the documentation shows no picture: others show the same, or they hold what is new at each run.
WITHOUT_PICTURE: Final = frozenset(
    {"report-thanks", "public-case", "verdict-asked", "me-reports", "rule", "follow-sent", "search-none",
     "person-new", "sight", "views", "audit", "topic-new", "season-new"}
)  # fmt: skip
