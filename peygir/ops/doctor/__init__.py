"""Says in words what is wrong with an installation, and changes nothing: `./run doctor` (docs/doctor.md)."""
