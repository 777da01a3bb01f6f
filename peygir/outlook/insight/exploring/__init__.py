"""Answers of the lake as people explore them: for whom, compared with what, without small groups, and in a sentence."""
