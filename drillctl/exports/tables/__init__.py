"""A plan, or a roster, as tables for a spreadsheet.

What a table holds is decided once, in `plan_rows` and `roster_rows`; `workbook` and `text`
write it.
"""
