"""From problem to plan: candidates, a schedule built and improved, bounds, exact proof, reasons.

Layers, in the order of the data flow:

- `candidates`, `matching`: what each session may choose from, on whole arrays; starts of equal
  people and venues are one slot.
- `instance`: the problem as arrays, compiled from the three shapes of rule alone; `due`: what
  the records leave to be practised.
- `schedule`, `workload`: a plan in the making, which knows who is free and what it is worth.
- `staffing`, `insertion`: people for one session at a fixed start; its best start and venue.
- `ejection`: seats handed on, dates as they are, until more are filled or people spared.
- `improve`, `decomposition`, `executors`, `engine`: ruin and recreate over timing and staffing at
  once; parts by community and stretch of time, as tasks of a standard executor. Where not all
  seats can be filled, a plan is first built as the relaxation advises.
- `interruption`: Ctrl-C and wall-clock limits, here and in tasks elsewhere.
- `repair`, `chains`: a plan made again around its baseline; effort goes only where it broke, and
  a seat that fell empty is handed on by as few people as can be.
- `relaxation`: a bound of each goal at every size, from linear relaxations of each component of
  people (`seat_types`): `timing` for fill and earliness, `balance` for fairness.
- `program`, `capacity`, `objectives`, `search`: the exact CP-SAT program, goal after goal, where
  the problem is small enough; it starts from the schedule and is cut off by the relaxation.
- `standbys`, `reasons`, `findings`, `plan`: who stands by; why something is missing, and which
  session answers what earlier ones showed; from solution to plan.

Why this design, measured: one CP-SAT model of everything needs minutes to fill 20 sessions of 60
members, since its search pays for members x sessions x starts; a schedule that keeps rolling
sums and occupancy in arrays weighs a start with all its people in less than a millisecond and
fills 1,000 sessions of 3,000 members within a minute. What such a search can't do is prove.
Relaxations aggregate the seats by type and the people by what they could ever do, so they stay
small and are true bounds; on small problems the program then only has to close what is left
between the two. Benders cuts between a timing master and a staffing subproblem were not needed
for that: where the program is built it holds both, and its relaxation carries the aggregates
(capacities of seat types, crowds of overlapping sessions).

Determinism: everything is seeded and counted in rounds or in the solver's deterministic time;
parts depend on the instance alone, and results are taken over in order of submission.
"""
