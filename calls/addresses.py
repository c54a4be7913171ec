"""A call's reference in an address: people type it as they hear it, in capitals or not."""

from django.urls import register_converter
from django.urls.converters import SlugConverter


class ReferenceConverter(SlugConverter):
    """`<call:ref>` in a path: the reference as it is recorded, whose letters are all capitals."""

    def to_python(self, value: str) -> str:
        return value.upper()


register_converter(ReferenceConverter, "call")
