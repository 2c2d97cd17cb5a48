"""总览, for those of SAC."""

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from applications.access import seat_of
from organisations.deciding import SAC
from workbench.dashboard import figures, plots
from workbench.dashboard.tiles import places


@login_required
@require_safe
def dashboard(request: HttpRequest) -> HttpResponse:
    if seat_of(request).role not in SAC:
        raise Http404
    call, areas, sectors = figures.current_call(), figures.areas(), figures.sectors()
    funnel = figures.funnel(call) if call else []
    months, results, stuck = figures.dues_by_month(), figures.results(), figures.stuck()
    held = [each for each in sectors if each.count]
    context = {
        "call": call,
        "funnel": funnel,
        "funnel_plot": plots.across("本次申报各阶段", funnel),
        "longest": figures.waiting_longest(call) if call else [],
        "states": figures.by_state(),
        "tiles": places(areas),
        "areas": [figure for _, figure in areas if figure.count],
        "areas_free": sum(not figure.count for _, figure in areas),
        "sectors": held,
        "sectors_free": len(sectors) - len(held),
        "international": figures.international(),
        "months": months,
        "months_plot": plots.upright("今后各月到期的期限", months),
        "results": results,
        "events": figures.EVENTS.values(),
        "results_plot": plots.upright("各年批准成立", [_of_year(year, row) for year, row in results[::-1]]),
        "stuck": stuck,
        "stuck_plot": plots.across("超期事项在谁手里", stuck),
    }
    return render(request, "workbench/dashboard.html", context)


def _of_year(year: int, row: list[plots.Figure]) -> plots.Figure:
    """A year's establishments, which the plot shows; the table has all."""
    found = row[list(figures.EVENTS).index("established")]
    return plots.Figure(str(year), found.count, found.url, found.most)
