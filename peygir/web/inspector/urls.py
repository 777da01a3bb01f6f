"""The URLs of the pages for street inspectors."""

from django.urls import path

from peygir.web.inspector.conflicts import inspection_conflicts
from peygir.web.inspector.inspection import inspection
from peygir.web.inspector.near import inspections
from peygir.web.inspector.patrol import patrol

urlpatterns = [
    path("desk/inspections/", inspections, name="inspections"),
    path("desk/inspections/patrol/", patrol, name="patrol"),
    path("desk/inspections/conflicts/", inspection_conflicts, name="inspection_conflicts"),
    path("desk/inspections/<str:code>/", inspection, name="inspection"),
]
