"""FixMyStreet follows its reports up: what the city does comes back there, and its updates arrive once, with photos."""

from peygir.cases.queries import notes_of
from peygir.cases.states import CaseState
from peygir.desks.intake.models import ReceivedUpdate
from tests import make
from tests.drain import drain
from tests.outside.fixmystreet import FixMyStreet
from tests.outside.fixmystreet_city import COLOURS, colours, lately, pictures, send
from tests.outside.systems import needs
from tests.town import Town

pytestmark = needs("open311")


def test_what_the_city_does_comes_back(client: FixMyStreet, live_town: Town) -> None:
    problem = send(client)
    client.call("send_earlier", problem=problem["id"])
    code = problem["external_id"]
    drain()
    make.command(code, "accept", live_town.clerk)
    make.command(code, "finish", live_town.clerk, note="چاله پر شد.", form="آسفالت ریخته شد")
    drain()
    since, until = lately()
    assert {row["service_request_id"] for row in client.call("updates", since=since, until=until)} == {code}
    for _ in range(2):
        followed = client.call("fetch_updates", start_date=since, end_date=until)
    [problem] = followed["problems"]
    assert (problem["external_id"], problem["state"]) == (code, "fixed - council")
    shown = [(comment["text"], comment["state"]) for comment in followed["comments"]]
    assert shown == [
        ("ثبت شد", "confirmed"),
        ("ارجاع شد", "confirmed"),
        ("در دست اقدام", "in progress"),
        ("انجام شد. چاله پر شد.", "fixed - council"),
    ]


def test_every_status_of_ours_is_a_state_there(client: FixMyStreet) -> None:
    states = client.call("states", statuses=sorted({state.status for state in CaseState}))
    assert set(states["read"].values()) <= set(states["shown"]), states["read"]


def test_updates_of_every_state_are_kept_once(client: FixMyStreet) -> None:
    client.call("options", options={"mark_reopen": True})
    problem = send(client)
    drain()
    texts = []
    for state in client.call("states", statuses=[])["shown"]:
        texts.append(f"هنوز همان است ({state})")
        comment = client.call("comment", problem=problem["id"], text=texts[-1], state=state)
        assert (comment["send_state"], comment["error"], comment["external_id"]) == ("sent", None, str(comment["id"]))
    again = client.call("send_again", comment=comment["id"])
    assert (again["send_state"], again["external_id"]) == ("sent", comment["external_id"])
    case = make.case(problem["external_id"])
    assert ReceivedUpdate.objects.filter(case=case).count() == len(texts)
    assert [note.text for note in notes_of(case.pk).values()] == texts
    assert case.state == "referred"


def test_updates_bring_their_photos(client: FixMyStreet) -> None:
    problem = send(client)
    report = make.report_row(problem["external_id"])
    drain()
    for options in ({"multi_photos": True}, {"upload_files_for_updates": True, "always_upload_photos": True}):
        client.call("options", options=options)
        comment = client.call("comment", problem=problem["id"], text="این عکس‌ها", state="confirmed", photos=pictures())
        assert (comment["send_state"], comment["error"]) == ("sent", None)
    drain()
    assert sorted(colours(report)) == sorted(COLOURS)
    by_address, as_files = (note.text.split("\n") for note in notes_of(report.case_id).values())
    assert (by_address[0], len(by_address), as_files) == ("این عکس‌ها", 3, ["این عکس‌ها"])
