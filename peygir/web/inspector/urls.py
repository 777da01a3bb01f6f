"""The URLs of the pages for street inspectors."""

from django.urls import path

from peygir.web.inspector.conflicts import inspection_conflicts
from peygir.web.inspector.day import inspector_home, inspector_photo, inspector_today
from peygir.web.inspector.inspection import inspection
from peygir.web.inspector.near import inspections
from peygir.web.inspector.patrol import patrol

urlpatterns = [
    path("inspector/", inspector_home, name="inspector_home"),
    path("inspector/today/", inspector_today, name="inspector_today"),
    path("inspector/photo/<str:code>/<str:kind>/<int:number>/<str:size>/", inspector_photo, name="inspector_photo"),
    path("desk/inspections/", inspections, name="inspections"),
    path("desk/inspections/patrol/", patrol, name="patrol"),
    path("desk/inspections/conflicts/", inspection_conflicts, name="inspection_conflicts"),
    path("desk/inspections/<str:code>/", inspection, name="inspection"),
]
