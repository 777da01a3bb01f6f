"""The commands of `./run`: each module is one, with `add_arguments(parser)` and `run(args) -> int`."""
