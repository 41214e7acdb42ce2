"""Documents that are nearly right: valid ones of each kind, with a few values changed (hypothesis).

Random bytes seldom get past a parser's first look. These do: their syntax is always right, and what
is wrong lies where the product must look at meaning.
"""

import csv
import io
import json
from copy import deepcopy
from xml.sax.saxutils import escape

import yaml
from hypothesis import strategies as st
from targets import corpus

_SAMPLES = dict((*corpus("yaml"), *corpus("form")))
KINDS = ("roster", "scenario", "policy", "plan", "record", "schedule", "workspace", "snapshot",
         "subscriptions")  # fmt: skip
PLAN = yaml.safe_load(_SAMPLES["plan"])
TEXTS = st.one_of(
    st.sampled_from(
        ["", " ", "a", "b", "flood", "flood#1", "fire", "boat", "李伟", "A\u202eB", "\x1b[2J", "\ud800",
         "<b>", "&a;", "%41", "=1+1", "-", "null", "yes", "9" * 400, "x" * 3000, "a\nb", "\t", "𝔄", "ſ"]
    ),
    st.text(max_size=12),
)  # fmt: skip
TIMES = st.sampled_from(
    ["2027-03-06", "2027-02-29", "0001-01-01", "9999-12-31", "2027-03-06T09:00", "2027-03-28T02:30",
     "2027-03-06T09:00+08:00", "24:00", "23:59", "00:00", "4h", "0m", "99999d", "1h90m", "3y", "-1h"]
)  # fmt: skip
NUMBERS = st.one_of(
    st.integers(-(2**70), 2**70), st.floats(), st.sampled_from([0, 1, -1, 0.5, 10**7, True, None])
)
_VALUES = st.recursive(
    st.one_of(TEXTS, TIMES, NUMBERS),
    lambda below: st.one_of(st.lists(below, max_size=3), st.dictionaries(TEXTS, below, max_size=3)),
    max_leaves=4,
)


def _places(value: object, path: tuple = ()) -> list[tuple]:
    """The path to everything in a document."""
    parts = (
        value.items()
        if isinstance(value, dict)
        else enumerate(value)
        if isinstance(value, list)
        else ()
    )
    return [path, *(place for key, part in parts for place in _places(part, (*path, key)))]


@st.composite
def changed(draw: st.DrawFn, document: object, values: st.SearchStrategy = _VALUES) -> object:
    """The document with one to three values replaced, left out, given twice or moved elsewhere."""
    document = deepcopy(document)
    for _ in range(draw(st.integers(1, 3))):
        places = [path for path in _places(document) if path]
        if not places:
            break
        *path, last = draw(st.sampled_from(places))
        holder = document
        for key in path:
            holder = holder[key]
        match draw(st.sampled_from(["replace", "replace", "out", "twice", "other"])):
            case "replace":
                holder[last] = draw(values)
            case "out":
                del holder[last]
            case "twice" if isinstance(holder, list):
                holder.insert(last, deepcopy(holder[last]))
            case "twice":
                holder[draw(TEXTS)] = deepcopy(holder[last])
            case _:
                *source, key = draw(st.sampled_from(places))
                found = document
                try:
                    for step in source:
                        found = found[step]
                    holder[last] = deepcopy(found[key])
                except (KeyError, IndexError, TypeError):
                    pass
    return document


@st.composite
def yaml_documents(draw: st.DrawFn) -> bytes:
    """YAML of any kind, in block or flow style."""
    text = _SAMPLES[draw(st.sampled_from(KINDS))].decode()
    documents = [draw(changed(one)) for one in yaml.load_all(text, yaml.BaseLoader)]
    return _dumped(draw, documents)


@st.composite
def plans(draw: st.DrawFn) -> bytes:
    """A plan, YAML or JSON."""
    plan = draw(changed(PLAN))
    if draw(st.booleans()):
        return json.dumps(plan, default=str).encode()
    return _dumped(draw, [plan])


@st.composite
def record_forms(draw: st.DrawFn) -> bytes:
    """A record as people type it."""
    name = draw(st.sampled_from(["record", "record-typed"]))
    typed = st.one_of(_VALUES, st.sampled_from(["√", "迟到", "3小时30分", "30.6.2027", "1,5 h"]))
    return b"# form\n" + _dumped(draw, [draw(changed(yaml.safe_load(_SAMPLES[name]), typed))])


def _dumped(draw: st.DrawFn, documents: list) -> bytes:
    flow = draw(st.sampled_from([None, True, False]))
    text = yaml.dump_all(documents, default_flow_style=flow, allow_unicode=draw(st.booleans()))
    return text.encode("utf-8", "surrogatepass")


_PROPERTIES = {
    "UID": ["1", "flood-1@x", ""],
    "DTSTART": ["20270306T090000", "20270306T010000Z", "20270306", "20270328T023000", "00010101"],
    "DTEND": ["20270306T110000", "20270101", "99991231T235959Z"],
    "DURATION": ["PT2H", "P1W", "-PT1H", "P0D", "P99999999W"],
    "RRULE": ["FREQ=WEEKLY;BYDAY=SA;COUNT=5", "FREQ=DAILY;UNTIL=20270401", "FREQ=SECONDLY",
              "FREQ=YEARLY;BYMONTHDAY=30;BYMONTH=2", "FREQ=MONTHLY;BYSETPOS=-366;BYDAY=MO"],
    "RDATE": ["20270307T090000,20270308T090000", "20270306T090000/PT1H"],
    "EXDATE": ["20270313T090000", "20270313"],
    "RECURRENCE-ID": ["20270320T090000", "20270320"],
    "STATUS": ["CANCELLED", "CONFIRMED", "x"],
    "TRANSP": ["TRANSPARENT", "OPAQUE"],
    "SEQUENCE": ["0", "1", "99999999999", "-1", "x"],
    "DTSTAMP": ["20270220T100000Z", "20270220T100000"],
    "ATTENDEE": ["mailto:a@example.org", "mailto:b%40example.org", "urn:x"],
    "FREEBUSY": ["20270306T010000Z/PT1H", "20270306T010000Z/20270306T000000Z"],
    "SUMMARY": ["a\\, b\\n", "\x1b[2J", "李伟"],
}  # fmt: skip
_PARAMETERS = st.sampled_from(
    ["", "", "", ";TZID=Asia/Shanghai", ";TZID=Nowhere", ";VALUE=DATE", ";VALUE=PERIOD", ";PARTSTAT=DECLINED",
     ";PARTSTAT=ACCEPTED;CN=\"A: B\"", ";RANGE=THISANDFUTURE", ";FBTYPE=BUSY", ";X=^n^^"]
)  # fmt: skip


@st.composite
def calendars(draw: st.DrawFn) -> bytes:
    """A calendar whose components have some of the properties that matter."""
    lines = [
        "BEGIN:VCALENDAR",
        f"METHOD:{draw(st.sampled_from(['REPLY', 'PUBLISH', 'COUNTER', '']))}",
    ]
    for _ in range(draw(st.integers(1, 3))):
        kind = draw(
            st.sampled_from(["VEVENT", "VEVENT", "VEVENT", "VFREEBUSY", "VAVAILABILITY", "VTODO"])
        )
        lines += [f"BEGIN:{kind}", "UID:flood-1@x", f"DTSTART:{draw(_value('DTSTART'))}"]
        for name in draw(st.lists(st.sampled_from(sorted(_PROPERTIES)), max_size=6)):
            lines.append(f"{name}{draw(_PARAMETERS)}:{draw(_value(name))}")
        if kind == "VAVAILABILITY":
            lines += ["BEGIN:AVAILABLE", f"DTSTART:{draw(_value('DTSTART'))}", "END:AVAILABLE"]
        lines.append(f"END:{kind}")
    lines.append("END:VCALENDAR")
    return draw(st.sampled_from(["\r\n", "\n"])).join([*lines, ""]).encode("utf-8", "surrogatepass")


def _value(name: str) -> st.SearchStrategy[str]:
    return st.one_of(st.sampled_from(_PROPERTIES[name]), st.sampled_from(_PROPERTIES[name]), TEXTS)


@st.composite
def replies(draw: st.DrawFn) -> bytes:
    """A calendar alone or in a mail, encoded in some way."""
    import quopri
    from base64 import encodebytes

    body = draw(calendars())
    coding = draw(st.sampled_from(["alone", "7bit", "base64", "quoted-printable", "x"]))
    if coding == "alone":
        return body
    if coding in ("base64", "quoted-printable"):
        body = encodebytes(body) if coding == "base64" else quopri.encodestring(body)
    charset = draw(st.sampled_from(["utf-8", "gb18030", "utf-16", "punycode", "none\0", ""]))
    part = f"Content-Type: text/calendar; method=REPLY; charset={charset}\nContent-Transfer-Encoding: {coding}\n\n"
    head = "From: a@example.org\nMIME-Version: 1.0\n"
    if draw(st.booleans()):
        head += 'Content-Type: multipart/mixed; boundary="b"\n\n--b\n'
        return (head + part).encode() + body + b"\n--b--\n"
    return (head + part).encode() + body


HEADINGS = st.sampled_from(
    ["name", "姓名", "id", "工号", "team", "队伍", "kind", "email", "电话", "certificates", "First aid", "证书1",
     "证书1 有效期至", "issued", "expires", "First aid expiry", "family name", "given name", "notes"]
)  # fmt: skip
CELLS = st.one_of(
    st.sampled_from(["Anna", "李伟", "a", "sky", "fire", "a@example.org", "+86 138 0000 0000", "ic", "有", "√",
                     "2028-03-31", "31.3.28", "3/4/2027", "1900-01-00", "46843", "永久", "ic (2028-03-31), boat"]),
    TEXTS,
    TIMES,
    NUMBERS.map(str),
)  # fmt: skip


@st.composite
def grids(draw: st.DrawFn, headings: st.SearchStrategy[str] = HEADINGS) -> list[list[str]]:
    """A row of headings and some rows of cells, not all as wide."""
    rows = [draw(st.lists(headings, min_size=1, max_size=6))]
    rows += draw(st.lists(st.lists(CELLS, max_size=7), max_size=4))
    title = draw(st.lists(st.just("members 2027"), max_size=1))
    return [title, *rows] if title else rows


@st.composite
def tables(draw: st.DrawFn) -> bytes:
    """A list of people as text, in some dialect and encoding."""
    out = io.StringIO()
    dialect = draw(st.sampled_from([",", ";", "\t"]))
    csv.writer(out, delimiter=dialect, lineterminator="\n").writerows(draw(grids()))
    encoding = draw(st.sampled_from(["utf-8", "utf-8-sig", "gb18030", "utf-16", "latin-1"]))
    return out.getvalue().encode(encoding, "replace")


def sheet(draw: st.DrawFn, name: str, rows: list[list[str]]) -> str:
    """A part of `archives`: cells as text, numbers, dates, formulas or errors."""
    written = ""
    for number, row in enumerate(rows, 1):
        cells = ""
        for column, value in enumerate(row[:26]):
            at = f"{chr(65 + column)}{number}"
            text = "".join(c for c in value if c >= " " and c not in "\ud800\ufffe\uffff")
            match draw(st.sampled_from(["text", "text", "text", "n", "d", "e", "f", "b"])):
                case "text":
                    cells += f'<c r="{at}" t="inlineStr"><is><t>{escape(text)}</t></is></c>'
                case "f":
                    cells += f'<c r="{at}"><f>{escape(text)}</f><v>{escape(text)}</v></c>'
                case kind:
                    cells += f'<c r="{at}" t="{kind}"><v>{escape(text)}</v></c>'
        written += f'<row r="{number}">{cells}</row>'
    merged = draw(st.sampled_from(["", "A1:B1", "A2:A3", "C3:A1"]))
    merged = f'<mergeCells><mergeCell ref="{merged}"/></mergeCells>' if merged else ""
    return (
        f"--- xl/worksheets/{name}.xml\n"
        '<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main">'
        f"<sheetData>{written}</sheetData>{merged}</worksheet>\n"
    )


@st.composite
def workbooks(draw: st.DrawFn) -> bytes:
    """A list of people in one or two sheets."""
    names = draw(st.lists(st.sampled_from(["Sheet1", "people", "队员"]), min_size=1, unique=True))
    return "".join(sheet(draw, name, draw(grids())) for name in names if name.isascii()).encode()


@st.composite
def forms(draw: st.DrawFn) -> bytes:
    """A filled-in form, or a record that was typed."""
    from drillctl.files.forms import SHEETS

    if draw(st.booleans()):
        return draw(record_forms())
    kind = SHEETS[draw(st.sampled_from(sorted(SHEETS)))]
    language = draw(st.sampled_from(["en", "zh"]))
    headings = st.sampled_from([column.heading[language] for column in kind.columns])
    head = [["Session", draw(st.sampled_from(["flood#1", "flood#9", "x"]))], ["Start", draw(TIMES)]]
    return sheet(draw, "form", [*head, *draw(grids(headings))]).encode("utf-8", "replace")


@st.composite
def answers(draw: st.DrawFn) -> bytes:
    """What a CalDAV server lists: resources, each with a calendar, or properties of a collection."""
    found = ""
    for number in range(draw(st.integers(0, 3))):
        body = escape(
            "".join(
                c for c in draw(calendars()).decode("utf-8", "replace") if c >= " " or c in "\r\n"
            )
        )
        tag = draw(st.sampled_from(['<D:getetag>"e"</D:getetag>', "<D:getetag/>", ""]))
        status = draw(st.sampled_from(["HTTP/1.1 200 OK", "HTTP/1.1 404 Not Found", "200", ""]))
        home = draw(st.sampled_from(["", "<C:calendar-home-set><D:href>/h/</D:href></C:calendar-home-set>",
                                     "<D:current-user-principal><D:href>//x</D:href></D:current-user-principal>",
                                     "<D:resourcetype><D:principal/></D:resourcetype>"]))  # fmt: skip
        found += (
            f"<D:response><D:href>/u/c/{number}.ics</D:href><D:propstat><D:prop>{tag}{home}"
            f"<C:calendar-data>{body}</C:calendar-data></D:prop>"
            f"<D:status>{status}</D:status></D:propstat></D:response>"
        )
    kind = draw(
        st.sampled_from(["207 application/xml", "207 text/xml", "200 text/calendar", "404", "207"])
    )
    names = 'xmlns:D="DAV:" xmlns:C="urn:ietf:params:xml:ns:caldav"'
    return f"{kind}\n<D:multistatus {names}>{found}</D:multistatus>".encode()
