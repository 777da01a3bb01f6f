"""What the forms of saved questions and boards offer: charts, and with whom something is shared."""

from dataclasses import dataclass

from django.http import HttpRequest

from peygir.outlook.insight.saved_words import ChartKind, SharedWith
from peygir.people.role_catalogue import open_roles, role_facts
from peygir.web.kit.templatetags.ui import in_language


@dataclass(frozen=True, slots=True)
class SavedForm:
    """The typed values of a form; `role` is the code of a role."""

    name: str = ""
    text: str = ""
    chart: str = ChartKind.TABLE.value
    shared_with: str = SharedWith.NOBODY.value
    role: str = ""


def typed(request: HttpRequest) -> SavedForm:
    """The values that were sent."""
    post = request.POST
    return SavedForm(
        name=post.get("name", "")[:200],
        text=post.get("q", "")[:2001],
        chart=post.get("chart", "")[:20],
        shared_with=post.get("shared_with", "")[:20],
        role=post.get("role", "")[:20],
    )


def choices() -> dict[str, list[tuple[str, str]]]:
    """The choices of the forms, each as (value, label)."""
    return {
        "charts": [(kind.value, in_language(kind.label)) for kind in ChartKind],
        "sharings": [(one.value, in_language(one.label)) for one in SharedWith],
        "roles": [(role.code, in_language(role.label)) for role in open_roles()],
    }


def shared_words(shared_with: str, role: str) -> str:
    """With whom something is shared."""
    if shared_with == SharedWith.ROLE:
        return in_language(role_facts(role).label)
    return in_language(SharedWith.of(shared_with).label)
