"""Sub-pixel sampling, compared with the definition of bilinear interpolation."""

import numpy as np
import pytest

from reelwright.film.timeline.model import Motion
from reelwright_media.canvas.motion import PATHS, View, moving_axis, steady_zoom, view_at
from reelwright_media.canvas.pictures import source_planes
from reelwright_media.canvas.planes import Plane, empty_planes, planes_from_rgb
from reelwright_media.canvas.sampling import MARGIN, OVERSIZE, Slide, draw_view

WIDTH, HEIGHT = 180, 320


def gradient(width: int, height: int) -> np.ndarray:
    """Return a picture whose brightness depends on the position: a wave across and a wave down."""
    x, y = np.meshgrid(np.linspace(0, 1, width), np.linspace(0, 1, height))
    grey = 128 + 50 * np.sin(9 * x) + 50 * np.cos(14 * y)
    return np.repeat(grey[:, :, None], 3, axis=2).astype(np.uint8)


def bilinear(
    source: Plane, first: tuple[float, float], step: tuple[float, float], shape: tuple[int, int]
) -> np.ndarray:
    """Return source(first + step * place), straight from the definition."""
    y, x = (first[axis] + step[axis] * np.arange(shape[1 - axis]) for axis in (1, 0))
    left, top = np.floor(x).astype(int), np.floor(y).astype(int)
    across, down = x - left, (y - top)[:, None]
    values = source.astype(float)
    upper = values[top][:, left] * (1 - across) + values[top][:, left + 1] * across
    lower = values[top + 1][:, left] * (1 - across) + values[top + 1][:, left + 1] * across
    return np.asarray(upper * (1 - down) + lower * down)


@pytest.mark.parametrize("motion", list(PATHS))
@pytest.mark.parametrize("share", [0.0, 0.31, 0.77, 1.0])
def test_a_view_is_sampled_where_it_says(motion: Motion, share: float) -> None:
    """Every pixel is the bilinear value of its exact place, within the phase's rounding."""
    source = source_planes(gradient(400, 700), WIDTH, HEIGHT, oversize=steady_zoom(motion) or OVERSIZE)
    view = view_at(motion, share * 4, length_seconds=4)
    target = empty_planes(WIDTH, HEIGHT)
    draw_view(source, view, target)
    width, height = source.width - 2 * MARGIN, source.height - 2 * MARGIN
    step = (width / (WIDTH * view.zoom), height / (HEIGHT * view.zoom))
    edge = (view.centre_x * width - WIDTH * step[0] / 2, view.centre_y * height - HEIGHT * step[1] / 2)
    first = tuple(max(0.0, at) + MARGIN + by / 2 - 0.5 for at, by in zip(edge, step, strict=True))
    wanted = bilinear(source.y, (first[0], first[1]), step, (HEIGHT, WIDTH))
    assert np.abs(wanted - target.y).mean() < 0.6
    assert np.abs(wanted - target.y).max() < 2.0


@pytest.mark.parametrize(
    ("motion", "oversize"),
    [
        ("push_in", OVERSIZE),
        ("pull_out", OVERSIZE),
        ("pan_left", OVERSIZE),
        ("pan_right", OVERSIZE),
        ("pan_left", steady_zoom("pan_left")),
        ("pan_right", steady_zoom("pan_right")),
    ],
)
def test_a_motion_does_not_jitter(motion: Motion, oversize: float) -> None:
    """Along a whole motion the picture stands within a few hundredths of a pixel of its exact place in every frame.

    How far a wave stands from its place follows from its slope, rising and falling alike, far below a pixel.
    """
    wave = np.repeat((127 + 90 * np.sin(np.arange(400) / 9))[None, :, None], 700, axis=0).repeat(3, axis=2)
    random = np.random.default_rng(1)
    source = source_planes((wave + random.random(wave.shape)).astype(np.uint8), WIDTH, HEIGHT, oversize=oversize)
    width = source.width - 2 * MARGIN
    inner = source.y[MARGIN:-MARGIN, MARGIN:-MARGIN].mean(axis=0)
    target, errors = empty_planes(WIDTH, HEIGHT), []
    for frame in range(120):
        view = view_at(motion, frame / 30, length_seconds=4)
        draw_view(source, view, target)
        places = (view.centre_x + (np.arange(WIDTH) + 0.5 - WIDTH / 2) / (WIDTH * view.zoom)) * width - 0.5
        wanted = np.interp(places, np.arange(width), inner)
        slope = np.gradient(wanted)
        errors.append(((target.y.mean(axis=0) - wanted) * slope).sum() / (slope**2).sum())
    jitter = np.diff(errors, n=2) / np.sqrt(6)  # what is left of independent errors of one frame
    assert np.sqrt((jitter**2).mean()) < 0.05


@pytest.mark.parametrize("motion", ["pan_left", "pan_right", "rise", "still"])
def test_a_slide_draws_what_a_view_draws(motion: Motion) -> None:
    """Quarters of a pixel change a soft picture by its rounding only, in any order of frames."""
    source = source_planes(gradient(400, 700), WIDTH, HEIGHT, oversize=steady_zoom(motion) or OVERSIZE)
    slide = Slide(moving_axis(motion))
    plain, slid = empty_planes(WIDTH, HEIGHT), empty_planes(WIDTH, HEIGHT)
    for share in (0.0, 0.31, 0.77, 0.31):
        view = view_at(motion, share * 4, length_seconds=4)
        draw_view(source, view, plain)
        draw_view(source, view, slid, slide)
        assert all(np.abs(one.astype(int) - other).max() <= 1 for one, other in zip(plain, slid, strict=True))


@pytest.mark.parametrize("size", [(270, 480), (540, 960), (360, 640), (202, 358)])
def test_a_picture_of_the_frames_own_size_is_seen_as_it_is(size: tuple[int, int]) -> None:
    """At zoom 1 every pixel stands where it stood: no rounding of sizes crops, shifts or stretches."""
    width, height = size
    picture = gradient(width, height)
    target = empty_planes(width, height)
    draw_view(source_planes(picture, width, height), view_at("still", 0, length_seconds=4), target)
    for plane, wanted in zip(target, planes_from_rgb(picture), strict=True):
        assert np.abs(plane.astype(int) - wanted).max() <= 3


@pytest.mark.parametrize(("wide", "high"), [(641, 1137), (4000, 3001), (33, 999), (1, 1)])
def test_a_picture_of_any_size_fills_the_frame(wide: int, high: int) -> None:
    """Odd sides, photographs and single pixels give planes of the same size."""
    source = source_planes(np.full((high, wide, 3), 200, np.uint8), WIDTH, HEIGHT)
    assert (source.width, source.height) == (218 + 2 * MARGIN, 388 + 2 * MARGIN)
    assert np.ptp(source.y) <= 1


@pytest.mark.parametrize("oversize", [1.3, 1.4, 1.9])
def test_a_view_of_the_whole_picture_is_drawn_at_any_zoom(oversize: float) -> None:
    """Nothing outside the margin is read, however large the picture is stored: at the very edge no phase fails."""
    source = source_planes(gradient(2 * WIDTH, 2 * HEIGHT), WIDTH, HEIGHT, oversize=oversize)
    target = empty_planes(WIDTH, HEIGHT)
    for zoom in 1 + np.arange(200) / 50_000:
        draw_view(source, View(float(zoom), 0.5, 0.5), target)
    draw_view(source, View(1.0, 0.5, 0.5), target)
    wanted = gradient(WIDTH, HEIGHT)[..., 0] * (219 / 255) + 16
    assert np.abs(wanted - target.y).mean() < 1.0


@pytest.mark.parametrize("motion", ["push_in", "pan_left"])
def test_chroma_moves_with_luma(motion: Motion) -> None:
    """A colour edge stays on the brightness edge at any view: chroma is sampled at its own siting."""
    picture = np.zeros((700, 400, 3), np.uint8)
    picture[:, 200:] = (255, 40, 40)
    source = source_planes(picture, WIDTH, HEIGHT, oversize=steady_zoom(motion) or OVERSIZE)
    for share in (0.0, 0.4, 1.0):
        target = empty_planes(WIDTH, HEIGHT)
        draw_view(source, view_at(motion, 4 * share, length_seconds=4), target)
        luma = target.y[100].astype(float)
        chroma = target.v[50].astype(float)
        edge = np.interp((luma[60] + luma[-60]) / 2, luma, np.arange(WIDTH))
        tint = np.interp((chroma[30] + chroma[-30]) / 2, chroma, 2 * np.arange(WIDTH // 2))
        assert abs(edge - tint) < 0.5


def test_a_frame_of_the_encoder_is_painted_in_place_whatever_its_row_length() -> None:
    """Moving without scaling writes into rows that are longer than the picture, and nowhere else."""
    source = source_planes(gradient(400, 700), WIDTH, HEIGHT, oversize=1.1)
    view = view_at("rise", 1.3, length_seconds=4)
    plain, long = empty_planes(WIDTH, HEIGHT), empty_planes(WIDTH + 76, HEIGHT)
    for plane in long:
        plane[:] = 77
    draw_view(source, view, plain)
    draw_view(source, view, long.region(0, 0, WIDTH, HEIGHT))
    for rows, wanted in zip(long, plain, strict=True):
        assert np.array_equal(rows[:, : wanted.shape[1]], wanted)
        assert (rows[:, wanted.shape[1] :] == 77).all()
