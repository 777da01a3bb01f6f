"""The URLs of sign-in, sign-out and the own account of staff."""

from django.urls import path

from peygir.web.staff.account import (
    staff_account,
    staff_password,
    staff_post_choose,
    staff_sessions_end,
    staff_step,
)
from peygir.web.staff.brief import staff_brief
from peygir.web.staff.desk import desk
from peygir.web.staff.interests import staff_interest_end, staff_interests
from peygir.web.staff.links import staff_links
from peygir.web.staff.login import staff_login, staff_logout, staff_second_step
from peygir.web.staff.mark_mail import staff_mark_mail
from peygir.web.staff.objections import citizen_objection_answer, citizen_objections
from peygir.web.staff.passkey_sign_in import staff_passkey, staff_passkey_ask
from peygir.web.staff.passkeys import staff_passkey_new, staff_passkey_remove, staff_passkeys, staff_recovery
from peygir.web.staff.provider import staff_oidc, staff_oidc_back, staff_oidc_logout

urlpatterns = [
    path("desk/", desk, name="desk"),
    path("desk/citizen-objections/", citizen_objections, name="citizen_objections"),
    path("desk/citizen-objections/<int:objection_id>/", citizen_objection_answer, name="citizen_objection_answer"),
    path("staff/login/", staff_login, name="staff_login"),
    path("staff/code/", staff_second_step, name="staff_second_step"),
    path("staff/passkey/", staff_passkey, name="staff_passkey"),
    path("staff/passkey/ask/", staff_passkey_ask, name="staff_passkey_ask"),
    path("staff/oidc/", staff_oidc, name="staff_oidc"),
    path("staff/oidc/back/", staff_oidc_back, name="staff_oidc_back"),
    path("staff/oidc/logout/", staff_oidc_logout, name="staff_oidc_logout"),
    path("staff/account/links/", staff_links, name="staff_links"),
    path("staff/logout/", staff_logout, name="staff_logout"),
    path("staff/account/", staff_account, name="staff_account"),
    path("staff/account/posts/<int:post_id>/", staff_post_choose, name="staff_post_choose"),
    path("staff/account/brief/", staff_brief, name="staff_brief"),
    path("staff/account/marks/", staff_mark_mail, name="staff_mark_mail"),
    path("staff/account/interests/", staff_interests, name="staff_interests"),
    path("staff/account/interests/<int:interest_id>/end/", staff_interest_end, name="staff_interest_end"),
    path("staff/account/password/", staff_password, name="staff_password"),
    path("staff/account/second-step/", staff_step, name="staff_step"),
    path("staff/account/passkeys/", staff_passkeys, name="staff_passkeys"),
    path("staff/account/passkeys/new/", staff_passkey_new, name="staff_passkey_new"),
    path("staff/account/passkeys/remove/", staff_passkey_remove, name="staff_passkey_remove"),
    path("staff/account/recovery/", staff_recovery, name="staff_recovery"),
    path("staff/account/sessions/end/", staff_sessions_end, name="staff_sessions_end"),
]
