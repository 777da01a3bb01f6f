"""The URLs of the pages for managers of units."""

from django.urls import path

from peygir.web.manager.absences import unit_absence_off, unit_absences
from peygir.web.manager.mark_appeals import my_mark_appeal, my_mark_appeal_withdraw
from peygir.web.manager.marks import my_mark, my_mark_part
from peygir.web.manager.share import unit_share
from peygir.web.manager.unit import unit_load
from peygir.web.manager.unit_report import my_mark_report
from peygir.web.manager.weak_points import weak_point, weak_points

urlpatterns = [
    path("desk/unit/", unit_load, name="unit_load"),
    path("desk/unit/share/", unit_share, name="unit_share"),
    path("desk/marks/", my_mark, name="my_mark"),
    path("desk/marks/appeals/<int:appeal_id>/withdraw/", my_mark_appeal_withdraw, name="my_mark_appeal_withdraw"),
    path("desk/marks/<str:month>/<str:unit>.pdf", my_mark_report, name="my_mark_report"),
    path("desk/marks/<str:month>/<str:unit>/<slug:indicator>/", my_mark_part, name="my_mark_part"),
    path("desk/marks/<str:month>/<str:unit>/<slug:indicator>/appeal/", my_mark_appeal, name="my_mark_appeal"),
    path("desk/absences/", unit_absences, name="unit_absences"),
    path("desk/absences/<int:absence_id>/off/", unit_absence_off, name="unit_absence_off"),
    path("desk/weak-points/", weak_points, name="weak_points"),
    path("desk/weak-points/<int:weak_point_id>/", weak_point, name="weak_point"),
]
