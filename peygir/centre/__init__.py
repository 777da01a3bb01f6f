"""The 137 contact centre: packages that do not import each other."""
