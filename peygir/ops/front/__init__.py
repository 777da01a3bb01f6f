"""The ASGI front of the web: it reads requests and sends answers on an event loop, and Django runs in threads."""
