"""Problems found in files, one file per format: for people, editors and continuous integration.

Each has a function of a `Findings` that returns the whole document.
"""
