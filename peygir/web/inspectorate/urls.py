"""The URLs of the inspectorate's pages; the signals about evidence are for managers of units, too."""

from django.urls import path

from peygir.web.inspectorate.desk import confidential
from peygir.web.inspectorate.signals import evidence_signal_explain, evidence_signals

urlpatterns = [
    path("desk/confidential/", confidential, name="confidential"),
    path("desk/signals/", evidence_signals, name="evidence_signals"),
    path("desk/signals/<int:signal_id>/explain/", evidence_signal_explain, name="evidence_signal_explain"),
]
