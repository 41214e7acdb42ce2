"""So large a share of the seats is filled: ``filled: ">= 95%"``.

Counted are all seats of all sessions asked for, those of sessions that are not held too, each
alike whatever its priority; with ``position`` those of one or several positions alone.
"""

from drillctl.expectations.question import Question, Verdict, nothing_asked
from drillctl.language import tr
from drillctl.model.expectation import Form, Sort

TITLE = "Share of the seats that is filled"
FORM = Form({"share": Sort.SHARE, "position": Sort.POSITIONS}, required=("share",), short="share")


def judge(question: Question) -> Verdict:
    """Filled seats over all seats."""
    total, filled, lacking = 0, 0, []
    held = {session.id: session for session in question.sessions()}
    for asked in question.asked():
        scenario = question.problem.scenarios[asked.rpartition("#")[0]]
        for position in scenario.positions:
            if position.id not in question.value("position", (position.id,)):
                continue
            session = held.get(asked)
            seated = len(session.assigned.get(position.id, ())) if session is not None else 0
            total += position.count
            filled += seated
            if seated < position.count:
                where = question.where(session) if session is not None else asked
                lacking.append(
                    tr(
                        "{where}/{position}: {seated} of {count}",
                        where=where,
                        position=position.id,
                        seated=seated,
                        count=position.count,
                    )
                    if session is not None
                    else tr("{where}/{position}: not held", where=where, position=position.id)
                )
    if not total:
        return nothing_asked()
    share = question.value("share")
    passed = filled >= share * total
    said = tr(
        "{filled} of {total} seats filled ({part}), asked for are {share}",
        filled=filled,
        total=total,
        part=_percent(filled / total),
        share=_percent(float(share)),
    )
    return Verdict(passed, said, () if passed else tuple(lacking))


def demands(question: Question) -> list[tuple[tuple[str, ...], tuple[str, ...] | None, int]]:
    """The seats that must be filled at least: (sessions, positions or None for all, number)."""
    asked = tuple(question.asked())
    positions = question.value("position")
    scenarios = (question.problem.scenarios[s.rpartition("#")[0]] for s in asked)
    total = sum(
        p.count for s in scenarios for p in s.positions if positions is None or p.id in positions
    )
    return [(asked, positions, -int(-question.value("share") * total // 1))]


def _percent(share: float) -> str:
    return f"{int(share * 1000) / 10:.1f}%"
