"""A kind of import contract that import-linter does not have: views keep to their own room's models."""

from grimp import ImportGraph
from importlinter import Contract, ContractCheck, fields, output


class OwnModelsOnly(Contract):
    """Modules called `part` may import their own room's `models`, and no other room's."""

    type_name = "own_models_only"

    parts = fields.ListField(subfield=fields.StringField())

    def check(self, graph: ImportGraph, verbose: bool) -> ContractCheck:
        trespasses = [
            (importer, imported)
            for importer in sorted(graph.modules)
            if _part(importer) in self.parts  # type: ignore[operator]
            for imported in sorted(graph.find_modules_directly_imported_by(importer))
            if _part(imported) == "models" and _room(imported) != _room(importer)
        ]
        return ContractCheck(kept=not trespasses, metadata={"trespasses": trespasses})

    def render_broken_contract(self, check: ContractCheck) -> None:
        for importer, imported in check.metadata["trespasses"]:
            output.print_error(f"{importer} imports {imported}: use that room's selectors or services.")


def _room(module: str) -> str:
    return module.partition(".")[0]


def _part(module: str) -> str:
    """The second name of a module: `views` of `calls.views.steps`."""
    return module.split(".")[1] if "." in module else ""
