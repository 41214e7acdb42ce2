"""The domain as frozen typed objects, one file per noun.

First stage of the data flow: everything else imports this, and this imports nothing of ours.
No file access, no clock, no solver.
"""
