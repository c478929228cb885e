"""`hrcn bench`: what each page costs."""

import json

import click

from hrcn_community.bench.measure import QUICK, WHOLE, Figure, measure

COLUMNS = ("page", "viewer", "cpu_ms", "bare_ms", "ratio", "rps", "p99_ms", "bytes", "rss_mb")


@click.command()
@click.option("--quick", is_flag=True, help="Under a minute: less volume, fewer requests.")
@click.option("--json", "as_json", is_flag=True, help="Print a list of objects, nothing else.")
def bench(quick: bool, as_json: bool) -> None:
    """Measure the pages against a bare route that returns the same bytes under the same server."""
    figures = measure(
        QUICK if quick else WHOLE, lambda text: click.echo(f"bench: {text}", err=True)
    )
    click.echo(json.dumps([f.as_dict() for f in figures], indent=2) if as_json else table(figures))


def table(figures: list[Figure]) -> str:
    """Return the figures as a Markdown table with even columns."""
    rows = [[str(figure.as_dict()[name]) for name in COLUMNS] for figure in figures]
    widths = [max(len(row[i]) for row in [list(COLUMNS), *rows]) for i in range(len(COLUMNS))]

    def line(cells: list[str]) -> str:
        words = [
            cell.ljust(width) if i < 2 else cell.rjust(width)
            for i, (cell, width) in enumerate(zip(cells, widths, strict=True))
        ]
        return f"| {' | '.join(words)} |"

    rule = [("-" * w if i < 2 else "-" * (w - 1) + ":") for i, w in enumerate(widths)]
    return "\n".join([line(list(COLUMNS)), line(rule), *map(line, rows)])
