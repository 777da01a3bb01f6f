"""Charts as SVG: whole XML whatever the words are, everything within the picture, time along the reading direction."""

import io
import math
import re
from xml.etree import ElementTree as ET

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image

from peygir.core.charts.areas import area_map, short_names
from peygir.core.charts.heat import heat_chart
from peygir.core.charts.lines import bar_chart, line_chart
from peygir.core.charts.picture import picture_of
from peygir.core.charts.plots import ChartLook, HeatTable, MapArea, Plot, PlotSeries, TooManySeries
from peygir.core.charts.scales import class_bounds, class_of

SVG = "{http://www.w3.org/2000/svg}"
FROM_RIGHT = ChartLook(from_right=True)
names = st.text(min_size=0, max_size=40)
amounts = st.none() | st.floats(-1e6, 1e6).map(lambda value: round(value, 2)) | st.integers(0, 10**7).map(float)
looks = st.booleans().map(lambda from_right: ChartLook(from_right=from_right))
SQUARE = ((52.0, 29.0), (52.1, 29.0), (52.1, 29.1), (52.0, 29.1), (52.0, 29.0))
BESIDE = tuple((x + 0.1, y) for x, y in SQUARE)


@st.composite
def plots(draw: st.DrawFn) -> Plot:
    """Any data of lines or bars."""
    labels = tuple(draw(st.lists(names, max_size=50)))
    rows = draw(st.integers(1, 4))
    values = st.lists(amounts, min_size=len(labels), max_size=len(labels)).map(tuple)
    return Plot(labels, tuple(PlotSeries(draw(names), draw(values)) for _ in range(rows)))


def read(svg: str) -> ET.Element:
    """The chart as a tree; everything that is drawn has finite places."""
    root = ET.fromstring(svg)
    for node in root.iter():
        for key, value in node.attrib.items():
            if key in {"x", "y", "x1", "x2", "y1", "y2", "cx", "cy", "width", "height"}:
                assert math.isfinite(float(value))
    return root


@given(plots(), looks)
def test_any_plot_is_drawn_within_its_picture(plot: Plot, look: ChartLook) -> None:
    for svg in (line_chart(plot, look), bar_chart(plot, look)):
        root = read(svg)
        height = float(root.attrib["height"])
        for bar in root.iter(f"{SVG}rect"):
            assert float(bar.get("x", "0")) >= -0.01
            assert float(bar.get("x", "0")) + float(bar.get("width", "0")) <= look.width + 0.01
            assert float(bar.get("y", "0")) + float(bar.get("height", "0")) <= height + 0.01
        for dot in root.iter(f"{SVG}circle"):
            assert 0 <= float(dot.attrib["cx"]) <= look.width
            assert 0 <= float(dot.attrib["cy"]) <= height


@given(st.lists(names, min_size=1, max_size=8), st.lists(names, min_size=1, max_size=30), looks, st.data())
def test_any_table_is_drawn(rows: list[str], columns: list[str], look: ChartLook, data: st.DataObject) -> None:
    row = st.lists(amounts, min_size=len(columns), max_size=len(columns)).map(tuple)
    table = HeatTable(tuple(rows), tuple(columns), tuple(data.draw(row) for _ in rows))
    root = read(heat_chart(table, look))
    assert len(list(root.iter(f"{SVG}rect"))) >= len(rows) * len(columns)


def test_time_runs_along_the_reading_direction() -> None:
    plot = Plot(("one", "two", "three"), (PlotSeries("n", (1.0, 2.0, 3.0)),))
    left = [float(dot.attrib["cx"]) for dot in read(line_chart(plot, ChartLook())).iter(f"{SVG}circle")]
    right = [float(dot.attrib["cx"]) for dot in read(line_chart(plot, FROM_RIGHT)).iter(f"{SVG}circle")]
    assert left == sorted(left)
    assert right == sorted(right, reverse=True)


def test_a_gap_is_no_value() -> None:
    plot = Plot(("a", "b", "c", "d", "e"), (PlotSeries("n", (1.0, 2.0, None, 4.0, 5.0)),))
    root = read(line_chart(plot, ChartLook()))
    assert len(list(root.iter(f"{SVG}polyline"))) == 2
    assert len(list(root.iter(f"{SVG}circle"))) == 4


def test_bars_are_as_long_as_their_values() -> None:
    plot = Plot(("a", "b"), (PlotSeries("n", (10.0, 20.0)),))
    first, second = (
        float(bar.attrib["height"]) for bar in list(read(bar_chart(plot, ChartLook())).iter(f"{SVG}rect"))[1:]
    )
    assert second == pytest.approx(2 * first, rel=0.01)
    many = Plot(
        tuple(f"a long name of number {n}" for n in range(20)), (PlotSeries("n", tuple(map(float, range(20)))),)
    )
    lying = [float(bar.attrib["width"]) for bar in list(read(bar_chart(many, ChartLook())).iter(f"{SVG}rect"))[1:]]
    assert lying[10] == pytest.approx(lying[5] * 2, rel=0.01)


def test_words_are_escaped_and_stand_in_an_isolate() -> None:
    plot = Plot(("<b>&\"'\x00", "منطقهٔ ۱"), (PlotSeries("n", (1.0, 2.0)),))
    texts = [node.text for node in read(bar_chart(plot, FROM_RIGHT)).iter(f"{SVG}text")]
    assert "\u2067<b>&\"'\u2069" in texts
    assert "\u2067منطقهٔ ۱\u2069" in texts
    assert "style=" not in bar_chart(plot, FROM_RIGHT)


def test_more_series_than_can_be_told_apart_are_refused() -> None:
    with pytest.raises(TooManySeries):
        Plot(("a",), tuple(PlotSeries(str(n), (1.0,)) for n in range(5)))


def test_a_map_shades_hatches_and_leaves_pale() -> None:
    look = ChartLook(hidden="hidden", nothing="none", height=400)
    areas = [
        MapArea("1", (SQUARE,), 3.0),
        MapArea("2", (BESIDE,), 9.0),
        MapArea("3", (tuple((x, y + 0.1) for x, y in SQUARE),), is_hidden=True),
        MapArea("4", (tuple((x, y + 0.1) for x, y in BESIDE),)),
    ]
    root = read(area_map(areas, look))
    fills = [path.get("fill") for path in root.iter(f"{SVG}path") if path.get("fill-rule")]
    assert fills == [look.palette.levels[-2], look.palette.levels[-1], "url(#hidden)", look.palette.empty]
    texts = [node.text for node in root.iter(f"{SVG}text")]
    assert {"1", "2", "3", "4", "hidden", "none"} <= set(texts)
    first, beside, above, _last = (
        [float(number) for number in re.findall(r"-?\d+\.\d", path.attrib["d"])]
        for path in root.iter(f"{SVG}path")
        if path.get("fill-rule")
    )
    assert max(first[::2]) <= min(beside[::2]) + 0.1, "east is right"
    assert min(first[1::2]) >= max(above[1::2]) - 0.1, "north is up"
    across, down = max(first[::2]) - min(first[::2]), max(first[1::2]) - min(first[1::2])
    assert across / down == pytest.approx(math.cos(math.radians(29.1)), rel=0.01), "a degree east is shorter"


def test_a_map_without_areas_says_so() -> None:
    assert "none drawn" in area_map([], ChartLook(nothing="none drawn"))


@given(st.lists(st.floats(0, 1e6), min_size=1, max_size=60), st.integers(1, 7))
def test_classes_hold_every_value(values: list[float], most: int) -> None:
    bounds = class_bounds(values, most)
    assert bounds[-1] == max(values)
    assert 1 <= len(bounds) <= most
    assert list(bounds) == sorted(set(bounds))
    for value in values:
        number = class_of(value, bounds)
        assert value <= bounds[number]
        assert number == 0 or value > bounds[number - 1]


def test_the_picture_has_joined_letters_from_right_to_left() -> None:
    """The same word drawn with its letters kept apart is wider; and the first word of a line stands on the right."""
    image = Image.open(io.BytesIO(picture_of(line_chart(Plot(("فروردین",), (PlotSeries("n", (1.0,)),)), FROM_RIGHT))))
    assert image.size == (round(680 * 2.5), round(300 * 2.5))

    def ink(text: str) -> tuple[int, int]:
        look = ChartLook(from_right=True)
        svg = bar_chart(Plot((text,), (PlotSeries("n", (0.0,)),)), look)
        picture = Image.open(io.BytesIO(picture_of(svg))).convert("L")
        below = picture.crop((0, int(2.5 * 278), picture.width - 200, picture.height))
        box = below.point(lambda shade: 255 if shade < 180 else 0).getbbox()
        assert box is not None
        return box[0], box[2]

    joined, apart = ink("سلامت"), ink("س\u200cل\u200cا\u200cم\u200cت")
    assert joined[1] - joined[0] < apart[1] - apart[0]
    with pytest.raises(ValueError, match=r".+"):
        picture_of("no svg")


def test_names_on_a_map_are_short_and_none_stands_over_another() -> None:
    small = tuple((52.05 + (x - 52) / 100, 29.05 + (y - 29) / 100) for x, y in SQUARE)
    areas = [MapArea("District 1", (SQUARE,), 3.0), MapArea("District 2", (BESIDE,), 9.0)]
    assert short_names(areas) == ["1", "2"]
    assert short_names([*areas, MapArea("Zand", (small,), 1.0)])[0] == "District 1"
    drawn = area_map([*areas, MapArea("District 17", (small,), 1.0)], ChartLook(height=400))
    assert ">2</text>" in drawn
    assert ">17</text>" not in drawn, "the first one stands there"
