from django.apps import AppConfig


class ProviderDirectConfig(AppConfig):
    name = "providerdirect"

    def ready(self) -> None:
        from . import checks  # noqa: F401 - registers the checks of the settings
