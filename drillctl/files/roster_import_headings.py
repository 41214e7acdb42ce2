"""The headings under which people keep rosters, in English and Chinese."""

import re

from drillctl.files.typed_values import plain

FIELDS: dict[str, str] = {
    "id": "id|member id|staff id|staff no|staff number|personnel no|personnel number|employee id"
    "|employee no|employee number|badge|badge no|badge number|no|number|工号|编号|队员编号|人员编号"
    "|员工编号|职工号|警号|证件编号|队员号|志愿者编号|会员号",
    "name": "name|full name|member|member name|person|volunteer|surname and name|姓名|名字|队员"
    "|队员姓名|人员|人员姓名|成员|成员姓名|志愿者|志愿者姓名|名称",
    "family-name": "family name|last name|surname|姓|姓氏",
    "given-name": "given name|first name|forename|名",
    "team": "team|unit|group|brigade|organisation|organization|department|station|所属队伍|队伍|单位"
    "|所属单位|所在单位|所在队伍|工作单位|部门|大队|中队|队别|组织|所属组织|所属团队|团队",
    "kind": "kind|type|team kind|category|类别|类型|性质|人员类别|队伍类别|队伍性质|人员性质|身份",
    "email": "email|e-mail|email address|e-mail address|mail|邮箱|电子邮箱|电子邮件|邮件|邮箱地址",
    "phone": "mobile|mobile phone|cell|cell phone|mobile number|phone|phone number|telephone|tel"
    "|contact number|手机|手机号|手机号码|移动电话|电话|联系电话|电话号码|联系方式",
    "availability": "availability|available|pattern|shift|可用时间|班次|值班|空闲时间|可参加时间|可用性",
    "certifications": "certifications|certificates|qualifications|skills|licences|licenses|certs"
    "|持有证书|资质证书|所持证书|证书情况|资质情况|持证情况|技能|技能证书|资格证书|资质列表",
    "certificate": "certification|certificate|qualification|cert|licence|license|course|证书|资质"
    "|证书名称|资质名称|资格|资格名称|证书种类|证书类别|证书类型",
    "issued": "issued|issue date|date issued|issued on|date of issue|certified on|obtained|valid from"
    "|发证日期|发证时间|颁发日期|取得日期|取得时间|获证日期|签发日期|生效日期|有效期起|起始日期",
    "expires": "expires|expiry|expiry date|expiration|expiration date|expires on|valid until|valid to"
    "|valid through|date of expiry|有效期至|到期日|到期日期|到期时间|有效期|有效期止|失效日期|截止日期"
    "|有效日期|终止日期",
}
"""Field to its headings, those that say most first."""

LEFT_OUT = (
    "notes|note|remarks|remark|comment|comments|备注|说明|sex|gender|性别|age|年龄|date of birth"
    "|birthday|birth date|born|出生日期|出生年月|生日|joined|join date|入职日期|入队日期|入队时间|加入日期"
    "|参加工作时间|序号|#|row|s/n|身份证|身份证号|身份证号码|id card|address|住址|地址|家庭住址|血型"
    "|blood type|职务|职位|岗位|title|rank|级别|certificate no|certificate number|证书编号|证书号|证号"
    "|发证机关|发证机构|发证单位|issuer|issued by|紧急联系人|紧急联系电话|emergency contact|民族|学历|签名"
    "|signature|status|状态|籍贯|政治面貌|team title|队伍名称代码"
)
"""Headings of what a roster has no place for."""

ROLES = tuple(
    (role, said, re.compile(rf"(.+?)[\s(\-_:/]*{re.escape(said)}\)?"))
    for role in ("issued", "expires")
    for said in sorted(FIELDS[role].split("|"), key=len, reverse=True)
)
"""What a date of a certificate is, by the end of its heading, the longest first."""
_GROUP = re.compile(r"(\D*?)[(#]?(\d{1,2}|[一二三四五六七八九十])[)]?(\D*)")
_HINTS = re.compile(
    r"[(\[](?:[^)\]]*(?:必填|选填|可选|required|optional|yyyy|dd|mm|格式|如|例|e\.?g)[^)\]]*)[)\]]"
)
_LOOSE = re.compile(r"[\s_*:.,'\"]+|-")


def key(heading: str) -> str:
    """A heading as it is compared: case, blanks, marks and hints such as (必填) don't matter."""
    return _LOOSE.sub("", _HINTS.sub("", plain(heading)))


KNOWN: dict[str, tuple[str, int]] = {}
"""Heading to its field, and how much it says: the smaller the more."""
for _field, _headings in FIELDS.items():
    for _rank, _heading in enumerate(_headings.split("|")):
        KNOWN.setdefault(key(_heading), (_field, _rank))

UNUSED = frozenset(key(heading) for heading in LEFT_OUT.split("|"))


def grouped(heading: str) -> tuple[str, str] | None:
    """(field, number of the group) of a heading such as 证书2 or Expiry date (2)."""
    match = _GROUP.fullmatch(key(heading))
    if match is None:
        return None
    known = KNOWN.get(match[1] + match[3])
    if known is None or known[0] not in ("certificate", "issued", "expires"):
        return None
    number = match[2]
    return known[0], number if number.isdigit() else str("一二三四五六七八九十".index(number) + 1)


def with_role(heading: str) -> tuple[str, str]:
    """A certificate's own heading, and what its dates are: ``issued``, ``expires`` or ""."""
    text = plain(heading)
    for role, said, ending in ROLES:
        found = ending.fullmatch(text) if said in text else None
        if found and key(found[1]) and key(found[1]) not in KNOWN:
            return heading.strip()[: len(found[1])].strip(), role
    return heading.strip(), ""
