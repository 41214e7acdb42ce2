"""From problem to plan: candidates, one constraint program, goals in order, reasons.

Layers, each one file: `candidates` (what each session may choose from, on whole arrays),
`program` (timing and staffing as one CP-SAT model, built from the three shapes of rule),
`objectives` (the goals as linear expressions), `search` (goal after goal, deterministic, with
proven bounds), `reasons` (why something is missing), `plan` (from solution to plan).

Why one model: at county size timing and staffing decide each other (the date that fills the
boat crew empties the rope team), and a joint model whose slots carry the aggregated staffing
limits proves fill exactly. Starts are grouped into slots of equal people and venues, which
shrinks the choice by an order of magnitude without losing a solution.
"""
