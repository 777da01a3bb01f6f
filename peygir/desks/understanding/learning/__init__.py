"""How topic readers are made: trained on phrases and confirmed cases, measured, stored, and put to use."""
