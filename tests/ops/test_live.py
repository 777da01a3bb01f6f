"""The live stream over a real socket: who may listen, what is heard, and that neither a cut nor a kill loses it."""

import http.client

from django.db import connection

from peygir.people.models import Staff
from tests import make
from tests.drain import drain
from tests.serving import PATIENCE, LiveListener, Server, has, signed_in
from tests.town import Town


def test_changes_are_heard_by_those_who_may_see_them(stream: Server, live_town: Town) -> None:
    _, mine = signed_in("clerk")
    _, other = signed_in("clerk_two")
    ear, far = LiveListener(stream.port, mine), LiveListener(stream.port, other)
    ear.until(has("beat"))
    far.until(has("beat"))
    assert ear.headers["content-type"].startswith("text/event-stream")
    code = make.in_hand()
    ear.until(has("case", code=code, kind="case_accepted"))
    make.command(code, "refer", live_town.supervisor, unit_id=live_town.units["D-02"], note="آن سوست")
    ear.until(has("gone", code=code))
    far.until(has("case", code=code, kind="case_referred"))
    assert {told["code"] for name, told in far.heard if name == "case"} == {code}
    assert "case_accepted" not in {told.get("kind") for _, told in far.heard}


def test_what_happens_while_the_line_is_cut_is_heard_afterwards(stream: Server, live_town: Town) -> None:
    _, cookie = signed_in("clerk")
    ear = LiveListener(stream.port, cookie)
    ear.until(has("beat"))
    ear.close()
    codes = {make.in_hand(), make.in_hand()}
    again = LiveListener(stream.port, cookie, after=ear.after)
    again.until(lambda one: codes <= {told.get("code") for _, told in one.heard})
    again.close()
    # Killed in the middle: the next process reads what the last one had not told.
    stream.kill()
    late = make.in_hand()
    stream.start()
    third = LiveListener(stream.port, cookie, after=again.after or ear.after)
    third.until(has("case", code=late))
    assert not has("reset")(third)


def test_a_line_opens_though_the_database_cut_the_streams_own(stream: Server) -> None:
    _, cookie = signed_in("clerk")
    for _ in range(5):
        with connection.cursor() as cursor:
            cursor.execute(
                "SELECT count(pg_terminate_backend(pid)) FROM pg_stat_activity"
                " WHERE datname = current_database() AND pid <> pg_backend_pid()"
                " AND backend_type = 'client backend'"  # the server's own (autovacuum) may not be cut by us
            )
            assert cursor.fetchone()[0] >= 1
        ear = LiveListener(stream.port, cookie)  # before the stream has looked again by itself
        ear.until(has("beat"))
        ear.close()


def test_strangers_and_other_sites_hear_nothing(stream: Server) -> None:
    client, cookie = signed_in("clerk")
    assert LiveListener(stream.port, "").status == 401
    assert LiveListener(stream.port, "no-such-session").status == 401
    for other in ("https://evil.example", "http://127.0.0.1:1", "https://127.0.0.1:8137", "http://127.0.0.1", "null"):
        assert LiveListener(stream.port, cookie, origin=other).status == 403, other
    allowed = LiveListener(stream.port, cookie, origin="http://127.0.0.1:8137")
    assert allowed.status == 200
    assert allowed.headers["access-control-allow-origin"] == "http://127.0.0.1:8137"
    assert allowed.headers["access-control-allow-credentials"] == "true"
    client.logout()
    assert LiveListener(stream.port, cookie).status == 401
    connection = http.client.HTTPConnection("127.0.0.1", stream.port, timeout=PATIENCE)
    connection.request("POST", "/live")
    assert connection.getresponse().status == 405
    connection.close()
    connection.request("GET", "/live", headers={"Host": "evil.example"})
    refused = connection.getresponse()
    assert refused.status == 400
    for headers in (allowed.headers, {name.lower(): value for name, value in refused.getheaders()}):
        assert headers["x-content-type-options"] == "nosniff"
        assert "frame-ancestors 'none'" in headers["content-security-policy"]
    connection.close()


def test_who_signs_out_is_told_and_cut(stream: Server) -> None:
    client, cookie = signed_in("clerk")
    ear = LiveListener(stream.port, cookie)
    ear.until(has("hello"))
    client.logout()
    ear.until(has("bye"))
    ear.until(lambda one: False)  # to its end


def test_colleagues_at_one_case_are_told_of_each_other(stream: Server) -> None:
    code = make.in_hand()
    drain()
    _, mine = signed_in("clerk")
    _, other = signed_in("manager")
    _, stranger = signed_in("clerk_two")
    first = LiveListener(stream.port, mine, path=f"/live?case={code}")
    first.until(has("presence", people=[]))
    blind = LiveListener(stream.port, stranger, path=f"/live?case={code}")
    blind.until(has("beat"))
    second = LiveListener(stream.port, other, path=f"/live?case={code}")
    who = Staff.objects.get(username="manager")
    first.until(has("presence", people=[{"id": who.pk, "fa": who.name_fa, "en": who.name_en}]))
    assert not has("presence")(blind)
    second.close()
    first.until(lambda one: [told for name, told in one.heard if name == "presence"][-1]["people"] == [])
