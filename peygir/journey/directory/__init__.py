"""Sign-in by the directory and the sign-in page of an organisation, and who has left by what they say."""
