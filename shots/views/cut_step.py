"""The second step of an import: the form over a kept file, its preview, and the import itself."""

import uuid
from dataclasses import dataclass
from typing import Any

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.cache import patch_vary_headers

from core.errors import Refused
from core.htmx import is_fragment
from core.http import UserRequest
from core.text import counted
from events.answers import say_done
from events.services import AlreadyDone
from projects.defaults import TEMPLATES, template_of
from projects.models import Project
from shots.cut_preview import Preview, preview_of, warnings_of
from shots.cut_rows import preview_rows, strip_bars
from shots.editorial import CutOptions, suggest
from shots.forms.cuts import CutOptionsForm, ProjectCutOptionsForm, options_initial, project_initial
from shots.services import cuts as services
from shots.services.cut_files import KeptCut, cut_file_open


@dataclass(frozen=True)
class Step:
    """`project` is where the cut goes; None is a project that is made with it."""

    request: UserRequest
    kept: KeptCut
    project: Project | None
    suggested: CutOptions
    form: CutOptionsForm

    def imported(self) -> HttpResponse | None:
        """Import, and lead to the cut; None when the form or the service refuses, the form says why then."""
        if not self.form.is_valid():
            return None
        try:
            result = self._import(self.form.cleaned_data["submit_id"])
        except AlreadyDone as done:
            cut = services.imported_in(done.change_set.pk)
            return redirect("shots:cut-detail", cut.project.code, cut.pk)
        except Refused as refused:
            self.form.refuse(refused)
            return None
        answer = redirect("shots:cut-detail", result.cut.project.code, result.cut.pk)
        return say_done(self.request, answer, _told(result))

    def _import(self, uid: uuid.UUID | None) -> services.CutResult:
        user, form = self.request.user, self.form
        given = services.CutInput(self.kept.cut.title, self.kept.file_name, self.kept.cut, form.options())
        if isinstance(form, ProjectCutOptionsForm):
            template = template_of(form.cleaned_data["template"])
            return services.project_from_cut(
                actor=user, project=form.project_input(), template=template, given=given, uid=uid
            )
        assert self.project is not None  # noqa: S101  only the other form comes without one
        return services.cut_import(actor=user, project=self.project, given=given, uid=uid)

    def page(self, shell: dict[str, Any]) -> HttpResponse:
        """The whole page; for htmx the options with the rows, or the options alone where they are at fault."""
        preview = self._preview()
        status = 422 if self.form.errors else 200
        context = shell | self._context(preview)
        if not is_fragment(self.request):
            response = render(self.request, "shots/cut_check.html", context, status=status)
        elif status == 200:
            response = render(self.request, "shots/_cut_check.html", context)
        else:
            # The rows stay as they are while an option is half typed.
            response = render(self.request, "shots/_cut_options.html", context, status=status)
            response["HX-Retarget"], response["HX-Reswap"] = "#cut-options", "outerHTML"
        patch_vary_headers(response, ["HX-Request"])
        return response

    def _preview(self) -> Preview:
        """What the form would import; where it can't say, the rows under the names that were suggested."""
        if self.form.is_valid():
            try:
                return self._preview_of(self.form.options())
            except Refused as refused:
                self.form.refuse(refused)
        return self._preview_of(self.form.with_rows(self.suggested))

    def _preview_of(self, options: CutOptions) -> Preview:
        plan = services.cut_plan(project=self.project, cut=self.kept.cut, options=options)
        if self.project:
            return preview_of(plan, options, tasks_each=services.automatic_task_types(self.project))
        wished = self.form.data.get("template")
        template = next((row for row in TEMPLATES if row.key == wished), TEMPLATES[0])
        return preview_of(plan, options, tasks_each=len(template.shots))

    def _context(self, preview: Preview) -> dict[str, Any]:
        args = [self.project.code, self.kept.token] if self.project else [self.kept.token]
        name = "shots:cut" if self.project else "shots:project-from-cut"
        first, folded = warnings_of(self.kept.cut, differs=self._rate_differs())
        return {
            "form": self.form,
            "kept": self.kept,
            "cut": self.kept.cut,
            "preview": preview,
            "rows": preview_rows(preview.rows),
            "strip": strip_bars(preview.bars),
            "warnings": first,
            "folded_warnings": folded,
            "check_url": reverse(f"{name}-check", args=args),
            "preview_url": reverse(f"{name}-preview", args=args),
            "back_url": reverse("shots:cut-import", args=args[:1]) if self.project else reverse(name),
        }

    def _rate_differs(self) -> str:
        rate = f"{self.kept.cut.rate.normalize():f}"
        if self.project and self.project.fps != self.kept.cut.rate:
            return f"The cut runs at {rate} fps, {self.project.name} at {self.project.fps_text}. Frames are the cut's."
        if not self.project and self.kept.rate != self.kept.cut.rate:
            return f"The file says {rate} fps, not {self.kept.rate.normalize():f}. The project gets {rate}."
        return ""


def open_step(request: UserRequest, token: str, project: Project | None) -> Step:
    """The step over the person's kept file, or 404; as it was sent, or with what the cut suggests."""
    kept = cut_file_open(user=request.user, token=token)
    suggested = suggest(kept.cut)
    data: Any = request.POST
    if request.method != "POST":
        data = options_initial(suggested, project)
        data |= {} if project else project_initial(kept.wishes, kept.cut, kept.file_name)
    form_class = CutOptionsForm if project else ProjectCutOptionsForm
    return Step(request, kept, project, suggested, form_class(data, cut=kept.cut))


def _told(result: services.CutResult) -> str:
    parts = (
        [f"{counted(result.made, 'shot')} and {counted(result.tasks, 'task')} made"]
        if result.made
        else ["Cut imported"]
    )
    if result.updated:
        parts.append(f"{counted(result.updated, 'range')} updated")
    return ", ".join(parts)
