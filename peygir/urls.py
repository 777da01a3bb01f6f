"""All addresses: pages for people, doors for machines."""

from django.urls import include, path

handler400 = "peygir.web.kit.errors.bad_request"
handler403 = "peygir.web.kit.errors.forbidden"
handler404 = "peygir.web.kit.errors.not_found"
handler500 = "peygir.web.kit.errors.broken"

urlpatterns = [
    path("api/v1/", include("peygir.api.urls")),
    path("api/open311/", include("peygir.api.open311.urls")),
    path("api/scim/v2/", include("peygir.api.scim.urls")),
    path("oparl/", include("peygir.api.oparl.urls")),
    path("", include("peygir.web.urls")),
]
