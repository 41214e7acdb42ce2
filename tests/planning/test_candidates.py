"""What whole arrays say of every start and member, against one question at a time."""

from random import Random

import numpy as np
from planning.compiled import context_of, town

from drillctl.planning.candidates import find_candidates
from drillctl.rules import all_rules
from drillctl.rules.rule import Shape


def test_masks_are_what_each_rule_says_of_one_member_at_one_start():
    context = context_of(town())
    rules = [r for r in all_rules() if r.SHAPE is Shape.ELIGIBILITY and hasattr(r, "seats")]
    members = list(context.problem.roster.members.values())
    random, asked, yes = Random(1), 0, 0
    for candidates in find_candidates(context, all_rules()).values():
        masks = [candidates.people(p) for p in range(len(candidates.scenario.positions))]
        for slot in random.sample(candidates.slots, min(4, len(candidates.slots))):
            start = np.array([random.choice(slot.starts.tolist())])
            for place, position in enumerate(candidates.scenario.positions):
                for index in random.sample(range(len(members)), 10):
                    answers = [
                        rule.seats(context, candidates.scenario, position, [members[index]],
                                   start, start + candidates.scenario.duration)
                        for rule in rules
                    ]  # fmt: skip
                    expected = all(a is None or bool(a[0, 0]) for a in answers)
                    at = np.flatnonzero(candidates.who == index)
                    found = bool(len(at)) and bool(masks[place][slot.row, at[0]])
                    assert found == expected, (candidates.session, position.id, members[index].id)
                    asked, yes = asked + 1, yes + expected
    assert asked > 1000
    assert 100 < yes < asked - 100
