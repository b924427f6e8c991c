{#- What a component rate of weight <name>_weight gives to a composite: <name>_part, and the
    weighted distances to its limits, <name>_below and <name>_above. -#}
{% macro term_columns(name) -%}
    {{ name }}_weight * {{ name }}_rate as {{ name }}_part,
    {{ name }}_weight * ({{ name }}_rate - {{ name }}_low) as {{ name }}_below,
    {{ name }}_weight * ({{ name }}_high - {{ name }}_rate) as {{ name }}_above
{%- endmacro %}
