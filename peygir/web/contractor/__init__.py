"""The page by which a contractor without an account works on one order, opened by a signed link."""
