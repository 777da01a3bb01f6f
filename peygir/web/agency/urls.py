"""The URLs of the agencies' pages."""

from django.urls import path

from peygir.web.agency.links import agency_link, agency_link_deed, agency_link_new
from peygir.web.agency.portal import agency_case, agency_case_deed, agency_enter, agency_home, agency_out

urlpatterns = [
    path("ag/<str:token>/", agency_link, name="agency_link"),
    path("ag/<str:token>/new/", agency_link_new, name="agency_link_new"),
    path("ag/<str:token>/do/<slug:deed>/", agency_link_deed, name="agency_link_deed"),
    path("agency/", agency_home, name="agency_home"),
    path("agency/enter/<str:token>/", agency_enter, name="agency_enter"),
    path("agency/out/", agency_out, name="agency_out"),
    path("agency/<int:request_id>/", agency_case, name="agency_case"),
    path("agency/<int:request_id>/do/<slug:deed>/", agency_case_deed, name="agency_case_deed"),
]
