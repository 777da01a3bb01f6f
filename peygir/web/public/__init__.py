"""What a citizen sees without an account: report, track, judge, look after one's own reports."""
