"""The clock: zones, availability patterns, statutory holidays, as sorted intervals.

Second stage of the data flow: files -> model -> *timeline* -> rules. Instants are integer
minutes since the Unix epoch (UTC); wall times are integer minutes since 1970-01-01T00:00 on the
local clock.
"""
