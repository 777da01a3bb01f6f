"""The statistics of marks and rankings: pure functions of numpy and scipy.special.

Import a module inside the function that uses it, so that processes that compute no marks do not load it. Formulas,
columns and sources: docs/methods.md. Each function is also a method of `./run method`.
"""
