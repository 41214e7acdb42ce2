"""The spreadsheets that people fill in after a session: what is written is what is read back.

A workbook holds some of the sheets below. Each begins with rows of a label and its value
(`HEAD`), then comes a row of column headings, then one row for each thing. Headings and words
may be in any of the languages, in any order of columns; a column that people add is kept as text.
"""

from collections.abc import Mapping
from dataclasses import dataclass

Words = Mapping[str, str]
"""By language, ``en`` and ``zh``."""

LANGUAGES = ("en", "zh")


@dataclass(frozen=True, slots=True)
class Column:
    """A column: the record's key, headings by language, width in characters.

    `choices`: the record's word to what people see of it by language, where only these may be
    chosen. `filled`: drillctl fills it in; people may still change it.
    """

    key: str
    heading: Words
    width: int = 14
    choices: Mapping[str, Words] | None = None
    filled: bool = False


@dataclass(frozen=True, slots=True)
class Sheet:
    """A sheet: the record's key whose entries its rows are."""

    key: str
    title: Words
    columns: tuple[Column, ...]


def _words(en: str, zh: str) -> Words:
    return {"en": en, "zh": zh}


ATTENDANCE = {
    "present": _words("present", "到场"),
    "late": _words("late", "迟到"),
    "absent": _words("absent", "缺席"),
    "substitute": _words("substitute", "替补"),
}
PLANNED = {
    "assigned": _words("assigned", "参演"),
    "standby": _words("standby", "候补"),
}
RATING = {word: _words(word, word) for word in "PSMU"}
DONE = {"true": _words("yes", "是"), "false": _words("no", "否")}
STATE = {"open": _words("open", "未完成"), "closed": _words("closed", "已关闭")}
ELEMENT = {
    "planning": _words("planning", "计划"),
    "organization": _words("organization", "组织"),
    "equipment": _words("equipment", "装备"),
    "training": _words("training", "培训"),
    "exercise": _words("exercise", "演练"),
}

HEAD = {
    "session": _words("Session", "场次"),
    "title": _words("Exercise", "演练名称"),
    "start": _words("Start", "开始时间"),
    "end": _words("End", "结束时间"),
    "venue": _words("Venue", "地点"),
}

_OBJECTIVE = Column("objective", _words("Objective", "目标"), 12)
_CAPABILITY = Column("capability", _words("Capability", "能力"), 20)
_NOTE = Column("note", _words("Note", "备注"), 30)

SIGN_IN = Sheet(
    "attendance",
    _words("Sign-in", "签到表"),
    (
        Column("member", _words("Member ID", "人员编号"), 16, filled=True),
        Column("name", _words("Name", "姓名"), 22, filled=True),
        Column("team", _words("Team", "队伍"), 22, filled=True),
        Column("position", _words("Position", "岗位"), 22, filled=True),
        Column("planned", _words("Planned as", "计划角色"), 12, PLANNED, filled=True),
        Column("status", _words("Attendance", "出勤"), 12, ATTENDANCE),
        Column("hours", _words("Hours", "小时数"), 8),
        Column("for", _words("Substitute for", "代替何人"), 16),
        Column("signature", _words("Signature", "签名"), 18),
        _NOTE,
    ),
)
RATINGS = Sheet(
    "ratings",
    _words("Ratings", "评定"),
    (
        Column("objective", _words("Objective", "目标"), 12, filled=True),
        Column("capability", _words("Capability", "能力"), 20, filled=True),
        Column("task", _words("Critical task", "关键任务"), 44, filled=True),
        Column("rating", _words("Rating", "评级"), 8, RATING),
        Column("observed", _words("Observed", "观察情况"), 44),
        Column("evaluator", _words("Evaluator", "评估人"), 16),
    ),
)
INJECTS = Sheet(
    "injects",
    _words("Events", "情景事件"),
    (
        Column("number", _words("Inject", "事件序号"), 8, filled=True),
        Column("time", _words("Planned time", "计划时间"), 14, filled=True),
        Column("from", _words("From", "发出方"), 20, filled=True),
        Column("to", _words("To", "接收方"), 20, filled=True),
        Column("text", _words("Event", "事件内容"), 44, filled=True),
        Column("expect", _words("Expected action", "预期行动"), 44, filled=True),
        Column("objective", _words("Objective", "目标"), 12, filled=True),
        Column("done", _words("Done", "是否完成"), 8, DONE),
        Column("at", _words("Actual time", "实际时间"), 12),
        _NOTE,
    ),
)
OBSERVATIONS = Sheet(
    "observations",
    _words("Observations", "观察记录"),
    (
        Column("text", _words("Observation", "观察内容"), 60),
        _OBJECTIVE,
        _CAPABILITY,
        Column("by", _words("Observer", "观察人"), 16),
    ),
)
STRENGTHS = Sheet(
    "strengths",
    _words("Strengths", "优点"),
    (
        Column("text", _words("Strength", "优点内容"), 60),
        _OBJECTIVE,
        _CAPABILITY,
        Column("by", _words("Observer", "观察人"), 16),
    ),
)
AREAS = Sheet(
    "areas",
    _words("Areas for improvement", "待改进项"),
    (
        Column("id", _words("Area", "改进项编号"), 10),
        Column("text", _words("Area for improvement", "待改进内容"), 50),
        _OBJECTIVE,
        _CAPABILITY,
        Column("reference", _words("Reference", "依据"), 30),
        Column("analysis", _words("Analysis", "原因分析"), 50),
    ),
)
ACTIONS = Sheet(
    "actions",
    _words("Corrective actions", "整改措施"),
    (
        Column("id", _words("Action", "措施编号"), 10),
        Column("text", _words("Corrective action", "整改内容"), 50),
        Column("area", _words("Area", "改进项编号"), 10),
        _CAPABILITY,
        Column("element", _words("Capability element", "能力要素"), 16, ELEMENT),
        Column("owner", _words("Owner", "责任人"), 16),
        Column("team", _words("Responsible organisation", "责任单位"), 24),
        Column("contact", _words("Point of contact", "联系方式"), 20),
        Column("start", _words("Start date", "开始日期"), 12),
        Column("due", _words("Due date", "完成期限"), 12),
        Column("retest", _words("Retest by", "复测期限"), 12),
    ),
)
FOLLOW_UP = Sheet(
    "follow_up",
    _words("Earlier actions", "既往整改"),
    (
        Column("action", _words("Action", "措施编号"), 24, filled=True),
        Column("text", _words("Corrective action", "整改内容"), 50, filled=True),
        Column("state", _words("State", "状态"), 10, STATE),
        Column("verified_by", _words("Verified by", "验证人"), 16),
        _NOTE,
    ),
)
SIGN_IN_WORKBOOK = (SIGN_IN,)
EVALUATION_WORKBOOK = (RATINGS, INJECTS, OBSERVATIONS, STRENGTHS, AREAS, ACTIONS, FOLLOW_UP)
SHEETS = {sheet.key: sheet for sheet in (*SIGN_IN_WORKBOOK, *EVALUATION_WORKBOOK)}
