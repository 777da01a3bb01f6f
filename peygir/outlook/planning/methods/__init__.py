"""The statistics and optimisation of planning: pure functions of numpy, scipy and highspy.

Import a module inside the function that uses it: together they load scipy.optimize and HiGHS, which a web process does
not need. Formulas, columns and sources: docs/methods.md. Each is also a method of `./run method`.
"""
