"""The forms of posts: a new post, its last day, a correction, a hand-over, and the question who led a unit."""

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext_lazy

from peygir.city import queries as city
from peygir.people.post_rules import MOST_REASON, PostChange, PostDeed, PostKind
from peygir.people.posts import PostLine
from peygir.web.kit.actor_names import role_choices
from peygir.web.kit.current_city import current_city
from peygir.web.kit.dates import written_day
from peygir.web.kit.form_fields import DayField, set_choices, with_example
from peygir.web.kit.templatetags.ui import in_language, named


def unit_choices(*, besides: int | None = None) -> list[tuple[str, str]]:
    """Return the open units as (code, name), and one that is closed if a post is in it."""
    units = [(unit.code, named(unit)) for unit in city.units(current_city().id)]
    own = city.unit(besides) if besides is not None else None
    return [*units, *([(own.code, named(own))] if own is not None and own.code not in dict(units) else [])]


def kind_choices() -> list[tuple[str, str]]:
    """Return the kinds of post as (value, label)."""
    return [(str(kind), in_language(label)) for kind, label in PostKind.labels().items()]


class PostForm(forms.Form):
    """A post: role, unit, kind and days."""

    role = forms.ChoiceField(label=gettext_lazy("Role"))
    unit = forms.ChoiceField(label=gettext_lazy("Unit"), required=False)
    kind = forms.ChoiceField(label=gettext_lazy("Held as"))
    from_on = DayField(label=gettext_lazy("First day"))
    to_on = DayField(label=gettext_lazy("Last day"), required=False)

    def __init__(self, data: QueryDict | None = None, *, post: PostLine | None = None, prefix: str = "") -> None:
        initial: dict[str, str] = {"kind": PostKind.HOLDER}
        if post is not None:
            unit = city.unit(post.unit_id) if post.unit_id else None
            initial = {
                "role": post.role,
                "unit": unit.code if unit is not None else "",
                "kind": post.kind,
                "from_on": written_day(post.from_on),
                "to_on": written_day(post.to_on) if post.to_on else "",
            }
        super().__init__(data, initial=initial, prefix=prefix or None)
        set_choices(self, "role", role_choices())
        besides = post.unit_id if post is not None else None
        set_choices(self, "unit", [("", "—"), *unit_choices(besides=besides)])
        set_choices(self, "kind", kind_choices())
        with_example(self, "from_on")

    def change(self, deed: PostDeed, post_id: int = 0) -> PostChange:
        """Return the change of posts that the form asks for."""
        values = self.cleaned_data
        unit = city.unit_by_code(current_city().id, values["unit"]) if values["unit"] else None
        return PostChange(
            deed,
            post_id,
            unit.id if unit is not None else None,
            values["role"],
            values["kind"],
            values["from_on"],
            values["to_on"],
            values.get("reason", ""),
        )


class CorrectionForm(PostForm):
    """The post as it is right, or that it never was; and why it was recorded wrongly."""

    reason = forms.CharField(
        label=gettext_lazy("Why it was wrong"),
        max_length=MOST_REASON,
        help_text=gettext_lazy("For example the number of the letter of appointment. It stays on record."),
    )
    never = forms.BooleanField(label=gettext_lazy("This person never had this post; withdraw it"), required=False)

    def change(self, deed: PostDeed, post_id: int = 0) -> PostChange:
        """Return the correction; one that records no other post has no role."""
        if self.cleaned_data["never"]:
            return PostChange(deed, post_id, reason=self.cleaned_data["reason"])
        return super().change(deed, post_id)


class PostEndForm(forms.Form):
    """The last day of a post."""

    to_on = DayField(label=gettext_lazy("Last day"))

    def __init__(self, data: QueryDict | None = None) -> None:
        super().__init__(data, prefix="end")  # three forms stand on the page
        with_example(self, "to_on")


class HandOverForm(forms.Form):
    """Who takes a post over, from which day."""

    successor = forms.CharField(
        label=gettext_lazy("User name of the successor"),
        max_length=150,
        help_text=gettext_lazy("As in the list of accounts; while you type, the list offers names."),
    )
    kind = forms.ChoiceField(label=gettext_lazy("Held as"))
    from_on = DayField(label=gettext_lazy("First day of the successor"))
    ends_other = forms.BooleanField(
        label=gettext_lazy("The successor's present post ends on the day before"), required=False
    )

    def __init__(self, data: QueryDict | None = None) -> None:
        super().__init__(data, initial={"kind": PostKind.HOLDER, "ends_other": True}, prefix="over")
        set_choices(self, "kind", kind_choices())
        with_example(self, "from_on")


class UnitQuestionForm(forms.Form):
    """Which unit, on which day, and by what was on record until which day."""

    unit = forms.ChoiceField(label=gettext_lazy("Unit"), required=False)
    on = DayField(label=gettext_lazy("On the day"), required=False)
    known = DayField(
        label=gettext_lazy("As it was on record at the end of"),
        required=False,
        help_text=gettext_lazy("Empty: as we know it today."),
    )

    def __init__(self, data: QueryDict | None = None) -> None:
        super().__init__(data)
        set_choices(self, "unit", [("", gettext_lazy("the whole city")), *unit_choices()])
        with_example(self, "on")
