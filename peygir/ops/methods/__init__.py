"""The methods of `./run method`: each module reads a file, refuses its bad rows and calls what the product calls.

A module's docstring is its help; `add_options(parser)` adds its options, and `answer(path, options)` returns one JSON
object or raises a Refusal. A module `false_closure` is the method `false-closure`. The formulas, columns and sources
are in docs/methods.md.
"""
