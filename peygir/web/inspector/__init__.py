"""The pages of street inspectors: finished work to look at, what they found, and defects seen on patrol."""
