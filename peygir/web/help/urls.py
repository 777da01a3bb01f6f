"""The URLs of the pages of help."""

from django.urls import path

from peygir.web.help.pages import help_guide, help_home, help_manual, help_of, help_picture

urlpatterns = [
    path("desk/help/", help_home, name="help_home"),
    path("desk/help/manual/<slug:role>.pdf", help_manual, name="help_manual"),
    path("desk/help/of/<slug:screen>/", help_of, name="help_of"),
    path("desk/help/<slug:guide>/", help_guide, name="help_guide"),
    path("desk/help/<slug:guide>/picture.png", help_picture, name="help_picture"),
]
