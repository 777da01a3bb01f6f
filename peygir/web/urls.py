"""The URLs of the pages for people, by audience."""

from django.urls import include, path

urlpatterns = [
    path("", include("peygir.web.public.urls")),
    path("", include("peygir.web.citizen.urls")),
    path("", include("peygir.web.drop.urls")),
    path("", include("peygir.web.staff.urls")),
    path("", include("peygir.web.clerk.urls")),
    path("", include("peygir.web.manager.urls")),
    path("", include("peygir.web.planner.urls")),
    path("", include("peygir.web.crew.urls")),
    path("", include("peygir.web.operator.urls")),
    path("", include("peygir.web.centre.urls")),
    path("", include("peygir.web.leaders.urls")),
    path("", include("peygir.web.boards.urls")),
    path("", include("peygir.web.plans.urls")),
    path("", include("peygir.web.budget.urls")),
    path("", include("peygir.web.council.urls")),
    path("", include("peygir.web.secretariat.urls")),
    path("", include("peygir.web.explore.urls")),
    path("", include("peygir.web.help.urls")),
    path("", include("peygir.web.inspector.urls")),
    path("", include("peygir.web.inspectorate.urls")),
    path("", include("peygir.web.honours_office.urls")),
    path("", include("peygir.web.jury.urls")),
    path("", include("peygir.web.panel.urls")),
    path("", include("peygir.web.panel_office.urls")),
    path("", include("peygir.web.contractor.urls")),
    path("", include("peygir.web.agency.urls")),
    path("", include("peygir.web.admin.urls")),
]
