"""The objections of citizens, which go from the unit to the centre, the inspectorate and the council's commission."""
