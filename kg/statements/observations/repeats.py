"""A number that a text says twice of the same thing is one observation."""

from dataclasses import dataclass, field

from kg.model import Observation

__all__ = ["Said"]

TAIL = 2  # characters of the last word of an indicator: 企业, 项目
SOLE = 10  # a count or an amount below this may be of two things by chance


@dataclass(slots=True)
class Said:
    """The observations so far, by what makes two of them the same."""

    exact: dict[tuple[object, ...], set[str | None]] = field(default_factory=dict)
    alike: dict[tuple[object, ...], list[int]] = field(default_factory=dict)

    def add(self, observation: Observation, found: list[Observation]) -> None:
        """Add an observation to those found, unless the text has said it before.

        Args:
            observation: The next of the text.
            found: Those before it; one without a period gives its place to the same with one.
        """
        key = (observation.indicator, observation.value, observation.unit, observation.about)
        periods = self.exact.setdefault(key, set())
        if observation.period in periods or (periods and observation.period is None):
            return
        if observation.kind == "level" and observation.value >= SOLE and observation.unit != "%":
            place = self._repeated(observation, found)
            if place is not None:
                if found[place].period is None:
                    found[place] = observation
                return
        periods.add(observation.period)
        found.append(observation)

    def _repeated(self, observation: Observation, found: list[Observation]) -> int | None:
        """Find what the text said before of the same number; remember this one where there is none."""
        alike = (observation.value, observation.unit, observation.status, observation.comparator)
        places = self.alike.setdefault(alike, [])
        for place in places:
            before = found[place]
            periods = {before.period, observation.period}
            shared_out = before.evidence.spans[-1].end == observation.evidence.spans[-1].end
            same = not shared_out and (
                before.indicator[-TAIL:] in observation.indicator or observation.indicator[-TAIL:] in before.indicator
            )
            if same and (len(periods) == 1 or None in periods):
                return place
        places.append(len(found))
        return None
