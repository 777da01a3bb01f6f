"""Tests for patterns in a unit's month that honest work seldom makes: one file each, pure; a flag accuses nobody."""
