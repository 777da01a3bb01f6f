"""The live stream for staff: changes of cases, and who else views one; served by a process of its own."""
