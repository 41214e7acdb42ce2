"""Reading and writing files: YAML with positions, diagnostics, plans, atomic writes.

First stage of the data flow: YAML text -> nodes with positions -> `drillctl.model`. Problems are
values (`diagnostics`), collected over all files in one run, never raised.
"""
