"""What looks like a trick and is none."""

HARMLESS = {
    "{{ deal.date|format('%Y') }}": "%2026",
    "{{ deal.amount|format('{0.__class__}') }}": "{100__class__}",
    "{{ deal.amount|format('{}') }}": "{}",
    "{{ 1e-999999999 }}": "0",
    "{{ '{{ 7 * 7 }}' }}": "{{ 7 * 7 }}",
    "{% raw %}{{ ''.__class__ }}{% endraw %}": "{{ ''.__class__ }}",
    "{# {{ ''.__class__ }} #}": "",
    "{{ company.name }}": "Ромашка",
    "{{ '<script>' }}": "&lt;script&gt;",
    "{{ '<script>'|upper }}": "&lt;SCRIPT&gt;",
    "{{ ['<b>', '<i>']|join('<br>') }}": "&lt;b&gt;&lt;br&gt;&lt;i&gt;",
    "{% set x %}<b>{{ '<i>' }}{% endset %}{{ x }}": "<b>&lt;i&gt;",
    "{% macro f(x) %}<b>{{ x }}</b>{% endmacro %}{{ f('<i>') }}": "<b>&lt;i&gt;</b>",
    "{{ nothing is defined }}": "нет",
    "{{ deal.__class__ is defined }}": "нет",
    "{{ deal.get('__class__', 'x') }}": "x",
    "{{ deal.products[0].name }}": "Ель",
    "{{ deal.products.1 is defined }}": "нет",
}
"""What looks like a trick and is none: it prints so."""
