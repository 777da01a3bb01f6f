"""A made-up PBX that speaks the manager interface over a real socket: for the demo, the storm and the tests."""
