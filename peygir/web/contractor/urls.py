"""The URLs of the contractor's page."""

from django.urls import path

from peygir.web.contractor.work import contractor_case, contractor_deed, contractor_work

urlpatterns = [
    path("w/<str:token>/", contractor_work, name="contractor_work"),
    path("w/<str:token>/case/<str:code>/", contractor_case, name="contractor_case"),
    path("w/<str:token>/<str:deed>/", contractor_deed, name="contractor_deed"),
]
