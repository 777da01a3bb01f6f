"""Argon2 as the city has it, with the least of its work: a test that signs in need not take a tenth of a second."""

from django.contrib.auth.hashers import Argon2PasswordHasher


class QuickArgon2(Argon2PasswordHasher):
    """The hash names its own cost, so that a served process of a test reads it with the city's hasher."""

    time_cost = 1
    memory_cost = 8  # KiB
    parallelism = 1
