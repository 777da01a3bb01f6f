"""The URLs of the pages for the honours office."""

from django.urls import path

from peygir.web.honours_office.candidates import honours_candidate, honours_candidate_press, honours_candidates
from peygir.web.honours_office.documents import honours_certificate, honours_certificate_withdraw, honours_lesson
from peygir.web.honours_office.editions import (
    honours_edition,
    honours_edition_new,
    honours_edition_press,
    honours_home,
    honours_terms,
)
from peygir.web.honours_office.pupils import honours_pupil, honours_pupil_press, honours_pupils
from peygir.web.honours_office.schools import honours_schools

urlpatterns = [
    path("desk/honours/", honours_home, name="honours_home"),
    path("desk/honours/new/", honours_edition_new, name="honours_edition_new"),
    path("desk/honours/schools/", honours_schools, name="honours_schools"),
    path("desk/honours/lesson.pdf", honours_lesson, name="honours_lesson"),
    path("desk/honours/<int:edition_id>/", honours_edition, name="honours_edition"),
    path("desk/honours/<int:edition_id>/rules/", honours_terms, name="honours_terms"),
    path("desk/honours/<int:edition_id>/candidates/", honours_candidates, name="honours_candidates"),
    path("desk/honours/<int:edition_id>/pupils/", honours_pupils, name="honours_pupils"),
    path("desk/honours/<int:edition_id>/do/<slug:deed>/", honours_edition_press, name="honours_edition_press"),
    path("desk/honours/candidates/<int:candidate_id>/", honours_candidate, name="honours_candidate"),
    path(
        "desk/honours/candidates/<int:candidate_id>/<slug:deed>/",
        honours_candidate_press,
        name="honours_candidate_press",
    ),
    path("desk/honours/pupils/<int:pupil_id>/", honours_pupil, name="honours_pupil"),
    path("desk/honours/pupils/<int:pupil_id>/<slug:deed>/", honours_pupil_press, name="honours_pupil_press"),
    path("desk/honours/certificates/<str:code>.pdf", honours_certificate, name="honours_certificate"),
    path(
        "desk/honours/certificates/<str:code>/withdraw/",
        honours_certificate_withdraw,
        name="honours_certificate_withdraw",
    ),
]
