"""Trains the learned reader of answers from labelled lists, and measures it by leaving one writer out."""
