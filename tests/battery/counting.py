"""What is there against what must be: documents one by one, and their numbers."""

from collections import Counter
from collections.abc import Iterable


def lost_or_twice(made: Iterable[str], listed: list[dict[str, str]]) -> list[str]:
    """Compare the documents that somebody was told of with those that are there; each deal has one."""
    there, known = {each["id"] for each in listed}, set(made)
    deals = Counter(each["deal_id"] for each in listed)
    return [
        *(f"{each} was told of and is not there" for each in sorted(known - there)),
        *(f"{each} is there and nobody was told of it" for each in sorted(there - known)),
        *(f"the deal {deal} has {count} documents" for deal, count in deals.items() if count != 1),
    ]


def holes(numbers: Iterable[str]) -> list[str]:
    """Tell where the numbers of a kind leave one out or have one twice: they count from 1."""
    series: dict[str, list[int]] = {}
    for number in numbers:
        name, _, last = number.rpartition("-")
        series.setdefault(name, []).append(int(last))
    return [
        f"the numbers of {name} are not 1 to {len(found)}: {sorted(found)}"
        for name, found in series.items()
        if sorted(found) != list(range(1, len(found) + 1))
    ]
