{#- Half the width of the two-sided 95 % normal interval of a mean. -#}
{% macro normal_margin(variance, effective_count) -%}
    1.959963984540054e0 * sqrt({{ variance }} / nullif({{ effective_count }}, 0))
{%- endmacro %}
