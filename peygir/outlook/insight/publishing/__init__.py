"""What a city publishes of a month: its figures, frozen and protected, and the files of open data."""
