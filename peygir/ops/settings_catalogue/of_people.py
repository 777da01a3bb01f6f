"""The settings of what people meet: sign-in, limits, maps, figures, questions."""

from typing import Final

from peygir.ops.settings_catalogue.facts import ALL, COMMANDS, WEB, WORKER, SettingFacts

OF_PEOPLE: Final = (
    SettingFacts(
        "PEYGIR_SECOND_STEP",
        "roles that must sign in with a second step; `none`: everybody chooses; an unknown role stops the start",
        (WEB,),
        "inspectorate,mayor,admin",
        "none",
    ),
    SettingFacts("PEYGIR_IDLE_HOURS", "idle hours after which a staff session ends", (WEB,), "12", "4"),
    SettingFacts(
        "PEYGIR_STRICT_IDLE_HOURS",
        "the same for the inspectorate, the mayor's desk and administrators",
        (WEB,),
        "8",
        "2",
    ),
    SettingFacts("PEYGIR_SESSION_HOURS", "hours after which a staff session ends in any case", (WEB,), "168", "24"),
    SettingFacts(
        "PEYGIR_STRICT_SESSION_HOURS",
        "the same for the inspectorate, the mayor's desk and administrators",
        (WEB,),
        "24",
        "12",
    ),
    SettingFacts(
        "PEYGIR_COMMAND_PATIENCE_HOURS",
        "hours for which a phone's command waits for a missing one before it ([Without a connection](offline.md))",
        (WEB, WORKER),
        "12",
        "24",
    ),
    SettingFacts(
        "PEYGIR_UNPROVEN_PER_HOUR",
        "messages to a phone or mail address that nobody has verified, in an hour; what is more is told later, in one",
        (WORKER,),
        "5",
        "3",
    ),
    SettingFacts("PEYGIR_UNPROVEN_PER_DAY", "the same in a day", (WORKER,), "8", "5"),
    SettingFacts(
        "PEYGIR_NUMBERS_PER_ADDRESS",
        "unverified phones and mail addresses that one network address may name in a day",
        (WEB,),
        "300",
        "100",
    ),
    SettingFacts(
        "PEYGIR_MAP_TILES",
        "a PMTiles file or a tile URL in place of the loaded map ([The street map](map.md))",
        (WEB,),
        "(the loaded map)",
        "https://tiles.example/{z}/{x}/{y}.png",
    ),
    SettingFacts(
        "PEYGIR_MAP_CREDIT", "whom these tiles must be credited to", (WEB,), "© OpenStreetMap contributors", "© Sanat"
    ),
    SettingFacts(
        "PEYGIR_ROUTING_URL",
        "a routing server for the plans of crews ([The day's board](board.md))",
        (WEB, WORKER),
        "(straight lines)",
        "osrm+http://router:5000",
    ),
    SettingFacts("PEYGIR_FIGURES_SECONDS", "how old the public figures may be, in seconds", (WEB,), "600", "60"),
    SettingFacts(
        "PEYGIR_FEWEST_SHOWN",
        "a smaller group of rows is hidden in Explore and open data ([Explore](explore.md))",
        (WEB, WORKER),
        "5",
        "10",
    ),
    SettingFacts(
        "PEYGIR_LAKE_ENGINE",
        "what answers questions about many cases: `embedded`, `fresh` or `spark` ([Scale](scale.md))",
        (WEB, COMMANDS),
        "embedded",
        "fresh",
    ),
    SettingFacts(
        "PEYGIR_SPARK",
        "where Spark runs, and the memory of its driver",
        (WEB, COMMANDS),
        "local[2] 1g",
        "spark://head:7077 4g",
    ),
    SettingFacts(
        "PEYGIR_READER",
        "the topic classifier: `ngrams`, `off` (no training at the start) or `both`, a second one beside it "
        "([ADR 9](adr/0009-n-grams-read-alone-unless-told.md))",
        (WEB, WORKER, COMMANDS),
        "ngrams",
        "both",
    ),
    SettingFacts(
        "PEYGIR_ONION_URL",
        "the onion service of the drop box, which pages tell Tor Browser ([The drop box](drop-box.md))",
        (WEB,),
        "",
        "http://….onion",
    ),
    SettingFacts(
        "PEYGIR_LEAVE_URL",
        "the page that “leave at once” opens",
        (WEB,),
        "https://fa.wikipedia.org/",
        "https://example.org/",
    ),
    SettingFacts(
        "PEYGIR_JURISDICTIONS",
        "other names of cities for Open311, `name=code` separated by commas ([Open311](open311.md))",
        (WEB,),
        "",
        "shiraz.ir=shiraz",
    ),
    SettingFacts(
        "PEYGIR_SANDBOX_URL",
        "the public address of the training sandbox ([Sandbox](sandbox.md))",
        (COMMANDS,),
        "",
        "https://learn.example",
    ),
    SettingFacts(
        "PEYGIR_DEBUG",
        "`1`: Django's error pages, with all that they give away; never where strangers come",
        ALL,
        "",
        "1",
    ),
)
