"""The URLs of the secretariat's pages."""

from django.urls import path

from peygir.web.secretariat.deciding import sitting_item
from peygir.web.secretariat.letters import (
    letter,
    letter_annex,
    letter_deed,
    letter_document,
    letter_new,
    letter_terms,
    letters,
)
from peygir.web.secretariat.packs import sitting_pack
from peygir.web.secretariat.sittings import (
    sitting,
    sitting_agenda,
    sitting_edit,
    sitting_minutes,
    sitting_new,
    sitting_press,
    sittings,
)
from peygir.web.secretariat.votings import voting, voting_edit, voting_new, voting_press, votings

urlpatterns = [
    path("desk/letters/", letters, name="letters"),
    path("desk/letters/new/<slug:direction>/", letter_new, name="letter_new"),
    path("desk/letters/letterhead/", letter_terms, name="letter_terms"),
    path("desk/letters/<int:letter_id>/", letter, name="letter"),
    path("desk/letters/<int:letter_id>/letter.pdf", letter_document, name="letter_document"),
    path("desk/letters/<int:letter_id>/annex/<int:annex_id>/", letter_annex, name="letter_annex"),
    path("desk/letters/<int:letter_id>/do/<slug:deed>/", letter_deed, name="letter_deed"),
    path("desk/sittings/", sittings, name="sittings"),
    path("desk/sittings/new/", sitting_new, name="sitting_new"),
    path("desk/sittings/<int:sitting_id>/", sitting, name="sitting"),
    path("desk/sittings/<int:sitting_id>/edit/", sitting_edit, name="sitting_edit"),
    path("desk/sittings/<int:sitting_id>/agenda/", sitting_agenda, name="sitting_agenda"),
    path("desk/sittings/<int:sitting_id>/minutes/", sitting_minutes, name="sitting_minutes"),
    path("desk/sittings/<int:sitting_id>/items/<int:item_id>/", sitting_item, name="sitting_item"),
    path("desk/sittings/<int:sitting_id>/pack.pdf", sitting_pack, name="sitting_pack"),
    path("desk/sittings/<int:sitting_id>/do/<slug:deed>/", sitting_press, name="sitting_press"),
    path("desk/votes/", votings, name="votings"),
    path("desk/votes/new/", voting_new, name="voting_new"),
    path("desk/votes/<int:voting_id>/", voting, name="voting"),
    path("desk/votes/<int:voting_id>/edit/", voting_edit, name="voting_edit"),
    path("desk/votes/<int:voting_id>/do/<slug:deed>/", voting_press, name="voting_press"),
]
