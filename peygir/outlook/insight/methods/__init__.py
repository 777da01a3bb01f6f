"""The statistics of what many cases say together: pure functions of numpy and scipy.

Import a module inside the function that uses it, so that processes that look for no alarm do not load it. Formulas,
columns and sources: docs/methods.md. How many findings among many tests are false is controlled by
`peygir.outlook.scoring.methods.discoveries`.
"""
