"""Pictures of a plan for slides and documents: its timeline, and three matrices.

Each file draws one sort of picture on a `Sheet`; matplotlib (the extra ``pictures``) is only the
canvas, used without pyplot. What is drawn stays readable in black and white: shapes, hatches and
lightness say what colours say.
"""
