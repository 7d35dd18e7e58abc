"""Logs: one line for each thing that happened, with the request or task it belongs to, and never a person's name.

Lines are JSON, for a machine to collect; at a terminal they are plain words. Everything passes through one formatter: our
own lines (structlog) and those of Django, Celery and granian (the standard library's).
"""

import logging.config
import sys
from typing import Any

import structlog

#: What these say is said better by the request's own line, or is of no use outside their own making.
QUIETER = {"django.request": "ERROR", "django.server": "ERROR", "django.utils.autoreload": "WARNING", "PIL": "WARNING",
           "fontTools": "WARNING", "weasyprint": "ERROR", "celery.app.trace": "WARNING", "axes": "WARNING",
           "django_tasks": "WARNING"}  # fmt: skip
#: They bring handlers of their own; without them, their lines go the way of all lines.
WITHOUT_OWN_HANDLERS = ("_granian", "granian.access", "celery", "celery.task", "django")


def configure(config: dict[str, Any]) -> None:
    """Django's LOGGING_CONFIG; `config` is settings.LOGGING: the lowest level shown and, if need be, plain or not."""
    plain = config.get("plain", sys.stderr.isatty())
    before: list[structlog.typing.Processor] = [
        structlog.contextvars.merge_contextvars,
        structlog.stdlib.add_logger_name,
        structlog.stdlib.add_log_level,
        structlog.stdlib.ExtraAdder(),
        structlog.processors.TimeStamper(fmt="iso", utc=True),
    ]
    structlog.configure(
        processors=[
            structlog.stdlib.filter_by_level,
            structlog.stdlib.PositionalArgumentsFormatter(),
            *before,
            structlog.stdlib.ProcessorFormatter.wrap_for_formatter,
        ],
        logger_factory=structlog.stdlib.LoggerFactory(),
        wrapper_class=structlog.stdlib.BoundLogger,
        cache_logger_on_first_use=True,
    )
    logging.config.dictConfig({
        "version": 1,
        "disable_existing_loggers": False,
        "formatters": {
            "lines": {
                "()": structlog.stdlib.ProcessorFormatter,
                "foreign_pre_chain": before,
                "processors": [structlog.stdlib.ProcessorFormatter.remove_processors_meta, *rendering(plain)],
            }
        },
        # Standard error: what commands print on standard output is for the program that called them.
        "handlers": {"lines": {"class": "logging.StreamHandler", "formatter": "lines"}},
        "root": {"handlers": ["lines"], "level": config.get("level", "INFO")},
        "loggers": {name: {"handlers": [], "propagate": True} for name in WITHOUT_OWN_HANDLERS}
        | {name: {"level": level} for name, level in QUIETER.items()},
    })  # fmt: skip


def rendering(plain: bool) -> list[structlog.typing.Processor]:
    if plain:
        return [structlog.dev.ConsoleRenderer(colors=sys.stderr.isatty())]
    return [structlog.processors.format_exc_info, structlog.processors.JSONRenderer(default=str, ensure_ascii=False)]
