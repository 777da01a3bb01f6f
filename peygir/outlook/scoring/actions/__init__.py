"""The actions of scoring."""
