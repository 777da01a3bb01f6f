"""Where the search for a citizen's texts begins, and where it ends because only staff or machines read on."""

from typing import Final

AUDIENCES: Final = ("public", "citizen", "drop", "panel")
"""The folders of `peygir.web` whose URLs are followed, but for `web.kit.citizen_pages.FOR_FEW`."""

FRAME: Final = (
    ("peygir.web.kit.context", "page"),
    ("peygir.web.kit.errors", "bad_request"),
    ("peygir.web.kit.errors", "forbidden"),
    ("peygir.web.kit.errors", "not_found"),
    ("peygir.web.kit.middleware.refusals", "RefusalsInWords"),
    ("peygir.web.kit.middleware.admitting", "Admitting"),
    ("peygir.core.translation", "COMMA"),
    ("peygir.core.refusals", "*"),
)
"""What stands around every page."""

TALKS: Final = (
    "peygir.desks.answers.filling",
    "peygir.desks.answers.texts",
    "peygir.desks.answers.conversation_texts",
    "peygir.desks.answers.further_texts",
    "peygir.desks.answers.agency_texts",
    "peygir.desks.answers.news",
    "peygir.desks.answers.actions.digests",
    "peygir.desks.answers.actions.following",
    "peygir.desks.answers.actions.objections",
    "peygir.desks.answers.actions.sparing",
    "peygir.desks.answers.actions.surveys",
    "peygir.desks.answers.actions.to_reporters",
    "peygir.desks.answers.actions.verdicts",
    "peygir.journey.conversation.by_email",
    "peygir.journey.conversation.inbound",
    "peygir.journey.conversation.owning",
    "peygir.journey.conversation.answering",
    "peygir.journey.conversation.reporting",
    "peygir.journey.conversation.meanings",
)
"""What answers a citizen by message: jobs call it, not pages."""

FRAMES: Final = ("base.html", "refused.html")

ENDS: Final[dict[str, str]] = {
    "peygir.people.permissions": "the rights of staff",
    "peygir.people.first_roles": "the roles of staff",
    "peygir.people.role_catalogue": "the roles of staff",
    "peygir.people.key_rules": "keys of machines",
    "peygir.web.kit.training": "the exercises of staff",
    "peygir.atlas.drafting": "drafting a city from a map",
    "peygir.atlas.draft_files": "drafting a city from a map",
    "peygir.atlas.map_reading": "drafting a city from a map",
    "peygir.desks.understanding": "names that are recognised, not shown",
    "peygir.outlook.insight.dimensions": "what staff explore",
    "peygir.outlook.insight.questions": "what staff explore",
    "peygir.outlook.insight.asking": "what staff explore",
    "peygir.journey.answers_of_lake": "what staff explore",
    "peygir.journey.agencies": "the pages and mails of agencies",
    "peygir.desks.partners.actions": "the pages and mails of agencies",
    "peygir.desks.letters": "letters between offices",
    "peygir.outlook.planning.models": "columns",
    "peygir.cases.lifecycle": "the moves of staff",
    "peygir.cases.actions.file.FIELD_WORDS": "what a move of staff needs",
    "peygir.cases.judging": "the moves of staff",
    "peygir.web.public.open_schemas": "a description for machines",
    "peygir.web.kit.panel_documents": "documents, in the languages of the house",
    "peygir.web.kit.honour_documents": "documents, in the languages of the house",
    "peygir.web.kit.council_documents": "documents, in the languages of the house",
    "peygir.web.public.charter_document": "documents, in the languages of the house",
    "peygir.storage": "the database",
}
"""Packages, modules and definitions that are not followed, each with what it holds."""

END_TEMPLATES: Final = ("crew/", "inspector/", "ui/training.html", "500.html", "503.html")
"""Templates of staff, of which a citizen's page holds none although the same function renders them."""
