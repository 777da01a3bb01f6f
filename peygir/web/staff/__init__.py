"""Sign-in, sign-out and own account of staff."""
