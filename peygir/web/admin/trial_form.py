"""The form of a trial of another deadline: for which topic, and how many hours or how many times the present one."""

from fractions import Fraction

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from peygir.city import queries as city
from peygir.core.persian import ascii_digits
from peygir.outlook.scoring.fairness.deadlines import Deadline
from peygir.web.kit.current_city import current_city
from peygir.web.kit.form_fields import WholeNumber, set_choices
from peygir.web.kit.templatetags.ui import named


class DeadlineTrialForm(forms.Form):
    """Another deadline to try; `deadline` gives it."""

    topic = forms.ChoiceField(label=gettext_lazy("Topic"), required=False)
    hours = WholeNumber(
        label=gettext_lazy("Hours from the report on"),
        min_value=1,
        max_value=24 * 365,
        required=False,
        help_text=gettext_lazy("Of the wall clock, the same for every case. Empty: the present time, times a number."),
    )
    factor = forms.CharField(
        label=gettext_lazy("The present time, times"),
        max_length=8,
        required=False,
        help_text=gettext_lazy("From 0.1 to 10; 0.5 halves every deadline."),
        widget=forms.TextInput(attrs={"inputmode": "decimal", "autocomplete": "off"}),
    )

    def __init__(self, data: QueryDict | None = None) -> None:
        super().__init__(data)
        topics = sorted(
            ((topic.code, named(topic)) for topic in city.topics(current_city().id) if not topic.is_confidential),
            key=lambda choice: choice[1],
        )
        set_choices(self, "topic", [("", _("All topics")), *topics])

    def clean_factor(self) -> Fraction | None:
        """Return the number, in any digits, with a point or «٫»."""
        text = ascii_digits(self.cleaned_data["factor"]).replace("٫", ".").strip()
        if not text:
            return None
        try:
            return Fraction(text).limit_denominator(1000)
        except (ValueError, ZeroDivisionError):
            raise forms.ValidationError(_("Write a number such as 0.5 or 2.")) from None

    def clean(self) -> None:
        """Want one of the two."""
        given = [name for name in ("hours", "factor") if self.cleaned_data.get(name) is not None]
        if not self.errors and len(given) != 1:
            self.add_error("hours", _("Please give the hours, or the number of times, and not both."))

    @property
    def deadline(self) -> Deadline:
        """The deadline of a form that is valid."""
        hours, factor = self.cleaned_data["hours"], self.cleaned_data["factor"]
        return Deadline(hours=hours) if factor is None else Deadline(factor=factor)
