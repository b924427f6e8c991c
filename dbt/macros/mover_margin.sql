{#- Distance from a weighted sum of three estimates to one limit of its interval, recovered from
    the distances of the three (MOVER). Weights are not negative; `terms` are the weighted
    distances, `correlations` those of (1, 2), (1, 3) and (2, 3).
    Zou & Donner (2008), Statistics in Medicine 27, 1693-1702. -#}
{% macro mover_margin(terms, correlations) -%}
    {%- set a, b, c = terms -%}
    {%- set ab, ac, bc = correlations -%}
    sqrt(
        greatest(
            0,
            {{ a }} * {{ a }} + {{ b }} * {{ b }} + {{ c }} * {{ c }}
            + 2 * {{ ab }} * {{ a }} * {{ b }}
            + 2 * {{ ac }} * {{ a }} * {{ c }}
            + 2 * {{ bc }} * {{ b }} * {{ c }}
        )
    )
{%- endmacro %}
