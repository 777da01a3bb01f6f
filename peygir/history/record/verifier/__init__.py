"""The stand-alone check of the public record: modules of the standard library alone, given out as one file."""
