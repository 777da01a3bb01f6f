"""The public record: a transparency log over all events, as files that anybody may read and nobody can rewrite."""
