"""What no page of ours sends: numbers without end, YAML that grows, letters by the megabyte."""

from typing import Any

import pytest

from docsvc.errors import BadInput
from docsvc.model.route_file import read_routes
from tests.integration.web.persons import Browse, House
from tests.integration.web.test_approval import decided, state

ENDLESS = "9" * 5000
GROWS = "a0: &a0 {x: 1}\n" + "".join(
    f"a{n}: &a{n} {{<<: [{', '.join([f'*a{n - 1}'] * 8)}]}}\n" for n in range(1, 12)
)
NO_YAML = (GROWS, "code: 2026-99-99", f"code: {ENDLESS}", "code: !!bool x", "code: !!timestamp x")
FORM = {"code": "x", "title": "X", "act": "save", "stages[0].name": "Юрист"}
FORMS: tuple[dict[str, str], ...] = (
    FORM | {"stages[0].quorum": "²"},
    FORM | {"stages[0].quorum": ENDLESS},
    FORM | {f"stages[{ENDLESS}].name": "x"},
    FORM | {"stages[²].name": "x"},
    FORM | {"stages[0].sla.deadline": f"{ENDLESS} ч"},
    FORM | {"act": f"stages[{ENDLESS}].up"},
    FORM | {f"stages[{n}].name": "x" for n in range(3000)},
)


@pytest.mark.parametrize("text", NO_YAML, ids=range(len(NO_YAML)))
def test_yaml_that_cannot_be_read_or_grows_is_refused(text: str) -> None:
    with pytest.raises(BadInput):
        read_routes(text)


def test_no_form_of_a_route_fails(browse: Browse, house: House) -> None:
    administrator = browse("administrator")
    for form in FORMS:
        answer = administrator.post("/settings/routes/form", token=True, **form)
        assert answer.status_code in {200, 413, 422}, list(form)
    for text in NO_YAML:
        answer = administrator.post("/settings/routes/file", token=True, text=text)
        assert answer.status_code == 422, text[:40]
    assert administrator.get(f"/settings/routes/of/contract.yaml?number={ENDLESS}").status_code < 500
    assert administrator.get(f"/settings/routes/of/contract.yaml?number={'9' * 25}").status_code < 500
    assert state(house, house.asked) == "in_approval"


def test_numbers_without_end_count_as_none(browse: Browse, house: House) -> None:
    manager, lawyer = browse("manager"), browse("lawyer")
    answer = manager.post(f"/documents/{house.draft}/submit", token=True, skip=ENDLESS, seen=ENDLESS)
    assert answer.status_code < 500
    remark: dict[str, Any] = {"remark_page": ENDLESS, "remark_text": "Срок", "remark_quote": ""}
    assert decided(lawyer, house, "return", comment="См. замечание", **remark).status_code == 303


@pytest.mark.parametrize("verdict", ["approve", "conditions", "return", "reject"])
def test_a_comment_beyond_any_measure_is_refused_and_nothing_changes(
    browse: Browse, house: House, verdict: str
) -> None:
    answer = decided(browse("lawyer"), house, verdict, comment="ы" * 4001)
    assert answer.status_code == 422
    assert "не больше 4000 знаков" in answer.text
    assert state(house, house.asked) == "in_approval"


@pytest.mark.parametrize("control", ["pause", "step_back", "restart"])
def test_a_reason_beyond_any_measure_is_refused(browse: Browse, house: House, control: str) -> None:
    path = f"/documents/{house.asked}/approval/{control}"
    assert browse("manager").post(path, token=True, reason="ы" * 4001).status_code == 422
    assert state(house, house.asked) == "in_approval"
