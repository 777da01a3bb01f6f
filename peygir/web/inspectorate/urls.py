"""The URLs of the inspectorate's pages; the signals about evidence are for managers of units, too."""

from django.urls import path

from peygir.web.inspectorate.appeals import mark_appeal, mark_appeals
from peygir.web.inspectorate.desk import confidential
from peygir.web.inspectorate.drop_keys import drop_key, drop_keys
from peygir.web.inspectorate.dropped import (
    dropped,
    dropped_answer,
    dropped_box,
    dropped_end,
    dropped_file,
    dropped_seals,
)
from peygir.web.inspectorate.flags import gaming_flag, gaming_flag_judge, gaming_flags, gaming_rate
from peygir.web.inspectorate.looks import phone_look_answer, phone_looks, phone_looks_review
from peygir.web.inspectorate.signals import evidence_signal_explain, evidence_signals

urlpatterns = [
    path("desk/confidential/", confidential, name="confidential"),
    path("desk/drop/", dropped, name="dropped"),
    path("desk/drop/keys/", drop_keys, name="drop_keys"),
    path("desk/drop/keys/<int:key_id>/", drop_key, name="drop_key"),
    path("desk/drop/<int:box_id>/", dropped_box, name="dropped_box"),
    path("desk/drop/<int:box_id>/answer/", dropped_answer, name="dropped_answer"),
    path("desk/drop/<int:box_id>/seals/", dropped_seals, name="dropped_seals"),
    path("desk/drop/<int:box_id>/end/", dropped_end, name="dropped_end"),
    path("desk/drop/<int:box_id>/files/<int:message>/<int:number>/", dropped_file, name="dropped_file"),
    path("desk/appeals/", mark_appeals, name="mark_appeals"),
    path("desk/appeals/<int:appeal_id>/", mark_appeal, name="mark_appeal"),
    path("desk/flags/", gaming_flags, name="gaming_flags"),
    path("desk/flags/rate/", gaming_rate, name="gaming_rate"),
    path("desk/flags/<int:flag_id>/", gaming_flag, name="gaming_flag"),
    path("desk/flags/<int:flag_id>/finding/", gaming_flag_judge, name="gaming_flag_judge"),
    path("desk/looks/", phone_looks, name="phone_looks"),
    path("desk/looks/objections/<int:objection_id>/", phone_look_answer, name="phone_look_answer"),
    path("desk/looks/of/<int:staff_id>/", phone_looks_review, name="phone_looks_review"),
    path("desk/signals/", evidence_signals, name="evidence_signals"),
    path("desk/signals/<int:signal_id>/explain/", evidence_signal_explain, name="evidence_signal_explain"),
]
