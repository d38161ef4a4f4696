"""One page that fails, and one that tells what failed."""

from __future__ import annotations

from autofix.integrations.django import client
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.urls import path

ORDERS = {1: "a lamp", 2: "a table"}


def order(request: HttpRequest, number: int) -> HttpResponse:
    """Fails for a number that is not there; the middleware captures it."""
    return HttpResponse(ORDERS[number])


def issues(request: HttpRequest) -> HttpResponse:
    """What went wrong so far."""
    client().flush()
    found = client().list_issues()
    return JsonResponse({"issues": [{"type": issue.type, "message": issue.message} for issue in found]})


urlpatterns = [path("orders/<int:number>/", order), path("issues/", issues)]
