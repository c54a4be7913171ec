from django.apps import AppConfig


class LineConfig(AppConfig):
    name = "line"

    def ready(self) -> None:
        from . import checks  # noqa: F401
