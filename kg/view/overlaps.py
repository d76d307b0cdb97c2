"""Push drawn things apart until they can be told from each other."""

import numpy as np
import numpy.typing as npt
from scipy.spatial import cKDTree

__all__ = ["separate"]

ROUNDS = 400  # 60 names on one heap need that many; most maps are clear after 40
FEWER = 120  # rounds for a large map, whose names are tried one by one in the page anyway
LARGE = 1500  # boxes
CLEAR = 0.5  # pixels that may overlap
SIDEWAYS = 0.75  # labels are wide and low: pushed the shortest way only, they would pile up in columns

_Floats = npt.NDArray[np.float64]


def separate(places: _Floats, sizes: _Floats) -> _Floats:
    """Move boxes apart, each pair along the axis on which it overlaps least, sideways rather than up.

    Args:
        places: Centres, an array of shape (n, 2), in pixels.
        sizes: Width and height of each box, in pixels, of the same shape.

    Returns:
        Centres in the same order; the order of neighbours from left to right and top to bottom is kept where it can be.
    """
    places = places.copy()
    if len(places) < 2:
        return places
    halves = sizes / 2
    for _ in range(ROUNDS if len(places) < LARGE else FEWER):
        pairs = _near(places, sizes)
        first, second = pairs[:, 0], pairs[:, 1]
        apart = places[second] - places[first]
        overlap = halves[first] + halves[second] - np.abs(apart)
        crossing = (overlap > CLEAR).all(axis=1)
        if not crossing.any():
            break
        first, second, apart, overlap = first[crossing], second[crossing], apart[crossing], overlap[crossing]
        sideways = overlap[:, 0] * SIDEWAYS < overlap[:, 1]
        step = np.where(apart < 0, -overlap, overlap)
        step[~sideways, 0] = 0.0
        step[sideways, 1] = 0.0
        crowd = np.bincount(second, minlength=len(places)) + np.bincount(first, minlength=len(places))
        for axis in (0, 1):
            push = np.bincount(second, step[:, axis], len(places)) - np.bincount(first, step[:, axis], len(places))
            places[:, axis] += 0.55 * push / np.maximum(crowd, 1) ** 0.5
    return places


def _near(places: _Floats, sizes: _Floats) -> npt.NDArray[np.int64]:
    """Find the pairs that could overlap; both axes are scaled by the largest box, so that long labels cost little."""
    scaled = places / np.maximum(sizes.max(axis=0), 1e-9)
    pairs = cKDTree(scaled).query_pairs(1.0, p=np.inf, output_type="ndarray")
    return np.asarray(pairs[np.lexsort((pairs[:, 1], pairs[:, 0]))], np.int64)
