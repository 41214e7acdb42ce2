"""What a plan means to people: what changed between two, why something is missing, what if."""
