"""Reading what is told to Prometheus, as Prometheus does."""

from prometheus_client.parser import text_string_to_metric_families


def value(text: str, sample: str, /, **labels: str) -> float:
    """Return one sample of an exposition."""
    return next(
        each.value
        for family in text_string_to_metric_families(text)
        for each in family.samples
        if each.name == sample and labels.items() <= each.labels.items()
    )
