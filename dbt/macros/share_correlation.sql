{#- Correlation of two estimated shares a and b whose bases overlap, from the residuals of their
    linearisation, (y - share) / base count for each record of the base.

    `share_*` (0 to 1) and `base_*` (count) describe each share; over the records that lie in both
    bases, `shared` counts them, `a_in_b` those true for a, `b_in_a` those true for b and `both`
    those true for both. 0 where a share does not vary. -#}
{% macro share_correlation(share_a, base_a, share_b, base_b, shared, a_in_b, b_in_a, both) -%}
    {%- set variation = (
        base_a ~ ' * ' ~ share_a ~ ' * (1 - ' ~ share_a ~ ') * '
        ~ base_b ~ ' * ' ~ share_b ~ ' * (1 - ' ~ share_b ~ ')'
    ) -%}
    coalesce(
        (
            {{ both }} - {{ share_a }} * {{ b_in_a }} - {{ share_b }} * {{ a_in_b }}
            + {{ share_a }} * {{ share_b }} * {{ shared }}
        ) / nullif(sqrt({{ variation }}), 0),
        0
    )
{%- endmacro %}
