"""The example that ``drillctl init`` writes: a small folder that plans at once.

Its files stand here as templates, one set for each language, so that they read as the files that
they become.
"""
