"""Tables as workbooks, with nothing in them that could be computed."""

import io
from collections.abc import Sequence

from flask import Response

from docsvc.model.spreadsheet import harmless

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
WIDEST = 60


def xlsx_of(lines: Sequence[Sequence[str]]) -> Response:
    """Return the lines as a workbook: every cell is text, the headings stay in sight."""
    # Loading it takes a while, and hardly any request needs it.
    from openpyxl import Workbook
    from openpyxl.utils import get_column_letter

    book = Workbook()
    sheet = book.create_sheet("1", 0)
    for row, line in enumerate(lines, start=1):
        for column, value in enumerate(line, start=1):
            sheet.cell(row, column, harmless(value)).data_type = "s"
    for column, cells in enumerate(zip(*lines, strict=True), start=1):
        width = min(max(map(len, cells)) + 2, WIDEST)
        sheet.column_dimensions[get_column_letter(column)].width = width
    sheet.freeze_panes = "A2"
    content = io.BytesIO()
    book.save(content)
    return Response(content.getvalue(), mimetype=XLSX)
