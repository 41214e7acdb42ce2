"""Who and what is ready, and what to do first: from the records up to a day and the plan after it.

One file for each section of ``drillctl readiness``. Every section takes what is `Known` on that
day and gives rows of a frozen type whose fields are, by name, those of the JSON and the CSV.
"""
