"""Arrows point down: imports, foreign keys, templates. A new app must say where it stands."""

import re

import pytest
from django.apps import apps as django_apps
from importlinter.cli import lint_imports

from .tree import ROOT, apps, config, files, name, ranks

# Parts of the shell that show something of an app above core.
OF_THE_SHELL = {"templates/core/_account_menu.html": "the signed-in person's avatar"}
_PART = re.compile(r"{%\s*(?:include|extends)\s+[\"']([\w]+)/")


def test_imports_keep_the_contracts(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(ROOT)
    failed = lint_imports(config_filename=str(ROOT / "pyproject.toml"), no_cache=True)
    assert not failed, capsys.readouterr().out


def test_every_app_stands_in_every_contract() -> None:
    linter = config()["importlinter"]
    _layers, guardian, qt = linter["contracts"]
    assert set(linter["root_packages"]) == set(ranks()) == set(apps())
    assert set(guardian["source_modules"]) == set(apps()) - {"projects", "tracktor"}
    assert set(qt["source_modules"]) == set(apps())


def test_the_modules_listed_for_tests_and_types_are_all_apps() -> None:
    assert set(config()["pytest"]["ini_options"]["testpaths"]) == {*apps(), "tests"}


def test_no_relation_points_to_a_higher_app() -> None:
    upward = []
    for model in django_apps.get_models(include_auto_created=True):
        for field in [*model._meta.local_fields, *model._meta.local_many_to_many]:
            target = field.related_model._meta.app_label if field.is_relation else ""
            here = model._meta.app_label
            if here != target and here in ranks() and target in ranks() and ranks()[here] <= ranks()[target]:
                upward.append(f"{field} points to {target}")
    assert not upward


def test_no_template_is_made_of_a_higher_app_s() -> None:
    upward = []
    for path in files("**/*.html"):
        here = path.relative_to(ROOT / "templates").parts[0]
        for part in _PART.findall(path.read_text("utf-8")):
            if here in ranks() and ranks().get(part, 0) > ranks()[here] and name(path) not in OF_THE_SHELL:
                upward.append(f"{name(path)} is made of {part}/")
    assert not upward
