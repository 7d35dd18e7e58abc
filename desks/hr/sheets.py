"""Figures and lists as files that spreadsheets open."""

import csv
import re
from collections.abc import Iterable, Iterator
from tempfile import TemporaryFile
from typing import IO

import xlsxwriter
from django.http import FileResponse, StreamingHttpResponse
from django.http.response import HttpResponseBase

from lms.core import clock

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"

#: Spreadsheets take a cell that begins so for a formula.
FORMULA_SIGNS = ("=", "+", "-", "@", "\t", "\r")
NUMBER = re.compile(r"[0-9]+(\.[0-9]+)?")


def as_file(lines: Iterable[list[str]], name: str, ending: str) -> HttpResponseBase:
    """The lines as the file that the address asks for, "csv" or "xlsx", named and dated."""
    headers = {
        "Content-Disposition": f'attachment; filename="{name}-{clock.today():%Y-%m-%d}.{ending}"',
        "Cache-Control": "private, no-store",
    }
    if ending == "xlsx":
        return FileResponse(sheet(lines), content_type=XLSX, headers=headers)
    # Written down before the answer streams: words are the reader's, and the reader's language ends with the view.
    kept = iter(list(lines))
    return StreamingHttpResponse(written(kept), content_type="text/csv; charset=utf-8", headers=headers)


def written(lines: Iterator[list[str]]) -> Iterator[str]:
    """CSV as spreadsheets read it in every language: marked as UTF-8, and no cell taken for a formula."""
    writer = csv.writer(Echo())
    yield "\ufeff"
    for line in lines:
        yield writer.writerow([f"'{cell}" if cell.startswith(FORMULA_SIGNS) else cell for cell in line])


class Echo:
    """A file that hands each line back instead of keeping it."""

    def write(self, line: str) -> str:
        return line


def sheet(lines: Iterable[list[str]]) -> IO[bytes]:
    """A workbook written row by row into a file without a name. Plain numbers are numbers, all else stays text."""
    file: IO[bytes] = TemporaryFile()  # noqa: SIM115  (closed by the answer that sends it)
    book = xlsxwriter.Workbook(file, {"constant_memory": True})
    page, bold = book.add_worksheet(), book.add_format({"bold": True})
    page.freeze_panes(1, 0)
    page.set_column(0, 2, 28)
    for number, line in enumerate(lines):
        for column, cell in enumerate(line):
            if number and NUMBER.fullmatch(cell):
                page.write_number(number, column, float(cell))
            else:
                page.write_string(number, column, cell, bold if number == 0 else None)
    book.close()
    file.seek(0)
    return file
