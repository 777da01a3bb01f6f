"""The URLs of the crew's pages."""

from django.urls import path

from peygir.web.crew.calling import crew_call
from peygir.web.crew.day import crew_home, crew_photo, crew_today
from peygir.web.crew.phone_key import crew_key, crew_phone, crew_phone_withdraw, crew_phones

urlpatterns = [
    path("crew/", crew_home, name="crew_home"),
    path("crew/today/", crew_today, name="crew_today"),
    path("crew/key/", crew_key, name="crew_key"),
    path("crew/call/", crew_call, name="crew_call"),
    path("crew/phone/", crew_phone, name="crew_phone"),
    path("crew/photo/<str:code>/<str:kind>/<int:number>/<str:size>/", crew_photo, name="crew_photo"),
    path("desk/crews/phones/", crew_phones, name="crew_phones"),
    path("desk/crews/phones/<int:phone_id>/", crew_phone_withdraw, name="crew_phone_withdraw"),
]
