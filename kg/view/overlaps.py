"""Push drawn things apart until their labels can be read."""

import numpy as np
import numpy.typing as npt
from scipy.spatial import cKDTree

__all__ = ["separate"]

ROUNDS = 150  # most maps are clear after 40; the rest are crowded beyond help
HEIGHT = 46.0  # pixels: a dot and the line of text under it

_Floats = npt.NDArray[np.float64]


def separate(places: _Floats, widths: _Floats) -> _Floats:
    """Move boxes apart, each pair along the axis on which it overlaps least.

    Args:
        places: Centres, an array of shape (n, 2), in pixels.
        widths: The width of each box in pixels; all are ``HEIGHT`` high.

    Returns:
        Centres in the same order; the order of neighbours from left to right and top to bottom is kept where it can be.
    """
    places = places.copy()
    if len(places) < 2:
        return places
    halves = widths / 2
    for _ in range(ROUNDS):
        pairs = cKDTree(places).query_pairs(float(np.hypot(widths.max(), HEIGHT)), output_type="ndarray")
        if not len(pairs):
            break
        pairs = pairs[np.lexsort((pairs[:, 1], pairs[:, 0]))]
        first, second = pairs[:, 0], pairs[:, 1]
        apart = places[second] - places[first]
        overlap_x = halves[first] + halves[second] - np.abs(apart[:, 0])
        overlap_y = HEIGHT - np.abs(apart[:, 1])
        crossing = (overlap_x > 0.5) & (overlap_y > 0.5)
        if not crossing.any():
            break
        first, second, apart = first[crossing], second[crossing], apart[crossing]
        overlap_x, overlap_y = overlap_x[crossing], overlap_y[crossing]
        sideways = overlap_x < overlap_y
        step = np.zeros_like(apart)
        step[:, 0] = np.where(sideways, _away(apart[:, 0]) * overlap_x, 0.0)
        step[:, 1] = np.where(sideways, 0.0, _away(apart[:, 1]) * overlap_y)
        for axis in (0, 1):
            push = np.bincount(second, step[:, axis], len(places)) - np.bincount(first, step[:, axis], len(places))
            crowd = np.bincount(second, minlength=len(places)) + np.bincount(first, minlength=len(places))
            places[:, axis] += 0.55 * push / np.maximum(crowd, 1) ** 0.5
    return places


def _away(distance: _Floats) -> _Floats:
    return np.where(distance < 0, -1.0, 1.0)
