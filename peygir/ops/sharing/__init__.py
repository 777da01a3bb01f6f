"""What several machines share of their homes, through the bucket: record, roots, classifiers, map, lake."""
