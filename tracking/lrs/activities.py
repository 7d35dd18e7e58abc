"""Activities: what is done, and how an interaction is described."""

from typing import Annotated, Literal

from msgspec import UNSET, Meta, Struct, UnsetType

from tracking.lrs.grammar import Extensions, Iri, LanguageMap, broken


class InteractionComponent(Struct, forbid_unknown_fields=True, rename="camel"):
    """A choice, step or scale point of an interaction."""

    id: Annotated[str, Meta(min_length=1)]
    description: LanguageMap | UnsetType = UNSET


InteractionType = Literal[
    "true-false", "choice", "fill-in", "long-fill-in", "matching", "performance", "sequencing", "likert", "numeric",
    "other",
]  # fmt: skip
Components = list[InteractionComponent]
#: Which component lists an interaction type may have.
COMPONENTS: dict[str, tuple[str, ...]] = {
    "choice": ("choices",), "sequencing": ("choices",), "likert": ("scale",),
    "matching": ("source", "target"), "performance": ("steps",),
}  # fmt: skip
COMPONENT_LISTS = ("choices", "scale", "source", "target", "steps")


class Definition(Struct, forbid_unknown_fields=True, rename="camel"):
    """What an activity is: names, type and, for an interaction, its right answers and choices."""

    name: LanguageMap | UnsetType = UNSET
    description: LanguageMap | UnsetType = UNSET
    type: Iri | UnsetType = UNSET
    more_info: Iri | UnsetType = UNSET
    interaction_type: InteractionType | UnsetType = UNSET
    correct_responses_pattern: list[str] | UnsetType = UNSET
    choices: Components | UnsetType = UNSET
    scale: Components | UnsetType = UNSET
    source: Components | UnsetType = UNSET
    target: Components | UnsetType = UNSET
    steps: Components | UnsetType = UNSET
    extensions: Extensions | UnsetType = UNSET

    def __post_init__(self) -> None:
        kind = self.interaction_type
        if kind is UNSET and self.correct_responses_pattern is not UNSET:
            raise broken("interaction_without_type", ".correctResponsesPattern")
        allowed = COMPONENTS.get(kind, ()) if kind is not UNSET else ()
        for name in COMPONENT_LISTS:
            components = getattr(self, name)
            if components is UNSET:
                continue
            if name not in allowed:
                raise broken("component_of_another_interaction", f".{name}")
            if len({component.id for component in components}) != len(components):
                raise broken("component_id_twice", f".{name}")


class Activity(Struct, forbid_unknown_fields=True, rename="camel"):
    """Something that can be done, in the context of a statement."""

    id: Iri
    object_type: Literal["Activity"] | UnsetType = UNSET
    definition: Definition | UnsetType = UNSET
