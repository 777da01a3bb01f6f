"""The URLs of the drop box; all but the first take POST, for nothing that is typed may stand in an address."""

from django.urls import path

from peygir.web.drop.box import drop_box_file, drop_box_open, drop_box_receipt, drop_box_reply
from peygir.web.drop.report import drop_box, drop_box_words, drop_box_write

urlpatterns = [
    path("drop/", drop_box, name="drop_box"),
    path("drop/words/", drop_box_words, name="drop_box_words"),
    path("drop/write/", drop_box_write, name="drop_box_write"),
    path("drop/open/", drop_box_open, name="drop_box_open"),
    path("drop/reply/", drop_box_reply, name="drop_box_reply"),
    path("drop/file/", drop_box_file, name="drop_box_file"),
    path("drop/receipt/", drop_box_receipt, name="drop_box_receipt"),
]
