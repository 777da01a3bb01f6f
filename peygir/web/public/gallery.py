"""One page that shows every part of the design system, in every state."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from types import SimpleNamespace
from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET

from peygir.core import clock
from peygir.web.kit.access import public
from peygir.web.kit.badges import PROMISE_MARKS, STATE_MARKS
from peygir.web.kit.parts import ClockPart, MapPart, TimelineLine
from peygir.web.public.gallery_samples import samples


class GalleryForm(forms.Form):
    """One field of every kind."""

    name = forms.CharField(label=gettext_lazy("Your name"))
    phone = forms.CharField(
        label=gettext_lazy("Mobile number"), help_text=gettext_lazy("We use it only to tell you what happens.")
    )
    topic = forms.ChoiceField(
        label=gettext_lazy("Topic"),
        choices=[("", "—"), ("ASP", gettext_lazy("Asphalt")), ("LGT", gettext_lazy("Lighting"))],
    )
    text = forms.CharField(label=gettext_lazy("What is wrong?"), widget=forms.Textarea(attrs={"rows": 3}))
    speed = forms.ChoiceField(
        label=gettext_lazy("Is it fixed?"),
        widget=forms.RadioSelect,
        choices=[("yes", gettext_lazy("Yes, it is fixed")), ("no", gettext_lazy("No, not yet"))],
    )
    consent = forms.BooleanField(label=gettext_lazy("Send me news by SMS"), required=False)


@dataclass(frozen=True, slots=True)
class GallerySample:
    """The values of the page."""

    now: datetime

    @property
    def lines(self) -> list[TimelineLine]:
        """A short story."""
        return [
            TimelineLine("inbox", "tone-info", _("Your report was received."), self.now - timedelta(days=3)),
            TimelineLine("send", "tone-info", _("It was given to the responsible unit."), self.now - timedelta(days=3)),
            TimelineLine(
                "circle-check",
                "tone-good",
                _("The unit says that it is done."),
                self.now - timedelta(hours=5),
                more=_("The hole in front of number 12 was filled and rolled."),
            ),
        ]

    @property
    def clocks(self) -> list[ClockPart]:
        """A promise in every state."""
        shares = {"green": 20, "yellow": 60, "orange": 90, "red": 100}
        return [
            ClockPart(_("To finish"), colour, colour, share, due=self.now + timedelta(days=(60 - share) / 8))
            for colour, share in shares.items()
        ]


@public()
@require_GET
def gallery(request: HttpRequest) -> HttpResponse:
    """The design system."""
    wrong = GalleryForm({"name": "", "phone": "12", "text": _("There is a hole in the street."), "speed": "no"})
    wrong.add_error("phone", _("This phone number is not right."))
    context: dict[str, Any] = {
        "states": list(STATE_MARKS),
        "colours": list(PROMISE_MARKS),
        "sample": GallerySample(clock.now()),
        "form": GalleryForm(),
        "wrong": wrong,
        "code": "0512345678",
        "map": MapPart("pick", reverse("areas"), 29.61, 52.53, 11.0, False, _("Map of the city")),
        "tones": ["tone-info", "tone-good", "tone-yellow", "tone-orange", "tone-red", "tone-quiet"],
        **samples(),
        "pages": SimpleNamespace(
            has_other_pages=True, has_previous=True, has_next=True, number=2, previous_page_number=1, next_page_number=3
        ),
    }
    return render(request, "public/gallery.html", context)
