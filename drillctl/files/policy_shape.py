"""What a ``kind: policy`` document may hold: one source for reading it and for its schema."""

from dataclasses import replace

from drillctl.files.scenario_shape import EXPECT
from drillctl.files.shapes import Constant, Fields, ListOf, MapOf, OneOf, Scalar, Sort
from drillctl.files.shared_shapes import LIMITS, LONGEST, PIN, WINDOW, count, lag, name, text
from drillctl.language import tr
from drillctl.model.duration import Duration
from drillctl.model.policy import Goal, Policy, Weighting

_DEFAULT = Policy()

CURRENCY = Fields(
    {
        "within": Scalar(
            Sort.DURATION, tr("How long a practice keeps it current."), examples=("12mo", "1y")
        ),
        "holders": ListOf(
            name(tr("A certification."), "certification"),
            tr("Only who holds one of these must stay current; left out: everybody."),
        ),
    },
    tr("How long a practice of the capability keeps it current."),
    required=("within",),
    short="within",
)
ORGANIZER = Fields(
    {
        "name": text(tr("The organizer's name; left out: the address.")),
        "email": Scalar(Sort.EMAIL, tr("Where answers to invitations go.")),
    },
    tr("Who invites to the sessions."),
    required=("email",),
)
_COUNTRY = Scalar(
    Sort.COUNTRY,
    tr("A country's code (ISO 3166), or with a part of it."),
    examples=("CN", "DE-BY"),
)
POLICY = Fields(
    {
        "kind": Constant("policy", tr("How the coordinator wants to plan.")),
        "version": Constant(1, tr("Version of the file format.")),
        "period": replace(
            WINDOW,
            about=tr("What is planned, local dates; left out: from the first window to the last."),
        ),
        "granularity": Scalar(
            Sort.ELAPSED,
            tr("Starts lie on this grid from local midnight."),
            low=1,
            high=1440,
            default=str(Duration(minutes=_DEFAULT.granularity)),
        ),
        "rest": Scalar(
            Sort.ELAPSED,
            tr("Between the end of one and the start of the next assignment of a member."),
            low=0,
            high=LONGEST,
            default=str(Duration(minutes=_DEFAULT.rest)),
        ),
        "limits": replace(LIMITS, about=tr("For members that state none of their own.")),
        "holidays": OneOf(
            (_COUNTRY, ListOf(_COUNTRY)),
            tr("Countries whose statutory holidays are no exercise days; left out: none."),
        ),
        "goals": ListOf(
            Scalar(
                Sort.WORD,
                tr("A goal."),
                Goal,
                meanings={
                    Goal.FILL: tr("Filled seats, each with its scenario's priority."),
                    Goal.JOINT: tr("Pairs of a professional and a volunteer team that meet."),
                    Goal.RETEST: tr("Retests of corrective actions, held in time."),
                    Goal.CURRENCY: tr("Members and capabilities that get the practice due."),
                    Goal.STABILITY: tr("What stays as the baseline has it."),
                    Goal.FAIRNESS: tr("Hours spread evenly over members of one kind."),
                    Goal.FEWEST_PEOPLE: tr("As few members as possible."),
                    Goal.FINISH_EARLY: tr("The last session ends early."),
                    Goal.EARLINESS: tr("Every session starts early."),
                    Goal.STANDBY: tr("Standbys named."),
                },
            ),
            tr("What plans are compared by, the most important first."),
            unique=True,
            default=[goal.value for goal in _DEFAULT.goals],
        ),
        "seed": count(
            tr("Of the search: the same seed, the same plan."), 0, 2**31 - 1, _DEFAULT.seed
        ),
        "currency": MapOf(
            CURRENCY, tr("Capabilities, and how long a practice keeps them."), "capability"
        ),
        "notice": Scalar(
            Sort.DURATION,
            tr("What a replan finds within so long from its date stays as it was agreed."),
            default=str(_DEFAULT.notice),
        ),
        "pin": ListOf(PIN, tr("What every plan must keep.")),
        "remind": ListOf(
            lag(tr("So long before its start.")),
            tr("When a calendar reminds of a session; an empty list: never."),
            default=[str(before) for before in _DEFAULT.remind],
        ),
        "organizer": ORGANIZER,
        "hazards": MapOf(
            Scalar(Sort.NUMBER, tr("How heavy it weighs; others weigh 1."), low=0, high=100),
            tr("Hazards, and how heavy each weighs among risks."),
            "hazard",
        ),
        "expect": EXPECT,
        "show_up": Scalar(
            Sort.NUMBER,
            tr("With standbys `auto`, a position keeps its minimum with this probability."),
            low=0,
            high=0.9999,
            default=_DEFAULT.show_up,
        ),
        "weighting": Scalar(
            Sort.WORD,
            tr("How the goal `currency` weighs what is due."),
            Weighting,
            default=_DEFAULT.weighting.value,
            meanings={
                Weighting.EQUAL: tr("All alike."),
                Weighting.WEAK_FIRST: tr("What was last rated low is due again, and weighs more."),
            },
        ),
    },
    tr("How the coordinator wants to plan; every key has a default."),
)
