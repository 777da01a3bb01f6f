"""The pages of the inspectorate: confidential reports, and nobody else's."""
