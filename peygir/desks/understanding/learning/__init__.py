"""How a reader of topics comes to be: from phrases and confirmed cases, measured, kept, and put to use."""
