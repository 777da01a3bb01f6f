"""The forms of roles: a new role or a change of one, the reason of a refusal, and which two are compared."""

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from peygir.people.first_roles import RoleFacts
from peygir.people.permissions import GUARDED, Permission, RoleScope
from peygir.people.role_catalogue import roles_in_force
from peygir.people.role_rules import LONGEST_NAME, LONGEST_REASON
from peygir.people.roles import AlertLevel
from peygir.web.kit.form_fields import set_choices
from peygir.web.kit.numbers import whole
from peygir.web.kit.role_words import PermissionPart, name_of, permission_part
from peygir.web.kit.templatetags.ui import in_language


class RoleForm(forms.Form):
    """A role as it would be, and why."""

    name_fa = forms.CharField(label=gettext_lazy("Name in Persian"), max_length=LONGEST_NAME)
    name_en = forms.CharField(label=gettext_lazy("Name in English"), max_length=LONGEST_NAME)
    permissions = forms.MultipleChoiceField(
        label=gettext_lazy("Permissions"), required=False, widget=forms.CheckboxSelectMultiple
    )
    scope = forms.ChoiceField(
        label=gettext_lazy("Scope"),
        help_text=gettext_lazy("The cases to which the permissions apply."),
    )
    levels = forms.MultipleChoiceField(
        label=gettext_lazy("Gets the alerts that go to"), required=False, widget=forms.CheckboxSelectMultiple
    )
    leads = forms.BooleanField(label=gettext_lazy("A post in this role leads its unit"), required=False)
    is_sole = forms.BooleanField(
        label=gettext_lazy("One holder at a time in a unit, who leads it"),
        required=False,
    )
    needs_unit = forms.BooleanField(label=gettext_lazy("A post in this role is always in a unit"), required=False)
    why = forms.CharField(
        label=gettext_lazy("Why"),
        max_length=LONGEST_REASON,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=gettext_lazy("The second person reads it; it stays on record."),
    )
    base = forms.CharField(widget=forms.HiddenInput, required=False)  # the version that the form shows

    def __init__(self, data: QueryDict | None = None, *, role: RoleFacts | None = None) -> None:
        initial = {**role.content(), "base": role.version} if role is not None else {"base": 0}
        super().__init__(data, initial=initial)
        self._role = role
        if role is not None and role.is_built_in and not role.name_fa:
            # Its name is a label of the system, in every language; it stays so while both are empty.
            for name in ("name_fa", "name_en"):
                self.fields[name].required = False
                self.fields[name].help_text = _("Empty: the name that the system gives it, in every language.")
        chosen = [(str(one), in_language(one.label)) for one in Permission if one != Permission.READ_CASES]
        set_choices(self, "permissions", chosen)
        set_choices(self, "scope", [(str(scope), in_language(scope.label)) for scope in RoleScope])
        set_choices(self, "levels", [(str(level), in_language(level.label)) for level in AlertLevel])

    def choices(self) -> list[tuple[PermissionPart, forms.boundfield.BoundWidget]]:
        """Return each permission with its box."""
        parts = {str(one): permission_part(one, is_guarded=one in GUARDED) for one in Permission}
        return [(parts[str(option.data["value"])], option) for option in self["permissions"]]

    def version(self) -> int:
        """Return the version of the role that the form showed; 0 for one that it cannot have shown."""
        return whole(self.cleaned_data["base"]) or 0

    def role_as_given(self, code: str) -> RoleFacts:
        """Return the role as the form has it."""
        values = self.cleaned_data
        return RoleFacts(
            code,
            frozenset(values["permissions"]),
            values["scope"],
            frozenset(values["levels"]),
            values["leads"],
            values["is_sole"],
            values["needs_unit"],
            values["name_fa"],
            values["name_en"],
        )


class NewRoleForm(RoleForm):
    """A new role, with its code."""

    code = forms.CharField(
        label=gettext_lazy("Code"),
        max_length=12,
        help_text=gettext_lazy("2 to 12 small Latin letters, for tables and commands; it never changes."),
    )


class RefusalForm(forms.Form):
    """Why a proposal is refused."""

    reason = forms.CharField(
        label=gettext_lazy("Why it is refused"), max_length=LONGEST_REASON, widget=forms.Textarea(attrs={"rows": 2})
    )


class CompareForm(forms.Form):
    """Which two roles are compared."""

    first = forms.ChoiceField(label=gettext_lazy("One role"))
    second = forms.ChoiceField(label=gettext_lazy("Another role"))

    def __init__(self, data: QueryDict | None = None) -> None:
        super().__init__(data)
        for name in ("first", "second"):
            set_choices(self, name, [(role.code, name_of(role)) for role in roles_in_force().roles.values()])
