"""The council by the standard OParl 1.1, for machines: System, Body, and what belongs to it."""
