"""The articles with which the contact centre answers at once, in versions, and the searches that found none."""
