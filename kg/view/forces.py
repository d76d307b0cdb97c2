"""A force layout in numpy and scipy: neighbours near, everything else apart, the same for the same graph.

Source: Zhong et al., "Force-Directed Graph Layouts Revisited: A New Force Based on the T-Distribution", TVCG 2023. All
pairs repel by d / (1 + d²)², edges attract by 0.1 d + 8 d / (1 + d²). The sum over all pairs is one convolution of the
node density on a grid, so that a step costs O(n + m + G² log G).
"""

import numpy as np
import numpy.typing as npt
from scipy import fft, sparse
from scipy.sparse.csgraph import dijkstra

__all__ = ["place_by_forces"]

ATTRACTION, SHORT_ATTRACTION, EXPONENT = 0.1, 8.0, 2.0  # the paper's defaults
ITERATIONS = 200
PIVOTS = 40
FEW = 160  # nodes; below, adding up all pairs is quicker than two transforms

_Floats = npt.NDArray[np.float64]
_Integers = npt.NDArray[np.int64]


def place_by_forces(count: int, sources: _Integers, targets: _Integers, weights: _Floats, *, seed: int = 0) -> _Floats:
    """Place the nodes of one connected graph.

    Args:
        count: How many nodes there are, numbered from 0.
        sources: One end of each edge.
        targets: The other end.
        weights: How hard each edge pulls; 1 is usual.
        seed: Of the small random offsets that keep nodes from standing on one spot.

    Returns:
        An array of shape (count, 2); one unit is about the length of an edge.
    """
    if count < 3:
        return np.arange(2.0 * count).reshape(count, 2)
    places = _start(count, sources, targets, seed)
    size = int(min(512, max(64, 2 ** np.ceil(np.log2(2 * np.sqrt(count))))))
    speed = np.zeros_like(places)
    repel = _repel_directly if count <= FEW else _Repulsion(size).act
    for iteration in range(ITERATIONS):
        force, stiffness = _attract(count, (sources, targets, weights), places)
        force = (force + repel(places)) / (stiffness + 1)[:, None]  # like Newton's step
        heat = 1 - iteration / ITERATIONS
        speed = 0.5 * speed + force * (0.1 + 0.9 * heat)
        length = np.sqrt((speed * speed).sum(axis=1)) + 1e-9
        longest = 0.05 * np.ptp(places, axis=0).max() * heat + 0.2
        places = places + speed * np.minimum(1, longest / length)[:, None]
    return places


def _start(count: int, sources: _Integers, targets: _Integers, seed: int) -> _Floats:
    """Begin with distances along edges to a few far-apart nodes, drawn on a plane (PivotMDS)."""
    ones = np.ones(len(sources), np.float32)
    joined = sparse.csr_matrix((ones, (sources, targets)), (count, count))
    joined = joined + joined.T
    random = np.random.default_rng(seed)
    pivots = min(PIVOTS, max(2, count // 4))
    distances = np.empty((count, pivots))
    farthest = np.full(count, np.inf)
    pivot = int(np.argmax(np.diff(joined.indptr)))
    for column in range(pivots):
        distances[:, column] = dijkstra(joined, directed=False, indices=pivot, unweighted=True)
        farthest = np.minimum(farthest, distances[:, column])
        pivot = int(np.argmax(farthest + random.random(count) * 0.5))
    squares = distances**2
    centred = squares - squares.mean(axis=0) - squares.mean(axis=1, keepdims=True) + squares.mean()
    plane = centred @ np.linalg.eigh(centred.T @ centred)[1][:, -2:]
    plane = np.asarray(plane / (plane.std() + 1e-9) * np.sqrt(count) * 0.5)
    return np.asarray(plane + random.normal(0, 0.5, plane.shape))


def _attract(count: int, edges: tuple[_Integers, _Integers, _Floats], places: _Floats) -> tuple[_Floats, _Floats]:
    sources, targets, weights = edges
    apart = places[targets] - places[sources]
    strength = weights * (ATTRACTION + SHORT_ATTRACTION / (1 + (apart * apart).sum(axis=1)))
    force = np.stack(
        [
            np.bincount(sources, strength * apart[:, axis], count)
            - np.bincount(targets, strength * apart[:, axis], count)
            for axis in (0, 1)
        ],
        axis=1,
    )
    stiffness = np.bincount(sources, strength, count) + np.bincount(targets, strength, count)
    return np.asarray(force, np.float64), np.asarray(stiffness, np.float64)


def _repel_directly(places: _Floats) -> _Floats:
    apart = places[:, None, :] - places[None, :, :]
    near = (1 + (apart * apart).sum(axis=2)) ** -EXPONENT
    return np.asarray((apart * near[:, :, None]).sum(axis=1))


class _Repulsion:
    """The force of all nodes on each, by a convolution on a grid of ``size`` cells a side."""

    def __init__(self, size: int) -> None:
        self.size = size
        steps = np.arange(2 * size, dtype=np.float64)
        steps[steps >= size] -= 2 * size
        self.rows, self.columns = np.meshgrid(steps, steps, indexing="ij")
        self.cell = 0.0

    def act(self, places: _Floats) -> _Floats:
        low = places.min(axis=0)
        cell = float((places.max(axis=0) - low).max() / (self.size - 2) + 1e-12)
        if abs(cell - self.cell) > 0.03 * cell:  # a new kernel costs two transforms
            self._set_kernel(cell)
        scaled = (places - low) / cell
        corner = scaled.astype(np.int64)
        part = scaled - corner
        shares = (
            (1 - part[:, 0]) * (1 - part[:, 1]),
            part[:, 0] * (1 - part[:, 1]),
            (1 - part[:, 0]) * part[:, 1],
            part[:, 0] * part[:, 1],
        )
        cells = [corner[:, 0] * self.size + corner[:, 1] + offset for offset in (0, self.size, 1, self.size + 1)]
        total = self.size * self.size
        density = sum(
            np.bincount(at, share, total + self.size + 2)[:total] for at, share in zip(cells, shares, strict=True)
        )
        padded = np.zeros((2 * self.size, 2 * self.size))
        padded[: self.size, : self.size] = np.asarray(density).reshape(self.size, self.size)
        spectrum = fft.rfft2(padded)
        force = np.empty_like(places)
        for axis, kernel in enumerate(self.kernels):
            field = fft.irfft2(spectrum * kernel)[: self.size, : self.size].ravel()
            force[:, axis] = sum(
                share * field[np.minimum(at, total - 1)] for at, share in zip(cells, shares, strict=True)
            )
        return force

    def _set_kernel(self, cell: float) -> None:
        near = (1 + (self.rows**2 + self.columns**2) * cell * cell) ** -EXPONENT
        self.kernels = (fft.rfft2(self.rows * cell * near), fft.rfft2(self.columns * cell * near))
        self.cell = cell
