"""Peers for the benchmark: the planners that one would otherwise write or take.

Each peer has `plan(problem, seconds) -> Plan`, whose plan keeps every rule. `finished` turns
what a peer decided into a plan and states its goals.
"""
