"""How things of a project are named: what the next one is called, and whether a name follows the rule.

A pattern is written as people write it: `SH####` is SH and four digits, `*` stands for any letters. A kind without a
rule takes any name.
"""

import re
from collections.abc import Iterable, Sequence

from core.errors import Refused

from .models import NamingRule, Project

_DIGITS = re.compile(r"#+")
MOST_DIGITS = 8


def check_pattern(pattern: str, field: str) -> str:
    """The pattern, cleaned; refused where nobody could follow it."""
    text = pattern.strip()
    runs = _DIGITS.findall(text)
    if len(runs) > 1:
        raise Refused("A pattern counts in one place: write its digits together, such as SH####.", field=field)
    if runs and len(runs[0]) > MOST_DIGITS:
        raise Refused(f"{MOST_DIGITS} digits are the most.", field=field)
    if len(text) > 60:
        raise Refused("A pattern has 60 characters at most.", field=field)
    if text and not runs and "*" not in text:
        raise Refused("Write # for digits or * for any letters, such as SH####.", field=field)
    return text


def example(pattern: str, number: int) -> str:
    """The name of that number: SH#### and 10 are SH0010."""
    return _DIGITS.sub(lambda run: f"{number:0{len(run.group())}d}", pattern).replace("*", "…")


def next_name(project: Project, kind: str, existing: Iterable[str]) -> str:
    """The name that comes after those of its group; "" where the rule does not count."""
    rule = NamingRule.objects.filter(project=project, kind=kind).first()
    if rule is None or "#" not in rule.pattern or "*" in rule.pattern:
        return ""
    shape = _shape(rule.pattern)
    found = [int(match.group(1)) for name in existing if (match := shape.fullmatch(name))]
    return example(rule.pattern, max(found) + rule.step if found else rule.first)


def fault(project: Project, kind: str, name: str) -> str:
    """What is wrong with the name, in a sentence; "" where it follows the rule, or there is none."""
    rule = NamingRule.objects.filter(project=project, kind=kind).first()
    return _fault(rule, name) if rule else ""


def refuse_odd(project: Project, kind: str, names: Sequence[str]) -> None:
    """Refused where the project insists on its pattern and a name is another one."""
    rule = NamingRule.objects.filter(project=project, kind=kind, is_strict=True).first()
    for name in names if rule else ():
        wrong = _fault(rule, name) if rule else ""
        if wrong:
            raise Refused(wrong, field="name")


def _fault(rule: NamingRule, name: str) -> str:
    if _shape(rule.pattern).fullmatch(name):
        return ""
    return f"{name} does not follow {rule.pattern}, such as {example(rule.pattern, rule.first)}."


def _shape(pattern: str) -> re.Pattern[str]:
    """Greedy digits: the number may outgrow its places, SH9990 goes on to SH10000.

    What stands between two * is taken where it is found first and never looked for again: a pattern of many * on a
    long name would else be tried in more ways than a server has time for.
    """
    first, *others = pattern.split("*")
    parts = [_fixed(first)]
    parts += [f"(?>.+?{_fixed(part, greed='?')})" for part in others[:-1]]
    parts += [f".+{_fixed(part)}" for part in others[-1:]]
    return re.compile("".join(parts))


def _fixed(part: str, greed: str = "") -> str:
    """A part of a pattern without *."""
    found = []
    for piece in re.split(r"(#+)", part):
        digits = f"([0-9]{{{len(piece)},{MOST_DIGITS + 2}}}{greed})"
        found.append(digits if piece.startswith("#") else re.escape(piece))
    return "".join(found)
