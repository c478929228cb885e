"""A map of the cities drawn here, from degrees alone: a page must not ask another house for tiles."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from hrcn_community.register.models import City

WEST, EAST, SOUTH, NORTH = -6.5, 19.0, 46.0, 58.4
SCALE = 40
SQUEEZE = 0.62  # a degree of longitude beside one of latitude, in the middle of the map
WIDTH, HEIGHT = round((EAST - WEST) * SQUEEZE * SCALE), round((NORTH - SOUTH) * SCALE)

# Longitude and latitude along the coasts, by eye: enough to see where one is.
BRITAIN = """
-5.7 50.1 -5.0 50.0 -3.6 50.2 -3.0 50.7 -2.4 50.6 -1.3 50.8 0.3 50.8 1.0 50.95 1.4 51.2 0.7 51.5
1.0 51.8 1.7 52.5 1.3 52.95 0.5 52.95 0.2 52.85 0.3 53.1 0.1 53.5 -0.2 53.65 0.1 53.6 -0.1 54.05
-0.5 54.45 -1.2 54.65 -1.6 55.4 -2.1 55.85 -3.2 56.0 -2.6 56.3 -2.9 56.45 -2.1 57.1 -1.8 57.55
-3.4 57.7 -4.2 57.5 -3.9 57.9 -3.1 58.6 -5.0 58.6 -5.8 57.5 -5.5 57.0 -6.0 56.6 -5.4 56.2 -5.7 55.4
-4.9 55.8 -5.1 54.9 -4.4 54.7 -3.4 54.95 -3.6 54.5 -2.9 54.1 -3.0 53.4 -4.2 53.3 -4.6 52.85 -4.1 52.75
-4.1 52.3 -5.2 51.85 -4.3 51.65 -3.3 51.4 -2.7 51.6 -3.1 51.2 -4.2 51.2 -4.6 50.85
"""
CONTINENT = """
-1.1 45.0 -1.3 46.1 -2.1 47.2 -3.3 47.6 -4.6 47.9 -4.7 48.45 -3.2 48.85 -2.0 48.6 -1.5 48.65 -1.9 49.7
-1.2 49.6 -1.2 49.35 0.1 49.35 0.2 49.7 1.4 50.1 1.6 50.85 2.6 51.1 3.3 51.4 3.5 51.55 4.0 51.9 4.6 52.6
4.8 53.0 5.1 52.6 5.4 52.5 5.4 53.1 6.9 53.45 7.1 53.3 7.3 53.65 8.2 53.6 8.6 53.9 9.0 53.9 8.7 54.3
8.6 54.95 8.1 55.5 8.15 56.6 8.6 57.1 9.6 57.25 10.6 57.7 10.4 57.1 10.3 56.6 10.9 56.4 10.2 55.9 9.7 55.5
9.5 54.85 10.0 54.5 11.0 54.4 10.9 54.0 12.0 54.15 12.6 54.45 13.5 54.6 14.2 53.95 16.3 54.35 18.4 54.8
18.7 54.4 19.6 54.4 20.0 45.0
"""
SCANDINAVIA = """
11.1 59.0 11.3 58.3 11.9 57.6 12.4 56.9 12.7 56.3 12.55 56.2 12.9 55.7 12.85 55.4 14.2 55.4 14.3 55.7
14.7 56.1 15.9 56.1 16.4 56.6 16.6 57.4 16.9 58.4 17.6 59.0
"""
ISLANDS = (
    "11.0 55.7 12.0 56.1 12.6 56.05 12.6 55.6 12.2 55.2 12.1 54.75 11.2 54.75 11.2 55.2",
    "9.8 55.45 10.5 55.6 10.8 55.2 10.5 55.0 9.9 55.15",
    "18.2 56.95 18.2 57.6 18.9 57.9 18.8 57.4",
    "16.4 56.25 16.7 56.8 17.05 57.3 16.8 56.7",
)


@dataclass(frozen=True)
class Dot:
    """A city on the map; `side` says where its name has room."""

    name: str
    href: str
    x: float
    y: float
    side: str


def place(longitude: float, latitude: float) -> tuple[float, float]:
    """Return where a point of the earth lies on the map."""
    return round((longitude - WEST) * SQUEEZE * SCALE, 1), round((NORTH - latitude) * SCALE, 1)


def dots(cities: Iterable[City]) -> Sequence[Dot]:
    """Return the cities whose place is known and on the map."""
    spots = [
        (city, *place(city.longitude, city.latitude))
        for city in cities
        if city.longitude is not None and city.latitude is not None
    ]
    shown = [each for each in spots if 0 <= each[1] <= WIDTH and 0 <= each[2] <= HEIGHT]
    return [
        Dot(city.name, f"/cities/{city.slug}", x, y, _side(x, y, [each[1:] for each in shown]))
        for city, x, y in shown
    ]


def _side(x: float, y: float, others: Iterable[tuple[float, float]]) -> str:
    crowded = any(0 < other_x - x < 90 and abs(other_y - y) < 40 for other_x, other_y in others)
    return "left" if crowded or x > 0.8 * WIDTH else "right"


def _path(coast: str) -> str:
    numbers = [float(number) for number in coast.split()]
    points = [place(*pair) for pair in zip(numbers[::2], numbers[1::2], strict=True)]
    return "M" + "L".join(f"{x} {y}" for x, y in points) + "Z"


LAND = "".join(_path(coast) for coast in (BRITAIN, CONTINENT, SCANDINAVIA, *ISLANDS))
