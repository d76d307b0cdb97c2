"""Teach the tagger's network: a pretrained encoder of pieces of words, tuned together with what the rules found."""

import json
import math
import random
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from copy import deepcopy
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

import numpy as np
import onnx
import torch
from numpy.typing import NDArray
from onnx import TensorProto, helper, numpy_helper
from onnxruntime.quantization import QuantType, quantize_dynamic
from torch import Tensor, nn
from torch.nn import functional
from torch.nn.utils.rnn import pack_padded_sequence, pad_packed_sequence

from kg.mentions.network import CONTROL, DEEPEST, END, FIELDS, FIRST, LONGEST, Vocabulary, cut_windows
from kg.mentions.pieces import Pieces, fold
from kg.train.lessons import CARES, Lesson
from kg.train.pretrained import Pretrained

__all__ = ["teach"]

# Chosen on texts apart from those learned from.
LAYERS = 8  # of the encoder's twelve: more would not fit into 20 MB
LONGEST_ROW = LONGEST + 20  # pieces, with those that stand for no text
HIDDEN = 144  # of the recurrent layer, each way
SIZES = {"types": 32, "rules": 16, "inner": 8, "words": 24}  # of the rows for the values of each feature
PLACES, PLACE_SIZE, DEPTH_SIZE, OWN_SIZE, CARE_SIZE = END + 1, 16, 4, 96, 8
EPOCHS = 4  # times that every lesson is gone through
BATCH = 2800  # characters
ENCODER_RATE, OTHER_RATE = 1.5e-4, 1.5e-3
WARM = 150  # steps
SMOOTHING = 0.03
MEAN = 0.998  # of the weights that are kept, a running mean of those learned
LEAST_SEEN, LEAST_SEEN_ALONE, LEAST_VALUE = 55, 3, 5  # times that a piece, a character, a value must have been seen
COMMON = [bytes([high, low]).decode("gb2312", "ignore") for high in range(0xB0, 0xD8) for low in range(0xA1, 0xFF)]
HALF_FROM = 20_000  # weights of a tensor that is kept in half precision
SEED = 7
VERSION = 17  # of ONNX operators


@dataclass(frozen=True, slots=True, kw_only=True)
class _Row:
    """A lesson in numbers."""

    pieces: NDArray[np.int64]
    characters: NDArray[np.int64]
    tags: NDArray[np.int64]
    care: int


def _choose_pieces(texts: Iterable[str], pretrained: Pretrained) -> list[int]:
    """Choose the pieces worth keeping: those that texts of the genre hold, and the common characters.

    Returns:
        Their rows in the encoder, in order.
    """
    pieces = Pieces(dict(zip(pretrained.pieces, pretrained.likelihoods, strict=True)), apart=CONTROL)
    seen: Counter[int] = Counter()
    for text in texts:
        for line in fold(text).split("\n"):
            plain = line.replace(" ", "")
            for start in range(0, len(plain), LONGEST):
                cut = pieces.cut(FIRST + plain[start : start + LONGEST])
                seen.update(number for _, _, number in cut if number is not None)
    always = {*CONTROL, FIRST, *COMMON, *map(chr, range(0x21, 0x7F))}
    return [
        row
        for row, piece in enumerate(pretrained.pieces)
        if piece in always or seen[row] >= (LEAST_SEEN_ALONE if len(piece) == 1 else LEAST_SEEN)
    ]


def teach(lessons: Sequence[Lesson], texts: Iterable[str], pretrained: Pretrained) -> bytes:
    """Tune an encoder on lessons.

    Args:
        lessons: At least one.
        texts: Texts of the genre, from which the pieces are chosen that are kept.
        pretrained: The encoder to start from.

    Returns:
        The network as an ONNX file, with its vocabulary and tags in the metadata.
    """
    torch.manual_seed(SEED)
    shuffle = random.Random(SEED)  # noqa: S311  an order of lessons, no secret
    rows = _choose_pieces(texts, pretrained)
    pieces = {pretrained.pieces[row]: round(pretrained.likelihoods[row], 3) for row in rows}
    values = {field: _values(lessons, field) for field in FIELDS}
    tags = ["O", *sorted({tag for lesson in lessons for tag in lesson.tags} - {"O"})]
    vocabulary = Vocabulary(pieces, values)
    taught = [row for lesson in lessons for row in _to_rows(lesson, vocabulary, tags)]
    network = _Network(pretrained, rows, [len(values[field]) for field in FIELDS], len(tags))
    kept = _learn(network, taught, shuffle)
    known = {"tags": tags, "pieces": pieces, "values": values}
    return _to_file(kept, taught[0], {key: json.dumps(value, ensure_ascii=False) for key, value in known.items()})


def _values(lessons: Iterable[Lesson], field: str) -> list[str]:
    seen = Counter(value for lesson in lessons for value in getattr(lesson.features, field))
    return sorted(value for value, times in seen.items() if times >= LEAST_VALUE)


def _to_rows(lesson: Lesson, vocabulary: Vocabulary, tags: Sequence[str]) -> Iterator[_Row]:
    for start, end in cut_windows(lesson.text):
        pieces, characters = vocabulary.number(lesson.text[start:end], lesson.features.part(start, end))
        numbers = np.array([tags.index(tag) for tag in lesson.tags[start:end]])
        yield _Row(pieces=pieces, characters=characters, tags=numbers, care=lesson.care)


class _Layer(nn.Module):  # type: ignore[misc]
    """One layer of the encoder (Vaswani et al. 2017, as in BERT)."""

    def __init__(self, pretrained: Pretrained, number: int) -> None:
        super().__init__()
        self.heads = pretrained.heads
        self.query, self.key, self.value, self.joined, self.wide, self.narrow = (
            _linear(pretrained, f"l{number}.{name}") for name in ("q", "k", "v", "ao", "fi", "fo")
        )
        self.between, self.after = (_norm(pretrained, f"l{number}.{name}") for name in ("aln", "oln"))
        self.drop = nn.Dropout(0.1)

    def forward(self, state: Tensor, mask: Tensor | None) -> Tensor:
        rows, length, width = state.shape
        query, key, value = (
            part(state).view(rows, length, self.heads, -1).transpose(1, 2)
            for part in (self.query, self.key, self.value)
        )
        scores = query @ key.transpose(2, 3) / math.sqrt(width // self.heads)
        if mask is not None:
            scores = scores.masked_fill(~mask, -1e4)
        seen = (scores.softmax(-1) @ value).transpose(1, 2).reshape(rows, length, width)
        state = self.between(state + self.drop(self.joined(seen)))
        return self.after(state + self.drop(self.narrow(functional.gelu(self.wide(state)))))


def _linear(pretrained: Pretrained, name: str) -> nn.Linear:
    bias = pretrained.tensor(f"{name}.b", 1)[:, 0]
    weights = pretrained.tensor(f"{name}.w", pretrained.places[f"{name}.w"][1] // len(bias))
    layer = nn.Linear(weights.shape[1], weights.shape[0])
    layer.weight.data, layer.bias.data = torch.tensor(weights), torch.tensor(bias)
    return layer


def _norm(pretrained: Pretrained, name: str) -> nn.LayerNorm:
    layer = nn.LayerNorm(pretrained.width, eps=pretrained.epsilon)
    layer.weight.data, layer.bias.data = (torch.tensor(pretrained.tensor(f"{name}.{x}", 1)[:, 0]) for x in "wb")
    return layer


class _Network(nn.Module):  # type: ignore[misc]
    """The encoder over pieces, and over characters a recurrent layer that also sees their features."""

    def __init__(self, pretrained: Pretrained, rows: list[int], values: Sequence[int], tags: int) -> None:
        super().__init__()
        width = pretrained.width
        kept = torch.tensor(pretrained.tensor("emb.word", width)[rows])
        self.pieces = nn.Embedding.from_pretrained(kept, freeze=False)
        self.places = nn.Parameter(torch.tensor(pretrained.tensor("emb.pos", width)[:LONGEST_ROW]))
        self.kind = nn.Parameter(torch.tensor(pretrained.tensor("emb.type", width)[0]))
        self.norm = _norm(pretrained, "emb.ln")
        self.layers = nn.ModuleList(_Layer(pretrained, number) for number in range(LAYERS))
        self.own = nn.Linear(width, OWN_SIZE)
        self.place = nn.Embedding(PLACES, PLACE_SIZE)
        self.values = nn.ModuleList(
            nn.Embedding(count + 1, SIZES[field]) for field, count in zip(FIELDS, values, strict=True)
        )
        self.depth = nn.Embedding(DEEPEST + 1, DEPTH_SIZE)
        self.care = nn.Embedding(CARES, CARE_SIZE)
        told = PLACE_SIZE + OWN_SIZE + sum(SIZES.values()) + DEPTH_SIZE + CARE_SIZE
        self.across = nn.GRU(width + told, HIDDEN, bidirectional=True, batch_first=True)
        self.out = nn.Linear(2 * HIDDEN + told, tags)
        self.drop_low, self.drop, self.drop_told = nn.Dropout(0.1), nn.Dropout(0.3), nn.Dropout(0.25)

    def encoder(self) -> list[nn.Parameter]:
        return [self.pieces.weight, self.places, self.kind, *self.norm.parameters(), *self.layers.parameters()]

    def forward(
        self, pieces: Tensor, characters: Tensor, care: Tensor, lengths: tuple[Tensor, Tensor] | None = None
    ) -> Tensor:
        """Score the tags of sentences; ``lengths`` are those of the rows where there are several."""
        state = self.drop_low(self.norm(self.pieces(pieces) + self.places[: pieces.shape[1]] + self.kind))
        mask = None if lengths is None else (torch.arange(pieces.shape[1]) < lengths[0][:, None])[:, None, None]
        with torch.autocast("cpu", torch.bfloat16, enabled=self.training):
            for layer in self.layers:
                state = layer(state, mask)
        owner, place, own, *values, depth = characters.unbind(1)
        seen = state.float().gather(1, owner[:, :, None].expand(-1, -1, state.shape[2]))
        told = [self.place(place), self.own(self.pieces(own))]
        told += [rows(value) for rows, value in zip(self.values, values, strict=True)]
        told += [self.depth(depth), self.care(care)[:, None].expand(-1, characters.shape[2], -1)]
        known = self.drop_told(torch.cat(told, -1))
        both = torch.cat([self.drop(seen), known], -1)
        if lengths is None:
            read = self.across(both)[0]
        else:
            packed = pack_padded_sequence(both, lengths[1], batch_first=True, enforce_sorted=False)
            read = pad_packed_sequence(self.across(packed)[0], batch_first=True)[0]
        scores: Tensor = self.out(torch.cat([self.drop(read), known], -1))
        return scores


def _learn(network: _Network, rows: Sequence[_Row], shuffle: random.Random) -> _Network:
    """Learn with AdamW, first warming up, then slowing down; gives the running mean of the weights."""
    encoder = {id(each) for each in network.encoder()}
    others = [each for each in network.parameters() if id(each) not in encoder]
    rates = (ENCODER_RATE, OTHER_RATE)
    groups = [{"params": part, "lr": rate} for part, rate in zip((network.encoder(), others), rates, strict=True)]
    optimizer = torch.optim.AdamW(groups, weight_decay=0.01)
    batches = [batch for _ in range(EPOCHS) for batch in _batches(rows, shuffle)]
    mean = deepcopy(network)
    for step, batch in enumerate(batches):
        speed = min(1.0, (step + 1) / WARM) * max(0.02, 1 - step / len(batches))
        for group, rate in zip(optimizer.param_groups, rates, strict=True):
            group["lr"] = rate * speed
        loss = _loss(network, batch)
        optimizer.zero_grad()
        loss.backward()
        nn.utils.clip_grad_norm_(network.parameters(), 1.0)
        optimizer.step()
        share = min(MEAN, (step + 1) / (step + 21))
        with torch.no_grad():
            for kept, now in zip(mean.parameters(), network.parameters(), strict=True):
                kept.mul_(share).add_(now, alpha=1 - share)
    mean.eval()
    return mean


def _batches(rows: Sequence[_Row], shuffle: random.Random) -> Iterator[list[_Row]]:
    """Put rows of like length together, in an order of chance."""
    batches: list[list[_Row]] = [[]]
    for row in sorted(rows, key=lambda row: len(row.tags) + shuffle.random() * 6):
        if batches[-1] and (len(batches[-1]) + 1) * len(row.tags) > BATCH:
            batches.append([])
        batches[-1].append(row)
    shuffle.shuffle(batches)
    yield from batches


def _loss(network: _Network, batch: Sequence[_Row]) -> Tensor:
    lengths = torch.tensor([len(row.pieces) for row in batch]), torch.tensor([len(row.tags) for row in batch])
    pieces = torch.ones(len(batch), int(lengths[0].max()), dtype=torch.long)
    characters = torch.zeros(len(batch), batch[0].characters.shape[0], int(lengths[1].max()), dtype=torch.long)
    tags = torch.full((len(batch), int(lengths[1].max())), -100)
    for place, row in enumerate(batch):
        pieces[place, : len(row.pieces)] = torch.tensor(row.pieces)
        characters[place, :, : len(row.tags)] = torch.tensor(row.characters)
        tags[place, : len(row.tags)] = torch.tensor(row.tags)
    care = torch.tensor([row.care for row in batch])
    scores = network(pieces, characters, care - 1, lengths).transpose(1, 2)
    losses = functional.cross_entropy(scores, tags, reduction="none", ignore_index=-100, label_smoothing=SMOOTHING)
    counted = (tags >= 0) * care[:, None]
    return (losses * counted).sum() / counted.sum()


class _Reader(nn.Module):  # type: ignore[misc]
    """The network as the program asks it: one sentence at a time, read as the most careful marks are made."""

    def __init__(self, network: _Network) -> None:
        super().__init__()
        self.network = network

    def forward(self, pieces: Tensor, characters: Tensor) -> Tensor:
        care = torch.full((1,), CARES - 1)
        return self.network(pieces[None], characters[None], care)[0].log_softmax(-1)


def _to_file(network: _Network, example: _Row, known: dict[str, str]) -> bytes:
    """Write the network: a byte for each weight that is looked up or multiplied, two for those of other large tensors.

    One bit of each byte is left free: without it, processors that lack VNNI overflow.
    """
    with TemporaryDirectory() as folder:
        plain, small = Path(folder) / "plain.onnx", Path(folder) / "small.onnx"
        torch.onnx.export(
            _Reader(network).eval(),
            (torch.tensor(example.pieces), torch.tensor(example.characters)),
            str(plain),
            input_names=["pieces", "characters"],
            output_names=["scores"],
            dynamic_axes={"pieces": {0: "pieces"}, "characters": {1: "length"}},
            opset_version=VERSION,
            dynamo=False,
        )
        kinds = ["MatMul", "Gather", "Gemm"]
        quantize_dynamic(
            plain, small, weight_type=QuantType.QInt8, per_channel=True, reduce_range=True, op_types_to_quantize=kinds
        )
        model = onnx.load(str(small))
    graph = model.graph
    for tensor in [each for each in graph.initializer if each.data_type == TensorProto.FLOAT]:
        weights = numpy_helper.to_array(tensor)
        if weights.size > HALF_FROM:
            graph.initializer.remove(tensor)
            graph.initializer.append(numpy_helper.from_array(weights.astype(np.float16), f"{tensor.name}.half"))
            graph.node.insert(0, helper.make_node("Cast", [f"{tensor.name}.half"], [tensor.name], to=TensorProto.FLOAT))
    helper.set_model_props(model, known)
    content: bytes = model.SerializeToString()
    return content
