"""The commands of `./run`: each module here is one, with `add_arguments(parser)` and `run(args) -> int`."""
