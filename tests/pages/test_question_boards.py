"""The pages of saved questions, boards and weekly mails: saved, shown with its answer, shared, arranged, mailed."""

import io
from typing import Any

import pypdfium2
import pytest
from django.test import Client
from django.urls import reverse

from peygir.journey.lake import lake_folder
from peygir.outlook.insight import actions
from peygir.outlook.insight.models import BoardTile, QuestionBoard, QuestionSubscription, SavedQuestion
from peygir.people.models import Staff
from tests import make
from tests.drain import drain
from tests.lake_town import written
from tests.markup import packed
from tests.town import PHONES, Town

pytestmark = pytest.mark.usefixtures("town_clock")
QUESTIONS, BOARDS, SAVE = reverse("saved_questions"), reverse("question_boards"), reverse("explore_save")
TEXT = "cases_opened~by.district"


def browser_of(username: str, language: str = "en") -> Client:
    """A browser in a language, in which somebody is signed in."""
    client = Client(headers={"Accept-Language": language})
    client.force_login(Staff.objects.get(username=username))
    return client


def read(client: Client, path: str, status: int = 200) -> str:
    """A page's markup."""
    answer = client.get(path)
    assert answer.status_code == status, path
    return packed(answer.content.decode())


def filled(town: Town) -> None:
    """Twelve cases of the first district, three of the second, and the lake with them."""
    for number in range(15):
        make.report(topic="CIV-01", district="1" if number < 12 else "2", phone=PHONES[number])
    drain()
    written(lake_folder(), town)


def saved(town: Town, text: str = TEXT, chart: str = "bar") -> SavedQuestion:
    """A question that the supervisor saved."""
    return actions.save_question(town.city_id, f"{chart} {text}"[:80], text, chart=chart, by=town.supervisor)


def pages_of(pdf: bytes) -> str:
    """The text of a document."""
    document = pypdfium2.PdfDocument(io.BytesIO(pdf))
    return "\n".join(page.get_textpage().get_text_range() for page in document)


def test_without_anything_the_pages_say_what_to_do(town: Town) -> None:
    supervisor = browser_of("supervisor")
    assert "No saved questions yet" in read(supervisor, QUESTIONS)
    assert "No board yet" in read(supervisor, BOARDS)
    assert "No weekly mails" in read(supervisor, reverse("subscriptions"))
    assert "هنوز تابلویی نیست" in read(browser_of("supervisor", "fa"), BOARDS)
    assert browser_of("clerk").get(BOARDS).status_code == 403
    assert "desk/explore" not in read(browser_of("clerk"), reverse("subscriptions"))


def test_a_question_is_saved_from_the_form_of_the_explorer(town: Town) -> None:
    supervisor = browser_of("supervisor")
    opened = read(supervisor, f"{SAVE}?q={TEXT}")
    assert f'value="{TEXT}"' in opened
    assert f'href="/desk/explore/?q={TEXT}"' in opened
    answer = supervisor.post(SAVE, {"q": TEXT, "chart": "table", "shared_with": "nobody", "name": "Districts"})
    row = SavedQuestion.objects.get()
    assert answer.headers["Location"] == reverse("saved_question", args=[row.pk])
    for given, sentence in (
        ({"q": "nothing~x"}, "This question cannot be read"),
        ({"name": ""}, "Please give it a name"),
        ({"chart": "pie"}, "Please choose how it is shown."),
        ({"shared_with": "role"}, "Please choose with whom"),
        ({}, "You have one named “Districts” already"),
    ):
        refused = supervisor.post(
            SAVE, {"q": TEXT, "chart": "table", "shared_with": "nobody", "name": "Districts", **given}
        )
        assert refused.status_code in (409, 422), given
        assert sentence in packed(refused.content.decode())
    assert SavedQuestion.objects.count() == 1


def test_before_the_first_night_a_question_says_so(town: Town) -> None:
    row = saved(town)
    assert "There is no lake yet" in read(browser_of("supervisor"), reverse("saved_question", args=[row.pk]))
    assert browser_of("supervisor").get(reverse("saved_question_pdf", args=[row.pk])).status_code == 404


def test_a_question_shows_its_answer_as_chart_and_table(town: Town) -> None:
    filled(town)
    supervisor = browser_of("supervisor")
    shown = read(supervisor, reverse("saved_question", args=[saved(town).pk]))
    assert "<svg" in shown
    assert "District 1" in shown
    assert ">12<" in shown
    assert ">3<" in shown, "who works on cases sees small groups"
    assert "style=" not in shown
    table = read(supervisor, reverse("saved_question", args=[saved(town, chart="table").pk]))
    assert "<bdi>12</bdi>" in table
    one = read(supervisor, reverse("saved_question", args=[saved(town, "cases_opened").pk]))
    assert '<p class="figure-value number">15</p>' in one
    area = read(supervisor, reverse("saved_question", args=[saved(town, chart="map").pk]))
    assert "fill-rule" in area
    for text, chart in (
        ("cases_opened~by.month.district", "line"),
        ("cases_opened~by.hour_of_week", "heat"),
        ("cases_opened~by.topic.district", "heat"),
        ("promises_kept~by.unit", "bar"),
        ("time_to_finish~by.month", "line"),
        ("work_cost~by.kind", "bar"),
        ("cases_opened~by.month.district.topic", "line"),
    ):
        read(supervisor, reverse("saved_question", args=[saved(town, text, chart).pk]))


def test_who_may_not_see_cases_sees_no_small_group(town: Town) -> None:
    filled(town)
    row = saved(town)
    actions.change_question(row.pk, name="Shared", chart="bar", shared_with="city", by=town.supervisor)
    shown = read(browser_of("council"), reverse("saved_question", args=[row.pk]))
    assert ">3<" not in shown
    assert "few" in shown
    assert "Groups of fewer than five are not shown" in shown
    assert 'name="shared_with"' not in shown, "it is somebody else's"


def test_a_leader_gets_the_figures_of_the_own_unit(town: Town) -> None:
    filled(town)
    row = saved(town, "cases_opened")
    contacts = saved(town, "contacts")
    for one in (row, contacts):
        actions.change_question(one.pk, name=one.text, chart="bar", shared_with="city", by=town.supervisor)
    assert ">12</p>" in read(browser_of("manager"), reverse("saved_question", args=[row.pk]))
    shown = read(browser_of("manager"), reverse("saved_question", args=[contacts.pk]))
    assert "belongs to no unit" in shown


def test_a_board_is_made_filled_arranged_and_shared(town: Town) -> None:
    filled(town)
    supervisor = browser_of("supervisor")
    first, second = saved(town), saved(town, "cases_opened")
    assert supervisor.post(BOARDS, {"name": "", "shared_with": "city"}).status_code == 422
    made = supervisor.post(BOARDS, {"name": "Of the week", "shared_with": "city"})
    board = QuestionBoard.objects.get()
    page = reverse("question_board", args=[board.pk])
    assert made.headers["Location"] == page
    assert "Nothing is on this board yet" in read(supervisor, page)
    for row in (first, second):
        supervisor.post(reverse("question_board_press", args=[board.pk, "add"]), {"chosen": row.pk})
    tiles = list(BoardTile.objects.order_by("place").values_list("pk", flat=True))
    opened = read(supervisor, page)
    assert opened.index(f'id="tile-{tiles[0]}"') < opened.index(f'id="tile-{tiles[1]}"')
    supervisor.post(reverse("question_board_press", args=[board.pk, "up"]), {"chosen": tiles[1]})
    opened = read(supervisor, page)
    assert opened.index(f'id="tile-{tiles[1]}"') < opened.index(f'id="tile-{tiles[0]}"')
    tile = reverse("question_board_tile", args=[board.pk, tiles[0]])
    part = supervisor.get(tile, headers={"HX-Request": "true"})
    assert "<svg" in part.content.decode()
    assert "<html" not in part.content.decode()
    assert "<html" in supervisor.get(tile).content.decode()
    manager = browser_of("manager")
    assert page in read(manager, BOARDS)
    assert 'name="chosen"' not in read(manager, page), "only the owner arranges"
    take = reverse("question_board_press", args=[board.pk, "take"])
    assert manager.post(take, {"chosen": tiles[0]}).status_code == 404
    supervisor.post(take, {"chosen": tiles[0]})
    assert supervisor.get(tile).status_code == 404
    assert supervisor.post(reverse("question_board_press", args=[board.pk, "explode"])).status_code == 404
    changed = {"name": "Mine", "shared_with": "role", "role": "deputy"}
    change = reverse("question_board_press", args=[board.pk, "change"])
    supervisor.post(change, changed)
    assert manager.get(page).status_code == 404
    assert page in read(browser_of("deputy"), BOARDS)
    assert supervisor.post(change, {"name": "", "shared_with": "x"}).status_code == 422
    supervisor.post(reverse("question_board_press", args=[board.pk, "delete"]))
    assert supervisor.get(page).status_code == 404


def test_a_question_is_put_on_a_board_changed_and_deleted(town: Town) -> None:
    supervisor, row = browser_of("supervisor"), saved(town)
    board = actions.make_board(town.city_id, "Mine", by=town.supervisor)
    page = reverse("saved_question", args=[row.pk])

    def press(deed: str, **given: str) -> Any:
        return supervisor.post(reverse("saved_question_press", args=[row.pk, deed]), given)

    assert press("board", board=str(board.pk)).headers["Location"] == reverse("question_board", args=[board.pk])
    assert reverse("question_board", args=[board.pk]) in read(supervisor, page)
    assert press("board", board="9999").status_code == 404
    assert press("change", name="Other", chart="map", shared_with="nobody").headers["Location"] == page
    assert press("change", name="", chart="map", shared_with="nobody").status_code == 422
    assert "Other" in read(supervisor, page)
    assert press("explode").status_code == 404
    press("delete")
    assert supervisor.get(page).status_code == 404
    assert press("delete").status_code == 404


def test_weekly_mails_are_switched_on_and_off(town: Town) -> None:
    supervisor, row = browser_of("supervisor"), saved(town)
    page, mails = reverse("saved_question", args=[row.pk]), reverse("subscriptions")
    Staff.objects.filter(username="supervisor").update(email="")
    supervisor.post(reverse("saved_question_press", args=[row.pk, "subscribe"]))
    assert not QuestionSubscription.objects.exists()
    assert "has no e-mail address" in read(supervisor, page)
    Staff.objects.filter(username="supervisor").update(email="s@golgasht.example")
    supervisor.post(reverse("saved_question_press", args=[row.pk, "subscribe"]))
    assert "No more weekly mails" in read(supervisor, page)
    own = QuestionSubscription.objects.get()
    assert page in read(supervisor, mails)
    assert browser_of("manager").post(reverse("subscription_end", args=[own.pk])).status_code == 404
    supervisor.post(reverse("subscription_end", args=[own.pk]))
    assert "No weekly mails" in read(supervisor, mails)
    supervisor.post(reverse("saved_question_press", args=[row.pk, "unsubscribe"]))
    board = actions.make_board(town.city_id, "Mine", by=town.supervisor)
    supervisor.post(reverse("question_board_press", args=[board.pk, "subscribe"]))
    assert reverse("question_board", args=[board.pk]) in read(supervisor, mails)
    supervisor.post(reverse("question_board_press", args=[board.pk, "unsubscribe"]))
    assert "No weekly mails" in read(supervisor, mails)


def test_the_document_has_every_answer(town: Town) -> None:
    filled(town)
    board = actions.make_board(town.city_id, "Of the week", by=town.supervisor)
    for row in (saved(town), saved(town, "cases_opened"), saved(town, "work_cost~by.kind")):
        actions.put_on_board(board.pk, row.pk, by=town.supervisor)
    answer = browser_of("supervisor").get(reverse("question_board_pdf", args=[board.pk]))
    assert answer.headers["Content-Type"] == "application/pdf"
    assert answer.headers["Cache-Control"] == "private, no-store"
    text_of_pdf = pages_of(answer.content)
    assert "Of the week" in text_of_pdf
    assert "District 1" in text_of_pdf
    assert "Nothing was counted." in text_of_pdf
    persian = browser_of("supervisor", "fa").get(reverse("question_board_pdf", args=[board.pk]))
    assert persian.content[:5] == b"%PDF-"
    assert browser_of("manager").get(reverse("question_board_pdf", args=[board.pk])).status_code == 404
