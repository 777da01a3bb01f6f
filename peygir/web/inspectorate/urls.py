"""The URLs of the inspectorate's pages; the signals about evidence are for managers of units, too."""

from django.urls import path

from peygir.web.inspectorate.appeals import mark_appeal, mark_appeals
from peygir.web.inspectorate.desk import confidential
from peygir.web.inspectorate.signals import evidence_signal_explain, evidence_signals

urlpatterns = [
    path("desk/confidential/", confidential, name="confidential"),
    path("desk/appeals/", mark_appeals, name="mark_appeals"),
    path("desk/appeals/<int:appeal_id>/", mark_appeal, name="mark_appeal"),
    path("desk/signals/", evidence_signals, name="evidence_signals"),
    path("desk/signals/<int:signal_id>/explain/", evidence_signal_explain, name="evidence_signal_explain"),
]
