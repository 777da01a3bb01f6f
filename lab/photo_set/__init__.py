"""Pictures drawn to measure the signals of evidence: places, what happens to photos, photos of screens."""
