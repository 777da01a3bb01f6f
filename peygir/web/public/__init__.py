"""What anybody sees without an account: report, track, judge, follow, look at the city's map."""
