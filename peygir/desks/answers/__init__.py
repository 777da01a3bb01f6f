"""Messages to citizens, and their answers."""
