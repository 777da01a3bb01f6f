"""Pages of the 137 centre: calls, outcomes, call-backs, the IVR menu."""
