"""The ASGI front of the web: it reads requests and sends responses on an event loop, and runs Django in threads."""
