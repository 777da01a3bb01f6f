"""The URLs of the pages for street inspectors."""

from django.urls import path

from peygir.web.inspector.inspection import inspection
from peygir.web.inspector.near import inspections
from peygir.web.inspector.patrol import patrol

urlpatterns = [
    path("desk/inspections/", inspections, name="inspections"),
    path("desk/inspections/patrol/", patrol, name="patrol"),
    path("desk/inspections/<str:code>/", inspection, name="inspection"),
]
