"""Tests against real outside systems; `./run test --outside` collects them, an ordinary run of the tests does not."""
