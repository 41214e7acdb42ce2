"""What every way of looking at a plan shows: the page, the pictures, the terminal.

Nothing here is drawn or worded; no e-mail address, telephone number or reason of absence is in it.
"""
