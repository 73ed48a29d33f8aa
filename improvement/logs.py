"""What is written down: one line an event, to the standard error, where whoever runs the process keeps it."""

import structlog


def without_place_of_refusals(_logger, level: str, event: dict) -> dict:
    """A request that was refused is no fault: Django's traceback says nothing that its line doesn't."""
    if level == "warning" and event.get("logger") == "django.request":
        event.pop("exc_info", None)
    return event


SHARED = [
    structlog.contextvars.merge_contextvars,
    structlog.stdlib.add_log_level,
    structlog.stdlib.add_logger_name,
    structlog.processors.TimeStamper(fmt="iso", utc=True),
]


def logging_settings(level: str, *, machine_readable: bool) -> dict:
    """Django's LOGGING: from `level` on, as `key=value` text with tracebacks, or as JSON."""
    form = (
        structlog.processors.JSONRenderer()
        if machine_readable
        else structlog.dev.ConsoleRenderer(colors=False, exception_formatter=structlog.dev.plain_traceback)
    )
    last = [structlog.processors.format_exc_info, form] if machine_readable else [form]
    return {
        "version": 1,
        "disable_existing_loggers": False,
        "formatters": {
            "line": {
                "()": structlog.stdlib.ProcessorFormatter,
                "foreign_pre_chain": [*SHARED, without_place_of_refusals],
                "processors": [structlog.stdlib.ProcessorFormatter.remove_processors_meta, *last],
            }
        },
        "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": "line"}},
        "root": {"handlers": ["stderr"], "level": level},
        "loggers": {"django": {"handlers": [], "level": level, "propagate": True}},
    }


def set_up_structlog() -> None:
    """Events of our own take the same way as those of the libraries."""
    structlog.configure(
        processors=[*SHARED, structlog.stdlib.ProcessorFormatter.wrap_for_formatter],
        logger_factory=structlog.stdlib.LoggerFactory(),
        cache_logger_on_first_use=True,
    )
