"""The URL of the inspectorate's desk."""

from django.urls import path

from peygir.web.inspectorate.desk import confidential

urlpatterns = [path("desk/confidential/", confidential, name="confidential")]
