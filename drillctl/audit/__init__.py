"""Re-checks a finished plan from the files alone; imports no planning code.

Each rule's plain definition is evaluated on the plan, never the form that planners use, and the
goals are computed anew, so that a mistake in planning can't hide itself.
"""
