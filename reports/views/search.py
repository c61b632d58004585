"""The page of the search in the bar."""

from django import forms
from django.shortcuts import render
from django.views.decorators.http import require_safe

from reports.search import is_searchable, search


class SearchForm(forms.Form):
    q = forms.CharField(required=False, max_length=200)


@require_safe
def search_page(request):
    """What is found of the words; of a text without words, or one that no text is, nothing."""
    form = SearchForm(request.GET)
    text = form.cleaned_data["q"] if form.is_valid() else ""
    found = search(request.user, text) if is_searchable(text) else []
    context = {"sought": text, "found": found, "is_searched": is_searchable(text)}
    return render(request, "reports/search.html", context)
