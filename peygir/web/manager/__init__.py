"""Pages for managers of units: who has which cases, assigning them, and absences."""
