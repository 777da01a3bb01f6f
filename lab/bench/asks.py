"""The requests to measure: endless, different each time, and prepared as bytes."""

import json
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from itertools import cycle
from random import Random
from typing import Any, Final
from urllib.parse import urlencode

from django.conf import settings
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
from django.contrib.sessions.backends.db import SessionStore
from django.db.models import Max, Min
from django.urls import reverse

from lab.bench.client import request
from lab.bench.homes import CLERK, CLERK_TOKEN, CLERKS_UNIT, REPORTER_TOKEN
from lab.sample.places import Places
from lab.sample.words import SampleTexts
from peygir.cases.models import Case, Report
from peygir.cases.states import OPEN
from peygir.city import queries as city
from peygir.core import clock
from peygir.people.models import Staff
from peygir.people.queries import actor_of
from peygir.web.staff.desk import home_of

CODES: Final = 2_000
BOX: Final = (0.018, 0.022)
"""Half the height and width of a map's bounds, in degrees: about four by four kilometres."""
READY: Final = 500
SUPERVISOR: Final = "supervisor"
HOMES: Final = {
    "home_clerk": CLERK,
    "home_operator": "operator1",
    "home_manager": "manager-d01",
    "home_supervisor": SUPERVISOR,
    "home_mayor": "mayor",
    "home_council": "council1",
    "home_inspector": "inspector1",
    "home_inspectorate": "inspectorate",
    "home_admin": "admin",
}
"""Name of a measurement → whose first page it requests."""


@dataclass(frozen=True, slots=True)
class Ask:
    """One kind of request to measure."""

    name: str
    make: Callable[[], Iterator[bytes]]


class Asks:
    """All kinds, over the codes and places of the city as it is now; `seed` makes the keys of each run distinct."""

    def __init__(self, *, seed: int = 1) -> None:
        self.rng = Random(seed)  # noqa: S311 - requests, not secrets
        self.run = f"{clock.now():%m%d%H%M%S}-{seed}"
        self._count = 0
        city_facts = city.current_city(settings.CITY)
        unit = city.unit_by_code(city_facts.id, CLERKS_UNIT)
        assert unit is not None
        self.clerk_token = f"{CLERK_TOKEN}{unit.id}"
        mine = Case.objects.filter(unit_id=unit.id, state__in=sorted(OPEN), is_confidential=False)
        self.open_codes = list(mine.values_list("code", flat=True)[:CODES])
        # Codes from the whole period: every n-th report by its time-ordered id.
        step = max(Report.objects.count() // CODES, 1)
        ids = list(Report.objects.order_by("pk").values_list("pk", flat=True))[::step] if step < 50 else self._spread()
        self.codes = list(Report.objects.filter(pk__in=ids[:CODES]).values_list("code", flat=True))
        places, texts = Places(city_facts.id, self.rng, on=clock.now().date()), SampleTexts()
        known = {topic.code: topic for topic in city.topics(city_facts.id)}
        usable_topics = [row for row in texts.topics if row.code in known and not known[row.code].is_confidential]
        self.sought = {
            "words": self._words(),
            "code": self.codes[:READY],
            "place": [f"{places.pick().name}{self.rng.choice(('', ' چاله'))}" for _ in range(READY)],
        }
        self._reports = [self._report(usable_topics, places, texts) for _ in range(READY)]

    def all(self) -> list[Ask]:
        """Return what is measured; writing requests come last, since they leave the worker much to do."""
        cookie, centre = self._signed_in(CLERK), self._signed_in(SUPERVISOR)
        pages = [request("GET", f"/desk/case/{code}/", cookie=cookie) for code in self.open_codes]
        return [
            Ask("list", lambda: self._forever([request("GET", "/api/v1/cases", token=self.clerk_token)])),
            Ask(
                "case",
                lambda: self._forever(
                    [request("GET", f"/api/v1/cases/{code}", token=self.clerk_token) for code in self.open_codes]
                ),
            ),
            Ask("track", lambda: self._forever([request("GET", f"/api/v1/reports/{code}") for code in self.codes])),
            Ask("map", lambda: self._forever([self._box() for _ in range(200)])),
            Ask("page_list", lambda: self._forever([request("GET", "/desk/inbox/", cookie=cookie)])),
            Ask("page_case", lambda: self._forever(pages)),
            # Half of them from a unit's desk, half for the whole city.
            *(
                Ask(f"search_{kind}", partial(self._searches, words, (cookie, centre)))
                for kind, words in self.sought.items()
            ),
            *(Ask(name, partial(self._forever, [self._home(username)])) for name, username in HOMES.items()),
            Ask("create", self.creates),
        ]

    def creates(self) -> Iterator[bytes]:
        """Yield reports by JSON, each with its own idempotency key."""
        while True:
            self._count += 1
            yield self.create(f"{self.run}-{self._count}")

    def create(self, key: str) -> bytes:
        """Return one report with an idempotency key."""
        body = self.rng.choice(self._reports)
        return request("POST", "/api/v1/reports", token=REPORTER_TOKEN, body=body, extra=f"Idempotency-Key: {key}")

    def _searches(self, tokens: list[str], cookies: Sequence[str]) -> Iterator[bytes]:
        """Yield requests of the search page, cycling through these words."""
        return self._forever(
            [
                request("GET", f"/desk/search/?{urlencode({'q': text})}", cookie=cookie)
                for text, cookie in zip(tokens, cycle(cookies), strict=False)
            ]
        )

    def _words(self) -> list[str]:
        """Return one or two words of reports, as frequent as in the reports."""
        searches = []
        for text in Report.objects.filter(code__in=self.codes[:READY]).values_list("text", flat=True):
            words = [word for word in text.split() if len(word) > 1]
            searches.append(" ".join(self.rng.sample(words, min(self.rng.choice((1, 1, 2)), len(words)))))
        return searches

    def _home(self, username: str) -> bytes:
        """Return the request of a person's first page."""
        by = actor_of(Staff.objects.get(username=username))
        return request("GET", reverse(home_of(by)), cookie=self._signed_in(username))

    def _signed_in(self, username: str) -> str:
        """Return the cookie of a member of staff, signed in as by the login page."""
        clerk = Staff.objects.get(username=username)
        session = SessionStore()
        session[SESSION_KEY], session[BACKEND_SESSION_KEY] = str(clerk.pk), settings.AUTHENTICATION_BACKENDS[0]
        session[HASH_SESSION_KEY] = clerk.get_session_auth_hash()
        session.create()
        return f"{settings.SESSION_COOKIE_NAME}={session.session_key}"

    def _forever(self, ready: list[bytes]) -> Iterator[bytes]:
        while True:
            yield self.rng.choice(ready)

    def _box(self) -> bytes:
        city_facts = city.current_city(settings.CITY)
        lat = city_facts.centre_lat + self.rng.uniform(-0.04, 0.04)
        lon = city_facts.centre_lon + self.rng.uniform(-0.05, 0.05)
        box = f"{lon - BOX[1]:.5f},{lat - BOX[0]:.5f},{lon + BOX[1]:.5f},{lat + BOX[0]:.5f}"
        return request("GET", f"/api/v1/map?bbox={box}")

    def _report(self, said: list[Any], places: Places, sample_texts: SampleTexts) -> bytes:
        topic, spot = self.rng.choices(said, [row.weight for row in said])[0], places.pick()
        phone = f"0997{self.rng.randrange(9 * 10**6, 10**7):07d}"
        body = {
            "text": sample_texts.report(topic.code, topic="", place=spot.name, rng=self.rng),
            "topic": topic.code,
            "lat": spot.lat,
            "lon": spot.lon,
            "address": sample_texts.address(place=spot.name, rng=self.rng),
            "reporter": {"phone": phone, "name": sample_texts.name(self.rng)},
        }
        return json.dumps(body, ensure_ascii=False).encode()

    def _spread(self) -> list[int]:
        span = Report.objects.aggregate(first=Min("pk"), last=Max("pk"))
        picked_ids: list[int] = []
        for number in range(CODES):
            target = span["first"] + (span["last"] - span["first"]) * number // CODES
            picked_ids += Report.objects.filter(pk__gte=target).order_by("pk").values_list("pk", flat=True)[:1]
        return picked_ids
