"""The URLs of a citizen's own pages, behind a one-time code."""

from django.urls import path

from peygir.web.citizen.me import me, me_code, me_out, me_reports, me_silence
from peygir.web.citizen.me_data import me_data, me_data_ask, me_data_cancel, me_data_copy, me_data_do
from peygir.web.citizen.me_holding import me_holding
from peygir.web.citizen.me_honours import me_certificate, me_honours, me_invitation
from peygir.web.citizen.me_looks import me_look_object, me_looks
from peygir.web.citizen.me_withdraw import me_withdraw
from peygir.web.citizen.me_words import me_words

urlpatterns = [
    path("me/", me, name="me"),
    path("me/code/", me_code, name="me_code"),
    path("me/reports/", me_reports, name="me_reports"),
    path("me/out/", me_out, name="me_out"),
    path("me/reports/<str:code>/words/", me_words, name="me_words"),
    path("me/reports/<str:code>/withdraw/", me_withdraw, name="me_withdraw"),
    path("me/reports/whose/", me_holding, name="me_holding"),
    path("me/data/", me_data, name="me_data"),
    path("me/data/ask/", me_data_ask, name="me_data_ask"),
    path("me/data/do/", me_data_do, name="me_data_do"),
    path("me/data/<int:request_id>/cancel/", me_data_cancel, name="me_data_cancel"),
    path("me/data/<int:request_id>/copy/", me_data_copy, name="me_data_copy"),
    path("me/honours/", me_honours, name="me_honours"),
    path("me/honours/<int:candidate_id>/", me_invitation, name="me_invitation"),
    path("me/honours/<str:code>.pdf", me_certificate, name="me_certificate"),
    path("me/looks/", me_looks, name="me_looks"),
    path("me/looks/<int:look_id>/object/", me_look_object, name="me_look_object"),
    path("me/silence/", me_silence, name="me_silence"),
]
