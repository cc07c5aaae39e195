"""The administrator makes a route of their own: a preset, another threshold, a dry run, and it is in use."""

from playwright.sync_api import expect

from tests.journeys.office import Office
from tests.journeys.screen import Screen


def test_the_administrator_takes_a_preset_changes_its_threshold_and_sees_how_a_deal_would_go(
    administrator: Screen, office: Office
) -> None:
    deal = office.deal()
    page, code = administrator.page, f"discount-{administrator.size}"

    administrator.open("/settings")
    administrator.press("Открыть маршруты")
    administrator.look("routes", dark=True)
    administrator.press("Новый маршрут")
    administrator.look("route-new")
    administrator.press("Взять за основу: Скидка")
    page.get_by_label("Код", exact=True).fill(code)
    page.get_by_label("Название", exact=True).fill("Скидка от десяти")
    page.get_by_label("И только если").fill("deal.discount >= 10")
    administrator.press("Добавить этап")
    expect(page.get_by_label("Название этап 4")).to_be_visible()
    administrator.expects(422)
    administrator.press("Добавить маршрут")
    expect(administrator.text("Выберите, кто решает.")).to_be_visible()
    expect(page.get_by_label("И только если")).to_have_value("deal.discount >= 10")
    administrator.look("route-form-wrong", dark=True)
    administrator.press("Этап 4: убрать")
    expect(page.get_by_label("Название этап 4")).to_have_count(0)
    page.get_by_label("Что изменилось и почему").fill("Порог ниже")
    administrator.press("Добавить маршрут")

    rule = page.locator(f"#rule-{code}")
    expect(rule).to_contain_text("Коммерческое предложение, если скидка ≥ 10 %")
    if rule.get_by_role("button", name="Поставить первым").count():
        administrator.press("Поставить первым", within=rule)
    expect(page.locator(".route-card").first).to_contain_text("Скидка от десяти")

    page.get_by_label("Сделка или клиент").fill(deal.title)
    administrator.press("Показать путь")
    administrator.press(deal.title)
    expect(administrator.text("Какие маршруты смотрели по порядку")).to_be_visible()
    administrator.touch(page.locator("summary", has_text="Какие маршруты"))
    expect(page.locator(".path").last).to_contain_text("Скидка от десяти")
    administrator.look("route-try", dark=True)

    administrator.open(f"/settings/routes/of/{code}")
    expect(administrator.text("Порог ниже")).to_be_visible()
    administrator.look("route", dark=True)
    administrator.open(f"/settings/routes/of/{code}/yaml")
    administrator.look("route-yaml")
    administrator.open("/settings/routes/rates")
    administrator.look("rates")
    administrator.open(f"/settings/routes/of/{code}")
    administrator.press("Снять с использования")
    expect(administrator.text("Маршрут снят")).to_be_visible()
