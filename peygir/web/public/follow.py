"""Following a case or a neighbourhood without having reported: by SMS to a proven phone, or by email."""

from collections.abc import Mapping
from typing import Final
from urllib.parse import urlencode

from django import forms
from django.conf import settings
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods

from peygir.cases.actions import NoSuchCase
from peygir.core.mail_addresses import counted_mail
from peygir.core.refusals import Invalid, TooMany
from peygir.desks.answers import queries as answers
from peygir.desks.answers.actions import FollowingHasEnded, NothingToFollow, end_following, follow, prove_following
from peygir.desks.answers.links import following_token
from peygir.people.actions import count_use
from peygir.people.channels import FOLLOW_CHANNELS, Channel
from peygir.web.kit import citizen_session
from peygir.web.kit.access import address_of, public
from peygir.web.kit.areas import areas_to_choose
from peygir.web.kit.current_city import current_city
from peygir.web.kit.middleware.refusals import words_of
from peygir.web.kit.templatetags.ui import language
from peygir.web.public.expired import expired_link
from peygir.web.public.follow_page import following_context
from peygir.web.public.track import case_of_code

LETTERS_A_DAY: Final = 5
_DAY: Final = 24 * 3600


class FollowForm(forms.Form):
    """The contact channel, and for an area the neighbourhood."""

    area = forms.ChoiceField(label=gettext_lazy("Neighbourhood"), required=False)
    by = forms.ChoiceField(choices=[(channel, "") for channel in FOLLOW_CHANNELS])
    email = forms.CharField(
        label=gettext_lazy("Email address"),
        required=False,
        max_length=254,
        help_text=gettext_lazy("We send one email to confirm it; nothing else comes before you do."),
    )

    def __init__(self, data: QueryDict | None = None, *, initial: dict[str, object] | None = None) -> None:
        super().__init__(data, initial=initial)
        # A district would be too much for one evening's message.
        self.fields["area"].choices = [  # type: ignore[attr-defined]
            (name, [(code, words) for code, words in rows[1:]]) if isinstance(rows, list) else (name, rows)
            for name, rows in areas_to_choose()
        ]


@public("follow", limit=100, window_seconds=600)
@never_cache
@require_http_methods(["GET", "POST"])
def follow_case(request: HttpRequest, code: str) -> HttpResponse:
    """Follow a case; confidential ones cannot be followed. Attempts with unknown codes are rate-limited."""
    try:
        public_case = case_of_code(request, code)
    except NoSuchCase as error:
        raise NothingToFollow() from error
    if public_case.is_confidential:
        raise NothingToFollow()
    return _follow(request, {"case": public_case, "code": public_case.code}, code=public_case.case_code)


@public("follow", limit=100, window_seconds=600)
@never_cache
@require_http_methods(["GET", "POST"])
def follow_area(request: HttpRequest) -> HttpResponse:
    """Follow a neighbourhood."""
    return _follow(request, {}, code="")


def _follow(request: HttpRequest, context: Mapping[str, object], *, code: str) -> HttpResponse:
    phone, status = citizen_session.phone_of(request), 200
    prove = f"{reverse('me')}?{urlencode({'next': request.get_full_path()})}"
    form = FollowForm(request.POST if request.method == "POST" else None, initial={"area": request.GET.get("area", "")})
    if request.method == "POST":
        by_mail = request.POST.get("by") == Channel.MAIL
        if not by_mail and not phone:
            return redirect(prove)
        if form.is_valid() and not code and not form.cleaned_data["area"]:
            form.add_error("area", _("Please choose a neighbourhood."))
        try:
            if form.is_valid():
                return _begun(request, form, "" if by_mail else phone, code=code)
        except (Invalid, TooMany) as refusal:
            form.add_error("email" if by_mail else None, words_of(refusal))
        status = 422
    return render(
        request, "public/follow.html", {**context, "form": form, "phone": phone, "prove": prove}, status=status
    )


def _begun(request: HttpRequest, form: FollowForm, phone: str, *, code: str) -> HttpResponse:
    """Start the subscription and redirect: to its page, or for an email address to the request for confirmation.

    Anybody can enter somebody's email address, so emails to one mailbox are limited, however its address is spelled,
    and so are the mailboxes that one network address names.
    """
    form_data = form.cleaned_data
    email = form_data["email"].strip()
    if not phone:
        count_use("follow_mail", counted_mail(email), LETTERS_A_DAY, _DAY)
        count_use("mail_given", address_of(request), settings.NUMBERS_PER_ADDRESS, _DAY)
    following_id = follow(
        current_city().id,
        code=code,
        area_code="" if code else form_data["area"],
        phone=phone,
        email=email,
        language=language(),
    )
    if phone:
        return redirect("following", token=following_token(following_id))
    return redirect(f"{reverse('follow_sent')}?{urlencode({'to': email})}")


@public()
@never_cache
@require_GET
def follow_sent(request: HttpRequest) -> HttpResponse:
    """Show to which address the confirmation email went."""
    return render(request, "public/follow_sent.html", {"email": request.GET.get("to", "")[:254]})


@public("following", limit=100, window_seconds=600)
@never_cache
@require_http_methods(["GET", "POST"])
def following(request: HttpRequest, token: str) -> HttpResponse:
    """Show the subscription of a signed link; POST confirms or stops it. GET changes nothing."""
    try:
        following_id = answers.following_id_of(token)
    except answers.FollowingLinkHasExpired as expired:
        return expired_link(request, expired, is_following=True)
    subscription = answers.following(following_id)
    if subscription is None:
        raise FollowingHasEnded()
    if request.method == "POST":
        if request.POST.get("wish") == "stop":
            end_following(following_id)
        else:
            prove_following(following_id)
        return redirect("following", token=token)
    return render(request, "public/following.html", following_context(subscription))
