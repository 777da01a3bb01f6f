"""The pages for people of outside agencies: one referral by a signed link, or all that await the agency."""
