from django.apps import AppConfig


class ProviderDirectConfig(AppConfig):
    name = "providerdirect"
