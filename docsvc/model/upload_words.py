"""What the gate changed in an uploaded PDF, in words for whoever uploaded it; message ids are Russian."""

from collections.abc import Mapping

from templates.incoming import Change

CHANGE_WORDS: Mapping[Change, str] = {
    Change.REPAIRED: "файл был повреждён и восстановлен: просмотрите все страницы",
    Change.FORMS: "поля формы впечатаны в страницы: заполнять их больше нельзя",
    Change.NOTES: "пометки впечатаны в страницы, тексты всплывающих заметок убраны",
    Change.SCRIPTS: "скрипты и действия убраны",
    Change.FILES: "вложенные файлы убраны: если они нужны, загрузите их отдельно",
    Change.MEDIA: "звук, видео и трёхмерные модели убраны",
    Change.LAYERS: "слои объединены: все они видны",
    Change.LINKS: "ссылки больше не нажимаются, их текст остался",
    Change.OUTLINE: "оглавление сбоку убрано",
    Change.SCALE: "масштаб страниц приведён к обычному",
    Change.HISTORY: "прежние состояния файла убраны, осталось последнее",
    Change.FONTS: "шрифты в файле не встроены: на другом компьютере буквы могут выглядеть иначе",
    Change.SCAN: "в файле нет текста, это скан: сравнить версии по словам не получится",
}
