"""The commands of the laboratory, one module each; `./run` finds them in a checkout."""
