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


def rule_of(project: Project, kind: str) -> NamingRule | None:
    return NamingRule.objects.filter(project=project, kind=kind).first()


def example(pattern: str, number: int) -> str:
    """The name of that number: SH#### and 10 are SH0010."""
    return _DIGITS.sub(lambda run: f"{number:0{len(run.group())}d}", pattern).replace("*", "…")


def next_name(project: Project, kind: str, existing: Iterable[str]) -> str:
    """The name that comes after those of its group; "" where the rule does not count."""
    rule = rule_of(project, kind)
    if rule is None or "#" not in rule.pattern or "*" in rule.pattern:
        return ""
    shape = _shape(rule.pattern)
    found = [int(match.group(1)) for name in existing if (match := shape.fullmatch(name))]
    return example(rule.pattern, max(found) + rule.step if found else rule.first)


def fault(project: Project, kind: str, name: str) -> str:
    """What is wrong with the name, in a sentence; "" where it follows the rule, or there is none."""
    return fault_under(rule_of(project, kind), name)


def faults(project: Project, kind: str, names: Sequence[str]) -> str:
    """The same for many names: of the first, and how many more there are."""
    rule = rule_of(project, kind)
    found = [wrong for name in names if (wrong := fault_under(rule, name))]
    return f"{found[0]} {len(found) - 1:,} more do not either." if len(found) > 1 else "".join(found)


def with_fault(message: str, project: Project, kind: str, names: Sequence[str]) -> str:
    """The message of what was done, and after it what the rule, which is not strict, has against the names."""
    wrong = faults(project, kind, names)
    return f"{message}. {wrong}" if wrong else message


def hint(project: Project, kind: str) -> str:
    """What the rule asks for, in a line; "" without one."""
    rule = rule_of(project, kind)
    return f"{rule.pattern}, such as {example(rule.pattern, rule.first)}" if rule else ""


def refuse_odd(project: Project, kind: str, names: Sequence[str]) -> None:
    """Refused where the project insists on its pattern and a name is another one."""
    rule = rule_of(project, kind)
    if rule is None or not rule.is_strict:
        return
    for name in names:
        wrong = fault_under(rule, name)
        if wrong:
            raise Refused(wrong, field="name")


def fault_under(rule: NamingRule | None, name: str) -> str:
    """What is wrong with the name under a rule that was read before; "" without one."""
    if rule is None or _shape(rule.pattern).fullmatch(name):
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
