"""All addresses: pages for people, doors for machines."""

from django.urls import include, path

urlpatterns = [
    path("api/v1/", include("peygir.api.urls")),
    path("", include("peygir.web.urls")),
]
