"""The tables of honours: editions, candidates and their vetting, pupils, and certificates."""

from peygir.outlook.honours.models.candidates import HonourCandidate, HonourConsent, VettingFlag
from peygir.outlook.honours.models.certificates import HonourCertificate, NeighbourhoodThanks
from peygir.outlook.honours.models.editions import HonourEdition
from peygir.outlook.honours.models.pupils import Pupil, PupilTask, School

__all__ = [
    "HonourCandidate",
    "HonourCertificate",
    "HonourConsent",
    "HonourEdition",
    "NeighbourhoodThanks",
    "Pupil",
    "PupilTask",
    "School",
    "VettingFlag",
]
