"""The administrator's pages by what they are about: one list for the menu of every page and the search over them."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from peygir.core.persian import search_key
from peygir.core.translation import Text, gettext_lazy, in_every, pgettext_lazy


@dataclass(frozen=True, slots=True)
class MenuEntry:
    """One page: its URL name, the short name by which the page itself names it, its icon, label and what it is for."""

    url: str
    at: str
    icon: str
    label: Text
    about: Text


@dataclass(frozen=True, slots=True)
class MenuGroup:
    """Pages that belong together."""

    label: Text
    entries: tuple[MenuEntry, ...]


GROUPS: Final[tuple[MenuGroup, ...]] = (
    MenuGroup(
        pgettext_lazy("administration", "People"),
        (
            MenuEntry(
                "admin_people",
                "people",
                "users",
                gettext_lazy("Accounts"),
                gettext_lazy("who may sign in, and with which role"),
            ),
            MenuEntry(
                "admin_posts",
                "posts",
                "clipboard-list",
                gettext_lazy("Posts"),
                gettext_lazy("who leads and works for which unit, from when to when"),
            ),
            MenuEntry(
                "admin_roles",
                "roles",
                "shield-check",
                gettext_lazy("Roles"),
                gettext_lazy("what each role may do and see"),
            ),
            MenuEntry(
                "admin_sign_in",
                "sign_in",
                "log-in",
                gettext_lazy("Sign-in"),
                gettext_lazy("the organisation's directory, and what its groups give"),
            ),
            MenuEntry(
                "unit_absences",
                "absences",
                "calendar-clock",
                gettext_lazy("Who is away"),
                gettext_lazy("absences and deputies"),
            ),
            MenuEntry(
                "account_changes",
                "changes",
                "shield-check",
                gettext_lazy("Proposed accounts"),
                gettext_lazy("accounts and roles that wait for a second person"),
            ),
        ),
    ),
    MenuGroup(
        pgettext_lazy("administration", "Work and promises"),
        (
            MenuEntry(
                "admin_topics",
                "topics",
                "list",
                gettext_lazy("Topics"),
                gettext_lazy("what citizens can report, with the words for it"),
            ),
            MenuEntry(
                "admin_owners",
                "owners",
                "building-2",
                gettext_lazy("Ownership"),
                gettext_lazy("which unit has which topic in which district"),
            ),
            MenuEntry(
                "admin_terms", "terms", "timer", gettext_lazy("Hours"), gettext_lazy("by when each topic is promised")
            ),
            MenuEntry(
                "admin_objection_days",
                "objection_days",
                "hand",
                gettext_lazy("Days of objections"),
                gettext_lazy("within how many days each level answers an objection"),
            ),
            MenuEntry(
                "admin_assets",
                "assets",
                "map-pin",
                gettext_lazy("Assets"),
                gettext_lazy("types of what stands in the street, its topics and warranties"),
            ),
            MenuEntry(
                "admin_evidence",
                "evidence",
                "camera",
                gettext_lazy("Evidence"),
                gettext_lazy("what “done” needs for each topic"),
            ),
            MenuEntry(
                "admin_inspection_forms",
                "inspection_forms",
                "clipboard-list",
                gettext_lazy("Forms of inspection"),
                gettext_lazy("what inspectors fill in at the place for each topic"),
            ),
            MenuEntry(
                "admin_ladders",
                "ladders",
                "bell-ring",
                gettext_lazy("Escalation"),
                gettext_lazy("who is told when a promise runs out"),
            ),
            MenuEntry(
                "admin_prices",
                "prices",
                "store",
                gettext_lazy("Prices and money"),
                gettext_lazy("the price list of work, and currencies with their days"),
            ),
            MenuEntry(
                "admin_checklists",
                "checklists",
                "clipboard-list",
                gettext_lazy("Checklists"),
                gettext_lazy("the steps of the work on each topic"),
            ),
            MenuEntry(
                "inspection_plans",
                "inspection",
                "eye",
                gettext_lazy("Inspections"),
                gettext_lazy("how many visits, with which weights, and the seed of the draw"),
            ),
            MenuEntry(
                "admin_schemes",
                "schemes",
                "badge-check",
                gettext_lazy("The marks"),
                gettext_lazy("schemes of the units' marks, and the closing of months"),
            ),
            MenuEntry(
                "admin_units",
                "units",
                "split",
                gettext_lazy("Merge and split"),
                gettext_lazy("units that become one, or two"),
            ),
            MenuEntry(
                "admin_areas",
                "areas",
                "map",
                gettext_lazy("Areas"),
                gettext_lazy("borders of districts and neighbourhoods"),
            ),
        ),
    ),
    MenuGroup(
        pgettext_lazy("administration", "Time"),
        (
            MenuEntry(
                "admin_calendar",
                "calendar",
                "calendar-days",
                gettext_lazy("Calendar"),
                gettext_lazy("days on which offices are closed"),
            ),
            MenuEntry(
                "admin_office", "office", "clock", gettext_lazy("Office hours"), gettext_lazy("when offices work")
            ),
            MenuEntry(
                "admin_seasons",
                "seasons",
                "sun",
                gettext_lazy("Seasons"),
                gettext_lazy("snow, flood, Nowruz: other promises for a time"),
            ),
        ),
    ),
    MenuGroup(
        pgettext_lazy("administration", "Messages"),
        (
            MenuEntry(
                "admin_texts",
                "texts",
                "message-square-text",
                gettext_lazy("Texts"),
                gettext_lazy("the words of SMS, mail and messengers"),
            ),
            MenuEntry(
                "outbox",
                "messages",
                "send",
                gettext_lazy("Messages"),
                gettext_lazy("what waits, was sent, or was given up"),
            ),
        ),
    ),
    MenuGroup(
        pgettext_lazy("administration", "Other systems"),
        (
            MenuEntry(
                "admin_keys",
                "keys",
                "key-round",
                gettext_lazy("Keys"),
                gettext_lazy("access of other systems to the API"),
            ),
            MenuEntry(
                "admin_webhooks",
                "webhooks",
                "webhook",
                gettext_lazy("Webhooks"),
                gettext_lazy("what other systems are told by us"),
            ),
            MenuEntry(
                "admin_import",
                "import",
                "upload",
                gettext_lazy("Old records"),
                gettext_lazy("records from before this system"),
            ),
        ),
    ),
    MenuGroup(
        pgettext_lazy("administration", "Trust"),
        (
            MenuEntry("admin_audit", "audit", "history", gettext_lazy("Audit"), gettext_lazy("who did what, and when")),
            MenuEntry(
                "admin_retention",
                "retention",
                "eraser",
                gettext_lazy("What is kept"),
                gettext_lazy("how long personal data are kept"),
            ),
            MenuEntry(
                "admin_changes",
                "two_people",
                "users",
                gettext_lazy("Changes by two people"),
                gettext_lazy("what waits for a second person, and what was decided"),
            ),
            MenuEntry(
                "admin_figures", "figures", "flag", gettext_lazy("Published figures"), gettext_lazy("corrections")
            ),
            MenuEntry(
                "admin_record",
                "record",
                "shield-check",
                gettext_lazy("The public record"),
                gettext_lazy("witnesses and keys of the record that everybody can check"),
            ),
            MenuEntry(
                "admin_requests",
                "requests",
                "shield",
                gettext_lazy("Citizens' requests"),
                gettext_lazy("copies and erasure that citizens asked for"),
            ),
            MenuEntry(
                "health", "health", "circle-check", gettext_lazy("Health"), gettext_lazy("whether every part works")
            ),
        ),
    ),
)


def group_of(at: str) -> MenuGroup | None:
    """Return the group of a page by its short name; None for the page that lists them all."""
    return next((group for group in GROUPS if any(entry.at == at for entry in group.entries)), None)


def pages_with(text: str) -> Sequence[MenuEntry]:
    """Return the pages whose label or purpose has every word of a text, in any language and spelling."""
    words = [search_key(word) for word in text.split()]
    return [entry for group in GROUPS for entry in group.entries if all(word in _words(entry) for word in words)]


def _words(entry: MenuEntry) -> str:
    return search_key(f"{in_every(entry.label)} {in_every(entry.about)}")
