"""The URLs of the operator's screen."""

from django.urls import path

from peygir.web.operator.helping import console_help
from peygir.web.operator.outcome import console_outcome
from peygir.web.operator.paper import paper, paper_enter
from peygir.web.operator.passing import console_pass
from peygir.web.operator.screen import console, console_answers, console_call, console_draft, console_hand, console_line

urlpatterns = [
    path("desk/console/", console, name="console"),
    path("desk/console/line/", console_line, name="console_line"),
    path("desk/console/answers/", console_answers, name="console_answers"),
    path("desk/console/outcome/<str:code>/", console_outcome, name="console_outcome"),
    path("desk/console/paper/", paper, name="paper"),
    path("desk/console/paper/enter/", paper_enter, name="paper_enter"),
    path("desk/console/<int:contact_id>/", console_call, name="console_call"),
    path("desk/console/<int:contact_id>/draft/", console_draft, name="console_draft"),
    path("desk/console/<int:contact_id>/help/", console_help, name="console_help"),
    path("desk/console/<int:contact_id>/hand/", console_hand, name="console_hand"),
    path("desk/console/<int:contact_id>/pass/<slug:deed>/", console_pass, name="console_pass"),
]
