"""The tables of people: citizens, staff, posts, roles, sign-in, sessions, keys, limits, and how long data is kept."""

from peygir.people.models.interests import StaffInterest
from peygir.people.models.looks import LookObjection, LookReview
from peygir.people.models.people import (
    Absence,
    AccountChange,
    ApiKey,
    Citizen,
    CitizenSession,
    OneTimeCode,
    RateLimitUse,
    SavedView,
    Staff,
    StaffSession,
)
from peygir.people.models.people import _reports_only as _reports_only  # the first migration finds it here
from peygir.people.models.phones import StaffPhone
from peygir.people.models.posts import Post
from peygir.people.models.retention import LegalHold, PrivacyRequest, RetentionPolicy, RetentionRun
from peygir.people.models.sign_in import DirectoryGroup, DirectoryLink, RecoveryCode, StaffPasskey
from peygir.people.models.staff_roles import RoleBook, RoleChange, StaffRole
from peygir.people.models.two_person import TwoPersonChange

__all__ = [
    "Absence",
    "AccountChange",
    "ApiKey",
    "Citizen",
    "CitizenSession",
    "DirectoryGroup",
    "DirectoryLink",
    "LegalHold",
    "LookObjection",
    "LookReview",
    "OneTimeCode",
    "Post",
    "PrivacyRequest",
    "RateLimitUse",
    "RecoveryCode",
    "RetentionPolicy",
    "RetentionRun",
    "RoleBook",
    "RoleChange",
    "SavedView",
    "Staff",
    "StaffInterest",
    "StaffPasskey",
    "StaffPhone",
    "StaffRole",
    "StaffSession",
    "TwoPersonChange",
]
