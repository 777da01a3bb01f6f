"""The photos of phones' commands: whose they are, which commands take them, and that they stay what they were."""

import pytest

from peygir.desks.fieldwork.models import Evidence
from tests import make
from tests.api.caller import Caller, token_for
from tests.desks.test_sync import command, send
from tests.drain import drain
from tests.pages.test_works import signed_in
from tests.town import Town
from tests.tus_sender import TusSender, sha256

pytestmark = pytest.mark.usefixtures("town_clock")


def uploaded(user: str, *sides: int) -> list[str]:
    """Photos that a person has uploaded; their digests."""
    sender = TusSender(client=signed_in(user))
    for side in sides:
        sender.send(make.photo(side))
    return [sha256(make.photo(side)) for side in sides]


def test_photos_of_somebody_else_are_none_of_the_command(town: Town) -> None:
    code = make.referred()
    digests = uploaded("manager", 300)
    make.command(code, "accept", town.clerk)
    late = command(code, 1, {"verb": "visit", "note": "here"}, photos=digests)
    [result] = send("clerk", late)
    assert (result["result"], result["photos"]) == ("waiting", [])
    assert "photo" in result["en"]
    uploaded("clerk", 300)
    [result] = send("clerk", late)
    assert (result["result"], result["photos"]) == ("applied", digests)
    drain()
    assert Evidence.objects.get().state == "ready"


@pytest.mark.parametrize(("verb", "count"), [("note", 1), ("visit", 2)])
def test_a_command_that_takes_no_such_photos_is_refused(town: Town, verb: str, count: int) -> None:
    code = make.referred()
    make.command(code, "accept", town.clerk)
    digests = uploaded("clerk", *range(300, 300 + count))
    [result] = send("clerk", command(code, 1, {"verb": verb, "note": "here"}, photos=digests))
    assert (result["result"], result["error"]) == ("refused", "CommandIsNotReadable")


def test_other_photos_under_a_known_uuid_are_refused(town: Town) -> None:
    code = make.referred()
    make.command(code, "accept", town.clerk)
    first, second = uploaded("clerk", 300, 301)
    late = command(code, 1, {"verb": "visit", "note": "here"}, photos=[first])
    send("clerk", late)
    [result] = send("clerk", {**late, "photos": [second]})
    assert (result["result"], result["error"], result["photos"]) == ("refused", "KeyIsOfAnotherCommand", [])
    assert Evidence.objects.count() == 1


def test_a_system_uploads_and_sends_under_its_key(town: Town) -> None:
    code = make.referred()
    make.command(code, "accept", town.clerk)
    token = token_for("clerk", may_report=False)
    TusSender(token).send(make.photo(300))
    late = command(code, 1, {"verb": "visit", "note": "here"}, photos=[sha256(make.photo(300))])
    status, answer = Caller(token).post("/commands", {"commands": [late]})
    assert (status, answer["results"][0]["result"], answer["results"][0]["photos"]) == (200, "applied", late["photos"])
