"""Template tags of the training sandbox: whether this is one, and the learner's first tasks."""

from django import template
from django.conf import settings

from peygir.web.kit.training import TrainingPanel, training_panel

register = template.Library()


@register.simple_tag
def in_sandbox() -> bool:
    """Return whether this is the training sandbox."""
    return bool(settings.SANDBOX)


@register.simple_tag(takes_context=True)
def first_tasks(context: template.Context) -> TrainingPanel | None:
    """Return the first tasks of the signed-in learner; None outside the sandbox."""
    user = getattr(context.get("request"), "user", None)
    if not settings.SANDBOX or user is None or not user.is_authenticated:
        return None
    return training_panel(user.pk, user.role)
