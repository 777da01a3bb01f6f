"""A simulated PBX with the Asterisk Manager Interface on a real socket: for the demo, the storm and the tests."""
