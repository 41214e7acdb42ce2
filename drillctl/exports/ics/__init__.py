"""Calendars (RFC 5545, 5546, 7986) for members, teams, venues, or all.

The bytes are our own (`content_lines`, `timezones`); both packages were measured and can't serve.
`ics` 0.7 writes no zone (every time becomes UTC), folds no line, and lets a line break in a UID
become a property of its own. `icalendar` 7.3 describes zones wrongly (the onset of summer time an
hour late, Morocco's of 2027 left out), and takes minutes for 5,000 members. Both, and six calendar
clients, read our files in the tests.
"""
