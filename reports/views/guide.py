"""The guide, a page a chapter."""

from django.contrib.auth.decorators import login_not_required
from django.shortcuts import render
from django.views.decorators.http import require_safe

from reports.help.chapters import CHAPTERS, chapter


@require_safe
def help_chapter(request, name):
    shown = chapter(name)
    # Whoever is not signed in reads the one chapter that is for everybody.
    others = [chapter(each) for each in CHAPTERS] if request.user.is_authenticated else []
    context = {"chapter": shown, "chapters": others}
    return render(request, "reports/help.html", context)


@login_not_required
def public_chapter(request, name):
    return help_chapter(request, name)
